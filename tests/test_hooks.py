"""ActivationRecorder: copies, no hook left behind, deaf to the neighbours."""

import asyncio
import copy
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from torch import Tensor, nn

from cnnviz.errors import TraceError
from cnnviz.hooks import ActivationRecorder
from cnnviz.shared_hooks import copy_of


def small() -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 3)).eval()


def picture() -> Tensor:
    return torch.randn(1, 1, 4, 4)


def hooks_on(model: nn.Module) -> int:
    return sum(
        len(hooks)
        for module in model.modules()
        for hooks in (
            module._forward_hooks,
            module._forward_hooks_with_kwargs,
            module._forward_pre_hooks,
            module._forward_pre_hooks_with_kwargs,
        )
    )


def in_another_thread(work: Callable[[], object]) -> None:
    """Run it to the end in a thread; what it raises is raised here."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


def test_every_output_is_recorded_as_the_model_computes_it() -> None:
    model, x = small(), picture()
    with ActivationRecorder(model) as recorder:
        model(x)
    assert list(recorder) == ["0", "1", "2", "3", ""]
    assert len(recorder) == 5
    assert "3" in recorder
    assert "4" not in recorder
    for name in ("0", "1", "2", "3"):
        x = model[int(name)](x)
        assert torch.equal(recorder[name], x)
        assert not recorder[name].requires_grad


def test_an_in_place_relu_does_not_change_what_was_recorded_before_it() -> None:
    model, x = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(inplace=True)), picture()
    with ActivationRecorder(model) as recorder:
        model(x)
    assert torch.equal(recorder["0"], model[0](x))
    assert (recorder["0"] < 0).any()


def test_a_recorded_tensor_is_not_the_one_the_model_gave_out() -> None:
    model = small()
    with ActivationRecorder(model) as recorder:
        given = model(picture())
    expected = given.detach().clone()
    given.detach().zero_()
    assert torch.equal(recorder["3"], expected)
    assert torch.equal(recorder[""], expected)


def test_no_hook_is_left_after_the_block() -> None:
    model = small()
    with ActivationRecorder(model):
        assert hooks_on(model) == 4 * 5
        model(picture())
    assert hooks_on(model) == 0


def test_no_hook_is_left_when_the_pass_fails_and_it_is_known_where_it_did() -> None:
    model = small()
    recorder = ActivationRecorder(model)
    with pytest.raises(RuntimeError, match="shapes cannot be multiplied"), recorder:
        model(torch.randn(1, 1, 9, 9))
    assert hooks_on(model) == 0
    assert recorder.stopped_in == "3"
    assert list(recorder) == ["0", "1", "2"]


def test_the_hooks_of_others_stay() -> None:
    model, heard = small(), []
    handle = model[1].register_forward_hook(lambda *_: heard.append("theirs"))
    with ActivationRecorder(model):
        model(picture())
    model(picture())
    assert heard == ["theirs", "theirs"]
    handle.remove()
    assert hooks_on(model) == 0


def test_a_pass_after_the_block_is_not_recorded() -> None:
    model = small()
    with ActivationRecorder(model) as recorder:
        pass
    model(picture())
    assert recorder.calls == ()


def test_a_pass_of_another_thread_is_not_recorded() -> None:
    model, x = small(), picture()
    with ActivationRecorder(model) as recorder:
        in_another_thread(lambda: model(x))
        assert recorder.calls == ()


def test_a_thread_that_inherits_the_context_is_another_thread_all_the_same() -> None:
    model, x = small(), picture()

    async def open_a_block_and_leave_the_pass_to_a_thread() -> tuple[str, ...]:
        with ActivationRecorder(model) as recorder:
            await asyncio.to_thread(model, x)  # to_thread copies the context
        return tuple(recorder)

    assert asyncio.run(open_a_block_and_leave_the_pass_to_a_thread()) == ()


def test_two_tasks_of_one_thread_record_their_own_passes() -> None:
    model = small()

    async def visitor(x: Tensor) -> bool:
        with ActivationRecorder(model) as recorder:
            await asyncio.sleep(0)
            model(x)
            await asyncio.sleep(0)
        return len(recorder) == 5 and torch.equal(recorder["0"], model[0](x))

    async def two_visitors() -> list[bool]:
        return await asyncio.gather(visitor(picture()), visitor(picture()))

    assert asyncio.run(two_visitors()) == [True, True]
    assert hooks_on(model) == 0


def test_hooks_stay_while_any_block_is_open_and_no_dict_changes_meanwhile() -> None:
    """A change of the dict would turn a failing pass's error into "OrderedDict mutated during iteration"."""
    model = small()

    def state() -> list[tuple[int, ...]]:
        return [(*m._forward_hooks, -1, *m._forward_pre_hooks) for m in model.modules()]

    neighbour = ActivationRecorder(model)
    with ActivationRecorder(model):
        before = state()
        in_another_thread(neighbour.__enter__)
        assert state() == before
    assert state() == before  # the neighbour's block is still open
    with ActivationRecorder(model[0]):
        assert state() == before
    assert state() == before
    neighbour.__exit__(None, None, None)
    assert hooks_on(model) == 0


