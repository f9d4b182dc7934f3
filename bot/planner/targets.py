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
    areas = [str(value) for value in intent.all("area")] + _there(intent, everyone, situation)
    named = [one for one in everyone if one.id in intent.all("appliance")]
    types = [str(value) for value in intent.all("appliance_type")]
    if quantifier in {"rest", "else"}:
        # all but what was spoken of; the rest is of its kind
        if not situation.focus:
            return Targets(no_reference=True)
        excepted |= set(situation.focus)
        if quantifier == "rest":
            types = types or sorted({one.type for one in everyone if one.id in situation.focus})
    plural = quantifier in {"all", "both", "rest", "else"} or bool(excepted and types)
    if types or named:
        near = situation.focus if focused else ()
        group = _named(named, types, areas, everyone, situation, near, able, plural, excepted, quantifier)
        return replace(group, named=True)
    if quantifier in {"both", "other"}:
        return _of_the_talk(quantifier, everyone, areas, situation, able)
    if plural or (excepted and not areas):
        pool = [one for one in everyone if able(one) and stands_in(one, areas)]
        if intent.name == "lock.lock":
            pool = [one for one in pool if one.can("lock", "lock")]
        else:
            pool = [one for one in pool if one.type not in situation.affordances.spared_by_everything]
        return _result(_without(pool, excepted), everything=True)
    if areas:
        pool = _in_room(intent, [one for one in everyone if able(one) and stands_in(one, areas)], situation)
        together = situation.affordances.together_in_a_room
        return replace(_result(pool, which=len(pool) > 1 and not _one_kind_of(pool, together)), named=True)
    return _unnamed(intent, everyone, situation, able)


def one_by_one(intent: Intent) -> list[Intent]:
    """One intent for each kind that is named, and one for all that bear a name: 불이랑 티비."""
    if intent.one("quantifier") == "either":
        return [intent]
    kinds = [slot for slot in intent.slots if slot.name == "appliance_type"]
    names = [slot for slot in intent.slots if slot.name == "appliance"]
    others = [slot for slot in intent.slots if slot not in kinds and slot not in names]
    groups = [*([names] if names else []), *([kind] for kind in kinds)]
    return [replace(intent, slots=(*group, *others)) for group in groups]


def _there(intent: Intent, everyone: tuple[Appliance, ...], situation: Situation) -> list[str]:
    """ "There": the room of what was spoken of, when that is one room."""
    if "there" not in intent.all("pronoun"):
        return []
    rooms = {one.areas[:1] for one in everyone if one.id in situation.focus}
    return list(rooms.pop()) if len(rooms) == 1 else []


def _of_the_talk(
    quantifier: object,
    everyone: tuple[Appliance, ...],
    areas: list[str],
    situation: Situation,
    able: Able,
) -> Targets:
    """Both of what? Another than what? Only what was spoken of can tell."""
    spoken_of = tuple(one for one in everyone if one.id in situation.focus)
    if quantifier == "both":
        pair = tuple(one for one in spoken_of if stands_in(one, areas))
        if len(pair) == 1:
            # one curtain was spoken of, and the home has two
            pair = tuple(one for one in everyone if one.type == pair[0].type and able(one))
        return Targets(pair) if len(pair) == 2 else Targets(no_reference=True)
    kinds = {one.type for one in spoken_of}
    others = [one for one in everyone if one.type in kinds and one not in spoken_of and able(one)]
    others = [one for one in others if stands_in(one, areas)]
    return _result(others, which=len(others) > 1) if others else Targets(no_reference=True)


def _in_room(intent: Intent, pool: list[Appliance], situation: Situation) -> list[Appliance]:
    """Of what stands in a room that was named alone: the kind spoken of; for a bare number the air."""
    spoken_of = [one for one in situation.home.appliances() if one.id in situation.focus]
    same = [one for one in pool if one.type in {other.type for other in spoken_of}]
    if same:
        return in_place_of(spoken_of, same)
    if intent.name == "setting.set":
        climate = [one for one in pool if situation.setting_of(one) == "temperature"]
        return climate if len(climate) == 1 else pool
    return pool


def in_place_of(spoken_of: Iterable[Appliance], pool: list[Appliance]) -> list[Appliance]:
    """Those that are called like one of these, but for the room: 안방 불 after 거실 불; else all."""
    wanted = {
        _plain(name).replace(_plain(area), "\0")
        for one in spoken_of
        for name in one.names
        for area in one.areas
        if _plain(area) in _plain(name)
    }
    alike = [
        one
        for one in pool
        if wanted & {_plain(name).replace(_plain(area), "\0") for name in one.names for area in one.areas}
    ]
    return alike or pool


def _one_kind_of(pool: list[Appliance], kinds: frozenset[str]) -> bool:
    return len({one.type for one in pool}) == 1 and pool[0].type in kinds


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
    found = _without(found, excepted)
    if quantifier == "both" and len(found) != 2:
        pair = [one for one in found if one.id in situation.focus]
        found, which = (pair, False) if len(pair) == 2 else (found, True)
    return _result(found, which=which or (quantifier == "either" and len(found) > 1))


def _unnamed(intent: Intent, everyone: tuple[Appliance, ...], situation: Situation, able: Able) -> Targets:
    """Nothing was named: what the talk was about, else the only one that could be meant."""
    spoken_of = [one for one in everyone if one.id in situation.focus]
    fitting = [one for one in spoken_of if able(one)]
    referred = intent.one("pronoun") not in (None, "here")
    if referred and (fitting or not _is_of_no_thing(intent)):
        asked_of = situation.undecided and len(spoken_of) > 1
        return Targets(tuple(spoken_of), which=asked_of) if spoken_of else Targets(no_reference=True)
    if fitting:
        return Targets(tuple(fitting), which=situation.undecided and len(fitting) > 1)
    pool = [one for one in everyone if able(one)]
    if {one.type for one in pool} & {one.type for one in spoken_of}:
        # "make it blue" said of a white lamp never colours the lamp next door
        return Targets(tuple(spoken_of))
    return _result(pool, which=len(pool) > 1)


def _is_of_no_thing(intent: Intent) -> bool:
    """Whether "it" may stand for nothing: how hot is it, make it warmer."""
    values = intent.name == "query.value" or intent.name.endswith(".adjust")
    return values and not intent.name.startswith("setting.") and "them" not in intent.all("pronoun")


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
