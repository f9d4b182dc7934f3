"""The life of Homie devices: coming up, changing, falling asleep, getting lost, going for good."""

import pytest

from appliance_bridge.dialects.base import Subscribe
from appliance_bridge.dialects.homie import attributes, convention, description
from appliance_bridge.dialects.homie.convention import Homie
from tests.appliance_bridge.homie.devices import LAMP, WASHER, read, settable, start, start_five
from tests.appliance_bridge.homie.house import House, four, matches

PLUG = {"relay": {"power": settable("boolean")}}


def replayed(said: dict[str, str], state: str, order: int = 1) -> House:
    """A house that comes to a broker which retained all this."""
    house = House()
    for topic in list(said)[::order]:
        house.retained[topic] = said[topic].encode()
    house.retained["homie/lamp/$state"] = state.encode()
    for one in house.dialect.subscriptions():
        house.hear([one])
    return house


def test_nothing_counts_before_it_is_ready() -> None:
    house = House()
    start(house, four("lamp", LAMP), state="init")
    assert house.appliances == {}
    house.say("homie/lamp/$state", "ready")
    assert list(house.appliances) == ["lamp"]


@pytest.mark.parametrize("order", [1, -1])
def test_what_a_broker_retained_is_announced_once_and_whole(order: int) -> None:
    house = replayed(four("lamp", LAMP), "ready", order)
    assert house.announcements == 1
    assert set(house.appliances["lamp"].offers) == {"power", "level", "colour"}
    assert house.online == {"lamp": True}


def test_one_that_was_lost_before_is_known_and_offline() -> None:
    house = replayed(four("lamp", LAMP), "lost")
    assert house.online == {"lamp": False}


@pytest.mark.parametrize(
    ("state", "online"),
    [("ready", True), ("sleeping", True), ("alert", True), ("lost", False), ("disconnected", False)],
)
def test_states(state: str, online: bool) -> None:
    house = House()
    start(house, four("lamp", LAMP))
    house.say("homie/lamp/$state", "lost")
    house.say("homie/lamp/$state", "ready")
    house.say("homie/lamp/$state", state)
    assert house.online == {"lamp": online}
    assert list(house.appliances) == ["lamp"]


def test_while_it_describes_itself_anew_the_old_counts() -> None:
    house = House()
    start(house, four("lamp", LAMP))
    house.say("homie/lamp/$state", "init")
    for topic, payload in four("lamp", PLUG).items():
        house.say(topic, payload)
    assert set(house.appliances["lamp"].offers) == {"power", "level", "colour"}
    assert house.online == {"lamp": True}
    house.say("homie/lamp/$state", "ready")
    assert set(house.appliances["lamp"].offers) == {"power"}
    assert house.announcements == 2


def test_saying_the_same_again_announces_nothing() -> None:
    house = House()
    for _ in range(3):
        start(house, four("lamp", LAMP))
        start_five(house, "wm", WASHER)
    assert house.announcements == 2


def test_five_describes_itself_anew() -> None:
    house = House()
    start_five(house, "wm", WASHER)
    house.say("homie/5/wm/$state", "init")
    house.say("homie/5/wm/$description", {**WASHER, "name": "Washer in the cellar"})
    assert house.appliances["wm"].names == ("세탁기",)
    house.say("homie/5/wm/$state", "ready")
    assert house.appliances["wm"].names == ("Washer in the cellar",)


@pytest.mark.parametrize("attribute", ["$homie", "$state"])
def test_an_emptied_attribute_removes_version_four(attribute: str) -> None:
    house = House()
    start(house, four("lamp", LAMP))
    house.say(f"homie/lamp/{attribute}", "")
    assert house.appliances == {}
    start(house, four("lamp", LAMP))
    assert list(house.appliances) == ["lamp"]


@pytest.mark.parametrize("attribute", ["$description", "$state"])
def test_an_emptied_attribute_removes_version_five(attribute: str) -> None:
    house = House()
    start_five(house, "wm", WASHER)
    house.say(f"homie/5/wm/{attribute}", "")
    assert house.appliances == {}
    start_five(house, "wm", WASHER)
    assert list(house.appliances) == ["wm"]


def test_a_removed_device_is_not_listened_to_any_more() -> None:
    house = House()
    before = set(house.topics)
    start(house, four("lamp", LAMP))
    assert any(matches(one, "homie/lamp/light/power") for one in house.topics)
    house.say("homie/lamp/$homie", "")
    assert set(house.topics) == before


