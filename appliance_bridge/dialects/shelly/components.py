"""Components of a Shelly as entities: what they are, what they say, how they are called."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from appliance_bridge.dialects.shelly import lights, virtual
from appliance_bridge.dialects.shelly.device import MAX_COMPONENTS, ShellyDevice, name_of
from appliance_bridge.dialects.shelly.making import Call, Maker, measured
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import finite

_NUMBERS: Mapping[str, tuple[tuple[str, str, str, str | None, str | None], ...]] = {
    # component → (field, name, unit, device class, category)
    "temperature": (("tC", "Temperature", "°C", "temperature", None),),
    "humidity": (("rh", "Humidity", "%", "humidity", None),),
    "illuminance": (("lux", "Illuminance", "lx", "illuminance", None),),
    "voltmeter": (("voltage", "Voltage", "V", "voltage", None),),
    "devicepower": (("battery.percent", "Battery", "%", "battery", None),),
    "em": (
        ("total_act_power", "Power", "W", "power", None),
        ("a_act_power", "Phase A power", "W", "power", "diagnostic"),
        ("b_act_power", "Phase B power", "W", "power", "diagnostic"),
        ("c_act_power", "Phase C power", "W", "power", "diagnostic"),
    ),
    "emdata": (("total_act", "Energy", "Wh", "energy", None),),
    "em1": (("act_power", "Power", "W", "power", None),),
    "em1data": (("total_act_energy", "Energy", "Wh", "energy", None),),
}
_METER = (
    ("apower", "Power", "W", "power", None),
    ("aenergy.total", "Energy", "Wh", "energy", None),
    ("voltage", "Voltage", "V", "voltage", "diagnostic"),
    ("current", "Current", "A", "current", "diagnostic"),
)
# of everything that measures what it switches
_ALARMS = {
    "flood": ("alarm", "Leak", "moisture"),
    "smoke": ("alarm", "Smoke", "smoke"),
    "motion": ("motion", "Motion", "motion"),
    "occupancy": ("value", "Occupancy", "occupancy"),
}
_METERED = frozenset({"switch", "cover", "pm1", *lights.KINDS})


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of component is and how it is spoken with."""

    entities: Callable[[Maker], Iterator[Entity]]
    said: Callable[[Mapping[str, object]], Mapping[str, object]]
    # its status with what entities need besides
    call: Callable[[int, str], Call | None]
    # component number and what an entity sends → method and parameters


def entities(shelly: ShellyDevice, source: str) -> Iterator[Entity]:
    """All that the device has and says."""
    mains = sum(key.partition(":")[0] in ("switch", "cover", *lights.KINDS) for key in shelly.status)
    for key in sorted(shelly.status, key=_order)[:MAX_COMPONENTS]:
        kind, _, place = key.partition(":")
        settings, status = shelly.settings(key), shelly.status[key]
        numbered = kind in ("switch", "cover", *lights.KINDS) and mains > 1
        own = name_of(settings) or (f"{_NOUNS.get(kind, kind)} {int(place) + 1}" if numbered else None)
        maker = Maker(shelly, source, key, own, settings, status)
        if kind in KINDS:
            yield from KINDS[kind].entities(maker)
        yield from measured(maker, _NUMBERS.get(kind, ()))
        if kind in _METERED:
            yield from measured(maker, _METER)
        if kind in _ALARMS:
            yield _alarm(maker, *_ALARMS[kind])


def said(shelly: ShellyDevice, component: str) -> bytes:
    """What a component says now, for its entities."""
    status = shelly.status[component]
    kind = KINDS.get(component.partition(":")[0])
    return json.dumps(status if kind is None else {**status, **kind.said(status)}).encode()


def call(component: str, payload: str) -> Call | None:
    """Method and parameters of what an entity of the component sends; None: that cannot be said."""
    kind, _, place = component.partition(":")
    if kind not in KINDS or not place.isdecimal():
        return None
    return KINDS[kind].call(int(place), payload)


_NOUNS = {"switch": "Switch", "cover": "Cover", **dict.fromkeys(lights.KINDS, "Light")}


def _order(key: str) -> tuple[str, int]:
    kind, _, place = key.partition(":")
    return kind, int(place or 0)


def _switch(maker: Maker) -> Iterator[Entity]:
    outlet = "plug" in (maker.shelly.device.model or "").lower()
    yield maker.make(
        "switch",
        {"command_topic": maker.topic, "device_class": "outlet" if outlet else "switch"},
        "{{ value_json.state }}",
    )


