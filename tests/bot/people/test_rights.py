"""The table of rights of the contract, cell by cell, and what a person's own rules change."""

from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from appliance_bridge.appliance import Appliance
from appliance_bridge.command import Risk
from bot.config_errors import ConfigError
from bot.people.person import Hours, Person, Role, Rule
from bot.people.rights import Rights, load_rights, rights_from
from bot.strict_yaml import parse

SEOUL = ZoneInfo("Asia/Seoul")
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=SEOUL)
ROLES: tuple[Role, ...] = ("owner", "adult", "child", "guest")
ROLES_FILE = Path(__file__).parents[3] / "bot" / "people" / "roles.yaml"


@pytest.fixture(scope="module")
def rights() -> Rights:
    return load_rights()


def person(role: Role, *rules: Rule, until: datetime | None = None) -> Person:
    return Person(role, {"ko": role}, role, rules=rules, until=until)


def thing(type_: str, id_: str = "x-1", *areas: str) -> Appliance:
    return Appliance(id_, type_, (type_,), areas)


def allow(**about: frozenset[str]) -> Rule:
    return Rule("allow", **about)  # type: ignore[arg-type]


def deny(**about: frozenset[str]) -> Rule:
    return Rule("deny", **about)  # type: ignore[arg-type]


YES, ASK, NO = "allowed", "needs_approval", "denied"
COMFORT = ["light", "curtain", "tv", "speaker", "fan", "air_conditioner", "air_purifier", "humidifier"]
HOUSEHOLD = [
    "washer", "dryer", "dishwasher", "robot_vacuum", "refrigerator", "rice_cooker", "coffee_maker", "boiler",
    "window",
]  # fmt: skip
STARTS: list[tuple[str, str, str, Risk]] = [
    ("oven", "run_control", "start", "confirm"),
    ("cooktop", "power", "turn_on", "forbidden"),
    ("microwave", "run_control", "start", "confirm"),
    ("car", "power", "turn_on", "confirm"),
    ("car", "lock", "unlock", "secure"),
    ("door_lock", "lock", "unlock", "secure"),
    ("garage_door", "position", "open", "secure"),
    ("heater", "power", "turn_on", "confirm"),
    # whatever the type: what needs a yes or a PIN is for adults
    ("unknown", "power", "turn_on", "confirm"),
    ("washer", "run_control", "start", "secure"),
]
SAFE_WAYS = [
    ("oven", "power", "turn_off"),
    ("oven", "run_control", "stop"),
    ("cooktop", "power", "turn_off"),
    ("gas_valve", "valve", "close"),
    ("door_lock", "lock", "lock"),
    ("car", "lock", "lock"),
    ("garage_door", "position", "close"),
    ("heater", "power", "turn_off"),
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("type_", COMFORT)
def test_row_1_lights_and_the_like(rights: Rights, type_: str, role: Role) -> None:
    assert rights.may(person(role), thing(type_), "power", "turn_on", "normal", NOON).answer == YES


@pytest.mark.parametrize(("role", "answer"), list(zip(ROLES, (YES, YES, YES, NO), strict=True)))
@pytest.mark.parametrize("type_", HOUSEHOLD)
@pytest.mark.parametrize("risk", ["normal", "safe"])
def test_row_2_laundry_and_the_like(rights: Rights, type_: str, risk: Risk, role: Role, answer: str) -> None:
    assert rights.may(person(role), thing(type_), "run_control", "stop", risk, NOON).answer == answer


@pytest.mark.parametrize(("role", "answer"), list(zip(ROLES, (YES, YES, ASK, NO), strict=True)))
@pytest.mark.parametrize(("type_", "capability", "action", "risk"), STARTS)
def test_row_3_what_can_do_harm(
    rights: Rights, type_: str, capability: str, action: str, risk: Risk, role: Role, answer: str
) -> None:
    verdict = rights.may(person(role), thing(type_), capability, action, risk, NOON)
    assert (verdict.answer, verdict.reason) == (answer, "role")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("type_", "capability", "action"), SAFE_WAYS)
def test_row_4_the_way_back_to_safety(
    rights: Rights, type_: str, capability: str, action: str, role: Role
) -> None:
    assert rights.may(person(role), thing(type_), capability, action, "safe", NOON).allowed


@pytest.mark.parametrize("role", ROLES)
def test_row_4_no_rule_stands_in_the_way_to_safety(rights: Rights, role: Role) -> None:
    assert rights.may(person(role, deny()), thing("oven"), "power", "turn_off", "safe", NOON).allowed


@pytest.mark.parametrize(
    ("role", "light", "washer", "door", "presence"),
    [
        ("owner", YES, YES, YES, YES),
        ("adult", YES, YES, YES, YES),
        ("child", YES, YES, YES, NO),
        ("guest", YES, NO, NO, NO),
    ],
)
def test_row_5_questions(
    rights: Rights, role: Role, light: str, washer: str, door: str, presence: str
) -> None:
    asked = [
        rights.may_ask(person(role), thing(one), NOON).answer for one in ("light", "washer", "door_lock")
    ]
    assert asked == [light, washer, door]
    assert rights.may_ask_presence(person(role), NOON).answer == presence


@pytest.mark.parametrize(("role", "scope"), list(zip(ROLES, ("all", "all", "own", "none"), strict=True)))
def test_row_6_routines(rights: Rights, role: Role, scope: str) -> None:
    assert rights.routines_of(person(role), NOON) == scope


@pytest.mark.parametrize(("role", "may"), list(zip(ROLES, (True, False, False, False), strict=True)))
def test_row_7_people_rights_and_config(rights: Rights, role: Role, may: bool) -> None:
    assert rights.may_administer(person(role), NOON) is may