def test_a_child_is_away_with_the_device_that_keeps_its_connection() -> None:
    house = House()
    child = {**WASHER, "root": "bridge", "parent": "bridge"}
    start_five(house, "bridge", {"homie": "5.0", "name": "Bridge", "children": ["wm"], "nodes": {}})
    start_five(house, "wm", child)
    assert house.online["wm"] is True
    house.say("homie/5/bridge/$state", "lost")
    assert house.online["wm"] is False
    house.say("homie/5/bridge/$state", "ready")
    assert house.online["wm"] is True
    house.say("homie/5/wm/$state", "disconnected")
    assert house.online["wm"] is False


def test_alerts_are_errors_in_its_own_words() -> None:
    house = House()
    start_five(house, "wm", WASHER)
    assert "error" not in house.appliances["wm"].offers
    house.say("homie/5/wm/$alert/drain", "The drain is blocked")
    assert house.state["wm"]["error.active"] is True
    assert house.state["wm"]["error.code"] == "The drain is blocked"
    house.say("homie/5/wm/$alert/drain", "")
    assert house.state["wm"]["error.active"] is False


def test_version_four_has_one_alert() -> None:
    house = House()
    nodes = {"washer": {"status": read("enum", "idle,running,finished")}}
    start(house, four("wm", nodes, "Washer"))
    house.say("homie/wm/$state", "alert")
    assert house.online == {"wm": True}
    assert house.state["wm"]["error.active"] is True
    house.say("homie/wm/$state", "ready")
    assert house.state["wm"]["error.active"] is False


def test_commands_of_others_and_targets_say_nothing() -> None:
    house = House()
    start_five(house, "wm", WASHER)
    before = dict(house.state.get("wm", {}))
    house.say("homie/5/wm/washer/program/$target", "wool")
    house.say("homie/5/wm/washer/program/set", "wool")
    assert house.state.get("wm", {}) == before


def test_other_roots() -> None:
    house = House(Homie(("homie", "haus")))
    start(house, four("lamp", LAMP, "Lamp", root="haus"))
    start(house, four("lamp", LAMP, "Lamp", root="elsewhere"))
    assert list(house.appliances) == ["haus-lamp"]


def test_known_devices_are_listened_to_after_a_reconnect() -> None:
    house = House()
    start(house, four("lamp", LAMP))
    filters = [one for part in house.dialect.subscriptions() for one in part.filters]
    assert "homie/lamp/+/+/$datatype" in filters
    assert "homie/lamp/light/power" in filters
    assert filters.index("homie/lamp/+/+/$datatype") < filters.index("homie/lamp/$state")


def test_filters_are_narrow() -> None:
    asked = [one for part in Homie().subscriptions() for one in part.filters]
    assert not any("#" in one for one in asked)
    assert all("$" in one for one in asked)
    assert all(isinstance(one, Subscribe) for one in Homie().subscriptions())


@pytest.mark.parametrize(
    ("topic", "payload", "words"),
    [
        ("homie/old/$homie", "2.0.1", 'Homie "2.0.1"'),
        ("homie/5/x/$description", b"{", "not JSON"),
        ("homie/5/x/$description", b"[]", "not a JSON object"),
        ("homie/5/x/$description", b'{"homie":"6.0"}', "Homie 6.0"),
    ],
)
def test_what_cannot_be_used_is_a_problem(topic: str, payload: str | bytes, words: str) -> None:
    house = House()
    house.say(topic, payload)
    assert any(words in one for one in house.problems)


def test_a_broken_description_leaves_the_old_one() -> None:
    house = House()
    start_five(house, "wm", WASHER)
    house.say("homie/5/wm/$description", b"{")
    assert list(house.appliances) == ["wm"]


def test_too_many_properties(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(description, "MAX_PROPERTIES", 3)
    monkeypatch.setattr(description, "MAX_NODES", 2)
    house = House()
    nodes = {f"n{number}": {f"p{other}": settable("boolean") for other in range(2)} for number in range(3)}
    start(house, four("big", nodes))
    assert sorted(house.problems) == [
        "It has more than 2 nodes; the rest is left out.",
        "It has more than 3 properties; the rest is left out.",
    ]


def test_too_many_devices_and_attributes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convention, "MAX_DEVICES", 1)
    monkeypatch.setattr(attributes, "_MAX_ATTRIBUTES", 6)
    house = House()
    start(house, four("one", LAMP))
    start(house, four("two", LAMP))
    assert any("more than 1 Homie devices" in one for one in house.problems)
    assert any("more than 6 topics" in one for one in house.problems)
