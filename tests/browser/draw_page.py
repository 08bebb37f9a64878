"""The page `draw` as a visitor has it: what one can do there, and what one can see."""

import base64
import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
from playwright.sync_api import ConsoleMessage, Locator, Page, Request

from cnnviz import pipeline
from cnnviz.drawing import CANVAS, ink_from_strokes
from cnnviz.ui.desk import Desk

LIVE = "/cnnviz/live"
Points = Sequence[tuple[float, float]]

# Plain lines, as one draws with a mouse, in canvas pixels.
SEVEN: Points = [(80, 70), (205, 70), (190, 105), (165, 160), (145, 235)]
ONE: Points = [(150, 50), (147, 120), (143, 180), (140, 235)]
ZERO: Points = [
    (140 + 55 * float(np.cos(angle)), 140 - 85 * float(np.sin(angle))) for angle in np.linspace(1.6, 1.6 + 6.4, 25)
]
THREE: Points = [
    (90, 75), (120, 55), (160, 55), (185, 80), (175, 110), (140, 132),
    (180, 145), (195, 180), (175, 215), (135, 228), (90, 210),
]  # fmt: skip

# The network view's root as a function's argument would be: `n`.
_NETWORK = "const n = document.querySelector('[data-testid=network]');"


class DrawPage:
    """A page in a browser. Its positions are canvas pixels, 280 each way, from the surface's top left."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[dict[str, Any]] = []  # what went to the live route, in order
        self.requests: list[str] = []
        self.expected: list[str] = []  # patterns of what the browser may complain of
        self.messages = 0  # that came from the session
        self._complaints: list[str] = []
        page.on("websocket", lambda socket: socket.on("framereceived", lambda _: self._on_message()))
        self._unanswered: list[Request] = []  # what asked for exact values
        page.on("request", self._on_request)
        page.on("requestfinished", self._on_answer)
        page.on("requestfailed", self._on_answer)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self._complaints.append(f"error: {error}"))

    def _on_request(self, request: Request) -> None:
        self.requests.append(request.url)
        if request.url.endswith(LIVE):
            self.asked.append(json.loads(request.post_data or "{}"))
            if self.asked[-1]["encoding"] == "float32":
                self._unanswered.append(request)

    def _on_answer(self, request: Request) -> None:
        if request in self._unanswered:
            self._unanswered.remove(request)

    def _on_message(self) -> None:
        self.messages += 1

    def _on_console(self, message: ConsoleMessage) -> None:
        self._complaints.append(f"{message.type}: {message.text}")

    def complaints(self) -> list[str]:
        """What the browser's console says, and errors that nobody caught, but for what is expected."""
        return [text for text in self._complaints if not any(re.search(one, text) for one in self.expected)]

    # What one sees

    @property
    def network(self) -> Locator:
        return self.page.get_by_test_id("network")

    @property
    def alert(self) -> Locator:
        return self.page.locator(".cnnviz [role=alert]")

    def _data(self, name: str) -> str:
        return str(self.page.evaluate(f"() => {{ {_NETWORK} return n.dataset.{name} ?? '' }}"))

    @property
    def revision(self) -> int:
        return int(self._data("revision"))

    @property
    def prediction(self) -> str:
        return self._data("prediction")

    def probabilities(self) -> npt.NDArray[np.float64]:
        """The ten bars' values, 0 to 9; empty for an empty drawing."""
        values = self.page.evaluate(
            "() => [...document.querySelectorAll('[data-testid=probability]')]"
            ".sort((a, b) => a.dataset.digit - b.dataset.digit).map((bar) => bar.dataset.value)"
        )
        assert len(values) == 10
        return np.array([float(value) for value in values if value != ""])

    def maps(self) -> list[tuple[str, int]]:
        """Stage and channel of every map in the page, in order."""
        found = self.page.evaluate(
            "() => [...document.querySelectorAll('[data-testid=map]')]"
            ".map((map) => [map.dataset.stage, Number(map.dataset.channel)])"
        )
        return [(stage, channel) for stage, channel in found]

    def painted(self) -> dict[tuple[str, int], npt.NDArray[np.uint8]]:
        """The pixels of every map, (rows, columns, 4): one for each cell."""
        found = self.page.evaluate(
            """() => [...document.querySelectorAll('[data-testid=map]')].map((map) => {
                const canvas = map.querySelector('canvas');
                const { width, height } = canvas;
                const pixels = canvas.getContext('2d').getImageData(0, 0, width, height).data;
                let text = '';
                for (const value of pixels) text += String.fromCharCode(value);
                return [map.dataset.stage, Number(map.dataset.channel), width, height, btoa(text)];
            })"""
        )
        return {
            (stage, channel): np.frombuffer(base64.b64decode(text), np.uint8).reshape(height, width, 4)
            for stage, channel, width, height, text in found
        }

    def ink(self) -> npt.NDArray[np.float64]:
        """What the canvas shows, coarsely: the ink of each 14 px square, (20, 20), 0 to 1."""
        grey = self.page.evaluate(
            """() => {
                const surface = document.querySelector('[data-testid=drawing]');
                const host = [...surface.querySelectorAll('*')].find((one) => one.shadowRoot);
                const small = document.createElement('canvas');
                small.width = small.height = 280;
                const context = small.getContext('2d');
                for (const layer of host.shadowRoot.querySelectorAll('canvas'))
                    context.drawImage(layer, 0, 0, 280, 280);
                const { data } = context.getImageData(0, 0, 280, 280);
                const sums = new Array(400).fill(0);
                for (let cell = 0; cell < 280 * 280; cell++)
                    sums[20 * Math.floor(cell / 280 / 14) + Math.floor((cell % 280) / 14)] += data[4 * cell];
                return sums;
            }"""
        )
        return np.array(grey, np.float64).reshape(20, 20) / (14 * 14 * 255)

    # What is read

    @property
    def desk(self) -> Desk:
        """The desk as it was last sent to be read."""
        return Desk.from_wire(self.asked[-1])

    def wait_until_read(self, desk: Desk | None = None) -> pipeline.Reading:
        """Wait until the bars show, to 1e-6, what Python computes for the desk, by default the one last sent."""
        found = np.zeros(0)

        def agrees() -> bool:
            nonlocal found, reading
            reading = read(desk or self.desk)
            found = self.probabilities()
            return len(found) == 10 and bool(np.abs(found - reading.probabilities).max() < 1e-6)

        reading = read(desk or self.desk)
        self.until(agrees, lambda: f"The bars show {found}, the drawing is read as {reading.probabilities}")
        assert self.prediction == str(reading.digit)
        return reading

    def wait_until_shown(self) -> None:
        """Wait until the canvas shows the drawing that was last sent to be read."""
        wrong = np.zeros(0)

        def agrees() -> bool:
            nonlocal wrong
            drawing = self.desk.drawing()
            wrong = np.abs(self.ink() - coarse(ink_from_strokes(drawing.strokes, base=drawing.base)))
            return bool(wrong.max() < 0.2)

        self.until(agrees, lambda: f"The canvas differs from the drawing by {wrong.max():.2f} at the worst")

    def until(self, holds: Callable[[], bool], otherwise: Callable[[], str], seconds: float = 20) -> None:
        """Poll until something holds that no single event of the page tells."""
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, otherwise()
            self.page.wait_for_timeout(25)

    def wait_for(self, condition: str, seconds: float = 20) -> None:
        """Wait until a JavaScript expression about the network view's root `n` is true."""
        self.page.wait_for_function(f"() => {{ {_NETWORK} return n && ({condition}) }}", timeout=1000 * seconds)

    @contextmanager
    def read_anew(self) -> Iterator[None]:
        """What is done inside leads to an exact reading; the block is left when that is painted."""
        before = self.revision
        yield
        painted = f"Number(n.dataset.revision) > {before} && n.dataset.exact === 'true'"
        self.wait_for(painted)
        # That may have been the answer to something older, which was still under way.
        self.until(lambda: not self._unanswered, lambda: "A reading was not answered")
        self.page.evaluate("() => new Promise((next) => setTimeout(next))")
        self.wait_for(painted)

    # What one does

    def open(self, url: str) -> None:
        self.page.goto(url)
        if url == "about:blank":
            return
        self.wait_for("Number(n.dataset.revision) > 0", 30)
        self.page.wait_for_function("() => document.querySelector('[data-testid=drawing]')")
        self.surface.wait_for()

    def start_over(self) -> None:
        """Back to two-block, all steps, the pen of 18 px and an empty canvas, wherever a test left the page."""
        self.page.mouse.up()
        if self._data("model") != "two-block":
            self.choose_model("two-block")
        for switch in self.page.locator(".cnnviz-check input:not(:disabled)").all():
            switch.check()
        self.use("Pen", 18)
        if self.page.get_by_role("button", name="Clear", exact=True).is_enabled():
            self.clear()
        self.asked.clear()

    def use(self, tool: str, width: int) -> None:
        """Take the pen or the eraser of a width in px, and wait until the canvas has it in hand."""
        button = self.page.get_by_role("button", name=tool, exact=True)
        if button.get_attribute("aria-pressed") != "true":
            with self.session_told():
                button.click()
        slider = self.page.get_by_label("Width of the pen")
        if slider.input_value() != str(width):
            with self.session_told():
                slider.fill(str(width))
                slider.blur()

    @contextmanager
    def session_told(self) -> Iterator[None]:
        """What is done inside goes to the visitor's session; the block is left when its script has run."""
        before = self.messages
        yield
        self.until(lambda: self.messages > before, lambda: "The session gave no answer")
        self.page.wait_for_function("() => document.querySelector('[data-test-script-state=notRunning]')")

    @property
    def surface(self) -> Locator:
        """The canvas that takes the pen; Playwright looks through its shadow root."""
        return self.page.get_by_test_id("drawing").locator("canvas.upper-canvas")

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A position on the canvas as the window has it."""
        box = self.surface.bounding_box()
        assert box
        return box["x"] + x * box["width"] / CANVAS, box["y"] + y * box["height"] / CANVAS

    def draw(self, points: Points, *, steps: int = 4, lift: bool = True) -> None:
        """Draw a line with the mouse through the points, `steps` moves to each."""
        mouse = self.page.mouse
        first, *others = [self.place(x, y) for x, y in points]
        mouse.move(*first)
        mouse.down()
        for x, y in others:
            mouse.move(x, y, steps=steps)
        if lift:
            self.lift()

    def lift(self) -> None:
        """Lift the pen, and wait until the whole drawing is read."""
        with self.read_anew():
            self.page.mouse.up()

    def press(self, name: str) -> None:
        """Press one of the tools, and wait until what is then on the desk is read."""
        with self.read_anew():
            self.page.get_by_role("button", name=name, exact=True).click()

    def clear(self) -> None:
        self.press("Clear")
        self.wait_until_shown()

    def choose_sample(self, number: int) -> None:
        with self.read_anew():
            self.page.get_by_test_id("sample").nth(number).click()

    def choose_model(self, name: str) -> None:
        self.page.get_by_test_id("model").select_option(name)
        # Another network begins without values. Its view may be a new one, whose revisions begin anew.
        self.wait_for(
            f"n.dataset.model === '{name}' && n.dataset.state !== 'loading' && n.dataset.exact === 'true'", 15
        )

    def upload(self, name: str, content: bytes) -> None:
        self.page.get_by_test_id("upload").set_input_files({"name": name, "mimeType": "image/png", "buffer": content})


def read(desk: Desk) -> pipeline.Reading:
    """The desk's drawing read in Python."""
    return pipeline.read(desk.drawing(), desk.model, desk.steps)


def coarse(ink: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """(20, 20) means of squares of 14 px <- (280, 280)."""
    means: npt.NDArray[np.float64] = ink.astype(np.float64).reshape(20, 14, 20, 14).mean(axis=(1, 3))
    return means
