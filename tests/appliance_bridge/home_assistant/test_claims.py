"""Nobody makes another's device obey under a name of its own, whoever came first."""

from itertools import permutations

import pytest

from appliance_bridge.errors import Unsupported
from tests.appliance_bridge.home_assistant.announce import Announced, announced

Told = tuple[str, str, dict[str, object]]
# component, unique id, options

LOCK: Told = (
    "lock",
    "front",
    {"cmd_t": "door/set", "stat_t": "door", "dev": {"ids": "lock-1", "name": "Front door"}},
)
LAMP: Told = (
    "light",
    "lamp",
    {"cmd_t": "door/set", "pl_on": "UNLOCK", "dev": {"ids": "lamp-1", "name": "Lamp"}},
)
TWIN: Told = (
    "lock",
    "twin",
    {"cmd_t": "door/set", "pl_lock": "UNLOCK", "dev": {"ids": "lock-2", "name": "Shed"}},
)
BELL: Told = (
    "button",
    "bell",
    {"cmd_t": "door/set", "pl_prs": "RING", "dev": {"ids": "lock-1", "name": "Front door"}},
)


def _say(inventory: Announced, told: Told) -> list[str]:
    component, name, options = told
    payload = {"uniq_id": name, **options}
    return [
        problem.reason
        for problem in announced(inventory, f"homeassistant/{component}/{name}/config", payload).problems
    ]


def _obeys(inventory: Announced, told: Told, service: str) -> bool:
    try:
        return bool(inventory.encode(f"{told[0]}.{told[1]}", service, {}))
    except Unsupported:
        return False


@pytest.mark.parametrize("order", list(permutations([LOCK, LAMP, BELL])))
def test_what_can_do_harm_keeps_its_topic_in_any_order(order: tuple[Told, ...]) -> None:
    inventory = Announced()
    problems = [reason for told in order for reason in _say(inventory, told)]
    assert _obeys(inventory, LOCK, "unlock")
    assert _obeys(inventory, BELL, "press")
    assert not _obeys(inventory, LAMP, "turn_on")
    assert any('"lamp" cannot command "door/set"' in reason for reason in problems)


@pytest.mark.parametrize("order", list(permutations([LOCK, TWIN])))
def test_two_that_can_do_harm_in_other_words_lose_both(order: tuple[Told, ...]) -> None:
    inventory = Announced()
    assert any(reason for told in order for reason in _say(inventory, told))
    assert not _obeys(inventory, LOCK, "lock")
    assert not _obeys(inventory, TWIN, "lock")


def test_the_same_words_under_another_name_do_no_harm() -> None:
    inventory = Announced()
    again: Told = ("lock", "again", {**LOCK[2], "dev": {"ids": "lock-new", "name": "Front door"}})
    assert not _say(inventory, LOCK)
    assert not _say(inventory, again)
    assert _obeys(inventory, LOCK, "lock")
    assert _obeys(inventory, again, "lock")


def test_of_the_harmless_the_first_keeps_it() -> None:
    inventory = Announced()
    first: Told = ("light", "a", {"cmd_t": "x/set", "dev": {"ids": "a"}})
    other: Told = ("switch", "b", {"cmd_t": "x/set", "dev": {"ids": "b"}})
    assert not _say(inventory, first)
    assert _say(inventory, other)
    assert _obeys(inventory, first, "turn_on")
    assert not _obeys(inventory, other, "turn_on")
    changes = announced(inventory, "homeassistant/light/a/config", "")
    assert [entity.key for entity in changes.changed] == ["switch.b"]
    assert _obeys(inventory, other, "turn_on")


def test_devices_behind_one_bridge_share_a_topic() -> None:
    inventory = Announced()
    for name in ("one", "two", "three"):
        device = {"ids": name, "via_device": "wallpad"}
        told: Told = ("switch", name, {"cmd_t": "wallpad/set", "pl_on": f"{name}=1", "dev": device})
        assert not _say(inventory, told)
        assert _obeys(inventory, told, "turn_on")


def test_a_moved_topic_is_free_again() -> None:
    inventory = Announced()
    _say(inventory, LOCK)
    _say(inventory, LAMP)
    _say(inventory, ("lock", "front", {**LOCK[2], "cmd_t": "door/new"}))
    assert _obeys(inventory, LAMP, "turn_on")
    assert _obeys(inventory, LOCK, "unlock")


def test_only_the_stolen_topic_is_lost() -> None:
    inventory = Announced()
    _say(inventory, LOCK)
    climate: Told = (
        "climate",
        "ac",
        {"pow_cmd_t": "ac/set", "temp_cmd_t": "door/set", "dev": {"ids": "ac", "name": "AC"}},
    )
    assert _say(inventory, climate)
    assert _obeys(inventory, climate, "turn_on")
    assert "set_temperature" not in inventory.component(inventory.entities["climate.ac"]).services(
        inventory.entities["climate.ac"]
    )


def test_the_same_again_tells_nothing_again() -> None:
    inventory = Announced()
    _say(inventory, LOCK)
    assert _say(inventory, LAMP)
    assert not _say(inventory, LAMP)
    assert not _say(inventory, LOCK)


def test_a_crowded_device_is_named() -> None:
    inventory = Announced()
    inventory._max_of_device = 3
    told = [
        _say(inventory, ("button", f"b{n}", {"cmd_t": f"b{n}", "dev": {"ids": "crowd"}})) for n in range(5)
    ]
    assert [bool(one) for one in told] == [False, False, False, True, True]
    assert len(inventory.entities) == 3
