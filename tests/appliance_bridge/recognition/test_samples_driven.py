"""Recorded devices, recognised and driven: what they are, what they are told, what they refuse."""

from collections.abc import Iterator, Mapping

import pytest

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from appliance_bridge.catalogue import Catalogue
from appliance_bridge.command import Command, Refusal
from appliance_bridge.preconditions import check
from benchmarks.recognition.homes import NOW, Home
from benchmarks.recognition.recorded import Sample, home_of, scored

pytestmark = pytest.mark.shared


def asked(home: Home, one: Appliance, key: str, /, **given: Value) -> Refusal | None:
    """Why it may not be told so now, or None."""
    capability, _, action = key.partition(".")
    command = Command("1", one.id, capability, action, given)
    kind = home.catalogue.type_of(one.type)
    return check(one, home.state(one.id), command, kind, home.catalogue.capabilities[capability], NOW)


def homes(samples: list[Sample], catalogue: Catalogue, *starts: str) -> Iterator[tuple[Home, Appliance]]:
    """Each appliance of the samples whose name starts so."""
    for sample in samples:
        if sample.name.startswith(starts):
            home = home_of(sample, catalogue)
            for one in home.appliances.values():
                yield home, one


def test_all_are_what_they_are_and_are_told_nothing_else(samples: list[Sample], catalogue: Catalogue) -> None:
    faults = {}
    for sample in samples:
        score = scored(sample, catalogue)
        if not score.right_types or score.missed or score.wrong:
            faults[sample.name] = (score.types, score.missed, score.wrong)
    assert len(samples) >= 43
    assert faults == {}


def test_a_start_waits_for_the_permission_of_the_machine(samples: list[Sample], catalogue: Catalogue) -> None:
    started = 0
    for home, one in homes(samples, catalogue, "rethink-washer"):
        if not one.can("run_control", "start"):
            assert asked(home, one, "run_control.start") == Refusal(
                "unsupported", {"capability": "run_control", "action": "start"}
            )
            continue
        said = home.said.setdefault(one.id, {})
        refusal = asked(home, one, "run_control.start")
        assert refusal is not None
        assert refusal.reason == "remote_control_off"
        said["remote_control.allowed"] = False
        refusal = asked(home, one, "run_control.start")
        assert refusal is not None
        assert refusal.reason == "remote_control_off"
        said["remote_control.allowed"] = True
        assert asked(home, one, "run_control.start") is None
        (message,) = home.sent(one, "run_control.start", {})
        assert message.topic.endswith("/start/set")
        assert not message.retain
        said["error.active"] = True
        refusal = asked(home, one, "run_control.start")
        assert refusal is not None
        assert refusal.reason == "fault"
        # What makes it safe is never held up.
        assert asked(home, one, "run_control.pause") is None
        started += 1
    assert started == 6


def test_what_washers_said_is_understood(samples: list[Sample], catalogue: Catalogue) -> None:
    told = 0
    for sample in samples:
        if not sample.name.startswith(("rethink-washer", "rethink-dryer")) or not sample.states:
            continue
        home = home_of(sample, catalogue)
        home.hear(sample.states)
        for one, said in home.said.items():
            assert isinstance(said["remaining_time.seconds"], int | float), (sample.name, one)
            assert said["run_control.state"] in ("stopped", "running", "paused", "finished", None)
            assert isinstance(said["power.on"], bool)
            told += 1
    assert told >= 10


def test_a_fridge_is_set_within_its_limits(samples: list[Sample], catalogue: Catalogue) -> None:
    set_ = 0
    for home, one in homes(samples, catalogue, "rethink-refrigerator"):
        for action, attribute in (("set", "target"), ("set_freezer", "freezer_target")):
            limits = one.offers["temperature"].limits[attribute]
            assert limits.minimum is not None
            assert limits.maximum is not None
            assert asked(home, one, f"temperature.{action}", value=limits.minimum) is None
            refusal = asked(home, one, f"temperature.{action}", value=limits.maximum + 20)
            assert refusal is not None
            assert refusal.reason == "out_of_range"
            (message,) = home.sent(one, f"temperature.{action}", {"value": limits.minimum})
            assert ("freezer" in message.topic) == (action == "set_freezer")
            set_ += 1
    assert set_ == 10


AIRCONS = ("connectlife", "mitsubishi2mqtt", "rethink-air_conditioner", "z2m-air_conditioner")


