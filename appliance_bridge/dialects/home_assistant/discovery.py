"""Home Assistant discovery messages to entities. Pure; any bytes are legal, bad ones become Problems."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from appliance_bridge.dialects.base import Problem
from appliance_bridge.dialects.home_assistant.abbreviations import Abbreviations, long_names, with_base
from appliance_bridge.dialects.home_assistant.device import MAX_ID, device_of, name_of, short
from appliance_bridge.dialects.home_assistant.entity_options import (
    BadOptionError,
    checked_options,
    degradations,
)
from appliance_bridge.entities import options
from appliance_bridge.entities.announcement import Announcement
from appliance_bridge.entities.availability import read_availability
from appliance_bridge.entities.entity import Device, Entity
from appliance_bridge.entities.payload import MAX_LIST, BadPayloadError, clean_text, read_object

MAX_COMPONENTS = 500
MAX_CHILDREN = 200
# of one device
MAX_TEMPLATES = 64 * 1024
# characters of all templates of an announcement: each takes its time to be read
_UNUSED = {
    "alarm_control_panel": "Alarm panels are armed and disarmed where they hang, not by a message.",
    "device_tracker": "Where people are is not asked for here, so device trackers are left out.",
    "infrared": "Infrared codes are no words of a conversation; let the bridge offer buttons for them.",
    "device_automation": "",
    "tag": "",
}
# known and of no use to a conversation; without a sentence: many bridges have them, not worth a problem
_NAMED = tuple(component for component, reason in _UNUSED.items() if reason)
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
            for component in ("device", *sorted(self._components), *_NAMED)
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


_Part = tuple[str, str, dict[str, object]]
# a component of a device: its name there, its platform, its options


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
        self._templates: set[str] = set()
        # those so far, each once: bridges say the same for many parts

    def single(self, raw: dict[str, object]) -> Iterator[Entity]:
        """The entity of a payload that announces one."""
        at = self._address
        yield from self._entity(at.component, f"{at.node}/{at.object_id}", at.object_id, raw)

    def device(self, raw: dict[str, object]) -> Iterator[Entity]:
        """The entities of a payload that announces a device with all its components and child devices."""
        own, children = raw.get("components"), raw.get("child_devices")
        if not isinstance(own, dict) and not isinstance(children, list):
            raise BadPayloadError('The announcement of a device has no "components".')
        shared = {name: raw[name] for name in (*_SHARED, "~", "device") if name in raw}
        shared = with_base(shared, raw.get("~"))
        parts = [*self._parts(own, shared), *self._parts_of_children(children, shared)]
        if len(parts) > MAX_COMPONENTS:
            self._problem(f"It has more than {MAX_COMPONENTS} components; the rest is left out.")
        seen: set[str] = set()
        for part, platform, config in parts[:MAX_COMPONENTS]:
            if part in seen:
                self._problem(f'Component "{short(part)}" is announced twice; the first one counts.')
                continue
            seen.add(part)
            yield from self._entity(
                platform, f"{self._address.node}/{self._address.object_id}/{part}", part, config
            )

    def _parts_of_children(self, children: object, shared: Mapping[str, object]) -> Iterator[_Part]:
        listed = children if isinstance(children, list) else []
        if len(listed) > MAX_CHILDREN:
            self._problem(f"It has more than {MAX_CHILDREN} child devices; the rest is left out.")
        parent = shared.get("device")
        block = long_names(parent, self._abbreviations.device) if isinstance(parent, dict) else {}
        known = set(options.words(block, "identifiers"))
        for raw in listed[:MAX_CHILDREN]:
            child = long_names(raw, self._abbreviations.device) if isinstance(raw, dict) else {}
            child = long_names(child, self._abbreviations.options)
            identifiers = options.words(child, "identifiers")
            if not any(identifiers):
                self._problem("A child device has no identifiers.")
            elif not known.isdisjoint(identifiers):
                self._problem(f'Child device "{short(identifiers[0])}" has the identifiers of another.')
            else:
                known.update(identifiers)
                told = {name: child[name] for name in ("identifiers", "name") if name in child}
                its = {**shared, "device": {**block, "child_device": told}}
                yield from self._parts(child.get("components"), its)

    def _parts(self, components: object, shared: Mapping[str, object]) -> Iterator[_Part]:
        for part, value in components.items() if isinstance(components, dict) else ():
            if not isinstance(value, dict):
                self._problem(f'Component "{short(part)}" is not a JSON object.')
                continue
            own = long_names(value, self._abbreviations.options)
            platform = options.text(own, "platform")
            if platform is None:
                self._problem(f'Component "{short(part)}" does not say its platform.')
            elif len(own) > 1:
                # with nothing but its platform a component is withdrawn
                yield part, platform, _merged(shared, own)

    def _entity(self, component: str, local: str, object_id: str, raw: dict[str, object]) -> Iterator[Entity]:
        if component not in self._components:
            reason = _UNUSED.get(component, f'Entities of the kind "{short(component)}" are not supported.')
            if reason:
                self._problem(reason)
            return
        self._templates.update(value for name, value in raw.items() if _is_template(value, name))
        if sum(map(len, self._templates)) > MAX_TEMPLATES:
            self._problem(f"Its templates are larger than {MAX_TEMPLATES // 1024} KB; the rest is left out.")
            return
        try:
            config = checked_options(with_base(raw, raw.get("~")), self._abbreviations)
            key = _key(component, local, config)
        except BadOptionError as error:
            self._problem(f'"{short(object_id)}": {error}')
            return
        for name, value in config.items():
            if isinstance(value, list) and len(value) > MAX_LIST:
                self._problem(f'"{short(object_id)}": its {short(name)} is cut after {MAX_LIST}.')
                config[name] = value[:MAX_LIST]
        yield Entity(
            key=key,
            component=component,
            object_id=object_id[:MAX_ID],
            name=name_of(config, "name"),
            device=self._device(config, key),
            config={name: value for name, value in config.items() if name not in ("device", "origin", "~")},
            category=options.text(config, "entity_category"),
            enabled=options.flag(config, "enabled_by_default", default=True),
            degraded=degradations(config),
            source=self._topic,
        )

    def _device(self, config: Mapping[str, object], key: str) -> Device:
        raw = config.get("device")
        block = long_names(raw, self._abbreviations.device) if isinstance(raw, dict) else {}
        child = block.get("child_device")
        if isinstance(child, dict):
            block["child_device"] = long_names(child, self._abbreviations.device)
        availability = read_availability(config)
        signs = () if availability is None else tuple(one.topic for one in availability.signs)
        return device_of(block, key, signs)

    def _problem(self, reason: str) -> None:
        problem = Problem(self._topic, reason)
        if problem not in self.problems[-1:]:
            self.problems.append(problem)


def _is_template(value: object, name: str) -> TypeGuard[str]:
    return name.endswith("template") and isinstance(value, str)


def _merged(shared: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    # A component with its own availability does not inherit half of the device's.
    single, several = "availability_topic" in own, "availability" in own
    left_out = {"availability"} if single else {"availability_topic"} if several else set()
    return {**{name: value for name, value in shared.items() if name not in left_out}, **own}


def _key(component: str, local: str, config: Mapping[str, object]) -> str:
    # Home Assistant keeps unique ids apart by component; wallpads do give a switch and its sensor the same.
    unique = options.text(config, "unique_id")
    if unique and len(unique) > MAX_ID:
        raise BadOptionError("its unique_id is too long.")
    return f"{component}.{unique}" if unique else f"{component}/{local}"
