"""Starts the app: finds a port, hands `app.py` to Streamlit, opens the browser once the page answers."""

import errno
import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from contextlib import suppress

from cnnviz.assets import root
from cnnviz.errors import CnnvizError

HOST = "127.0.0.1"
PORT = 8501
_PORTS_TRIED = 100
_WILDCARDS = ("0.0.0.0", "::")
_BROWSER_WAIT = 60.0  # seconds; a cold start on a slow disk takes about ten


def start(*, host: str = HOST, port: int | None = None, browser: bool = True) -> None:
    """Serve the app until it is stopped (Ctrl+C).

    Without a port, the first free one from 8501 on; with one, that or a CnnvizError. Port 0
    lets the system choose. `host="0.0.0.0"` lets the other machines of the network in.
    """
    chosen = free_port(host) if port is None else check_port(host, port)
    if port is None and chosen != PORT:
        print(f"Port {PORT} is taken, so cnnviz takes {chosen}.", flush=True)
    here = address(HOST if host in _WILDCARDS else host, chosen)
    print(f"cnnviz: {here}   (Ctrl+C stops it)", flush=True)
    if host in _WILDCARDS:
        print(f"On the board, for a class: {address(network_address(), chosen)}", flush=True)
    if browser and _has_screen():
        threading.Thread(target=_open_when_healthy, args=(here,), daemon=True).start()
    _serve(host, chosen)


def _serve(host: str, port: int) -> None:
    """What `streamlit run app.py` does; `.streamlit/config.toml` beside app.py is read on the way."""
    from click import Abort  # Streamlit's command line is written with click
    from streamlit.web import cli

    given = {
        "server.address": host,
        "server.port": str(port),
        "server.headless": "true",  # no question on the terminal, no second browser window
        "logger.hideWelcomeMessage": "true",  # its addresses are found by asking outside
    }
    options = [part for name, value in given.items() for part in (f"--{name}", value)]
    with suppress(Abort):  # Ctrl+C, after the server has closed its connections
        cli.main(["run", str(root() / "app.py"), *options], prog_name="streamlit", standalone_mode=False)


def free_port(host: str = HOST) -> int:
    """First port from 8501 on that can be listened on."""
    for port in range(PORT, PORT + _PORTS_TRIED):
        if not _taken(host, port):
            return port
    raise CnnvizError(
        f"The ports {PORT} to {PORT + _PORTS_TRIED - 1} are all taken. Name a free one: cnnviz --port 9000"
    )


def check_port(host: str, port: int) -> int:
    """The port itself when it can be listened on; for 0, one that the system chooses."""
    if port == 0:
        with _listen(host, 0) as listener:
            return int(listener.getsockname()[1])
    if _taken(host, port):
        raise CnnvizError(
            f"Port {port} is taken by another program. Name a free one, or leave --port out: "
            "cnnviz then takes the next free port by itself."
        )
    return port


def _taken(host: str, port: int) -> bool:
    try:
        _listen(host, port).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return True
        if error.errno in (errno.EACCES, errno.EPERM):
            raise CnnvizError(
                f"Port {port} may not be opened here (ports below 1024 belong to the system). "
                f"Name one from 1024 to 65535: cnnviz --port {PORT}"
            ) from None
        raise CnnvizError(
            f"This machine has no address {host!r}. Use {HOST} (this machine alone, the default) "
            "or 0.0.0.0 (the whole network)."
        ) from None
    return False


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    try:
        if os.name != "nt":  # a port whose last connections are still closing is free
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1)
    except BaseException:
        listener.close()
        raise
    return listener


def address(host: str, port: int) -> str:
    """What one types into a browser."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def network_address() -> str:
    """This machine's address in its own network, found without sending anything.

    Connecting a datagram socket only asks the routing table; the target is a private
    address that need not exist. Offline it is 127.0.0.1.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 9))
        except OSError:
            return HOST
        return str(probe.getsockname()[0])


def _has_screen() -> bool:
    """False on a Linux without a desktop, where `webbrowser` would start a text browser in this terminal."""
    return not sys.platform.startswith("linux") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )


def _open_when_healthy(url: str) -> None:
    # The machine's own server is asked, never through a proxy.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + _BROWSER_WAIT
    while time.monotonic() < deadline:
        try:
            with opener.open(f"{url}/_stcore/health", timeout=2):
                webbrowser.open(url)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
