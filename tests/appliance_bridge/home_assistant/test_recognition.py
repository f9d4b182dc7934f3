"""What devices are recognised as, and when one device is several appliances."""

import pytest

from tests.appliance_bridge.home_assistant.house import House, device


@pytest.mark.parametrize(
    ("component", "name", "options", "expected"),
    [
        ("climate", "거실 에어컨", {}, "air_conditioner"),
        ("climate", "Salon", {"modes": ["off", "cool", "dry"]}, "air_conditioner"),
        ("climate", "Salon", {"modes": ["off", "heat"]}, "thermostat"),
        ("climate", "안방 난방", {"modes": ["off", "heat"]}, "boiler"),
        ("climate", "온수매트", {"modes": ["off", "heat"]}, "electric_blanket"),
        ("climate", "욕실 히터", {"modes": ["off", "heat"]}, "heater"),
        ("fan", "Bedroom", {}, "fan"),
        ("fan", "거실 공기청정기", {}, "air_purifier"),
        ("fan", "욕실 환풍기", {}, "ventilation"),
        ("humidifier", "Basement", {"device_class": "dehumidifier"}, "dehumidifier"),
        ("humidifier", "Bedroom", {}, "humidifier"),
        ("cover", "Office", {"device_class": "blind"}, "blind"),
        ("cover", "Left", {"device_class": "garage"}, "garage_door"),
        ("cover", "거실 커튼", {"device_class": "shutter"}, "curtain"),
        ("lock", "현관문", {}, "door_lock"),
        ("valve", "Kitchen", {"device_class": "gas"}, "gas_valve"),
        ("valve", "Garden", {"device_class": "water"}, "unknown"),
        ("vacuum", "Dobby", {}, "robot_vacuum"),
        ("lawn_mower", "Shaun", {}, "lawn_mower"),
        ("water_heater", "Cellar", {}, "water_heater"),
        ("siren", "Hall", {}, "siren"),
        ("light", "TV", {}, "light"),
        ("light", "Oven light", {}, "light"),
        ("switch", "Oven light", {}, "light"),
        ("switch", "Smart TV", {}, "tv"),
        ("switch", "건조기", {}, "dryer"),
        ("switch", "건조기 플러그", {}, "plug"),
        ("switch", "Hallway", {"device_class": "outlet"}, "plug"),
        ("switch", "Hallway", {}, "switch"),
        ("switch", "다리미 콘센트", {}, "heater"),
        ("switch", "전기장판 플러그", {}, "electric_blanket"),
        ("switch", "Küchenlampe", {}, "light"),
        ("switch", "炊飯器", {}, "rice_cooker"),
        ("switch", "客厅空调", {}, "air_conditioner"),
        ("switch", "Waschmaschine", {}, "washer"),
        ("select", "식기세척기", {"options": ["a"]}, "dishwasher"),
        ("select", "dishwasher", {"options": ["a"]}, "dishwasher"),
        ("sensor", "김치냉장고", {}, "kimchi_refrigerator"),
        ("sensor", "세탁건조기", {}, "washer_dryer"),
        ("sensor", "Living", {"device_class": "temperature"}, "thermometer"),
        ("sensor", "Living", {"device_class": "pm25"}, "air_monitor"),
        ("binary_sensor", "Hall", {"device_class": "motion"}, "motion_sensor"),
        ("binary_sensor", "Sink", {"device_class": "moisture"}, "leak_sensor"),
        ("binary_sensor", "Front", {"device_class": "door"}, "door"),
        ("binary_sensor", "Hall", {"device_class": "smoke"}, "smoke_alarm"),
        ("sensor", "Whatever", {}, "unknown"),
    ],
)
def test_a_device_with_one_entity(
    component: str, name: str, options: dict[str, object], expected: str
) -> None:
    house = House()
    topics = {"mode_command_topic": "m/set", "mode_state_topic": "m"} if component == "climate" else {}
    house.announce(component, "thing", device("thing-1", name), name=None, **topics, **options)
    assert house.one().type == expected
    assert house.one().id == "thing-1"
    assert house.one().details["recognised_by"]


def test_options_tell_a_washer_from_a_nameless_machine() -> None:
    house = House()
    house.announce(
        "sensor", "a1", device("x1", "Bosch WAX32"), name="Phase", options=["Spinning", "Rinsing", "Idle"]
    )
    assert house.one().type == "washer"


def test_the_model_tells_when_nothing_else_does() -> None:
    house = House()
    house.announce("sensor", "a1", device("x1", "SN-1234", model="Dishwasher 3000"), name="State")
    assert house.one().type == "dishwasher"


def test_an_oven_with_a_lamp_is_one_oven() -> None:
    house = House()
    oven = device("oven-1", "Oven")
    for name in ("Program", "Door", "State"):
        house.announce("sensor", name.lower(), oven, name=name)
    house.announce("light", "lamp", oven, name="Light")
    assert house.types() == ["oven"]


