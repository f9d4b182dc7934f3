"""The entities of a robot: the vacuum, and what else it tells or can be told."""

import json
import re
from collections.abc import Iterator, Mapping

from appliance_bridge.dialects.valetudo.robot import BATTERY, CONSUMABLES, STATUS, Abilities
from appliance_bridge.entities.entity import Device, Entity
from appliance_bridge.entities.identities import identities
from appliance_bridge.entities.templates import compiled

PERFORM = "PERFORM"
_CHARGING = compiled("{{ 'ON' if value == 'charging' else 'OFF' }}")
_ERROR = compiled("{{ value or 'ok' }}")
_SQUARE_METRES = compiled("{{ (value | float / 10000) | round(2) }}")
# it counts square centimetres
_NOT_IN_ID = re.compile(r"[^0-9a-z가-힣]+")

Options = Mapping[str, object]
Row = tuple[str, str, str, Options]
# component, id, name, options
_STATISTICS: tuple[tuple[str, str, str], ...] = (
    ("CurrentStatisticsCapability", "current", "Current cleaning"),
    ("TotalStatisticsCapability", "total", "Total cleaning"),
)
_TOGGLES: tuple[tuple[str, str], ...] = (
    ("KeyLockCapability", "Child lock"),
    ("CarpetModeControlCapability", "Carpet mode"),
    ("ObstacleAvoidanceControlCapability", "Obstacle avoidance"),
    ("PetObstacleAvoidanceControlCapability", "Pet obstacle avoidance"),
)


def entities(topic: str, own: str, identifier: str, known: Abilities) -> tuple[Entity, ...]:
    """All entities of the robot at this topic; `own`: the beginning of the convention's own topics."""
    device = Device(
        key=identifier,
        name=known.name or identifier,
        manufacturer="Valetudo",
        model="robot vacuum",
        identities=identities((), [identifier]) | {f"homie:{topic}"},
        below=(f"{topic}/",),
    )
    rows = (
        *_vacuum(topic, own, known),
        *_state(topic, known),
        *_settings(topic, known),
        *_measurements(topic, known),
        *_rooms(topic, known),
    )
    return tuple(
        Entity(
            key=f"{component}.{topic}/{object_id}",
            component=component,
            object_id=f"{identifier}_{object_id}",
            name=name,
            device=device,
            config={"availability_topic": f"{own}/presence", **options},
            category=str(options["entity_category"]) if "entity_category" in options else None,
            source=topic,
        )
        for component, object_id, name, options in rows
    )


def command(word: str) -> tuple[str, str] | None:
    """Topic below the robot's and payload for a word of the vacuum."""
    if word == "LOCATE":
        return "LocateCapability/locate/set", PERFORM
    return ("BasicControlCapability/operation/set", word) if word in _OPERATIONS else None


_OPERATIONS = frozenset({"START", "STOP", "PAUSE", "HOME"})


def _vacuum(topic: str, own: str, known: Abilities) -> Iterator[Row]:
    features: list[str] = []
    if "BasicControlCapability" in known.nodes:
        features += ("start", "stop", "pause", "return_home")
    if "LocateCapability" in known.nodes:
        features.append("locate")
    options: dict[str, object] = {
        "state_topic": f"{own}/state", "command_topic": f"{own}/command",
        "payload_start": "START", "payload_stop": "STOP", "payload_pause": "PAUSE",
        "payload_return_to_base": "HOME", "payload_locate": "LOCATE",
    }  # fmt: skip
    speeds = known.presets.get("FanSpeedControlCapability", ())
    if speeds and "FanSpeedControlCapability" in known.nodes:
        features.append("fan_speed")
        options["fan_speed_list"] = list(speeds)
        options["set_fan_speed_topic"] = f"{topic}/FanSpeedControlCapability/preset/set"
    yield "vacuum", "vacuum", "", {**options, "supported_features": features}


