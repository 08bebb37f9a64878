"""The chapter `convolution`."""

from functools import cache, partial

from cnnviz import texts
from cnnviz.assets import asset
from cnnviz.experiments import strokes
from cnnviz.experiments.parameter_growth import Growth, parameter_growth
from cnnviz.picture_files import Photograph, photograph
from cnnviz.questions.situation import Situation
from cnnviz.trace import Kind
from cnnviz.ui import lesson, telling
from cnnviz.views.convolution_chart import growth_chart


def page() -> None:
    """Show the chapter."""
    lesson.show(LESSON)


def material(situation: Situation) -> telling.Material:
    """The counts of the first convolution, a photograph, and strokes to build filters for."""
    stage = situation.stages(Kind.CONVOLUTION)[0]
    maps, inputs, rows, columns = stage.weight.shape if stage.weight is not None else (0, 0, 0, 0)
    growth = parameter_growth(maps)
    facts = {
        "stage": stage.name,
        "maps": f"{maps}",
        "weights": f"{inputs * rows * columns}",
        "parameters": f"{stage.parameters:,}",
        "dense": f"{(situation.before(stage).values.size + 1) * stage.values.size:,}",
    }
    tasks = [
        {"name": task.name, "wanted": task.wanted, "unwanted": task.unwanted, "factor": task.factor}
        for task in strokes.TASKS
    ]
    return telling.Material(
        facts=facts,
        data={"strokes": strokes.names(), "tasks": tasks},
        arrays={"scene": scene().transpose(2, 0, 1), "strokes": strokes.pictures()},
        charts=(_chart(growth, maps),),
    )


@cache
def scene() -> Photograph:
    """The photograph that ships, (48, 64, 3), drawn by assets/pictures/scene.py."""
    return photograph(asset("pictures", "scene.png"))


def _chart(growth: Growth, maps: int) -> telling.Chart:
    words = texts.chapter("convolution")["chart"]
    counts = {"dense": f"{growth.dense[-1]:,}", "convolution": f"{growth.convolution[-1]:,}"}
    return telling.Chart(words["caption"].format(maps=maps, **counts), partial(growth_chart, growth, words))


LESSON = telling.Lesson("convolution", material, (Kind.CONVOLUTION,))
