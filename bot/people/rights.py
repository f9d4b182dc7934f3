"""May this person do this to this appliance now? The table of roles, then the person's own rules on top."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import as_file, files
from typing import Literal, cast

from appliance_bridge.appliance import Appliance
from appliance_bridge.command import Risk
from bot.config_errors import ConfigError
from bot.people.person import Person, Role, Rule
from bot.strict_yaml import Document, read

Cell = Literal["yes", "ask_adult", "no"]
Scope = Literal["all", "own", "none"]

ROLES: tuple[Role, ...] = ("owner", "adult", "child", "guest")
ACT_ROWS = ("comfort", "household", "danger", "danger_safe")
ASK_ROWS = ("comfort", "household", "danger", "presence")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, and why."""

    answer: Literal["allowed", "denied", "needs_approval"]
    # needs_approval: an adult may say yes to it
    reason: str
    # role | rule | hours | guest_over | safe: key under `rights.` in the wording
    rule: Rule | None = None
    # of the person's own rules the one that denied it

    @property
    def allowed(self) -> bool:
        """Whether it may go on now."""
        return self.answer == "allowed"


@dataclass(frozen=True, slots=True)
class Rights:
    """The table of the home. Build it with `load_rights`."""

    groups: Mapping[str, str]
    # appliance type → group
    default_group: str
    act: Mapping[str, Mapping[Role, Cell]]
    # row → role → cell
    ask: Mapping[str, Mapping[Role, Cell]]
    harmless_pictures: frozenset[str]
    # appliance types whose pictures tell nothing of people
    routines: Mapping[Role, Scope]
    administer: Mapping[Role, Cell]

    def group_of(self, appliance: Appliance) -> str:
        """comfort, household or danger."""
        return self.groups.get(appliance.type, self.default_group)

    def may(
        self, person: Person, appliance: Appliance, capability: str, action: str, risk: Risk, now: datetime
    ) -> Verdict:
        """Whether person may do the action; now is aware, in the home's time zone."""
        if person.is_over(now):
            return Verdict("denied", "guest_over")
        group = self.group_of(appliance)
        if group == "danger" and risk == "safe":
            return _verdict(self.act["danger_safe"][person.role], "safe")
        ruled = _by_rules(person, appliance, capability, action, now)
        if ruled is not None:
            return ruled
        row = "danger" if risk in {"confirm", "secure", "forbidden"} else group
        return _verdict(self.act[row][person.role], "role")

    def may_ask(self, person: Person, appliance: Appliance, now: datetime) -> Verdict:
        """Whether person may hear what an appliance reports. What one may use, one may ask about."""
        if person.is_over(now):
            return Verdict("denied", "guest_over")
        group = self.group_of(appliance)
        cell = self.ask[group][person.role]
        allowed = any(rule.effect == "allow" and _is_about(rule, appliance) for rule in person.rules)
        return _verdict("yes" if allowed else cell, "role")

    def may_ask_presence(self, person: Person, now: datetime) -> Verdict:
        """Whether person may hear who was where and when."""
        if person.is_over(now):
            return Verdict("denied", "guest_over")
        return _verdict(self.ask["presence"][person.role], "role")

    def may_see(self, person: Person, appliance: Appliance, now: datetime) -> Verdict:
        """Whether person may see the pictures of an appliance: a rule of theirs may name them, "picture"."""
        if person.is_over(now):
            return Verdict("denied", "guest_over")
        ruled = _by_rules(person, appliance, "picture", "see", now)
        if ruled is not None and not ruled.allowed:
            return ruled
        named = [one for one in person.rules if "picture" in one.capabilities and _is_about(one, appliance)]
        if any(one.effect == "allow" and _is_now(one, now) for one in named):
            return Verdict("allowed", "rule")
        heard = self.may_ask(person, appliance, now)
        return self.may_ask_presence(person, now) if heard.allowed and self.is_private(appliance) else heard

    def is_private(self, appliance: Appliance) -> bool:
        """Whether its pictures tell who was where and when."""
        return appliance.type not in self.harmless_pictures

    def may_approve(
        self, person: Person, appliance: Appliance, capability: str, action: str, risk: Risk, now: datetime
    ) -> bool:
        """Whether person may say yes to it for another: an adult who may do it themselves."""
        grown_up = person.role in {"owner", "adult"}
        return grown_up and self.may(person, appliance, capability, action, risk, now).allowed

    def routines_of(self, person: Person, now: datetime) -> Scope:
        """Which schedules, rules and modes person may see and change."""
        return "none" if person.is_over(now) else self.routines[person.role]

    def may_administer(self, person: Person, now: datetime) -> bool:
        """Whether person may change people, rights, the meaning of words and the config."""
        return not person.is_over(now) and self.administer[person.role] == "yes"


