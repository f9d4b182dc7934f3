"""The reasons of an appliance that several dialects know."""

from functools import cache

from appliance_bridge.appliance import Appliance, Offer
from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.explaining import together
from appliance_bridge.explanation import Candidate, Explanation, Part
from appliance_bridge.merging import Part as Known
from appliance_bridge.merging import Source, joined
from tests.support.tiny import TinyDialect

POWER = Offer("power", frozenset({"turn_on"}), frozenset({"on"}))
ENERGY = Offer("energy", attributes=frozenset({"power_w"}))


class Told(TinyDialect):
    """A dialect with reasons."""

    def __init__(self, name: str, told: Explanation | None) -> None:
        super().__init__(name)
        self._told = told

    def explain(self, appliance: str) -> Explanation | None:
        return self._told


@cache
def catalogue() -> Catalogue:
    return load_catalogue()


def knows(rank: int, name: str, told: Explanation | None, *offers: Offer) -> Known:
    appliance = Appliance(
        name, "plug", (name,), offers={one.capability: one for one in offers}, source=f"{name}:x"
    )
    return Known(Source(rank, "mqtt", Told(name, told)), appliance)


def reasons(name: str, *keys: str) -> Explanation:
    parts = tuple(Part(key, f"switch.{name}", f"{name}/topic", "its name is power") for key in keys)
    return Explanation(name, "plug", f"{name}:x", (Candidate("plug", 1.0, (name,)),), parts)


def test_each_part_is_that_of_who_plays_it() -> None:
    first = knows(0, "first", reasons("first", "power.on", "power.turn_on"), POWER)
    second = knows(
        1, "second", reasons("second", "power.on", "power.turn_on", "energy.power_w"), POWER, ENERGY
    )
    told = together(joined([first, second], "plug-1", catalogue()), "plug-1")
    assert told is not None
    assert (told.appliance, told.source, told.candidates[0].why) == (
        "plug-1",
        "first:x + second:x",
        ("first",),
    )
    assert [(one.key, one.entity, one.why) for one in told.parts] == [
        ("power.on", "switch.first", "its name is power"),
        ("power.turn_on", "switch.first", "its name is power"),
        ("energy.power_w", "switch.second", "its name is power, over second"),
    ]
    assert told.notes == ("second knows it too, as second",)


def test_one_that_is_alone_is_told_as_it_is() -> None:
    alone = reasons("first", "power.on", "power.turn_on")
    assert together(joined([knows(0, "first", alone, POWER)], "first", catalogue()), "first") == alone


def test_without_reasons_there_is_no_explanation() -> None:
    silent = knows(0, "first", None, POWER)
    assert together(joined([silent], "first", catalogue()), "first") is None
    other = knows(1, "second", None, ENERGY)
    told = together(
        joined([knows(0, "first", reasons("first"), POWER), other], "first", catalogue()), "first"
    )
    assert told is not None
    assert told.notes == ("second knows it too, as second",)
