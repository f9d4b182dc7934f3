"""What Shelly devices are taken for, what they say and what they are told."""

from typing import Any

import pytest

from appliance_bridge.errors import Unsupported
from tests.appliance_bridge.shelly.house import House
from tests.appliance_bridge.shelly.simulated import ID, SimulatedShelly

METER: dict[str, Any] = {
    "apower": 10.5,
    "voltage": 230.1,
    "current": 0.05,
    "aenergy": {"total": 1500.0, "by_minute": [1.0, 2.0, 3.0], "minute_ts": 1_800_000_000},
    "temperature": {"tC": 45.1, "tF": 113.2},
}
SWITCH: dict[str, Any] = {"id": 0, "source": "init", "output": False, **METER}
COVER: dict[str, Any] = {"id": 0, "state": "stopped", "pos_control": True, "current_pos": 40}
LIGHT: dict[str, Any] = {"id": 0, "output": True, "brightness": 40}


def test_a_metered_switch() -> None:
    device = SimulatedShelly({"switch:0": SWITCH, "input:0": {"id": 0, "state": False}}, name="거실 스위치")
    house = House(device)
    one = house.one()
    assert (one.id, one.type, one.names) == (ID, "switch", ("거실 스위치",))
    assert one.identities == {"mac:a8032abe54dc"}
    assert house.values() == {"power.on": False, "energy.power_w": 10.5, "energy.total_kwh": 1.5}
    assert house.online == {ID: True}
    house.do("power.turn_on")
    assert device.called[-1] == ("Switch.Set", {"id": 0, "on": True})
    assert house.values()["power.on"] is True


def test_the_temperature_inside_a_switch_is_not_the_room_s() -> None:
    assert "temperature" not in House(SimulatedShelly({"switch:0": SWITCH})).one().offers


def test_a_plug_is_a_plug() -> None:
    assert House(SimulatedShelly({"switch:0": SWITCH}, name="세탁실", app="PlugS")).one().type == "plug"


def test_changes_are_laid_over_what_was_known() -> None:
    device = SimulatedShelly({"switch:0": SWITCH})
    house = House(device)
    house.deliver(device.notifies(switch_0={"id": 0, "aenergy": {"total": 2500.0}}))
    house.deliver([device.event("NotifyStatus", {"ts": 1, "switch:0": {"id": 0, "apower": 99.0}})])
    assert house.values() == {"power.on": False, "energy.power_w": 99, "energy.total_kwh": 2.5}
    house.say(f"{ID}/status/switch:0", {**SWITCH, "output": True})
    assert house.values()["power.on"] is True
    assert house.announcements == 1


def test_what_is_added_later_is_there_at_once() -> None:
    device = SimulatedShelly({"switch:0": {"id": 0, "output": False}}, name="온실")
    house = House(device)
    assert set(house.one().offers) == {"power"}
    house.deliver(device.notifies(switch_0={"apower": 4.0}, temperature_100={"id": 100, "tC": 18.5}))
    assert {"energy.power_w": 4, "power.on": False}.items() <= house.values().items()
    assert 18.5 in house.values().values()


def test_channels_are_appliances_of_their_own() -> None:
    device = SimulatedShelly(
        {"switch:0": SWITCH, "switch:1": {**SWITCH, "id": 1, "output": True}}, name="베란다"
    )
    house = House(device)
    assert house.types() == ["switch", "switch"]
    first, second = sorted(house.appliances)
    assert house.state[second]["power.on"] is True
    house.do("power.turn_off", second)
    assert device.called[-1] == ("Switch.Set", {"id": 1, "on": False})
    assert (house.state[first]["power.on"], house.state[second]["power.on"]) == (False, False)


LIGHTS: list[tuple[str, dict[str, Any], str, set[str]]] = [
    ("light:0", {}, "Light", {"power", "level"}),
    ("cct:0", {"ct": 3000}, "CCT", {"power", "level", "colour_temperature"}),
    ("rgb:0", {"rgb": [255, 0, 0]}, "RGB", {"power", "level", "colour"}),
    ("rgbw:0", {"rgb": [255, 0, 0], "white": 0}, "RGBW", {"power", "level", "colour"}),
    (
        "rgbcct:0",
        {"rgb": [255, 0, 0], "ct": 3000},
        "RGBCCT",
        {"power", "level", "colour", "colour_temperature"},
    ),
]


