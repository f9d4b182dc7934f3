"""What devices expose becomes appliances that are read and told in the devices' own words."""

import pytest

from appliance_bridge.errors import Unsupported
from tests.appliance_bridge.zigbee2mqtt.network import (
    ADDRESS,
    STATE,
    SWITCH,
    Network,
    binary,
    device,
    enum,
    numeric,
    thing,
)

TO = "zigbee2mqtt/거실 조명/set"
LIGHT = thing(
    "light",
    STATE,
    numeric("brightness", value_min=0, value_max=254),
    numeric("color_temp", value_min=153, value_max=500, unit="mired"),
    {
        "type": "composite",
        "name": "color_xy",
        "property": "color",
        "access": 7,
        "features": [numeric("x"), numeric("y")],
    },
)
RADIATOR = thing(
    "climate",
    numeric("occupied_heating_setpoint", value_min=5, value_max=30, value_step=0.5, unit="°C"),
    numeric("local_temperature", access=5, unit="°C"),
    enum("system_mode", "off", "auto", "heat"),
    enum("running_state", "idle", "heat", access=1),
    numeric("local_temperature_calibration", value_min=-12, value_max=12),
)
BOTH = thing(
    "climate",
    numeric("occupied_heating_setpoint", value_min=5, value_max=30, value_step=0.5),
    numeric("occupied_cooling_setpoint", value_min=16, value_max=30, value_step=0.5),
    numeric("local_temperature", access=5),
    enum("system_mode", "off", "heat", "cool", "auto"),
    enum("fan_mode", "auto", "low", "medium", "high"),
)


def announced(*exposes: dict[str, object], name: str = "거실 조명", **more: object) -> Network:
    network = Network()
    network.say("bridge/state", {"state": "online"})
    network.devices(device(name, *exposes, **more))
    return network


def test_a_light_is_dimmed_coloured_and_warmed() -> None:
    network = announced(LIGHT)
    network.say(
        "거실 조명", {"state": "ON", "brightness": 127, "color_temp": 250, "color": {"x": 0.7, "y": 0.3}}
    )
    one = network.one()
    assert (one.type, one.names) == ("light", ("거실 조명",))
    assert network.values()["power.on"] is True
    assert network.values()["level.percent"] == 50
    assert network.values()["colour_temperature.kelvin"] == 4000
    assert str(network.values()["colour.rgb"]).startswith("255,")
    assert network.sent("level.set", value=40) == [(TO, {"state": "ON", "brightness": 102})]
    assert network.sent("power.turn_off") == [(TO, {"state": "OFF"})]
    assert network.sent("colour_temperature.set", value=4000) == [(TO, {"state": "ON", "color_temp": 250})]
    limits = one.offers["colour_temperature"].limits["kelvin"]
    assert (limits.minimum, limits.maximum) == (2000, 6536)
    ((_, body),) = network.sent("colour.set", value="255,0,0")
    assert isinstance(body, dict)
    assert set(body["color"]) == {"x", "y"}


def test_a_light_without_brightness_is_only_switched() -> None:
    network = announced(thing("light", STATE))
    assert set(network.one().offers) == {"power"}


def test_lights_at_endpoints_speak_their_own_properties() -> None:
    def part(number: int) -> dict[str, object]:
        end = f"l{number}"
        state = {**STATE, "property": f"state_{end}", "endpoint": end}
        bright = numeric("brightness", value_max=254, endpoint=end) | {"property": f"brightness_{end}"}
        return thing("light", state, bright, endpoint=end)

    network = announced(part(1), part(2))
    assert sorted(one.names for one in network.appliances.values()) == [
        ("거실 조명 1번",),
        ("거실 조명 2번",),
    ]
    network.say("거실 조명", {"state_l1": "ON", "brightness_l1": 254, "state_l2": "OFF"})
    first, second = sorted(network.appliances, key=lambda one: network.appliances[one].names)
    assert network.state[first] == {"power.on": True, "level.percent": 100}
    assert network.state[second] == {"power.on": False}
    assert network.sent("level.set", second, value=100) == [(TO, {"state_l2": "ON", "brightness_l2": 254})]


