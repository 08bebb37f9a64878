"""What PyTorch recorded, written down for the network view's JavaScript; and Node to run it."""

import json
import os
import shutil
import struct
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from cnnviz import mnist
from cnnviz.trace import Trace, trace
from cnnviz.views.network import Encoding, describe, encode, weigh

JS = Path(__file__).resolve().parent / "js"


def pictures(count: int, seed: int) -> np.ndarray:
    """(count, 1, 28, 28) float32, 0 to 1: every other one a digit from MNIST's test set, the others random.

    The random ones are noise in grey, sparse ink, and, last, nothing but paper.
    """
    rng = np.random.default_rng(seed)
    found = rng.random((count, 1, 28, 28), np.float32)
    found[1::4] *= found[1::4] > 0.8
    chosen = rng.choice(10_000, len(found[::2]), replace=False)
    found[::2, 0] = mnist.load("test").images[chosen].astype(np.float32) / 255
    found[-1] = 0
    return found


def with_random_weights(model: nn.Module, seed: int, *, positive: bool = False) -> nn.Module:
    """The network with weights drawn anew; its activations neither die out nor explode."""
    torch.manual_seed(seed)
    with torch.no_grad():
        for parameter in model.parameters():
            fan_in = max(1, parameter[0].numel())
            if positive:
                parameter.uniform_(0.1, 2).div_(fan_in)
            else:
                parameter.normal_(0, (2 / fan_in) ** 0.5 if parameter.ndim > 1 else 0.1)
    return model.eval().requires_grad_(False)


def traces_of(model: nn.Module, inputs: np.ndarray) -> list[Trace]:
    return [trace(model, each) for each in inputs]


def write(path: Path, traces: Sequence[Trace], model: str = "", **more: Any) -> Path:
    """A message as the page gets it, with the values of all traces one after the other; `more` goes into its header."""
    learned, weights = weigh(traces[0])
    network = {"model": model, "label": model, "parameters": traces[0].parameters, "stages": describe(traces[0])}
    values = b"".join(encode(each, Encoding.FLOAT32) for each in traces)
    header = {"network": network, "weights": learned, "values": len(values) // 4, **more}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 4)
    path.write_bytes(struct.pack("<I", len(text)) + text + values + weights)
    return path


def run_node(script: str, *arguments: Any) -> Any:
    """What a script of tests/js prints, as JSON. The test fails with the script's own words."""
    node = shutil.which("node")
    if node is None:
        reason = "no Node found; install Debian's `nodejs` to run the tests of the network view's JavaScript"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    done = subprocess.run(
        [node, str(JS / script), *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
