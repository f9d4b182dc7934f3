"""Each component, outwards: service calls to messages. Rows: component, options, service, data, messages."""

import json

import pytest

from appliance_bridge.entities.components import COMPONENTS
from appliance_bridge.errors import Unsupported
from tests.appliance_bridge.home_assistant.announce import entity_of

COVER = {"cmd_t": "c", "set_pos_t": "p"}
FAN = {"cmd_t": "c", "pct_cmd_t": "p"}
LIGHT = {"cmd_t": "c", "bri_cmd_t": "b", "rgb_cmd_t": "r", "clr_temp_cmd_t": "k"}
VACUUM = {
    "cmd_t": "c",
    "sup_feat": ["start", "pause", "return_home", "fan_speed"],
    "fanspd_lst": ["low", "max"],
}
JSON_LIGHT = {"schema": "json", "cmd_t": "c", "sup_clrm": ["color_temp", "xy"]}
OLD_FAN = {"cmd_t": "c", "spd_cmd_t": "p", "spds": ["low", "high", "off"], "pl_hi_spd": 1}

ROWS = [
    ("switch", {"cmd_t": "c"}, "turn_on", {}, [("c", "ON")]),
    ("switch", {"cmd_t": "c", "pl_off": 6}, "turn_off", {}, [("c", "6")]),
    ("switch", {"cmd_t": "c", "cmd_tpl": '{"v":"{{ value }}"}'}, "turn_on", {}, [("c", '{"v":"ON"}')]),
    ("button", {"cmd_t": "c"}, "press", {}, [("c", "PRESS")]),
    ("button", {"cmd_t": "c", "pl_prs": '[{"uid":512}]'}, "press", {}, [("c", '[{"uid":512}]')]),
    ("scene", {"cmd_t": "c"}, "turn_on", {}, [("c", "ON")]),
    ("notify", {"cmd_t": "c"}, "send_message", {"message": "밥 다 됐어요"}, [("c", "밥 다 됐어요")]),
    ("select", {"cmd_t": "c", "ops": ["표준"]}, "select_option", {"option": "표준"}, [("c", "표준")]),
    ("text", {"cmd_t": "c"}, "set_value", {"value": "hi"}, [("c", "hi")]),
    ("number", {"cmd_t": "c", "max": "30"}, "set_value", {"value": 21.0}, [("c", "21")]),
    ("number", {"cmd_t": "c", "step": 0.5}, "set_value", {"value": 21.5}, [("c", "21.5")]),
    (
        "number",
        {"cmd_t": "c", "min": -10, "max": 50, "unit_of_meas": "°F"},
        "set_value",
        {"value": 3},
        [("c", "37")],
    ),
    ("lock", {"cmd_t": "c", "pl_lock": "lock"}, "lock", {}, [("c", "lock")]),
    ("lock", {"cmd_t": "c"}, "unlock", {}, [("c", "UNLOCK")]),
    ("lock", {"cmd_t": "c", "pl_open": "unlatch"}, "open", {}, [("c", "unlatch")]),
    ("cover", COVER, "open_cover", {}, [("c", "OPEN")]),
    ("cover", COVER, "stop_cover", {}, [("c", "STOP")]),
    ("cover", COVER, "set_cover_position", {"position": 30}, [("p", "30")]),
    (
        "cover",
        {**COVER, "pos_open": 0, "pos_clsd": 100},
        "set_cover_position",
        {"position": 30},
        [("p", "70")],
    ),
    (
        "cover",
        {**COVER, "set_pos_tpl": '{"to": {{ position }}, "raw": {{ value }}}', "pos_open": 255},
        "set_cover_position",
        {"position": 100},
        [("p", '{"to": 100, "raw": 255}')],
    ),
    ("valve", {"cmd_t": "c"}, "close_valve", {}, [("c", "CLOSE")]),
    ("valve", {"cmd_t": "c", "pos": True}, "close_valve", {}, [("c", "0")]),
    ("valve", {"cmd_t": "c", "pos": True}, "set_valve_position", {"position": 40}, [("c", "40")]),
    ("climate", {"mode_cmd_t": "c"}, "set_hvac_mode", {"hvac_mode": "cool"}, [("c", "cool")]),
    ("climate", {"mode_cmd_t": "c"}, "turn_off", {}, [("c", "off")]),
    ("climate", {"mode_cmd_t": "c", "pow_cmd_t": "p", "pl_off": "0"}, "turn_off", {}, [("p", "0")]),
    ("climate", {"temp_cmd_t": "c"}, "set_temperature", {"temperature": 24.0}, [("c", "24")]),
    (
        "climate",
        {"temp_cmd_t": "c", "temp_cmd_tpl": "TT={{ value }}", "min_temp": "12", "max_temp": "30"},
        "set_temperature",
        {"temperature": 20.5},
        [("c", "TT=20.5")],
    ),
    ("climate", {"temp_cmd_t": "c", "temp_unit": "F"}, "set_temperature", {"temperature": 24}, [("c", "75")]),
    (
        "climate",
        {"temp_lo_cmd_t": "l", "temp_hi_cmd_t": "h"},
        "set_temperature",
        {"target_temp_low": 20, "target_temp_high": 25},
        [("l", "20"), ("h", "25")],
    ),
    ("climate", {"fan_mode_cmd_t": "c"}, "set_fan_mode", {"fan_mode": "low"}, [("c", "low")]),
    ("fan", FAN, "turn_on", {}, [("c", "ON")]),
    ("fan", {**FAN, "spd_rng_max": 3}, "set_percentage", {"percentage": 1}, [("p", "1")]),
    ("fan", {**FAN, "spd_rng_max": 3}, "set_percentage", {"percentage": 100}, [("p", "3")]),
    ("fan", {"osc_cmd_t": "c"}, "oscillate", {"oscillating": False}, [("c", "oscillate_off")]),
    ("fan", OLD_FAN, "set_preset_mode", {"preset_mode": "high"}, [("p", "1")]),
    ("fan", OLD_FAN, "set_preset_mode", {"preset_mode": "low"}, [("p", "low")]),
    ("humidifier", {"hum_cmd_t": "c"}, "set_humidity", {"humidity": 50}, [("c", "50")]),
    ("humidifier", {"mode_cmd_t": "c", "modes": ["auto"]}, "set_mode", {"mode": "auto"}, [("c", "auto")]),
    ("water_heater", {"mode_cmd_t": "c"}, "set_operation_mode", {"operation_mode": "eco"}, [("c", "eco")]),
    ("water_heater", {"pow_cmd_t": "c"}, "turn_off", {}, [("c", "OFF")]),
    ("vacuum", VACUUM, "start", {}, [("c", "start")]),
    ("vacuum", {**VACUUM, "pl_ret": "HOME"}, "return_to_base", {}, [("c", "HOME")]),
    ("vacuum", {**VACUUM, "set_fan_spd_t": "f"}, "set_fan_speed", {"fan_speed": "max"}, [("f", "max")]),
    ("lawn_mower", {"strt_mw_cmd_t": "c"}, "start_mowing", {}, [("c", "start_mowing")]),
    ("siren", {"cmd_t": "c"}, "turn_on", {}, [("c", '{"state": "ON"}')]),
    ("siren", {"cmd_t": "c", "cmd_tpl": "{{ value }}"}, "turn_on", {}, [("c", "ON")]),
    (
        "siren",
        {"cmd_t": "c", "cmd_tpl": "{{ value }}", "cmd_off_tpl": "no {{ state }}"},
        "turn_off",
        {},
        [("c", "no OFF")],
    ),
    ("light", LIGHT, "turn_on", {}, [("c", "ON")]),
    ("light", LIGHT, "turn_on", {"brightness_percent": 50}, [("b", "128"), ("c", "ON")]),
    ("light", LIGHT, "turn_on", {"rgb": "1,2,3"}, [("r", "1,2,3"), ("c", "ON")]),
    ("light", LIGHT, "turn_on", {"color_temp_kelvin": 4000}, [("k", "250"), ("c", "ON")]),
    (
        "light",
        {**LIGHT, "on_cmd_type": "first"},
        "turn_on",
        {"brightness_percent": 100},
        [("c", "ON"), ("b", "255")],
    ),
    ("light", {**LIGHT, "on_cmd_type": "brightness"}, "turn_on", {"brightness_percent": 1}, [("b", "3")]),
    ("light", {**LIGHT, "on_cmd_type": "brightness"}, "turn_on", {}, [("b", "255")]),
    (
        "light",
        {"cmd_t": "c", "hs_cmd_t": "h"},
        "turn_on",
        {"rgb": "0,255,0"},
        [("h", "120.0,100.0"), ("c", "ON")],
    ),
    (
        "light",
        {"cmd_t": "c", "rgb_cmd_t": "r", "rgb_cmd_tpl": "{{ '#%02x%02x%02x' | format(red, green, blue) }}"},
        "turn_on",
        {"rgb": "255,0,16"},
        [("r", "#ff0010"), ("c", "ON")],
    ),
    ("light", JSON_LIGHT, "turn_off", {}, [("c", {"state": "OFF"})]),
    (
        "light",
        JSON_LIGHT,
        "turn_on",
        {"brightness_percent": 50, "color_temp_kelvin": 4000},
        [("c", {"state": "ON", "brightness": 128, "color_temp": 250})],
    ),
    (
        "light",
        {**JSON_LIGHT, "sup_clrm": ["rgbw"]},
        "turn_on",
        {"rgb": "9,8,7"},
        [("c", {"state": "ON", "color": {"r": 9, "g": 8, "b": 7, "w": 0}})],
    ),
    (
        "light",
        {
            "schema": "template",
            "cmd_t": "c",
            "cmd_on_tpl": "on{% if brightness is defined %},{{ brightness }}{% endif %}",
            "cmd_off_tpl": "off",
            "bri_tpl": "{{ value }}",
        },
        "turn_on",
        {"brightness_percent": 100},
        [("c", "on,255")],
    ),
]


