"""From a bag of entities to an appliance: which entity gives each attribute and obeys each action."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from appliance_bridge.appliance import Appliance, Missing, Offer
from appliance_bridge.appliance_type import ApplianceType
from appliance_bridge.capability import Capability, Value
from appliance_bridge.entities.entity import Component, Entity
from appliance_bridge.entities.pictures import is_only_linked
from appliance_bridge.recognition import naming
from appliance_bridge.recognition.appointed import appoint, nobody
from appliance_bridge.recognition.bound import Bound, Reading, Source
from appliance_bridge.recognition.draft import Draft
from appliance_bridge.recognition.grouping import Bag
from appliance_bridge.recognition.nouns import Nouns, tokens
from appliance_bridge.recognition.roles import Traits, roles, traits
from appliance_bridge.recognition.starting import bind_hours_and_minutes, bind_start
from appliance_bridge.recognition.translation import Translator

MAX_EXTRAS = 24
# further sensors of one appliance that are kept under "sensor."
_UNNAMED = frozenset({"consumable.percent", "consumable.text"})


class Binder:
    """Makes appliances of bags. Remembers what it found out about entities, since they join one by one."""

    def __init__(
        self,
        capabilities: Mapping[str, Capability],
        nouns: Nouns,
        component: Callable[[Entity], Component],
        dialect: str,
    ) -> None:
        """Over this vocabulary; `component` tells how an entity speaks, `dialect` who announced it."""
        self._dialect = dialect
        self._capabilities = capabilities
        self._nouns = nouns
        self._component = component
        self._traits: dict[str, tuple[str, Traits]] = {}
        # entity key → type, traits
        self._bound: dict[str, tuple[Bag, Mapping[str, str], Bound]] = {}
        self._roles = replace(roles(), _by_type={})

    def bind(self, bag: Bag, appliance_type: ApplianceType, roles: Mapping[str, str]) -> Bound:
        """The appliance of this bag as this type; the very same as before when nothing in it changed.

        `roles`: "capability.attribute" or "capability.action" → the entity that plays it, or "none".
        """
        known = self._bound.get(bag.id)
        if (
            known is not None
            and known[2].appliance.type == appliance_type.key
            and _same(known[0], bag)
            and known[1] == roles
        ):
            return known[2]
        bound = _bound(bag, self.draft(bag, appliance_type, roles), self._dialect)
        self._bound[bag.id] = (bag, dict(roles), bound)
        return bound

    def draft(self, bag: Bag, appliance_type: ApplianceType, roles: Mapping[str, str]) -> Draft:
        """What `bind` makes the appliance of, with the reasons."""
        draft = Draft(
            type=appliance_type,
            capabilities=self._capabilities,
            traits=[self._traits_of(entity, appliance_type.key) for entity in bag.entities],
            primary=bag.primary,
            component=self._component,
            roles=self._roles,
            closed=nobody(roles),
        )
        appoint(draft, roles)
        draft.bind_rows()
        bind_start(draft)
        bind_hours_and_minutes(draft)
        _name_consumables(draft)
        _bind_extras(draft)
        return draft

    def forget(self, entities: Iterable[str], appliances: Iterable[str]) -> None:
        """These entities and appliances are gone."""
        for key in entities:
            self._traits.pop(key, None)
        for one in appliances:
            self._bound.pop(one, None)

    def _traits_of(self, entity: Entity, type_key: str) -> Traits:
        known = self._traits.get(entity.key)
        if known is not None and known[0] == type_key and known[1].entity is entity:
            return known[1]
        made = traits(entity, type_key, self._nouns)
        self._traits[entity.key] = (type_key, made)
        return made


def _same(one: Bag, other: Bag) -> bool:
    """Whether two bags hold the very same entities under the same name."""
    return (
        len(one.entities) == len(other.entities)
        and all(mine is theirs for mine, theirs in zip(one.entities, other.entities, strict=True))
        and (one.names, one.primary, one.why) == (other.names, other.primary, other.why)
    )


def _bound(bag: Bag, draft: Draft, dialect: str) -> Bound:
    device = bag.entities[0].device
    told = {"maker": device.manufacturer, "model": device.model, "software": device.software}
    details: dict[str, Value] = {name: said for name, said in told.items() if said}
    appliance = Appliance(
        id=bag.id,
        type=draft.type.key,
        names=bag.names,
        areas=next((naming.names(one.device.area) for one in bag.entities if one.device.area), ())
        or naming.rooms(bag.names),
        offers=_offers(draft),
        source=f"{dialect}:{device.key}",
        missing=_missing(draft),
        details={**details, "recognised_by": bag.why},
        identities=frozenset(one for entity in bag.entities for one in entity.device.identities),
    )
    return Bound(
        appliance=appliance,
        readings=tuple(draft.readings.values()),
        calls=draft.calls,
        entities=tuple(entity.key for entity in bag.entities),
    )


def _name_consumables(draft: Draft) -> None:
    """What is left of one thing is its percentage; of several, each has its name."""
    percent = draft.readings.get("consumable.percent")
    own = [key for key in draft.readings if key.startswith("consumable.") and key not in _UNNAMED]
    entities = {source.entity for key in own for source in draft.readings[key].sources}
    if len(own) > 1 and percent is not None and percent.sources[0].entity in entities:
        del draft.readings["consumable.percent"]
    elif len(own) == 1 and percent is not None and percent.sources[0].entity in entities:
        del draft.readings[own[0]]
    elif len(own) == 1 and percent is None and draft.is_open("consumable.percent", draft.readings):
        (only,) = draft.readings.pop(own[0]).sources
        draft.readings["consumable.percent"] = Reading("consumable.percent", (only,))
        draft.why["consumable.percent"] = draft.why[own[0]]


def _bind_extras(draft: Draft) -> None:
    """Keep what else it measures under names of its own."""
    extras = 0
    for one in draft.traits:
        entity = one.entity
        if entity.key in draft.used or entity.category is not None or extras >= MAX_EXTRAS:
            continue
        reports = bool(draft.component(entity).state_topics(entity))
        if entity.component not in ("sensor", "binary_sensor") or not reports:
            continue
        key = f"sensor.{_extra_name(one)}"
        if not draft.is_open(key, draft.readings):
            continue
        kind = "flag" if entity.component == "binary_sensor" else "raw"
        draft.readings[key] = Reading(key, (Source(entity.key, "state", Translator(kind)),))
        draft.why[key] = "it measures what no part asks for"
        extras += 1


def _extra_name(one: Traits) -> str:
    """A short name for a measurement of its own: "spin", "wine_zone"."""
    own = [word for word in tokens(one.entity.object_id) if word in one.words]
    return "_".join(own or tokens(one.entity.name or "")) or one.entity.component


def _offers(draft: Draft) -> dict[str, Offer]:
    attributes: dict[str, set[str]] = {}
    for key in draft.readings:
        capability, _, name = key.partition(".")
        attributes.setdefault(capability, set()).add(name)
    actions: dict[str, set[str]] = {}
    for key in draft.calls:
        capability, _, name = key.partition(".")
        actions.setdefault(capability, set()).add(name)
    return {
        capability: Offer(
            capability=capability,
            actions=frozenset(actions.get(capability, ())),
            attributes=frozenset(attributes.get(capability, ())),
            limits=dict(draft.limits.get(capability, {})),
            feedback=_feedback(draft, capability, actions.get(capability, set())),
        )
        for capability in dict.fromkeys([*attributes, *actions])
    }


def _feedback(draft: Draft, capability: str, actions: set[str]) -> bool:
    """Whether every action that would show in an attribute does show."""
    if capability not in draft.capabilities:
        return True
    known = draft.capabilities[capability].actions
    reached = [set(known[name].reaches) for name in actions if known[name].reaches]
    if not reached:
        return not actions
    return all(any(f"{capability}.{name}" in draft.readings for name in names) for names in reached)


def _missing(draft: Draft) -> tuple[Missing, ...]:
    found: list[Missing] = list(draft.missing)
    for capability in draft.type.required:
        reason = _why_missing(draft, capability)
        if reason is not None:
            found.append(Missing(capability, reason))
    start = draft.calls.get("run_control.start", ())
    if any(call.argument == "program" and not call.optional for call in start):
        found.append(Missing("program", "start_needs_program"))
    if not any(key.startswith("run_control.") for key in draft.readings) and start:
        found.append(Missing("run_control", "no_state"))
    if "picture.taken_at" not in draft.readings and any(is_only_linked(one.entity) for one in draft.traits):
        found.append(Missing("picture", "picture_only_by_link"))
    for one in draft.traits:
        for reason in one.entity.degraded:
            detail = f"{one.entity.name or one.entity.object_id}: {reason}"
            found.append(Missing(_capability_of(draft, one.entity), "template_needs_home_assistant", detail))
    return tuple(dict.fromkeys(found))


def _why_missing(draft: Draft, capability: str) -> str | None:
    commanded = {key.partition(".")[2] for key in draft.calls if key.startswith(f"{capability}.")}
    reported = any(key.startswith(f"{capability}.") for key in draft.readings)
    possible = draft.capabilities[capability].actions
    if capability == "run_control":
        return None if "start" in commanded else "no_start_control"
    start = draft.calls.get("run_control.start", ())
    if capability == "program" and any(call.argument == "program" for call in start):
        return None
    # A thermometer has nothing to set: a measurement counts, unless setting it is what the type is for.
    wants_control = capability in ("power", "program", "position", "valve", "lock", draft.type.setting)
    if commanded or (reported and not (possible and wants_control)):
        return None
    if not reported:
        return "not_offered"
    return "program_read_only" if capability == "program" else "read_only"


def _capability_of(draft: Draft, entity: Entity) -> str:
    for key, calls in draft.calls.items():
        if any(call.entity == entity.key for call in calls):
            return key.partition(".")[0]
    for key, reading in draft.readings.items():
        if any(source.entity == entity.key for source in reading.sources):
            return key.partition(".")[0]
    return "sensor"
