"""Who may do what: the table of roles, and the rules of single persons."""

from datetime import UTC, datetime

from fastapi import APIRouter, Depends

from bot.people.person import Person, Rule
from bot.people.rights import ACT_ROWS, ASK_ROWS, ROLES, Rights
from bot.web.desk_bodies import RightsBody
from bot.web.errors import Json
from bot.web.register import Owners, Register


def rights_routes(register: Register, owners: Owners) -> APIRouter:
    """GET /rights."""
    routes = APIRouter(dependencies=[Depends(owners)])

    @routes.get("/rights", response_model=RightsBody, summary="Who may do what")
    async def rights() -> Json:
        now = datetime.now(UTC)
        people = [_person_json(person, now) for person in register.people.values()]
        return Json({**_table_json(register.rights), "people": people})

    return routes


def _table_json(rights: Rights) -> dict[str, object]:
    rows = [
        *(("act", of, rights.act[of]) for of in ACT_ROWS),
        *(("ask", of, rights.ask[of]) for of in ASK_ROWS),
        ("routines", None, rights.routines),
        ("administer", None, rights.administer),
    ]
    groups: dict[str, list[str]] = {}
    for kind, group in rights.groups.items():
        groups.setdefault(group, []).append(kind)
    return {
        "roles": list(ROLES),
        "groups": groups,
        "default_group": rights.default_group,
        "rows": [
            {"kind": kind, "of": of, "may": {role: _cell(may[role]) for role in ROLES}}
            for kind, of, may in rows
        ],
    }


def _cell(word: str) -> str:
    return "ask" if word == "ask_adult" else word


def _person_json(person: Person, now: datetime) -> dict[str, object]:
    return {
        "id": person.id,
        "names": dict(person.names),
        "role": person.role,
        "until": None if person.until is None else person.until.timestamp(),
        "over": person.is_over(now),
        "rules": [_rule_json(rule) for rule in person.rules],
    }


def _rule_json(rule: Rule) -> dict[str, object]:
    hours = rule.hours
    return {
        "effect": rule.effect,
        "appliances": sorted(rule.appliances),
        "types": sorted(rule.types),
        "areas": sorted(rule.areas),
        "capabilities": sorted(rule.capabilities),
        "actions": sorted(rule.actions),
        "hours": None if hours is None else {"start": f"{hours.start:%H:%M}", "end": f"{hours.end:%H:%M}"},
    }
