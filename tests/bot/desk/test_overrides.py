"""What admins say about appliances: what it makes less careful, and what it sets going."""

from collections.abc import Iterable

import pytest

from appliance_bridge.appliance import Appliance, Offer
from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.dialects.base import Described
from appliance_bridge.override import Override
from bot.desk.overrides import AsIf, as_described, careless, overrides_of
from nlu.own import OwnAppliance


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def thing(key: str, kind: str, **offers: Iterable[str]) -> Described:
    found = {name: Offer(name, actions=frozenset(actions)) for name, actions in offers.items()}
    return Described(Appliance(key, kind, (key,), offers=found), hidden=False)


HOME = (
    thing("oven", "oven", power=("turn_on", "turn_off"), run_control=("start", "stop")),
    thing("lamp", "light", power=("turn_on", "turn_off")),
    thing("plug", "plug", power=("turn_on", "turn_off")),
    thing("gas", "gas_valve", valve=("open", "close")),
    thing("old-oven", "oven", power=("turn_off",)),
    thing("front", "door_lock", lock=("lock", "unlock")),
)


@pytest.mark.parametrize(
    ("key", "kind", "found"),
    [
        ("oven", "light", True), ("oven", "oven", False), ("oven", None, False), ("plug", "oven", False),
        ("lamp", "plug", False), ("old-oven", "light", False), ("away", "light", False),
        ("front", "light", True), ("gas", "plug", True),
    ],
)  # fmt: skip
def test_a_type_that_takes_a_yes_away(catalogue: Catalogue, key: str, kind: str | None, found: bool) -> None:
    own = [OwnAppliance(key, "own.yml", 3, kind)]
    remarks = list(careless(HOME, {}, own, catalogue))
    assert [(one.kind, one.level, one.line) for one in remarks] == [("careless_type", "error", 3)] * found


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (OwnAppliance("gas", "own.yml", 3, hidden=True), True), (OwnAppliance("gas", "own.yml", 3), False),
        (OwnAppliance("lamp", "own.yml", 3, hidden=True), False), (OwnAppliance("oven", "own.yml", 3, hidden=True), True),
        (OwnAppliance("gas", "own.yml", 3, names={"ko": ("밸브",)}), False),
    ],
)  # fmt: skip
def test_what_nobody_could_make_safe_by_a_sentence(
    catalogue: Catalogue, one: OwnAppliance, found: bool
) -> None:
    remarks = list(careless(HOME, {}, [one], catalogue))
    assert [(one.kind, one.level) for one in remarks] == [("out_of_reach", "warning")] * found


def test_what_is_out_of_reach_already_is_no_fault_of_a_change(catalogue: Catalogue) -> None:
    own = [OwnAppliance("front", "own.yml", 3, "light"), OwnAppliance("oven", "own.yml", 4, "light")]
    remarks = list(careless(HOME, {}, own, catalogue, now={"front": "light", "oven": "light"}))
    assert [(one.kind, one.level) for one in remarks] == [
        ("out_of_reach", "warning"),
        ("careless_type", "error"),
    ]
    assert [one.level for one in careless(HOME, {}, own[:1], catalogue, now={"front": "door_lock"})] == [
        "error"
    ]


def test_what_the_config_says_is_how_it_is(catalogue: Catalogue) -> None:
    own = [OwnAppliance("oven", "own.yml", 3, "light"), OwnAppliance("plug", "own.yml", 4, "light")]
    config = {"oven": Override(type="light"), "plug": Override(type="oven")}
    assert [one.line for one in careless(HOME, config, own, catalogue)] == [4]


class _Facts:
    now = 5.0
    timezone = None

    def state(self, appliance_id: str) -> str:
        return appliance_id

    def person_name(self, person_id: str, language: str) -> str:
        return person_id


def test_a_home_as_it_would_be() -> None:
    own = [
        OwnAppliance("oven", "own.yml", 3, area={"ko": "거실"}),
        OwnAppliance("lamp", "own.yml", 4, hidden=True),
    ]
    home = AsIf(_Facts(), as_described(HOME, overrides_of({}, own)))  # type: ignore[arg-type]
    assert [one.id for one in home.appliances()] == ["oven", "plug", "gas", "old-oven", "front"]
    oven = home.appliance("oven")
    assert oven is not None and oven.areas == ("거실",) and home.appliance("lamp") is None
    assert home.now == 5.0 and home.timezone is None


def test_roles_of_the_config_stay_when_the_own_files_speak_of_it_too() -> None:
    roles = {"run_control.start": "button.start"}
    own = [OwnAppliance("washer-1", "own.yml", 3, names={"ko": ("세탁기",)})]
    assert overrides_of({"washer-1": Override(roles=roles)}, own)["washer-1"].roles == roles
