"""What Tasmota devices are taken for, what they say and what they are told."""

from typing import Any

import pytest

from appliance_bridge.errors import Unsupported
from tests.appliance_bridge.tasmota.house import MAC, House

TELE, STAT, CMND = "tele/tasmota_D0B1E7", "stat/tasmota_D0B1E7", "cmnd/tasmota_D0B1E7"
METER = {
    "Time": "2026-11-23T20:00:00",
    "ENERGY": {
        "TotalStartTime": "2026-01-01T00:00:00",
        "Total": 3.2,
        "Today": 0.4,
        "Power": 12,
        "Voltage": 231,
    },
}
OPTIONS = {str(number): 0 for number in (4, 11, 13, 17, 20, 30, 68, 73, 82, 114)}


def test_a_socket_with_a_meter_is_a_plug() -> None:
    house = House()
    house.announce(METER)
    plug = house.one()
    assert (plug.type, plug.names, plug.identities) == (
        "plug",
        ("거실 콘센트",),
        frozenset([f"mac:{MAC.lower()}"]),
    )
    house.say(f"{TELE}/LWT", "Online")
    assert house.online[plug.id] is True
    house.say(f"{STAT}/STATUS10", {"StatusSNS": {"ENERGY": {"Total": 3.3, "Power": 1200}}})
    house.say(f"{STAT}/STATUS11", {"StatusSTS": {"POWER": "ON"}})
    assert {
        "power.on": True,
        "energy.power_w": 1200,
        "energy.total_kwh": 3.3,
    }.items() <= house.values().items()
    house.say(f"{TELE}/SENSOR", {"ENERGY": {"Power": 3}})
    house.say(f"{STAT}/RESULT", {"POWER": "OFF"})
    assert (house.values()["energy.power_w"], house.values()["power.on"]) == (3, False)
    assert house.encode("power.turn_on") == [(f"{CMND}/POWER1", "ON")]
    house.say(f"{TELE}/LWT", "Offline")
    assert house.online[plug.id] is False


def test_sensors_may_be_announced_before_their_device() -> None:
    house = House()
    house.say(f"tasmota/discovery/{MAC}/sensors", {"sn": METER, "ver": 1})
    assert not house.appliances
    house.announce()
    assert house.one().type == "plug"


@pytest.mark.parametrize(
    "order", ["%topic%/%prefix%/", "%prefix%/%topic%/", "home/%prefix%/%hostname%", "%topic%"]
)
def test_every_device_has_its_own_order_of_topics(order: str) -> None:
    house = House()
    house.announce(ft=order, t="k-1", hn="host", tp=["c", "s", "t"])
    expected = {
        "%topic%/%prefix%/": ("k-1/c/", "k-1/s/", "k-1/t/"),
        "%prefix%/%topic%/": ("c/k-1/", "s/k-1/", "t/k-1/"),
        "home/%prefix%/%hostname%": ("home/c/host/", "home/s/host/", "home/t/host/"),
        "%topic%": ("k-1/c/", "k-1/", "k-1/"),
    }[order]
    assert set(house.topics) == {f"{one}+" for one in expected[1:]}
    house.say(f"{expected[2]}LWT", "Online")
    assert house.asked == [(f"{expected[0]}STATUS", "10"), (f"{expected[0]}STATUS", "11")]
    house.say(f"{expected[2]}STATE", {"POWER": "ON"})
    assert house.values()["power.on"] is True
    assert house.encode("power.turn_off") == [(f"{expected[0]}POWER1", "OFF")]


def test_its_own_words_are_used_and_understood() -> None:
    house = House()
    house.announce(state=["aus", "an", "um", "halt"], onln="hier", ofln="fort")
    house.say(f"{TELE}/LWT", "Online")
    assert not house.online
    house.say(f"{TELE}/LWT", "hier")
    house.say(f"{STAT}/RESULT", {"POWER": "an"})
    assert house.online[house.one().id] is True
    assert house.values()["power.on"] is True
    assert house.encode("power.turn_off") == [(f"{CMND}/POWER1", "aus")]
    house.say(f"{STAT}/RESULT", {"POWER": "OFF"})
    assert house.values()["power.on"] is True


@pytest.mark.parametrize(
    "words",
    [["OFF", "TOGGLE"], ["OFF", "OFF"], ["OFF", "2"], ["Hold", "ON"], ["OFF"], [], [None, "ON"], "ON"],
)
def test_words_that_might_toggle_are_refused(words: object) -> None:
    house = House()
    house.announce(state=words)
    assert not house.appliances
    assert house.problems == ['Its words for off and on ("state") cannot be told from others.']


