"""What speaks for a type and what does not; what a thing uses up, part by part."""

import shutil
from pathlib import Path

import pytest

from appliance_bridge.catalogue import HERE, load_catalogue
from appliance_bridge.errors import CatalogueError
from appliance_bridge.recognition.evidence import weights
from tests.appliance_bridge.home_assistant.house import House, device


def test_what_worked_weighs_more_than_all_that_is_lighter() -> None:
    known = weights()
    order = ("maker", "name", "class", "options", "measures", "parts", "model", "switch")
    assert [known[kind] for kind in order] == sorted((known[kind] for kind in order), reverse=True)
    assert known["name"] > known["class"] + known["options"] + known["parts"] + known["model"]
    assert known["component"] > known["options"] + known["parts"] + known["model"]
    assert known["options"] > known["measures"] + known["parts"] + known["model"]


def test_a_fan_that_measures_dust_cleans_air() -> None:
    house = House()
    house.announce("fan", "f", device("f", "TP04"), name=None)
    assert house.types() == ["fan"]
    house.announce("sensor", "f_pm", device("f", "TP04"), name="PM 2.5", device_class="pm25")
    assert house.types() == ["air_purifier"]


@pytest.mark.parametrize(
    ("key", "name", "expected"),
    [
        ("zigbee2mqtt_0x00158d0005acbeef", "Hallway", "switch"),
        ("x", "16-way controller", "switch"),
        ("x", "Rolladenschalter roller", "blind"),
    ],
)
def test_nouns_by_chance_say_nothing(key: str, name: str, expected: str) -> None:
    house = House()
    house.announce("switch", "s", device(key, name), name=None)
    assert house.one().type == expected


def test_makers_and_model_codes_alone_do_not_outweigh_what_it_does() -> None:
    house = House()
    house.announce("switch", "s", device("s", "Hall", manufacturer="Navien", model="MG-ZG02W"), name=None)
    house.announce("switch", "t", device("t", "Desk", manufacturer="The Light Group", model="X"), name=None)
    assert house.types() == ["switch", "switch"]


def test_a_door_with_a_lock_is_a_door_lock() -> None:
    house = House()
    parts = device("n", "Haustür")
    house.announce("lock", "n_lock", parts, name=None)
    for name in ("Trigger", "Contact", "Unlatch"):
        house.announce("button", f"n_{name}", parts, name=name)
    assert house.types() == ["door_lock"]
    assert house.encode("lock.lock") == [("n_lock/set", "LOCK")]


def test_of_one_supply_the_percentage_is_told_and_of_several_their_names() -> None:
    house = House()
    robot = device("r", "Robot vacuum")
    house.announce("vacuum", "r", robot, name=None)
    house.announce("sensor", "r_b", robot, name="Main brush", unit_of_measurement="%")
    assert house.one().offers["consumable"].attributes == {"percent"}
    house.announce("sensor", "r_f", robot, name="Filter", unit_of_measurement="%")
    assert house.one().offers["consumable"].attributes == {"filter", "main_brush"}


def test_a_measurement_of_another_kind_plays_no_part_for_its_name() -> None:
    house = House()
    meter = device("m", "Bitron Energy meter")
    house.announce("sensor", "m_e", meter, name="energy", device_class="energy", unit_of_measurement="kWh")
    assert "temperature" not in house.one().offers


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("{capability: lock, components: [lock]}", 1),
        ("{capability: power, components: [switch], reads: {running: [state, flag]}}", 1),
        ("{capability: power, components: [switch], calls: {explode: [{service: press}]}}", 1),
        ("{capability: power, components: [switch], reads: {on: [state, nonsense]}}", 1),
    ],
)
def test_faults_in_the_parts_of_a_type_are_told_with_their_line(tmp_path: Path, row: str, line: int) -> None:
    for name in ("capabilities", "appliance_types"):
        shutil.copytree(HERE / name, tmp_path / name)
    path = tmp_path / "appliance_types" / "plug.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}- {row}\n", encoding="utf-8")
    with pytest.raises(CatalogueError) as told:
        load_catalogue(tmp_path)
    assert told.value.line == len(text.splitlines()) + line
