"""Every Zigbee model that Zigbee2MQTT knows, announced alone: what it becomes, and what a command would set.

    python -m benchmarks.recognition.zigbee --exposes exposes.jsonl

The file is written by `zigbee_exposes.mjs` beside this one. A control is wrong when its message sets anything
else than what Zigbee2MQTT itself calls it (`_RIGHT`), or sets it to another of its words.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from appliance_bridge.appliance import Appliance, Limits
from appliance_bridge.capability import Value
from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.dialects.base import Announced, Incoming
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.zigbee2mqtt.convention import Zigbee2Mqtt
from appliance_bridge.dialects.zigbee2mqtt.devices import make, read_device
from appliance_bridge.errors import Unsupported
from appliance_bridge.state import ApplianceState

_NAME = "0x00158d0000000001"
_STATES = frozenset({"light state", "switch state", "fan state", "binary state"})
_SETPOINTS = frozenset({
    "climate occupied_heating_setpoint", "climate current_heating_setpoint",
    "climate occupied_cooling_setpoint",
    "climate current_cooling_setpoint", "numeric target_temperature",
})  # fmt: skip
_MODES = frozenset({"climate system_mode", "enum system_mode"})
_POWER = _STATES | _MODES | {"composite warning", "binary alarm"}
_RIGHT: Mapping[str, frozenset[str]] = {
    "power.turn_on": _POWER,
    "power.turn_off": _POWER,
    "level.set": frozenset({"light state", "light brightness"}),
    "colour.set": frozenset({"light state", "light color_xy", "light color_hs"}),
    "colour_temperature.set": frozenset({"light state", "light color_temp"}),
    "position.open": frozenset({"cover state"}),
    "position.close": frozenset({"cover state"}),
    "position.stop": frozenset({"cover state"}),
    "position.set": frozenset({"cover position"}),
    "lock.lock": frozenset({"lock state"}),
    "lock.unlock": frozenset({"lock state"}),
    "temperature.set": _SETPOINTS,
    "mode.set": _MODES | {"switch state", "binary state", "fan mode"},
    "fan_speed.set": frozenset({"fan mode", "climate fan_mode"}),
    "fan_speed.set_percent": frozenset({"fan mode", "fan speed"}),
    "swing.set": frozenset({"climate swing_mode"}),
    "child_lock.turn_on": frozenset({"binary child_lock", "lock state"}),
    "child_lock.turn_off": frozenset({"binary child_lock", "lock state"}),
    "run_control.start": frozenset({"enum feed"}),
    "valve.close": frozenset({"switch state"}),
}
"""Action → what its messages may set: the kind of the thing and the name of its feature."""
_WORDS: Mapping[str, frozenset[str]] = {
    "position.open": frozenset({"OPEN"}),
    "position.close": frozenset({"CLOSE"}),
    "position.stop": frozenset({"STOP"}),
}
_ON = frozenset({"power.turn_on", "lock.lock", "child_lock.turn_on"})
_OFF = frozenset({"power.turn_off", "lock.unlock", "child_lock.turn_off", "valve.close"})


Part = Mapping[str, object]
Parts = Mapping[str, Sequence[Part]]


@dataclass(slots=True)
class Tally:
    """What became of all models."""

    types: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    silent: Counter[str] = field(default_factory=Counter)
    # why a model can be commanded nothing → models
    missing: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    # why an expose became no part → exposes
    models: int = 0
    commanded: int = 0
    messages: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    seconds: float = 0.0


def measure(lines: Iterator[str]) -> Tally:
    """Announce the model of each line to a home of its own and command everything it offers."""
    catalogue, tally, began = load_catalogue(), Tally(), time.perf_counter()
    for line in lines:
        definition = json.loads(line)
        tally.models += 1
        try:
            _model(definition, catalogue, tally)
        except Exception as error:
            tally.failed.append(f"{definition.get('model')}: {type(error).__name__} {error}")
    tally.seconds = time.perf_counter() - began
    return tally


def _model(definition: dict[str, object], catalogue: Catalogue, tally: Tally) -> None:
    dialect = EntityDialect(Zigbee2Mqtt(), catalogue)
    device = {"ieee_address": _NAME, "friendly_name": _NAME, "type": "Router", "definition": definition}
    message = Incoming("zigbee2mqtt/bridge/devices", json.dumps([device]).encode(), True, 1.8e9)
    appliances = [one.appliance for one in dialect.receive(message) if isinstance(one, Announced)]
    described = read_device(device)
    if described is not None:
        tally.left_out.update(make(described, _NAME, _NAME).left_out)
    exposes = definition.get("exposes")
    parts = _parts(exposes if isinstance(exposes, list) else [])
    commanded = False
    for one in appliances:
        tally.types[one.type] += 1
        tally.missing.update(f"{one.type}: {missing.capability} {missing.reason}" for missing in one.missing)
        for capability, offer in one.offers.items():
            for action in sorted(offer.actions):
                commanded = True
                _command(dialect, one, f"{capability}.{action}", parts, definition, tally)
    tally.commanded += commanded
    if not commanded:
        tally.silent[_why(appliances, parts)] += 1


def _parts(exposes: list[dict[str, object]]) -> Parts:
    """All exposes of each property, with what they are: the thing it belongs to and its own name."""
    found: dict[str, list[Part]] = {}
    for one in exposes:
        features = one.get("features")
        thing = isinstance(features, list) and one["type"] not in ("composite", "list")
        for part in features if thing and isinstance(features, list) else [one]:
            kind = one["type"] if thing else part["type"]
            found.setdefault(str(part.get("property")), []).append(
                {**part, "is": f"{kind} {part.get('name')}"}
            )
    return found


def _command(
    dialect: EntityDialect,
    one: Appliance,
    action: str,
    parts: Parts,
    definition: Mapping[str, object],
    tally: Tally,
) -> None:
    capability, _, name = action.partition(".")
    tally.actions[action] += 1
    try:
        sent = dialect.encode(one.id, capability, name, _arguments(one, action), ApplianceState(True, {}))
    except Unsupported:
        tally.refused += 1
        return
    for message in sent:
        tally.messages += 1
        for key, value in json.loads(message.payload).items():
            told = [part for part in parts.get(key, ()) if part["is"] in _RIGHT.get(action, ())]
            if (
                not any(_is_word(action, value, part) for part in told)
                or message.topic != f"zigbee2mqtt/{_NAME}/set"
            ):
                tally.wrong.append(f"{definition.get('model')}: {action} sends {message.payload.decode()}")


def _is_word(action: str, value: object, part: Part) -> bool:
    """Whether the value says the action, where the action has no value of its own."""
    if part.get("is") == "composite warning":
        return isinstance(value, dict) and (value.get("mode") == "stop") == (action in _OFF)
    if part.get("name") == "system_mode":
        return (value == "off") == (action in _OFF)
    if action in _ON or action in _OFF:
        return value == part.get("value_on" if action in _ON else "value_off")
    return action not in _WORDS or value in _WORDS[action]


def _arguments(one: Appliance, action: str) -> dict[str, Value]:
    capability, _, name = action.partition(".")
    if not name.startswith("set"):
        return {}
    if action == "colour.set":
        return {"value": "255,0,0"}
    limits = [known for known in one.offers[capability].limits.values() if known != Limits()]
    if limits and limits[0].options:
        return {"value": limits[0].options[0]}
    if limits and limits[0].minimum is not None and limits[0].maximum is not None:
        return {"value": round((limits[0].minimum + limits[0].maximum) / 2)}
    return {"value": 20}


def _why(appliances: list[Appliance], parts: Parts) -> str:
    if not parts:
        return "exposes nothing"
    settable = [part for key, some in parts.items() if key != "action" for part in some if _access(part) & 2]
    if "action" in parts and not settable:
        return "a remote or a button: it only says what was pressed"
    if not settable:
        return "measures only"
    if any(
        str(part["is"]).split()[0] in ("light", "switch", "cover", "lock", "climate", "fan")
        for part in settable
    ):
        return "has a control that has no form here"
    return "measures, and has settings that a chat does not touch" if appliances else "settings only"


def _access(part: Part) -> int:
    access = part.get("access")
    return access if isinstance(access, int) else 0


def show(tally: Tally) -> None:
    """The table."""
    print(f"{tally.models} models in {tally.seconds:.1f} s, {len(tally.failed)} failed")
    print(f"{tally.commanded} can be commanded, by {sum(tally.actions.values())} actions")
    print(f"{tally.messages} messages, {tally.refused} actions refused, {len(tally.wrong)} wrong")
    for title, counts in (
        ("appliances by type", tally.types),
        ("actions", tally.actions),
        ("models that can be commanded nothing", tally.silent),
        ("exposes that became no part", tally.left_out),
        ("what a type wants and an appliance lacks", tally.missing),
    ):
        print(f"\n{title}")
        for name, count in counts.most_common():
            print(f"  {count:5} {name}")
    for line in (*tally.wrong[:40], *tally.failed[:40]):
        print(line)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--exposes", type=Path, required=True, help="a line of JSON a model")
    with parser.parse_args().exposes.open(encoding="utf-8") as lines:
        show(measure(iter(lines)))


if __name__ == "__main__":
    main()