def _state(topic: str, known: Abilities) -> Iterator[Row]:
    if STATUS in known.nodes:
        yield (
            "sensor", "error", "Error",
            {"state_topic": f"{topic}/{STATUS}/error", "value_template": _ERROR},
        )  # fmt: skip
    if BATTERY in known.nodes:
        yield (
            "binary_sensor", "charging", "Charging",
            {
                "state_topic": f"{topic}/{BATTERY}/status", "value_template": _CHARGING,
                "device_class": "battery_charging",
            },
        )  # fmt: skip
    if "DockStatusStateAttribute" in known.nodes:
        yield (
            "sensor", "dock", "Dock status",
            {"state_topic": f"{topic}/DockStatusStateAttribute/status", "entity_category": "diagnostic"},
        )  # fmt: skip


def _settings(topic: str, known: Abilities) -> Iterator[Row]:
    for capability, object_id, name in (
        ("OperationModeControlCapability", "mode", "Operation mode"),
        ("WaterUsageControlCapability", "water", "Water usage"),
    ):
        words = known.presets.get(capability, ())
        if words and capability in known.nodes:
            at = f"{topic}/{capability}/preset"
            yield (
                "select",
                object_id,
                name,
                {"state_topic": at, "command_topic": f"{at}/set", "options": list(words)},
            )
    if "SpeakerVolumeControlCapability" in known.nodes:
        at = f"{topic}/SpeakerVolumeControlCapability/value"
        yield (
            "number",
            "volume",
            "Volume",
            {"state_topic": at, "command_topic": f"{at}/set", "min": 0, "max": 100},
        )
    for capability, name in _TOGGLES:
        if capability in known.nodes:
            at = f"{topic}/{capability}/enabled"
            options = {"state_topic": at, "command_topic": f"{at}/set", "entity_category": "config"}
            yield "switch", _id(name), name, options
    if "AutoEmptyDockManualTriggerCapability" in known.nodes:
        at = f"{topic}/AutoEmptyDockManualTriggerCapability/trigger/set"
        yield "button", "empty", "Empty dust bin", {"command_topic": at, "payload_press": PERFORM}


def _measurements(topic: str, known: Abilities) -> Iterator[Row]:
    if CONSUMABLES in known.nodes:
        for one, said in known.consumables.items():
            percent = said.get("$unit") == "%"
            yield (
                "sensor", f"consumable_{_id(one)}", said["$name"],
                {
                    "state_topic": f"{topic}/{CONSUMABLES}/{one}", "state_class": "measurement",
                    "unit_of_measurement": "%" if percent else "s",
                    **({} if percent else {"device_class": "duration"}),
                },
            )  # fmt: skip
    for capability, object_id, name in _STATISTICS:
        if capability in known.nodes:
            at = f"{topic}/{capability}"
            yield (
                "sensor", f"{object_id}_time", f"{name} duration",
                {
                    "state_topic": f"{at}/time", "unit_of_measurement": "s", "device_class": "duration",
                    "entity_category": "diagnostic",
                },
            )  # fmt: skip
            yield (
                "sensor", f"{object_id}_area", f"{name} area",
                {
                    "state_topic": f"{at}/area", "unit_of_measurement": "m²", "device_class": "area",
                    "value_template": _SQUARE_METRES, "entity_category": "diagnostic",
                },
            )  # fmt: skip


def _rooms(topic: str, known: Abilities) -> Iterator[Row]:
    """A button for each room on its map; rooms are numbered anew when the map is."""
    if "MapSegmentationCapability" not in known.nodes:
        return
    for room, name in known.segments.items():
        order = json.dumps({"segment_ids": [room], "customOrder": True})
        yield (
            "button", f"room_{_id(room)}", f"Clean {name}",
            {"command_topic": f"{topic}/MapSegmentationCapability/clean/set", "payload_press": order},
        )  # fmt: skip


def _id(text: str) -> str:
    return _NOT_IN_ID.sub("_", text.lower()).strip("_") or text.encode().hex()[:40]