@pytest.mark.parametrize("moment", ["register_forward_pre_hook", "register_forward_hook"])
def test_a_neighbour_may_leave_while_a_pass_runs_its_hooks(moment: str) -> None:
    """torch has read the list of hooks and calls them one by one while they are removed."""
    model, x = nn.Sequential(nn.ReLU()), picture()
    opened, reached, closed = threading.Event(), threading.Event(), threading.Event()

    def wait_for_the_neighbour_to_leave(*_: object) -> None:
        if not closed.is_set():
            reached.set()
            assert closed.wait(10)

    def neighbour() -> None:
        with ActivationRecorder(model):
            opened.set()
            assert reached.wait(10)
        closed.set()

    getattr(model[0], moment)(wait_for_the_neighbour_to_leave)
    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(neighbour)
        assert opened.wait(10)
        assert torch.equal(model(x), x.relu())
        ended.result()


def test_nested_recorders_each_record_the_pass() -> None:
    model, x = small(), picture()
    with ActivationRecorder(model) as outer:
        with ActivationRecorder(model[0]) as inner:
            model(x)
        model(x)
    assert list(inner) == [""]
    assert list(outer) == ["0", "1", "2", "3", "", "0#2", "1#2", "2#2", "3#2", "#2"]
    assert hooks_on(model) == 0


def test_a_recorder_can_be_used_again_and_starts_anew() -> None:
    model = small()
    recorder = ActivationRecorder(model)
    for _ in range(2):
        with recorder:
            model(picture())
        assert list(recorder) == ["0", "1", "2", "3", ""]


def test_an_open_recorder_cannot_be_opened_again() -> None:
    model = small()
    with ActivationRecorder(model) as recorder:
        with pytest.raises(TraceError, match="already open. Make one ActivationRecorder for each block"):
            recorder.__enter__()
        model(picture())
    assert len(recorder) == 5
    assert hooks_on(model) == 0


def test_a_copy_made_inside_a_block_records_once_and_loses_its_hooks_too() -> None:
    model = small()
    with ActivationRecorder(model):
        twin = copy.deepcopy(model)
    assert hooks_on(twin) > 0
    with ActivationRecorder(twin) as recorder:
        twin(picture())
    assert list(recorder) == ["0", "1", "2", "3", ""]
    assert [hook for module in twin.modules() for hook in module._forward_hooks] == []


@pytest.mark.parametrize("opens", [True, False])
def test_no_hook_comes_or_goes_while_a_model_is_being_copied(opens: bool) -> None:
    """The copy walks over the dicts of hooks: a change would end it with "mutated during iteration"."""
    model, done = small(), threading.Event()
    recorder = ActivationRecorder(model)

    def neighbour() -> None:
        if opens:
            recorder.__enter__()
        else:
            recorder.__exit__(None, None, None)
        done.set()

    class Slow:
        def __deepcopy__(self, memo: object) -> None:
            thread.start()
            assert not done.wait(0.1)

    if not opens:
        recorder.__enter__()
    model[0].slow = Slow()
    thread = threading.Thread(target=neighbour)
    copy_of(model)
    thread.join(10)
    assert done.is_set()
    assert (hooks_on(model) > 0) is opens
    if opens:
        recorder.__exit__(None, None, None)


