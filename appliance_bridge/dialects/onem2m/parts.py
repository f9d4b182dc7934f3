"""What of a device becomes an entity: rows of its modules, its job mode, how it is started."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from appliance_bridge.capability import Value
from appliance_bridge.dialects.onem2m.resources import Attributes, Module, Tree
from appliance_bridge.dialects.onem2m.sdt import Row, sdt
from appliance_bridge.dialects.onem2m.values import bound, shown, written

Reader = Callable[[Mapping[str, Attributes]], str | None]
"""From what all modules of the device say (by path) to a payload; None: it does not say."""
Write = tuple[str, str, Mapping[str, Value]]
"""Path of a module, its tag, the attributes to set."""
Writer = Callable[[str], Write | None]
"""From the payload of a command to what to write; None: it cannot be said."""
Names = Mapping[int, str]
ACTIVE, PAUSED, STOPPED = 2, 4, 6


@dataclass(frozen=True, slots=True)
class Part:
    """One entity in the making."""

    key: str
    # unique in its device
    component: str
    name: str
    options: Mapping[str, object] = field(default_factory=dict)
    # of the entity; those that end in _topic hold no more than the last word of the topic
    reads: Mapping[str, Reader] = field(default_factory=dict)
    # last word of a topic → what is said on it
    writes: Mapping[str, Writer] = field(default_factory=dict)
    category: str | None = None
    modules: frozenset[str] = frozenset()
    # paths of those it reads


def parts_of(tree: Tree, job_names: Callable[[Module], Names]) -> Iterator[Part]:
    """All that the modules of a device say and take, each by itself."""
    kinds = Counter(module.kind for module in tree.modules)
    for module in tree.modules:
        # "freezer" beside "temperature": its resource name tells which it is.
        several = kinds[module.kind] > 1 and module.name != module.kind
        prefix = f"{_spoken(module.name)} " if several else ""
        for row in sdt().modules.get(module.kind, ()):
            if row.component == "switch" and row.name == "Power" and prefix:
                yield _of_row(module, row, _spoken(module.name))
            else:
                yield _of_row(module, row, prefix + row.name)
        if module.kind.endswith("JobMode"):
            name = "Program" if tree.kind in sdt().programmes else "Mode"
            yield from _job_mode(module, prefix + name, job_names(module))
    yield from _buttons(tree)


def starting(tree: Tree) -> dict[str, Write]:
    """How it is started, paused and stopped; each in absolute words, never as a toggle."""
    found: dict[str, Write] = {}
    run, operation = of_kind(tree, "runState"), of_kind(tree, "operationMode")
    states = listed(run, "macSs")
    if operation is not None:
        for action, go in (("start", True), ("pause", False)):
            found[action] = (operation.path, operation.tag, {"staPe": go})
    if run is not None:
        for action, state in (("start", ACTIVE), ("pause", PAUSED), ("stop", STOPPED)):
            if state in states:
                found.setdefault(action, (run.path, run.tag, {attribute(run, "cuMSe"): state}))
    return found


def of_kind(tree: Tree, kind: str) -> Module | None:
    """The first module of this kind."""
    return next((one for one in tree.modules if one.kind == kind), None)


def listed(module: Module | None, name: str) -> tuple[int, ...]:
    """The numbers in a list attribute."""
    value = () if module is None else module.said.get(name, ())
    if not isinstance(value, tuple):
        return ()
    return tuple(
        int(one) for one in value if isinstance(one, int) or (isinstance(one, str) and one.isdigit())
    )


def attribute(module: Module, *names: str) -> str:
    """The first of these that the module has, else the first."""
    return next((one for one in names if one in module.said), names[0])


def reader(module: Module, name: str, kind: str, high: float = 100, words: Names | None = None) -> Reader:
    """How to read one attribute of one module."""
    path, known = module.path, words or {}
    return lambda said: shown(kind, said.get(path, {}).get(name), high, known)


def writer(module: Module, name: str, kind: str, high: float = 100, words: Names | None = None) -> Writer:
    """How to write one attribute of one module."""
    known = words or {}

    def write(payload: str) -> Write | None:
        value = written(kind, payload, high, known)
        return None if value is None else (module.path, module.tag, {name: value})

    return write


def does(write: Write) -> Writer:
    """A command that is always the same."""
    return lambda payload: write


def _of_row(module: Module, row: Row, name: str) -> Part:
    own = attribute(module, *row.attribute)
    words = sdt().words.get(row.kind, {})
    low, high = bound(row.low, module.said), bound(row.high, module.said)
    full = high if row.kind == "share" and high else 100
    options: dict[str, object] = {"state_topic": "state"}
    if row.kind == "share":
        low, high = 0, 100
    limits = (("min", low), ("max", high), ("step", bound(row.step, module.said)))
    if row.component == "number":
        options |= {option: value for option, value in limits if value is not None}
    unit = "%" if row.kind == "share" else row.unit
    if unit == "°C" and str(module.said.get("unit", "")).upper().lstrip("°") in ("F", "FAHRENHEIT"):
        unit = "°F"
    told = (("unit_of_measurement", unit), ("device_class", row.device_class))
    options |= {option: value for option, value in told if value}
    if words and row.component in ("select", "sensor"):
        options["options"] = list(words.values())
    if row.kind == "door":
        options |= {"payload_on": "open", "payload_off": "closed"}
    writes = {}
    if row.writes:
        options["command_topic"] = "set"
        writes["set"] = writer(module, own, row.kind, full, words)
    reads = {"state": reader(module, own, row.kind, full, words)}
    return Part(
        f"{module.name}.{row.attribute[0]}",
        row.component,
        name,
        options,
        reads,
        writes,
        row.category,
        _only(module),
    )


def _job_mode(module: Module, name: str, names: Names) -> Iterator[Part]:
    if not names:
        return
    own = attribute(module, "cuJMe")
    options = {"state_topic": "state", "command_topic": "set", "options": list(names.values())}
    reads = {"state": reader(module, own, "job mode", words=names)}
    writes = {"set": writer(module, own, "", words=names)}
    yield Part(f"{module.name}.mode", "select", name, options, reads, writes, modules=_only(module))


def _buttons(tree: Tree) -> Iterator[Part]:
    for action, write in starting(tree).items():
        options = {"command_topic": "set", "payload_press": action}
        yield Part(f"do.{action}", "button", action.capitalize(), options, writes={"set": does(write)})


def _only(module: Module) -> frozenset[str]:
    return frozenset((module.path,))


def _spoken(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")