def test_a_device_is_asked_when_it_comes_and_not_again_at_once() -> None:
    house = House()
    house.announce()
    asked = [(f"{CMND}/STATUS", "10"), (f"{CMND}/STATUS", "11")]
    for _ in range(5):
        house.say(f"{TELE}/LWT", "Online")
    assert house.asked == asked
    house.now += 60
    house.say(f"{TELE}/LWT", "Offline")
    house.say(f"{TELE}/LWT", "Online")
    assert house.asked == asked * 2


def test_relays_with_names_of_their_own() -> None:
    house = House()
    house.announce(rl=[1, 1], dn="벽 스위치", fn=["스위치 1", "스위치 2"])
    assert house.types() == ["switch", "switch"]
    house.say(f"{STAT}/STATUS11", {"StatusSTS": {"POWER1": "ON", "POWER2": "OFF"}})
    assert [one["power.on"] for one in house.state.values()] == [True, False]
    second = next(one for one in house.appliances if one.endswith("relay_2"))
    assert house.encode("power.turn_on", second) == [(f"{CMND}/POWER2", "ON")]


def test_a_meter_for_each_relay_belongs_to_its_relay() -> None:
    house = House()
    house.announce({"ENERGY": {"Total": [1, 2], "Power": [10, 20]}}, rl=[1, 1], dn="책상", fn=["책상", None])
    house.say(f"{TELE}/SENSOR", {"ENERGY": {"Total": [1.5, 2.5], "Power": [11, 22]}})
    assert {one["energy.power_w"] for one in house.state.values()} == {11, 22}


def test_relays_that_are_to_be_lights() -> None:
    house = House()
    house.announce(rl=[1], so={**OPTIONS, "30": 1}, dn="베란다")
    assert house.one().type == "light"
    assert set(house.one().offers) == {"power"}


LIGHTS: list[tuple[dict[str, Any], set[str]]] = [
    ({"lt_st": 0}, {"power"}),
    ({"lt_st": 1}, {"power", "level"}),
    ({"lt_st": 2}, {"power", "level", "colour_temperature"}),
    ({"lt_st": 3}, {"power", "level", "colour"}),
    ({"lt_st": 4}, {"power", "level", "colour"}),
    ({"lt_st": 5}, {"power", "level", "colour", "colour_temperature"}),
    ({"lt_st": 5, "so": {**OPTIONS, "68": 1}}, {"power", "level"}),
]


@pytest.mark.parametrize(("kind", "offers"), LIGHTS)
def test_lights_offer_what_their_kind_can(kind: dict[str, Any], offers: set[str]) -> None:
    house = House()
    house.announce(rl=[2], dn="거실 조명", fn=["거실 조명"], **kind)
    assert house.one().type == "light"
    assert set(house.one().offers) == offers


@pytest.mark.parametrize("colour", ["FF8000", "255,128,0", "FF80000000"])
def test_a_light_says_and_takes_its_values(colour: str) -> None:
    house = House()
    house.announce(rl=[2], lt_st=5, dn="거실 조명", fn=["거실 조명"])
    house.say(
        f"{STAT}/RESULT", {"POWER": "ON", "Dimmer": 40, "Color": colour, "HSBColor": "30,100,40", "CT": 250}
    )
    assert house.values() == {
        "power.on": True, "level.percent": 40, "colour.rgb": "255,128,0", "colour_temperature.kelvin": 4000,
    }  # fmt: skip
    on = (f"{CMND}/POWER1", "ON")
    assert house.encode("level.set", value=70) == [(f"{CMND}/Dimmer", "70"), on]
    assert house.encode("colour.set", value="255,0,0") == [(f"{CMND}/Color2", "255,0,0"), on]
    assert house.encode("colour_temperature.set", value=4000) == [(f"{CMND}/CT", "250"), on]


def test_a_narrow_range_of_whites_is_kept() -> None:
    house = House()
    house.announce(rl=[2], lt_st=2, so={**OPTIONS, "82": 1})
    limits = house.one().offers["colour_temperature"].limits["kelvin"]
    assert (limits.minimum, limits.maximum) == (2632, 5000)
    with pytest.raises(Unsupported):
        house.encode("colour_temperature.set", value=6500)


