"""What goes with a programme, and the steps of a fan."""

from appliance_bridge.entities.components.fan import FAN
from tests.appliance_bridge.home_assistant.announce import entity_of
from tests.appliance_bridge.home_assistant.house import House, device

WASHER = device("washer-1", "세탁기 / Washer")


def test_settings_of_a_wash_may_be_commanded_though_they_are_set_aside() -> None:
    house = House()
    house.announce("switch", "washer-1_power", WASHER, name="전원 / Power")
    house.announce("select", "washer-1_program", WASHER, name="코스 / Program", options=["표준", "울"])
    for name, options in (
        ("물 온도 / Water temperature", ["냉수", "40℃"]),
        ("탈수 세기 / Spin", ["약", "강"]),
    ):
        house.announce(
            "select", f"washer-1_{options[0]}", WASHER, name=name, options=options, entity_category="config"
        )
    washer = house.one()
    assert washer.can("water_temperature", "set") and washer.can("spin", "set")
    assert washer.offers["spin"].limits["selected"].options == ("약", "강")


def test_a_fan_tells_how_many_speeds_it_has() -> None:
    three = entity_of("fan", cmd_t="c", pct_cmd_t="p", spd_rng_max=3)
    any_percent = entity_of("fan", cmd_t="c", pct_cmd_t="p")
    assert FAN.limits(three, "percentage")["step"] == 100 / 3
    assert "step" not in FAN.limits(any_percent, "percentage")