@pytest.mark.parametrize(("component", "options", "service", "data", "messages"), ROWS)
def test_service(
    component: str,
    options: dict[str, object],
    service: str,
    data: dict[str, object],
    messages: list[tuple[str, object]],
) -> None:
    entity = entity_of(component, **options)
    speaks = COMPONENTS[component]
    assert service in speaks.services(entity)
    assert set(data) <= set(speaks.services(entity)[service])
    sent = speaks.encode(entity, service, data)  # type: ignore[arg-type]
    assert [
        (one.topic, _like(one.payload, expected)) for one, (_, expected) in zip(sent, messages, strict=True)
    ] == messages
    assert all(one.qos == 1 and not one.retain for one in sent)


def _like(payload: bytes, expected: object) -> object:
    return payload.decode() if isinstance(expected, str) else json.loads(payload)


REFUSED = [
    ("switch", {"stat_t": "s"}, "turn_on", {}),
    ("switch", {"cmd_t": "c", "cmd_tpl": "{{ states('x') }}"}, "turn_on", {}),
    ("switch", {"cmd_t": "c"}, "turn_on", {"speed": 3}),
    ("switch", {"cmd_t": "c"}, "explode", {}),
    ("select", {"cmd_t": "c", "ops": ["a"]}, "select_option", {"option": "b"}),
    ("select", {"cmd_t": "c", "ops": ["a"]}, "select_option", {}),
    ("number", {"cmd_t": "c", "max": 10}, "set_value", {"value": 11}),
    ("number", {"cmd_t": "c"}, "set_value", {"value": float("nan")}),
    ("climate", {"temp_cmd_t": "c", "max_temp": 30}, "set_temperature", {"temperature": 31}),
    ("climate", {"mode_cmd_t": "c", "modes": ["off", "heat"]}, "set_hvac_mode", {"hvac_mode": "cool"}),
    ("climate", {"mode_cmd_t": "c", "modes": ["heat"]}, "turn_off", {}),
    ("lock", {"cmd_t": "c"}, "open", {}),
    ("cover", {"cmd_t": "c", "pl_stop": None}, "stop_cover", {}),
    ("vacuum", {"cmd_t": "c", "sup_feat": ["start"]}, "locate", {}),
    ("light", {"cmd_t": "c"}, "turn_on", {"brightness_percent": 50}),
    ("light", {"schema": "json", "cmd_t": "c"}, "turn_on", {"rgb": "1,2,3"}),
    ("light", {"cmd_t": "c", "rgb_cmd_t": "r", "rgb_cmd_tpl": "{{ red }}"}, "turn_on", {"rgb": "red"}),
    ("light", {"cmd_t": "c", "hs_cmd_t": "r"}, "turn_on", {"rgb": "1,2"}),
    ("number", {"cmd_t": "c", "unit_of_meas": "°F"}, "set_value", {"value": 1e308}),
    (
        "vacuum",
        {"cmd_t": "c", "set_fan_spd_t": "f", "sup_feat": ["fan_speed"]},
        "set_fan_speed",
        {"fan_speed": "max"},
    ),
]


