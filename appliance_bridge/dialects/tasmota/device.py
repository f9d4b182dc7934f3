"""What one Tasmota device says about itself: `<discovery>/<MAC>/config`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from appliance_bridge.entities.entity import Device
from appliance_bridge.entities.options import flag, number, text
from appliance_bridge.entities.payload import REPLACEMENT, BadPayloadError

MAX_RELAYS = 32
MAX_SWITCHES = 32
_MAX_NAME = 100
_MAX_TOPIC = 500
_MAC = re.compile(r"[0-9A-F]{12}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_FORBIDDEN = ("\x00", "#", "+", REPLACEMENT)
_UNNAMED = "Tasmota"
# the name of a device that nobody named
_NOT_A_STATE = frozenset({"", "2", "3", "4", "5", "toggle", "hold", "blink", "blinkoff", "blink_off"})
# what a device takes as something else than on or off


@dataclass(frozen=True, slots=True)
class TasmotaDevice:
    """A device, its topics and words. Topics end with a slash."""

    mac: str
    # 12 hexadecimal digits in capitals
    about: Device
    command: str
    status: str
    telemetry: str
    on: str
    off: str
    online: str
    offline: str
    sleeps: bool
    # in deep sleep most of the time: its absence says nothing
    relays: tuple[int, ...]
    names: tuple[str | None, ...]
    # of relays
    switches: tuple[int, ...]
    # modes of its inputs
    switch_names: tuple[str | None, ...]
    shutters: tuple[int, ...]
    # options of each shutter, bits
    light: int
    linked: bool
    # colour and white are one light
    fan: bool
    tuya: bool
    battery: bool
    options: Mapping[str, object]
    # SetOption number → what it is set to

    def said(self, *path: str | int) -> str:
        """The private topic of one thing it says."""
        return "/".join(("$tasmota", self.mac, *map(str, path)))

    def option(self, setting: int) -> bool:
        """Whether a SetOption is on."""
        return flag(self.options, str(setting))


def mac_of(word: str) -> str | None:
    """The word as 12 hexadecimal digits in capitals, or None."""
    plain = word.replace(":", "").upper()
    return plain if _MAC.fullmatch(plain) else None


def read_device(config: Mapping[str, object], mac: str) -> TasmotaDevice:
    """The device of an announcement under this MAC address. Raises BadPayloadError."""
    if mac_of(text(config, "mac") or "") != mac:
        raise BadPayloadError("The announcement names another MAC address than its topic.")
    words = [str(one or "") for one in _list(config, "state", 2)]
    off, on = words if len(words) == 2 else ("", "")
    if off == on or {off.casefold(), on.casefold()} & _NOT_A_STATE:
        raise BadPayloadError('Its words for off and on ("state") cannot be told from others.')
    prefixes = [str(one or "") for one in _list(config, "tp", 3)]
    if len(prefixes) < 3 or not all(prefixes):
        raise BadPayloadError('It does not name its three prefixes ("tp").')
    host = text(config, "hn") or ""
    name = _called(config) or _name(host)
    options = config.get("so")
    command = _topic(config, mac, prefixes[0], must_have_prefix=True)
    return TasmotaDevice(
        mac=mac,
        about=Device(
            key=f"tasmota_{mac.lower()}",
            name=name,
            manufacturer="Tasmota",
            model=_name(config.get("md")),
            software=_name(config.get("sw")),
            identities=frozenset({f"mac:{mac.lower()}"}),
            below=(command,),
        ),
        command=command,
        status=_topic(config, mac, prefixes[1]),
        telemetry=_topic(config, mac, prefixes[2]),
        on=on,
        off=off,
        online=text(config, "onln") or "Online",
        offline=text(config, "ofln") or "Offline",
        sleeps=bool(number(config, "dslp")),
        relays=_numbers(config, "rl", MAX_RELAYS),
        names=tuple(_name(one) for one in _list(config, "fn", MAX_RELAYS)),
        switches=_numbers(config, "swc", MAX_SWITCHES),
        switch_names=tuple(_name(one) for one in _list(config, "swn", MAX_SWITCHES)),
        shutters=_numbers(config, "sho", MAX_RELAYS),
        light=int(number(config, "lt_st") or 0),
        linked=flag(config, "lk", default=True),
        fan=flag(config, "if"),
        tuya=flag(config, "ty"),
        battery=flag(config, "bat"),
        options=options if isinstance(options, dict) else {},
    )


def _called(config: Mapping[str, object]) -> str | None:
    """Its name; where nobody gave it one, that of its only relay."""
    name, relays = _name(config.get("dn")), [_name(one) for one in _list(config, "fn", MAX_RELAYS)]
    given = [one for one in relays if one]
    return given[0] if name in (None, _UNNAMED) and len(given) == 1 else name


def _topic(config: Mapping[str, object], mac: str, prefix: str, must_have_prefix: bool = False) -> str:
    # Put together as the firmware does.
    pattern = text(config, "ft") or "%prefix%/%topic%/"
    if must_have_prefix and "%prefix%" not in pattern:
        pattern += "/%prefix%"
    for token, value in (
        ("%hostname%", text(config, "hn") or ""),
        ("%id%", mac[-6:]),
        ("%prefix%", prefix),
        ("%topic%", text(config, "t") or ""),
    ):
        pattern = pattern.replace(token, value)
        if len(pattern) > _MAX_TOPIC:
            raise BadPayloadError("Its full topic is longer than a topic may be.")
    found = pattern.rstrip("/").replace("//", "/") + "/"
    if found == "/" or found.startswith("$") or any(character in found for character in _FORBIDDEN):
        raise BadPayloadError("Its full topic is none that can be used.")
    return found


def _list(config: Mapping[str, object], option: str, most: int) -> list[object]:
    value = config.get(option)
    return value[:most] if isinstance(value, list) else []


def _numbers(config: Mapping[str, object], option: str, most: int) -> tuple[int, ...]:
    listed = _list(config, option, most)
    return tuple(one if isinstance(one, int) and not isinstance(one, bool) else 0 for one in listed)


def _name(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return _CONTROL.sub(" ", value).strip()[:_MAX_NAME] or None
