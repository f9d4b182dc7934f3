"""One device of `bridge/devices` as entities."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from appliance_bridge.dialects.zigbee2mqtt.climate import USED, assembled, make_climate
from appliance_bridge.dialects.zigbee2mqtt.exposes import Expose, Exposes, said
from appliance_bridge.dialects.zigbee2mqtt.kinds import is_siren, kind_of, things_of
from appliance_bridge.dialects.zigbee2mqtt.light import make_light
from appliance_bridge.dialects.zigbee2mqtt.making import Maker
from appliance_bridge.dialects.zigbee2mqtt.things import (
    make_alarm,
    make_cover,
    make_fan,
    make_lock,
    make_siren,
    make_switch,
)
from appliance_bridge.dialects.zigbee2mqtt.values import make_value
from appliance_bridge.dialects.zigbee2mqtt.views import View
from appliance_bridge.entities.entity import Device, Entity

MAX_ASKED = 6
# properties of one device that are asked for at the start
_IEEE = re.compile(r"0x([0-9a-f]{1,16})")
_USED: Mapping[str, frozenset[str]] = {
    "climate": USED,
    "cover": frozenset({"state", "position", "tilt"}),
    "fan": frozenset({"state", "mode", "speed"}),
    "light": frozenset({"state", "brightness", "color_temp", "color_xy", "color_hs"}),
    "lock": frozenset({"state"}),
    "switch": frozenset({"state"}),
}
# thing → features that its own entity speaks for; the others stand by themselves
_ALWAYS_AWAKE = ("mains", "dc source")


@dataclass(frozen=True, slots=True)
class Described:
    """What there is to know about one device of the network."""

    address: str
    # "0x00158d0001a2b3c4"
    name: str
    # friendly name: the topic below the base
    device: Device
    description: str
    exposes: tuple[Expose, ...]
    cut: bool
    # it exposes more than is taken
    awake: bool
    # it answers when it is asked: no battery


@dataclass(frozen=True, slots=True)
class Made:
    """A device as entities, and what the convention needs to speak for it."""

    entities: tuple[Entity, ...]
    views: tuple[View, ...]
    ask: tuple[str, ...]
    # properties that are worth asking for when nothing was said yet
    left_out: tuple[str, ...]
    # why an expose became no entity, in a few words each


def read_device(raw: Mapping[str, object]) -> Described | None:
    """A device that can be used; None for the coordinator and what was never told what it is."""
    address, name = said(raw, "ieee_address").lower(), raw.get("friendly_name")
    definition, found = raw.get("definition"), _IEEE.fullmatch(address)
    if not isinstance(name, str) or not isinstance(definition, dict) or found is None:
        return None
    if raw.get("type") == "Coordinator" or raw.get("disabled") is True:
        return None
    exposes = Exposes()
    read = assembled(exposes.read(definition.get("exposes")))
    vendor, model, text = (said(definition, key) for key in ("vendor", "model", "description"))
    kind = kind_of(text, read)
    called = said(raw, "friendly_name")
    if name.lower() == address:
        # A name that is only the address is none.
        called = f"{vendor} {kind}".strip() if kind else model
    return Described(
        address=address,
        name=name,
        device=Device(
            key=f"zigbee-{int(found[1], 16)}",
            # in decimal: hexadecimal digits spell words ("ac")
            name=called or None,
            manufacturer=vendor or None,
            model=" ".join(filter(None, (model, kind and f"({kind})"))) or None,
            software=said(raw, "software_build_id") or None,
            identities=frozenset({f"ieee:{found[1].zfill(16)}"}),
        ),
        description=text,
        exposes=read,
        cut=exposes.cut,
        awake=raw.get("type") == "Router" or said(raw, "power_source").lower().startswith(_ALWAYS_AWAKE),
    )


def make(one: Described, topic: str, source: str) -> Made:
    """The entities of a device whose states are published on `topic`."""
    by_address = f"{topic.removesuffix(one.name)}{one.address}"
    device = replace(one.device, below=(f"{topic}/", f"{by_address}/"))
    maker = Maker(device, topic, source, one.description, things_of(one.exposes) == 1)
    switch = _climate_switch(one.exposes)
    for expose in one.exposes:
        if expose is not switch:
            _make(expose, one, maker, None if switch is None else switch.feature("state") or switch)
    return Made(
        tuple(_set_apart(tuple(maker.entities.values()))),
        tuple(maker.views),
        _worth_asking(one),
        tuple(maker.left_out),
    )


def _make(expose: Expose, one: Described, maker: Maker, switch: Expose | None) -> None:
    match expose.kind:
        case "light":
            make_light(expose, maker)
        case "switch":
            make_switch(expose, maker)
        case "lock":
            make_lock(expose, maker)
        case "cover":
            make_cover(expose, maker)
        case "fan":
            make_fan(expose, maker)
        case "climate":
            make_climate(expose, maker, switch)
        case "binary" if expose.name == "alarm" and expose.settable and is_siren(one.description):
            make_alarm(expose, maker)
        case "composite" if expose.name == "warning":
            make_siren(expose, maker)
        case _:
            make_value(expose, maker)
    if expose.kind in _USED:
        for feature in expose.features:
            if feature.name not in _USED[expose.kind]:
                make_value(feature, maker)


def _set_apart(entities: Sequence[Entity]) -> Iterator[Entity]:
    """The child lock of one thing is a part of it; of none or several it is a setting of their housing."""
    things = [one for one in entities if one.component in _USED and one.category is None]
    locks = [one for one in things if _is_child_lock(one)]
    buttons = any(one.component == "button" and one.category is None for one in entities)
    owned = len(things) - len(locks) == 1 or (buttons and len(things) == len(locks))
    for one in entities:
        yield one if owned or one not in locks else replace(one, category="config")


def _is_child_lock(one: Entity) -> bool:
    return one.object_id.endswith("child_lock")


def _climate_switch(exposes: Sequence[Expose]) -> Expose | None:
    """The switch that turns a thermostat on and off, when it is the only one and no mode is "off"."""
    climates = [one for one in exposes if one.kind == "climate"]
    if len(climates) != 1:
        return None
    mode = climates[0].feature("system_mode")
    if mode is not None and "off" in mode.values:
        return None
    switches = [one for one in exposes if _is_main_switch(one)]
    return switches[0] if len(switches) == 1 else None


def _is_main_switch(one: Expose) -> bool:
    state = one.feature("state") if one.kind == "switch" else one if one.kind == "binary" else None
    return state is not None and state.key == "state" and state.settable and state.published


def _worth_asking(one: Described) -> tuple[str, ...]:
    if not one.awake:
        return ()
    flat = [feature for expose in one.exposes for feature in (expose, *expose.features)]
    asked = (each.key for each in flat if each.gettable and each.key and each.category is None)
    return tuple(dict.fromkeys(asked))[:MAX_ASKED]
