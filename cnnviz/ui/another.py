"""Another digit, another network, new questions, without a run of the page's script.

The page shows what comes from here, and tells its session, whose script says the same once more: it is there that all
is kept. Here nothing is kept of a visitor.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cnnviz.errors import CnnvizError
from cnnviz.ui import laboratory
from cnnviz.ui.laboratory import Asked

PATH = "/cnnviz/chapter"


def routes() -> list[Route]:
    """What the server answers: a chapter's picture, or its questions."""
    return [Route(f"{PATH}/{{chapter}}/{{part}}", answer, methods=["POST"])]


async def answer(request: Request) -> Response:
    """200: a part's message as bytes. 400: a message in JSON. 404: no such chapter or part. 413: too large."""
    body = await laboratory.body_of(request)
    if body is None:
        return JSONResponse({"error": laboratory.BROKEN}, 413)
    return await run_in_threadpool(_answered, request.path_params, body)


def _answered(place: Mapping[str, str], body: bytes) -> Response:
    from cnnviz.questions import asking

    part = _PARTS.get(place["part"])
    if part is None or place["chapter"] not in asking.CHAPTERS:
        return JSONResponse({"error": laboratory.BROKEN}, 404)
    lesson = import_module(f"cnnviz.ui.chapters.{place['chapter']}").LESSON
    try:
        content = part(lesson, Asked.from_body(body))
    except CnnvizError as error:
        return JSONResponse({"error": str(error)}, 400)
    return Response(content, media_type=laboratory.TYPE, headers=laboratory.HEADERS)


def picture(lesson: Any, asked: Asked) -> bytes:
    """The picture's message for a wish: the sample, the digit or the network that it names."""
    from cnnviz import texts
    from cnnviz.pipeline import read_picture
    from cnnviz.questions.situation import Situation
    from cnnviz.ui import telling, visitor
    from cnnviz.ui.desk import Desk

    wish, found = asked.wants.get("wish"), asked.wants.get("found")
    shown = Desk.from_wire({"model": asked.model, "steps": asked.wants.get("steps")})
    desk = visitor.granted(shown, wish if isinstance(wish, Mapping) else {})
    read_by, notice = visitor.network_with(desk.model, lesson.needs)
    desk = replace(desk, model=read_by)
    read = visitor.reading_of(desk) if desk.base else read_picture(asked.picture, read_by)
    situation = lesson.within(Situation(read or visitor.reading_of_a_sample(desk), 1), found)
    material = telling.material(lesson, situation.reading)
    header = telling.header(lesson, desk, situation, material) | {
        "problems": [],
        "notice": notice if read else texts.frame()["empty"],
    }
    return telling.with_numbers(header, situation.reading, material)


def questions(lesson: Any, asked: Asked) -> bytes:
    """The questions of a round about what is on screen."""
    from cnnviz.pipeline import read_picture
    from cnnviz.questions.situation import Situation
    from cnnviz.ui import telling
    from cnnviz.ui.payload import packed

    number = asked.wants.get("round")
    if type(number) is not int or not 0 <= number < 10**6:
        raise CnnvizError(laboratory.BROKEN)
    situation = lesson.within(Situation(read_picture(asked.picture, asked.model), number), asked.wants.get("found"))
    return packed(telling.asked(lesson.name, situation))


_PARTS: dict[str, Callable[[Any, Asked], bytes]] = {"picture": picture, "questions": questions}
