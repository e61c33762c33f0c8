"""The command as a user runs it: in a process of its own."""

import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.serving import served


def unrolled(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    command = [sys.executable, "-m", "unrolled", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def assert_refused(result: subprocess.CompletedProcess[str], *parts: str) -> None:
    """One sentence on stderr that holds these parts, and status 1."""
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    for part in (*parts, "`make run PORT=8001`", "`--port 8001`"):
        assert part in result.stderr


def test_the_printed_address_answers_with_the_page() -> None:
    with served() as (_, address):
        url = urlsplit(address)
        assert url.hostname == "127.0.0.1"
        connection = HTTPConnection(url.netloc)
        connection.request("GET", "/")
        response = connection.getresponse()
        page = response.read().decode()
        connection.close()
    assert response.status == 200
    assert response.headers.get_content_type() == "text/html"
    assert page.lstrip().lower().startswith("<!doctype html>")


def test_ctrl_c_ends_it_quietly() -> None:
    with served(stderr=subprocess.PIPE) as (process, _):
        process.send_signal(signal.SIGINT)
        rest, complaints = process.communicate()
    assert (process.returncode, rest, complaints) == (0, "", "")


def test_a_taken_port_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert_refused(unrolled("serve", "--port", port), port, "address already in use")


def test_a_host_of_another_machine_is_one_sentence() -> None:
    # 203.0.113.0/24 is kept for documentation (RFC 5737): no machine has it.
    assert_refused(unrolled("serve", "--host", "203.0.113.1", "--port", "0"), "203.0.113.1")


@pytest.mark.parametrize("port", ["65536", "-1", "8000.0", "eighty", "", "٨٠", "9" * 5000])
def test_a_bad_port_is_one_sentence(port: str) -> None:
    assert_refused(unrolled("serve", f"--port={port}"), repr(port), "0 to 65535")


def test_help_does_not_wait_for_the_web_framework() -> None:
    script = "import sys, unrolled.app.command.main; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert "unrolled.app.command.main" in modules.stdout.split()
    assert {"uvicorn", "fastapi", "numpy"}.isdisjoint(modules.stdout.split())


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("UNROLLED_CACHE", __file__, "name another by UNROLLED_CACHE"),
        ("UNROLLED_MAX_STEPS", "many", "UNROLLED_MAX_STEPS is 'many': input should be a valid int"),
    ],
)
def test_a_setting_that_makes_no_sense_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    result = unrolled("serve", "--port", "0")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert said in result.stderr
