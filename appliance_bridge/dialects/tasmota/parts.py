"""Relays, lights, shutters, fans and inputs of a Tasmota device as entities."""

from collections.abc import Iterator, Mapping

from appliance_bridge.dialects.tasmota.device import TasmotaDevice
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.templates import compiled

RELAY, LIGHT, SHUTTER = 1, 2, 3
# kinds of relays in `rl`
DIMMER, WHITES, RGB, RGBW, RGBCW = 1, 2, 3, 4, 5
# kinds of lights in `lt_st`
_FOLLOWING = frozenset({1, 2, 3, 4, 5, 6, 9, 10, 15, 16})
# modes of inputs that tell both of their states, not only presses
_INVERTED = 1
# bit of a shutter's options
_SO_LIGHT, _SO_CHANNELS, _SO_NARROW_WHITES = 30, 68, 82
# SetOption numbers that say what a part is


def entities(device: TasmotaDevice, source: str, metered: bool) -> Iterator[Entity]:
    """All that it can do. `metered`: it measures the power of its only relay."""
    relays = [index for index, kind in enumerate(device.relays) if kind == RELAY]
    lights = [index for index, kind in enumerate(device.relays) if kind == LIGHT]
    shutters = sum(kind == SHUTTER for kind in device.relays) // 2
    if device.fan:
        yield _fan(device, source)
        # Its other relays are the speeds of the motor: nobody switches those one by one.
        if device.relays[:1] in ((RELAY,), (LIGHT,)):
            yield _relay(device, source, 0, "light", "Light", {})
        relays, lights = [], []
    alone = len(relays) + len(lights) + shutters == 1
    for index in relays:
        name = _name_of(device, index, alone, "Switch")
        if device.option(_SO_LIGHT):
            yield _relay(device, source, index, "light", name, {})
        else:
            kind = "outlet" if metered and alone else "switch"
            yield _relay(device, source, index, "switch", name, {"device_class": kind})
    for place, index in enumerate(lights):
        name = _name_of(device, index, alone, "Light")
        yield _relay(device, source, index, "light", name, _light(device, index, place))
    for shutter in range(1, shutters + 1):
        yield _shutter(device, source, shutter, None if alone else f"Cover {shutter}")
    yield from _inputs(device, source)


