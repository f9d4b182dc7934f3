"""Which entity reports what, and what each action sends."""

from collections.abc import Mapping

import pytest

from appliance_bridge.appliance import Appliance
from appliance_bridge.errors import Unsupported
from tests.appliance_bridge.home_assistant.house import House, device

WASHER = device("washer-1", "세탁기 / Washer", suggested_area="다용도실 / Utility room")


def _washer(house: House) -> Appliance:
    house.announce("switch", "washer-1_power", WASHER, name="전원 / Power")
    house.announce(
        "select", "washer-1_program", WASHER, name="코스 / Program", options=["표준", "울", "급속"]
    )
    house.announce("button", "washer-1_start", WASHER, name="시작 / Start")
    house.announce("button", "washer-1_pause", WASHER, name="일시정지 / Pause")
    house.announce("button", "washer-1_stop", WASHER, name="정지 / Stop")
    house.announce("button", "washer-1_reset", WASHER, name="공장 초기화 / Factory reset")
    house.announce("sensor", "washer-1_state", WASHER, name="상태 / State")
    house.announce("sensor", "washer-1_left", WASHER, name="남은 시간", unit_of_measurement="min")
    house.announce("binary_sensor", "washer-1_door", WASHER, name="문", device_class="door")
    house.announce("binary_sensor", "washer-1_remote", WASHER, name="원격 제어", entity_category="diagnostic")
    house.announce("binary_sensor", "washer-1_child_lock", WASHER, name="어린이 보호")
    return house.one()


def test_a_washer_is_fully_controllable() -> None:
    house = House()
    washer = _washer(house)
    assert (washer.id, washer.type, washer.names) == ("washer-1", "washer", ("세탁기", "Washer"))
    assert washer.offers["run_control"].actions == {"start", "stop", "pause", "resume"}
    assert washer.offers["run_control"].feedback
    assert washer.offers["program"].limits["selected"].options == ("표준", "울", "급속")
    assert washer.offers["run_control"].limits["program"].options == ("표준", "울", "급속")
    assert washer.missing == ()


def test_a_washer_reports() -> None:
    house = House()
    _washer(house)
    for topic, payload in {
        "state": "헹굼",
        "left": "58",
        "door": "OFF",
        "remote": "ON",
        "child_lock": "OFF",
        "program": "울",
    }.items():
        house.say(f"washer-1_{topic}/state", payload)
    assert house.state["washer-1"] == {
        "run_control.state": "running",
        "run_control.phase": "헹굼",
        "remaining_time.seconds": 3480,
        "door.open": False,
        "remote_control.allowed": True,
        "child_lock.on": False,
        "program.selected": "울",
    }


def test_a_start_with_a_programme_selects_first() -> None:
    house = House()
    _washer(house)
    assert house.encode("run_control.start") == [("washer-1_start/set", "PRESS")]
    assert house.encode("run_control.start", program="울") == [
        ("washer-1_program/set", "울"),
        ("washer-1_start/set", "PRESS"),
    ]
    assert house.encode("run_control.resume") == [("washer-1_start/set", "PRESS")]
    assert house.encode("run_control.stop") == [("washer-1_stop/set", "PRESS")]


@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        ("run_control.start", {"program": "비단"}),
        ("run_control.start", {"temperature": 60}),
        ("program.select", {"value": "비단"}),
        ("program.select", {}),
        ("run_control.locate", {}),
        ("mode.set", {"value": "eco"}),
    ],
)
def test_what_it_cannot_do_is_refused(action: str, arguments: Mapping[str, str | int]) -> None:
    house = House()
    _washer(house)
    with pytest.raises(Unsupported):
        house.encode(action, **arguments)


def test_no_start_control_is_told() -> None:
    house = House()
    house.announce("sensor", "w_course", device("w", "Washer"), name="Course")
    house.announce("sensor", "w_status", device("w"), name="Status")
    reasons = {(one.capability, one.reason) for one in house.one().missing}
    assert {("run_control", "no_start_control"), ("program", "program_read_only")} <= reasons