@pytest.mark.parametrize(("key", "more", "called", "offers"), LIGHTS)
def test_lights(key: str, more: dict[str, Any], called: str, offers: set[str]) -> None:
    device = SimulatedShelly({key: {**LIGHT, **more}}, name="거실", app="Dimmer")
    house = House(device)
    assert house.one().type == "light"
    assert set(house.one().offers) == offers
    house.do("level.set", value=70)
    assert device.called[-1] == (f"{called}.Set", {"id": 0, "on": True, "brightness": 70})
    assert house.values()["level.percent"] == 70
    if "colour" in offers:
        house.do("colour.set", value="0,255,0")
        wanted: dict[str, Any] = device.called[-1][1]
        assert wanted["rgb"] == [0, 255, 0]
        assert house.values()["colour.rgb"] == "0,255,0"
    if "colour_temperature" in offers:
        house.do("colour_temperature.set", value=4000)
        assert device.called[-1][1]["ct"] == 4000
        assert house.values()["colour_temperature.kelvin"] == 4000
    house.do("power.turn_off")
    assert device.called[-1] == (f"{called}.Set", {"id": 0, "on": False})
    assert house.values()["power.on"] is False


def test_the_range_of_whites_is_the_device_s() -> None:
    device = SimulatedShelly({"cct:0": {**LIGHT, "ct": 3000}}, {"cct:0": {"ct_range": [3000, 5000]}})
    house = House(device)
    limits = house.one().offers["colour_temperature"].limits["kelvin"]
    assert (limits.minimum, limits.maximum) == (3000, 5000)
    with pytest.raises(Unsupported):
        house.do("colour_temperature.set", value=6000)


def test_a_cover() -> None:
    device = SimulatedShelly({"cover:0": COVER}, name="거실 커튼")
    house = House(device)
    assert house.one().type == "curtain"
    assert house.values() == {"position.state": "stopped", "position.percent": 40}
    for action, method in (("open", "Open"), ("close", "Close"), ("stop", "Stop")):
        house.do(f"position.{action}")
        assert device.called[-1] == (f"Cover.{method}", {"id": 0})
    house.do("position.set", value=30)
    assert device.called[-1] == ("Cover.GoToPosition", {"id": 0, "pos": 30})
    assert house.values()["position.percent"] == 30


def test_a_cover_takes_positions_once_it_is_calibrated() -> None:
    device = SimulatedShelly(
        {"cover:0": {**COVER, "pos_control": False, "current_pos": None}}, name="거실 커튼"
    )
    house = House(device)
    assert "set" not in house.one().offers["position"].actions
    house.deliver(device.notifies(cover_0={"pos_control": True, "current_pos": 10}))
    assert "set" in house.one().offers["position"].actions
    assert house.values()["position.percent"] == 10


@pytest.mark.parametrize(("kind", "mode"), [("heating", "heat"), ("cooling", "cool")])
def test_a_thermostat(kind: str, mode: str) -> None:
    status = {"id": 0, "enable": True, "target_C": 21, "current_C": 19.5, "output": False}
    device = SimulatedShelly(
        {"thermostat:0": status}, {"thermostat:0": {"type": kind}}, name="안방", app="WallDisplay"
    )
    house = House(device)
    expected = {
        "power.on": True,
        "mode.selected": mode,
        "temperature.target": 21,
        "temperature.current": 19.5,
    }
    assert expected.items() <= house.values().items()
    house.do("temperature.set", value=23.5)
    assert device.called[-1] == ("Thermostat.SetConfig", {"config": {"id": 0, "target_C": 23.5}})
    assert house.values()["temperature.target"] == 23.5
    house.do("power.turn_off")
    assert device.called[-1] == ("Thermostat.SetConfig", {"config": {"id": 0, "enable": False}})
    assert house.values()["power.on"] is False


def _valve(place: int, name: str) -> dict[str, Any]:
    status = {"id": place, "target_C": 20, "current_C": 18.2, "pos": 30, "battery": 77}
    settings = {"id": place, "name": name, "addr": f"f8:44:77:00:00:{place - 200:02}"}
    return {"key": f"blutrv:{place}", "status": status, "config": settings}


def test_valve_heads_behind_a_gateway_are_devices_of_their_own() -> None:
    device = SimulatedShelly(
        {}, app="BluGwG3", added=[_valve(200, "안방"), _valve(201, "거실"), _valve(202, "욕실")], page=2
    )
    house = House(device)
    assert house.types() == ["thermostat"] * 3
    assert {one.names for one in house.appliances.values()} == {("안방",), ("거실",), ("욕실",)}
    target = next(key for key, one in house.appliances.items() if one.names == ("거실",))
    assert house.appliances[target].identities == {"mac:f84477000001"}
    house.do("temperature.set", target, value=22)
    call = {"id": 201, "method": "TRV.SetTarget", "params": {"id": 0, "target_C": 22}}
    assert device.called[-1] == ("BluTrv.Call", call)
    assert house.state[target] == {
        "temperature.target": 22,
        "temperature.current": 18.2,
        "battery.percent": 77,
    }


