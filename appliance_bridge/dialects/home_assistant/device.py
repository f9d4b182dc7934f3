"""The device block of an announcement, and what all names in announcements have in common."""

import re
from collections.abc import Collection, Iterator, Mapping

from appliance_bridge.entities import options
from appliance_bridge.entities.entity import Device
from appliance_bridge.entities.identities import homie_identities, identities

MAX_ID = 250
_MAX_NAME = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def device_of(block: Mapping[str, object], otherwise: str, signs: Collection[str] = ()) -> Device:
    """The device of a block with long names; `otherwise` is the key of one that has no identifier.

    signs: the topics that say whether it is there.
    """
    child = block.get("child_device")
    if isinstance(child, dict):
        return _child(child, block, otherwise, signs)
    identifiers = options.words(block, "identifiers")
    return Device(
        key=(_key(block) or otherwise)[:MAX_ID],
        name=name_of(block, "name"),
        area=name_of(block, "suggested_area"),
        manufacturer=name_of(block, "manufacturer"),
        model=name_of(block, "model"),
        software=name_of(block, "sw_version"),
        parent=(options.text(block, "via_device") or "")[:MAX_ID] or None,
        identities=identities(_connections(block), identifiers, options.text(block, "serial_number"))
        | homie_identities(signs, identifiers),
    )


def _child(
    child: Mapping[str, object], parent: Mapping[str, object], otherwise: str, signs: Collection[str]
) -> Device:
    # It stands where its parent stands and is made by whom made that, but it is something else.
    identifiers = options.words(child, "identifiers")
    return Device(
        key=(_key(child) or otherwise)[:MAX_ID],
        name=name_of(child, "name"),
        area=name_of(parent, "suggested_area"),
        manufacturer=name_of(parent, "manufacturer"),
        software=name_of(parent, "sw_version"),
        parent=(_key(parent) or "")[:MAX_ID] or None,
        identities=identities((), identifiers) | homie_identities(signs, identifiers),
    )


def name_of(config: Mapping[str, object], option: str) -> str | None:
    """A name that can be shown: bounded, without control characters."""
    value = options.text(config, option)
    return None if value is None else _CONTROL.sub(" ", value).strip()[:_MAX_NAME]


def short(value: object) -> str:
    """Whatever it is, for a sentence."""
    return _CONTROL.sub(" ", str(value))[:60]


def _key(device: Mapping[str, object]) -> str | None:
    for identifier in options.words(device, "identifiers"):
        if identifier:
            return identifier
    return next((f"{kind}:{address}" for kind, address in _connections(device)), None)


def _connections(device: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    listed = device.get("connections")
    for one in listed if isinstance(listed, list) else []:
        if isinstance(one, list) and len(one) == 2:
            yield str(one[0]), str(one[1])
