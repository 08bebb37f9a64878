"""What several tests share: settings for the whole run, a browser, and the app in a process of its own."""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before torch is imported: two cores are all there is
os.environ.setdefault("no_proxy", "127.0.0.1")
settings.register_profile("cnnviz", deadline=None)
settings.load_profile("cnnviz")

ROOT = Path(__file__).resolve().parent.parent
START = (sys.executable, "-m", "cnnviz.cli", "--no-browser", "--port")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The page comes last: its tests take longest, and while Playwright runs nothing else can start an event loop."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of a Chromium for `playwright.chromium.launch(executable_path=...)`; without one the test skips.

    Under CI a missing browser is a failure: there the page must have been seen.
    """
    named = os.environ.get("CNNVIZ_CHROMIUM")
    for name in (named,) if named else ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    reason = f"no Chromium found ({named or 'on PATH'}); install Debian's `chromium`, or set CNNVIZ_CHROMIUM to a path"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


Serve = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """`with serve() as url:` the app on a free port of 127.0.0.1, ended when the block is left.

    Another command may be given; the port is put behind it.
    """

    @contextmanager
    def running(
        command: Sequence[str] = START, cwd: Path | None = None, env: Mapping[str, str] | None = None
    ) -> Iterator[str]:
        from cnnviz.server import HOST, address, check_port

        url = address(HOST, port := check_port(HOST, 0))
        folder = tmp_path_factory.mktemp("server")
        log = folder / "log.txt"
        with log.open("w") as output:
            process = subprocess.Popen(
                [*command, str(port)],
                cwd=cwd or folder,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            wait_until_healthy(url, process, log)
            yield url
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()

    return running


@pytest.fixture(scope="session")
def server(serve: Serve) -> Iterator[str]:
    """Address of one running app, shared by the tests of a run."""
    with serve() as url:
        yield url


def wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"The app did not start at {url} (exit status {process.poll()}):\n{log.read_text()}")