# --- climates


def _aircon(house: House, **more: object) -> Appliance:
    house.announce(
        "climate",
        "ac",
        device("ac-1", "거실 에어컨"),
        name=None,
        modes=["off", "cool", "dry", "fan_only", "auto"],
        mode_command_topic="ac/m/set",
        mode_state_topic="ac/m",
        temperature_command_topic="ac/t/set",
        temperature_state_topic="ac/t",
        current_temperature_topic="ac/c",
        fan_modes=["약풍", "중풍", "강풍", "자동"],
        fan_mode_command_topic="ac/f/set",
        fan_mode_state_topic="ac/f",
        min_temp=18,
        max_temp=30,
        **more,
    )
    return house.one()


def test_an_air_conditioner() -> None:
    house = House()
    found = _aircon(house)
    assert found.offers["temperature"].limits["target"].minimum == 18
    assert found.offers["temperature"].limits["target"].maximum == 30
    assert found.offers["temperature"].limits["target"].unit == "celsius"
    assert found.offers["mode"].limits["selected"].options == ("cool", "dry", "fan_only", "auto")
    assert found.offers["fan_speed"].limits["selected"].options == ("low", "medium", "high", "auto")
    assert house.encode("temperature.set", value=24) == [("ac/t/set", "24")]
    assert house.encode("fan_speed.set", value="high") == [("ac/f/set", "강풍")]
    for topic, payload in {"m": "cool", "t": "24", "c": "27.5", "f": "강풍"}.items():
        house.say(f"ac/{topic}", payload)
    assert house.state["ac-1"] == {
        "power.on": True,
        "mode.selected": "cool",
        "temperature.target": 24,
        "temperature.current": 27.5,
        "fan_speed.selected": "high",
    }


def test_on_means_the_last_mode() -> None:
    house = House()
    _aircon(house)
    assert house.encode("power.turn_on") == [("ac/m/set", "auto")]
    house.say("ac/m", "dry")
    house.say("ac/m", "off")
    assert house.state["ac-1"]["power.on"] is False
    assert house.state["ac-1"]["mode.selected"] is None
    assert house.encode("power.turn_on") == [("ac/m/set", "dry")]
    assert house.encode("power.turn_off") == [("ac/m/set", "off")]


def test_a_power_topic_of_its_own_is_used() -> None:
    house = House()
    _aircon(house, power_command_topic="ac/p/set")
    assert house.encode("power.turn_on") == [("ac/p/set", "ON")]


def test_parts_of_an_oven_do_not_turn_it_on() -> None:
    house = House()
    oven = device("o", "Oven")
    for name in ("State", "Program", "Door"):
        house.announce("sensor", f"o_{name.lower()}", oven, name=name)
    house.announce("fan", "o_fan", oven, name="Cooling fan")
    house.announce("light", "o_light", oven, name="Light", brightness_command_topic="o_light/b")
    found = house.one()
    assert found.type == "oven"
    assert not any(offer.actions for offer in found.offers.values())


def test_limits_stay_within_those_of_the_type() -> None:
    house = House()
    house.announce(
        "number", "o_t", device("o", "Oven"), name="Temperature", min=0, max=500, unit_of_measurement="°C"
    )
    assert house.one().offers["temperature"].limits["target"].maximum == 300


# --- others


def test_a_fridge_has_two_temperatures() -> None:
    house = House()
    fridge = device("f", "LG Fridge")
    more = {"unit_of_measurement": "°C", "device_class": "temperature"}
    house.announce("number", "f_fridge", fridge, name="Fridge temperature", min=1, max=7, **more)
    house.announce("number", "f_freezer", fridge, name="Freezer temperature", min=-23, max=-15, **more)
    assert house.encode("temperature.set", value=3) == [("f_fridge/set", "3")]
    assert house.encode("temperature.set_freezer", value=-18) == [("f_freezer/set", "-18")]
    house.say("f_freezer/state", "-18")
    assert house.state["f"] == {"temperature.freezer_target": -18}


