"""A training run, batch by batch: it can be stopped anywhere and goes on from there, bit for bit.

    run = Run(PRESETS["textbook"], Settings())
    while not run.done:
        run.step()
    run.history().points
"""

import math
from collections import deque
from dataclasses import replace
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from cnnviz import mnist
from cnnviz.errors import TrainingError
from cnnviz.models import count_parameters
from cnnviz.runs.history import Answers, History, Kept, Outcome, Point, Weights
from cnnviz.runs.settings import MOMENTUM, Optimizer, Settings
from cnnviz.runs.tray import EMPTY, Tray
from cnnviz.stacks.building import build
from cnnviz.stacks.layers import Dropout
from cnnviz.stacks.stack import Stack
from cnnviz.stage import Array, frozen
from cnnviz.trace import Trace, trace
from cnnviz.workshop.material import Material, seed_of
from cnnviz.workshop.measuring import answers
from cnnviz.workshop.schedule import schedule
from cnnviz.workshop.state import State

_DROPPING = 3  # see seed_of
_SMOOTHED = 20  # batches that the shown loss and accuracy are means of
TOO_FAST = 10.0  # the learning rate that the chapter asks about
_TOO_FAST_STEPS = 40


class DivergedError(TrainingError):
    """The loss is no number any more."""


class Run:
    """The training of a stack. The same stack, settings and trays give the same run, on the same machine."""

    def __init__(
        self,
        stack: Stack,
        settings: Settings,
        *,
        tray: Tray = EMPTY,
        learn_tray: bool = False,
        watched: Array | None = None,
        state: State | None = None,
    ) -> None:
        """`tray`: the learner's digits, measured, and learned from if `learn_tray`. `watched`: a picture (28, 28)."""
        self.stack, self.settings, self.tray, self.watched = stack, settings, tray, watched
        # With the channels last in memory, convolutions of few channels take half the time.
        self.model: nn.Sequential = build(stack, settings.seed).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._to_logits = self.model[:-1]
        self._material = Material(settings, tray if learn_tray else EMPTY)
        self._optimizer = _optimizer(self.model, settings)
        self._rolls_dice = any(isinstance(layer, Dropout) for layer in stack)
        self.a_pass = self._material.a_pass
        self.total = self.a_pass * settings.epochs
        self._schedule = schedule(self.a_pass, settings.epochs, count_parameters(self.model))
        self.number = 0  # batches learned from
        self.points: list[Point] = []
        self.kept: list[Kept] = []
        self._since = (0.0, 0, 0)
        self._recent: deque[tuple[float, float]] = deque(maxlen=_SMOOTHED)
        self._held_back: float | None = None
        if state is not None:
            self._go_on(state)
        else:
            self._note()

    @property
    def done(self) -> bool:
        """Whether every batch has been learned from."""
        return self.number >= self.total

    @property
    def epoch(self) -> float:
        """Passes so far."""
        return self.number / self.a_pass

    def step(self) -> float:
        """Learn from one batch; its loss, before the step.

        DivergedError when the loss is no number: the weights stay as they were then.
        """
        if self.done:
            raise TrainingError(f"The run has ended after {self.total:,} batches. Start another one, with more epochs.")
        pictures, labels = self._material.batch(self.number)
        logits = self._logits(pictures.contiguous(memory_format=torch.channels_last))  # (batch, 10)
        loss = F.cross_entropy(logits, labels)
        told = loss.item()
        if not math.isfinite(told):
            raise DivergedError(self._why_no_number(told))
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        for group in self._optimizer.param_groups:
            group["lr"] = self.settings.rate(self.number, self.total)
        self._optimizer.step()
        right = int((logits.argmax(dim=1) == labels).sum())
        self.number += 1
        losses, rights, count = self._since
        self._since = (losses + told * len(labels), rights + right, count + len(labels))
        self._recent.append((told, right / len(labels)))
        self._note()
        return told

    def keep(self) -> None:
        """Keep the weights of this moment too: the last ones, when a run is ended early."""
        if not self.kept or self.kept[-1].step != self.number:
            self.kept.append(Kept(self.number, self.epoch, self.weights()))

    def recent(self) -> tuple[float, float]:
        """Loss and accuracy, means over the last batches."""
        if not self._recent:
            point = self.points[-1] if self.points else Point(0, 0, math.nan, math.nan)
            return point.loss, point.accuracy
        losses, accuracies = zip(*self._recent, strict=True)
        return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

    @property
    def held_back(self) -> float | None:
        """Accuracy on held-back digits, as last measured."""
        return self._held_back

    def look(self) -> Trace | None:
        """The watched digit in the network as it is now."""
        if self.watched is None:
            return None
        self.model.eval()
        try:
            return trace(self.model, self.watched[None, None])
        finally:
            self.model.train()

    def weights(self) -> Weights:
        """A copy of the weights, by name."""
        return {name: frozen(value.contiguous().numpy()) for name, value in self.model.state_dict().items()}

    def state(self) -> State:
        """All that is needed to go on from here, bit for bit."""
        remembered = self._optimizer.state_dict()["state"]
        return State(
            self.number,
            self.weights(),
            {
                place: {name: _as_array(value) for name, value in each.items()}
                for place, each in remembered.items()
            },
            self._since,
            self._held_back,
        )

    def history(self) -> History:
        """The run from its start, or from the state it went on from, to here."""
        return History(self.stack, self.settings, tuple(self.points), tuple(self.kept))

    def outcome(self) -> Outcome:
        """The network as it is now, measured on 15,000 digits: a second or two; and what a learning rate of 10 does."""
        return Outcome(
            answers(self.model, mnist.load("test")),
            answers(self.model, self._material.learned),
            self._tray(),
            too_fast(self.stack, self.settings),
        )

    def _go_on(self, state: State) -> None:
        self.number, self._since, self._held_back = state.step, state.since, state.held_back
        try:
            self.model.load_state_dict({name: torch.tensor(value) for name, value in state.weights.items()})
        except RuntimeError as error:
            raise TrainingError("The kept weights are of another network. Start the run again.") from error
        groups = self._optimizer.state_dict()["param_groups"]
        remembered = {
            place: {name: _as_tensor(value) for name, value in each.items()} for place, each in state.optimizer.items()
        }
        self._optimizer.load_state_dict({"state": remembered, "param_groups": groups})

    def _logits(self, pictures: Tensor) -> Tensor:
        if not self._rolls_dice:
            return self._to_logits(pictures)  # type: ignore[no-any-return]
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed_of(self.settings.seed, _DROPPING, self.number))
            return self._to_logits(pictures)  # type: ignore[no-any-return]

    def _note(self) -> None:
        """Write down what the schedule says of this step."""
        step, plan = self.number, self._schedule
        if step in plan.kept:
            self.kept.append(Kept(step, self.epoch, self.weights()))
        if not plan.is_point(step) and not self.done:
            return
        measured = answers(self.model, self._material.held_back) if step in plan.measured else None
        tray = self._tray() if measured is not None else None
        losses, rights, count = self._since
        self._since = (0.0, 0, 0)
        loss, accuracy = (losses / count, rights / count) if count else (math.nan, math.nan)
        if measured is not None:
            self._held_back = measured.accuracy
            if step == 0:
                loss, accuracy = measured.loss, measured.accuracy
        looked = self.look()
        self.points.append(
            Point(
                step,
                self.epoch,
                loss,
                accuracy,
                measured.loss if measured else None,
                measured.accuracy if measured else None,
                tray.accuracy if tray else None,
                _shares(looked),
            )
        )

    def _tray(self) -> Answers | None:
        return answers(self.model, self.tray.digits) if len(self.tray) else None

    def _why_no_number(self, loss: float) -> str:
        rate = self.settings.learning_rate
        less = rate / 10
        return (
            f"The loss is no number any more ({loss}) after {self.number:,} batches: with a learning rate of {rate:g} "
            f"each step of {self.settings.optimizer.upper()} overshoots, and the weights grew beyond what a float32 "
            f"holds. Start again with a smaller learning rate, {less:g} say."
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
            points.append(Point(step, epoch, loss, run._recent[-1][1]))
    except DivergedError:
        points.append(Point(run.number, run.epoch, math.nan, 0.0))
    return tuple(points)


def _optimizer(model: nn.Module, settings: Settings) -> torch.optim.Optimizer:
    match settings.optimizer:
        case Optimizer.SGD:
            return torch.optim.SGD(model.parameters(), lr=settings.learning_rate)
        case Optimizer.MOMENTUM:
            return torch.optim.SGD(model.parameters(), lr=settings.learning_rate, momentum=MOMENTUM)
        case Optimizer.ADAM:
            return torch.optim.Adam(model.parameters(), lr=settings.learning_rate)


def _as_array(value: Any) -> Any:
    return value.contiguous().numpy().copy() if isinstance(value, Tensor) else value


def _as_tensor(value: Any) -> Any:
    if not isinstance(value, np.ndarray):
        return value
    # Laid out as the weights are: sums in another order would differ in the last bit.
    tensor = torch.tensor(value)
    return tensor.contiguous(memory_format=torch.channels_last) if tensor.ndim == 4 else tensor


def _shares(looked: Trace | None) -> Array | None:
    if looked is None or not np.isfinite(looked.stages[-1].values).all():
        return None
    return looked.probabilities
