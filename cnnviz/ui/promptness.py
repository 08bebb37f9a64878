"""Answers that leave at once.

Streamlit opens its port in a way by which asyncio leaves Nagle's algorithm on. An answer goes out
as two writes, head and body; the system then holds the body back until the browser has confirmed
the head, and the browser takes 40 ms over that (RFC 1122, 4.2.3.2 and 4.2.3.4). Half of the
readings under the pen came that late, and the many small files of a page as well.
"""

import socket
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send


class AtOnce:
    """ASGI middleware: switches Nagle's algorithm off on each connection (TCP_NODELAY)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Mend the connection, then let the server answer."""
        connection = _socket_behind(receive)
        if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await self.app(scope, receive, send)


def _socket_behind(receive: Receive) -> Any | None:
    """The connection's socket. ASGI does not tell it; uvicorn's `receive` is a method of what holds the transport.

    None under another server, which then keeps its own ways.
    """
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    return None if transport is None else transport.get_extra_info("socket")
