"""Home Assistant discovery messages to entities. Pure; any bytes are legal, bad ones become Problems."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from appliance_bridge.dialects.base import Problem
from appliance_bridge.dialects.home_assistant.abbreviations import Abbreviations, long_names, with_base
from appliance_bridge.dialects.home_assistant.entity_options import (
    BadOptionError,
    checked_options,
    degradations,
)
from appliance_bridge.entities import options
from appliance_bridge.entities.announcement import Announcement
from appliance_bridge.entities.entity import Device, Entity
from appliance_bridge.entities.payload import BadPayloadError, clean_text, read_object

MAX_COMPONENTS = 500
# of one device
_MAX_ID = 250
_MAX_NAME = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_SILENT = frozenset({"device_automation", "tag"})
# announced by many bridges, no use to a conversation: not worth a problem
_SHARED = (
    "availability",
    "availability_mode",
    "availability_template",
    "availability_topic",
    "command_topic",
    "encoding",
    "payload_available",
    "payload_not_available",
    "qos",
    "state_topic",
)
# options of a device payload that its components inherit


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a discovery topic."""

    component: str
    node: str
    # empty when there is none
    object_id: str


class Discovery:
    """Reads discovery messages under the given prefixes, for the given component names."""

    def __init__(
        self, prefixes: Sequence[str], components: Sequence[str], abbreviations: Abbreviations
    ) -> None:
        self._prefixes = tuple(dict.fromkeys(prefix.strip("/") for prefix in prefixes))
        self._components = frozenset(components)
        self._abbreviations = abbreviations

    def filters(self) -> tuple[str, ...]:
        """Topic filters of all announcements, two a component, never the whole prefix."""
        return tuple(
            f"{prefix}/{component}/{levels}/config"
            for prefix in self._prefixes
            for component in ("device", *sorted(self._components))
            for levels in ("+", "+/+")
        )

    def address(self, topic: str) -> Address | None:
        """The parts of the topic, or None when it is not one of discovery."""
        if not topic.endswith("/config"):
            return None
        for prefix in self._prefixes:
            if topic.startswith(prefix + "/"):
                match clean_text(topic[len(prefix) + 1 :]).split("/"):
                    case [component, object_id, _] if component and object_id:
                        return Address(component, "", object_id)
                    case [component, node, object_id, _] if component and node and object_id:
                        return Address(component, node, object_id)
        return None

    def read(self, topic: str, address: Address, payload: bytes) -> Announcement:
        """What the message announces. Never raises."""
        if not payload.strip():
            return Announcement(topic, "removed")
        try:
            raw = long_names(read_object(payload), self._abbreviations.options)
            if options.flag(raw, "migrate_discovery"):
                return Announcement(topic, "migrating")
            reader = _Reader(topic, address, self._components, self._abbreviations)
            entities = tuple(reader.device(raw) if address.component == "device" else reader.single(raw))
        except BadPayloadError as error:
            return Announcement(topic, "refused", problems=(Problem(topic, str(error)),))
        return Announcement(topic, "announced", entities, tuple(reader.problems))


class _Reader:
    """Reads one payload, collecting problems."""

    def __init__(
        self, topic: str, address: Address, components: frozenset[str], abbreviations: Abbreviations
    ) -> None:
        self.problems: list[Problem] = []
        self._topic = topic
        self._address = address
        self._components = components
        self._abbreviations = abbreviations

    def single(self, raw: dict[str, object]) -> Iterator[Entity]:
        """The entity of a payload that announces one."""
        at = self._address
        yield from self._entity(at.component, f"{at.node}/{at.object_id}", at.object_id, raw)

    def device(self, raw: dict[str, object]) -> Iterator[Entity]:
        """The entities of a payload that announces a device with all its components."""
        components = raw.get("components")
        if not isinstance(components, dict):
            raise BadPayloadError('The announcement of a device has no "components".')
        if "child_devices" in raw:
            self._problem("Its child devices are not read yet; their entities stay with the device itself.")
        if len(components) > MAX_COMPONENTS:
            self._problem(f"It has more than {MAX_COMPONENTS} components; the rest is left out.")
        shared = {name: raw[name] for name in (*_SHARED, "~", "device") if name in raw}
        shared = with_base(shared, raw.get("~"))
        for part, value in list(components.items())[:MAX_COMPONENTS]:
            if not isinstance(value, dict):
                self._problem(f'Component "{_short(part)}" is not a JSON object.')
                continue
            own = long_names(value, self._abbreviations.options)
            platform = options.text(own, "platform")
            if platform is None:
                self._problem(f'Component "{_short(part)}" does not say its platform.')
            elif len(own) > 1:
                # with nothing but its platform a component is withdrawn
                local = f"{self._address.node}/{self._address.object_id}/{part}"
                yield from self._entity(platform, local, part, _merged(shared, own))

    def _entity(self, component: str, local: str, object_id: str, raw: dict[str, object]) -> Iterator[Entity]:
        if component not in self._components:
            if component not in _SILENT:
                self._problem(f'Entities of the kind "{_short(component)}" are not supported.')
            return
        try:
            config = checked_options(with_base(raw, raw.get("~")), self._abbreviations)
            key = _key(component, local, config)
        except BadOptionError as error:
            self._problem(f'"{_short(object_id)}": {error}')
            return
        yield Entity(
            key=key,
            component=component,
            object_id=object_id[:_MAX_ID],
            name=_name(config, "name"),
            device=self._device(config, key),
            config={name: value for name, value in config.items() if name not in ("device", "origin", "~")},
            category=options.text(config, "entity_category"),
            enabled=options.flag(config, "enabled_by_default", default=True),
            degraded=degradations(config),
            source=self._topic,
        )

    def _device(self, config: Mapping[str, object], key: str) -> Device:
        raw = config.get("device")
        device = long_names(raw, self._abbreviations.device) if isinstance(raw, dict) else {}
        return Device(
            key=(_device_key(device) or key)[:_MAX_ID],
            name=_name(device, "name"),
            area=_name(device, "suggested_area"),
            manufacturer=_name(device, "manufacturer"),
            model=_name(device, "model"),
            software=_name(device, "sw_version"),
            parent=_name(device, "via_device"),
        )

    def _problem(self, reason: str) -> None:
        self.problems.append(Problem(self._topic, reason))


def _merged(shared: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    # A component with its own availability does not inherit half of the device's.
    single, several = "availability_topic" in own, "availability" in own
    left_out = {"availability"} if single else {"availability_topic"} if several else set()
    return {**{name: value for name, value in shared.items() if name not in left_out}, **own}


def _key(component: str, local: str, config: Mapping[str, object]) -> str:
    # Home Assistant keeps unique ids apart by component; wallpads do give a switch and its sensor the same.
    unique = options.text(config, "unique_id")
    if unique and len(unique) > _MAX_ID:
        raise BadOptionError("its unique_id is too long.")
    return f"{component}.{unique}" if unique else f"{component}/{local}"


def _device_key(device: Mapping[str, object]) -> str | None:
    for identifier in options.words(device, "identifiers"):
        if identifier:
            return identifier
    connections = device.get("connections")
    for connection in connections if isinstance(connections, list) else []:
        if isinstance(connection, list) and len(connection) == 2:
            return f"{connection[0]}:{connection[1]}"
    return None


def _name(config: Mapping[str, object], option: str) -> str | None:
    value = options.text(config, option)
    return None if value is None else _CONTROL.sub(" ", value).strip()[:_MAX_NAME]


def _short(value: object) -> str:
    return _CONTROL.sub(" ", str(value))[:60]
