"""Starting the app: ports, addresses, the browser, and a clean end."""

import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
import streamlit

from cnnviz import cli, server
from cnnviz.assets import root
from cnnviz.errors import CnnvizError

Serve = Callable[..., AbstractContextManager[str]]


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.create_server((server.HOST, 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Where the app would have been served; nothing is started."""
    calls: list[tuple[str, int]] = []
    monkeypatch.setattr(server, "_serve", lambda host, port: calls.append((host, port)))
    return calls


def test_a_named_port_that_is_taken_is_one_clear_line(
    taken: int, capsys: pytest.CaptureFixture[str], served: list[tuple[str, int]]
) -> None:
    assert cli.main(["--no-browser", "--port", str(taken)]) == 2
    assert re.fullmatch(rf"cnnviz: Port {taken} is taken .* leave --port out.*\n", capsys.readouterr().err)
    assert not served


def test_without_a_port_the_next_free_one_is_taken_and_named(
    taken: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    served: list[tuple[str, int]],
) -> None:
    monkeypatch.setattr(server, "PORT", taken)
    server.start(browser=False)
    [(host, port)] = served
    assert (host, port > taken) == ("127.0.0.1", True)
    printed = capsys.readouterr().out
    assert f"Port {taken} is taken, so cnnviz takes {port}." in printed
    assert f"http://127.0.0.1:{port} " in printed


def test_no_free_port_at_all_is_said(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PORT", taken)
    monkeypatch.setattr(server, "_PORTS_TRIED", 1)
    with pytest.raises(CnnvizError, match="are all taken. Name a free one: cnnviz --port 9000"):
        server.free_port()


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host", "2001:db8::7"])
def test_an_address_that_is_not_this_machines_is_refused(host: str) -> None:
    with pytest.raises(CnnvizError, match="This machine has no address .* Use 127.0.0.1"):
        server.check_port(host, 9000)


@pytest.mark.parametrize("port", ["0.5", "-1", "65536", "http", "²"])
def test_a_port_is_a_number_up_to_65535(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main([f"--port={port}"])
    assert stop.value.code == 2
    assert "a port is a whole number from 0 to 65535 (0: any free one)" in capsys.readouterr().err


def test_for_a_class_the_address_for_the_board_is_printed(
    capsys: pytest.CaptureFixture[str], served: list[tuple[str, int]]
) -> None:
    assert cli.main(["--host", "0.0.0.0", "--port", "0", "--no-browser"]) == 0
    [(host, port)] = served
    assert host == "0.0.0.0"
    assert f"On the board, for a class: http://{server.network_address()}:{port}" in capsys.readouterr().out


def test_an_address_of_the_sixth_version_stands_in_brackets() -> None:
    assert server.address("::1", 8501) == "http://[::1]:8501"


def test_the_browser_is_opened_when_the_page_answers(serve: Serve, tmp_path: Path) -> None:
    opened, browser = tmp_path / "opened", tmp_path / "browser"
    # It fetches the page, as a browser would: the app must be there by then.
    browser.write_text(
        f"#!{sys.executable}\n"
        "import os, sys, urllib.request\n"
        f"open({f'{opened}.part'!r}, 'wb').write(urllib.request.urlopen(sys.argv[1]).read())\n"
        f"os.rename({f'{opened}.part'!r}, {str(opened)!r})\n"
    )
    browser.chmod(0o755)
    with serve((sys.executable, "-m", "cnnviz.cli", "--port"), env={"BROWSER": f"{browser} %s"}):
        deadline = time.monotonic() + 20
        while not opened.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
    assert b"<title>" in opened.read_bytes()


def test_the_configuration_asks_nothing_of_the_outside() -> None:
    options = flat(tomllib.loads((root() / ".streamlit" / "config.toml").read_text()))
    for name in options:
        streamlit.get_option(name)  # raises for a name that Streamlit does not know
    wanted = {
        "browser.gatherUsageStats": False,
        "runner.postScriptGC": False,
        "server.address": "127.0.0.1",
        "server.fileWatcherType": "none",
        "server.maxUploadSize": 10,
        "server.showEmailPrompt": False,
    }
    assert {name: options.get(name) for name in wanted} == wanted
    assert not [value for value in options.values() if "//" in str(value)]


def flat(table: dict[str, Any], above: str = "") -> dict[str, Any]:
    """`{"a.b": value}` of nested tables."""
    found: dict[str, Any] = {}
    for name, value in table.items():
        found |= flat(value, f"{above}{name}.") if isinstance(value, dict) else {above + name: value}
    return found


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly(ending: signal.Signals, tmp_path: Path) -> None:
    port = server.check_port(server.HOST, 0)
    process = subprocess.Popen(
        [sys.executable, "-m", "cnnviz.cli", "--no-browser", "--port", str(port)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for(port)
        process.send_signal(ending)
        output, errors = process.communicate(timeout=20)
    finally:
        process.kill()
    assert "Traceback" not in errors + output
    assert process.returncode in (0, -ending)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as client:
            if client.connect_ex((server.HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on port {port}")
