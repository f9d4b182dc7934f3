"""Values of entities and canonical ones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance_bridge.capability import Value
from appliance_bridge.recognition.translation import READERS, Translator, choice

AT = 1_800_000_000.0


@pytest.mark.parametrize(
    ("raw", "state"),
    [
        ("Washing", "running"),
        ("Fill / Sense", "running"),
        ("Rinse / Drain", "running"),
        ("BSH.Common.EnumType.OperationState.Run", "running"),
        ("헹굼", "running"),
        ("run", "running"),
        ("Paused", "paused"),
        ("Rinse hold", "paused"),
        ("일시정지", "paused"),
        ("End", "finished"),
        ("program_ended", "finished"),
        ("완료", "finished"),
        ("Off", "stopped"),
        ("Ready", "stopped"),
        ("DelayedStart", "stopped"),
        ("Aborting", "stopped"),
        ("Error", "error"),
        ("returning_home", "returning"),
        ("Demo", None),
        ("xyzzy", None),
        ("unknown", None),
    ],
)
def test_run_states(raw: str, state: str | None) -> None:
    assert Translator("run_state").read(raw, AT) == state


@pytest.mark.parametrize(
    ("raw", "unit", "seconds"),
    [
        (58, "min", 3480),
        ("58", "min", 3480),
        (2, "h", 7200),
        (90, "s", 90),
        (90, "", 90),
        ("2:49", "", 10140),
        ("0:01:30", "", 90),
        ("PT1H20M", "", 4800),
        ("1시간 5분", "", 3900),
        ("2027-01-15T08:10:00+00:00", "", 600),
        ("2027-01-15T07:50:00+00:00", "", 0),
        (-1, "min", None),
        ("soon", "", None),
        ("nan", "min", None),
    ],
)
def test_durations(raw: Value, unit: str, seconds: int | None) -> None:
    assert Translator("duration", unit).read(raw, AT) == seconds


def test_times() -> None:
    assert Translator("timestamp").read("2027-01-15T08:10:00+00:00", AT) == AT + 600
    assert Translator("timestamp").read("2027-01-15T08:10:00", AT) is None
    assert Translator("timestamp").read("10:00", AT) is None


def test_units() -> None:
    assert Translator("power", "kW").read("1.5", AT) == 1500
    assert Translator("energy", "Wh").read(2500, AT) == 2.5


def test_canonical_words_both_ways() -> None:
    speeds = choice("fan_speed", ("약풍", "강풍", "자동", "폭풍"))
    assert speeds.read("약풍", AT) == "low"
    assert speeds.read("폭풍", AT) == "폭풍"
    assert [speeds.write(word) for word in ("low", "약풍", "AUTO", "폭풍")] == [
        "약풍",
        "약풍",
        "자동",
        "폭풍",
    ]
    with pytest.raises(ValueError, match="turbo"):
        speeds.write("turbo")


def test_two_options_of_one_meaning_keep_their_names() -> None:
    speeds = choice("fan_speed", ("middle", "medium"))
    assert speeds.write("middle") == "middle"
    assert speeds.write("medium") == "medium"


def test_a_programme_that_is_none() -> None:
    assert Translator("programme").read("off", AT) is None
    assert Translator("programme").read("Eco50", AT) == "Eco50"


def test_error_codes() -> None:
    assert Translator("not_nothing").read("OK", AT) is False
    assert Translator("not_nothing").read("0", AT) is False
    assert Translator("not_nothing").read("DE1", AT) is True
    assert Translator("code").read("no error", AT) is None
    assert Translator("code").read("DE1", AT) == "DE1"


@settings(deadline=None)
@given(
    st.sampled_from(sorted(READERS)),
    st.one_of(st.text(), st.booleans(), st.integers(), st.floats(), st.none()),
    st.sampled_from(["", "min", "kWh", "°C"]),
)
def test_nothing_breaks_a_reader(kind: str, raw: Value | None, unit: str) -> None:
    value = Translator(kind, unit).read(raw, AT)
    assert value is None or isinstance(value, bool | int | float | str)
    assert not isinstance(value, float) or value == value


@settings(deadline=None)
@given(st.lists(st.text(min_size=1), unique=True, min_size=1), st.sampled_from(["", "mode", "fan_speed"]))
def test_every_option_can_be_said_as_it_is_read(options: list[str], table: str) -> None:
    by = choice(table, tuple(options))
    for option in options:
        read = Translator("choice", own=by.own).read(option, AT)
        if read is not None:
            assert by.write(read) == option
