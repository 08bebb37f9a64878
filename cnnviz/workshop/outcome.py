"""What a run has come to: its network measured, and the same run begun with a learning rate of 10."""

import math
from dataclasses import replace

from cnnviz import mnist
from cnnviz.runs.history import Outcome, Point
from cnnviz.runs.settings import Settings
from cnnviz.stacks.stack import Stack
from cnnviz.workshop.measuring import answers
from cnnviz.workshop.run import DivergedError, Run

TOO_FAST = 10.0  # the learning rate that the chapter asks about
_TOO_FAST_STEPS = 40


def outcome(run: Run) -> Outcome:
    """The network as it is now, measured on 15,000 digits: a second or two; and what a learning rate of 10 does.

    DivergedError when its last step went too far: no batch came after it that would have told.
    """
    test = answers(run.model, mnist.load("test"))
    if not math.isfinite(test.loss):
        raise run.diverged(test.loss)
    return Outcome(
        test,
        answers(run.model, run.learned),
        run.read_tray(),
        too_fast(run.stack, run.settings),
    )


def too_fast(stack: Stack, settings: Settings, steps: int = _TOO_FAST_STEPS) -> tuple[Point, ...]:
    """The first batches of the same run with a learning rate of 10: point by point, what was made of the next batch.

    The last loss is NaN when it ended as no number.
    """
    run = Run(stack, replace(settings, learning_rate=TOO_FAST, falling=False))
    points = [run.points[0]]
    try:
        for _ in range(min(steps, run.total)):
            step, epoch, loss = run.number, run.epoch, run.step()
            points.append(Point(step, epoch, loss, run.record.last[1]))
    except DivergedError:
        points.append(Point(run.number, run.epoch, math.nan, 0.0))
    return tuple(points)
