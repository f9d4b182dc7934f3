"""One device that several dialects speak of: which parts are one appliance, and who is asked for what."""

from collections.abc import Iterable
from functools import cache
from itertools import permutations

import pytest

from appliance_bridge.appliance import Appliance, Limits, Missing, Offer
from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.merging import Joined, Part, Source, joined
from appliance_bridge.registry import Registry
from tests.support.tiny import TinyDialect

A, B = "mac:aabbccddeeff", "ieee:00158d0001a2b3c4"
FIRST = Source(0, "mqtt", TinyDialect("first"))
SECOND = Source(1, "mqtt", TinyDialect("second"))
THIRD = Source(2, "mqtt", TinyDialect("third"))
AWAY = Source(3, "garage", TinyDialect("first"), "-garage")
POWER = Offer("power", frozenset({"turn_on", "turn_off"}), frozenset({"on"}))
READS_POWER = Offer("power", attributes=frozenset({"on"}))
LEVEL = Offer("level", frozenset({"set"}), frozenset({"percent"}), {"percent": Limits(1, 100)})
ENERGY = Offer("energy", attributes=frozenset({"power_w"}))
LOCK = Offer("lock", frozenset({"lock", "unlock"}), frozenset({"state"}))


@cache
def catalogue() -> Catalogue:
    return load_catalogue()


def part(
    source: Source, name: str, type_: str, *offers: Offer, ids: Iterable[str] = (A,), called: str = ""
) -> Part:
    appliance = Appliance(
        name,
        type_,
        (called or name,),
        offers={one.capability: one for one in offers},
        source=f"{source.dialect.name}:{name}",
        identities=frozenset(ids),
    )
    return Part(source, appliance)


def home(*parts: Part) -> Registry:
    registry = Registry(catalogue())
    for one in parts:
        registry.put(one)
    return registry


def known(registry: Registry) -> dict[str, tuple[str, ...]]:
    """Id → the sources of its parts, the main one first."""
    found = {one.id: registry.joined(one.id) for one in registry.all()}
    return {key: tuple(one.appliance.source for one in it.parts) for key, it in found.items() if it}


def one(registry: Registry, appliance: str) -> Joined:
    found = registry.joined(appliance)
    assert found is not None
    return found


# --- who is the same


def test_one_device_in_two_dialects_is_one_appliance() -> None:
    registry = home(part(FIRST, "lamp", "light", POWER), part(SECOND, "0x1", "light", POWER, LEVEL))
    assert known(registry) == {"lamp": ("first:lamp", "second:0x1")}
    lamp = one(registry, "lamp")
    assert lamp.appliance.source == "first:lamp + second:0x1"
    assert lamp.appliance.names == ("lamp",)
    assert {key: it.source for key, it in lamp.speakers.items()} == {"power": FIRST, "level": SECOND}
    assert lamp.appliance.offers == {"power": POWER, "level": LEVEL}


def test_without_a_shared_identity_they_stay_two() -> None:
    registry = home(
        part(FIRST, "lamp", "light", POWER), part(SECOND, "other", "light", POWER, ids=(B,)),
        part(THIRD, "third", "light", POWER, ids=()),
    )  # fmt: skip
    assert set(known(registry)) == {"lamp", "other", "third"}


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_in_whatever_order_they_come_it_is_the_same_home(order: tuple[int, ...]) -> None:
    parts = (
        part(FIRST, "lamp", "light", POWER),
        part(SECOND, "0x1", "light", LEVEL),
        part(SECOND, "lamp", "plug", POWER, ids=()),
        part(THIRD, "x", "unknown", ENERGY, ids=(A, B)),
    )
    registry = home(*(parts[at] for at in order))
    assert known(registry) == {
        "lamp": ("first:lamp", "second:0x1", "third:x"),
        "lamp-second": ("second:lamp",),
    }


def test_a_known_type_gives_the_name() -> None:
    registry = home(part(FIRST, "dev-1", "unknown", ENERGY), part(SECOND, "washer", "washer", POWER))
    assert known(registry) == {"washer": ("second:washer", "first:dev-1")}
    assert one(registry, "washer").appliance.type == "washer"


def test_the_gangs_of_a_switch_are_paired_by_name() -> None:
    registry = home(
        part(FIRST, "a", "switch", POWER, called="부엌"), part(FIRST, "b", "switch", POWER, called="거실"),
        part(SECOND, "l1", "switch", POWER, called="거실"), part(SECOND, "l2", "switch", POWER, called="부엌"),
    )  # fmt: skip
    assert known(registry) == {"a": ("first:a", "second:l2"), "b": ("first:b", "second:l1")}


