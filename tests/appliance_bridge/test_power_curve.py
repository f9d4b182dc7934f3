"""Runs told from power alone."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.power_curve import Change, PowerCurve, Thresholds
from benchmarks.power_curves import FINISH_WITHIN_S, START_WITHIN_S, measure

TYPES = load_catalogue().types
WASHER = Thresholds(start_w=20, start_s=180, sure_w=400, finish_w=12, finish_s=1500, quiet_s=420, least_s=600)


def draw(
    curve: PowerCurve, at: int, watts: float, minutes: float, every: int = 10
) -> list[tuple[int, Change]]:
    """So much power for so long, from `at` on: (second, change)."""
    changes = []
    for second in range(at, at + int(minutes * 60), every):
        change = curve.feed(watts, second)
        if change is not None:
            changes.append((second, change))
    return changes


def test_a_wash() -> None:
    curve = PowerCurve(WASHER)
    assert draw(curve, 0, 1.2, 60) == []
    [(told, began)] = draw(curve, 3600, 200, 60)
    assert (began.state, began.since) == ("running", 3600)
    assert told - 3600 < 180
    [(told, ended)] = draw(curve, 7200, 1.2, 60)
    assert (ended.state, ended.since) == ("finished", 7200)
    assert told - 7200 <= WASHER.quiet_s + 10


def test_a_pause_to_soak_is_no_end() -> None:
    curve = PowerCurve(WASHER)
    draw(curve, 0, 1.2, 30)
    draw(curve, 1800, 200, 20)
    assert draw(curve, 3000, 3.5, 18) == []
    assert curve.state == "running"


def test_a_plug_that_shows_nothing_at_rest_waits_longer_for_the_end() -> None:
    curve = PowerCurve(WASHER)
    draw(curve, 0, 0, 30)
    draw(curve, 1800, 200, 20)
    assert draw(curve, 3000, 0, 20) == []
    [(_, ended)] = draw(curve, 4200, 0, 20)
    assert (ended.state, ended.since) == ("finished", 3000)


@pytest.mark.parametrize("every", [10, 60, 300])
def test_turning_the_laundry_after_the_end_is_no_new_run(every: int) -> None:
    curve = PowerCurve(WASHER)
    draw(curve, 0, 2.0, 30)
    draw(curve, 1800, 300, 30)
    changes = []
    for second in range(3600, 7200, every):
        change = curve.feed(80.0 if second % 180 < 10 else 3.0, second)
        changes += [] if change is None else [change.state]
    assert "running" not in changes
    if every == 10:
        assert changes == ["finished"]


def test_a_silent_plug_ends_by_the_clock() -> None:
    curve = PowerCurve(WASHER)
    draw(curve, 0, 300, 30)
    assert curve.feed(0.0, 1800) is None
    assert curve.tick(1800 + WASHER.finish_s - 61) is None
    assert curve.tick(1800 + WASHER.finish_s) == Change("finished", 1800)


def test_what_was_short_was_no_run() -> None:
    curve = PowerCurve(WASHER)
    draw(curve, 0, 1, 10)
    draw(curve, 600, 200, 5)
    [(_, ended)] = draw(curve, 900, 1, 30)
    assert ended.state == "stopped"


def test_a_plug_that_is_switched_off_ends_nothing_but_stops_it() -> None:
    curve = PowerCurve(WASHER)
    draw(curve, 0, 300, 30)
    assert curve.cut(1800) == Change("stopped", 1800)
    assert curve.cut(1900) is None
    draw(curve, 2000, 300, 30)
    assert curve.state == "running"


def test_while_it_is_out_of_reach_nothing_is_concluded() -> None:
    curve = PowerCurve(WASHER)
    draw(curve, 0, 300, 30)
    curve.lost()
    assert curve.tick(1_000_000) is None
    assert curve.feed(2, 1_000_010) is None
    assert curve.state == "running"
    assert curve.tick(1_000_010 + WASHER.finish_s) == Change("finished", 1_000_010)


def test_a_run_goes_on_after_a_restart() -> None:
    curve = PowerCurve(WASHER, "running", since=0.0)
    assert draw(curve, 600, 200, 10) == []
    [(_, ended)] = draw(curve, 1200, 0, 30)
    assert ended.state == "finished"


def test_one_reading_of_a_heater_is_enough() -> None:
    curve = PowerCurve(WASHER)
    curve.feed(1, 0)
    curve.feed(2000, 300)
    assert curve.tick(330) == Change("running", 300)


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-10, 4000), st.floats(-100, 4000)), max_size=60))
def test_any_readings_are_survived_and_states_alternate(steps: list[tuple[float, float]]) -> None:
    curve, at, states = PowerCurve(WASHER), 0.0, ["stopped"]
    for watts, later in steps:
        at += later
        for change in (curve.feed(watts, at), curve.tick(at + 30)):
            if change is not None:
                states.append(change.state)
                assert change.since <= at + 4000
    assert all((one == "running") != (other == "running") for one, other in pairwise(states))


def test_types_that_are_told_by_power_can_run() -> None:
    told = {key: one for key, one in TYPES.items() if one.power_curve is not None}
    assert {"washer", "dryer", "dishwasher", "rice_cooker", "kettle"} <= set(told)
    for one in told.values():
        assert "run_control" in one.capabilities
        curve = one.power_curve
        assert curve is not None
        assert curve.start_w >= curve.finish_w


def test_realistic_runs_are_told_in_time() -> None:
    """A plug that tells every ten seconds gives every run once; the other plugs are in the benchmark."""
    scores = measure(range(3))
    for (kind, plug), (starts, ends) in scores.items():
        if plug in ("every 10 s",):
            assert (starts.precision, starts.recall) == (1, 1), f"{kind}: starts within {START_WITHIN_S}"
            assert (ends.precision, ends.recall) == (1, 1), f"{kind}: ends within {FINISH_WITHIN_S}"
