"""Appliances as brands name their parts: the right type, and the verbs found."""

import pytest

from tests.appliance_bridge.home_assistant.house import House, device

Part = tuple[str, str, dict[str, object]]
# component, name, further options


def _select(name: str, *options: str) -> Part:
    return ("select", name, {"options": list(options)})


def _sensor(name: str, **more: object) -> Part:
    return ("sensor", name, more)


def _flag(name: str, **more: object) -> Part:
    return ("binary_sensor", name, more)


def _button(name: str) -> Part:
    return ("button", name, {})


MINUTES = {"device_class": "duration", "unit_of_measurement": "min"}
# Names as bridges of several makers give them, in bags made by hand.
BAGS: dict[str, tuple[str, str, list[Part], set[str]]] = {
    "machine with a command list": (
        "Galaxy Washer",
        "washer",
        [
            _select("Machine state", "stop", "run", "pause"),
            _sensor("Job state", device_class="enum", options=["none", "wash", "rinse", "spin", "finish"]),
            _sensor("Completion time", device_class="timestamp"),
            _flag("Remote control"),
            _flag("Child lock"),
            ("switch", "Power", {}),
            ("switch", "Bubble soak", {}),
            _sensor("Energy", unit_of_measurement="kWh", device_class="energy"),
            _button("Reset filter"),
        ],
        {
            "run_control.start",
            "run_control.stop",
            "run_control.pause",
            "run_control.state",
            "remaining_time.finish_at",
            "remote_control.allowed",
            "child_lock.on",
            "power.turn_on",
            "energy.total_kwh",
        },
    ),
    "machine with two remote flags": (
        "Serie 8",
        "dishwasher",
        [
            _select("Active program", "Eco 50", "Auto", "Quick"),
            _select("Selected program", "Eco 50", "Auto", "Quick"),
            _sensor(
                "Operation state",
                device_class="enum",
                options=["inactive", "ready", "run", "finished", "aborting"],
            ),
            _sensor("Program finish time", device_class="timestamp"),
            _flag("Remote control"),
            _flag("Remote start"),
            _sensor("Door", device_class="enum", options=["closed", "locked", "open"]),
            _button("Stop program"),
            ("switch", "Power", {}),
            ("switch", "Child lock", {}),
            ("model", "Dishwasher", {}),
        ],
        {
            "run_control.start",
            "run_control.stop",
            "run_control.state",
            "program.select",
            "remaining_time.seconds",
            "remote_control.allowed",
            "door.open",
            "power.turn_off",
            "child_lock.turn_on",
        },
    ),
    "machine with buttons": (
        "WSI 863",
        "washer",
        [
            _sensor("Status", device_class="enum", options=["off", "in_use", "pause", "program_ended", "on"]),
            _sensor("Program"),
            _sensor("Program phase"),
            _sensor("Remaining time", **MINUTES),
            _sensor("Elapsed time", **MINUTES),
            _button("Start"),
            _button("Stop"),
            _button("Pause"),
            _flag("Mobile start"),
            _flag("Door"),
            _sensor("Spin speed", unit_of_measurement="rpm"),
            ("model", "Washing machine", {}),
        ],
        {
            "run_control.start",
            "run_control.stop",
            "run_control.pause",
            "run_control.resume",
            "run_control.state",
            "run_control.phase",
            "program.selected",
            "remaining_time.seconds",
            "remote_control.allowed",
            "door.open",
        },
    ),
    "machine with an operation list": (
        "건조기",
        "dryer",
        [
            _select("Operation", "start", "stop", "power_off", "wake_up"),
            _sensor(
                "Current status",
                device_class="enum",
                options=["power_off", "running", "pause", "end", "cooling"],
            ),
            _sensor("Remaining time", **MINUTES),
            _flag("Remote start"),
            _sensor("Delayed end", **MINUTES),
        ],
        {
            "run_control.start",
            "run_control.stop",
            "run_control.state",
            "remaining_time.seconds",
            "remote_control.allowed",
        },
    ),
    "korean rice cooker": (
        "쿠쿠 밥솥",
        "rice_cooker",
        [
            _select("메뉴", "백미", "현미", "잡곡"),
            _button("취사"),
            _button("취소"),
            _sensor("상태", device_class="enum", options=["대기", "취사중", "보온", "완료"]),
            _sensor("남은 시간", **MINUTES),
        ],
        {
            "program.select",
            "run_control.start",
            "run_control.stop",
            "run_control.state",
            "remaining_time.seconds",
        },
    ),
    "korean air purifier": (
        "공기청정기",
        "air_purifier",
        [
            ("switch", "전원", {}),
            _select("풍량", "약", "중", "강", "자동"),
            _select("모드", "스마트", "취침"),
            _sensor("초미세먼지", device_class="pm25", unit_of_measurement="µg/m³"),
            _sensor("필터 수명", unit_of_measurement="%"),
            ("switch", "버튼 잠금", {}),
        ],
        {
            "power.turn_on",
            "fan_speed.set",
            "mode.set",
            "air_quality.pm2_5",
            "consumable.percent",
            "child_lock.turn_on",
        },
    ),
    "german oven": (
        "Backofen",
        "oven",
        [
            _select("Programm", "Heißluft", "Grill"),
            _button("Starten"),
            _button("Abbrechen"),
            ("number", "Solltemperatur", {"min": 50, "max": 250, "unit_of_measurement": "°C"}),
            _sensor("Isttemperatur", device_class="temperature", unit_of_measurement="°C"),
            _sensor("Restzeit", **MINUTES),
            _flag("Tür"),
            _flag("Kindersicherung"),
        ],
        {
            "program.select",
            "run_control.start",
            "run_control.stop",
            "temperature.set",
            "temperature.current",
            "remaining_time.seconds",
            "door.open",
            "child_lock.on",
        },
    ),
    "television": (
        "TV",
        "tv",
        [
            ("switch", "Power", {}),
            ("number", "Volume", {"min": 0, "max": 100}),
            ("switch", "Mute", {}),
            _select("Source", "HDMI 1", "Netflix"),
            ("number", "Channel", {"min": 1, "max": 999}),
        ],
        {"power.turn_on", "volume.set", "volume.mute", "source.set", "channel.set"},
    ),
}


@pytest.mark.parametrize("bag", BAGS)
def test_the_verbs_of_a_brand_are_found(bag: str) -> None:
    name, expected, parts, verbs = BAGS[bag]
    model = next((text for kind, text, _ in parts if kind == "model"), None)
    house = House()
    for component, part, more in parts:
        if component != "model":
            house.announce(
                component, f"x_{part.replace(' ', '_')}", device("x1", name, model=model), name=part, **more
            )
    found = house.one()
    assert found.type == expected
    keys = {
        f"{one.capability}.{verb}" for one in found.offers.values() for verb in one.actions | one.attributes
    }
    assert verbs <= keys, verbs - keys
