"""A class: 30 visitors on one server, each drawing a stroke every 3 seconds.

    python benchmarks/classroom.py [SECONDS [VISITORS]]

A visitor is what the server sees of a browser: a websocket session, opened and run as the page does; while the stroke
lasts (0.7 s) 15 posts a second for eight-bit frames; at its end a post for the exact values, then the desk told to the
session, whose script runs again. No browser is started: thirty of them would measure the browsers.
"""

import asyncio
import json
import math
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import websockets
from measuring import App, app, measurement, write
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

EVERY = 3.0  # seconds from stroke to stroke
LASTS = 0.7  # seconds a stroke takes
FRAMES = 15  # a second, while it lasts


@dataclass
class Found:
    """What all visitors saw, in milliseconds."""

    exact: list[float] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)
    sessions: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def a_stroke(points: int, turn: float) -> list[float]:
    """Part of a circle as it travels: width, pen, then x and y of each point."""
    stroke = [18.0, 0.0]
    for at in range(points):
        angle = turn + 5.0 * at / 60
        stroke += [round(140 + 70 * math.cos(angle), 1), round(140 + 85 * math.sin(angle), 1)]
    return stroke


class Line:
    """An HTTP connection that stays open, as a browser's does."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        """Status and content of the answer; on a new connection where the server has closed the idle one."""
        try:
            return await self._post(path, body)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.writer = None
            return await self._post(path, body)

    async def _post(self, path: str, body: bytes) -> tuple[int, bytes]:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(self.host, self.port)
        assert self.reader
        head = f"POST {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nContent-Length: {len(body)}\r\n"
        kind = "Content-Type: text/plain;charset=UTF-8\r\nAccept-Encoding: gzip\r\n\r\n"
        self.writer.write((head + kind).encode() + body)
        answer = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        status, *fields = answer.split("\r\n")
        length = next((int(one[15:]) for one in fields if one.lower().startswith("content-length:")), 0)
        return int(status.split()[1]), await self.reader.readexactly(length)


class Session:
    """The websocket of one visitor, with what the page does on it."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.component = ""
        self.fragment = ""

    async def run(self, desk: dict[str, Any] | None) -> None:
        """Have the script run, its fragment alone once it is known, and wait until it has."""
        message = BackMsg()
        message.rerun_script.query_string = ""
        if desk is not None:
            message.rerun_script.fragment_id = self.fragment
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.json_value = self.component, json.dumps({"desk": desk})
        await self.socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await self.socket.recv())
            kind = answer.WhichOneof("type")
            if kind == "delta":
                self.fragment = answer.delta.fragment_id or self.fragment
                component = answer.delta.new_element.bidi_component
                if component.component_name == "cnnviz.network":
                    self.component = component.id
            elif kind == "script_finished":
                return


async def visitor(number: int, server: App, until: float, found: Found) -> None:
    place = urlsplit(server.url)
    assert place.hostname
    assert place.port
    live, exact = Line(place.hostname, place.port), Line(place.hostname, place.port)
    socket = await websockets.connect(
        f"ws://{place.netloc}/_stcore/stream",
        subprotocols=[websockets.Subprotocol("streamlit")],
        origin=websockets.Origin(server.url),
        max_size=None,
    )
    try:
        session = Session(socket)
        await session.run(None)
        await asyncio.sleep(EVERY * (number % 30) / 30)  # nobody starts at the same moment
        strokes: list[list[float]] = []
        made = 0
        while time.monotonic() < until:
            began = time.monotonic()
            strokes = [] if len(strokes) >= 3 else strokes
            desk: dict[str, Any] = {"model": "two-block", "base": None, "steps": {}, "live": True}
            for frame in range(int(LASTS * FRAMES)):
                await asyncio.sleep(max(0.0, began + frame / FRAMES - time.monotonic()))
                body = {**desk, "strokes": [*strokes, a_stroke(4 * frame + 2, made)], "encoding": "int8"}
                found.frames.append(await timed(live, body, found))
            strokes.append(a_stroke(4 * int(LASTS * FRAMES) + 2, made))
            made += 1
            found.exact.append(await timed(exact, {**desk, "strokes": strokes, "encoding": "float32"}, found))
            told = time.monotonic()
            known = {"knows": "two-block"}
            await session.run({**desk, "strokes": strokes, "seq": made, "epoch": 0, "pen": 18, "extras": known})
            found.sessions.append(1000 * (time.monotonic() - told))
            await asyncio.sleep(max(0.0, began + EVERY - time.monotonic()))
    except Exception as error:
        found.errors.append(repr(error))
    finally:
        await socket.close()


async def timed(line: Line, desk: dict[str, Any], found: Found) -> float:
    """Milliseconds until the whole answer is there."""
    began = time.monotonic()
    status, content = await line.post("/cnnviz/live", json.dumps(desk).encode())
    if status != 200 or not content:
        found.errors.append(f"status {status}, {len(content)} bytes")
    return 1000 * (time.monotonic() - began)


async def lesson(server: App, seconds: float, visitors: int) -> tuple[Found, float, float]:
    """What was found, and the server's memory in MB once all were there and at the end."""
    found = Found()
    until = time.monotonic() + seconds
    tasks = [asyncio.create_task(visitor(number, server, until, found)) for number in range(visitors)]
    await asyncio.sleep(min(5.0, seconds / 2))
    there = server.memory()
    await asyncio.sleep(max(0.0, until - 0.5 - time.monotonic()))
    end = server.memory()
    await asyncio.gather(*tasks)
    return found, there, end


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    visitors = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    with app() as server:
        asyncio.run(lesson(server, 4, 2))  # warms the server up
        before = server.memory()
        found, there, end = asyncio.run(lesson(server, seconds, visitors))
    for error in found.errors[:5]:
        print("error:", error)
    print(f"server memory: {before:.0f} MB before, {there:.0f} MB after 5 s, {end:.0f} MB at the end")
    write(
        "5_classroom",
        [
            measurement(f"{visitors} visitors: pen-up to the exact values", "ms", found.exact, "95 % within 500 ms"),
            measurement(f"{visitors} visitors: a frame under the pen", "ms", found.frames, ""),
            measurement(f"{visitors} visitors: the session told", "ms", found.sessions, ""),
            measurement(f"{visitors} visitors: errors", "", [len(found.errors)], "none"),
            measurement(f"memory a session, after {seconds:g} s", "MB", [(end - before) / visitors], "flat"),
        ],
    )


if __name__ == "__main__":
    main()