def test_without_common_names_the_gangs_are_paired_in_order() -> None:
    registry = home(
        part(SECOND, "l2", "switch", POWER), part(SECOND, "l1", "switch", POWER),
        part(FIRST, "b", "switch", POWER), part(FIRST, "a", "switch", POWER),
    )  # fmt: skip
    assert known(registry) == {"a": ("first:a", "second:l1"), "b": ("first:b", "second:l2")}


def test_more_of_the_same_type_is_not_doubled() -> None:
    registry = home(
        part(FIRST, "socket", "plug", POWER),
        part(SECOND, "l1", "plug", POWER), part(SECOND, "l2", "plug", POWER),
    )  # fmt: skip
    assert known(registry) == {"socket": ("first:socket", "second:l1")}
    registry.remove(FIRST, "socket")
    assert set(known(registry)) == {"l1", "l2"}


def test_what_is_something_else_stays_something_else() -> None:
    registry = home(
        part(FIRST, "fan", "fan", POWER),
        part(SECOND, "fan-2", "fan", POWER), part(SECOND, "lamp", "light", POWER),
    )  # fmt: skip
    assert known(registry) == {"fan": ("first:fan", "second:fan-2"), "lamp": ("second:lamp",)}


def test_harmless_types_that_differ_are_one_and_the_first_says_which() -> None:
    registry = home(part(FIRST, "x", "plug", POWER), part(SECOND, "y", "light", POWER))
    assert one(registry, "x").appliance.type == "plug"
    assert set(known(registry)) == {"x"}


def test_a_device_known_at_two_brokers_is_one() -> None:
    registry = home(part(AWAY, "lamp", "light", POWER), part(FIRST, "lamp", "light", POWER))
    assert known(registry) == {"lamp": ("first:lamp", "first:lamp")}
    registry.remove(FIRST, "lamp")
    assert known(registry) == {"lamp-garage": ("first:lamp",)}


def test_another_broker_never_takes_an_id_of_the_first() -> None:
    registry = home(part(AWAY, "front", "door_lock", LOCK, ids=()))
    assert known(registry) == {"front-garage": ("first:front",)}
    assert registry.find("front") is None


# --- who counts


def test_the_first_that_can_be_told_is_told_and_believed() -> None:
    reads = Offer("temperature", attributes=frozenset({"current", "target"}))
    sets = Offer(
        "temperature", frozenset({"set"}), frozenset({"current", "target"}), {"target": Limits(5, 30)}
    )
    boiler = one(home(part(FIRST, "h", "thermostat", reads), part(SECOND, "i", "thermostat", sets)), "h")
    assert boiler.speakers["temperature"].source is SECOND
    assert boiler.reader("temperature.target").source is SECOND
    assert boiler.reader("temperature.current").source is FIRST
    offer = boiler.appliance.offers["temperature"]
    assert (offer.actions, offer.limits) == (sets.actions, sets.limits)


def test_a_stranger_adds_and_never_replaces() -> None:
    claims = part(SECOND, "evil", "light", POWER, LEVEL, ENERGY)
    lamp = one(home(part(FIRST, "lamp", "light", POWER, LEVEL), claims), "lamp")
    assert {it.source for it in lamp.speakers.values()} == {FIRST}
    assert lamp.reader("power.on").source is lamp.reader("level.percent").source is FIRST
    assert lamp.reader("energy.power_w").source is SECOND
    assert lamp.reader("nobody.offers").source is FIRST


def test_nothing_that_acts_is_added_to_what_can_do_harm() -> None:
    claims = part(SECOND, "evil", "door_lock", LOCK, POWER, ENERGY)
    lock = one(
        home(part(FIRST, "door", "door_lock", Offer("lock", attributes=frozenset({"state"}))), claims), "door"
    )
    assert lock.speakers == {}
    assert lock.appliance.offers["lock"].actions == frozenset()
    assert lock.appliance.offers["power"].actions == frozenset()
    assert lock.reader("lock.state").source is FIRST


@pytest.mark.parametrize("first", ["light", "door_lock"])
def test_what_can_do_harm_is_joined_with_nothing_else(first: str) -> None:
    second = "door_lock" if first == "light" else "light"
    registry = home(part(FIRST, "a", first, POWER, LOCK), part(SECOND, "b", second, POWER, LOCK))
    assert set(known(registry)) == {"a", "b"}


def test_a_device_with_the_identities_of_many_is_joined_with_one() -> None:
    registry = home(
        part(FIRST, "a", "light", POWER), part(FIRST, "b", "light", POWER, ids=(B,)),
        part(SECOND, "evil", "light", LEVEL, ids=(A, B)),
    )  # fmt: skip
    assert known(registry) == {"a": ("first:a", "second:evil"), "b": ("first:b",)}