def test_a_light_of_hue_and_saturation() -> None:
    colour = {
        "type": "composite",
        "name": "color_hs",
        "property": "color",
        "access": 7,
        "features": [numeric("hue")],
    }
    network = announced(thing("light", STATE, numeric("brightness", value_max=254), colour))
    network.say("거실 조명", {"state": "ON", "color": {"hue": 0, "saturation": 100}})
    assert network.values()["colour.rgb"] == "255,0,0"
    assert network.sent("colour.set", value="0,255,0") == [
        (TO, {"state": "ON", "color": {"h": 120.0, "s": 100.0}})
    ]


def test_a_plug_is_one_by_its_description() -> None:
    network = announced(
        SWITCH,
        binary("child_lock", "LOCK", "UNLOCK", access=3),
        numeric("power", access=5, unit="W"),
        numeric("energy", access=5, unit="kWh"),
        enum("power_on_behavior", "off", "on", "previous", category="config"),
        name="커피 머신 자리",
        description="Smart plug",
    )
    plug = next(one for one in network.appliances.values())
    network.say("커피 머신 자리", {"state": "ON", "power": 12.5, "energy": 3.2, "child_lock": "UNLOCK"})
    assert network.state[plug.id]["power.on"] is True
    assert network.state[plug.id]["energy.power_w"] == 12.5
    assert network.state[plug.id]["energy.total_kwh"] == 3.2
    unnamed = announced(SWITCH, name=ADDRESS, description="Smart plug")
    assert (unnamed.one().type, unnamed.one().names) == ("plug", ("Acme plug",))


def test_gangs_are_switches_of_their_own() -> None:
    gangs = [
        thing("switch", {**STATE, "property": f"state_{end}", "endpoint": end}, endpoint=end)
        for end in ("left", "right")
    ]
    power = numeric("power", access=1, unit="W", endpoint="left") | {"property": "power_left"}
    network = announced(*gangs, power, binary("child_lock", "LOCK", "UNLOCK"), name="거실 스위치")
    assert {one.names: one.type for one in network.appliances.values()} == {
        ("거실 스위치 왼쪽",): "switch",
        ("거실 스위치 오른쪽",): "switch",
    }
    network.say("거실 스위치", {"state_left": "OFF", "state_right": "ON", "power_left": 5})
    left = next(key for key, one in network.appliances.items() if "왼쪽" in one.names[0])
    assert network.state[left] == {"power.on": False, "energy.power_w": 5}
    assert network.sent("power.turn_on", left) == [("zigbee2mqtt/거실 스위치/set", {"state_left": "ON"})]


def test_a_lock_locks_and_a_child_lock_is_none() -> None:
    lock = thing(
        "lock", binary("state", "LOCK", "UNLOCK"), enum("lock_state", "locked", "unlocked", access=1)
    )
    network = announced(lock, name="현관 도어락")
    network.say("현관 도어락", {"state": "UNLOCK", "lock_state": "unlocked"})
    assert network.one().type == "door_lock"
    assert network.values()["lock.state"] == "unlocked"
    assert network.sent("lock.lock") == [("zigbee2mqtt/현관 도어락/set", {"state": "LOCK"})]
    assert network.sent("lock.unlock") == [("zigbee2mqtt/현관 도어락/set", {"state": "UNLOCK"})]
    dressed = thing("lock", {**binary("state", "LOCK", "UNLOCK"), "property": "child_lock"})
    network = announced(RADIATOR, dressed, name="안방 난방")
    assert "lock" not in network.one().offers


@pytest.mark.parametrize(
    ("description", "kind"),
    [
        ("Curtain motor", "curtain"),
        ("Roller blind", "blind"),
        ("Garage door opener", "garage_door"),
        ("", "curtain"),
    ],
)
def test_a_cover_moves(description: str, kind: str) -> None:
    cover = thing(
        "cover", enum("state", "OPEN", "CLOSE", "STOP", access=3), numeric("position", value_max=100)
    )
    network = announced(cover, name="안방", description=description)
    network.say("안방", {"state": "OPEN", "position": 30})
    assert network.one().type == kind
    assert network.values() == {"position.percent": 30, "position.state": "open"}
    to = "zigbee2mqtt/안방/set"
    assert network.sent("position.open") == [(to, {"state": "OPEN"})]
    assert network.sent("position.stop") == [(to, {"state": "STOP"})]
    assert network.sent("position.set", value=70) == [(to, {"position": 70})]


