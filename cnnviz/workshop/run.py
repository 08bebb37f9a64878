"""A training run, batch by batch: it can be stopped anywhere and goes on from there, bit for bit.

    run = Run(PRESETS["textbook"], Settings())
    while not run.done:
        run.step()
    run.history().points
"""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from cnnviz.errors import TrainingError
from cnnviz.mnist import Digits
from cnnviz.models import count_parameters
from cnnviz.runs.history import Answers, History, Kept, Point, Weights
from cnnviz.runs.settings import Settings
from cnnviz.runs.tray import EMPTY, Tray
from cnnviz.stacks.building import build
from cnnviz.stacks.layers import Dropout
from cnnviz.stacks.stack import Stack
from cnnviz.stage import Array, frozen
from cnnviz.trace import Trace, trace
from cnnviz.workshop.material import Material, seed_of
from cnnviz.workshop.measuring import answers
from cnnviz.workshop.optimizer import memory, optimizer, remind
from cnnviz.workshop.order import pooled_first
from cnnviz.workshop.record import Record
from cnnviz.workshop.schedule import schedule
from cnnviz.workshop.state import State

_DROPPING = 3  # see seed_of


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
        self._to_logits = pooled_first(list(self.model)[:-1])
        self._material = Material(settings, tray if learn_tray else EMPTY)
        self._optimizer = optimizer(self.model, settings)
        self._rolls_dice = any(isinstance(layer, Dropout) for layer in stack)
        self.a_pass = self._material.a_pass
        self.total = self.a_pass * settings.epochs
        self.number = 0  # batches learned from
        self.record = Record(schedule(self.a_pass, settings.epochs, count_parameters(self.model)), self.a_pass)
        if state is not None:
            self._go_on(state)
        else:
            self.write_down()

    @property
    def done(self) -> bool:
        """Whether every batch has been learned from."""
        return self.number >= self.total

    @property
    def epoch(self) -> float:
        """Passes so far."""
        return self.number / self.a_pass

    @property
    def points(self) -> list[Point]:
        """The curves from its start, or from the state it went on from, to here."""
        return self.record.points

    @property
    def kept(self) -> list[Kept]:
        """The moments that were kept since then."""
        return self.record.kept

    def step(self) -> float:
        """Learn from one batch, and write down what is due; its loss, before the step. DivergedError as in `learn`."""
        told = self.learn()
        self.write_down()
        return told

    def learn(self) -> float:
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
            raise self.diverged(told)
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        for group in self._optimizer.param_groups:
            group["lr"] = self.settings.rate(self.number, self.total)
        self._optimizer.step()
        self.number += 1
        self.record.learned(told, int((logits.argmax(dim=1) == labels).sum()), len(labels))
        return told

    def keep(self) -> None:
        """Keep the weights of this moment too: the last ones, when a run is ended early."""
        self.record.keep(self.number, self.weights)

    def look(self) -> Trace | None:
        """The watched digit in the network as it is now."""
        if self.watched is None:
            return None
        self.model.eval()
        try:
            return trace(self.model, self.watched[None, None])
        finally:
            self.model.train()

    def read_watched(self) -> Array | None:
        """Its ten probabilities alone (10,), which takes a tenth of the time; None where they are no numbers."""
        if self.watched is None:
            return None
        self.model.eval()
        try:
            with torch.inference_mode():
                found = self.model(torch.from_numpy(self.watched[None, None]))[0].numpy()  # (10,)
        finally:
            self.model.train()
        return frozen(found) if np.isfinite(found).all() else None

    def read_tray(self) -> Answers | None:
        """What it answers to the learner's own digits; None without any."""
        return answers(self.model, self.tray.digits) if len(self.tray) else None

    @property
    def learned(self) -> Digits:
        """Some of the digits that it learns from, as they are."""
        return self._material.learned

    def weights(self) -> Weights:
        """A copy of the weights, by name."""
        return {name: frozen(value.contiguous().numpy()) for name, value in self.model.state_dict().items()}

    def state(self) -> State:
        """All that is needed to go on from here, bit for bit."""
        record = self.record
        return State(
            self.number, self.weights(), memory(self._optimizer), record.since, record.recent_batches, record.held_back
        )

    def history(self) -> History:
        """The run from its start, or from the state it went on from, to here."""
        return History(self.stack, self.settings, tuple(self.points), tuple(self.kept))

    def diverged(self, loss: float) -> DivergedError:
        """What is to be said of a loss that is no number."""
        rate = self.settings.learning_rate
        less = rate / 10
        return DivergedError(
            f"The loss is no number any more ({loss}) after {self.number:,} batches: with a learning rate of {rate:g} "
            f"each step of {self.settings.optimizer.upper()} overshoots, and the weights grew beyond what a float32 "
            f"holds. Start again with a smaller learning rate, {less:g} say."
        )

    def _go_on(self, state: State) -> None:
        self.number = state.step
        self.record.go_on(state.since, state.recent, state.held_back)
        try:
            self.model.load_state_dict({name: torch.tensor(value) for name, value in state.weights.items()})
        except RuntimeError as error:
            raise TrainingError("The kept weights are of another network. Start the run again.") from error
        remind(self._optimizer, state.optimizer)

    def _logits(self, pictures: Tensor) -> Tensor:
        if not self._rolls_dice:
            return self._to_logits(pictures)  # type: ignore[no-any-return]
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed_of(self.settings.seed, _DROPPING, self.number))
            return self._to_logits(pictures)  # type: ignore[no-any-return]

    def write_down(self) -> None:
        """What the schedule wants of this step."""
        step, plan = self.number, self.record.schedule
        if step in plan.kept:
            self.keep()
        if not plan.is_point(step) and not self.done:
            return
        measured = answers(self.model, self._material.held_back) if step in plan.measured else None
        self.record.mark(self.number, self.read_watched(), measured, self.read_tray() if measured is not None else None)