def test_a_block_that_is_opened_in_the_middle_of_a_pass_records_what_begins_after() -> None:
    model = small()
    recorder = ActivationRecorder(model)

    def open_it(*_: object) -> None:
        recorder.__enter__()

    model[0].register_forward_pre_hook(open_it)
    model(picture())
    recorder.__exit__(None, None, None)
    assert list(recorder) == ["1", "2", "3"]


def test_a_recorder_keeps_copies_and_lets_the_originals_go() -> None:
    model = small()
    with ActivationRecorder(model) as recorder:
        original = weakref.ref(model(picture()))
        assert original() is not None
    assert original() is None
    assert "" in recorder


class Skip(nn.Module):
    """y = relu(conv(x)) + x, its sum without a module."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 1, 3, padding=1)
        self.relu = nn.ReLU()
        self.last = nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        return self.last(self.relu(self.conv(x)) + x)


def test_inputs_are_known_by_identity_and_none_where_no_module_made_them() -> None:
    model = Skip()
    with ActivationRecorder(model) as recorder:
        model(picture())
    inputs = {call.name: call.inputs for call in recorder.calls}
    assert inputs == {"conv": ("input",), "relu": ("conv",), "last": (None,), "": ("input",)}
    assert [call.name for call in recorder.calls if call.leaf] == ["conv", "relu", "last"]
    assert recorder.calls[-1].source == "last"


def test_a_tensor_written_to_in_place_is_no_longer_the_one_that_was_given_out() -> None:
    class Sneaky(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv, self.relu = nn.Conv2d(1, 1, 3), nn.ReLU()

        def forward(self, x: Tensor) -> Tensor:
            return self.relu(self.conv(x).mul_(2))

    model = Sneaky()
    with torch.no_grad(), ActivationRecorder(model) as recorder:
        model(picture())
    assert {call.name: call.inputs for call in recorder.calls}["relu"] == (None,)


def test_tensors_in_keywords_and_lists_are_inputs_too() -> None:
    class Add(nn.Module):
        def forward(self, parts: list[Tensor], *, more: Tensor) -> Tensor:
            return parts[0] + parts[1] + more

    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.a, self.b, self.add = nn.ReLU(), nn.Tanh(), Add()

        def forward(self, x: Tensor) -> Tensor:
            return self.add([self.a(x), self.b(x)], more=x)

    model = Net()
    with ActivationRecorder(model) as recorder:
        model(picture())
    assert {call.name: call.inputs for call in recorder.calls}["add"] == ("a", "b", "input")


def test_a_forward_that_survives_a_failing_layer_is_still_recorded_rightly() -> None:
    class Careful(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bad, self.good = nn.Linear(99, 1), nn.ReLU()

        def forward(self, x: Tensor) -> Tensor:
            try:
                return self.bad(x)
            except RuntimeError:
                return self.good(x)

    model = nn.Sequential(Careful(), nn.Tanh())
    with ActivationRecorder(model) as recorder:
        model(picture())
    assert list(recorder) == ["0.good", "0", "1", ""]
    assert {call.name: call.inputs for call in recorder.calls}["1"] == ("0.good",)


def test_passes_in_inference_mode_are_recorded() -> None:
    model, x = small(), picture()
    with torch.inference_mode(), ActivationRecorder(model) as recorder:
        model(x)
    assert [call.inputs for call in recorder.calls] == [("input",), ("0",), ("1",), ("2",), ("input",)]


def test_a_name_that_was_not_recorded_is_answered_with_those_that_were() -> None:
    model = small()
    with ActivationRecorder(model) as recorder:
        model[:2](picture())
    assert [call.inputs for call in recorder.calls] == [("input",), ("0",)]
    with pytest.raises(TraceError, match=r"No call '3' was recorded. Recorded: 0, 1\."):
        recorder["3"]


def test_an_output_that_is_no_tensor_says_what_it_is() -> None:
    model = nn.LSTM(4, 2)
    with ActivationRecorder(model) as recorder:
        model(torch.randn(3, 1, 4))
    with pytest.raises(TraceError, match="'' gave out tuple, not one tensor"):
        recorder[""]


def test_only_a_module_can_be_listened_to() -> None:
    with pytest.raises(TraceError, match=r"listens to a torch\.nn\.Module; got function"):
        ActivationRecorder(small)  # type: ignore[arg-type]
