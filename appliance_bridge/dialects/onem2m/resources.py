"""flexContainers as a CSE tells of them: a device, its modules, what each says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from appliance_bridge.capability import Value
from appliance_bridge.dialects.onem2m.primitives import number, word

MAX_MODULES = 60
# of one device
_MAX_DEPTH = 3
_MAX_TEXT = 200
_MAX_LIST = 100
_FLEX_CONTAINER, _SUBSCRIPTION = 28, 23
_OF_EVERY_RESOURCE = frozenset(
    "rn cnd acpi lbl cs st pi ri ty ct lt et or aa at ast daci cr cstn loc".split()  # noqa: SIM905
)

Attributes = Mapping[str, Value | tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Module:
    """One module of a device as it was retrieved."""

    kind: str
    # "runState": the last word of its container definition
    name: str
    # its resource name
    path: str
    # structured: "cse-in/home/washer/runState"
    tag: str
    # "cod:runSe": what its content is wrapped in
    said: Attributes
    stamp: str
    # tells one version of its content from the next
    subscription: str = ""
    # id of the subscription that has our name; empty when there is none


@dataclass(frozen=True, slots=True)
class Tree:
    """One device as it was retrieved."""

    kind: str
    # "deviceClothesWasher"
    path: str
    tag: str = ""
    labels: Sequence[str] = ()
    modules: Sequence[Module] = ()
    cut: bool = field(default=False)
    # it has more modules than are read


def device_of(content: Mapping[str, object], path: str, subscription: str) -> Tree | None:
    """The device in a response with its descendants; None when it is none.

    `subscription`: the resource name that ours have.
    """
    tag, body = wrapped(content)
    kind = kind_of(body)
    if not tag or not kind.startswith("device") or ".device." not in word(body, "cnd"):
        return None
    modules = list(_modules(body, path, subscription, 0))
    listed = body.get("lbl")
    labels = tuple(one for one in listed if isinstance(one, str)) if isinstance(listed, list) else ()
    return Tree(kind, path, tag, labels, tuple(modules[:MAX_MODULES]), len(modules) > MAX_MODULES)


def wrapped(content: Mapping[str, object]) -> tuple[str, Mapping[str, object]]:
    """The one resource in a content and its tag; empty when there is none."""
    for tag, body in content.items():
        if isinstance(body, dict) and ":" in tag:
            return tag, body
    return "", {}


def kind_of(body: Mapping[str, object]) -> str:
    """The last word of the container definition."""
    return word(body, "cnd").rpartition(".")[2].removesuffix("Annc")


def said_in(body: Mapping[str, object]) -> dict[str, Value | tuple[Value, ...]]:
    """What a module says besides what every resource has: short texts, numbers, flags, lists of them."""
    found: dict[str, Value | tuple[Value, ...]] = {}
    for name, value in body.items():
        if name in _OF_EVERY_RESOURCE or ":" in name:
            continue
        if isinstance(value, list):
            found[name] = tuple(one for one in value[:_MAX_LIST] if _plain(one))
        elif _plain(value):
            found[name] = value  # type: ignore[assignment]
    return found


def stamp_of(body: Mapping[str, object]) -> str:
    """Which version of a resource this is: its state tag, else when it was changed."""
    state = body.get("st")
    return str(state) if isinstance(state, int) else word(body, "lt")


def _modules(body: Mapping[str, object], path: str, subscription: str, depth: int) -> Iterator[Module]:
    for tag, children in body.items():
        if ":" not in tag or depth >= _MAX_DEPTH:
            continue
        for child in children if isinstance(children, list) else [children]:
            if not isinstance(child, dict) or number(child, "ty") not in (0, _FLEX_CONTAINER):
                continue
            name, kind = word(child, "rn"), kind_of(child)
            if not name or "/" in name or not kind:
                continue
            where = f"{path}/{name}"
            if not kind.startswith("device"):
                mine = _subscription(child, subscription)
                yield Module(kind, name, where, tag, said_in(child), stamp_of(child), mine)
            yield from _modules(child, where, subscription, depth + 1)


def _subscription(body: Mapping[str, object], name: str) -> str:
    listed = body.get("m2m:sub")
    for one in listed if isinstance(listed, list) else [listed]:
        if isinstance(one, dict) and number(one, "ty") == _SUBSCRIPTION and word(one, "rn") == name:
            return word(one, "ri")
    return ""


def _plain(value: object) -> bool:
    return isinstance(value, bool | int | float) or (isinstance(value, str) and len(value) <= _MAX_TEXT)