def listened(device: TasmotaDevice) -> Iterator[tuple[str | int, ...]]:
    """Where in its messages the states of these entities stand."""
    for index, kind in enumerate(device.relays):
        if kind in (RELAY, LIGHT):
            yield (f"POWER{index + 1}",)
            yield (f"Channel{index + 1}",)
    yield from ((word,) for word in ("Dimmer", "Dimmer1", "Dimmer2", "CT", "HSBColor", "FanSpeed"))
    for shutter in range(1, sum(kind == SHUTTER for kind in device.relays) // 2 + 1):
        yield (f"Shutter{shutter}",)
    for place, mode in enumerate(device.switches):
        if mode in _FOLLOWING:
            yield (input_name(device, place),)


def inverted(device: TasmotaDevice, shutter: int) -> bool:
    """Whether its 100 is closed; shutters count from 1."""
    options = device.shutters[shutter - 1 : shutter]
    return bool(options and options[0] & _INVERTED)


def input_name(device: TasmotaDevice, place: int) -> str:
    """What the device calls an input in its messages."""
    own = device.switch_names[place] if place < len(device.switch_names) else None
    return own or f"Switch{place + 1}"


def make(
    device: TasmotaDevice,
    source: str,
    component: str,
    part: str,
    name: str | None,
    config: Mapping[str, object],
    category: str | None = None,
) -> Entity:
    """An entity of the device; it is there when its device is."""
    signs: dict[str, object] = {} if device.sleeps else {"availability_topic": device.said("LWT")}
    return Entity(
        key=f"{component}.{device.about.key}_{part}",
        component=component,
        object_id=f"{device.about.key}_{part}",
        name=name,
        device=device.about,
        config={
            **signs,
            **{
                option: compiled(value) if option.endswith("_template") and isinstance(value, str) else value
                for option, value in config.items()
            },
        },
        category=category,
        source=source,
    )


def _relay(
    device: TasmotaDevice,
    source: str,
    index: int,
    component: str,
    name: str | None,
    more: Mapping[str, object],
) -> Entity:
    power = f"POWER{index + 1}"
    config = {
        "state_topic": device.said(power),
        "command_topic": device.command + power,
        "payload_on": device.on,
        "payload_off": device.off,
        **more,
    }
    return make(device, source, component, f"relay_{index + 1}", name, config)


def _light(device: TasmotaDevice, index: int, place: int) -> dict[str, object]:
    """What the light can do besides on and off; `place`: among the lights of the device."""
    kind, dimmer, said, suffix = device.light, "Dimmer", "Dimmer", ""
    if device.tuya:
        dimmer = "Dimmer3"
    if device.option(_SO_CHANNELS):
        kind, dimmer, said = DIMMER, f"Channel{index + 1}", f"Channel{index + 1}"
    elif kind >= RGBW and not device.linked and place < 2:
        white = DIMMER if kind == RGBW else WHITES
        kind, dimmer, suffix = (RGB, "Dimmer1", "=") if place == 0 else (white, "Dimmer2", "")
        said = dimmer
    config: dict[str, object] = {}
    if kind in (DIMMER, WHITES, RGB, RGBW, RGBCW):
        config["brightness_command_topic"] = device.command + dimmer
        config["brightness_state_topic"] = device.said(said)
        config["brightness_scale"] = 100
    if kind in (WHITES, RGBCW):
        coldest, warmest = (200, 380) if device.option(_SO_NARROW_WHITES) else (153, 500)
        config["color_temp_command_topic"] = f"{device.command}CT"
        config["color_temp_state_topic"] = device.said("CT")
        config["min_mireds"], config["max_mireds"] = coldest, warmest
    if kind in (RGB, RGBW, RGBCW):
        # Color2 keeps the brightness; how the colour is reported depends on settings, HSBColor does not.
        config["rgb_command_topic"] = f"{device.command}Color2"
        if suffix:
            config["rgb_command_template"] = "{{ red }},{{ green }},{{ blue }}" + suffix
        config["hs_state_topic"] = device.said("HSBColor")
        config["hs_value_template"] = "{{ value.rsplit(',', 1)[0] }}"
    return config


def _shutter(device: TasmotaDevice, source: str, shutter: int, name: str | None) -> Entity:
    where = device.said(f"Shutter{shutter}")
    config = {
        "command_topic": where,
        "state_topic": where,
        "value_template": "{{ value_json.state }}",
        "position_topic": where,
        "position_template": "{{ value_json.position }}",
        "set_position_topic": where,
    }
    return make(device, source, "cover", f"shutter_{shutter}", name, config)


def _fan(device: TasmotaDevice, source: str) -> Entity:
    where, to = device.said("FanSpeed"), f"{device.command}FanSpeed"
    config = {
        "state_topic": where,
        "state_value_template": "{{ '0' if value == '0' else 'on' }}",
        "command_topic": where,
        "payload_on": "on",
        "payload_off": "0",
        "percentage_state_topic": where,
        "percentage_command_topic": to,
        "speed_range_max": 3,
        "preset_modes": ["low", "medium", "high"],
        "preset_mode_state_topic": where,
        "preset_mode_value_template": "{{ ['', 'low', 'medium', 'high'][value | int] }}",
        "preset_mode_command_topic": to,
        "preset_mode_command_template": "{{ {'low': 1, 'medium': 2, 'high': 3}[value] }}",
    }
    return make(device, source, "fan", "fan", None, config)


def _inputs(device: TasmotaDevice, source: str) -> Iterator[Entity]:
    for place, mode in enumerate(device.switches):
        if mode not in _FOLLOWING:
            continue
        config: dict[str, object] = {
            "state_topic": device.said(input_name(device, place)),
            "payload_on": device.on,
            "payload_off": device.off,
        }
        name = device.switch_names[place] if place < len(device.switch_names) else None
        shown = name or f"Input {place + 1}"
        # What nobody has named is a wall switch or a wire inside.
        category = None if name else "diagnostic"
        yield make(device, source, "binary_sensor", f"input_{place + 1}", shown, config, category)


def _name_of(device: TasmotaDevice, index: int, alone: bool, noun: str) -> str | None:
    own = device.names[index] if index < len(device.names) else None
    if own is not None and own != device.about.name:
        return own
    return None if alone else f"{noun} {index + 1}"