@pytest.mark.parametrize(("component", "options", "service", "data"), REFUSED)
def test_refused(component: str, options: dict[str, object], service: str, data: dict[str, object]) -> None:
    entity = entity_of(component, **options)
    with pytest.raises(Unsupported):
        COMPONENTS[component].encode(entity, service, data)  # type: ignore[arg-type]


LIMITS = [
    ("climate", {"temp_cmd_t": "c"}, "temperature", {"minimum": 7, "maximum": 35, "step": 1, "unit": "°C"}),
    (
        "climate",
        {"temp_cmd_t": "c", "temp_unit": "F", "min_temp": 50, "max_temp": 86, "temp_step": 1},
        "temperature",
        {"minimum": 10, "maximum": 30, "step": 0.56, "unit": "°C"},
    ),
    ("climate", {"modes": ["off"]}, "hvac_mode", {"options": ["off"]}),
    (
        "number",
        {"min": "12", "unit_of_meas": "%"},
        "value",
        {"minimum": 12, "maximum": 100, "step": 1, "unit": "%"},
    ),
    ("select", {"ops": ["표준", 1]}, "option", {"options": ["표준", "1"]}),
    ("fan", OLD_FAN, "preset_mode", {"options": ["low", "high"]}),
    (
        "light",
        {"min_mirs": 250, "max_mirs": 500},
        "color_temp_kelvin",
        {"minimum": 2000, "maximum": 4000, "unit": "K"},
    ),
    (
        "light",
        {"max_mirs": 1e-320, "min_mirs": 0},
        "color_temp_kelvin",
        {"minimum": 2000, "maximum": 6535, "unit": "K"},
    ),
    ("switch", {}, "state", {}),
]


@pytest.mark.parametrize(("component", "options", "field", "limits"), LIMITS)
def test_limits(component: str, options: dict[str, object], field: str, limits: dict[str, object]) -> None:
    assert COMPONENTS[component].limits(entity_of(component, **options), field) == limits


def test_optimistic_is_who_cannot_report() -> None:
    climate = COMPONENTS["climate"]
    assert climate.optimistic(entity_of("climate", mode_cmd_t="c", curr_temp_t="s"))
    assert not climate.optimistic(entity_of("climate", mode_cmd_t="c", mode_stat_t="s"))