@pytest.mark.parametrize(("role", "may"), list(zip(ROLES, (True, True, False, False), strict=True)))
def test_only_adults_say_yes_for_others(rights: Rights, role: Role, may: bool) -> None:
    assert rights.may_approve(person(role), thing("oven"), "run_control", "start", "confirm", NOON) is may


def test_an_adult_who_may_not_cannot_say_yes_for_others(rights: Rights) -> None:
    adult = person("adult", deny(types=frozenset({"oven"})))
    assert not rights.may_approve(adult, thing("oven"), "run_control", "start", "confirm", NOON)


# --- a person's own rules


def test_a_guest_may_be_allowed_the_washer(rights: Rights) -> None:
    guest = person("guest", allow(types=frozenset({"washer"})))
    assert rights.may(guest, thing("washer"), "run_control", "start", "normal", NOON).reason == "rule"
    assert rights.may_ask(guest, thing("washer"), NOON).allowed
    assert not rights.may(guest, thing("dryer"), "run_control", "start", "normal", NOON).allowed


def test_deny_wins_in_any_order(rights: Rights) -> None:
    one, other = allow(), deny(types=frozenset({"tv"}))
    for rules in ((one, other), (other, one)):
        verdict = rights.may(person("owner", *rules), thing("tv"), "power", "turn_on", "normal", NOON)
        assert (verdict.answer, verdict.reason) == (NO, "rule")


@pytest.mark.parametrize(
    ("about", "hit"),
    [
        ({"appliances": frozenset({"x-1"})}, True),
        ({"appliances": frozenset({"x-2"})}, False),
        ({"types": frozenset({"tv"})}, True),
        ({"types": frozenset({"fan"})}, False),
        ({"areas": frozenset({"living room"})}, True),
        ({"areas": frozenset({"LivingRoom"})}, True),
        ({"areas": frozenset({"안방"})}, False),
        ({"capabilities": frozenset({"power"})}, True),
        ({"capabilities": frozenset({"volume"})}, False),
        ({"actions": frozenset({"turn_on"})}, True),
        ({"actions": frozenset({"power.turn_on"})}, True),
        ({"actions": frozenset({"power.turn_off"})}, False),
        ({"types": frozenset({"tv"}), "actions": frozenset({"turn_off"})}, False),
    ],
)
def test_what_a_rule_is_about(rights: Rights, about: dict[str, frozenset[str]], hit: bool) -> None:
    tv = thing("tv", "x-1", "거실", "Living Room")
    verdict = rights.may(person("adult", deny(**about)), tv, "power", "turn_on", "normal", NOON)
    assert verdict.allowed is not hit


@pytest.mark.parametrize(
    ("hour", "minute", "allowed"),
    [(20, 59, True), (21, 0, False), (0, 0, False), (6, 59, False), (7, 0, True)],
)
def test_hours_over_midnight(rights: Rights, hour: int, minute: int, allowed: bool) -> None:
    child = person("child", replace(deny(types=frozenset({"tv"})), hours=Hours(time(21), time(7))))
    verdict = rights.may(
        child, thing("tv"), "power", "turn_on", "normal", NOON.replace(hour=hour, minute=minute)
    )
    assert verdict.allowed is allowed
    assert verdict.reason == ("role" if allowed else "hours")


def test_hours_within_a_day_and_all_day() -> None:
    assert Hours(time(9), time(17)).contains(time(9))
    assert not Hours(time(9), time(17)).contains(time(17))
    assert Hours(time(9), time(9)).contains(time(3))


def test_allowed_hours_are_over_afterwards(rights: Rights) -> None:
    guest = person("guest", replace(allow(types=frozenset({"washer"})), hours=Hours(time(9), time(13))))
    assert rights.may(guest, thing("washer"), "run_control", "start", "normal", NOON).allowed
    assert not rights.may(
        guest, thing("washer"), "run_control", "start", "normal", NOON.replace(hour=14)
    ).allowed


def test_a_guest_whose_time_is_over_may_nothing(rights: Rights) -> None:
    before = person("guest", until=NOON.replace(hour=13))
    after = person("guest", allow(), until=NOON)
    assert rights.may(before, thing("light"), "power", "turn_on", "normal", NOON).allowed
    for verdict in (
        rights.may(after, thing("light"), "power", "turn_on", "normal", NOON),
        rights.may(after, thing("door_lock"), "lock", "lock", "safe", NOON),
        rights.may_ask(after, thing("light"), NOON),
        rights.may_ask_presence(after, NOON),
    ):
        assert (verdict.answer, verdict.reason) == (NO, "guest_over")
    assert rights.routines_of(after, NOON) == "none"


# --- the file


def test_every_type_stands_in_one_group_or_the_default() -> None:
    rights = load_rights()
    types = {
        file.stem for file in (ROLES_FILE.parents[2] / "appliance_bridge" / "appliance_types").glob("*.yaml")
    }
    assert types - rights.groups.keys() <= {"shared"}
    assert rights.groups.keys() >= set(COMFORT + HOUSEHOLD)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("guest: none", "guest: nothing", "routines.guest"),
        ("default_group: household", "default_group: other", "default_group"),
        ("    - light\n", "    - light\n    - oven\n", "groups.danger"),
        ("administer: {", "administrate: {", "administer"),
        ('  presence: {owner: "yes"', '  presence: {boss: "yes"', "ask.presence.owner"),
    ],
)
def test_a_broken_table_is_told(old: str, new: str, key: str) -> None:
    text = ROLES_FILE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(ConfigError) as caught:
        rights_from(parse(text.replace(old, new), "roles.yaml"))
    assert caught.value.key == key
