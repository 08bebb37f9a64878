"""The chapter `whole_network`."""

import base64
from functools import partial
from typing import Any

from cnnviz import patches, texts
from cnnviz.costs import multiplications
from cnnviz.errors import DataError
from cnnviz.questions.situation import Situation
from cnnviz.questions.wording import percentage
from cnnviz.trace import Kind, Stage
from cnnviz.ui import lesson, telling
from cnnviz.views import whole_network_chart

NAME = "whole_network"


def page() -> None:
    """Show the chapter."""
    lesson.show(LESSON)


def material(situation: Situation) -> telling.Material:
    """What the network is made of and costs, and what excites its maps."""
    words = texts.chapter(NAME)["facts"]
    trace = situation.reading.trace
    return telling.Material(
        facts={"features": _features(situation), "costs": _costs(situation), "frozen": words["frozen"]},
        data=_patches(situation.reading.model),
        charts=(
            telling.Chart(words["chart_costs"], partial(whole_network_chart.costs, trace, words)),
            telling.Chart(words["chart_fields"], partial(whole_network_chart.fields, trace, words)),
        ),
    )


def _features(situation: Situation) -> str:
    words = texts.chapter(NAME)["facts"]
    dense = situation.stages(Kind.DENSE)
    numbers = f"{situation.before(dense[-1]).values.size:,}"
    maps = [stage for stage in situation.reading.trace if stage.is_maps and stage.kind is not Kind.INPUT]
    if not maps:
        first = situation.before(dense[0]).values.size
        text: str = words["features_none"].format(first=dense[0].name, numbers=f"{first:,}")
        return text
    text = words["features_maps" if situation.stages(Kind.RELU) else "features_pooled"]
    return text.format(
        first=maps[0].name, small=_sight(maps[0]), last=maps[-1].name, large=_sight(maps[-1]), numbers=numbers
    )


def _costs(situation: Situation) -> str:
    stages = situation.reading.trace.stages
    parameters = sum(stage.parameters for stage in stages)
    work = sum(multiplications(stage) for stage in stages)
    heaviest = max(stages, key=lambda stage: stage.parameters)
    most = max(multiplications(stage) for stage in stages)
    busiest = [stage for stage in stages if multiplications(stage) == most]
    words = texts.chapter(NAME)["facts"]
    text: str = words["costs"] + (words["shared"] if situation.stages(Kind.CONVOLUTION) else "")
    return text.format(
        parameters=f"{parameters:,}",
        share=percentage(heaviest.parameters / parameters),
        heaviest=heaviest.name,
        multiplications=f"{work:,}",
        work=percentage(most * len(busiest) / work),
        busiest=", ".join(stage.name for stage in busiest),
    )


def _sight(stage: Stage) -> str:
    assert stage.receptive_field
    return "\N{NARROW NO-BREAK SPACE}×\N{NARROW NO-BREAK SPACE}".join(map(str, stage.receptive_field.size))


def _patches(model: str) -> dict[str, Any]:
    """The patches by stage, their pixels in base64; or what is wrong with them."""
    try:
        found = patches.load(model)
    except DataError as error:
        return {"patches": {}, "problem": str(error)}
    return {
        "patches": {
            stage: {
                "shape": kept.pixels.shape,
                "pixels": base64.b64encode(kept.pixels.tobytes()).decode("ascii"),
                "values": kept.values.round(5).tolist(),
                "labels": kept.labels.tolist(),
            }
            for stage, kept in found.items()
        },
        "problem": None,
    }


LESSON = telling.Lesson(NAME, material)
