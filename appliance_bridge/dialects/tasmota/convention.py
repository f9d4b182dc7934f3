"""Tasmota's own discovery as a convention: a device announces itself, its messages say all states at once."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from appliance_bridge.dialects.base import Incoming, Problem, Publish, Subscribe, Unsubscribe
from appliance_bridge.dialects.convention import Heard, Said
from appliance_bridge.dialects.tasmota import parts, sensors
from appliance_bridge.dialects.tasmota.device import TasmotaDevice, mac_of, read_device
from appliance_bridge.entities.announcement import Announcement
from appliance_bridge.entities.payload import BadPayloadError, read_object

MAX_DEVICES = 1_000
_MAX_STATE_BYTES = 64 * 1024
_ASK_AGAIN_AFTER_S = 5.0
_WRAPPED = ("StatusSNS", "StatusSTS")
# answers to questions hold their content in these


@dataclass(slots=True)
class _Known:
    """One device as announced."""

    device: TasmotaDevice | None = None
    measured: Mapping[str, object] = field(default_factory=dict)
    paths: tuple[tuple[str | int, ...], ...] = ()
    # where in its messages its entities' states stand
    asked: float | None = None
    # when it was last asked for its states


class Tasmota:
    """A `Convention`: each device is two sources, what it can do and what it measures."""

    name = "tasmota"

    def __init__(self, discovery: str = "tasmota/discovery") -> None:
        """`discovery`: the topic below which devices announce themselves."""
        self._discovery = discovery.strip("/")
        self._known: dict[str, _Known] = {}
        self._speaking: dict[str, set[str]] = {}
        # beginning of a topic → MAC addresses of the devices that speak there

    def subscriptions(self) -> Sequence[Subscribe]:
        """Announcements at QoS 0 (a broker drops part of a large replay otherwise), and all known devices."""
        spoken = tuple(f"{one}+" for one in self._speaking)
        found = [Subscribe((f"{self._discovery}/+/config", f"{self._discovery}/+/sensors"), qos=0)]
        return [*found, Subscribe(spoken)] if spoken else found

    def greetings(self) -> Sequence[Publish]:
        """Announcements are retained: nothing has to be asked for."""
        return ()

    def announces(self, topic: str) -> bool:
        """Whether it is a discovery topic."""
        return self._address(topic) is not None

    def hear(self, message: Incoming) -> Heard | None:
        """What an announcement or a message of a device means."""
        address = self._address(message.topic)
        if address is not None:
            return self._announced(message, *address)
        base, _, word = message.topic.rpartition("/")
        speakers = self._speaking.get(f"{base}/")
        if not speakers:
            return None
        said: list[Said] = []
        answers: list[Publish] = []
        for mac in sorted(speakers):
            known = self._known[mac]
            if known.device is None:
                continue
            if word != "LWT":
                said.extend(_states(known.device, known.paths, message.payload))
            elif message.topic == f"{known.device.telemetry}LWT":
                said.extend(_presence(known.device, message.payload))
                answers.extend(_questions(known, message))
        return Heard(said=said, answers=answers)

    def outgoing(self, message: Publish) -> Sequence[Publish]:
        """The real message of a shutter or a fan."""
        parts_of = message.topic.split("/")
        known = self._known.get(parts_of[1]) if len(parts_of) == 3 and parts_of[0] == "$tasmota" else None
        if known is None or known.device is None:
            return ()
        device, word = known.device, message.payload.decode("utf-8", "replace")
        if parts_of[2] == "FanSpeed":
            # On without a speed is the middle one.
            return (Publish(f"{device.command}FanSpeed", b"2" if word == "on" else message.payload),)
        shutter = parts_of[2].removeprefix("Shutter")
        if word in ("OPEN", "CLOSE", "STOP"):
            return (Publish(f"{device.command}Shutter{word.capitalize()}{shutter}", b""),)
        if not (shutter.isdecimal() and word.isdecimal()):
            return ()
        position = 100 - int(word) if parts.inverted(device, int(shutter)) else int(word)
        return (Publish(f"{device.command}ShutterPosition{shutter}", str(position).encode()),)

    def _address(self, topic: str) -> tuple[str, str] | None:
        """MAC address and kind of an announcement."""
        before, _, kind = topic.rpartition("/")
        start, _, word = before.rpartition("/")
        mac = mac_of(word)
        if start != self._discovery or mac is None or kind not in ("config", "sensors"):
            return None
        return mac, kind

    def _announced(self, message: Incoming, mac: str, kind: str) -> Heard:
        known = self._known.get(mac)
        withdrawn = not message.payload.strip()
        try:
            if known is None and len(self._known) >= MAX_DEVICES and not withdrawn:
                raise BadPayloadError(f"There are more than {MAX_DEVICES} devices.")
            known = known or _Known()
            content = {} if withdrawn else read_object(message.payload)
            device, measured = known.device, known.measured
            if kind == "config":
                device = None if withdrawn else read_device(content, mac)
            else:
                measured = _object(content.get("sn"))
        except BadPayloadError as error:
            refused = Announcement(message.topic, "refused", problems=(Problem(message.topic, str(error)),))
            return Heard(announced=(refused,))
        left = self._leave(mac, known)
        known.device, known.measured = device, measured
        if device is None and not measured:
            self._known.pop(mac, None)
        else:
            self._known[mac] = known
        # Subscribed to again it hears that the device is there, and asks for its states.
        known.asked = None
        bases = (device.status, device.telemetry) if device is not None else ()
        for base in bases:
            self._speaking.setdefault(base, set()).add(mac)
        listened = tuple(f"{base}+" for base in dict.fromkeys(bases))
        silent = tuple(one for one in left if one not in listened)
        return Heard(
            announced=self._announcements(mac, known),
            subscribe=(Subscribe(listened),) if listened else (),
            unsubscribe=(Unsubscribe(silent),) if silent else (),
        )

    def _announcements(self, mac: str, known: _Known) -> tuple[Announcement, ...]:
        """All that the device announces now, by both of its sources; its paths are renewed."""
        can, measures = (f"{self._discovery}/{mac}/{kind}" for kind in ("config", "sensors"))
        device = known.device
        if device is None:
            known.paths = ()
            return Announcement(can, "removed"), Announcement(measures, "removed")
        sensed = dict(sensors.entities(device, measures, known.measured))
        made = list(parts.entities(device, can, sensors.is_metered(known.measured)))
        known.paths = (*parts.listened(device), *sensed)
        if device.battery:
            made.append(sensors.battery(device, can))
            known.paths += (("BatteryPercentage",),)
        return (
            Announcement(can, "announced", tuple(made)),
            Announcement(measures, "announced", tuple(sensed.values())),
        )

    def _leave(self, mac: str, known: _Known) -> list[str]:
        """Forget where the device spoke; the filters for where nobody speaks now."""
        silent = []
        for base in dict.fromkeys((known.device.status, known.device.telemetry) if known.device else ()):
            speakers = self._speaking.get(base, set())
            speakers.discard(mac)
            if not speakers:
                self._speaking.pop(base, None)
                silent.append(f"{base}+")
        return silent


def _presence(device: TasmotaDevice, payload: bytes) -> Iterator[Said]:
    word = payload.decode("utf-8", "replace")
    if word in (device.online, device.offline):
        yield Said(device.said("LWT"), b"online" if word == device.online else b"offline")


def _questions(known: _Known, message: Incoming) -> Sequence[Publish]:
    """Ask a device that has just come for what it says and measures; not again at once."""
    device = known.device
    if device is None or message.payload.decode("utf-8", "replace") != device.online:
        return ()
    if known.asked is not None and abs(message.at - known.asked) < _ASK_AGAIN_AFTER_S:
        return ()
    known.asked = message.at
    return tuple(Publish(f"{device.command}STATUS", what) for what in (b"10", b"11"))


def _states(device: TasmotaDevice, paths: Sequence[tuple[str | int, ...]], payload: bytes) -> Iterator[Said]:
    """What a message says of each thing that is listened for."""
    if len(payload) > _MAX_STATE_BYTES or not payload.startswith(b"{"):
        return
    try:
        content = read_object(payload)
    except BadPayloadError:
        return
    for wrapper in _WRAPPED:
        inner = content.get(wrapper)
        if isinstance(inner, dict):
            content = inner
    if "POWER" in content:
        content.setdefault("POWER1", content["POWER"])
    for path in paths:
        value, found = _at(content, path)
        if found:
            yield Said(device.said(*path), _as_payload(device, path, value))


def _at(content: object, path: tuple[str | int, ...]) -> tuple[object, bool]:
    """What stands at the end of the path, and whether anything does."""
    for step in path:
        match content, step:
            case dict(), _ if step in content:
                content = content[step]
            case list(), int(place) if place < len(content):
                content = content[place]
            case ((int() | float()), 0):
                # What was announced as a list of one for each phase may be measured as one.
                continue
            case _:
                return None, False
    return content, True


def _as_payload(device: TasmotaDevice, path: tuple[str | int, ...], value: object) -> bytes:
    if isinstance(value, dict):
        if str(path[0]).startswith("Shutter"):
            value = _shutter(value, parts.inverted(device, int(str(path[0]).removeprefix("Shutter"))))
        elif len(path) == 1:
            # An input says {"Action": "ON"} when it changes.
            value = value.get("Action", value.get("STATE"))
    if isinstance(value, str):
        return value.encode("utf-8", "replace")
    return b"None" if value is None else json.dumps(value).encode()


def _shutter(said: Mapping[str, object], inverted: bool) -> dict[str, object]:
    """State and position, 0 closed and 100 open, of what a shutter says."""
    position, direction = said.get("Position"), said.get("Direction")
    found: dict[str, object] = {}
    if isinstance(position, int) and 0 <= position <= 100:
        found["position"] = 100 - position if inverted else position
    if isinstance(direction, int) and direction:
        found["state"] = "opening" if (direction > 0) != inverted else "closing"
    elif "position" in found:
        found["state"] = "open" if found["position"] else "closed"
    return found


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
