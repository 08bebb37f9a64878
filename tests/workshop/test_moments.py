"""What is asked for in awkward moments: while a run waits, begins, is taken off its place, is measured, or dies."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
import torch
from hands import Hands
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnviz import mnist
from cnnviz.errors import TrainingError
from cnnviz.runs.settings import Settings
from cnnviz.stacks.layers import Dense, Flatten
from cnnviz.workshop import bench, workshop
from cnnviz.workshop.messages import Order
from cnnviz.workshop.run import Run
from cnnviz.workshop.schedule import schedule
from cnnviz.workshop.ticket import Phase
from cnnviz.workshop.turns import Rules

ORDER = Order((Flatten(), Dense()), Settings(digits=640, epochs=50, batch=64))
SHORT = replace(ORDER, settings=Settings(digits=640, epochs=1, batch=64))
THREE, EIGHT = (mnist.load("test").images[place].astype(np.float32) / 255 for place in (18, 61))


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def hands() -> Iterator[Hands]:
    """One place, whose worker is at a run."""
    hands = Hands()
    yield hands
    hands.workshop.close()


def begun(hands: Hands, visitor: str | None = None, order: Order = ORDER) -> str:
    """A run that is at work."""
    run = hands.workshop.ask(order, visitor)
    if not hands.hired[-1].bench:
        hands.hired[-1].ready()
    hands.hired[-1].obey()
    assert hands.workshop.status(run).phase is Phase.RUNNING
    return run


def step(hands: Hands, run: str) -> int:
    look = hands.workshop.status(run).look
    return look.step if look else 0


def while_it_waits(hands: Hands) -> tuple[str, Callable[[], None]]:
    first = begun(hands)
    return hands.workshop.ask(ORDER), lambda: hands.workshop.restart(first)


def while_it_waits_for_a_place_that_is_not_free(hands: Hands) -> tuple[str, Callable[[], None]]:
    first = begun(hands)
    run = hands.workshop.ask(ORDER)
    hands.workshop.restart(first)  # it is still to be left
    return run, lambda: None


def while_its_worker_loads(hands: Hands) -> tuple[str, Callable[[], None]]:
    return hands.workshop.ask(ORDER), lambda: hands.hired[-1].ready()


def before_its_worker_has_said_anything(hands: Hands) -> tuple[str, Callable[[], None]]:
    hands.workshop.warm()
    hands.hired[-1].ready()
    run = hands.workshop.ask(ORDER)
    assert hands.workshop.status(run).phase is Phase.STARTING
    return run, lambda: None


def while_its_worker_dies(hands: Hands) -> tuple[str, Callable[[], None]]:
    run, _ = before_its_worker_has_said_anything(hands)

    def another() -> None:
        hands.hired[-1].die()
        hands.hired[-1].ready()

    return run, another


def while_it_is_taken_off_its_place(hands: Hands) -> tuple[str, Callable[[], None]]:
    run = begun(hands)
    other = hands.workshop.ask(ORDER)
    hands.workshop._tidy(time.monotonic() + 31)
    assert hands.ticket(run).after is Phase.WAITING

    def turn() -> None:
        hands.hired[-1].obey()
        assert hands.workshop.status(run).phase is Phase.WAITING
        hands.workshop.stop(other)

    return run, turn


def while_it_is_paused_without_a_place(hands: Hands) -> tuple[str, Callable[[], None]]:
    other = begun(hands)
    run = hands.workshop.ask(ORDER)
    hands.workshop.pause(run)
    return run, lambda: hands.workshop.restart(other)


MOMENTS = [
    while_it_waits,
    while_it_waits_for_a_place_that_is_not_free,
    while_its_worker_loads,
    before_its_worker_has_said_anything,
    while_its_worker_dies,
    while_it_is_taken_off_its_place,
    while_it_is_paused_without_a_place,
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_batches_asked_for_while_no_worker_is_at_a_run_are_made_when_it_has_a_place(
    hands: Hands, moment: Callable[[Hands], tuple[str, Callable[[], None]]]
) -> None:
    run, then = moment(hands)
    for _ in range(3):
        hands.workshop.step(run)
    then()
    for _ in range(4):
        hands.hired[-1].obey()
    hands.hired[-1].learn(5)
    status = hands.workshop.status(run)
    assert (status.phase, status.look.step) == (Phase.PAUSED, 3)
    hands.workshop.step(run)
    hands.hired[-1].obey()
    assert step(hands, run) == 4, "no batch is made twice"


def test_a_batch_asked_of_a_run_at_work_is_its_last_one_before_a_pause(hands: Hands) -> None:
    run = begun(hands)
    hands.hired[0].learn(5)
    hands.workshop.step(run)
    hands.hired[0].learn(2)  # it had not heard of it yet
    hands.hired[0].obey()
    hands.hired[0].learn(5)
    status = hands.workshop.status(run)
    assert (status.phase, status.look.step) == (Phase.PAUSED, 8)


def test_a_run_that_is_resumed_makes_no_single_batches_any_more(hands: Hands) -> None:
    run = hands.workshop.ask(ORDER)
    hands.workshop.step(run)
    hands.workshop.resume(run)
    hands.hired[0].ready()
    for _ in range(2):
        hands.hired[0].obey()
    hands.hired[0].learn(4)
    hands.workshop.pause(run)
    hands.hired[0].obey()
    assert step(hands, run) == 4
    assert hands.workshop.status(run).phase is Phase.PAUSED


def test_a_pause_that_is_told_late_does_not_undo_a_resume(hands: Hands) -> None:
    run = begun(hands)
    hands.workshop.pause(run)
    hands.hired[0].obey()
    hands.workshop.watch(run, THREE)
    hands.workshop.resume(run)
    assert hands.workshop.status(run).phase is Phase.RUNNING
    watch, _ = hands.hired[0]._commands
    hands.hired[0].bench.obey(watch)  # it looks at the digit before it hears that it is to go on
    assert hands.workshop.status(run).phase is Phase.RUNNING
    hands.workshop.ask(ORDER)
    hands.workshop._tidy(time.monotonic() + 61)
    hands.hired[0].obey()
    assert hands.workshop.status(run).phase is Phase.WAITING, "its turn is over, and it waits for the next one"


def test_a_run_that_is_stopped_before_its_worker_is_there_leaves_its_place_to_the_next(hands: Hands) -> None:
    first, second = hands.workshop.ask(ORDER), hands.workshop.ask(ORDER)
    hands.workshop.stop(first)
    assert hands.workshop.status(first).phase is Phase.STOPPED
    hands.hired[0].ready()
    hands.hired[0].obey()
    assert hands.workshop.status(second).phase is Phase.RUNNING


def test_a_state_comes_with_all_that_was_learned_before_it(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "_LOOK_EVERY", 1e9)
    monkeypatch.setattr(bench, "_SAVE_EVERY", 0.0)
    run = begun(hands)
    for batches in (7, 30):
        hands.hired[-1].learn(batches)
        monkeypatch.setattr(bench, "_SAVE_EVERY", 1e9)
        hands.hired[-1].learn(3)  # of which nothing is told
        hands.hired[-1].die()
        status = hands.workshop.status(run)
        assert status.phase is Phase.FAILED
        assert f"up to batch {batches if batches == 7 else 37} is lost: resume it" in status.message
        assert status.look.step == hands.ticket(run).state.step == (batches if batches == 7 else 37)
        hands.workshop.resume(run)
        monkeypatch.setattr(bench, "_SAVE_EVERY", 0.0)
        hands.hired[-1].ready()
        hands.hired[-1].obey()
    hands.hired[-1].learn(13)
    hands.workshop.pause(run)
    hands.hired[-1].obey()
    here = Run(ORDER.stack, ORDER.settings)
    while here.number < 50:
        here.step()
    found = hands.workshop.history(run)
    assert [(point.step, point.loss) for point in found.points[1:]] == [(e.step, e.loss) for e in here.points[1:]]
    assert [each.step for each in found.kept] == [each.step for each in here.kept]


def test_what_was_learned_after_the_last_state_is_lost_with_the_worker_and_shown_no_more(hands: Hands) -> None:
    run = begun(hands)
    hands.workshop.pause(run)
    hands.hired[0].obey()
    hands.workshop.resume(run)
    hands.hired[0].obey()
    hands.hired[0].learn(20)
    hands.workshop.watch(run, THREE)  # and so it tells what it is at
    hands.hired[0].obey()
    assert step(hands, run) == 20
    hands.hired[0].die()
    status, ticket = hands.workshop.status(run), hands.ticket(run)
    assert status.look.step == ticket.state.step == ticket.points[-1].step == ticket.kept[-1].step == 0
    assert status.resumable


def test_a_run_that_goes_on_shows_the_loss_that_it_had(hands: Hands) -> None:
    run = begun(hands)
    hands.hired[0].learn(30)
    other = hands.workshop.ask(ORDER)
    hands.workshop._tidy(time.monotonic() + 31)
    hands.hired[0].obey()
    before = hands.workshop.status(run).look
    hands.workshop.restart(other)
    hands.hired[0].obey()
    after = hands.workshop.status(run).look
    assert hands.workshop.status(run).phase is Phase.RUNNING
    assert after is not before
    assert (after.loss, after.accuracy) == (before.loss, before.accuracy)


def test_the_curve_of_the_watched_digit_is_of_no_digit_before(hands: Hands) -> None:
    run = begun(hands, order=replace(ORDER, watched=THREE))
    hands.hired[0].learn(10)
    hands.workshop.watch(run, EIGHT, 8)
    hands.hired[0].learn(5)
    hands.hired[0].obey()
    hands.hired[0].learn(5)
    hands.workshop.pause(run)
    hands.hired[0].obey()
    points = hands.workshop.history(run).points
    assert [point.step for point in points if point.own is not None] == [16, 17, 18, 19, 20]
    here = Run(ORDER.stack, ORDER.settings, watched=EIGHT)
    while here.number < 20:
        here.step()
    np.testing.assert_array_equal(points[-1].own, here.points[-1].own)


def test_a_run_that_no_worker_is_at_shows_another_digit_in_its_last_state(hands: Hands) -> None:
    run = begun(hands, order=replace(ORDER, watched=THREE))
    hands.hired[0].learn(10)
    hands.workshop.pause(run)
    hands.hired[0].obey()
    hands.hired[0].die()
    assert hands.workshop.status(run).phase is Phase.FAILED
    hands.workshop.watch(run, EIGHT, 8)
    seen = hands.workshop.status(run).look.trace
    np.testing.assert_array_equal(seen["input"].values[0], EIGHT)
    here = Run(ORDER.stack, ORDER.settings, watched=EIGHT)
    while here.number < 10:
        here.step()
    np.testing.assert_allclose(seen.probabilities, here.look().probabilities, rtol=1e-5)


def test_a_run_that_is_measured_meanwhile_is_not_told_as_stopped(hands: Hands) -> None:
    run = begun(hands, "me", SHORT)
    hands.hired[0].report = lambda report: None  # what it tells is on its way
    told = []
    hands.hired[0].bench._say = told.append
    hands.hired[0].learn(10)
    del hands.hired[0].report
    *before, finished = told
    for report in before:
        hands.hired[0].report(report)
    assert hands.workshop.status(run).phase is Phase.MEASURING
    hands.workshop.step(run)
    hands.workshop.ask(ORDER, "me")
    hands.hired[0].report(finished)
    status = hands.workshop.status(run)
    assert (status.phase, status.message) == (Phase.FINISHED, "")


def test_a_run_that_is_restarted_while_it_is_measured_begins_when_that_has_ended(hands: Hands) -> None:
    run = begun(hands, order=SHORT)
    hand = hands.hired[0]
    told = []
    hand.bench._say = told.append
    hand.learn(10)
    for report in told[:-1]:
        hand.report(report)
    hands.workshop.restart(run)
    hands.workshop.restart(run)
    assert hands.workshop.status(run).place == 1
    hand.report(told[-1])
    assert hands.workshop.status(run).phase is Phase.STARTING
    assert hands.workshop.history(run).outcome is None
    hand.obey()
    hand.learn(3)
    hands.workshop.pause(run)
    hand.obey()
    assert (hands.workshop.status(run).phase, step(hands, run)) == (Phase.PAUSED, 3)


def test_a_run_whose_worker_dies_while_it_measures_is_measured_when_it_is_resumed(hands: Hands) -> None:
    run = begun(hands, order=SHORT)
    told = []
    hands.hired[0].bench._say = told.append
    hands.hired[0].learn(10)
    for report in told[:-1]:
        hands.hired[0].report(report)
    hands.hired[0].die()
    status = hands.workshop.status(run)
    assert "up to batch 10 is lost: resume it" in status.message
    assert status.resumable
    hands.workshop.resume(run)
    hands.workshop.resume(run)
    hands.hired[1].ready()
    hands.hired[1].obey()
    assert hands.workshop.status(run).phase is Phase.FINISHED
    assert hands.workshop.history(run).outcome is not None
    assert not hands.workshop.status(run).resumable


def test_a_visitor_who_goes_on_with_an_earlier_run_stops_the_later_one(hands: Hands) -> None:
    first = begun(hands, "me")
    second = hands.workshop.ask(ORDER, "me")
    hands.hired[0].obey()
    assert hands.workshop.status(first).phase is Phase.STOPPED
    for again in (hands.workshop.resume, hands.workshop.restart, hands.workshop.step):
        again(first)
        hands.hired[0].obey()
        assert hands.workshop.status(second).phase is Phase.STOPPED
        assert "you started another one" in hands.workshop.status(second).message
        hands.workshop.restart(second)
        hands.hired[0].obey()
        assert hands.workshop.status(first).phase is Phase.STOPPED


def test_no_more_runs_leave_their_places_than_there_are_others_who_wait() -> None:
    hands = Hands(places=2, rules=Rules(turn=10, pause=10))
    runs = [hands.workshop.ask(ORDER) for _ in range(2)]
    for hand in hands.hired:
        hand.ready()
        hand.obey()
    third = hands.workshop.ask(ORDER)
    for _ in range(2):
        hands.workshop._tidy(time.monotonic() + 11)
    for hand in hands.hired:
        hand.obey()
        hand.obey()
    phases = [hands.workshop.status(run).phase for run in (*runs, third)]
    assert phases == [Phase.WAITING, Phase.RUNNING, Phase.RUNNING]
    hands.workshop.close()


def test_what_was_not_begun_before_its_visitor_left_is_not_said_to_go_on(hands: Hands) -> None:
    first = begun(hands)
    waiting = hands.workshop.ask(ORDER)
    hands.workshop._tidy(time.monotonic() + 190)
    status = hands.workshop.status(waiting)
    assert (status.phase, status.resumable) == (Phase.STOPPED, False)
    assert status.message.endswith("Start it again; the same seed gives the same run.")
    hands.hired[0].obey()
    status = hands.workshop.status(first)
    assert (status.phase, status.resumable) == (Phase.STOPPED, True)
    assert status.message.endswith("It can be resumed.")


def test_paused_runs_count_among_those_who_wait(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop, "MOST_WAITING", 3)
    begun(hands)
    for _ in range(3):
        hands.workshop.pause(hands.workshop.ask(ORDER))
    with pytest.raises(TrainingError, match="3 trainings are waiting or paused already"):
        hands.workshop.ask(ORDER)


DOINGS = st.sampled_from(
    ["ask", "pause", "resume", "step", "stop", "restart", "watch", "turn", "ready", "obey", "obey", "learn", "die"]
)


@settings(max_examples=60)
@given(st.lists(st.tuples(DOINGS, st.integers(0, 1)), max_size=40))
def test_whatever_is_asked_and_in_whatever_order_no_run_is_stuck_and_no_curve_has_a_hole(
    doings: list[tuple[str, int]],
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench, "_SAVE_EVERY", 0.0)  # with each batch
        go_through(doings)


def go_through(doings: list[tuple[str, int]]) -> None:
    hands = Hands(rules=Rules(unwatched=1e9))
    shop = hands.workshop
    of = {who: shop.ask(ORDER, str(who)) for who in (0, 1)}
    runs = list(of.values())

    def do(what: str, who: int) -> None:
        hand = hands.hired[-1]
        match what:
            case "ask":
                of[who] = shop.ask(ORDER, str(who))
                runs.append(of[who])
            case "turn":
                shop._tidy(time.monotonic() + 100)
            case "watch":
                shop.watch(of[who], THREE, who)
            case "learn":
                hand.learn(1 + 4 * who)
            case "ready":
                place = shop._seating.place_with(hand)
                if place is not None and not place.ready:
                    hand.ready()
            case "obey":
                hand.obey()
            case "die":
                hand.die()
            case "stop":
                shop._foreman.stop(hands.ticket(of[who]), "")  # measuring takes long
            case command:
                getattr(shop, command)(of[who])

    for what, who in doings:
        do(what, who)
        for run in runs:
            agrees(hands, run)
    # Who was paused goes on, and the workers do what they are told.
    for run in of.values():
        if hands.ticket(run).paused and not hands.ticket(run).over:
            shop.resume(run)
    before = {run: step(hands, run) for run in of.values() if hands.ticket(run).after is not Phase.STOPPED}
    before = {run: at for run, at in before.items() if not hands.ticket(run).over}
    for _ in range(4):
        for what in ("ready", "obey", "learn", "turn", "obey"):
            do(what, 1)
    for run, at in before.items():
        shop.pause(run)
        do("obey", 1)
        assert step(hands, run) > at, "it is stuck"
    shop.close()


def agrees(hands: Hands, run: str) -> None:
    """The look, the points and the state of a run that has ended are of one moment."""
    ticket = hands.ticket(run)
    if ticket.over and ticket.state is not None:
        at = ticket.state.step
        plan = schedule(10, 50, 7850)
        assert ticket.look.step == at
        assert [point.step for point in ticket.points] == [step for step in range(at + 1) if plan.is_point(step)]
        assert [each.step for each in ticket.kept] == [step for step in range(at + 1) if step in plan.kept]
