"""Train a network from its recipe; out come its weights and its model card.

    from cnnviz.training.run import train
    result = train("two-block", Path("weights"), on_event=print)
    result.card["accuracy"]["mnist_test"]

The same recipe on the same machine gives the same weights. Another machine or version of PyTorch adds in another
order, so its weights differ a little, and the accuracy in the second decimal of a percent.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from cnnviz.models import Moment, build, load_model
from cnnviz.training import cards, data
from cnnviz.training.batches import Source, batches, batches_a_pass
from cnnviz.training.measuring import accuracy
from cnnviz.training.recipes import Recipe, recipe_of


@dataclass(frozen=True)
class Event:
    """Progress: `done` of `total` of what `doing` says; while training, a step is a batch."""

    doing: str  # "redrawn digits", "invented digits", "training" or "measuring"
    done: int
    total: int
    epoch: float | None = None  # passes so far, of a training
    loss: float | None = None  # of this batch
    held_back: float | None = None  # accuracy, 0 to 1, at the end of a pass


@dataclass(frozen=True)
class Result:
    """What a training leaves: the files, and what the card says."""

    weights: Path
    card_file: Path
    card: dict[str, Any]


OnEvent = Callable[[Event], None]


def train(recipe: str | Recipe, out: Path, *, on_event: OnEvent | None = None) -> Result:
    """Train the named network by its recipe, or by one of your own; write NAME.safetensors and NAME.json to `out`.

    Half a minute to half an hour on one core, by the network. `on_event` hears of each batch.
    """
    recipe = recipe_of(recipe) if isinstance(recipe, str) else recipe
    say = on_event or (lambda event: None)
    sources = training_sources(recipe, lambda what, done, total: say(Event(what, done, total)))
    model, moments = fit(recipe, sources, on_event=say)
    say(Event("measuring", 0, 1))
    card = cards.write(recipe, model, moments, out)
    say(Event("measuring", 1, 1))
    return Result(out / f"{recipe.network}.safetensors", out / f"{recipe.network}.json", card)


def training_sources(recipe: Recipe, report: data.Report | None = None) -> list[Source]:
    """The pictures that the recipe asks for; stroke sets are made once and kept in the cache folder."""
    mnist = data.training_digits()
    sources = [Source(mnist, len(mnist), recipe.augmentation)]
    if recipe.redrawn:
        sources.append(Source(data.redrawn_digits(mnist, 2, 1, report), recipe.redrawn, recipe.strokes))
    if recipe.invented:
        sources.append(Source(data.invented_digits(66_000, 1, report), recipe.invented, recipe.strokes))
    return sources


def fit(
    recipe: Recipe, sources: list[Source], *, on_event: OnEvent, steps: int | None = None
) -> tuple[nn.Sequential, list[tuple[Moment, dict[str, Tensor]]]]:
    """The trained network, in eval mode, and the weights at the recipe's checkpoints.

    `steps` ends the training early, for a try. What is given out, kept and measured is the running average of the
    weights; before the first step it is the network's random start.
    """
    random = torch.Generator().manual_seed(recipe.seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(recipe.seed)  # the initial weights, and dropout
        return _fit(recipe, sources, random, on_event, steps)


def _fit(
    recipe: Recipe, sources: list[Source], random: torch.Generator, on_event: OnEvent, steps: int | None
) -> tuple[nn.Sequential, list[tuple[Moment, dict[str, Tensor]]]]:
    model = _laid_out(build(recipe.network), torch.channels_last)
    average = deepcopy(model).eval().requires_grad_(False)
    teacher = load_model(recipe.teacher) if recipe.teacher else None
    a_pass = batches_a_pass(sources, recipe)
    total = steps or recipe.epochs * a_pass
    optimizer = torch.optim.AdamW(model.parameters(), lr=recipe.learning_rate, weight_decay=recipe.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, recipe.learning_rate, total_steps=total, pct_start=recipe.warm_up
    )
    held_back = data.held_back_digits()
    kept_at = {0, *(round(epoch * a_pass) for epoch in recipe.checkpoints)} if recipe.checkpoints else set()
    moments: list[tuple[Moment, dict[str, Tensor]]] = []

    def keep(step: int) -> None:
        moment = Moment(step, round(step / a_pass, 4), accuracy(average, held_back))
        moments.append((moment, {key: value.clone() for key, value in average.state_dict().items()}))

    if 0 in kept_at:
        keep(0)
    for step, (images, labels) in enumerate(_endless(sources, recipe, random), start=1):
        images = images.contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16, enabled=recipe.precision == "bfloat16"):
            loss = _loss(model, teacher, images, labels, recipe)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
        _follow(average, model, min(recipe.averaging, step / (step + 10)))
        ends_pass = step % a_pass == 0 or step == total
        measured = accuracy(average, held_back) if ends_pass else None
        on_event(Event("training", step, total, step / a_pass, loss.item(), measured))
        if step in kept_at and step < total:
            keep(step)
        if step == total:
            break
    if kept_at:
        keep(total)
    return _laid_out(average, torch.contiguous_format), moments


def _laid_out(model: nn.Sequential, order: torch.memory_format) -> nn.Sequential:
    """The same model; with the channels last in memory, convolutions of few channels take half the time."""
    laid_out: nn.Sequential = model.to(memory_format=order)  # type: ignore[call-overload]
    return laid_out


def _endless(sources: list[Source], recipe: Recipe, random: torch.Generator) -> Any:
    while True:
        yield from batches(sources, recipe, random)


def _loss(
    model: nn.Sequential, teacher: nn.Sequential | None, images: Tensor, labels: Tensor, recipe: Recipe
) -> Tensor:
    """Cross entropy with the labels, and with the teacher's softened answers where there is a teacher.

    G. Hinton, O. Vinyals, J. Dean, Distilling the knowledge in a neural network, arXiv:1503.02531: at temperature T
    gradients shrink by T squared, hence the factor.
    """
    features = F.dropout(model[:-2](images), recipe.dropout)  # (N, features)
    logits: Tensor = model[-2](features).float()  # (N, 10)
    loss = F.cross_entropy(logits, labels, label_smoothing=recipe.label_smoothing)
    if teacher is None:
        return loss
    with torch.no_grad():
        answers = F.log_softmax(teacher[:-1](images).float() / recipe.temperature, dim=1)  # (N, 10)
    mine = F.log_softmax(logits / recipe.temperature, dim=1)
    apart = F.kl_div(mine, answers, reduction="batchmean", log_target=True) * recipe.temperature**2
    return (1 - recipe.distillation) * loss + recipe.distillation * apart


@torch.no_grad()
def _follow(average: nn.Module, model: nn.Module, kept: float) -> None:
    for slow, fast in zip(average.parameters(), model.parameters(), strict=True):
        slow.lerp_(fast, 1 - kept)
