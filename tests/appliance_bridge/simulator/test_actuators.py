"""What obeys at once or within seconds: lights, plugs, curtains, valve, lock, fans, television, cooktop."""

import json

import pytest

from tests.appliance_bridge.simulator.home import HOUR, Hand


def test_a_plain_light() -> None:
    light = Hand("light-kitchen")
    assert light.tell("light", "ON")
    assert not light.tell("light", "ON")
    assert not light.tell("brightness", "100")
    assert light.said("light") == ["ON"]


def test_brightness_and_warmth_turn_a_light_on() -> None:
    light = Hand("light-living")
    assert light.tell("brightness", "77")
    assert light.tell("color_temp", "2700")
    assert not light.tell("color_temp", "1000")
    assert light.said("light", "brightness", "color_temp") == ["ON", "77", "2700"]
    assert light.tell("brightness", "0")
    assert light.said("light", "brightness") == ["OFF", "77"]


def test_a_json_light_shows_one_colour_mode_at_a_time() -> None:
    light = Hand("light-kids")
    light.tell("light", '{"state": "ON", "color": {"r": 255, "g": 0, "b": 10}, "brightness": 40}')
    assert json.loads(light.said("state")[0]) == {
        "state": "ON", "brightness": 40, "color_mode": "rgb", "color": {"r": 255, "g": 0, "b": 10},
    }  # fmt: skip
    light.tell("light", '{"state": "ON", "color_temp": 3000}')
    assert json.loads(light.said("state")[0]) == {
        "state": "ON", "brightness": 40, "color_mode": "color_temp", "color_temp": 3000,
    }  # fmt: skip
    light.press("light", "OFF")
    assert json.loads(light.said("state")[0])["state"] == "OFF"


@pytest.mark.parametrize(
    "payload", ["", "[]", "null", "ON", "{", "[" * 100_000, '{"brightness": 1e999}', '{"color": {"r": "x"}}']
)
def test_a_json_light_shrugs_at_nonsense(payload: str) -> None:
    assert not Hand("light-kids").tell("light", payload)


def test_a_plug_meters() -> None:
    plug = Hand("plug-1")
    assert plug.tell("power", "ON")
    plug.wait(10 * HOUR)
    assert json.loads(plug.said("state")[0]) == {"state": "ON", "power": 40, "energy": 0.4}
    assert plug.tell("power", "OFF")
    assert plug.device.wakes_at() is None


def test_a_curtain_takes_its_time() -> None:
    curtain = Hand("curtain-living")
    assert curtain.tell("cover", "OPEN")
    assert curtain.said("state", "position") == ["opening", "0"]
    curtain.wait(6)
    assert curtain.said("state", "position") == ["opening", "50"]
    assert not curtain.tell("cover", "OPEN") or curtain.said("state") == ["opening"]
    curtain.wait(6.1)
    assert curtain.said("state", "position") == ["open", "100"]
    assert not curtain.tell("cover", "OPEN")
    assert curtain.tell("position", "30")
    curtain.wait(20)
    assert curtain.said("state", "position") == ["open", "30"]
    curtain.tell("cover", "CLOSE")
    curtain.wait(1.2)
    assert curtain.tell("cover", "STOP")
    curtain.wait(60)
    assert curtain.said("state", "position") == ["stopped", "20"]
    assert not curtain.tell("position", "120")


def test_the_gas_valve_only_closes_from_afar() -> None:
    valve = Hand("gas-valve-1")
    assert valve.tell("valve", "CLOSE")
    assert valve.said("state") == ["closing"]
    valve.wait(2)
    assert valve.said("state") == ["closed"]
    assert not valve.tell("valve", "OPEN")
    valve.press("valve", "OPEN")
    assert valve.said("state") == ["open"]


def test_the_door_lock_moves_and_jams() -> None:
    lock = Hand("door-lock-1")
    assert not lock.tell("lock", "LOCK")
    assert lock.tell("lock", "UNLOCK")
    assert lock.said("state") == ["UNLOCKING"]
    assert not lock.tell("lock", "UNLOCK")
    lock.wait(2)
    assert lock.said("state") == ["UNLOCKED"]
    lock.change(fault="E1")
    assert lock.tell("lock", "LOCK")
    lock.wait(2)
    assert lock.said("state") == ["JAMMED"]
    lock.change(fault="")
    assert lock.tell("lock", "LOCK")
    lock.wait(2)
    assert lock.said("state") == ["LOCKED"]


def test_the_cooktop_is_lit_only_by_hand() -> None:
    cooktop = Hand("cooktop-1")
    for role, payload in (("level", "5"), ("power", "ON"), ("turn_on", "PRESS")):
        assert not cooktop.tell(role, payload)
    cooktop.press("level", "7")
    assert cooktop.said("power", "level") == ["ON", "7"]
    assert cooktop.tell("power_off")
    assert cooktop.said("power", "level") == ["OFF", "0"]
    cooktop.change(child_lock=True)
    cooktop.press("level", "7")
    assert cooktop.said("power") == ["OFF"]


def test_a_fan() -> None:
    fan = Hand("fan-1")
    assert fan.tell("preset", "자연풍")
    assert fan.tell("speed", "6")
    assert fan.tell("oscillation", "oscillate_on")
    assert fan.said("power", "speed", "preset", "oscillation") == ["ON", "6", "일반풍", "oscillate_on"]
    assert not fan.tell("speed", "13")
    assert fan.tell("speed", "0")
    assert fan.said("power", "speed") == ["OFF", "0"]


def test_a_purifier_cleans_the_air_and_has_a_lock() -> None:
    purifier = Hand("air-purifier-1")
    purifier.tell("power", "ON")
    purifier.wait(3 * HOUR)
    assert purifier.said("pm25") == ["6"]
    assert purifier.tell("child_lock", "ON")
    assert purifier.said("child_lock") == ["ON"]
    assert not Hand("washer-1").tell("child_lock", "ON")


def test_tanks_run_out() -> None:
    humidifier = Hand("humidifier-1")
    assert humidifier.tell("power", "ON")
    assert humidifier.tell("target_humidity", "55")
    humidifier.wait(3 * HOUR)
    assert humidifier.said("current_humidity", "tank_empty") == ["55", "OFF"]
    humidifier.wait(6 * HOUR)
    assert humidifier.said("power", "water_level", "tank_empty") == ["OFF", "0", "ON"]
    assert not humidifier.tell("power", "ON")
    humidifier.press("tank")
    assert humidifier.tell("power", "ON")
    dehumidifier = Hand("dehumidifier-1")
    dehumidifier.tell("power", "ON")
    dehumidifier.wait(24 * HOUR)
    assert dehumidifier.said("power", "tank_full") == ["OFF", "ON"]


def test_a_television_that_is_off_hears_only_its_power_button() -> None:
    tv = Hand("tv-1")
    assert not tv.tell("volume", "20")
    assert tv.tell("power", "ON")
    assert tv.tell("mute", "ON")
    assert tv.tell("volume", "20")
    assert tv.tell("source", "넷플릭스")
    assert tv.said("volume", "mute", "source") == ["20", "OFF", "넷플릭스"]
    assert tv.tell("channel", "11")
    assert tv.said("channel", "source") == ["11", "TV"]
    assert not tv.tell("volume", "101")
