"""From the words for things to the appliances of this home: which ones are meant, or why that is open."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from appliance_bridge.appliance import Appliance
from bot.planner.situation import Situation
from nlu.understanding import Intent

Able = Callable[[Appliance], bool]


@dataclass(frozen=True, slots=True)
class Targets:
    """Who is meant. Exactly one of: found (and not which), which, unknown, nothing, no_reference."""

    found: tuple[Appliance, ...] = ()
    which: bool = False
    # one of `found` is meant and nobody said which
    unknown: str | None = None
    # words for something this home does not have
    nothing: bool = False
    # the words are known, but nothing here fits them
    no_reference: bool = False
    # "it", and nothing was spoken of before
    everything: bool = False
    # "all", with no kind and no name
    named: bool = False
    # a kind, a name or a room was said


def find_targets(intent: Intent, situation: Situation, able: Able, *, focused: bool = True) -> Targets:
    """Resolve the slots of one intent; `able` says whether an appliance could do what is asked.

    focused: of several of one kind the one that was spoken of is meant.
    """
    unknown = next((slot.text for slot in intent.slots if slot.name == "unknown"), None)
    if unknown is not None:
        return Targets(unknown=unknown)
    everyone = tuple(situation.home.appliances())
    excepted = _excepted(intent, everyone)
    quantifier = intent.one("quantifier")
    plural = quantifier in {"all", "both"} or bool(excepted)
    named = [one for one in everyone if one.id in intent.all("appliance")]
    types = [str(value) for value in intent.all("appliance_type")]
    areas = [str(value) for value in intent.all("area")]
    if types or named:
        near = situation.focus if focused else ()
        group = _named(named, types, areas, everyone, situation, near, able, plural, excepted, quantifier)
        return replace(group, named=True)
    if quantifier == "both":
        # two of what? only of what was spoken of
        pair = tuple(one for one in everyone if one.id in situation.focus and stands_in(one, areas))
        return Targets(pair) if len(pair) == 2 else Targets(no_reference=True)
    if plural:
        pool = [one for one in everyone if able(one) and stands_in(one, areas)]
        if not areas:
            pool = [one for one in pool if one.type not in situation.affordances.spared_by_everything]
        return _result(_without(pool, excepted), everything=True)
    if areas:
        pool = [one for one in everyone if able(one) and stands_in(one, areas)]
        return replace(_result(pool, which=len(pool) > 1), named=True)
    return _unnamed(intent, everyone, situation, able)


def _named(
    named: list[Appliance],
    types: list[str],
    areas: list[str],
    everyone: tuple[Appliance, ...],
    situation: Situation,
    near: tuple[str, ...],
    able: Able,
    plural: bool,
    excepted: set[str],
    quantifier: object,
) -> Targets:
    found = list(named)
    which = False
    for kind in types:
        group = [one for one in everyone if one.type == kind and stands_in(one, areas)]
        group = [one for one in group if able(one)] or group
        if quantifier == "other":
            group = [one for one in group if one.id not in situation.focus]
        if len(group) > 1 and not plural and not (areas and kind in situation.affordances.together_in_a_room):
            in_focus = [one for one in group if one.id in near]
            group = in_focus if len(in_focus) == 1 and quantifier != "other" else group
            which = which or len(group) > 1
        if not group and not found:
            return Targets(nothing=True)
        found += [one for one in group if one not in found]
    return _result(_without(found, excepted), which=which)


def _unnamed(intent: Intent, everyone: tuple[Appliance, ...], situation: Situation, able: Able) -> Targets:
    """Nothing was named: what the talk was about, else the only one that could be meant."""
    spoken_of = [one for one in everyone if one.id in situation.focus]
    if intent.one("pronoun") is not None and intent.one("pronoun") != "here":
        return Targets(tuple(spoken_of)) if spoken_of else Targets(no_reference=True)
    fitting = [one for one in spoken_of if able(one)]
    if fitting:
        return Targets(tuple(fitting))
    pool = [one for one in everyone if able(one)]
    return _result(pool, which=len(pool) > 1)


def _result(pool: Iterable[Appliance], *, which: bool = False, everything: bool = False) -> Targets:
    found = tuple(pool)
    return Targets(found, which=which, nothing=not found, everything=everything)


def _without(pool: Iterable[Appliance], excepted: set[str]) -> list[Appliance]:
    return [one for one in pool if one.id not in excepted]


def _excepted(intent: Intent, everyone: tuple[Appliance, ...]) -> set[str]:
    ids, types = intent.all("except_appliance"), intent.all("except_type")
    areas = [str(value) for value in intent.all("except_area")]
    return {
        one.id for one in everyone if one.id in ids or one.type in types or (areas and stands_in(one, areas))
    }


def stands_in(appliance: Appliance, areas: list[str]) -> bool:
    """Whether it stands in one of these areas; no areas: anywhere will do."""
    return not areas or any(_plain(area) == _plain(name) for area in areas for name in appliance.areas)


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()