def test_a_freezer_alone_does_not_set_the_fridge() -> None:
    house = House()
    house.announce(
        "number", "f_freezer", device("f", "LG Fridge"), name="Freezer temperature", min=-23, max=-15
    )
    assert house.one().offers["temperature"].actions == {"set_freezer"}


def test_the_presets_of_a_fan_are_speeds_or_modes() -> None:
    speeds, modes = House(), House()
    for house, presets in ((speeds, ["low", "medium", "high"]), (modes, ["natural", "sleep", "baby"])):
        house.announce(
            "fan",
            "fan",
            device("fan", "Fan"),
            name=None,
            preset_modes=presets,
            preset_mode_command_topic="fan/p/set",
            preset_mode_state_topic="fan/p",
        )
    assert "mode" not in speeds.one().offers
    assert speeds.encode("fan_speed.set", value="high") == [("fan/p/set", "high")]
    assert "fan_speed" not in modes.one().offers
    assert modes.encode("mode.set", value="baby") == [("fan/p/set", "baby")]


def test_a_swing_switch() -> None:
    house = House()
    house.announce("fan", "fan", device("fan", "선풍기"), name=None)
    house.announce("switch", "fan_swing", device("fan"), name="회전")
    assert house.encode("swing.set", value="on") == [("fan_swing/set", "ON")]
    assert house.encode("swing.set", value=False) == [("fan_swing/set", "OFF")]
    house.say("fan_swing/state", "ON")
    assert house.state["fan"] == {"swing.on": True, "swing.selected": "on"}


def test_a_gas_valve_can_only_be_closed() -> None:
    house = House()
    house.announce("switch", "gas", device("gas-1", "가스 밸브"), name=None)
    assert house.one().offers["valve"].actions == {"close"}
    assert "power" not in house.one().offers
    assert house.encode("valve.close") == [("gas/set", "OFF")]
    house.say("gas/state", "ON")
    assert house.state["gas-1"] == {"valve.state": "open"}


def test_a_cooktop_that_can_only_be_switched_off() -> None:
    house = House()
    house.announce("binary_sensor", "c_power", device("c", "인덕션"), name="Power")
    house.announce("button", "c_off", device("c"), name="끄기 / Turn off")
    assert house.one().offers["power"].actions == {"turn_off"}


def test_a_door_lock_does_not_offer_the_latch() -> None:
    house = House()
    house.announce("lock", "l", device("l", "Front door"), name=None, payload_open="unlatch")
    assert house.one().offers["lock"].actions == {"lock", "unlock"}


def test_child_locks_for_set_up_only_report() -> None:
    house = House()
    house.announce("climate", "t", device("t", "Thermostat"), name=None, temperature_command_topic="t/t")
    house.announce("switch", "t_child_lock", device("t"), name="Child lock", entity_category="config")
    assert house.one().offers["child_lock"].actions == frozenset()
    assert house.one().offers["child_lock"].attributes == {"on"}


def test_an_optimistic_switch_has_no_feedback() -> None:
    house = House()
    house.say(
        "homeassistant/switch/x/config", {"unique_id": "x", "name": "Desk lamp", "command_topic": "x/set"}
    )
    assert not house.one().offers["power"].feedback
    assert house.encode("power.turn_on") == [("x/set", "ON")]


def test_a_template_that_needs_home_assistant_is_told() -> None:
    house = House()
    house.announce(
        "select",
        "w_program",
        device("w", "Washer"),
        name="Program",
        options=["a", "b"],
        command_template="{{ states('sensor.x') }}{{ value }}",
    )
    assert not house.one().can("program", "select")
    assert "template_needs_home_assistant" in {one.reason for one in house.one().missing}


def test_other_sensors_keep_names_of_their_own() -> None:
    house = House()
    house.announce("sensor", "w_spin", device("w", "Washer"), name="Spin speed", unit_of_measurement="rpm")
    house.say("w_spin/state", "1200")
    assert house.state["w"] == {"sensor.spin": 1200}
