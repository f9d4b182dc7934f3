"""An appliance while it is being put together: what is bound so far, and the entities to choose from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from appliance_bridge.appliance import Limits, Missing
from appliance_bridge.appliance_type import ApplianceType
from appliance_bridge.capability import Capability
from appliance_bridge.entities.entity import Component, Entity
from appliance_bridge.entities.options import finite
from appliance_bridge.recognition.bound import Call, Reading, Source
from appliance_bridge.recognition.roles import ENDING, EXACT, Roles, Traits, because, fit, place
from appliance_bridge.recognition.row import Read, Row, Way
from appliance_bridge.recognition.translation import Translator, choice, word_tables

_UNITS = {"°C": "celsius", "%": "percent", "K": "kelvin", "s": "seconds"}


@dataclass(slots=True)
class Draft:
    """Attributes and actions found so far; the first finder of a key keeps it."""

    type: ApplianceType
    capabilities: Mapping[str, Capability]
    traits: Sequence[Traits]
    primary: str | None
    component: Callable[[Entity], Component]
    roles: Roles
    readings: dict[str, Reading] = field(default_factory=dict)
    calls: dict[str, tuple[Call, ...]] = field(default_factory=dict)
    limits: dict[str, dict[str, Limits]] = field(default_factory=dict)
    # capability → attribute → limits
    used: set[str] = field(default_factory=set)
    # keys of entities that play a part
    taken: set[tuple[str, str, str]] = field(default_factory=set)
    # entity, service and data field that an action writes
    why: dict[str, str] = field(default_factory=dict)
    # key of an attribute or action → why that entity plays it
    closed: set[str] = field(default_factory=set)
    # keys that nobody plays: the admin says so, or nothing decides who
    missing: list[Missing] = field(default_factory=list)
    # what came up while binding

    def commandable(self, one: Traits, row: Row | None = None) -> bool:
        """Whether a chat may command this entity at all, in the part that `row` describes."""
        daily = one.entity.category is None or (row is not None and row.aside)
        return daily and not self.roles.forbidden(one.words, one.entity.key == self.primary)

    def bind_rows(self) -> None:
        """Give every part of every row to the entity that fits it best."""
        present = {one.entity.component for one in self.traits}
        for row in self.roles.rows_of(self.type):
            if not row.components.isdisjoint(present) and self._has_open_parts(row):
                best = self._best(row)
                if best:
                    self._bind(row, best)

    def _has_open_parts(self, row: Row) -> bool:
        return any(f"{row.capability}.{name}" not in self.readings for name in row.reads) or any(
            f"{row.capability}.{name}" not in self.calls for name in row.calls
        )

    def _best(self, row: Row) -> list[tuple[Traits, int]]:
        """The entity that fits best and how well; then those that fit as well, so that nothing decides."""
        found: list[tuple[int, int, Traits, int]] = []
        for one in self.traits:
            fits = fit(row, one, self.primary) if self._suits(row, one) else 0
            if fits == ENDING and self.type.key == "unknown":
                # Of what nobody knows, the end of a name says too little.
                continue
            if fits:
                # One that is not for daily use is second to one that is.
                rank = fits * 2 - (one.entity.category is not None) + (one.entity.key == self.primary)
                found.append((rank, -place(row, one), one, fits))
        if not found:
            return []
        first = max(found, key=lambda each: each[:2])
        # Where harm can be done, a plainer name decides nothing.
        deep = 1 if self._is_risky(row) else 2
        equal = [each for each in found if each[:deep] == first[:deep] and each is not first]
        return [first[2:], *(each[2:] for each in equal)]

    def _is_risky(self, row: Row) -> bool:
        risks = {self.type.risk_of(row.capability, action) for action in row.calls}
        return not risks.isdisjoint(("confirm", "secure"))

    def _suits(self, row: Row, one: Traits) -> bool:
        """A fan inside an oven does not turn the oven on: only what can be its main component does."""
        known = row.names is not None or row.own or self.type.key == "unknown"
        return known or one.entity.component in self.type.recognition.components

    def _bind(self, row: Row, best: Sequence[tuple[Traits, int]]) -> None:
        (one, fits), *equal = best
        reason = because(row, one, fits, self.primary)
        commanded = fits == EXACT and self.commandable(one, row)
        rivals = [other.entity for other, _ in equal if self.commandable(other, row)]
        ways = self.ways(row, one.entity)
        if commanded and rivals and any(ways.values()):
            self.undecided(row.capability, (action for action in ways if ways[action]), (one.entity, *rivals))
            commanded = False
        self.play(row, one.entity, ways if commanded else {}, reason)

    def undecided(self, capability: str, actions: Iterable[str], rivals: Iterable[Entity]) -> None:
        """Nothing decides which of these to command: none of them, then."""
        keys = [f"{capability}.{action}" for action in actions]
        self.closed.update(key for key in keys if key not in self.calls)
        told = ", ".join(dict.fromkeys(one.name or one.object_id for one in rivals))
        self.missing.append(Missing(capability, "several_candidates", told))

    def ways(self, row: Row, entity: Entity) -> Mapping[str, tuple[Way, ...]]:
        """Action → those ways of the row that this entity has."""
        component = self.component(entity)
        services = component.services(entity)
        return {
            action: tuple(way for way in ways if self._offered(way, entity, component, services))
            for action, ways in row.calls.items()
        }

    def play(self, row: Row, entity: Entity, ways: Mapping[str, tuple[Way, ...]], reason: str) -> None:
        """Let the entity play what is still open of the row; `ways`: the actions it may be told."""
        component = self.component(entity)
        services = component.services(entity)
        possible = [usable[0] for usable in self.ways(row, entity).values() if usable]
        own = [way for way in possible if way.value == "argument"]
        fields = {(entity.key, way.service, way.field) for way in own if way.field is not None}
        if fields & self.taken:
            # The presets of a fan are its speeds or its modes, not both.
            return
        if ways:
            self.taken.update(fields)
        for attribute, read in row.reads.items():
            key = f"{row.capability}.{attribute}"
            if self.is_open(key, self.readings) and self._reports(read, entity, component, services):
                source = Source(entity.key, read.field, self.translator(read, entity))
                self.readings[key] = Reading(key, (source,))
                self.used.add(entity.key)
                self.why[key] = reason
        for action, usable in ways.items():
            key = f"{row.capability}.{action}"
            if not usable or not self.is_open(key, self.calls):
                continue
            reached = self.reached_by_value(row.capability, action)
            translator = self._argument(row.reads.get(reached or ""), usable[0], entity)
            chosen = usable if usable[0].when is not None else usable[:1]
            self.calls[key] = tuple(_call(entity, way, translator) for way in chosen)
            self.used.add(entity.key)
            self.why[key] = reason
            limits = self._limits(chosen[0], entity, component, translator)
            if reached is not None and limits != Limits():
                self.limit(row.capability, reached, limits)

    def is_open(self, key: str, played: Mapping[str, object]) -> bool:
        """Whether somebody may still take this part."""
        return key not in played and key not in self.closed

    def translator(self, read: Read, entity: Entity) -> Translator:
        """How to read this field of this entity."""
        unit = str(entity.config.get("unit_of_measurement") or "")
        if read.kind in ("choice", "programme"):
            options = self._options(entity, read.field)
            own = choice(read.table, options).own
            return Translator(read.kind, unit, own)
        return Translator(read.kind, unit)

    def reached_by_value(self, capability: str, action: str) -> str | None:
        """The attribute that an action with a value sets."""
        reaches = self.capabilities[capability].actions[action].reaches
        return next((name for name, value in reaches.items() if value == "$value"), None)

    def limit(self, capability: str, attribute: str, limits: Limits) -> None:
        """Note the limits of an attribute, within those of the type."""
        outer = self.type.limits.get(f"{capability}.{attribute}")
        if outer is not None:
            limits = Limits(
                minimum=_narrow(max, limits.minimum, outer.minimum),
                maximum=_narrow(min, limits.maximum, outer.maximum),
                step=limits.step or outer.step,
                unit=limits.unit or outer.unit,
                options=limits.options,
            )
        self.limits.setdefault(capability, {})[attribute] = limits

    def _options(self, entity: Entity, name: str) -> tuple[str, ...]:
        found = self.component(entity).limits(entity, name).get("options")
        return tuple(str(one) for one in found) if isinstance(found, list | tuple) else ()

    def _argument(self, read: Read | None, way: Way, entity: Entity) -> Translator:
        if way.value == "flag":
            return Translator("flag")
        if way.field is None or read is None:
            return Translator()
        if read.kind == "duration":
            return self.translator(read, entity)
        options = self._options(entity, way.field)
        if read.kind == "hvac_mode":
            options = tuple(one for one in options if one != "off")
        if read.kind == "programme":
            known = word_tables()["nothing"]
            options = tuple(one for one in options if known.canonical(one) is None)
        return choice(read.table, options) if options else Translator()

    def _limits(self, way: Way, entity: Entity, component: Component, translator: Translator) -> Limits:
        if translator.kind == "flag" or way.when is not None:
            return Limits(options=("on", "off"))
        if translator.own:
            return Limits(options=tuple(translator.own))
        found = component.limits(entity, way.field or "")
        unit = found.get("unit")
        low, high, step = (finite(found.get(name)) for name in ("minimum", "maximum", "step"))
        if translator.kind == "duration":
            unit = "seconds"
            low, high, step = (None if end is None else end * translator.scale for end in (low, high, step))
        return Limits(low, high, step, unit=_UNITS.get(unit, unit) if isinstance(unit, str) else None)

    def _offered(
        self, way: Way, entity: Entity, component: Component, services: Mapping[str, Sequence[str]]
    ) -> bool:
        if way.service not in services or (way.field is not None and way.field not in services[way.service]):
            return False
        if not way.listed:
            return True
        return all(str(value) in self._options(entity, name) for name, value in way.data.items())

    def _reports(
        self, read: Read, entity: Entity, component: Component, services: Mapping[str, Sequence[str]]
    ) -> bool:
        if read.options:
            return any(entity.config.get(option) is not None for option in read.options)
        # It can be told so: then it can report it, if it reports at all.
        settable = any(read.field in fields for fields in services.values())
        return settable and bool(component.state_topics(entity))


def _call(entity: Entity, way: Way, translator: Translator) -> Call:
    return Call(
        entity=entity.key,
        service=way.service,
        data=way.data,
        field=way.field,
        translator=translator,
        takes="last_mode" if way.value == "last_mode" else "argument",
        when=way.when,
    )


def _narrow(
    choose: Callable[[float, float], float], first: float | None, second: float | None
) -> float | None:
    if first is None or second is None:
        return second if first is None else first
    return choose(first, second)