def test_an_air_conditioner_is_set(samples: list[Sample], catalogue: Catalogue) -> None:
    driven = 0
    for home, one in homes(samples, catalogue, *AIRCONS):
        assert asked(home, one, "temperature.set", value=24) is None
        assert home.sent(one, "temperature.set", {"value": 24})
        refusal = asked(home, one, "temperature.set", value=60)
        assert refusal is not None
        assert refusal.reason == "out_of_range"
        assert asked(home, one, "mode.set", value="cool") is None
        refusal = asked(home, one, "mode.set", value="nonsense")
        assert refusal is not None
        assert refusal.reason == "not_an_option"
        driven += 1
    assert driven == 5


def only(samples: list[Sample], catalogue: Catalogue, name: str, kind: str) -> tuple[Home, Appliance]:
    """The only appliance of this type in this sample."""
    ((home, found),) = [pair for pair in homes(samples, catalogue, name) if pair[1].type == kind]
    return home, found


def payloads(home: Home, one: Appliance, key: str, given: Mapping[str, Value]) -> list[str]:
    """What is sent for this command."""
    return [message.payload.decode() for message in home.sent(one, key, given)]


def test_a_dishwasher_starts_by_its_programme(samples: list[Sample], catalogue: Catalogue) -> None:
    home, one = only(samples, catalogue, "hcpy-dishwasher", "dishwasher")
    programmes = one.offers["run_control"].limits["program"].options
    assert asked(home, one, "run_control.start", program=programmes[0]) is None
    (sent,) = home.sent(one, "run_control.start", {"program": programmes[0]})
    assert sent.topic.endswith("/activeProgram")
    assert home.sent(one, "run_control.start", {}) == []
    refusal = asked(home, one, "run_control.start", program="Nonsense")
    assert refusal is not None
    assert refusal.reason == "not_an_option"


def test_an_oven_is_never_hotter_than_it_may_be(samples: list[Sample], catalogue: Catalogue) -> None:
    home, one = only(samples, catalogue, "hcpy-oven", "oven")
    assert catalogue.type_of("oven").risk_of("temperature", "set") == "confirm"
    assert asked(home, one, "temperature.set", value=180) is None
    assert "180" in payloads(home, one, "temperature.set", {"value": 180})[0]
    refusal = asked(home, one, "temperature.set", value=450)
    assert refusal is not None
    assert refusal.reason == "out_of_range"


def test_a_cooker_takes_the_programme_first(samples: list[Sample], catalogue: Catalogue) -> None:
    home, one = only(samples, catalogue, "redmond", "rice_cooker")
    rice = next(name for name in one.offers["program"].limits["selected"].options if "Rice" in name)
    topics = [message.topic for message in home.sent(one, "run_control.start", {"program": rice})]
    assert [topic.rpartition("/")[2] for topic in topics] == ["prname", "state"]


def test_a_gas_valve_never_opens(samples: list[Sample], catalogue: Catalogue) -> None:
    valves = [pair for pair in homes(samples, catalogue, "kocom", "sds") if pair[1].type == "gas_valve"]
    assert len(valves) == 2
    for home, one in valves:
        for key in ("valve.open", "power.turn_on"):
            refusal = asked(home, one, key)
            assert refusal is not None
            assert home.sent(one, key, {}) == []


def test_of_the_locks_of_a_car_only_the_doors_are_told(samples: list[Sample], catalogue: Catalogue) -> None:
    home, one = only(samples, catalogue, "saic", "car")
    for action in ("lock", "unlock"):
        assert [message.topic.split("/")[3:] for message in home.sent(one, f"lock.{action}", {})] == [
            ["doors", "locked", "set"]
        ]
    assert catalogue.type_of("car").risk_of("lock", "unlock") == "secure"


def test_a_robot_goes_home(samples: list[Sample], catalogue: Catalogue) -> None:
    home, one = only(samples, catalogue, "valetudo", "robot_vacuum")
    sent = {
        action: payloads(home, one, f"run_control.{action}", {}) for action in ("start", "return_to_dock")
    }
    assert all(len(one) == 1 for one in sent.values())
    assert sent["start"] != sent["return_to_dock"]


def test_a_washer_of_another_bridge_starts(samples: list[Sample], catalogue: Catalogue) -> None:
    home, one = only(samples, catalogue, "smartthings", "washer")
    assert home.said[one.id]["run_control.state"] == "running"
    assert home.said[one.id]["remaining_time.finish_at"] == 1785578400.0
    refusal = asked(home, one, "run_control.start")
    assert refusal is not None
    assert refusal.reason in ("already", "remote_control_off")
    assert "pause" in payloads(home, one, "run_control.pause", {})[0]


def test_a_dishwasher_that_is_only_seen_says_how_long(samples: list[Sample], catalogue: Catalogue) -> None:
    home, one = only(samples, catalogue, "miele", "dishwasher")
    assert home.said[one.id]["remaining_time.seconds"] == 240
    assert home.said[one.id]["run_control.state"] == "running"
    assert not any(offer.actions for offer in one.offers.values())
