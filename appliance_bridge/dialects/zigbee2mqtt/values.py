"""Single properties as entities: measurements, flags, settings, buttons."""

from collections.abc import Mapping

from appliance_bridge.dialects.zigbee2mqtt.exposes import Expose
from appliance_bridge.dialects.zigbee2mqtt.kinds import contact_class
from appliance_bridge.dialects.zigbee2mqtt.making import Maker, reads, sets, spelled, writes
from appliance_bridge.dialects.zigbee2mqtt.things import binary_config

_FLAGS: Mapping[str, str] = {
    "carbon_monoxide": "carbon_monoxide", "charging": "battery_charging", "gas": "gas",
    "motion": "motion", "moving": "moving", "occupancy": "occupancy", "presence": "presence",
    "smoke": "smoke", "tamper": "tamper", "vibration": "vibration", "water_leak": "moisture",
}  # fmt: skip
# binary property → device class
_MEASURED: Mapping[str, tuple[str, str]] = {
    "battery": ("battery", "%"), "co": ("carbon_monoxide", "ppm"), "co2": ("carbon_dioxide", "ppm"),
    "current": ("current", "A"), "energy": ("energy", "kWh"), "humidity": ("humidity", "%"),
    "illuminance": ("illuminance", "lx"), "pm10": ("pm10", "µg/m³"), "pm25": ("pm25", "µg/m³"),
    "power": ("power", "W"), "pressure": ("atmospheric_pressure", "hPa"),
    "temperature": ("temperature", "°C"),
    "voltage": ("voltage", "V"),
}  # fmt: skip
# numeric property → device class, and the unit when none is said
_ASIDE = frozenset({
    "battery_low", "device_temperature", "identify", "last_seen", "linkquality", "power_on_behavior",
    "power_outage_count", "test", "uptime",
})  # fmt: skip
# diagnostic although older versions do not say so
_DAILY = frozenset({"child_lock", "state"})
# binaries that are set every day; all others that can be set are settings
_SILENT = frozenset({"pin_code", "wifi_config"})
# composites that hold secrets
_DONE = "START"


def make_value(one: Expose, maker: Maker) -> None:
    """The entity of one property."""
    if one.name == "action" or one.name.startswith("action_"):
        # It is over when it is heard.
        maker.left_out.append("a press of a button")
        return
    match one.kind:
        case "binary" if one.settable:
            _setting(one, maker, "switch", binary_config(one, maker), daily=one.name in _DAILY)
        case "binary":
            _binary(one, maker)
        case "numeric" if one.settable:
            limits = {"min": one.minimum, "max": one.maximum, "step": one.step}
            given = {option: value for option, value in limits.items() if value is not None}
            _setting(one, maker, "number", {**_command(one, maker), **_unit(one), **given})
        case "numeric":
            _sensor(one, maker, _unit(one))
        case "enum" if one.settable:
            _enum(one, maker)
        case "enum":
            _sensor(one, maker, {"device_class": "enum", "options": [str(value) for value in one.values]})
        case "text" if one.settable:
            _setting(one, maker, "text", _command(one, maker))
        case "text":
            _sensor(one, maker, {})
        case "composite" if one.name not in _SILENT and one.published and one.key:
            _composite(one, maker)
        case _:
            maker.left_out.append(f"{one.kind} without a form here")


def _binary(one: Expose, maker: Maker) -> None:
    if not one.published:
        maker.left_out.append("neither published nor set")
        return
    on = True if one.value_on is None else one.value_on
    off = False if one.value_off is None else one.value_off
    if one.name == "contact" and isinstance(on, bool):
        # True says that the contact is closed, and a door is "on" when it is open.
        on, off = False, True
    config: dict[str, object] = {
        "state_topic": maker.topic,
        "value_template": reads(one.key),
        "payload_on": spelled(on),
        "payload_off": spelled(off),
    }
    if one.name in _FLAGS:
        config["device_class"] = _FLAGS[one.name]
    if one.name == "contact":
        config["device_class"] = contact_class(maker.description)
    maker.add("binary_sensor", one.suffixed(), maker.title(one), config, _category(one))


def _sensor(one: Expose, maker: Maker, more: Mapping[str, object], *path: str) -> None:
    if not one.published:
        maker.left_out.append("neither published nor set")
        return
    config = {"state_topic": maker.topic, "value_template": reads(*path, one.key), **more}
    object_id = "_".join((*path, one.suffixed()))
    title = " ".join((*(part.replace("_", " ") for part in path), maker.title(one) or ""))
    maker.add("sensor", object_id, title, config, _category(one))


def _enum(one: Expose, maker: Maker) -> None:
    words = [word for word in one.values if word != ""]
    if len(words) == 1:
        # There is nothing to choose: it is pressed.
        feeds = one.name == "feed" and words[0] == _DONE
        config: dict[str, object] = {
            "command_topic": maker.commands,
            "payload_press": sets(**{one.key: words[0]}),
        }
        maker.add("button", one.suffixed(), maker.title(one), config, None if feeds else "config")
        return
    options = {"options": [str(word) for word in words]}
    _setting(one, maker, "select", {**_command(one, maker), **options})


def _setting(
    one: Expose, maker: Maker, component: str, config: dict[str, object], daily: bool = False
) -> None:
    name = maker.place(one) if one.name == "state" else maker.title(one)
    category = one.category if daily else "config"
    maker.add(component, one.suffixed(), name, config, category)


def _composite(one: Expose, maker: Maker) -> None:
    """What is measured inside; a part of it cannot be set alone."""
    for part in one.features:
        if part.kind in ("numeric", "enum", "text", "binary") and part.key and not part.settable:
            _sensor(part, maker, _unit(part) if part.kind == "numeric" else {}, one.key)
        else:
            maker.left_out.append("part of a composite that is set as a whole")


def _command(one: Expose, maker: Maker) -> dict[str, object]:
    config: dict[str, object] = {"command_topic": maker.commands, "command_template": writes(one.key)}
    if one.published:
        config |= {"state_topic": maker.topic, "value_template": reads(one.key)}
    return config


def _unit(one: Expose) -> dict[str, object]:
    kind, usual = _MEASURED.get(one.name, (None, None))
    unit = one.unit or usual
    config: dict[str, object] = {} if unit is None else {"unit_of_measurement": unit}
    if kind is not None and not one.settable:
        config["device_class"] = kind
    if not one.settable:
        config["state_class"] = "measurement"
    return config


def _category(one: Expose) -> str | None:
    if one.category is None and one.name in _ASIDE:
        return "diagnostic"
    # Its battery is no setting: people ask for it.
    return None if one.name in ("battery", "power") and one.published else one.category
