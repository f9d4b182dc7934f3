"""Properties that are unmistakably one thing together: a lamp, a thermostat, what opens and closes."""

from collections.abc import Callable, Mapping

from appliance_bridge.dialects.homie import formats, openings
from appliance_bridge.dialects.homie.description import Node, Property
from appliance_bridge.dialects.homie.parts import Workpiece, word
from appliance_bridge.entities.templates import compiled

_POWER = frozenset({"power", "on", "onoff", "state", "switch", "relay", "light"})
_DIMMER = frozenset({"brightness", "dimmer", "dim", "bri"})
_WHITE = frozenset({"colortemperature", "colourtemperature", "colortemp", "ct", "whitetemperature"})
_SETPOINT = frozenset({
    "setpoint", "heatsetpoint", "coolsetpoint", "temperaturesetpoint", "targettemperature", "settemperature",
    "targettemp", "desiredtemperature", "target",
})  # fmt: skip
_TEMPERATURE = frozenset({"temperature", "currenttemperature", "roomtemperature", "ambienttemperature"})
_HUMIDITY = frozenset({"humidity", "currenthumidity"})
_MODE = frozenset({"mode", "systemmode", "hvacmode", "operationmode"})
_FAN = frozenset({"fan", "fanmode", "fanspeed"})
_HVAC = {
    "off": "off", "heat": "heat", "heating": "heat", "cool": "cool", "cooling": "cool", "auto": "auto",
    "dry": "dry", "fan": "fan_only", "fanonly": "fan_only", "heatcool": "heat_cool",
}  # fmt: skip
_DEGREES = frozenset({"°C", "°F", ""})


def combine(work: Workpiece) -> None:
    """Make entities of the sets that a device has; what they speak for is used up."""
    for node in work.description.nodes:
        _light(work, node)
        openings.combine(work, node)
    _climate(work)


def _settable(*datatypes: str) -> Callable[[Property], bool]:
    return lambda one: one.settable and one.retained and one.datatype in datatypes


def _number(settable: bool, units: frozenset[str] | None = None) -> Callable[[Property], bool]:
    return lambda one: (
        one.datatype in formats.NUMBERS
        and one.settable == settable
        and (units is None or formats.unit(one) in units)
    )


def _light(work: Workpiece, node: Node) -> None:
    power = work.find(node, _POWER, _settable("boolean"))
    dimmer = work.find(node, _DIMMER, lambda one: _number(True)(one) and one.retained)
    white = work.find(node, _WHITE, lambda one: _number(True)(one) and formats.bounded(one))
    colours = [one for one in work.open(node) if _settable("color")(one) and formats.colour(one)]
    colour = colours[0] if len(colours) == 1 else None
    if (power is None and dimmer is None) or (dimmer is None and colour is None and white is None):
        return
    config: dict[str, object] = {}
    if power is not None:
        config |= {
            "state_topic": work.value(node, power), "command_topic": work.command(node, power),
            "payload_on": "true", "payload_off": "false",
        }  # fmt: skip
    if dimmer is not None:
        config |= _dimmed(work, node, dimmer, alone=power is None)
    if white is not None:
        config |= _whites(work, node, white)
    if colour is not None:
        config |= _coloured(work, node, colour)
    work.use(node, power, dimmer, white, colour)
    work.add("light", f"{node.id}/light", work.part_name(node), config)


def _dimmed(work: Workpiece, node: Node, one: Property, alone: bool) -> dict[str, object]:
    """Brightness; `alone`: it also says on and off, since nothing else does."""
    most = formats.limits(one)["max"] if formats.bounded(one) else 100.0
    state, command = work.value(node, one), work.command(node, one)
    whole = most >= 10
    config: dict[str, object] = {
        "brightness_state_topic": state, "brightness_command_topic": command,
        "brightness_scale": most if whole else 100,
    }  # fmt: skip
    if not whole:
        # a share of one: whole numbers would be too coarse
        config |= {
            "brightness_value_template": compiled("{{ value | float * 100 / " + repr(most) + " }}"),
            "brightness_command_template": compiled("{{ value * " + repr(most) + " / 100 }}"),
        }
    if alone:
        full = int(most) if float(most).is_integer() else most
        config |= {
            "state_topic": state,
            "state_value_template": compiled("{{ '" + str(full) + "' if value | float > 0 else '0' }}"),
            "command_topic": command, "payload_on": str(full), "payload_off": "0",
            "on_command_type": "brightness",
        }  # fmt: skip
    return config


