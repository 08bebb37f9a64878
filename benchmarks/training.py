"""How fast a learner's network learns, against the same batches in a bare PyTorch loop; both in one run.

    python benchmarks/training.py

From pressing start, in a workshop whose worker is warm, until the kept weights of the textbook network first read
95 % and 98 % of the test digits; and the time of one pass, watched as a page watches it, beside a bare loop over the
very same batches in the same number of threads, which draws no curves, keeps nothing and is looked at by nobody.
"""

import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import torch
import torch.nn.functional as F
from measuring import measurement, write

from cnnviz import mnist
from cnnviz.runs.settings import Settings
from cnnviz.stacks.building import build
from cnnviz.stacks.presets import PRESETS
from cnnviz.training.measuring import accuracy
from cnnviz.workshop.material import Material
from cnnviz.workshop.messages import Order
from cnnviz.workshop.ticket import Phase
from cnnviz.workshop.workshop import Workshop

STACK = PRESETS["textbook"]
SETTINGS = Settings()
WATCHED = mnist.load("test").images[18].astype(np.float32) / 255
ROUNDS = 3
_LOOK = 0.2  # seconds between two looks of the page


def bare_loop() -> float:
    """Seconds of one pass in a bare loop."""
    torch.set_num_threads(1)
    material = Material(SETTINGS)
    model = build(STACK, SETTINGS.seed).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    logits = model[:-1]
    optimizer = torch.optim.Adam(model.parameters(), lr=SETTINGS.learning_rate)
    began = time.monotonic()
    total = material.a_pass * SETTINGS.epochs
    for number in range(material.a_pass):
        pictures, digits = material.batch(number)
        loss = F.cross_entropy(logits(pictures.contiguous(memory_format=torch.channels_last)), digits)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.param_groups[0]["lr"] = SETTINGS.learning_rate * (1 - number / total)
        optimizer.step()
    return time.monotonic() - began


def bare_loop_elsewhere() -> float:
    """The same in a process of its own, as the worker is."""
    return float(subprocess.run([sys.executable, __file__, "bare"], stdout=subprocess.PIPE, check=True).stdout)


def followed(workshop: Workshop, settings: Settings) -> tuple[dict[int, float], Mapping[int, float]]:
    """Seconds from pressing start until each number of batches was reported, and test accuracy at the kept ones."""
    began = time.monotonic()
    run = workshop.ask(Order(STACK, settings, WATCHED, 3))
    seen: dict[int, float] = {}
    while True:
        status = workshop.status(run)
        for kept in workshop.history(run).kept:
            seen.setdefault(kept.step, time.monotonic() - began)
        if status.phase in (Phase.MEASURING, Phase.FINISHED):
            break
        if status.phase is Phase.FAILED:
            raise RuntimeError(status.message)
        time.sleep(_LOOK)
    while workshop.status(run).phase is not Phase.FINISHED:
        time.sleep(_LOOK)
    model = build(STACK)
    found = {}
    for kept in workshop.history(run).kept:
        model.load_state_dict({name: torch.tensor(value) for name, value in kept.weights.items()})
        found[kept.step] = accuracy(model, mnist.load("test"))
    return seen, found


def main() -> None:
    if "bare" in sys.argv:
        print(bare_loop())
        return
    torch.set_num_threads(1)
    workshop = Workshop(places=1)
    workshop.warm()
    followed(workshop, replace(SETTINGS, digits=640, epochs=1))
    to: dict[float, list[float]] = {0.95: [], 0.98: []}
    ratios: list[float] = []
    passes: list[float] = []
    try:
        for _ in range(ROUNDS):
            bare = bare_loop_elsewhere()
            seen, shares = followed(workshop, SETTINGS)
            first_pass = seen[min(step for step in shares if step >= Material(SETTINGS).a_pass)] - seen[0]
            passes.append(first_pass)
            ratios.append(first_pass / bare)
            print(f"bare {bare:.1f} s, worker {first_pass:.1f} s,", {s: round(a, 4) for s, a in shares.items()})
            for goal, times in to.items():
                times.append(next((seen[step] for step in sorted(shares) if shares[step] >= goal), float("inf")))
    finally:
        workshop.close()
    write(
        "7_training",
        [
            measurement("textbook, from pressing start to 95 % of the test digits", "s", to[0.95], "at most 15 s"),
            measurement("textbook, from pressing start to 98 % of the test digits", "s", to[0.98], "at most 60 s"),
            measurement("a pass over 55,000 digits, watched", "s", passes, ""),
            measurement("a pass, watched, over the same in a bare PyTorch loop", "×", ratios, "at most 1.1"),
        ],
    )


if __name__ == "__main__":
    main()
