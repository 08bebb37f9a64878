"""An app of a test's own, to be killed and started again."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What Chromium and Streamlit print while nobody answers; nothing of ours is among it.
STREAMLIT_SAYS = (
    "Failed to load resource: net::ERR_CONNECTION_(REFUSED|RESET)",
    "WebSocket (onclose: code=1006|connection to .* failed)",
    "Cannot send rerun backMessage when disconnected from server",
    "Client Error in reaching server endpoint",
    "Streamlit server is not responding",
)


@contextmanager
def app_at(port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The app at a port that stays the same when it is started again; killed, not asked to end."""
    with log.open("a") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "cnnviz.cli", "--no-browser", "--port", str(port)],
            cwd=log.parent,
            env=os.environ,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
