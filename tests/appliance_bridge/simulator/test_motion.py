"""Quantities that change by themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance_bridge.simulator.clock import SimulatedClock
from appliance_bridge.simulator.motion import Drift, Meter, Ramp, rounded, soonest

values = st.floats(-50, 150)


def test_a_ramp_stops_at_its_end() -> None:
    ramp = Ramp(20, since=10, rate=2, high=50)
    assert [ramp.at(moment) for moment in (10, 15, 25, 99)] == [20, 30, 50, 50]
    assert ramp.reaches(50) == 25
    assert ramp.reaches(10) is None
    assert ramp.heading(0, 15).reaches(50) is None


@given(values, st.floats(0.01, 5), st.sampled_from([-1, 1]), st.sampled_from([0.5, 1.0, 5.0, 10.0]))
def test_a_ramp_shows_something_new_when_it_said_it_would(
    start: float, pace: float, way: int, step: float
) -> None:
    ramp = Ramp(min(100.0, max(0.0, start)), 0, pace * way)
    moment = ramp.next_step(0, step)
    if moment is not None:
        end = ramp.high if way > 0 else ramp.low
        assert rounded(ramp.at(moment), step) != rounded(ramp.at(0), step) or ramp.at(moment) == end


@given(values, values, st.floats(10, 10_000), st.sampled_from([0.5, 1.0]))
def test_a_drift_shows_something_new_when_it_said_it_would_and_not_before(
    start: float, goal: float, tau: float, step: float
) -> None:
    drift = Drift(start, goal, 0, tau)
    moment = drift.next_step(0, step)
    if moment is None:
        assert abs(rounded(drift.at(1e9), step) - rounded(start, step)) <= step
        return
    assert moment > 0
    assert rounded(drift.at(moment), step) != rounded(drift.at(0), step) or moment < 0.02
    assert abs(drift.at(moment / 2) - drift.at(0)) <= step


def test_a_drift_keeps_its_value_when_its_goal_changes() -> None:
    drift = Drift(30, 20, 0, 600)
    turned = drift.towards(25, 300, 600)
    assert turned.at(300) == pytest.approx(drift.at(300))
    assert turned.at(1e6) == pytest.approx(25)


def test_a_meter_counts_watts_over_time() -> None:
    meter = Meter().drawing(1000, 0).drawing(0, 1800)
    assert meter.kwh(7200) == pytest.approx(0.5)
    assert meter.next_step(7200) is None


def test_soonest_leaves_out_what_never_comes() -> None:
    assert soonest(None, 3, None, 2) == 2
    assert soonest(None) is None


def test_changing_the_speed_does_not_make_the_clock_jump() -> None:
    real = [100.0]
    clock = SimulatedClock(lambda: real[0])
    real[0] = 110.0
    assert clock.now() == 10
    clock.speed = 60
    assert clock.now() == 10
    real[0] = 111.0
    assert clock.now() == 70
    assert clock.real_seconds_until(130) == 1
    assert clock.real_seconds_until(0) == 0


@pytest.mark.parametrize("speed", [0, -1, float("nan"), 1e9])
def test_a_silly_speed_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        SimulatedClock(lambda: 0.0, speed)
