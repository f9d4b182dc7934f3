"""The shipped home, how it announces itself, and laws that every device keeps."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance_bridge.errors import CatalogueError
from appliance_bridge.simulator.announce import FARM_STATUS, announcements, availability_topic
from appliance_bridge.simulator.device import REMEMBERED_COMMANDS
from appliance_bridge.simulator.home import load_home
from tests.appliance_bridge.simulator.home import HOME, ROWS, Hand, payloads

EXPECTED = {
    "styler-1",
    "air-fryer-1",
    "pet-feeder-1",
    "ventilation-1",
    "electric-blanket-1",
    *(
        "washer-1",
        "dryer-1",
        "dishwasher-1",
        "refrigerator-1",
        "kimchi-refrigerator-1",
        "oven-1",
        "microwave-1",
    ),
    *("rice-cooker-1", "cooktop-1", "gas-valve-1", "coffee-maker-1", "aircon-living", "aircon-bedroom"),
    *("boiler-1", "air-purifier-1", "humidifier-1", "dehumidifier-1", "fan-1", "robot-vacuum-1", "tv-1"),
    *("light-living", "light-bedroom", "light-kitchen", "light-kids", "lamp-bedroom", "plug-1", "plug-2"),
    *("curtain-living", "curtain-bedroom", "door-lock-1", "window-living", "car-1"),
    *("thermometer-kids", "thermometer-living"),
}
DEVICES = list(ROWS)


def entities(device: str) -> dict[str, dict[str, object]]:
    """Role → options with long names and full topics, whichever way the device announces itself."""
    found: dict[str, dict[str, object]] = {}
    for topic, payload in payloads(device).items():
        if "components" in payload:
            found |= payload["components"]
        else:
            base = str(payload["~"])
            found[topic.split("/")[3]] = {
                key: base + value[1:] if isinstance(value, str) and value.startswith("~/") else value
                for key, value in payload.items()
                if key != "~"
            }
    return found


def topics(device: str, *, commands: bool) -> set[str]:
    """Full topics its entities name."""
    return {
        value
        for options in entities(device).values()
        for value in options.values()
        if isinstance(value, str)
        and value.startswith(f"sim/{device}/")
        and value.endswith("/set") == commands
    }


def test_the_whole_home_is_there() -> None:
    assert set(DEVICES) == EXPECTED
    assert {row.announce for row in HOME.devices} == {"device", "single"}
    for row in HOME.devices:
        assert re.search("[가-힣]", row.name.split(" / ")[0])
        assert row.name.split(" / ")[1].isascii()
        assert len(row.area.split(" / ")) == 2
    rooms = {row.area for row in HOME.devices}
    # each room is called one thing in each language
    assert len({room.split(" / ")[0] for room in rooms}) == len({room.split(" / ")[1] for room in rooms})
    washer = Hand("washer-1").device.view()
    assert (washer.names, washer.areas) == (("세탁기", "Washer"), ("다용도실", "Utility room"))


@pytest.mark.parametrize("device", DEVICES)
def test_announcements_are_retained_json_of_one_device(device: str) -> None:
    for message in announcements(HOME, ROWS[device]):
        assert message.retain
        payload = json.loads(message.payload)
        about = payload.get("device") or payload["dev"]
        assert (about.get("identifiers") or about["ids"]) == [device]
        assert (about.get("suggested_area") or about["sa"]) == ROWS[device].area
        available = payload.get("availability") or payload["avty"]
        assert {one.get("topic") or one["t"] for one in available} == {
            FARM_STATUS, availability_topic(device),
        }  # fmt: skip
        assert "all" in (payload.get("availability_mode"), payload.get("avty_mode"))
    for role, options in entities(device).items():
        assert (options.get("unique_id") or options["uniq_id"]) == f"{device}_{role}"
        assert "name" in options


@pytest.mark.parametrize("device", DEVICES)
def test_each_reported_topic_is_announced_and_each_announced_one_is_reported(device: str) -> None:
    reported = {f"sim/{device}/{role}" for role in Hand(device).device.report()}
    assert reported == topics(device, commands=False)


@pytest.mark.parametrize("device", DEVICES)
def test_its_knobs_are_its_command_topics_and_what_only_a_hand_can_do(device: str) -> None:
    view = Hand(device).device.view()
    roles = {topic.split("/")[2] for topic in topics(device, commands=True)}
    assert roles <= set(view.knobs)
    assert set(view.knobs) - roles <= {*ROWS[device].behaviour.hand_knobs, "child_lock"}


def test_main_entities_have_no_name_of_their_own_and_short_names_are_used() -> None:
    switch = entities("washer-1")["power"]
    assert switch["name"] is None
    assert switch["state_topic"] == "sim/washer-1/power"
    single = payloads("gas-valve-1")["homeassistant/valve/gas-valve-1/valve/config"]
    assert {"~", "stat_t", "cmd_t", "uniq_id", "dev", "o", "avty", "pl_cls"} <= set(single)
    assert single["pl_open"] is None


ROLES = sorted({knob for row in HOME.devices for knob in Hand(row.id).device.view().knobs})
WORDS = (
    *("PRESS", "ON", "OFF", "OPEN", "CLOSE", "STOP", "LOCK", "UNLOCK", "start", "pause", "stop", "locate"),
    *("return_to_base", "cool", "heat", "heat_cool", "off", "24", "0", "100", "-5", "1e9", "표준", "급속"),
    '{"state": "ON", "brightness": 3}',
)
CONDITIONS: list[dict[str, object]] = [
    {"door_open": True}, {"door_open": False}, {"fault": "E1"}, {"fault": ""}, {"child_lock": True},
    {"child_lock": False}, {"remote_control": True}, {"remote_control": False},
]  # fmt: skip
steps = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), st.sampled_from(ROLES), st.one_of(st.sampled_from(WORDS), st.text())),
        st.tuples(st.just("press"), st.sampled_from(ROLES), st.sampled_from(WORDS)),
        st.tuples(st.just("change"), st.sampled_from(CONDITIONS), st.none()),
        st.tuples(st.just("wait"), st.floats(0, 20_000), st.none()),
    ),
    max_size=12,
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(DEVICES), steps)
def test_whatever_happens_a_device_keeps_its_laws(
    device: str, story: list[tuple[str, object, object]]
) -> None:
    hand = Hand(device)
    roles = set(hand.device.report())
    supported = set(hand.device.view().supported)
    for deed, what, payload in story:
        if deed == "tell":
            hand.tell(str(what), str(payload))
            again = hand.tell(str(what), str(payload))
            assert not again or payload == "locate", (device, what, payload)
        elif deed == "press" and what in hand.device.view().knobs:
            hand.press(str(what), str(payload))
        elif deed == "change" and set(what) <= supported:  # type: ignore[call-overload]
            hand.change(**what)  # type: ignore[arg-type]
        elif deed == "wait":
            hand.wait(float(what))  # type: ignore[arg-type]
        report = hand.device.report()
        assert set(report) == roles
        assert all(payload != "" for payload in report.values()), report
        moment = hand.device.wakes_at()
        assert moment is None or moment > hand.now
    picture = hand.device.view()
    hand.wait(0)
    assert hand.device.view() == picture


def test_the_command_log_is_bounded() -> None:
    light = Hand("light-kitchen")
    for turn in range(REMEMBERED_COMMANDS + 7):
        light.tell("light", "ON" if turn % 2 else "OFF")
    log = light.device.view().commands
    assert len(log) == REMEMBERED_COMMANDS
    assert (log[-1].topic, log[-1].payload) == ("sim/light-kitchen/light/set", "OFF")


GOOD = """
maker: Mori
labels: {}
devices:
  - {id: a, type: light, name: 불 / Light, area: Room, model: M, announce: single, behaviour: {kind: light}}
"""


@pytest.mark.parametrize(
    ("broken", "line", "said"),
    [
        (GOOD.replace("kind: light", "kind: lamp"), 5, "lamp"),
        (GOOD.replace("{kind: light}", "{kind: light, shiny: true}"), 5, "shiny"),
        (GOOD.replace("id: a,", "id: A B,"), 5, "id"),
        (GOOD.replace("behaviour: {kind: light}", "behaviour: {kind: contact}"), 2, "battery"),
        (GOOD + GOOD.splitlines()[-1], 2, "'a' stands twice"),
        (GOOD.replace("labels: {}", "labels: {"), 5, "expected"),
    ],
)
def test_a_broken_home_file_names_file_and_line(tmp_path: Path, broken: str, line: int, said: str) -> None:
    file = tmp_path / "home.yaml"
    file.write_text(GOOD, encoding="utf-8")
    assert [row.id for row in load_home(file).devices] == ["a"]
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(CatalogueError, match=re.escape(said)) as caught:
        load_home(file)
    assert (caught.value.file, caught.value.line) == (str(file), line)
