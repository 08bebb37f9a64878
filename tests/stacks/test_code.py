"""The code of a stack, run as the learner would run it."""

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from mixed_stack import MIXED
from torch import nn

from cnnviz.errors import StackError
from cnnviz.stacks.building import build
from cnnviz.stacks.keras_code import keras_code
from cnnviz.stacks.layers import Convolution, Dense, Dropout, Flatten
from cnnviz.stacks.presets import PRESETS
from cnnviz.stacks.stack import Stack, plan
from cnnviz.stacks.torch_code import torch_code

STACKS = {**PRESETS, "mixed": MIXED}


@pytest.mark.parametrize("name", STACKS)
def test_the_pytorch_code_makes_the_very_network(name: str) -> None:
    stack = STACKS[name]
    space: dict[str, Any] = {"__name__": "learner"}
    torch.manual_seed(4)
    exec(torch_code(stack), space)
    model = space["model"]
    built = build(stack, seed=4)
    assert isinstance(model, nn.Sequential)
    assert [(key, str(layer)) for key, layer in model.named_children()] == [
        (key, str(layer)) for key, layer in built.named_children()
    ]
    picture = torch.rand(2, 1, 28, 28)
    assert torch.equal(model.eval()(picture), built.eval()(picture))


def test_the_pytorch_file_runs_as_it_is_and_prints_the_shapes_of_its_comments(tmp_path: Path) -> None:
    source = torch_code(MIXED)
    (tmp_path / "network.py").write_text(source)
    ran = subprocess.run([sys.executable, "network.py"], cwd=tmp_path, capture_output=True, text=True, check=True)
    printed = [line.replace("(1, ", "(N, ", 1) for line in ran.stdout.splitlines()]
    commented = [f"{name} {shape}" for name, shape in re.findall(r'\("(\w+)", .*# (\(.+\))', source)]
    assert printed == commented
    assert len(printed) == len(MIXED) + 1


def test_code_of_a_stack_that_does_not_fit_is_refused() -> None:
    for code in (torch_code, keras_code):
        with pytest.raises(StackError, match="dense does not fit"):
            code((Dense(),))


# Run by a Python of its own: Keras chooses its backend when it is imported. The weights are PyTorch's, turned round
# for maps that come last; what each layer gives out comes back the way round that PyTorch has it.
_RUN = """
import json, sys
import numpy as np
import keras
source, given, found = sys.argv[1:]
space = {}
exec(open(source).read(), space)
model = space["model"]
weights = dict(np.load(given))
flattened = json.loads(str(weights.pop("flattened")))  # shape of the maps that are flattened, maps first
for layer in model.layers:
    if f"{layer.name}.weight" not in weights:
        continue
    weight, bias = weights[f"{layer.name}.weight"], weights[f"{layer.name}.bias"]
    if weight.ndim == 4:
        weight = weight.transpose(2, 3, 1, 0)
    else:
        if flattened:
            weight = weight.reshape(-1, *flattened).transpose(0, 2, 3, 1).reshape(len(weight), -1)
            flattened = None
        weight = weight.T
    layer.set_weights([weight, bias])
values = weights["picture"].transpose(0, 2, 3, 1)
gave, shapes = {}, {}
for layer in model.layers:
    values = layer(values, training=False) if isinstance(layer, keras.layers.Dropout) else layer(values)
    array = keras.ops.convert_to_numpy(values)
    shapes[layer.name] = list(array.shape)
    gave[layer.name] = array.transpose(0, 3, 1, 2) if array.ndim == 4 else array
np.savez(found, parameters=model.count_params(), **gave)
"""


def test_the_keras_code_gives_out_what_pytorch_does_layer_for_layer(tmp_path: Path) -> None:
    if find_spec("keras") is None:
        reason = "no Keras found; pip install 'cnnviz[test]' brings it"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    stack = (*MIXED[:2], Convolution(4, padding=1), *MIXED[2:])  # padding of each sort: none, own layer, "same"
    model = build(stack, seed=2).eval()
    source = keras_code(stack)
    (tmp_path / "network.py").write_text(source)
    (tmp_path / "run.py").write_text(_RUN)
    picture = torch.rand(1, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    came = next(each.came for each in plan(stack) if isinstance(each.layer, Flatten))
    weights = {key: value.numpy() for key, value in model.state_dict().items()}
    np.savez(tmp_path / "given.npz", picture=picture.numpy(), flattened=json.dumps(came), **weights)
    files = ["run.py", "network.py", "given.npz", "found.npz"]
    environment = {**os.environ, "KERAS_BACKEND": "torch", "KERAS_HOME": str(tmp_path)}
    ran = subprocess.run([sys.executable, *files], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    found = np.load(tmp_path / "found.npz")
    assert int(found["parameters"]) == sum(each.parameters for each in plan(stack))
    commented = dict(re.findall(r'name="(\w+)"\),\s+# \(N, (.+)\)', source))
    values = picture
    with torch.no_grad():
        for key, layer in model.named_children():
            values = layer(values)
            if isinstance(layer, nn.Flatten):
                continue  # the same numbers in another order
            assert np.allclose(found[key], values.numpy(), atol=1e-5), key
            maps_last = values.permute(0, 2, 3, 1) if values.ndim == 4 else values
            assert commented[key] == ", ".join(map(str, maps_last.shape[1:])), key


# Shapes by the formulas of Keras' documentation: "valid" gives floor((side - size) / stride) + 1, "same" with stride 1
# the side itself, ZeroPadding2D(p) side + 2p, MaxPooling2D with its default padding as "valid".
def test_the_keras_code_has_the_documented_shapes() -> None:
    stack: Stack = (Convolution(4, 5, 2, 1), Convolution(3, 3, 1, 1), Dropout(0.1), Flatten(), Dense())
    lines = [line.strip() for line in keras_code(stack).splitlines() if "name=" in line]
    assert [re.sub(r"\s+#", " #", line) for line in lines] == [
        'layers.ZeroPadding2D(1, name="conv1_1_padding"), # (N, 30, 30, 1)',  # 28 + 2
        'layers.Conv2D(4, 5, strides=2, name="conv1_1"), # (N, 13, 13, 4)',  # floor((30 - 5) / 2) + 1
        'layers.Conv2D(3, 3, padding="same", name="conv1_2"), # (N, 13, 13, 3)',
        'layers.Dropout(0.1, name="dropout"), # (N, 13, 13, 3)',
        'layers.Flatten(name="flatten"), # (N, 507)',  # 13 x 13 x 3
        'layers.Dense(10, name="dense"), # (N, 10)',
        'layers.Softmax(name="softmax"), # (N, 10)',
    ]
