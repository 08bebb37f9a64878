"""See a small convolutional network read a digit, stage by stage.

    import cnnviz
    model = cnnviz.load_model("textbook")
    digit = cnnviz.preprocess("three.png")      # (1, 1, 28, 28) float32, 0 to 1
    trace = cnnviz.trace(model, digit)
    trace["conv1"].values                       # (32, 26, 26), read-only

The names load on first use: `import cnnviz` brings in neither torch nor Streamlit.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnnviz.hooks import ActivationRecorder as ActivationRecorder
    from cnnviz.models import load_model as load_model
    from cnnviz.preprocessing import preprocess as preprocess
    from cnnviz.trace import Stage as Stage
    from cnnviz.trace import Trace as Trace
    from cnnviz.trace import trace as trace
    from cnnviz.workshop.saving import load_network as load_network

__version__ = "0.1.0"

_HOMES = {
    "ActivationRecorder": "cnnviz.hooks",
    "load_model": "cnnviz.models",
    "load_network": "cnnviz.workshop.saving",
    "preprocess": "cnnviz.preprocessing",
    "Stage": "cnnviz.trace",
    "Trace": "cnnviz.trace",
    "trace": "cnnviz.trace",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'cnnviz' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    # `import_module("cnnviz.trace")` binds the *module* to the name `trace` here; the
    # function must win, now and on every later look-up.
    globals()[name] = value
    return value
