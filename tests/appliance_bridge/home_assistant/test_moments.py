"""date, time, datetime: read and set as ISO 8601, nothing else goes out."""

import pytest

from appliance_bridge.errors import Unsupported
from tests.appliance_bridge.home_assistant.announce import Announced, announced


def _one(component: str, **options: object) -> Announced:
    inventory = Announced()
    told = {"uniq_id": "m", "stat_t": "m", "cmd_t": "m/set", **options}
    assert announced(inventory, f"homeassistant/{component}/m/config", told).added
    return inventory


@pytest.mark.parametrize(
    ("component", "options", "said", "value"),
    [
        ("time", {}, "7:05", "07:05:00"),
        ("time", {}, "22:30:15", "22:30:15"),
        ("date", {}, "2026-11-23", "2026-11-23"),
        ("date", {}, "2026-11-23T10:00:00", "2026-11-23"),
        ("datetime", {}, "2026-11-23T10:00:00+09:00", "2026-11-23T10:00:00+09:00"),
        ("datetime", {"tz": "Asia/Seoul"}, "2026-11-23 10:00:00", "2026-11-23T10:00:00+09:00"),
        ("time", {"val_tpl": "{{ value_json.at }}"}, '{"at": "01:02"}', "01:02:00"),
        ("time", {}, "None", None),
    ],
)
def test_read(component: str, options: dict[str, object], said: str, value: str | None) -> None:
    inventory = _one(component, **options)
    assert inventory.receive("m", said.encode()).states == {f"{component}.m": {"state": value}}


@pytest.mark.parametrize(
    ("component", "options", "said"),
    [
        ("time", {}, "soon"),
        ("time", {}, "25:00"),
        ("date", {}, "2026-13-01"),
        ("datetime", {}, "2026-11-23 10:00:00"),
        ("datetime", {"tz": "../../etc/passwd"}, "2026-11-23 10:00:00"),
        ("datetime", {"tz": "Nowhere/Land"}, "2026-11-23 10:00:00"),
        ("datetime", {}, "9" * 500),
    ],
)
def test_what_is_no_moment_says_nothing(component: str, options: dict[str, object], said: str) -> None:
    assert not _one(component, **options).receive("m", said.encode()).states


def test_set() -> None:
    inventory = _one("time", cmd_tpl='{"at": "{{ value }}"}')
    (message,) = inventory.encode("time.m", "set_value", {"value": "7:30"})
    assert (message.topic, message.payload) == ("m/set", b'{"at": "07:30:00"}')
    with pytest.raises(Unsupported):
        inventory.encode("time.m", "set_value", {"value": "half past seven"})
