"""Air conditioners, boiler, refrigerators, the car's cabin, thermometers."""

import json

from tests.appliance_bridge.simulator.home import HOUR, MINUTE, Hand


def current(device: Hand, role: str = "current_temperature") -> float:
    return float(device.said(role)[0])


def test_an_aircon_cools_the_room_and_then_rests() -> None:
    aircon = Hand("aircon-living")
    assert aircon.tell("power", "ON")
    assert aircon.said("mode", "action", "power_consumption") == ["cool", "cooling", "850"]
    assert aircon.tell("temperature", "24")
    aircon.wait(10 * MINUTE)
    assert 24 < current(aircon) < 29
    aircon.wait(4 * HOUR)
    assert (current(aircon), aircon.said("action", "power_consumption")) == (24, ["idle", "30"])
    assert 0.3 < float(aircon.said("energy")[0]) < 4
    assert aircon.tell("mode", "off")
    assert aircon.said("mode", "temperature", "action") == ["off", "24", "off"]
    aircon.wait(24 * HOUR)
    assert current(aircon) == 29


def test_an_aircon_obeys_what_it_offers_and_nothing_else() -> None:
    aircon = Hand("aircon-living")
    for role, payload in (
        ("mode", "dry"), ("fan_mode", "turbo"), ("swing_mode", "on"), ("preset_mode", "sleep"),
    ):  # fmt: skip
        assert aircon.tell(role, payload)
        assert not aircon.tell(role, payload)
        assert aircon.said(role) == [payload]
    for role, payload in (
        ("mode", "heat"), ("fan_mode", "gale"), ("swing_mode", "?"), ("preset_mode", ""),
        ("temperature", "17"), ("temperature", "31"), ("temperature", "nan"), ("temperature", "warm"),
        ("power", "TOGGLE"),
    ):  # fmt: skip
        assert not aircon.tell(role, payload), (role, payload)


def test_only_the_bedroom_aircon_heats() -> None:
    aircon = Hand("aircon-bedroom")
    aircon.tell("temperature", "30")
    assert aircon.tell("mode", "heat")
    assert aircon.said("action") == ["heating"]
    aircon.wait(3 * HOUR)
    assert current(aircon) == 30


def test_a_broken_aircon_does_not_turn_on() -> None:
    aircon = Hand("aircon-living")
    aircon.tell("power", "ON")
    aircon.change(fault="CH05")
    assert aircon.said("mode", "error_code") == ["off", "CH05"]
    assert not aircon.tell("mode", "cool")


def test_the_boiler_heats_room_and_water() -> None:
    boiler = Hand("boiler-1")
    assert boiler.tell("mode", "heat")
    assert boiler.tell("temperature", "24")
    boiler.wait(12 * HOUR)
    assert (current(boiler), boiler.said("action")) == (24, ["idle"])
    assert boiler.tell("preset_mode", "away")
    boiler.wait(24 * HOUR)
    assert current(boiler) == 17
    assert boiler.tell("water_temperature", "50")
    boiler.wait(HOUR)
    assert current(boiler, "water_current_temperature") == 50
    assert boiler.tell("water_mode", "off")
    assert not boiler.tell("water_mode", "lava")


def test_a_fridge_warms_while_its_door_is_open() -> None:
    fridge = Hand("refrigerator-1")
    fridge.change(door_open=True)
    fridge.wait(HOUR)
    assert current(fridge, "fridge_current_temperature") > 8
    fridge.change(door_open=False)
    fridge.tell("fridge_target_temperature", "2")
    fridge.wait(6 * HOUR)
    assert current(fridge, "fridge_current_temperature") == 2
    assert not fridge.tell("freezer_target_temperature", "5")
    assert fridge.tell("express_freeze", "ON")
    assert fridge.said("express_freeze", "freezer_target_temperature") == ["ON", "-19"]


def test_the_kimchi_fridge_has_storage_modes() -> None:
    kimchi = Hand("kimchi-refrigerator-1")
    assert kimchi.tell("storage_mode", "숙성")
    assert not kimchi.tell("storage_mode", "발사")
    assert kimchi.said("storage_mode") == ["숙성"]


def test_the_car_is_warmed_charged_and_locked() -> None:
    car = Hand("car-1")
    assert car.tell("climate_mode", "heat_cool")
    car.wait(10 * MINUTE)
    assert current(car, "cabin_temperature") < 25
    assert not car.tell("climate_mode", "heat_cool")
    car.wait(11 * MINUTE)
    assert car.said("climate_mode") == ["off"]
    assert car.tell("charging", "ON")
    car.wait(24 * HOUR)
    assert car.said("battery", "charging", "range") == ["100", "OFF", "420"]
    assert car.tell("lock", "UNLOCK")
    assert car.said("lock") == ["UNLOCKED"]
    assert not car.tell("plugged_in", "OFF")
    car.press("plugged_in", "OFF")
    assert not car.tell("charging", "ON")


def test_a_thermometer_tells_of_the_day_and_obeys_nobody() -> None:
    thermometer = Hand("thermometer-kids")
    first = json.loads(thermometer.said("state")[0])
    thermometer.wait(6 * HOUR)
    later = json.loads(thermometer.said("state")[0])
    assert later["temperature"] > first["temperature"]
    assert not thermometer.tell("temperature", "30")
    thermometer.press("temperature", "30")
    assert json.loads(thermometer.said("state")[0])["temperature"] > 29
