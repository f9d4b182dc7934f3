"""Who may see what appliances show: a camera tells who was where and when."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from appliance_bridge.appliance import Appliance
from bot.people.person import Hours, Person, Role, Rule
from bot.people.rights import Rights, load_rights

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=ZoneInfo("Asia/Seoul"))


@pytest.fixture(scope="module")
def rights() -> Rights:
    return load_rights()


def sees(rights: Rights, role: Role, kind: str, *rules: Rule, until: datetime | None = None) -> bool:
    person = Person(role, {"ko": role}, role, rules=rules, until=until)
    return rights.may_see(person, Appliance("x-1", kind, (kind,), ()), NOON).allowed


@pytest.mark.parametrize(
    ("kind", "child", "guest"),
    [("camera", False, False), ("doorbell", False, False), ("pet_feeder", False, False), ("unknown", False, False),
     ("refrigerator", True, False), ("robot_vacuum", True, False), ("oven", True, False)],
)  # fmt: skip
def test_the_table(rights: Rights, kind: str, child: bool, guest: bool) -> None:
    assert [sees(rights, role, kind) for role in ("owner", "adult", "child", "guest")] == [
        True,
        True,
        child,
        guest,
    ]


def test_a_rule_that_names_pictures_decides(rights: Rights) -> None:
    pictures = frozenset({"picture"})
    assert sees(rights, "child", "camera", Rule("allow", capabilities=pictures))
    assert sees(rights, "guest", "camera", Rule("allow", types=frozenset({"camera"}), capabilities=pictures))
    assert not sees(
        rights, "guest", "camera", Rule("allow", types=frozenset({"doorbell"}), capabilities=pictures)
    )
    assert not sees(rights, "adult", "camera", Rule("deny", capabilities=pictures))
    late = Hours(time(21), time(23))
    assert not sees(rights, "child", "camera", Rule("allow", capabilities=pictures, hours=late))


def test_leave_to_use_it_is_no_leave_to_look(rights: Rights) -> None:
    assert not sees(rights, "guest", "camera", Rule("allow", appliances=frozenset({"x-1"})))
    assert not sees(rights, "child", "camera", Rule("allow", capabilities=frozenset({"power"})))


def test_a_guest_who_has_left_sees_nothing(rights: Rights) -> None:
    pictures = Rule("allow", capabilities=frozenset({"picture"}))
    assert not sees(rights, "guest", "refrigerator", pictures, until=NOON)
