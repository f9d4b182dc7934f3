"""The canonical vocabulary of what appliances report and do. Instances come from `capabilities/*.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Value = bool | int | float | str
"""A canonical value: SI or everyday units as the attribute says (celsius, percent, seconds, kelvin)."""

Kind = Literal["boolean", "number", "text", "choice"]


Standard = Literal["matter", "home_assistant", "onem2m", "smartthings"]
"""Vocabularies that others know: Matter clusters, components, SDT module classes, capabilities."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing an appliance can report, e.g. `temperature.target`."""

    name: str
    # short name inside the capability, e.g. "target"
    kind: Kind
    # what values look like
    unit: str | None = None
    # celsius, percent, seconds, kelvin, watt, kilowatt_hour …; None for words and flags
    options: tuple[str, ...] = ()
    # canonical words of a choice that every appliance shares; empty when each appliance has its own


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of an action."""

    name: str
    kind: Kind
    unit: str | None = None
    required: bool = True


@dataclass(frozen=True, slots=True)
class Action:
    """Something an appliance can be told to do, always absolute: no toggle, no "two more"."""

    name: str
    arguments: tuple[Argument, ...] = ()
    reaches: Mapping[str, Value] = field(default_factory=dict)
    # short attribute name → value that shows it was done; "$value" stands for the argument `value`;
    # a list in YAML ("any of these words") is kept as "running|starting"
    confirm_within_s: float = 10.0
    # how long to wait for the report before saying "no answer yet"


@dataclass(frozen=True, slots=True)
class Capability:
    """A named group of attributes and actions, e.g. `run_control`."""

    name: str
    attributes: Mapping[str, Attribute]
    actions: Mapping[str, Action]
    elsewhere: Mapping[Standard, tuple[str, ...]] = field(default_factory=dict)
    # what carries it in other vocabularies, as they spell it
