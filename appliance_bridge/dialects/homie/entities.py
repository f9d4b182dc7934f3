"""The entities of a Homie device: sets of properties that belong together first, then the rest one by one."""

from collections import Counter
from dataclasses import replace

from appliance_bridge.dialects.homie import formats, together
from appliance_bridge.dialects.homie.description import Node, Property
from appliance_bridge.dialects.homie.parts import Workpiece
from appliance_bridge.entities.entity import Entity

_MAX_BUTTONS = 20
# of one property


def entities(work: Workpiece) -> tuple[Entity, ...]:
    """All entities of the device. Of those that would be named alike each is named after its node, too."""
    together.combine(work)
    made = list(work.entities)
    work.entities.clear()
    nodes: list[Node] = []
    for node in work.description.nodes:
        for one in work.open(node):
            _plain(work, node, one)
        nodes += [node] * (len(work.entities) - len(nodes))
    names = Counter(_spoken(one) for one in work.entities)
    for node, entity in zip(nodes, work.entities, strict=True):
        alone = names[_spoken(entity)] == 1
        made.append(entity if alone else replace(entity, name=f"{node.name} {entity.name}"))
    return tuple(made)


def _spoken(one: Entity) -> tuple[str, str]:
    return one.component, (one.name or "").lower()


def _plain(work: Workpiece, node: Node, one: Property) -> None:
    at, name = f"{node.id}/{one.id}", one.name
    state = {"state_topic": work.value(node, one)}
    command = {"command_topic": work.command(node, one)}
    read, momentary = not one.settable, one.settable and not one.retained
    match one.datatype:
        case "boolean" if momentary:
            work.add("button", at, name, {**command, "payload_press": "true"})
        case "boolean":
            words = {"payload_on": "true", "payload_off": "false"}
            if read:
                work.add(
                    "binary_sensor", at, name, {**state, **words, **formats.binary_class(one, node.name)}
                )
            else:
                work.add("switch", at, name, {**state, **command, **words})
        case "enum":
            _enum(work, node, one)
        case kind if kind in formats.NUMBERS:
            sense = formats.measured(one, node.name)
            if read:
                work.add("sensor", at, name, {**state, **sense})
            else:
                sense.pop("state_class")
                work.add("number", at, name, {**state, **command, **sense, **formats.limits(one)})
        case "duration":
            sense = {
                "device_class": "duration",
                "unit_of_measurement": "s",
                "value_template": formats.DURATION,
            }
            if read:
                work.add("sensor", at, name, {**state, **sense})
            else:
                ends = {"min": 0, "max": 86_400 * 7, "command_template": formats.SECONDS}
                work.add("number", at, name, {**state, **command, **sense, **ends})
        case "datetime":
            work.add("sensor", at, name, {**state, "device_class": "timestamp"})
        case "string" if one.settable:
            work.add("text", at, name, {**state, **command})
        case _:
            # a colour without a lamp, JSON, what is not known: to be read as text
            work.add("sensor", at, name, state)


def _enum(work: Workpiece, node: Node, one: Property) -> None:
    at, name = f"{node.id}/{one.id}", one.name
    state = {"state_topic": work.value(node, one)}
    command = {"command_topic": work.command(node, one)}
    options = formats.choices(one)
    if not one.settable:
        # without its class: a device may say words that it did not list
        work.add("sensor", at, name, {**state, **({"options": options} if options else {})})
    elif one.retained and len(options) > 1:
        work.add("select", at, name, {**state, **command, "options": options})
    elif len(options) == 1:
        work.add("button", at, name, {**command, "payload_press": options[0]})
    else:
        for option in options[:_MAX_BUTTONS]:
            # momentary commands, each a button of its own
            work.add("button", f"{at}/{option}", option, {**command, "payload_press": option})
