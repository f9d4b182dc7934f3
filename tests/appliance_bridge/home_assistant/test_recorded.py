"""What real bridges announced: the right types, never a wrong control."""

import json
import re
from pathlib import Path

import pytest

from tests.appliance_bridge.home_assistant.house import House

pytestmark = pytest.mark.shared

ELSEWHERE = {
    "heishamon-heat_pump",
    "miele-washer-state",
    "smartthings_bridge-washer",
    "tasmota-smart_plug_relay",
    "teslamate-car",
    "z2m-air_conditioner-HP6000ZB",
    "z2m-air_purifier-E2007",
    "z2m-door_lock-V3_BTZB_V3_BTZBE",
    "z2m-pet_feeder-ZNCWWSQ01LM",
}
# these speak other conventions than Home Assistant's
SEVERAL = {
    "kocom-boiler_thermostat": ["boiler", "gas_valve", "ventilation"],
    "otgw-boiler": ["boiler", "water_heater"],
    "rethink-washer_dryer-WTL_FXU_BDV_NA_01": ["dryer", "washer"],
    "sds_wallpad-korean_apartment": ["boiler", "gas_valve", "light", "plug", "ventilation"],
}
RIGHT_TOPIC = {
    "start": r"start/set|activeProgram|/command$|cmd/(state|prname)",
    "stop": r"stop/set|/set$|/command$|cmd/state",
    "pause": r"pause/set|/command$",
    "resume": r"start/set|/command$",
    "return_to_dock": r"/command$",
    "locate": r"/command$",
}
WRONG = re.compile(
    r"reset|refresh|factory|restart|reboot|update|calib|wifi|pair|buzzer|maintain|schedule", re.IGNORECASE
)


def _house(sample: Path) -> tuple[str, House]:
    data = json.loads(sample.read_text(encoding="utf-8"))
    house = House()
    for number, message in enumerate(data["discovery"]):
        topic, payload = str(message.get("topic")), message.get("payload")
        if topic.startswith("homeassistant/") and payload is not None:
            # Some samples show the announcement of one of many under one topic.
            house.say(topic.replace("_state/config", f"_{number}/config"), payload)
    return str(data["appliance"]), house


def test_recorded_announcements_get_the_right_type(samples: list[Path]) -> None:
    table, wrong = [], []
    for sample in samples:
        expected, house = _house(sample)
        types = house.types()
        wanted = [] if sample.stem in ELSEWHERE else SEVERAL.get(sample.stem, [expected])
        table.append(f"{sample.stem:55} {', '.join(types) or '-'}")
        if types != wanted:
            wrong.append(f"{sample.stem}: {types} instead of {wanted}")
    assert len(table) >= 44
    assert not wrong, "\n".join([*table, "", *wrong])


def test_no_recorded_appliance_gets_a_wrong_control(samples: list[Path]) -> None:
    sent = 0
    for sample in samples:
        _, house = _house(sample)
        for appliance in house.appliances.values():
            for action in sorted(
                appliance.offers["run_control"].actions if "run_control" in appliance.offers else ()
            ):
                programmes = appliance.offers["run_control"].limits.get("program")
                arguments = {"program": programmes.options[0]} if action == "start" and programmes else {}
                for topic, _ in house.encode(f"run_control.{action}", appliance.id, **arguments):
                    sent += 1
                    assert re.search(RIGHT_TOPIC[action], topic), f"{sample.stem}: {action} goes to {topic}"
                    assert not WRONG.search(topic), f"{sample.stem}: {action} goes to {topic}"
    assert sent >= 20


def test_only_washers_with_a_start_button_start(samples: list[Path]) -> None:
    for sample in samples:
        if not sample.stem.startswith("rethink-"):
            continue
        announced = '"start"' in sample.read_text(encoding="utf-8")
        _, house = _house(sample)
        startable = any(one.can("run_control", "start") for one in house.appliances.values())
        assert startable == announced, sample.stem