def test_colour_and_white_apart_are_two_lights() -> None:
    house = House()
    house.announce(rl=[2, 2], lt_st=5, lk=0)
    colour, white = sorted(house.appliances)
    assert house.encode("colour.set", colour, value="255,0,0")[0] == (f"{CMND}/Color2", "255,0,0=")
    assert house.encode("level.set", white, value=30)[0] == (f"{CMND}/Dimmer2", "30")
    assert "colour" not in house.appliances[white].offers


def test_channels_of_their_own_are_dimmed_by_channel() -> None:
    house = House()
    house.announce(rl=[2, 2], lt_st=5, so={**OPTIONS, "68": 1})
    _, second = sorted(house.appliances)
    house.say(f"{STAT}/RESULT", {"POWER2": "ON", "Channel2": 33})
    assert house.state[second]["level.percent"] == 33
    assert house.encode("level.set", second, value=60) == [
        (f"{CMND}/Channel2", "60"),
        (f"{CMND}/POWER2", "ON"),
    ]


def test_a_tuya_dimmer_is_told_by_its_third_dimmer() -> None:
    house = House()
    house.announce(rl=[2], lt_st=1, ty=1)
    assert house.encode("level.set", value=60)[0] == (f"{CMND}/Dimmer3", "60")


@pytest.mark.parametrize(
    ("options", "said", "position", "state", "sent"),
    [
        (0, {"Position": 30, "Direction": 0}, 30, "open", "70"),
        (0, {"Position": 0, "Direction": 0}, 0, "closed", "70"),
        (0, {"Position": 50, "Direction": 1}, 50, "opening", "70"),
        (0, {"Position": 50, "Direction": -1}, 50, "closing", "70"),
        (1, {"Position": 30, "Direction": 0}, 70, "open", "30"),
        (1, {"Position": 100, "Direction": 0}, 0, "closed", "30"),
        (1, {"Position": 50, "Direction": 1}, 50, "closing", "30"),
    ],
)
def test_shutters(options: int, said: dict[str, int], position: int, state: str, sent: str) -> None:
    house = House()
    house.announce(rl=[3, 3], sho=[options], dn="안방 커튼")
    house.say(f"{TELE}/SENSOR", {"Shutter1": {**said, "Target": said["Position"]}})
    assert house.values() == {"position.percent": position, "position.state": state}
    assert house.encode("position.set", value=70) == [(f"{CMND}/ShutterPosition1", sent)]
    assert house.encode("position.open") == [(f"{CMND}/ShutterOpen1", "")]
    assert house.encode("position.close") == [(f"{CMND}/ShutterClose1", "")]
    assert house.encode("position.stop") == [(f"{CMND}/ShutterStop1", "")]


def test_a_fan_with_its_light() -> None:
    house = House()
    house.announce(rl=[2, 1, 1, 1], dn="침실 선풍기", fn=["침실 선풍기"], sensors=None, **{"if": 1})
    assert house.types() == ["fan", "light"]
    fan, _ = sorted(house.appliances)
    house.say(f"{STAT}/RESULT", {"FanSpeed": 2})
    assert house.state[fan] == {"power.on": True, "fan_speed.percent": 66, "fan_speed.selected": "medium"}
    assert house.encode("fan_speed.set", fan, value="high") == [(f"{CMND}/FanSpeed", "3")]
    assert house.encode("power.turn_off", fan) == [(f"{CMND}/FanSpeed", "0")]
    assert house.encode("power.turn_on", fan) == [(f"{CMND}/FanSpeed", "2")]
    house.say(f"{STAT}/RESULT", {"FanSpeed": 0})
    assert house.state[fan]["power.on"] is False


SENSORS: list[tuple[dict[str, Any], dict[str, object]]] = [
    (
        {"AM2301": {"Temperature": 21.5, "Humidity": 44}, "TempUnit": "C"},
        {"temperature.current": 21.5, "humidity.current": 44},
    ),
    ({"DS18B20": {"Id": "01131", "Temperature": 70.7}, "TempUnit": "F"}, {"temperature.current": 21.5}),
    ({"BH1750": {"Illuminance": 300}, "SCD40": {"CarbonDioxide": 640}}, {"air_quality.co2": 640}),
    ({"PMS5003": {"PM2.5": 12, "PM10": 30}}, {"air_quality.pm2_5": 12, "air_quality.pm10": 30}),
]


