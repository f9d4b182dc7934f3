"""Until when a mute lasts, and from when to when quiet hours are."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.planner.chat_times import Span, lasts_until, span_of
from nlu.engine import load_engine
from nlu.engines.base import Focus
from nlu.understanding import TimeExpression
from nlu.vocabulary import Vocabulary

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=SEOUL)
# a Monday
ENGINE = load_engine()


def times(text: str) -> tuple[TimeExpression, ...]:
    return ENGINE.understand(text, Vocabulary(), Focus()).times


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("2시간 동안 알림 꺼 줘", (23, 17, 0)),
        ("하루 동안 알림 꺼 줘", (24, 15, 0)),
        ("6시까지 알림 꺼 줘", (23, 18, 0)),
        ("오늘까지 알림 꺼 줘", (24, 0, 0)),
        ("내일까지 알림 꺼 줘", (25, 0, 0)),
        ("내일 오전 8시까지 알림 꺼 줘", (24, 8, 0)),
        ("일요일까지 알림 꺼 줘", (30, 0, 0)),
        ("mute notifications until 8 am", (24, 8, 0)),
        ("mute notifications for an hour", (23, 16, 0)),
    ],
)
def test_an_end(text: str, until: tuple[int, int, int]) -> None:
    day, hour, minute = until
    expected = datetime(2026, 11, day, hour, minute, tzinfo=SEOUL) if day < 31 else None
    assert expected is not None
    assert lasts_until(times(text), NOW) == expected.timestamp()


def test_the_end_of_a_day_where_a_clock_is_changed() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    now = datetime(2026, 10, 24, 15, tzinfo=berlin)
    # the next day has 25 hours
    found = lasts_until(times("mute notifications until tomorrow"), now)
    assert found == datetime(2026, 10, 26, tzinfo=berlin).timestamp()


@pytest.mark.parametrize("text", ["내일 아침까지 알림 꺼 줘", "mute notifications until tomorrow morning"])
def test_an_end_that_no_clock_tells(text: str) -> None:
    assert lasts_until(times(text), NOW) is None


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("밤 10시부터 아침 7시까지 알림 꺼 줘", Span("22:00", "07:00", False)),
        ("매일 밤 10시 반부터 7시까지 알림 꺼 줘", Span("22:30", "07:00", False)),
        ("조용한 시간 22시~7시", Span("22:00", "07:00", False)),
        ("10시부터 7시까지 알림 꺼 줘", Span("22:00", "07:00", True)),
        ("오늘 밤 10시부터 아침 7시까지 알림 꺼 줘", Span("22:00", "07:00", True)),
        ("오후 1시부터 3시까지 알림 꺼 줘", Span("13:00", "15:00", False)),
        ("오전 9시부터 6시까지 알림 꺼 줘", Span("09:00", "18:00", False)),
        ("quiet hours from 10pm to 7", Span("22:00", "07:00", False)),
        ("quiet hours 1am to 6am", Span("01:00", "06:00", False)),
        ("밤 10시부터 밤 10시까지 알림 꺼 줘", None),
        ("2시간 동안 알림 꺼 줘", None),
    ],
)
def test_hours_of_each_day(text: str, span: Span | None) -> None:
    assert span_of(times(text)) == span