def load_rights() -> Rights:
    """The table that ships; raises ConfigError when the file is broken."""
    with as_file(files("bot.people") / "roles.yaml") as path:
        return rights_from(read(path))


def rights_from(document: Document) -> Rights:
    """The table of a parsed file; raises ConfigError when a cell is missing or not a known word."""
    groups: dict[str, str] = {}
    for group, types in _mapping(document, "groups").items():
        for kind in types if isinstance(types, list) else ():
            if group not in {"comfort", "household", "danger"} or groups.setdefault(kind, group) != group:
                raise _error(document, ("groups", group), f"{kind} must stand in one known group only.")
    default = document.data.get("default_group")
    if default not in {"comfort", "household", "danger"}:
        raise _error(document, ("default_group",), "This must be comfort, household or danger.")
    yes_no = ("yes", "ask_adult", "no")
    return Rights(
        groups=groups,
        default_group=str(default),
        act={row: cast("dict[Role, Cell]", _row(document, ("act", row), yes_no)) for row in ACT_ROWS},
        ask={row: cast("dict[Role, Cell]", _row(document, ("ask", row), yes_no)) for row in ASK_ROWS},
        harmless_pictures=_types(document, "harmless_pictures"),
        routines=cast("dict[Role, Scope]", _row(document, ("routines",), ("all", "own", "none"))),
        administer=cast("dict[Role, Cell]", _row(document, ("administer",), ("yes", "no"))),
    )


def _row(document: Document, path: tuple[str, ...], words: Collection[str]) -> dict[str, str]:
    row = _mapping(document, *path)
    for role in ROLES:
        if row.get(role) not in words:
            raise _error(document, (*path, role), f"This must be one of: {', '.join(words)}.")
    return {role: str(row[role]) for role in ROLES}


def _types(document: Document, key: str) -> frozenset[str]:
    listed = document.data.get(key)
    if not isinstance(listed, list):
        raise _error(document, (key,), "Here must stand a list of appliance types.")
    return frozenset(str(one) for one in listed)


def _mapping(document: Document, *path: str) -> dict[str, object]:
    value: object = document.data
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if not isinstance(value, dict):
        raise _error(document, path, "Here must stand keys, indented under this one.")
    return value


def _error(document: Document, path: tuple[str, ...], sentence: str) -> ConfigError:
    return ConfigError(document.file, document.line(path), ".".join(path), sentence)


def _verdict(cell: Cell, reason: str) -> Verdict:
    answers: dict[Cell, Literal["allowed", "denied", "needs_approval"]]
    answers = {"yes": "allowed", "ask_adult": "needs_approval", "no": "denied"}
    return Verdict(answers[cell], reason)


def _by_rules(
    person: Person, appliance: Appliance, capability: str, action: str, now: datetime
) -> Verdict | None:
    """What the person's own rules say: a deny that fits wins over every allow; None: they say nothing."""
    fitting = [rule for rule in person.rules if _fits(rule, appliance, capability, action)]
    inside = [rule for rule in fitting if _is_now(rule, now)]
    denied = next((rule for rule in inside if rule.effect == "deny"), None)
    if denied is not None:
        return Verdict("denied", "rule" if denied.hours is None else "hours", denied)
    return Verdict("allowed", "rule") if inside else None


def _is_now(rule: Rule, now: datetime) -> bool:
    return rule.hours is None or rule.hours.contains(now.time())


def _fits(rule: Rule, appliance: Appliance, capability: str, action: str) -> bool:
    return (
        _is_about(rule, appliance)
        and (not rule.capabilities or capability in rule.capabilities)
        and (not rule.actions or bool(rule.actions & {action, f"{capability}.{action}"}))
    )


def _is_about(rule: Rule, appliance: Appliance) -> bool:
    return (
        (not rule.appliances or appliance.id in rule.appliances)
        and (not rule.types or appliance.type in rule.types)
        and (not rule.areas or bool(_plain(rule.areas) & _plain(appliance.areas)))
    )


def _plain(names: Collection[str]) -> set[str]:
    return {"".join(name.split()).casefold() for name in names}
