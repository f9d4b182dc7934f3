"""Parts that an admin gave to entities: these go before what any rule finds."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from appliance_bridge.appliance import Missing
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import text
from appliance_bridge.recognition.bound import Call, Reading, Source
from appliance_bridge.recognition.draft import Draft
from appliance_bridge.recognition.nouns import phrase
from appliance_bridge.recognition.translation import Translator

NOBODY = "none"
BECAUSE = "the admin says so"
_READERS = {"boolean": "flag", "number": "number"}
# kind of an attribute → how to read it from an entity that no row foresees


def nobody(roles: Mapping[str, str]) -> set[str]:
    """The parts that nobody may play."""
    return {key for key, said in roles.items() if said.strip().lower() == NOBODY}


def appoint(draft: Draft, roles: Mapping[str, str]) -> None:
    """Bind each part to the entity the admin named; what cannot be is told as missing."""
    for key, said in roles.items():
        if key in draft.closed:
            continue
        capability, _, part = key.partition(".")
        known = draft.capabilities.get(capability)
        if known is None or part not in {*known.attributes, *known.actions}:
            draft.missing.append(Missing(capability, "no_such_role", key))
            continue
        entity = find(said, (one.entity for one in draft.traits))
        if entity is None:
            draft.missing.append(Missing(capability, "no_such_entity", f"{key}: {said}"))
        elif not _plays(draft, capability, part, entity):
            draft.missing.append(Missing(capability, "role_not_possible", f"{key}: {said}"))


def find(said: str, entities: Iterable[Entity]) -> Entity | None:
    """The only entity with this id ("button.start", "start") or else this name; None when none or several."""
    known = list(entities)
    for told in (
        lambda one: (one.key, f"{one.component}.{one.object_id}"),
        lambda one: (one.object_id,),
        lambda one: (one.name or "",),
    ):
        for alike in (str, phrase):
            found = [one for one in known if alike(said) in {alike(each) for each in told(one)}]
            if len(found) == 1:
                return found[0]
    return None


def _plays(draft: Draft, capability: str, part: str, entity: Entity) -> bool:
    key = f"{capability}.{part}"
    action = draft.capabilities[capability].actions.get(part)
    wanted = {part} if action is None else set(action.reaches)
    for row in (*draft.type.roles, *draft.roles.rows):
        if row.capability != capability or entity.component not in row.components:
            continue
        # What it is told to do, it also reports.
        reads = {name: one for name, one in row.reads.items() if name in wanted}
        calls = {name: ways for name, ways in row.calls.items() if name == part}
        only = replace(row, reads=reads, calls=calls)
        draft.play(only, entity, draft.ways(only, entity), BECAUSE)
        if key in draft.calls or key in draft.readings:
            return True
    return _plays_plainly(draft, capability, part, entity)


def _plays_plainly(draft: Draft, capability: str, part: str, entity: Entity) -> bool:
    """What no row foresees: a button does what needs no value, a state is read for what it is."""
    key = f"{capability}.{part}"
    known = draft.capabilities[capability]
    component = draft.component(entity)
    if part in known.actions:
        plain = not any(one.required for one in known.actions[part].arguments)
        if not plain or "press" not in component.services(entity):
            return False
        draft.calls[key] = (Call(entity.key, "press"),)
    elif component.state_topics(entity):
        attribute = known.attributes[part]
        unit = text(entity.config, "unit_of_measurement") or ""
        kind = "duration" if attribute.unit == "seconds" else _READERS.get(attribute.kind, "text")
        draft.readings[key] = Reading(key, (Source(entity.key, "state", Translator(kind, unit)),))
    else:
        return False
    draft.used.add(entity.key)
    draft.why[key] = BECAUSE
    return True
