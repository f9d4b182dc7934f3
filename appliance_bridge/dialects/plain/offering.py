"""What a described appliance can do, as the rest of the house sees it."""

from collections.abc import Callable, Collection, Mapping

from appliance_bridge.appliance import Limits, Missing, Offer
from appliance_bridge.appliance_type import ApplianceType
from appliance_bridge.capability import Action, Capability, Value
from appliance_bridge.dialects.plain.description import PlainMessage
from appliance_bridge.dialects.plain.speech import argument_of, options_of, reached_by_argument
from appliance_bridge.dialects.plain.vocabulary import argument_words, scale

_CONTROLLED = ("power", "program", "position", "valve", "lock")
# a measurement of these is not what a type has them for


def offers(
    reports: Collection[str],
    commands: Mapping[str, tuple[PlainMessage, ...]],
    kind: ApplianceType,
    capabilities: Mapping[str, Capability],
) -> dict[str, Offer]:
    """By capability; reports: "capability.attribute", commands: "capability.action" → messages."""
    names = dict.fromkeys(key.partition(".")[0] for key in (*sorted(reports), *commands))
    return {name: _offer(name, reports, commands, kind, capabilities) for name in names}


def missing(
    reports: Collection[str],
    commands: Collection[str],
    kind: ApplianceType,
    capabilities: Mapping[str, Capability],
) -> tuple[Missing, ...]:
    """What an appliance of this type should have and this one has not, and why."""
    found = []
    for name in kind.required:
        commanded = {key.partition(".")[2] for key in commands if key.startswith(f"{name}.")}
        reported = any(key.startswith(f"{name}.") for key in reports)
        reason = _why(name, commanded, reported, kind, capabilities[name])
        if reason is not None:
            found.append(Missing(name, reason))
    if "run_control.start" in commands and not any(key.startswith("run_control.") for key in reports):
        found.append(Missing("run_control", "no_state"))
    return tuple(found)


def _why(
    name: str, commanded: Collection[str], reported: bool, kind: ApplianceType, capability: Capability
) -> str | None:
    if name == "run_control":
        return None if "start" in commanded else "no_start_control"
    wants_control = bool(capability.actions) and name in (*_CONTROLLED, kind.setting)
    if commanded or (reported and not wants_control):
        return None
    if not reported:
        return "not_offered"
    return "program_read_only" if name == "program" else "read_only"


def _offer(
    name: str,
    reports: Collection[str],
    commands: Mapping[str, tuple[PlainMessage, ...]],
    kind: ApplianceType,
    capabilities: Mapping[str, Capability],
) -> Offer:
    attributes = frozenset(key.partition(".")[2] for key in reports if key.startswith(f"{name}."))
    known = capabilities.get(name, Capability(name, {}, {}))
    actions = [one for key, one in known.actions.items() if f"{name}.{key}" in commands]
    limits: dict[str, Limits] = {}
    for action in actions:
        limits.update(_limits(known, action, commands[f"{name}.{action.name}"], kind))
    reached = [set(action.reaches) for action in actions if action.reaches]
    return Offer(
        capability=name,
        actions=frozenset(action.name for action in actions),
        attributes=attributes,
        limits=limits,
        feedback=all(names & attributes for names in reached) and (bool(reached) or not actions),
    )


def _limits(
    capability: Capability, action: Action, messages: tuple[PlainMessage, ...], kind: ApplianceType
) -> dict[str, Limits]:
    name = reached_by_argument(action) or argument_of(action)
    if name is None:
        return {}
    attribute = capability.attributes.get(name)
    outer = kind.limits.get(f"{capability.name}.{name}", Limits())
    told = next((one for one in messages if one.payload is None), messages[0])
    counted = scale(attribute, told.unit or "")
    low, high = counted.read(told.minimum), counted.read(told.maximum)
    options = options_of(messages)
    found = Limits(
        minimum=_tighter(max, low, outer.minimum),
        maximum=_tighter(min, high, outer.maximum),
        step=told.step,
        unit=None if attribute is None else attribute.unit,
        options=argument_words(f"{capability.name}.{name}", tuple(options)) if options else (),
    )
    return {name: found} if found != Limits(unit=found.unit) else {}


def _tighter(pick: Callable[..., float], own: Value | None, outer: float | None) -> float | None:
    ends = [float(one) for one in (own, outer) if one is not None]
    return pick(ends) if ends else None
