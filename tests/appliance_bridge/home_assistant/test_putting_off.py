"""Announcements taken in together make the same house as one by one."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance_bridge.dialects.base import Effect, Incoming, Unhurried
from tests.appliance_bridge.home_assistant.house import NOW, House, device

Message = tuple[str, object]


class Patient(House):
    """Hears all and puts off what it may; `catch_up` is called when it likes."""

    def say(self, topic: str, payload: object) -> list[Effect]:
        raw = (payload if isinstance(payload, str) else json.dumps(payload)).encode()
        return self._taken(list(self.dialect.collect(Incoming(topic, raw, True, NOW))))

    def catch_up(self) -> None:
        while (due := self.dialect.catch_up()) is not None:
            self._taken(list(due[1]))


def _looks(house: House) -> object:
    """All that can be known of a house now."""
    states = {
        one: {
            key: value
            for key, value in house.state.get(one, {}).items()
            if (offer := appliance.offers.get(key.partition(".")[0])) is not None
            and key.partition(".")[2] in offer.attributes
        }
        for one, appliance in house.appliances.items()
    }
    online = {one: house.online.get(one) for one in house.appliances}
    known = {one: house.dialect.explain(one) for one in house.appliances}
    described = {one.appliance.id: one for one in house.dialect.described()}
    return house.appliances, states, online, known, described, set(house.dialect.subscriptions()[-1].filters)


def _compare(messages: Sequence[Message], pauses: frozenset[int] = frozenset()) -> Patient:
    """Both hear the same; who puts off catches up at these places."""
    plain, patient = House(), Patient()
    for place, (topic, payload) in enumerate(messages):
        plain.say(topic, payload)
        patient.say(topic, payload)
        if place in pauses:
            patient.catch_up()
            assert _looks(patient) == _looks(plain)
    patient.catch_up()
    assert not patient.dialect.behind
    assert _looks(patient) == _looks(plain)
    for topic, payload in messages:
        if not topic.endswith("/config"):
            # what belongs to whom is the same, too
            assert plain.say(topic, payload) == patient.say(topic, payload)
    return patient


PARTS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("switch", "power", {"command_topic": "{d}/set", "state_topic": "{d}/power"}),
    (
        "sensor",
        "remaining",
        {"state_topic": "{d}/left", "unit_of_measurement": "min", "device_class": "duration"},
    ),
    ("binary_sensor", "remote_start", {"state_topic": "{d}/remote"}),
    (
        "select",
        "program",
        {"command_topic": "{d}/prog/set", "state_topic": "{d}/prog", "options": ["Cotton", "Wool"]},
    ),
    (
        "climate",
        "climate",
        {"mode_command_topic": "{d}/mode/set", "mode_state_topic": "{d}/mode", "modes": ["off", "cool"]},
    ),
    ("light", "lamp", {"command_topic": "{d}/lamp/set", "state_topic": "{d}/lamp"}),
)
DEVICES = ("washer", "airco", "lamp7")
AWAY = {"availability_topic": "bridge/state"}


def _announce(owner: str, part: int, home: str, variant: int) -> Message:
    component, name, options = PARTS[part]
    told = {key: one.format(d=owner) if isinstance(one, str) else one for key, one in options.items()}
    more = AWAY if variant % 2 else {}
    about = device(home, home.title())
    config = {"unique_id": f"{owner}_{name}", "name": name, "device": about, **told, **more}
    return f"homeassistant/{component}/{owner}/{name}/config", config


@st.composite
def _message(draw: st.DrawFn) -> Message:
    owner, part = draw(st.sampled_from(DEVICES)), draw(st.integers(0, len(PARTS) - 1))
    match draw(
        st.sampled_from(["announce", "announce", "announce", "move", "remove", "say", "say", "there"])
    ):
        case "announce":
            return _announce(owner, part, owner, draw(st.integers(0, 1)))
        case "move":
            return _announce(owner, part, draw(st.sampled_from(DEVICES)), 0)
        case "remove":
            return _announce(owner, part, owner, 0)[0], ""
        case "say":
            topic = draw(st.sampled_from(["power", "left", "remote", "prog", "mode", "lamp"]))
            return f"{owner}/{topic}", draw(st.sampled_from(["ON", "OFF", "12", "Wool", "cool", "off"]))
        case _:
            return "bridge/state", draw(st.sampled_from(["online", "offline"]))


@settings(max_examples=150, deadline=None)
@given(st.lists(_message(), max_size=30), st.frozensets(st.integers(0, 29), max_size=3))
def test_putting_off_makes_the_same_house(messages: list[Message], pauses: frozenset[int]) -> None:
    _compare(messages, pauses)


@pytest.mark.shared
def test_recorded_houses_are_the_same(samples: list[Path]) -> None:
    together: list[Message] = []
    for number, sample in enumerate(samples):
        data = json.loads(sample.read_text(encoding="utf-8"))
        said = [(topic, one) for each in data.get("state_examples") or [] for topic, one in each.items()]
        told = [
            (str(one["topic"]).replace("_state/config", f"_{place}/config"), one["payload"])
            for place, one in enumerate(data["discovery"])
            if one.get("payload") is not None
        ]
        _compare([*told, *said])
        _compare([*said[::2], *told[::2], *said, *told[1::2], *said], frozenset({number % 7}))
        together += [*told, *said]
    assert len(_compare(together).appliances) > 20


def test_a_device_is_made_once_however_many_pieces_announce_it() -> None:
    patient = Patient()
    for part in range(len(PARTS)):
        patient.say(*_announce("washer", part, "washer", 0))
    assert patient.announcements == 0
    assert patient.dialect.owes("washer/power")
    assert not patient.dialect.owes("other/power")
    patient.catch_up()
    assert patient.announcements == len(patient.appliances) > 0
    assert isinstance(patient.dialect, Unhurried)


def test_what_a_device_says_meanwhile_is_heard() -> None:
    patient = Patient()
    patient.say(*_announce("lamp7", 5, "lamp7", 0))
    patient.say("lamp7/lamp", "ON")
    assert [one["power.on"] for one in patient.state.values()] == [True]
    assert not patient.dialect.behind