def _switch_said(status: Mapping[str, object]) -> Mapping[str, object]:
    return {"state": "ON" if status["output"] else "OFF"} if isinstance(status.get("output"), bool) else {}


def _switch_call(place: int, payload: str) -> Call | None:
    return ("Switch.Set", {"id": place, "on": payload == "ON"}) if payload in ("ON", "OFF") else None


def _cover(maker: Maker) -> Iterator[Entity]:
    config: dict[str, object] = {"command_topic": maker.topic}
    if maker.status.get("pos_control") is True:
        config["position_topic"] = config["set_position_topic"] = maker.topic
        config["position_template"] = "{{ value_json.current_pos }}"
    yield maker.make("cover", config, "{{ value_json.state }}")


def _cover_call(place: int, payload: str) -> Call | None:
    if payload in ("OPEN", "CLOSE", "STOP"):
        return f"Cover.{payload.capitalize()}", {"id": place}
    if payload.isdecimal() and int(payload) <= 100:
        return "Cover.GoToPosition", {"id": place, "pos": int(payload)}
    return None


def _thermostat(maker: Maker) -> Iterator[Entity]:
    active = "cool" if maker.settings.get("type") == "cooling" else "heat"
    config: dict[str, object] = {
        "modes": ["off", active],
        "mode_command_topic": maker.topic,
        "mode_state_topic": maker.topic,
        "mode_state_template": "{{ '" + active + "' if value_json.enable else 'off' }}",
        "temperature_command_topic": maker.topic,
        "temperature_state_topic": maker.topic,
        "temperature_state_template": "{{ value_json.target_C }}",
        "current_temperature_topic": maker.topic,
        "current_temperature_template": "{{ value_json.current_C }}",
        "min_temp": 5,
        "max_temp": 35,
        "temp_step": 0.5,
    }
    if "current_humidity" in maker.status:
        config["current_humidity_topic"] = maker.topic
        config["current_humidity_template"] = "{{ value_json.current_humidity }}"
    yield maker.make("climate", config)


def _thermostat_call(place: int, payload: str) -> Call | None:
    target = finite(payload)
    change = {"enable": payload != "off"} if target is None else {"target_C": target}
    if target is None and payload not in ("off", "heat", "cool"):
        return None
    return "Thermostat.SetConfig", {"config": {"id": place, **change}}


def _valve_head(maker: Maker) -> Iterator[Entity]:
    config: dict[str, object] = {
        "modes": ["heat"],
        "temperature_command_topic": maker.topic,
        "temperature_state_topic": maker.topic,
        "temperature_state_template": "{{ value_json.target_C }}",
        "current_temperature_topic": maker.topic,
        "current_temperature_template": "{{ value_json.current_C }}",
        "min_temp": 4,
        "max_temp": 30,
        "temp_step": 0.1,
    }
    yield maker.make("climate", config)
    yield from measured(maker, (("battery", "Battery", "%", "battery", None),))


def _valve_head_call(place: int, payload: str) -> Call | None:
    target = finite(payload)
    if target is None:
        return None
    return "BluTrv.Call", {"id": place, "method": "TRV.SetTarget", "params": {"id": 0, "target_C": target}}


def _input(maker: Maker) -> Iterator[Entity]:
    if isinstance(maker.status.get("state"), bool):
        # What nobody has named is a wall switch or a wire inside.
        category = None if name_of(maker.settings) else "diagnostic"
        template = "{{ 'ON' if value_json.state else 'OFF' }}"
        yield maker.make("binary_sensor", {}, template, suffix="Input", category=category)


def _alarm(maker: Maker, field: str, name: str, device_class: str) -> Entity:
    template = "{{ 'ON' if value_json." + field + " else 'OFF' }}"
    return maker.make("binary_sensor", {"device_class": device_class}, template, suffix=name)


def _plain(status: Mapping[str, object]) -> Mapping[str, object]:
    return {}


KINDS: Mapping[str, Kind] = {
    "switch": Kind(_switch, _switch_said, _switch_call),
    "cover": Kind(_cover, _plain, _cover_call),
    "thermostat": Kind(_thermostat, _plain, _thermostat_call),
    "blutrv": Kind(_valve_head, _plain, _valve_head_call),
    "input": Kind(_input, _plain, lambda place, payload: None),
    **{kind: Kind(lights.light, lights.said, lights.caller(kind)) for kind in lights.KINDS},
    **{kind: Kind(virtual.MAKERS[kind], _plain, virtual.caller(kind)) for kind in virtual.MAKERS},
}
