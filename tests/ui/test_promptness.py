"""The connections of the real server send at once."""

import asyncio
import socket
import threading
import urllib.request
from typing import Any

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from cnnviz.ui.promptness import AtOnce


async def tells_its_option(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers whether Nagle's algorithm is off on the connection it is asked by."""
    holder: Any = receive
    connection = holder.__self__.transport.get_extra_info("socket")
    option = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"off" if option else b"on"})


def answer_of(app: Any) -> bytes:
    """What a uvicorn on a socket like Streamlit's answers: a plain one, whose protocol is left to the system."""
    listener = socket.socket(socket.AF_INET)
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="error"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
        with urllib.request.urlopen(f"http://127.0.0.1:{listener.getsockname()[1]}/", timeout=5) as answer:
            return bytes(answer.read())
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def test_nagles_algorithm_is_off_behind_the_middleware_and_on_without_it() -> None:
    assert answer_of(AtOnce(tells_its_option)) == b"off"
    assert answer_of(tells_its_option) == b"on"


@pytest.mark.parametrize("kind", ["http", "websocket", "lifespan"])
def test_a_server_that_hides_its_connection_is_left_alone(kind: str) -> None:
    heard: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        heard.append(scope["type"])

    async def nothing(*_: Any) -> Any: ...

    asyncio.run(AtOnce(app)({"type": kind}, nothing, nothing))
    assert heard == [kind]
