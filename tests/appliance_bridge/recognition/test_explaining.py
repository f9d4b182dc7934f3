"""Why an appliance is what it is, told part by part."""

from appliance_bridge.explanation import Explanation
from appliance_bridge.override import Override
from tests.appliance_bridge.home_assistant.house import House, device


def explained(house: House, one: str) -> Explanation:
    found = house.dialect.explain(one)
    assert found is not None
    return found


def washer(house: House) -> None:
    parts = device("w", "Washer", model="Dryer 9")
    house.announce("button", "w_start", parts, name="Start")
    house.announce("button", "w_reset", parts, name="Factory reset")
    house.announce("sensor", "w_state", parts, name="Status", options=["wash", "spin", "end"])
    house.announce("sensor", "w_status2", parts, name="Machine status")
    house.announce("select", "w_conf", parts, name="Panel", options=["a"], entity_category="config")
    house.announce("button", "w_off", parts, name="Pause", enabled_by_default=False)


def test_types_are_weighed() -> None:
    house = House()
    washer(house)
    told = explained(house, "w")
    assert told.type == "washer"
    assert told.candidates[0].type == "washer"
    assert told.candidates[0].why[0] == "its name says so"
    scores = [one.score for one in told.candidates]
    assert scores == sorted(scores, reverse=True)
    assert {"dryer", "unknown"} <= {one.type for one in told.candidates}
    assert told.source == "home_assistant:w"


def test_each_part_has_its_entity_its_topic_and_a_reason() -> None:
    house = House()
    washer(house)
    parts = {one.key: one for one in explained(house, "w").parts}
    start = parts["run_control.start"]
    assert (start.entity, start.where) == ("button.w_start", "w_start/set")
    assert start.why == "its name is start"
    assert parts["run_control.state"].where == "w_state/state"


def test_what_plays_no_part_has_a_reason() -> None:
    house = House()
    washer(house)
    left = {one.entity: one.why for one in explained(house, "w").left_out}
    assert '"factory"' in left["button.w_reset"]
    assert left["select.w_conf"] == "its category is config"
    assert left["button.w_off"] == "it is disabled by default"
    assert "button.w_start" not in left


def test_what_is_missing_and_what_the_admin_said_are_notes() -> None:
    house = House({"w": Override(type="dryer", roles={"run_control.start": "none"}, hidden=True)})
    washer(house)
    told = explained(house, "w")
    assert told.type == "dryer"
    assert told.candidates[0].why == ("the admin says so",)
    assert "run_control: no_start_control" in told.notes
    assert "the admin says run_control.start is played by none" in told.notes
    assert "the admin says it is no appliance of this home" in told.notes


def test_what_is_not_known_has_no_explanation() -> None:
    assert House().dialect.explain("w") is None