def test_a_cover_of_words_tells_its_state() -> None:
    network = announced(thing("cover", enum("state", "OPEN", "CLOSE", access=3)), name="안방")
    network.say("안방", {"state": "CLOSE"})
    assert network.values() == {"position.state": "closed"}
    assert not network.one().can("position", "stop")
    assert not network.one().can("position", "set")


def test_a_radiator_valve_is_a_thermostat() -> None:
    network = announced(RADIATOR, binary("child_lock", "LOCK", "UNLOCK"), name="서재")
    network.say("서재", {"occupied_heating_setpoint": 21.5, "local_temperature": 19, "system_mode": "heat"})
    assert network.one().type == "thermostat"
    assert network.values()["temperature.target"] == 21.5
    assert network.values()["temperature.current"] == 19
    to = "zigbee2mqtt/서재/set"
    assert network.sent("temperature.set", value=23) == [(to, {"occupied_heating_setpoint": 23})]
    assert network.sent("power.turn_off") == [(to, {"system_mode": "off"})]
    assert network.sent("child_lock.turn_on") == [(to, {"child_lock": "LOCK"})]
    with pytest.raises(Unsupported):
        network.sent("temperature.set", value=45)


def test_what_heats_and_cools_is_told_the_target_of_its_mode() -> None:
    network = announced(BOTH, name="거실 에어컨")
    to = "zigbee2mqtt/거실 에어컨/set"
    network.say("거실 에어컨", {"system_mode": "cool", "occupied_heating_setpoint": 20})
    network.say("거실 에어컨", {"occupied_cooling_setpoint": 26, "local_temperature": 28})
    assert network.one().type == "air_conditioner"
    assert network.values()["temperature.target"] == 26
    assert network.sent("temperature.set", value=24) == [(to, {"occupied_cooling_setpoint": 24})]
    network.say("거실 에어컨", {"system_mode": "heat"})
    assert network.values()["temperature.target"] == 20
    assert network.sent("temperature.set", value=24) == [(to, {"occupied_heating_setpoint": 24})]
    network.say("거실 에어컨", {"system_mode": "auto"})
    assert network.values()["temperature.target"] is None
    both = {"occupied_heating_setpoint": 24, "occupied_cooling_setpoint": 24}
    assert network.sent("temperature.set", value=24) == [(to, both)]
    assert network.sent("fan_speed.set", value="low") == [(to, {"fan_mode": "low"})]


def test_a_thermostat_without_off_is_turned_off_by_its_switch() -> None:
    mode = enum("system_mode", "auto", "heat")
    heating = thing("climate", numeric("current_heating_setpoint", value_max=30), mode)
    network = announced(heating, SWITCH, name="서재")
    network.say("서재", {"state": "OFF", "system_mode": "heat"})
    assert network.values()["power.on"] is False
    to = "zigbee2mqtt/서재/set"
    assert network.sent("power.turn_off") == [(to, {"state": "OFF"})]
    assert network.sent("mode.set", value="heat") == [(to, {"state": "ON", "system_mode": "heat"})]
    network.say("서재", {"state": "ON", "system_mode": "heat"})
    assert network.values()["power.on"] is True


def test_mode_and_temperatures_that_stand_alone_are_an_air_conditioner() -> None:
    parts = [
        enum("system_mode", "off", "cool", "heat"),
        numeric("target_temperature", value_min=16, value_max=30, unit="°C"),
        numeric("current_temperature", access=1, unit="°C"),
    ]
    network = announced(*parts, description="Adapter for household systems", name=ADDRESS)
    assert network.one().type == "air_conditioner"
    assert network.sent("temperature.set", value=20) == [
        (f"zigbee2mqtt/{ADDRESS}/set", {"target_temperature": 20})
    ]