def _whites(work: Workpiece, node: Node, one: Property) -> dict[str, object]:
    ends = formats.limits(one)
    config: dict[str, object] = {
        "color_temp_state_topic": work.value(node, one), "color_temp_command_topic": work.command(node, one),
    }  # fmt: skip
    if formats.unit(one).upper() == "K" or ends["max"] > 1_000:
        return config | {
            "color_temp_kelvin": True, "min_kelvin": ends["min"], "max_kelvin": ends["max"],
        }  # fmt: skip
    return config | {"min_mireds": ends["min"], "max_mireds": ends["max"]}


def _coloured(work: Workpiece, node: Node, one: Property) -> dict[str, object]:
    """Colour; since version 5 its payloads begin with the way they are spoken ("rgb,255,0,0")."""
    way = formats.colour(one)
    tag = f"{way}," if work.description.version >= 5 else ""
    kind, names = {
        "rgb": ("rgb", ("red", "green", "blue")),
        "hsv": ("hs", ("hue", "sat")),
        "xyz": ("xy", ("x", "y")),
    }[str(way)]
    first = f"value.split(',')[{1 if tag else 0}:]"
    whole = "" if way == "xyz" else " | round"
    said = ",".join("{{ " + name + whole + " }}" for name in names) + (",100" if way == "hsv" else "")
    return {
        f"{kind}_state_topic": work.value(node, one),
        f"{kind}_value_template": compiled("{{ (" + first + ")[:" + str(len(names)) + "] | join(',') }}"),
        f"{kind}_command_topic": work.command(node, one),
        f"{kind}_command_template": compiled(tag + said),
    }


def _climate(work: Workpiece) -> None:
    """One for the device; what it measures may stand in another node than what is set."""
    nodes = work.description.nodes
    for node in nodes:
        degrees = _number(True, _DEGREES)
        setpoints = [one for one in work.open(node) if word(one.id) in _SETPOINT and degrees(one)]
        mode = work.find(node, _MODE, lambda one: _settable("enum")(one) and _hvac(one) is not None)
        spoken = None if mode is None else _hvac(mode)
        if mode is None or spoken is None or not setpoints:
            continue
        target = setpoints[0]
        config: dict[str, object] = {
            "modes": list(spoken.values()),
            "mode_state_topic": work.value(node, mode), "mode_command_topic": work.command(node, mode),
            "temperature_state_topic": work.value(node, target),
            "temperature_command_topic": work.command(node, target),
        }  # fmt: skip
        if any(own != word for own, word in spoken.items()):
            back = {word: own for own, word in spoken.items()}
            config |= {
                "mode_state_template": formats.renamed(spoken),
                "mode_command_template": formats.renamed(back),
            }
        ends = formats.limits(target)
        if formats.bounded(target):
            config |= {"min_temp": ends["min"], "max_temp": ends["max"]}
        config["temp_step"] = ends.get("step", 1)
        if formats.unit(target) == "°F":
            config["temperature_unit"] = "F"
        power = work.find(node, frozenset({"power", "on", "onoff"}), _settable("boolean"))
        if power is not None:
            config |= {
                "power_command_topic": work.command(node, power),
                "payload_on": "true",
                "payload_off": "false",
            }
        fan = work.find(node, _FAN, _settable("enum"))
        if fan is not None:
            config |= {
                "fan_modes": formats.choices(fan), "fan_mode_state_topic": work.value(node, fan),
                "fan_mode_command_topic": work.command(node, fan),
            }  # fmt: skip
        config |= _sensed(work, node)
        # What is switched stays readable by itself.
        work.use(node, mode, target, fan)
        work.add("climate", f"{node.id}/climate", work.part_name(node), config)
        return


def _sensed(work: Workpiece, node: Node) -> dict[str, object]:
    """What is measured: in the same node, or else where the device has only one of it."""
    config: dict[str, object] = {}
    for ids, units, option in (
        (_TEMPERATURE, _DEGREES, "current_temperature_topic"),
        (_HUMIDITY, frozenset({"%", ""}), "current_humidity_topic"),
    ):
        fits = _number(False, units)
        own = [(node, found)] if (found := work.find(node, ids, fits)) is not None else []
        elsewhere = [
            (other, there)
            for other in work.description.nodes
            if (there := work.find(other, ids, fits)) is not None
        ]
        place = own or elsewhere
        if len(place) == 1:
            config[option] = work.value(*place[0])
            work.use(*place[0])
    return config


def _hvac(one: Property) -> Mapping[str, str] | None:
    """Its options as the modes everybody knows; None when one of them is none, or there are too few."""
    spoken = {option: _HVAC.get(word(option), "") for option in formats.choices(one)}
    usable = all(spoken.values()) and len(set(spoken.values())) == len(spoken) >= 2
    return spoken if usable else None
