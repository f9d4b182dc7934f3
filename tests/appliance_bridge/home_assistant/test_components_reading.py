"""Each component, inwards. Rows: component, options, payload on topic "s", what it says."""

import json

import pytest

from appliance_bridge.entities.components import COMPONENTS
from tests.appliance_bridge.home_assistant.announce import entity_of

CELSIUS = {"temperature_state_topic": "s"}
FAHRENHEIT = {"temperature_unit": "F", "temperature_state_topic": "s"}
JSON_LIGHT = {"schema": "json", "state_topic": "s", "command_topic": "c"}

ROWS = [
    ("switch", {"stat_t": "s"}, "ON", {"state": "on"}),
    ("switch", {"stat_t": "s"}, "OFF", {"state": "off"}),
    ("switch", {"stat_t": "s"}, "on", {}),
    ("switch", {"stat_t": "s"}, "None", {"state": None}),
    ("switch", {"stat_t": "s"}, "", {}),
    ("switch", {"stat_t": "s", "pl_on": 5, "pl_off": 6}, "6", {"state": "off"}),
    ("switch", {"stat_t": "s", "pl_on": True, "pl_off": False}, "True", {"state": "on"}),
    ("switch", {"stat_t": "s", "pl_on": "on!", "stat_on": "1", "stat_off": "0"}, "1", {"state": "on"}),
    ("switch", {"stat_t": "s", "val_tpl": "{{ value_json.gas }}"}, '{"gas": "ON"}', {"state": "on"}),
    ("switch", {"stat_t": "s", "val_tpl": "{{ value_json.gas }}"}, "{}", {}),
    ("switch", {"stat_t": "s", "val_tpl": "{{ states('switch.x') }}"}, "ON", {}),
    ("binary_sensor", {"stat_t": "s"}, "ON", {"state": "on"}),
    ("binary_sensor", {"stat_t": "s", "pl_on": "open", "pl_off": "shut"}, "shut", {"state": "off"}),
    ("sensor", {"stat_t": "s"}, "Eco 50", {"state": "Eco 50"}),
    ("sensor", {"stat_t": "s"}, "28718", {"state": "28718"}),
    ("sensor", {"stat_t": "s", "unit_of_meas": "min"}, "58", {"state": 58}),
    ("sensor", {"stat_t": "s", "unit_of_meas": "W"}, "1.5", {"state": 1.5}),
    ("sensor", {"stat_t": "s", "unit_of_meas": "W"}, "nan", {}),
    ("sensor", {"stat_t": "s", "unit_of_meas": "W"}, "1e999", {}),
    ("sensor", {"stat_t": "s", "unit_of_meas": "W"}, "a lot", {}),
    ("sensor", {"stat_t": "s", "unit_of_meas": "°F"}, "212", {"state": 100}),
    (
        "sensor",
        {"stat_t": "s", "dev_cla": "timestamp"},
        "2026-11-22T10:00:00Z",
        {"state": "2026-11-22T10:00:00Z"},
    ),
    ("sensor", {"stat_t": "s", "dev_cla": "enum", "ops": ["run", "end"]}, "run", {"state": "run"}),
    ("sensor", {"stat_t": "s", "dev_cla": "enum", "ops": ["run", "end"]}, "boil", {}),
    ("number", {"stat_t": "s"}, "3", {"state": 3}),
    ("number", {"stat_t": "s", "unit_of_meas": "°F"}, "37.4", {"state": 3}),
    ("number", {"stat_t": "s", "pl_rst": "reset"}, "reset", {"state": None}),
    ("select", {"stat_t": "s", "ops": ["표준", "울"]}, "울", {"state": "울"}),
    ("select", {"stat_t": "s", "ops": ["표준", "울"]}, "삶음", {}),
    ("text", {"stat_t": "s"}, "hello", {"state": "hello"}),
    ("lock", {"stat_t": "s"}, "LOCKED", {"state": "locked"}),
    ("lock", {"stat_t": "s", "stat_jam": "stuck"}, "stuck", {"state": "jammed"}),
    ("lock", {"stat_t": "s", "stat_unlocked": "0"}, "0", {"state": "unlocked"}),
    ("cover", {"stat_t": "s"}, "opening", {"state": "opening"}),
    ("cover", {"stat_t": "s"}, "stopped", {"state": "stopped"}),
    ("cover", {"pos_t": "s"}, "0", {"state": "closed", "position": 0}),
    ("cover", {"pos_t": "s", "pos_open": 255}, "51", {"state": "open", "position": 20}),
    ("cover", {"pos_t": "s", "pos_open": 0, "pos_clsd": 100}, "100", {"state": "closed", "position": 0}),
    ("cover", {"pos_t": "s"}, "300", {}),
    ("cover", {"tilt_status_t": "s", "tilt_max": 180}, "90", {"tilt": 50}),
    ("valve", {"stat_t": "s"}, "closed", {"state": "closed"}),
    ("valve", {"stat_t": "s", "stat_open": "ON"}, "ON", {"state": "open"}),
    ("valve", {"stat_t": "s", "pos": True}, "40", {"state": "open", "position": 40}),
    (
        "valve",
        {"stat_t": "s", "pos": True},
        '{"state": "opening", "position": 7}',
        {"state": "opening", "position": 7},
    ),
    ("climate", {"mode_stat_t": "s"}, "cool", {"state": "cool"}),
    ("climate", {"mode_stat_t": "s", "modes": ["off", "heat"]}, "cool", {}),
    (
        "climate",
        {"mode_stat_t": "s", "mode_stat_tpl": "{{ 'auto' if value == 'ON' else 'off' }}"},
        "x",
        {"state": "off"},
    ),
    ("climate", CELSIUS, "24.0", {"temperature": 24}),
    ("climate", CELSIUS, "None", {"temperature": None}),
    ("climate", FAHRENHEIT, "77", {"temperature": 25}),
    ("climate", {"curr_temp_t": "s"}, "19.5", {"current_temperature": 19.5}),
    ("climate", {"fan_mode_stat_t": "s"}, "high", {"fan_mode": "high"}),
    ("climate", {"swing_mode_stat_t": "s", "swing_modes": ["AUTO", "1"]}, "1", {"swing_mode": "1"}),
    ("climate", {"act_t": "s"}, "cooling", {"action": "cooling"}),
    ("climate", {"act_t": "s"}, "dancing", {}),
    ("climate", {"pr_mode_stat_t": "s", "pr_modes": ["eco"]}, "none", {"preset_mode": "none"}),
    ("climate", {"pr_mode_stat_t": "s", "pr_modes": ["eco"]}, "boost", {}),
    ("climate", {"hum_stat_t": "s"}, "55", {"humidity": 55}),
    ("fan", {"stat_t": "s", "stat_val_tpl": "{{ value_json.mode }}"}, '{"mode": "ON"}', {"state": "on"}),
    ("fan", {"pct_stat_t": "s", "spd_rng_max": 4}, "3", {"percentage": 75}),
    ("fan", {"pct_stat_t": "s", "spd_rng_max": 4}, "0", {"percentage": 0}),
    ("fan", {"pct_stat_t": "s", "spd_rng_max": 4}, "9", {}),
    ("fan", {"pr_mode_stat_t": "s", "pr_modes": ["auto", "sleep"]}, "sleep", {"preset_mode": "sleep"}),
    ("fan", {"osc_stat_t": "s"}, "oscillate_on", {"oscillating": True}),
    ("fan", {"dir_stat_t": "s"}, "reverse", {"direction": "reverse"}),
    (
        "fan",
        {"spd_stat_t": "s", "spds": ["low", "high"], "pl_lo_spd": 3, "pl_hi_spd": 1},
        "3",
        {"preset_mode": "low"},
    ),
    ("fan", {"pct_stat_t": "s", "spd_rng_max": "1e308"}, "1e307", {}),
    ("light", {"xy_stat_t": "s"}, "1e308,1e-308", {}),
    ("light", {"bri_stat_t": "s", "bri_scl": "1e-320"}, "1e300", {}),
    ("light", {"clr_temp_stat_t": "s"}, "1e-320", {}),
    ("humidifier", {"hum_stat_t": "s"}, "45", {"humidity": 45}),
    ("humidifier", {"mode_stat_t": "s", "modes": ["auto"], "pl_rst_mode": "-"}, "-", {"mode": None}),
    ("humidifier", {"curr_hum_t": "s"}, "61.5", {"current_humidity": 61.5}),
    ("water_heater", {"mode_stat_t": "s"}, "eco", {"state": "eco"}),
    ("water_heater", {**FAHRENHEIT}, "140", {"temperature": 60}),
    (
        "vacuum",
        {"stat_t": "s"},
        '{"state": "docked", "fan_speed": "max", "battery_level": 88}',
        {"state": "docked", "fan_speed": "max", "battery_level": 88},
    ),
    ("vacuum", {"stat_t": "s"}, '{"state": null}', {"state": None}),
    ("vacuum", {"stat_t": "s"}, '{"state": "flying"}', {}),
    ("vacuum", {"stat_t": "s"}, "docked", {}),
    ("lawn_mower", {"act_stat_t": "s"}, "mowing", {"activity": "mowing"}),
    ("siren", {"stat_t": "s"}, '{"state": "ON"}', {"state": "on"}),
    ("siren", {"stat_t": "s"}, "OFF", {"state": "off"}),
    ("event", {"stat_t": "s", "evt_typ": ["press"]}, '{"event_type": "press"}', {"event_type": "press"}),
    ("update", {"stat_t": "s"}, '{"installed_version": "1.2"}', {"installed_version": "1.2"}),
    ("light", {"stat_t": "s"}, "ON", {"state": "on"}),
    ("light", {"bri_stat_t": "s"}, "128", {"brightness_percent": 50}),
    ("light", {"bri_stat_t": "s", "bri_scl": 100}, "30", {"brightness_percent": 30}),
    ("light", {"clr_temp_stat_t": "s"}, "250", {"color_temp_kelvin": 4000}),
    ("light", {"clr_temp_stat_t": "s", "clr_temp_k": True}, "4000", {"color_temp_kelvin": 4000}),
    ("light", {"rgb_stat_t": "s"}, "255,0,10", {"rgb": "255,0,10"}),
    ("light", {"rgb_stat_t": "s"}, "255,0", {}),
    ("light", {"hs_stat_t": "s"}, "120,100", {"rgb": "0,255,0"}),
    ("light", {"xy_stat_t": "s"}, "0.64,0.33", {"rgb": "255,0,0"}),
    ("light", {"fx_stat_t": "s", "fx_list": ["rainbow"]}, "rainbow", {"effect": "rainbow"}),
    (
        "light",
        JSON_LIGHT,
        '{"state": "ON", "brightness": 255, "color_temp": 250, "color": {"r": 1, "g": 2, "b": 3}}',
        {"state": "on", "brightness_percent": 100, "color_temp_kelvin": 4000, "rgb": "1,2,3"},
    ),
    ("light", JSON_LIGHT, '{"state": null}', {"state": None}),
    ("light", JSON_LIGHT, '{"color": {"h": 240, "s": 100}}', {"rgb": "0,0,255"}),
    ("light", JSON_LIGHT, '{"color": {"x": 0.1, "y": 0}}', {}),
    (
        "light",
        {
            "schema": "template",
            "stat_t": "s",
            "stat_tpl": "{{ value.split(',')[0] }}",
            "bri_tpl": "{{ value.split(',')[1] }}",
            "r_tpl": "{{ value.split(',')[2] }}",
            "g_tpl": "{{ value.split(',')[3] }}",
            "b_tpl": "{{ value.split(',')[4] }}",
        },
        "on,255,1,2,3",
        {"state": "on", "brightness_percent": 100, "rgb": "1,2,3"},
    ),
]


@pytest.mark.parametrize(("component", "options", "payload", "said"), ROWS)
def test_message(component: str, options: dict[str, object], payload: str, said: dict[str, object]) -> None:
    entity = entity_of(component, **options)
    assert "s" in COMPONENTS[component].state_topics(entity)
    assert COMPONENTS[component].decode(entity, "s", payload.encode()) == said


@pytest.mark.parametrize("name", sorted(COMPONENTS))
def test_other_topics_and_broken_bytes_say_nothing(name: str) -> None:
    entity = entity_of(name, stat_t="s", mode_stat_t="s", act_stat_t="s")
    assert COMPONENTS[name].decode(entity, "elsewhere", b"ON") == {}
    assert COMPONENTS[name].decode(entity, "s", b"\xff\xfe") == {}
    assert COMPONENTS[name].decode(entity, "s", b"x" * 100_000) == {}


def test_whole_numbers_are_ints() -> None:
    value = COMPONENTS["number"].decode(entity_of("number", stat_t="s"), "s", b"5.0")["state"]
    assert json.dumps(value) == "5"
