"""What each framework calls, orders and returns, and how its lines are written."""
