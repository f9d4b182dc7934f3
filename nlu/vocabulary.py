"""The words of one home, handed in by the caller at each call. Build a new one when the home changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Thing:
    """An appliance as language sees it."""

    id: str
    type: str
    # canonical type key, e.g. "air_conditioner"; its nouns stand in `languages/*.yaml`
    names: tuple[str, ...]
    # what this home calls it, any language
    areas: tuple[str, ...] = ()
    # names of its room, any language
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # "program", "mode", "fan_speed", "source" … → the words this appliance knows, as it spells them


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody of the home as language sees them."""

    id: str
    names: tuple[str, ...]
    # what they are called, any language; counts only where people are spoken of


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All things and people of a home. Engines keep what they compile from one, by its version."""

    things: tuple[Thing, ...] = ()
    version: str = ""
    # changes whenever anything in it changes: the cache key
    people: tuple[Who, ...] = ()
    hidden: tuple[Thing, ...] = ()
    # what an admin hides from people: named only to be shown again
