"""The chapter `relu`."""

from cnnviz.questions.situation import Situation
from cnnviz.questions.wording import percentage
from cnnviz.trace import Kind
from cnnviz.ui import lesson


def page() -> None:
    """Show the chapter."""
    lesson.show("relu", material, needs=Kind.RELU)


def material(situation: Situation) -> lesson.Material:
    """How much of the first ReLU's cells it cuts."""
    stage = situation.stages(Kind.RELU)[0]
    before = situation.before(stage).values
    cut = int((before < 0).sum())
    share = percentage(cut / before.size)
    return lesson.Material(facts={"cut": f"{cut:,}", "count": f"{before.size:,}", "stage": stage.name, "share": share})
