"""Amounts, durations and times in both languages."""

from datetime import datetime

import pytest

from bot.wording.phrases import load_phrases
from bot.wording.units import as_number, clock, duration, measure, number, unit_of
from tests.bot.wording.home import NOW, SEOUL

KO, EN = load_phrases("ko"), load_phrases("en")


@pytest.mark.parametrize(
    ("seconds", "ko", "en", "brief"),
    [
        (0, "0초", "0 seconds", "0 s"),
        (1, "1초", "1 second", "1 s"),
        (59, "59초", "59 seconds", "59 s"),
        (60, "1분", "1 minute", "1 min"),
        (3480, "58분", "58 minutes", "58 min"),
        (3599, "1시간", "1 hour", "1 h"),
        (4800, "1시간 20분", "1 h 20 min", "1 h 20 min"),
        (7200, "2시간", "2 hours", "2 h"),
        (97200, "1일 3시간", "1 d 3 h", "1 d 3 h"),
    ],
)
def test_durations(seconds: float, ko: str, en: str, brief: str) -> None:
    assert (duration(seconds, KO), duration(seconds, EN), duration(seconds, EN, brief=True)) == (
        ko,
        en,
        brief,
    )


@pytest.mark.parametrize(
    ("day", "hour", "minute", "ko", "en"),
    [
        (14, 0, 5, "오전 12:05", "12:05 am"),
        (14, 12, 0, "오후 12:00", "12:00 pm"),
        (14, 15, 20, "오후 3:20", "3:20 pm"),
        (15, 7, 0, "내일 오전 7:00", "7:00 am tomorrow"),
        (13, 23, 59, "어제 오후 11:59", "11:59 pm yesterday"),
        (20, 9, 0, "3월 20일 오전 9:00", "9:00 am on 20 March"),
    ],
)
def test_clock_times_in_the_home_s_zone(day: int, hour: int, minute: int, ko: str, en: str) -> None:
    at = datetime(2026, 3, day, hour, minute, tzinfo=SEOUL).timestamp()
    assert (clock(at, NOW, SEOUL, KO), clock(at, NOW, SEOUL, EN)) == (ko, en)


@pytest.mark.parametrize(
    ("capability", "attribute", "value", "ko", "en"),
    [
        ("temperature", "target", 24.0, "24°C", "24°C"),
        ("temperature", "current", 24.46, "24.5°C", "24.5°C"),
        ("humidity", "current", 45, "45%", "45%"),
        ("battery", "percent", 100, "100%", "100%"),
        ("energy", "power_w", 1200, "1200W", "1200 W"),
        ("energy", "total_kwh", 3.25, "3.2kWh", "3.2 kWh"),
        ("air_quality", "pm2_5", 12, "12㎍/㎥", "12 µg/m³"),
        ("colour_temperature", "kelvin", 2700, "2700K", "2700K"),
        ("volume", "percent", 12, "12", "12"),
        ("channel", "number", 11, "11번", "11"),
        ("remaining_time", "seconds", 120, "2분", "2 minutes"),
        ("sensor", "anything", 3, "3", "3"),
    ],
)
def test_amounts(capability: str, attribute: str, value: float, ko: str, en: str) -> None:
    unit = unit_of(capability, attribute)
    assert (measure(value, unit, KO), measure(value, unit, EN)) == (ko, en)


def test_numbers() -> None:
    assert [number(value) for value in (3, 3.0, 3.14, -18, 0.05)] == ["3", "3", "3.1", "-18", "0.1"]
    assert [as_number(value) for value in ("3.5", 4, True, None, "x")] == [3.5, 4, None, None, None]
    assert [as_number(value) for value in (1e300, "nan", "inf")] == [None, None, None]