@pytest.mark.parametrize(("sample", "expected"), SENSORS)
def test_what_it_measures(sample: dict[str, Any], expected: dict[str, object]) -> None:
    house = House()
    house.announce(sample, rl=[0], dn="테라스")
    house.say(f"{TELE}/SENSOR", sample)
    assert expected.items() <= house.values().items()


def test_a_failing_sensor_says_that_nothing_is_known() -> None:
    house = House()
    sample: dict[str, Any] = {"AM2301": {"Temperature": 21.5, "Humidity": 44}, "TempUnit": "C"}
    house.announce(sample, rl=[0])
    house.say(f"{TELE}/SENSOR", sample)
    house.say(f"{TELE}/SENSOR", {"AM2301": {"Temperature": None, "Humidity": 44}})
    assert house.values()["temperature.current"] is None


def test_the_temperature_of_the_processor_is_not_the_room_s() -> None:
    house = House()
    house.announce({**METER, "ESP32": {"Temperature": 51}, "TempUnit": "C"})
    assert "temperature" not in house.one().offers


def test_a_device_in_deep_sleep_is_not_away() -> None:
    house = House()
    sample = {"AM2301": {"Temperature": 21.5}, "TempUnit": "C"}
    house.announce(sample, rl=[0], dn="온도계", dslp=1, bat=1)
    house.say(f"{TELE}/SENSOR", sample)
    house.say(f"{TELE}/STATE", {"BatteryPercentage": 81})
    house.say(f"{TELE}/LWT", "Offline")
    assert house.online == {}
    assert house.values()["battery.percent"] == 81


def test_inputs_that_have_a_name() -> None:
    house = House()
    house.announce(rl=[0], swc=[1, -1], swn=["현관문", None], dn="현관")
    house.say(f"{STAT}/RESULT", {"현관문": {"Action": "ON"}})
    assert list(house.values().values()) == [True]
    house.say(f"{STAT}/STATUS10", {"StatusSNS": {"현관문": "OFF"}})
    assert list(house.values().values()) == [False]


def test_renamed_moved_and_removed() -> None:
    house = House()
    house.announce()
    before = house.one().id
    house.announce(dn="주방 콘센트", fn=["주방 콘센트"], t="kitchen")
    assert (house.one().id, house.one().names) == (before, ("주방 콘센트",))
    assert set(house.topics) == {"stat/kitchen/+", "tele/kitchen/+"}
    assert house.encode("power.turn_on") == [("cmnd/kitchen/POWER1", "ON")]
    house.say(f"tasmota/discovery/{MAC}/config", "")
    assert not house.appliances
    assert not house.topics
    house.say("stat/kitchen/RESULT", {"POWER": "ON"})
    assert not house.state.get(before)


def test_removed_sensors_leave_the_relay() -> None:
    house = House()
    house.announce(METER)
    house.say(f"tasmota/discovery/{MAC}/sensors", "")
    assert set(house.one().offers) == {"power"}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"tp": ["cmnd", "stat"]}, "It does not name its three prefixes"),
        ({"ft": "%prefix%/#/%topic%"}, "Its full topic is none that can be used."),
        ({"ft": "$SYS/%prefix%"}, "Its full topic is none that can be used."),
        ({"ft": "%topic%" * 40, "t": "x" * 400}, "Its full topic is longer"),
    ],
)
def test_what_cannot_be_spoken_to_is_refused(changes: dict[str, Any], problem: str) -> None:
    house = House()
    house.announce(**changes)
    assert not house.appliances
    assert house.problems[0].startswith(problem)


def test_another_device_s_address_is_refused() -> None:
    house = House()
    house.announce()
    house.say("tasmota/discovery/A4CF12D0B1E8/config", {"mac": MAC})
    assert house.problems == ["The announcement names another MAC address than its topic."]
    assert house.one().id


def test_a_refused_announcement_leaves_what_was_known() -> None:
    house = House()
    house.announce()
    house.say(f"tasmota/discovery/{MAC}/config", "{broken")
    house.say(f"{STAT}/RESULT", {"POWER": "ON"})
    assert house.values()["power.on"] is True


def test_a_device_that_nobody_named_is_called_as_its_only_relay() -> None:
    house = House()
    house.announce(dn="Tasmota", fn=["거실 스탠드", None])
    assert house.one().names == ("거실 스탠드",)
    house.announce(dn="현관 콘센트", fn=["거실 스탠드", None])
    assert "현관 콘센트" in house.one().names[0]
