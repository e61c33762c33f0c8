"""What keeps the server from starting."""


class CannotStart(Exception):
    """No socket, no folder or no sense in a setting; the message is one sentence to act on."""