SENSORS: list[tuple[dict[str, Any], str, dict[str, object]]] = [
    (
        {"temperature:0": {"id": 0, "tC": 21.5, "tF": 70.7}, "humidity:0": {"id": 0, "rh": 44.0}},
        "thermometer",
        {"temperature.current": 21.5, "humidity.current": 44},
    ),
    ({"flood:0": {"id": 0, "alarm": True, "mute": False}}, "leak_sensor", {"water.leak": True}),
    ({"smoke:0": {"id": 0, "alarm": False, "mute": False}}, "smoke_alarm", {"smoke.detected": False}),
    (
        {
            "flood:0": {"id": 0, "alarm": False},
            "devicepower:0": {"id": 0, "battery": {"V": 5.1, "percent": 88}},
        },
        "leak_sensor",
        {"battery.percent": 88},
    ),
]


@pytest.mark.parametrize(("status", "kind", "expected"), SENSORS)
def test_sensors(status: dict[str, Any], kind: str, expected: dict[str, object]) -> None:
    house = House(SimulatedShelly(status, name="욕실", app="Sensor"))
    assert house.one().type == kind
    assert expected.items() <= house.values().items()


def test_a_sleeping_sensor_is_not_away() -> None:
    device = SimulatedShelly({"temperature:0": {"tC": 21.5}, "sys": {"wakeup_period": 7200}}, name="욕실")
    house = House(device)
    house.deliver(device.leaves())
    assert house.online == {}
    house.deliver([device.event("NotifyFullStatus", {"ts": 1, "temperature:0": {"tC": 19.0}})])
    assert house.values()["temperature.current"] == 19


@pytest.mark.parametrize(
    ("status", "watts", "kilowatt_hours"),
    [
        (
            {"em:0": {"total_act_power": 500.5, "a_act_power": 500.5}, "emdata:0": {"total_act": 12345.0}},
            500.5,
            12.35,
        ),
        ({"em1:0": {"act_power": 70.0}, "em1data:0": {"total_act_energy": 2000.0}}, 70, 2),
        ({"pm1:0": METER}, 10.5, 1.5),
    ],
)
def test_meters(status: dict[str, Any], watts: float, kilowatt_hours: float) -> None:
    house = House(SimulatedShelly(status, name="전기 플러그"))
    assert {"energy.power_w": watts, "energy.total_kwh": kilowatt_hours}.items() <= house.values().items()


def _virtual(key: str, value: object, **settings: Any) -> dict[str, Any]:
    return {"key": key, "status": {"value": value}, "config": {"id": int(key[-3:]), **settings}}


VIRTUAL: list[tuple[dict[str, Any], str, dict[str, Any], tuple[str, dict[str, Any]]]] = [
    (_virtual("boolean:200", False, name="환기"), "turn_on", {}, ("Boolean.Set", {"id": 200, "value": True})),
    (
        _virtual("number:200", 3, name="세기", min=0, max=10, meta={"ui": {"view": "slider", "step": 1, "unit": "%"}}),
        "set_value", {"value": 4}, ("Number.Set", {"id": 200, "value": 4.0}),
    ),
    (
        _virtual("enum:201", "slow", name="모드", options=["slow", "fast"]),
        "select_option", {"option": "fast"}, ("Enum.Set", {"id": 201, "value": "fast"}),
    ),
    (_virtual("text:200", "x", name="글"), "set_value", {"value": "y"}, ("Text.Set", {"id": 200, "value": "y"})),
    (_virtual("button:200", None, name="시작"), "press", {}, ("Button.Trigger", {"id": 200, "event": "single_push"})),
]  # fmt: skip


@pytest.mark.parametrize(("added", "service", "data", "called"), VIRTUAL)
def test_virtual_components(
    added: dict[str, Any], service: str, data: dict[str, Any], called: tuple[str, dict[str, Any]]
) -> None:
    device = SimulatedShelly({}, name="상자", added=[added])
    house = House(device)
    inventory = house.dialect._inventory
    (entity,) = inventory.entities.values()
    assert entity.name == added["config"]["name"]
    for message in inventory.encode(entity.key, service, data):
        for sent in house.dialect._convention.outgoing(message):
            house.send(sent)
    assert device.called[-1] == called


@pytest.mark.parametrize("settings", [{"access": "cr"}, {"meta": {"ui": {"view": "label"}}}])
def test_virtual_components_that_only_say(settings: dict[str, Any]) -> None:
    device = SimulatedShelly({}, name="상자", added=[_virtual("number:200", 3, name="값", **settings)])
    (entity,) = House(device).dialect._inventory.entities.values()
    assert entity.component == "sensor"
