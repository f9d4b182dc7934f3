"""`jipsa appliances --explain`, and what is said while appliances are still being looked for."""

import json
from dataclasses import replace
from unicodedata import east_asian_width

import pytest
import yaml

from appliance_bridge.explanation import LeftOut, Part
from bot.house import DiscoveryView, ProblemView
from tests.bot.cli.answering_house import EXPLANATION, WASHER
from tests.bot.cli.conftest import Jipsa, Running


def test_why_it_is_a_washer(jipsa: Jipsa, running: Running) -> None:
    said = jipsa("appliances", "--explain", "washer-1")
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "세탁기 — washer [washer-1]\n"
        "  from      home_assistant:washer\n"
        "  taken for washer (4): its name says 세탁기; it has a spin speed\n"
        "  weighed   dryer (1.5): it has a start\n"
        "  part      run_control.start is button.start: its name is start\n"
        "            at home/washer/start\n"
        "  left out  sensor.rssi: its category is diagnostic\n"
        "  note      program: read_only\n"
        "\n"
        "To change who plays a part, in the config (another entity, or none):\n"
        "  appliances:\n"
        "    washer-1:\n"
        "      roles:\n"
        "        run_control.start: button.start\n"
    )


@pytest.mark.parametrize("name", ["세탁기", "Washer", "WASHER-1"])
def test_a_name_will_do(jipsa: Jipsa, running: Running, name: str) -> None:
    assert jipsa("appliances", "--explain", name).out.startswith("세탁기 — washer [washer-1]\n")


def test_as_json(jipsa: Jipsa, running: Running) -> None:
    told = json.loads(jipsa("appliances", "--explain", "세탁기", "--json").out)
    assert (told["appliance"], told["sources"], told["left_off"]) == (
        "washer-1",
        ["home_assistant:washer"],
        0,
    )
    assert told["parts"][0]["entity"] == "button.start"


@pytest.mark.parametrize("near", ["wahser-1", "washer-2", "세탁"])
def test_a_stranger_is_told_with_what_is_near(jipsa: Jipsa, running: Running, near: str) -> None:
    said = jipsa("appliances", "--explain", near)
    assert (said.code, said.out) == (1, "")
    assert said.err == f'There is no appliance "{near}" in this home; near it: washer-1.\n'
    stranger = jipsa("appliances", "--explain", "헬리콥터")
    assert stranger.err.endswith("in this home; `jipsa appliances` lists all.\n")


def test_two_of_one_name_are_told_by_id(jipsa: Jipsa, running: Running) -> None:
    running.house.views = [WASHER, replace(WASHER, id="washer-2")]
    said = jipsa("appliances", "--explain", "세탁기")
    assert (said.code, said.err) == (1, '"세탁기" is the name of several: say which of washer-1, washer-2.\n')


def test_long_reasons_stay_within_eighty_columns(jipsa: Jipsa, running: Running) -> None:
    long = LeftOut("sensor.온도", "이 이름은 " + "아주 " * 60 + "길어요")
    running.house.explanations["washer-1"] = replace(EXPLANATION, left_out=(long,) * 60)
    said = jipsa("appliances", "--explain", "washer-1").out
    widths = [sum(2 if east_asian_width(c) in "WF" else 1 for c in line) for line in said.splitlines()]
    assert max(widths) <= 80
    assert "… and 20 more; --json has all\n" in said


def test_names_cannot_steer_the_terminal_nor_break_the_config(jipsa: Jipsa, running: Running) -> None:
    part = Part("run_control.start", 'button.a: "b" #c', "home/\x1b[2J", "its name is \x1b[31mred")
    running.house.explanations["washer-1"] = replace(EXPLANATION, parts=(part,))
    said = jipsa("appliances", "--explain", "washer-1").out
    assert "\x1b" not in said
    config = yaml.safe_load(said.split("or none):\n")[1])
    assert config["appliances"]["washer-1"]["roles"] == {"run_control.start": 'button.a: "b" #c'}


def test_what_is_not_all_yet_is_told_as_such(jipsa: Jipsa, running: Running) -> None:
    running.house.search = [
        DiscoveryView("mqtt", True, False, 900, 412, 2.0),
        DiscoveryView("garage", False, False, 0, 0, 0.0),
    ]
    said = jipsa("appliances", "--json")
    assert said.err == (
        "Still looking around at the broker mqtt: 412 appliances found so far.\n"
        "The broker garage is not there: `jipsa doctor` says why.\n"
    )
    assert json.loads(said.out)[0]["id"] == "washer-1"


def test_what_could_not_be_used_is_told_beside_the_list(jipsa: Jipsa, running: Running) -> None:
    running.house.unusable = [
        ProblemView(f"homeassistant/switch/{n}\x1b/config", "It has no command_topic.") for n in range(12)
    ]
    said = jipsa("appliances", "--json")
    lines = said.err.splitlines()
    assert "homeassistant/switch/0" in lines[0] and lines[0].endswith("It has no command_topic.")
    assert (len(lines), "\x1b" in said.err) == (11, False)
    assert lines[10] == "2 more announcements could not be used."
    assert [one["id"] for one in json.loads(said.out)] == ["washer-1"]
