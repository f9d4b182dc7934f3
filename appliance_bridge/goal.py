"""What an appliance must report for a command to count as done."""

from collections.abc import Mapping
from dataclasses import dataclass

from appliance_bridge.appliance import Offer
from appliance_bridge.capability import Action, Value
from appliance_bridge.command import Command
from appliance_bridge.state import ApplianceState

_TOLERANCE = {"celsius": 0.25, "percent": 1.0, "kelvin": 60.0}
# half a usual step; brightness and colour temperature pass through other scales and come back rounded
_COLOUR_TOLERANCE = 10
_BROKEN = ("error", "jammed")


@dataclass(frozen=True, slots=True)
class Goal:
    """Reported values that show a command was carried out."""

    wanted: Mapping[str, tuple[Value, ...]]
    # "capability.attribute" → any of these
    tolerance: Mapping[str, float]

    def reached(self, state: ApplianceState) -> bool:
        """Whether the appliance reports all of it."""
        return all(
            any(same(state.value(key), one, self.tolerance.get(key, 0.0)) for one in any_of)
            for key, any_of in self.wanted.items()
        )

    def broken(self, before: ApplianceState, state: ApplianceState) -> bool:
        """Whether the appliance reports a failure that it did not report before."""
        keys = ("error.active", *self.wanted)
        return any(_bad(state.value(key)) and not _bad(before.value(key)) for key in keys)


def goal_of(command: Command, action: Action, offer: Offer) -> Goal | None:
    """The goal of a command, or None when nothing this appliance reports can show it."""
    if not offer.feedback:
        return None
    wanted: dict[str, tuple[Value, ...]] = {}
    tolerance: dict[str, float] = {}
    for attribute, value in action.reaches.items():
        if attribute not in offer.attributes:
            continue
        any_of = _any_of(value, command.arguments)
        if not any_of:
            continue
        key = f"{command.capability}.{attribute}"
        wanted[key] = any_of
        tolerance[key] = _tolerance(action, attribute, offer)
    return Goal(wanted, tolerance) if wanted else None


def argument_of(action: Action, attribute: str) -> str | None:
    """The argument whose value the attribute takes."""
    value = action.reaches.get(attribute)
    return value[1:] if isinstance(value, str) and value.startswith("$") else None


def same(reported: Value | None, wanted: Value, tolerance: float) -> bool:
    """Whether a reported value is the wanted one: numbers nearly, words in any case, colours to the eye."""
    if reported is None:
        return False
    if isinstance(reported, bool) or isinstance(wanted, bool):
        return reported is wanted
    if isinstance(wanted, str):
        told, asked = str(reported).strip().casefold(), wanted.strip().casefold()
        return told == asked or _same_colour(told, asked)
    try:
        return abs(float(reported) - wanted) <= tolerance + 1e-6
    except ValueError:
        return False


def _any_of(value: Value, arguments: Mapping[str, Value]) -> tuple[Value, ...]:
    if not isinstance(value, str):
        return (value,)
    if value.startswith("$"):
        given = arguments.get(value[1:])
        return () if given is None else (given,)
    return tuple(value.split("|"))


def _tolerance(action: Action, attribute: str, offer: Offer) -> float:
    argument = argument_of(action, attribute)
    limits = offer.limits.get(attribute) or offer.limits.get(argument or "")
    if limits is not None and limits.step:
        return limits.step / 2
    unit = next((one.unit for one in action.arguments if one.name == argument), None)
    return _TOLERANCE.get(unit or "", 0.0)


def _same_colour(told: str, asked: str) -> bool:
    try:
        one, other = ([int(part) for part in text.split(",")] for text in (told, asked))
    except ValueError:
        return False
    return len(one) == len(other) == 3 and all(
        abs(a - b) <= _COLOUR_TOLERANCE for a, b in zip(one, other, strict=True)
    )


def _bad(value: Value | None) -> bool:
    return value is True or value in _BROKEN
