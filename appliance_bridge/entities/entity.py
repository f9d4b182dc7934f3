"""One part of a device as it was announced, checked; the words are those of Home Assistant's discovery.

Every dialect describes what it hears about as such entities. What appliance they are comes later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from appliance_bridge.capability import Value
from appliance_bridge.dialects.base import Publish


@dataclass(frozen=True, slots=True)
class Device:
    """The device an entity says it belongs to."""

    key: str
    # stable: first identifier, else first connection, else the entity's own key
    name: str | None = None
    area: str | None = None
    # suggested_area
    manufacturer: str | None = None
    model: str | None = None
    software: str | None = None
    parent: str | None = None
    # via_device
    identities: frozenset[str] = frozenset()
    # what tells the very same device over any dialect: "mac:aabbccddeeff", "ieee:00158d0001a2b3c4", …
    below: tuple[str, ...] = ()
    # whatever is published to a topic that begins so reaches it: its convention says so, never a device


@dataclass(frozen=True, slots=True)
class Entity:
    """One announced entity, all abbreviations expanded, `~` resolved, types lenient-parsed."""

    key: str
    # unique in the home: component.unique_id when there is one, else component/node/object;
    # with the component, since bridges give a switch and its sensor the same unique_id
    component: str
    # switch, light, climate, …
    object_id: str
    name: str | None
    # None or "" means: named like its device
    device: Device
    config: Mapping[str, object] = field(default_factory=dict)
    # expanded options of the component's schema; unknown options kept
    category: str | None = None
    # config | diagnostic | None
    enabled: bool = True
    degraded: Sequence[str] = ()
    # reasons why part of it cannot be used, e.g. "value_template needs states()"
    source: str = ""
    # what announced it: a discovery topic, a device of a dialect


class Component(Protocol):
    """How one Home Assistant component speaks on the wire. Pure."""

    name: str
    # "climate"

    def state_topics(self, entity: Entity) -> Sequence[str]:
        """Topics whose messages carry state, availability left out."""

    def decode(self, entity: Entity, topic: str, payload: bytes) -> Mapping[str, Value | None]:
        """Attributes said by one state message; None: now unknown; missing: nothing said.

        Names are Home Assistant's: every component has "state" where it has one ("on"/"off", "open",
        "locked",
        a number, an option, an hvac mode), others by their attribute name: "brightness" (0-255 scaled to
        0-100
        as "brightness_percent"), "color_temp_kelvin", "rgb" ("r,g,b"), "effect", "current_temperature",
        "temperature" (target, celsius), "target_temp_low", "target_temp_high", "fan_mode", "swing_mode",
        "preset_mode",
        "action", "current_humidity", "humidity" (target), "percentage", "oscillating", "direction", "mode",
        "position" (0 closed … 100 open), "tilt", "battery_level", "fan_speed", "activity".
        """

    def services(self, entity: Entity) -> Mapping[str, Sequence[str]]:
        """Service name → names of its data fields, only those that this entity has a command topic for.

        E.g. climate: set_temperature(temperature), set_hvac_mode(hvac_mode), set_fan_mode, set_preset_mode,
        turn_on, turn_off;
        light: turn_on(brightness_percent, color_temp_kelvin, rgb, effect), turn_off; switch: turn_on,
        turn_off; button: press;
        select: select_option(option); number: set_value(value); cover: open_cover, close_cover, stop_cover,
        set_cover_position(position);
        lock: lock, unlock, open; fan: turn_on, turn_off, set_percentage(percentage), set_preset_mode,
        oscillate;
        vacuum: start, pause, stop, return_to_base, locate, clean_spot, set_fan_speed; valve: open_valve,
        close_valve, stop_valve;
        humidifier: turn_on, turn_off, set_humidity, set_mode; water_heater: set_temperature,
        set_operation_mode, turn_on, turn_off;
        lawn_mower: start_mowing, pause, dock; siren: turn_on, turn_off; text: set_value(value); notify:
        send_message.
        """

    def limits(self, entity: Entity, field: str) -> Mapping[str, object]:
        """Limits of a data field or attribute: minimum, maximum, step, unit, options (list of the entity's
        own words)."""

    def encode(self, entity: Entity, service: str, data: Mapping[str, Value]) -> Sequence[Publish]:
        """The messages of one service call. Raises Unsupported."""

    def optimistic(self, entity: Entity) -> bool:
        """True when nothing it reports can show that a command worked."""
