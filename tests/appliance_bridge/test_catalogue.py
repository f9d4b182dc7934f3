"""The data of capabilities and appliance types fits together and keeps the safety rules."""

from pathlib import Path

import pytest

from appliance_bridge.catalogue import HERE, Catalogue, load_catalogue
from appliance_bridge.errors import CatalogueError

TYPES = set(
    """
    washer dryer washer_dryer dishwasher refrigerator kimchi_refrigerator oven microwave rice_cooker
    cooktop hood gas_valve air_conditioner boiler heat_pump thermostat water_heater air_purifier
    humidifier dehumidifier fan ventilation heater robot_vacuum tv speaker light plug switch curtain
    blind window door_lock door garage_door coffee_maker kettle thermometer motion_sensor
    leak_sensor smoke_alarm air_monitor car ev_charger camera doorbell pet_feeder lawn_mower styler
    water_purifier electric_blanket bidet siren air_fryer toaster projector set_top_box aquarium bath
    massage_chair food_waste_disposer sprinkler wine_cellar unknown
    """.split()  # noqa: SIM905 (easier to read)
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def test_all_types_are_there(catalogue: Catalogue) -> None:
    assert set(catalogue.types) == TYPES


def test_risks_and_preconditions_are_of_real_actions(catalogue: Catalogue) -> None:
    actions = {f"{one.name}.{action}" for one in catalogue.capabilities.values() for action in one.actions}
    for one in catalogue.types.values():
        assert set(one.risks) - {"default"} <= actions
        assert set(one.preconditions) - {"default"} <= actions
        assert set(one.capabilities) <= set(catalogue.capabilities)


def test_what_an_action_reaches_is_an_attribute_or_an_argument(catalogue: Catalogue) -> None:
    for capability in catalogue.capabilities.values():
        for action in capability.actions.values():
            assert set(action.reaches) <= set(capability.attributes)
            named = {str(value)[1:] for value in action.reaches.values() if str(value).startswith("$")}
            assert named <= {argument.name for argument in action.arguments}
            for name, value in action.reaches.items():
                options = capability.attributes[name].options
                if options and not str(value).startswith("$"):
                    assert set(str(value).split("|")) <= set(options)


@pytest.mark.parametrize(
    ("type_key", "action", "risk"),
    [
        ("oven", "run_control.start", "confirm"),
        ("oven", "run_control.resume", "confirm"),
        ("oven", "power.turn_on", "confirm"),
        ("oven", "temperature.set", "confirm"),
        ("microwave", "run_control.start", "confirm"),
        ("heater", "power.turn_on", "confirm"),
        ("heater", "mode.set", "confirm"),
        ("electric_blanket", "power.turn_on", "confirm"),
        ("kettle", "power.turn_on", "confirm"),
        ("kettle", "run_control.start", "confirm"),
        ("car", "power.turn_on", "confirm"),
        ("car", "run_control.start", "confirm"),
        ("lawn_mower", "run_control.start", "confirm"),
        ("unknown", "run_control.start", "confirm"),
        ("cooktop", "power.turn_on", "forbidden"),
        ("cooktop", "run_control.start", "forbidden"),
        ("cooktop", "level.set", "forbidden"),
        ("gas_valve", "valve.open", "forbidden"),
        ("door_lock", "lock.unlock", "secure"),
        ("car", "lock.unlock", "secure"),
        ("door", "lock.unlock", "secure"),
        ("door", "position.open", "secure"),
        ("garage_door", "position.open", "secure"),
        ("garage_door", "position.set", "secure"),
        ("washer", "run_control.start", "normal"),
        ("dishwasher", "run_control.start", "normal"),
        ("light", "power.turn_on", "normal"),
        ("refrigerator", "power.turn_off", "confirm"),
    ],
)
def test_risks_of_the_danger_class(catalogue: Catalogue, type_key: str, action: str, risk: str) -> None:
    assert catalogue.types[type_key].risk_of(*action.split(".")) == risk


@pytest.mark.parametrize(
    "action",
    ["run_control.stop", "run_control.pause", "valve.close", "lock.lock", "position.close", "position.stop"],
)
def test_the_safe_direction_is_safe_everywhere(catalogue: Catalogue, action: str) -> None:
    for one in catalogue.types.values():
        assert one.risk_of(*action.split(".")) == "safe"


@pytest.mark.parametrize(
    "type_key", ["oven", "microwave", "cooktop", "heater", "kettle", "car", "electric_blanket"]
)
def test_switching_the_danger_class_off_is_safe(catalogue: Catalogue, type_key: str) -> None:
    assert catalogue.types[type_key].risk_of("power", "turn_off") == "safe"


def test_deadlines_are_shorter_where_harm_is_greater(catalogue: Catalogue) -> None:
    oven, washer = catalogue.types["oven"], catalogue.types["washer"]
    assert oven.deadline_of("run_control", "start") == 30
    assert washer.deadline_of("run_control", "start") == 60
    assert oven.deadline_of("run_control", "stop") > 60
    assert catalogue.types["gas_valve"].deadline_of("valve", "open") == 0


@pytest.mark.parametrize(
    "type_key", ["washer", "dryer", "washer_dryer", "dishwasher", "oven", "microwave", "styler"]
)
def test_a_start_needs_remote_control_and_a_shut_door(catalogue: Catalogue, type_key: str) -> None:
    needed = catalogue.types[type_key].preconditions_of("run_control", "start")
    assert {"online", "remote_control", "door_closed"} <= set(needed)
    assert catalogue.types[type_key].preconditions_of("run_control", "stop") == ("online",)


@pytest.mark.parametrize(
    ("type_key", "setting"),
    [
        ("air_conditioner", "temperature"),
        ("light", "level"),
        ("tv", "volume"),
        ("fan", "fan_speed"),
        ("curtain", "position"),
        ("humidifier", "humidity"),
        ("boiler", "temperature"),
    ],
)
def test_a_bare_value_has_a_meaning(catalogue: Catalogue, type_key: str, setting: str) -> None:
    assert catalogue.types[type_key].setting == setting


def test_no_noun_belongs_to_two_types(catalogue: Catalogue) -> None:
    owner: dict[str, str] = {}
    for one in catalogue.types.values():
        for word in one.recognition.words:
            assert owner.setdefault(word, one.key) == one.key, f"{word}: {owner[word]} and {one.key}"


def test_no_component_means_two_types(catalogue: Catalogue) -> None:
    meant = [key for one in catalogue.types.values() for key in one.recognition.native]
    assert len(meant) == len(set(meant))


# --- files that are wrong


def _copy(folder: Path, name: str, text: str) -> Path:
    """A copy of the data with one file replaced."""
    for part in ("capabilities", "appliance_types"):
        (folder / part).mkdir()
        for path in (HERE / part).glob("*.yaml"):
            (folder / part / path.name).write_text(path.read_text())
    (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize(
    ("name", "text", "line", "reason"),
    [
        ("appliance_types/fan.yaml", "required: [power]\nrisks: {}\n", 2, "risks"),
        ("appliance_types/fan.yaml", "required:\n  - power\n  - flying\n", 3, '"flying"'),
        (
            "appliance_types/fan.yaml",
            "required: [power]\n\nrisk:\n  power.explode: safe\n",
            4,
            '"power.explode"',
        ),
        (
            "appliance_types/fan.yaml",
            "required: [power]\nrisk:\n  power.turn_on: maybe\n",
            3,
            "power.turn_on",
        ),
        ("appliance_types/fan.yaml", "required: [power]\nsetting: level\n", 2, '"level"'),
        ("appliance_types/fan.yaml", "limits:\n  power.level: {maximum: 3}\n", 2, '"power.level"'),
        ("appliance_types/fan.yaml", "setting: a\nsetting: b\n", 2, "twice"),
        ("appliance_types/fan.yaml", "required: [power\n", 2, ""),
        ("capabilities/power.yaml", "attributes:\n  on: {kind: colour}\n", 2, "attributes.on.kind"),
        ("appliance_types/shared.yaml", "risk: {default: normal}\npreconditions: {}\n", 1, "deadlines"),
    ],
)
def test_a_wrong_file_is_told_with_its_line(
    tmp_path: Path, name: str, text: str, line: int, reason: str
) -> None:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(_copy(tmp_path, name, text))
    assert caught.value.file.endswith(name)
    assert caught.value.line == line
    assert reason in caught.value.reason


def test_on_and_off_are_words(catalogue: Catalogue) -> None:
    assert "on" in catalogue.capabilities["power"].attributes
    assert catalogue.capabilities["power"].actions["turn_on"].reaches == {"on": True}
