"""Times into moments of the home's zone: what is certain, what is asked, what has passed."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.planner.moments import Either, Unclear, completed, place
from nlu.understanding import TimeExpression

SEOUL = ZoneInfo("Asia/Seoul")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=SEOUL)
# a Monday
DAWN = NOON.replace(hour=5)
NIGHT = NOON.replace(hour=22)


def time(kind: str, **more: object) -> TimeExpression:
    return TimeExpression(kind, "", 0, 0, **more)  # type: ignore[arg-type]


def shown(at: object) -> str:
    return datetime.fromtimestamp(float(str(at)), SEOUL).strftime("%a %d %H:%M")


@pytest.mark.parametrize(
    ("given", "now", "moment"),
    [
        (time("at", clock="19:00"), NOON, "Mon 23 19:00"),
        (time("at", clock="07:30"), NOON, "Tue 24 07:30"),
        (time("at", clock="07:30", day="tomorrow"), NOON, "Tue 24 07:30"),
        (time("at", clock="08:00", day="dayafter"), NOON, "Wed 25 08:00"),
        (time("at", clock="18:00", day="sat"), NOON, "Sat 28 18:00"),
        (time("at", clock="18:00", day="mon"), NOON, "Mon 23 18:00"),
        (time("at", clock="09:00", day="mon"), NOON, "Mon 30 09:00"),
        (time("at", clock="06:00", day="next_week.mon"), NOON, "Mon 30 06:00"),
        (time("at", clock="19:00", day="next_week.tue"), NOON, "Tue 01 19:00"),
        (time("at", either="07:00"), NOON, "Mon 23 19:00"),
        (time("at", either="07:00", day="today"), NOON, "Mon 23 19:00"),
        (time("in", seconds=1800.0), NOON, "Mon 23 12:30"),
        (time("every", clock="06:30", day="weekday"), NOON, "Tue 24 06:30"),
    ],
)
def test_what_is_certain(given: TimeExpression, now: datetime, moment: str) -> None:
    facts = place([given], now)
    assert isinstance(facts, dict)
    assert shown(facts["at"]) == moment


@pytest.mark.parametrize(
    ("given", "now", "morning", "evening"),
    [
        (time("at", either="07:00"), DAWN, "Mon 23 07:00", "Mon 23 19:00"),
        (time("at", either="07:00"), NIGHT, "Tue 24 07:00", "Tue 24 19:00"),
        (time("at", either="07:00", day="tomorrow"), NOON, "Tue 24 07:00", "Tue 24 19:00"),
        (time("every", either="07:00"), NOON, "Tue 24 07:00", "Mon 23 19:00"),
    ],
)
def test_both_readings_are_offered(given: TimeExpression, now: datetime, morning: str, evening: str) -> None:
    found = place([given], now)
    assert isinstance(found, Either)
    assert (shown(found.morning["at"]), shown(found.evening["at"])) == (morning, evening)


@pytest.mark.parametrize(
    "given",
    [
        time("unclear", half="pm"),
        time("unclear", day="tomorrow"),
        time("every", day="weekday"),
        time("at", clock="07:00", day="today"),
        time("by"),
    ],
)
def test_what_nobody_can_place(given: TimeExpression) -> None:
    assert isinstance(place([given], NOON), Unclear)


def test_an_end_is_the_next_of_its_name() -> None:
    assert shown(place([time("until", either="10:00")], NOON)["until"]) == "Mon 23 22:00"  # type: ignore[index]
    both = [time("until", either="06:00"), time("at", clock="23:00")]
    facts = place(both, NOON)
    assert isinstance(facts, dict)
    assert (shown(facts["at"]), shown(facts["until"])) == ("Mon 23 23:00", "Tue 24 06:00")


def test_an_answer_keeps_the_day_and_the_half_that_were_said() -> None:
    assert completed(time("at", either="03:00"), "tomorrow", "pm") == time(
        "at", clock="15:00", day="tomorrow"
    )
    assert completed(time("at", clock="09:00"), None, "pm") == time("at", clock="09:00")
