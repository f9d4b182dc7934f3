"""A component as rows: what it reads from which topic, what it sends to which."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from appliance_bridge.capability import Value
from appliance_bridge.dialects.base import Publish
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import finite, template, text, topic
from appliance_bridge.entities.payload import clean_text
from appliance_bridge.entities.templating.values import TemplateError
from appliance_bridge.errors import Unsupported

MAX_STATE_BYTES = 64 * 1024
UNKNOWN = "None"
# what Home Assistant's templates render for "not known"

_MEASURED = frozenset({"action", "battery_level", "current_humidity", "current_temperature"})
# what no command sets

Said = Mapping[str, Value | None]
Data = Mapping[str, Value]


class IgnoredError(Exception):
    """The message says nothing that this entity understands."""


UNSAYABLE = (IgnoredError, ArithmeticError, ValueError)
# what converting a value may raise: numbers on the wire and in announcements can be anything


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that comes in."""

    attribute: str
    topic: str
    # option that names the topic
    templates: tuple[str, ...]
    # options that may hold its template, the first one set counts
    parse: Callable[[Entity, str], Value | None]
    # raises IgnoredError; None: now unknown
    reset: str = "payload_reset"
    # option with the payload that means "now unknown", besides "None"


@dataclass(frozen=True, slots=True)
class Order:
    """One thing that goes out: a whole service, or one data field of a service."""

    service: str
    topic: str
    # option that names the topic
    template: str
    # option that may hold its template
    payload: Callable[[Entity, Data], object]
    # what the template gets as `value`, or the payload itself. Raises IgnoredError when it cannot be said
    field: str | None = None
    # the data field it sends; None: it is sent at every call of the service
    variables: Callable[[Entity, Data], Mapping[str, object]] | None = None
    # more names for the template
    offered: Callable[[Entity], bool] = lambda entity: True


@dataclass(slots=True, eq=False)
class RowComponent:
    """A Component (see entity.py) that is described by rows."""

    name: str
    readings: tuple[Reading, ...] = ()
    orders: tuple[Order, ...] = ()
    ranges: Mapping[str, Callable[[Entity], Mapping[str, object]]] = field(default_factory=dict)
    # attribute or data field → its limits

    def state_topics(self, entity: Entity) -> Sequence[str]:
        """Topics whose messages carry state."""
        found = (topic(entity.config, reading.topic) for reading in self.readings)
        return tuple(dict.fromkeys(name for name in found if name is not None))

    def decode(self, entity: Entity, topic: str, payload: bytes) -> Said:
        """What a message on this topic says; nothing when it cannot be read."""
        said: dict[str, Value | None] = {}
        for reading in self.readings:
            if entity.config.get(reading.topic) != topic:
                continue
            try:
                word = rendered(entity, reading.templates, incoming_text(entity, payload))
                reset = text(entity.config, reading.reset, UNKNOWN)
                unknown = word in (reset, UNKNOWN)
                said[reading.attribute] = None if unknown else reading.parse(entity, word)
            except (*UNSAYABLE, TemplateError):
                continue
        return said

    def services(self, entity: Entity) -> Mapping[str, Sequence[str]]:
        """Services that this entity has a usable command topic for, with their data fields."""
        found: dict[str, list[str]] = {}
        for order in self.orders:
            if _usable(order, entity):
                found.setdefault(order.service, []).extend([order.field] if order.field else [])
        return found

    def limits(self, entity: Entity, field: str) -> Mapping[str, object]:
        """Limits of a data field or attribute; empty when there are none."""
        return self.ranges[field](entity) if field in self.ranges else {}

    def encode(self, entity: Entity, service: str, data: Data) -> Sequence[Publish]:
        """The messages of a service call. Raises Unsupported."""
        orders = [order for order in self.orders if order.service == service and _usable(order, entity)]
        unknown = set(data) - {order.field for order in orders}
        if unknown:
            raise unsupported(entity, service, f"it takes no {', '.join(sorted(unknown))}")
        for name, value in data.items():
            refuse_outside(entity, service, self.limits(entity, name), value)
        messages = [
            message(entity, order, data) for order in orders if order.field is None or order.field in data
        ]
        if not messages:
            raise unsupported(entity, service, "it has no command topic for it")
        return messages

    def optimistic(self, entity: Entity) -> bool:
        """True when no topic reports what a command changes."""
        return not any(
            topic(entity.config, reading.topic)
            for reading in self.readings
            if reading.attribute not in _MEASURED
        )


def incoming_text(entity: Entity, payload: bytes) -> str:
    """The payload as text in the entity's encoding. Raises IgnoredError."""
    encoding = text(entity.config, "encoding") or "utf-8"
    if len(payload) > MAX_STATE_BYTES:
        raise IgnoredError
    try:
        return payload.decode(
            "latin-1" if encoding.lower() in ("latin-1", "latin1", "iso-8859-1") else "utf-8"
        )
    except ValueError as error:
        raise IgnoredError from error


def rendered(entity: Entity, templates: Sequence[str], payload: str) -> str:
    """The payload by the first of these templates that is set. Raises IgnoredError, TemplateError."""
    by = template(entity.config, *templates)
    word = payload if by is None else by.value(payload)
    if not word:
        raise IgnoredError
    return word


def message(entity: Entity, order: Order, data: Data) -> Publish:
    """The message of one order. Raises Unsupported."""
    try:
        value = order.payload(entity, data)
        more = order.variables(entity, data) if order.variables is not None else {}
        by = template(entity.config, order.template)
        words = as_payload(value) if by is None else by.render({"value": value, **more})
    except UNSAYABLE as error:
        raise unsupported(entity, order.service, "the value has no form on the wire") from error
    except TemplateError as error:
        raise unsupported(entity, order.service, f"its {order.template} fails: {error}") from error
    where = topic(entity.config, order.topic)
    if where is None:
        raise unsupported(entity, order.service, "it has no command topic for it")
    return Publish(where, clean_text(words).encode())


def as_payload(value: object) -> str:
    """A value as payload text: whole numbers without a point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def refuse_outside(entity: Entity, service: str, limits: Mapping[str, object], value: Value) -> None:
    """Raise Unsupported when a value is outside the limits."""
    allowed = limits.get("options")
    if isinstance(allowed, list | tuple) and value not in allowed:
        raise unsupported(entity, service, f"{value!r} is not one of its options")
    least, most = finite(limits.get("minimum")), finite(limits.get("maximum"))
    if least is None and most is None:
        return
    amount = len(value) if isinstance(value, str) else finite(value)
    # A limit that was announced in fahrenheit is not exact in celsius.
    if (
        amount is None
        or (least is not None and amount < least - 0.01)
        or (most is not None and amount > most + 0.01)
    ):
        raise unsupported(entity, service, f"{value!r} is out of range")


def unsupported(entity: Entity, service: str, detail: str) -> Unsupported:
    """The error for a service call that cannot be said."""
    return Unsupported(entity.key, entity.component, service, detail)


def _usable(order: Order, entity: Entity) -> bool:
    if not isinstance(entity.config.get(order.topic), str):
        # most orders of most entities: this is asked very often
        return False
    by = template(entity.config, order.template)
    return (by is None or by.problem is None) and order.offered(entity)
