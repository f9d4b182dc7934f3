"""An appliance tied to the entities that report and obey for it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from appliance_bridge.recognition.translation import Translator


@dataclass(frozen=True, slots=True)
class Source:
    """One field of one entity, and how to read it."""

    entity: str
    field: str
    translator: Translator


@dataclass(frozen=True, slots=True)
class Reading:
    """Where an attribute comes from; several sources are added up (hours and minutes)."""

    key: str
    # "capability.attribute"
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One service call of an action."""

    entity: str
    service: str
    data: Mapping[str, Value] = dataclasses.field(default_factory=dict)
    field: str | None = None
    # data field that takes the argument
    argument: str = "value"
    translator: Translator = dataclasses.field(default_factory=Translator)
    takes: Literal["argument", "last_mode"] = "argument"
    when: str | None = None
    # only for this value of the argument
    optional: bool = False
    # left out when the argument is not given


@dataclass(frozen=True, slots=True)
class Bound:
    """An appliance, where its attributes come from, and what its actions call."""

    appliance: Appliance
    readings: tuple[Reading, ...] = ()
    calls: Mapping[str, tuple[Call, ...]] = dataclasses.field(default_factory=dict)
    # "capability.action" → calls in order
    entities: tuple[str, ...] = ()
    # keys of all its entities, also those that play no part