def test_two_lights_of_one_device_are_two_lights() -> None:
    house = House()
    lamp = device("relay-9", "거실 조명 / Living room light")
    house.announce("light", "relay-9_l1", lamp, name="메인 / Main")
    house.announce("light", "relay-9_l2", lamp, name="간접 / Indirect")
    assert house.types() == ["light", "light"]
    assert sorted(one.names for one in house.appliances.values()) == [
        ("거실 조명 간접", "Living room light Indirect"),
        ("거실 조명 메인", "Living room light Main"),
    ]
    assert set(house.appliances) == {"relay-9_l1", "relay-9_l2"}


def test_three_climates_of_one_device_are_three() -> None:
    house = House()
    for room in ("거실", "안방", "서재"):
        house.announce(
            "climate",
            f"hvac_{room}",
            device("hvac", "시스템에어컨"),
            name=room,
            mode_command_topic=f"{room}/m",
            temperature_command_topic=f"{room}/t",
        )
    assert house.types() == ["air_conditioner"] * 3
    assert len(house.appliances) == 3


def test_a_ceiling_fan_and_its_lamp_are_two() -> None:
    house = House()
    house.announce("fan", "fan1", device("fan-1", "안방 실링팬 / Bedroom ceiling fan"), name=None)
    house.announce("light", "fan1_light", device("fan-1"), name="Light")
    assert house.appliances["fan-1"].type == "fan"
    assert house.appliances["fan-1"].names == ("안방 실링팬", "Bedroom ceiling fan")
    assert house.types() == ["fan", "light"]


def test_a_tower_of_two_machines_is_two() -> None:
    house = House()
    for machine in ("washer", "dryer"):
        for part in ("state", "course", "remaining_time", "door"):
            house.announce(
                "sensor", f"{machine}_{part}", device("tower", "LG WashTower"), name=f"{machine} {part}"
            )
        house.announce("button", f"{machine}_start", device("tower"), name=f"{machine} start")
    assert {one.id: one.type for one in house.appliances.values()} == {
        "tower-washer": "washer",
        "tower-dryer": "dryer",
    }
    assert house.encode("run_control.start", "tower-dryer") == [("dryer_start/set", "PRESS")]


def test_a_wallpad_is_a_home_full_of_appliances() -> None:
    house = House()
    pad = device("wp", "월패드", manufacturer="KOCOM", model="Wallpad")
    house.announce(
        "climate", "wp_heat_living", pad, name="거실 난방", modes=["off", "heat"], mode_command_topic="h/m"
    )
    house.announce("light", "wp_light_living", pad, name="거실 불")
    house.announce("switch", "wp_gas", pad, name="가스 밸브")
    house.announce("fan", "wp_vent", pad, name="환기")
    house.announce("switch", "wp_plug_1", pad, name="콘센트 1")
    house.announce(
        "sensor", "wp_plug_1_power", pad, name="콘센트 1 전력", unit_of_measurement="W", device_class="power"
    )
    assert house.types() == ["boiler", "gas_valve", "light", "plug", "ventilation"]
    plug = next(one for one in house.appliances.values() if one.type == "plug")
    assert plug.offers["energy"].attributes == {"power_w"}
    valve = next(one for one in house.appliances.values() if one.type == "gas_valve")
    assert valve.offers["valve"].actions == {"close"}


def test_switches_that_are_features_are_no_appliances() -> None:
    house = House()
    plug = device("plug-7", "Desk plug")
    house.announce("switch", "plug-7", plug, name=None)
    house.announce("switch", "plug-7_led", plug, name="LED")
    house.announce("switch", "plug-7_lock", plug, name="Child lock")
    assert house.types() == ["plug"]
    assert house.one().offers["power"].actions == {"turn_on", "turn_off"}
    assert house.encode("power.turn_on") == [("plug-7/set", "ON")]


def test_entities_that_are_disabled_or_for_set_up_are_no_appliances() -> None:
    house = House()
    house.announce("switch", "a", device("a", "Lamp"), name=None, enabled_by_default=False)
    assert not house.appliances
    house.announce(
        "select", "b", device("b", "Robot vacuum"), name="Program", entity_category="config", options=["x"]
    )
    assert "program" not in house.one().offers or not house.one().offers["program"].actions


def test_an_entity_without_a_device_is_an_appliance() -> None:
    house = House()
    house.announce("switch", "desk_lamp", name="책상 스탠드 / Desk lamp")
    assert house.one().id == "desk_lamp"
    assert house.one().names == ("책상 스탠드", "Desk lamp")
    assert house.one().type == "light"


def test_areas_are_two_names_as_well() -> None:
    house = House()
    house.announce("light", "l", device("l", "Lamp", suggested_area="거실 / Living room"), name=None)
    assert house.one().areas == ("거실", "Living room")
