"""May this command go now? Pure: looks at what the appliance reports and at the data of its type."""

import math
from collections.abc import Callable

from appliance_bridge.appliance import Appliance, Limits
from appliance_bridge.appliance_type import ApplianceType
from appliance_bridge.capability import Action, Argument, Capability, Value
from appliance_bridge.command import Command, Refusal
from appliance_bridge.goal import argument_of, goal_of
from appliance_bridge.state import ApplianceState

_OPTIONS_TOLD = 30
_TEXT_TOLD = 100


def check(
    appliance: Appliance,
    state: ApplianceState,
    command: Command,
    appliance_type: ApplianceType,
    capability: Capability | None,
    now: float,
    connected_since: float = 0.0,
) -> Refusal | None:
    """Why the command may not go now, or None.

    The safe direction is held up only by what makes it impossible. connected_since: reports older than the
    present connection to the broker may have been overtaken by ones that we missed.
    """
    action = capability.actions.get(command.action) if capability is not None else None
    if action is None or not appliance.can(command.capability, command.action):
        return Refusal("unsupported", {"capability": command.capability, "action": command.action})
    kind = appliance_type.risk_of(command.capability, command.action)
    if "forbidden" in (kind, command.risk):
        return Refusal("forbidden")
    if state.online is False:
        return Refusal("offline")
    if command.risk == "safe":
        return None
    refusal = _arguments(appliance, command, appliance_type, action)
    if refusal is not None:
        return refusal
    for name in appliance_type.preconditions_of(command.capability, command.action):
        condition = _CONDITIONS.get(name)
        refusal = condition and condition(appliance, state, appliance_type, now, connected_since)
        if refusal is not None:
            return refusal
    return _already(appliance, state, command, action, appliance_type, now, connected_since)


def fresh(state: ApplianceState, key: str, now: float, freshness_s: float, connected_since: float) -> bool:
    """Whether a reported value can be relied on now.

    It can while the appliance, which would tell when it goes, is online and said it on this connection;
    else only for a while after it was said live.
    """
    reported = state.attributes.get(key)
    if reported is None:
        return False
    if state.online is True and reported.at >= connected_since:
        return True
    return not reported.retained and now - reported.at <= freshness_s


# --- arguments


def _arguments(
    appliance: Appliance, command: Command, appliance_type: ApplianceType, action: Action
) -> Refusal | None:
    offer = appliance.offers[command.capability]
    for argument in action.arguments:
        value = command.arguments.get(argument.name)
        if value is None:
            if argument.required:
                return Refusal("unsupported", {"argument": argument.name})
            continue
        attributes = [name for name in action.reaches if argument_of(action, name) == argument.name]
        own = [offer.limits.get(name) for name in (argument.name, *attributes)]
        general = [appliance_type.limits.get(f"{command.capability}.{name}") for name in attributes]
        limits = [one for one in own + general if one is not None]
        refusal = _number(argument, value, limits) if argument.kind == "number" else _word(value, limits)
        if refusal is not None:
            return refusal
    return None


def _number(argument: Argument, value: Value, limits: list[Limits]) -> Refusal | None:
    if isinstance(value, bool | str):
        return Refusal("unsupported", {"argument": argument.name})
    minimum = max((one.minimum for one in limits if one.minimum is not None), default=-math.inf)
    maximum = min((one.maximum for one in limits if one.maximum is not None), default=math.inf)
    if math.isfinite(value) and minimum <= value <= maximum:
        return None
    bounds = {"minimum": minimum, "maximum": maximum}
    facts: dict[str, Value] = {name: bound for name, bound in bounds.items() if math.isfinite(bound)}
    unit = next((one.unit for one in limits if one.unit is not None), argument.unit)
    return Refusal("out_of_range", facts if unit is None else {**facts, "unit": unit})


def _word(value: Value, limits: list[Limits]) -> Refusal | None:
    options = next((one.options for one in limits if one.options), ())
    if not options or str(value).strip().casefold() in {one.strip().casefold() for one in options}:
        return None
    told = ", ".join(options[:_OPTIONS_TOLD])
    return Refusal("not_an_option", {"value": str(value)[:_TEXT_TOLD], "options": told})


# --- what must hold first

Condition = Callable[[Appliance, ApplianceState, ApplianceType, float, float], Refusal | None]


def _remote_control(
    appliance: Appliance,
    state: ApplianceState,
    appliance_type: ApplianceType,
    now: float,
    connected_since: float,
) -> Refusal | None:
    offer = appliance.offers.get("remote_control")
    if offer is None or "allowed" not in offer.attributes:
        return None
    key = "remote_control.allowed"
    if state.value(key) is None:
        return Refusal("remote_control_off", {"reported": "unknown"})
    if state.value(key) is not True:
        return Refusal("remote_control_off", {"reported": "off"})
    if not fresh(state, key, now, appliance_type.freshness_s, connected_since):
        return Refusal("remote_control_off", {"reported": "old"})
    return None


def _door_closed(_a: Appliance, state: ApplianceState, *_: object) -> Refusal | None:
    return Refusal("door_open") if state.value("door.open") is True else None


def _not_child_locked(_a: Appliance, state: ApplianceState, *_: object) -> Refusal | None:
    return Refusal("child_lock") if state.value("child_lock.on") is True else None


def _no_error(_a: Appliance, state: ApplianceState, *_: object) -> Refusal | None:
    if state.value("error.active") is not True:
        return None
    code = state.value("error.code")
    return Refusal("fault", {} if code is None else {"code": code})


_CONDITIONS: dict[str, Condition] = {
    # "online" holds for every command and is looked at first
    "remote_control": _remote_control,
    "door_closed": _door_closed,
    "not_child_locked": _not_child_locked,
    "no_error": _no_error,
}


def _already(
    appliance: Appliance,
    state: ApplianceState,
    command: Command,
    action: Action,
    appliance_type: ApplianceType,
    now: float,
    connected_since: float,
) -> Refusal | None:
    """What runs is not started again; values are simply set again, for that does no harm."""
    if (command.capability, command.action) != ("run_control", "start"):
        return None
    goal = goal_of(command, action, appliance.offers[command.capability])
    if goal is None or not goal.reached(state):
        return None
    age = appliance_type.freshness_s
    if all(fresh(state, key, now, age, connected_since) for key in goal.wanted):
        return Refusal(
            "already", {key: value for key in goal.wanted if (value := state.value(key)) is not None}
        )
    return None