def test_a_thousand_claims_of_one_identity_cost_little() -> None:
    registry = home(*(part(SECOND, f"x{number}", "light", POWER) for number in range(1000)))
    registry.put(part(FIRST, "lamp", "light", POWER))
    assert registry.find("lamp") is not None


def test_what_is_missing_is_only_what_nobody_has() -> None:
    lacking = part(FIRST, "lamp", "light", POWER)
    appliance = Appliance(
        **{**{key: getattr(lacking.appliance, key) for key in Appliance.__slots__},
           "missing": (Missing("level", "no_control"), Missing("colour", "no_control"))}
    )  # fmt: skip
    found = joined((Part(FIRST, appliance), part(SECOND, "y", "light", LEVEL)), "lamp", catalogue())
    assert [it.capability for it in found.appliance.missing] == ["colour"]


# --- coming and going


def test_the_first_dialect_comes_late() -> None:
    registry = home(part(SECOND, "0x1", "light", POWER, LEVEL))
    changes = {it.id: it for it in registry.put(part(FIRST, "lamp", "light", POWER))}
    assert set(changes) == {"0x1", "lamp"}
    assert changes["0x1"].after is None
    assert changes["lamp"].before is None
    assert one(registry, "lamp").speakers["power"].source is FIRST


def test_what_remains_when_one_goes_stays_of_use() -> None:
    registry = home(part(FIRST, "lamp", "light", POWER), part(SECOND, "0x1", "light", POWER, LEVEL))
    registry.remove(SECOND, "0x1")
    assert set(one(registry, "lamp").appliance.offers) == {"power"}
    registry.put(part(SECOND, "0x1", "light", POWER, LEVEL))
    registry.remove(FIRST, "lamp")
    assert one(registry, "0x1").speakers["power"].source is SECOND
    assert registry.remove(FIRST, "lamp") == []


def test_said_again_it_is_no_news() -> None:
    parts = part(FIRST, "lamp", "light", POWER), part(SECOND, "0x1", "light", POWER)
    registry = home(*parts)
    assert [registry.put(it) for it in parts] == [[], []]
    [change] = registry.put(part(SECOND, "0x1", "light", POWER, LEVEL))
    assert change.before is not None
    assert change.after is not None
    assert "level" in change.after.appliance.offers


def test_an_identity_that_is_told_later_joins_and_one_that_is_taken_back_parts() -> None:
    registry = home(part(FIRST, "lamp", "light", POWER), part(SECOND, "0x1", "light", POWER, ids=()))
    assert set(known(registry)) == {"lamp", "0x1"}
    registry.put(part(SECOND, "0x1", "light", POWER))
    assert set(known(registry)) == {"lamp"}
    registry.put(part(SECOND, "0x1", "light", POWER, ids=()))
    assert set(known(registry)) == {"lamp", "0x1"}


def test_the_same_id_by_chance_is_told_apart_and_freed_again() -> None:
    registry = home(part(SECOND, "lamp", "light", POWER, ids=()))
    assert known(registry) == {"lamp": ("second:lamp",)}
    registry.put(part(FIRST, "lamp", "light", POWER, ids=()))
    assert known(registry) == {"lamp": ("first:lamp",), "lamp-second": ("second:lamp",)}
    registry.put(part(FIRST, "lamp-second", "light", POWER, ids=()))
    assert len(known(registry)) == 3
    assert known(registry)["lamp-second"] == ("first:lamp-second",)
    registry.remove(FIRST, "lamp-second")
    registry.remove(FIRST, "lamp")
    assert known(registry) == {"lamp": ("second:lamp",)}


def test_hidden_it_is_hidden_with_all_its_parts_and_described_all_the_same() -> None:
    registry = home(part(FIRST, "lamp", "light", POWER), part(SECOND, "0x1", "light", LEVEL))
    [change] = registry.hide(["lamp"])
    assert change.after is None
    assert registry.all() == []
    [described] = registry.described({})
    assert described.hidden
    assert described.appliance.id == "lamp"
    registry.remove(FIRST, "lamp")
    assert set(known(registry)) == {"0x1"}
    registry.put(part(FIRST, "lamp", "light", POWER))
    assert registry.all() == []
    assert len(registry.hide([])) == 1
    assert set(known(registry)) == {"lamp"}


def test_hidden_under_the_name_it_had_before_the_first_dialect_came_it_stays_hidden() -> None:
    registry = home(part(SECOND, "0x1", "light", POWER))
    registry.hide(["0x1"])
    registry.put(part(FIRST, "lamp", "light", POWER))
    assert registry.all() == []