def test_an_air_purifier_has_numbered_speeds_and_auto() -> None:
    fan = thing(
        "fan",
        binary("state", "ON", "OFF") | {"property": "fan_state"},
        enum("mode", "off", "auto", *map(str, range(1, 10))) | {"property": "fan_mode"},
    )
    network = announced(
        fan, numeric("pm25", access=5, unit="µg/m³"), name=ADDRESS, description="Air purifier"
    )
    network.say(ADDRESS, {"fan_state": "ON", "fan_mode": "9", "pm25": 12})
    to = f"zigbee2mqtt/{ADDRESS}/set"
    assert network.one().type == "air_purifier"
    assert network.values()["fan_speed.percent"] == 100
    assert network.values()["air_quality.pm2_5"] == 12
    assert network.sent("fan_speed.set_percent", value=33) == [(to, {"fan_mode": "3"})]
    assert network.sent("mode.set", value="auto") == [(to, {"fan_mode": "auto"})]
    assert network.sent("power.turn_off") == [(to, {"fan_state": "OFF"})]


def test_a_fan_of_words_and_one_of_numbers() -> None:
    words = enum("mode", "off", "low", "medium", "high", "on") | {"property": "fan_mode"}
    network = announced(
        thing("fan", binary("state", "ON", "OFF") | {"property": "fan_state"}, words), name="선풍기"
    )
    assert network.sent("fan_speed.set", value="high") == [("zigbee2mqtt/선풍기/set", {"fan_mode": "high"})]
    speed = numeric("speed", value_min=1, value_max=254)
    network = announced(thing("fan", STATE, speed), name="선풍기")
    network.say("선풍기", {"state": "ON", "speed": 254})
    assert network.values()["fan_speed.percent"] == 100
    assert network.sent("fan_speed.set_percent", value=50) == [("zigbee2mqtt/선풍기/set", {"speed": 127})]


def test_a_closed_contact_is_a_closed_door() -> None:
    network = announced(binary("contact", False, True, access=1), name="현관")
    network.say("현관", {"contact": True})
    assert network.one().type == "door"
    assert network.values()["door.open"] is False
    network.say("현관", {"contact": False})
    assert network.values()["door.open"] is True


@pytest.mark.parametrize(
    ("name", "kind", "key"),
    [
        ("occupancy", "motion_sensor", "motion.detected"),
        ("presence", "motion_sensor", "motion.detected"),
        ("water_leak", "leak_sensor", "water.leak"),
        ("smoke", "smoke_alarm", "smoke.detected"),
        ("gas", "smoke_alarm", "smoke.detected"),
        ("carbon_monoxide", "smoke_alarm", "smoke.detected"),
    ],
)
def test_detectors_detect(name: str, kind: str, key: str) -> None:
    network = announced(
        binary(name, True, False, access=1),
        numeric("battery", access=1, unit="%", category="diagnostic"),
        binary("tamper", True, False, access=1),
        name=ADDRESS,
    )
    network.say(ADDRESS, {name: True, "battery": 80})
    assert network.one().type == kind
    assert network.values()[key] is True
    assert network.values()["battery.percent"] == 80


def test_a_thermometer_measures() -> None:
    network = announced(
        numeric("temperature", access=1, unit="°C"),
        numeric("humidity", access=1, unit="%"),
        numeric("pressure", access=1, unit="hPa"),
        numeric("temperature_calibration", unit="°C"),
        enum("action", "single", "double", access=1),
        name=ADDRESS,
    )
    network.say(ADDRESS, {"temperature": 22.5, "humidity": None, "pressure": 1013})
    assert network.one().type == "thermometer"
    assert network.values() == {
        "temperature.current": 22.5,
        "humidity.current": None,
        "sensor.pressure": 1013,
    }
    assert not any(offer.actions for offer in network.one().offers.values())


def test_a_feeder_feeds() -> None:
    network = announced(
        enum("feed", "", "START", access=3),
        numeric("portions_per_day", access=1),
        {"type": "list", "name": "schedule", "property": "schedule", "access": 3},
        name="야옹이 밥",
        description="Pet feeder",
    )
    assert network.one().type == "pet_feeder"
    assert network.sent("run_control.start") == [("zigbee2mqtt/야옹이 밥/set", {"feed": "START"})]


