import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mixed_stack import MIXED

from cnnviz.errors import CnnvizError, StackError
from cnnviz.stacks import wire
from cnnviz.stacks.layers import KINDS, Convolution, Dense, Flatten
from cnnviz.stacks.presets import PRESETS


@pytest.mark.parametrize("stack", [*PRESETS.values(), MIXED])
def test_a_stack_comes_back_from_json_as_it_was(stack: tuple) -> None:  # type: ignore[type-arg]
    text = json.dumps(wire.to_wire(stack))
    assert wire.from_wire(text) == stack
    assert wire.from_wire(json.loads(text)) == stack


def test_settings_that_are_left_out_take_their_usual_value() -> None:
    layers = [{"kind": "convolution", "maps": 4}, {"kind": "flatten"}, {"kind": "dense"}]
    assert wire.from_wire({"layers": layers}) == (Convolution(4), Flatten(), Dense())


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("", "not whole JSON"),
        ("[" * 15_000, "not whole JSON"),
        ("x" * 30_000, "30,000 characters long; 20,000 is the most"),
        ("[]", "no stack of layers"),
        (None, "no stack of layers"),
        ({"layers": {}}, "no stack of layers"),
        ({"layers": [{"kind": "relu"}] * 1000}, "1000 layers; 24 is the most"),
        ({"layers": ["relu"]}, "Layer 1 is of no known kind. The kinds are: convolution, relu, tanh"),
        ({"layers": [{"kind": "relu"}, {"kind": ["relu"]}]}, "Layer 2 is of no known kind"),
        ({"layers": [{"kind": "__class__"}]}, "Layer 1 is of no known kind"),
        ({"layers": [{"kind": "relu", "maps": 3}]}, "Layer 1: a relu has no setting 'maps'. It has none."),
        ({"layers": [{"kind": "dense", "__init__": 3}]}, "a dense has no setting '__init__'. It has: units."),
        ({"layers": [{"kind": "dense", "units": 1e3}]}, "Layer 1: Dense: units is 1000.0; .* 1 to 512"),
        ({"layers": [{"kind": "dense", "units": 10**400}]}, "Layer 1: Dense: units is 1000"),
        ({"layers": [{"kind": "convolution", "maps": [1] * 9999}]}, "Layer 1: Convolution: maps is"),
        ('{"layers": [{"kind": "dropout", "share": NaN}]}', "Dropout: share is nan"),
    ],
)
def test_hostile_stacks_are_refused_with_a_short_message(given: object, message: str) -> None:
    with pytest.raises(StackError, match=message) as caught:
        wire.from_wire(given)
    assert len(str(caught.value)) < 300


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(list(KINDS)),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["kind", "layers", "maps", "size"]), inner),
)


@given(json_values)
def test_any_json_is_a_stack_or_an_error_that_can_be_shown(given: object) -> None:
    with suppress(CnnvizError):
        wire.to_wire(wire.from_wire(given))


def test_the_page_can_make_its_knobs_of_the_settings() -> None:
    found = wire.settings()
    assert found["convolution"][0] == {"name": "maps", "default": 8, "least": 1, "most": 64}
    assert found["dropout"] == [{"name": "share", "default": 0.25, "least": 0.0, "most": 0.9}]
    assert found["flatten"] == []
    json.dumps(found)
