"""The reasons for an appliance, told: which entity plays which part, and why the others play none."""

from collections.abc import Iterator, Mapping, Sequence

from appliance_bridge.capability import Value
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import text
from appliance_bridge.errors import Unsupported
from appliance_bridge.explanation import Explanation, LeftOut, Part
from appliance_bridge.override import Override
from appliance_bridge.recognition.bound import Bound, Call, Source
from appliance_bridge.recognition.draft import Draft
from appliance_bridge.recognition.grouping import Bag
from appliance_bridge.recognition.roles import EXACT, Traits, fit
from appliance_bridge.recognition.row import Row

_CONTROLS = frozenset({"button", "number", "select", "switch", "text"})


def explained(
    bag: Bag, draft: Draft, bound: Bound, override: Override, entities: Sequence[Entity]
) -> Explanation:
    """All that led to this appliance; `entities`: all of its device."""
    return Explanation(
        appliance=bag.id,
        type=draft.type.key,
        source=bound.appliance.source,
        candidates=bag.candidates,
        parts=tuple(_parts(draft, {entity.key: entity for entity in bag.entities})),
        left_out=tuple(_left_out(bag, draft, entities)),
        notes=tuple(_notes(bound, override)),
    )


def where(entity: Entity) -> str:
    """Its id as announced, with its component: "button.start"."""
    return f"{entity.component}.{entity.object_id}"


def _parts(draft: Draft, entities: Mapping[str, Entity]) -> Iterator[Part]:
    for key, reading in draft.readings.items():
        for source in reading.sources:
            entity = entities[source.entity]
            yield Part(key, where(entity), _read_at(draft, entity, source), draft.why.get(key, ""))
    for key, calls in draft.calls.items():
        for entity_key in dict.fromkeys(call.entity for call in calls):
            entity = entities[entity_key]
            mine = next(call for call in calls if call.entity == entity_key)
            why = "the start takes a programme along" if mine.optional else draft.why.get(key, "")
            yield Part(key, where(entity), _sent_to(draft, entity, mine), why)


def _read_at(draft: Draft, entity: Entity, source: Source) -> str:
    own = text(entity.config, f"{source.field}_topic") or text(entity.config, f"{source.field}_state_topic")
    return own or next(iter(draft.component(entity).state_topics(entity)), "")


def _sent_to(draft: Draft, entity: Entity, call: Call) -> str:
    """The topic of a message such as this call would send."""
    component = draft.component(entity)
    tries: list[Mapping[str, Value]] = [call.data]
    if call.field is not None:
        limits = component.limits(entity, call.field)
        options = limits.get("options")
        told = [str(one) for one in options] if isinstance(options, list | tuple) else []
        ends = [one for name in ("minimum", "maximum") if isinstance(one := limits.get(name), int | float)]
        tries = [{**call.data, call.field: one} for one in (*told[:1], *ends[:1], 1, "1", True)]
    for data in tries:
        try:
            return component.encode(entity, call.service, data)[0].topic
        except (Unsupported, ValueError, IndexError):
            continue
    return text(entity.config, "command_topic") or ""


def _left_out(bag: Bag, draft: Draft, entities: Sequence[Entity]) -> Iterator[LeftOut]:
    traits = {one.entity.key: one for one in draft.traits}
    of_bag = {entity.key for entity in bag.entities}
    for entity in entities:
        if entity.key in of_bag and entity.key not in draft.used:
            yield LeftOut(where(entity), _why_not(draft, traits[entity.key]))
        elif not entity.enabled:
            yield LeftOut(where(entity), "it is disabled by default")


def _why_not(draft: Draft, one: Traits) -> str:
    words = sorted(draft.roles.forbidden(one.words, one.entity.key == draft.primary))
    if words and one.entity.component in _CONTROLS:
        return f'a part with the word "{words[0]}" controls nothing in a chat'
    row = next((row for row in draft.roles.rows_of(draft.type) if fit(row, one, draft.primary)), None)
    if row is not None and (lost := _lost_to(draft, row, one)):
        return lost
    if one.entity.category is not None:
        return f"its category is {one.entity.category}"
    return (
        "its name and class are those of no part of such an appliance" if row is None else "it cannot do it"
    )


def _lost_to(draft: Draft, row: Row, one: Traits) -> str:
    """Who plays the part that it could play, too."""
    entities = {each.entity.key: each.entity for each in draft.traits}
    for name in row.calls:
        key = f"{row.capability}.{name}"
        if key in draft.closed and fit(row, one, draft.primary) == EXACT:
            return f"nothing decides who plays {key}"
        if key in draft.calls:
            return f"{key} went to {where(entities[draft.calls[key][-1].entity])}"
    for name in row.reads:
        key = f"{row.capability}.{name}"
        if key in draft.readings:
            return f"{key} went to {where(entities[draft.readings[key].sources[0].entity])}"
    return ""


def _notes(bound: Bound, override: Override) -> Iterator[str]:
    for one in bound.appliance.missing:
        yield f"{one.capability}: {one.reason}" + (f" ({one.detail})" if one.detail else "")
    if override.hidden:
        yield "the admin says it is no appliance of this home"
    if override.type is not None:
        yield f"the admin says it is: {override.type}"
    for key, said in override.roles.items():
        yield f"the admin says {key} is played by {said}"