def test_a_siren_sounds_and_stops() -> None:
    warning = {
        "type": "composite",
        "name": "warning",
        "property": "warning",
        "access": 2,
        "features": [enum("mode", "stop", "burglar", "emergency", access=2), numeric("duration", access=2)],
    }
    network = announced(warning, name="경보", description="Indoor siren")
    assert network.one().type == "siren"
    on = {"warning": {"mode": "emergency", "duration": 60}}
    assert network.sent("power.turn_on") == [("zigbee2mqtt/경보/set", on)]
    assert network.sent("power.turn_off") == [("zigbee2mqtt/경보/set", {"warning": {"mode": "stop"}})]
    network = announced(binary("alarm", True, False), name="경보", description="Smart siren")
    assert network.sent("power.turn_on") == [("zigbee2mqtt/경보/set", {"alarm": True})]


def test_settings_are_not_commanded() -> None:
    settings = [
        thing("switch", {**STATE, "property": "window_detection"}),
        binary("led_indicator", True, False),
        enum("mode", "auto", "manual"),
        enum("identify", "identify", access=2),
        numeric("temperature_setpoint", value_min=5, value_max=30),
        {"type": "text", "name": "name", "property": "name", "access": 3},
    ]
    network = announced(SWITCH, *settings, name="거실 스위치")
    assert {key: sorted(offer.actions) for key, offer in network.one().offers.items() if offer.actions} == {
        "power": ["turn_off", "turn_on"]
    }


def test_secrets_stay_where_they_are() -> None:
    code = {
        "type": "composite",
        "name": "pin_code",
        "property": "pin_code",
        "access": 7,
        "features": [numeric("pin_code", access=1)],
    }
    lock = thing("lock", binary("state", "LOCK", "UNLOCK"))
    network = announced(lock, code, name="현관 도어락")
    network.say("현관 도어락", {"state": "LOCK", "pin_code": {"pin_code": 1234}})
    assert network.values() == {"lock.state": "locked"}


def test_what_is_inside_a_composite_is_read() -> None:
    inside = {
        "type": "composite",
        "name": "weather",
        "property": "weather",
        "access": 1,
        "features": [numeric("wind", access=1), numeric("limit", access=3)],
    }
    network = announced(numeric("temperature", access=1), inside, name=ADDRESS)
    network.say(ADDRESS, {"weather": {"wind": 3, "limit": 9}})
    assert network.values() == {"sensor.weather_wind": 3}


def _gang(end: str) -> dict[str, object]:
    return thing("switch", {**STATE, "property": f"state_{end}", "endpoint": end}, endpoint=end)


def test_gangs_at_places_that_say_nothing_are_switches_too() -> None:
    network = announced(_gang("up"), _gang("usb"), _gang("l3"), name="Hall")
    assert sorted(one.names[0] for one in network.appliances.values()) == [
        "Hall channel 3",
        "Hall up switch",
        "Hall usb switch",
    ]
    assert all(one.can("power", "turn_on") for one in network.appliances.values())


def test_the_only_switch_needs_no_place() -> None:
    network = announced(_gang("l1"), name="복도")
    assert network.one().names == ("복도",)
    assert network.sent("power.turn_on") == [("zigbee2mqtt/복도/set", {"state_l1": "ON"})]


def test_a_child_lock_is_never_the_power_of_something() -> None:
    network = announced(
        numeric("fan_speed", access=3),
        binary("child_lock", "ON", "OFF"),
        name=ADDRESS,
        description="Fan dimmer",
    )
    assert not any(one.can("power", "turn_off") for one in network.appliances.values())


def test_a_light_is_not_dimmed_by_a_brightness_that_is_not_its_own() -> None:
    colour = {
        "type": "composite",
        "name": "color_hs",
        "property": "color",
        "access": 3,
        "features": [numeric("hue")],
    }
    network = announced(thing("light", STATE, colour), numeric("brightness", access=3, value_max=1000))
    assert set(network.one().offers) == {"power"}


def test_presses_of_a_button_are_no_state() -> None:
    network = announced(
        enum("action", "single", access=1), numeric("battery", access=1, unit="%"), name=ADDRESS
    )
    network.say(ADDRESS, {"action": "single", "battery": 50})
    assert network.one().type == "unknown"
    assert network.values() == {"battery.percent": 50}


def test_things_without_features_are_nothing() -> None:
    kinds = ("switch", "light", "lock", "cover", "climate", "fan")
    bare = [{"type": kind, "name": kind, "property": kind, "access": 7} for kind in kinds]
    assert announced(*bare, description="plug").appliances == {}
