"""What opens and closes: shutters and doors that move, valves, locks."""

from collections.abc import Iterable, Mapping

from appliance_bridge.dialects.homie import formats
from appliance_bridge.dialects.homie.description import Node, Property
from appliance_bridge.dialects.homie.parts import Workpiece, word

_ACTION = frozenset({
    "action", "control", "command", "cmd", "operation", "shutter", "cover", "blind", "door", "gate", "lock",
})  # fmt: skip
_STATE = frozenset({"state", "status", "position", "lock"})
_POSITION = frozenset({"position", "level"})
_VALVE = frozenset({"valve", "state", "position", "power", "action", "control", "command"})
_LOCK = frozenset({"lock", "locked", "state"})
_LOCKABLE = ("lock", "door", "gate", "car", "도어", "문", "자물쇠")
_MOVES = frozenset({"open", "opening", "closed", "closing", "stopped"})
_LOCKED = frozenset({"locked", "unlocked", "locking", "unlocking", "jammed"})


def combine(work: Workpiece, node: Node) -> None:
    """Make the entity of a node that is one of these."""
    _cover(work, node)
    _valve(work, node)
    _lock(work, node)


def _words(one: Property | None) -> Mapping[str, str]:
    """What its options mean → its options."""
    return {} if one is None else {word(option): option for option in formats.choices(one)}


def _first(words: Mapping[str, str], *meanings: str) -> str | None:
    return next((words[one] for one in meanings if one in words), None)


def _is_order(one: Property) -> bool:
    return one.settable and one.datatype == "enum"


def _reported(words: Mapping[str, str], known: Iterable[str]) -> dict[str, object]:
    """Options `state_…` for the words that it reports."""
    return {f"state_{one}": words[one] for one in known if one in words}


def _state_of(work: Workpiece, node: Node, known: frozenset[str]) -> Property | None:
    """The property that only reports these words."""
    return work.find(
        node, _STATE, lambda one: not one.settable and one.datatype == "enum" and _words(one).keys() <= known
    )


def _cover(work: Workpiece, node: Node) -> None:
    action = work.find(node, _ACTION, _is_order)
    words = _words(action)
    opens, closes = _first(words, "open", "up"), _first(words, "close", "down")
    if action is None or opens is None or closes is None or _named(work, node, "valve"):
        return
    position = work.find(node, _POSITION, lambda one: formats.unit(one) == "%" and one.retained)
    state = _state_of(work, node, _MOVES)
    config: dict[str, object] = {
        "command_topic": work.command(node, action),
        "payload_open": opens, "payload_close": closes, "payload_stop": _first(words, "stop"),
    }  # fmt: skip
    if position is not None:
        config["position_topic"] = work.value(node, position)
        if position.settable:
            config["set_position_topic"] = work.command(node, position)
    if state is not None:
        config |= {"state_topic": work.value(node, state), **_reported(_words(state), _MOVES)}
    work.use(node, action, position, state)
    work.add("cover", f"{node.id}/cover", work.part_name(node), config)


def _valve(work: Workpiece, node: Node) -> None:
    """One property that is told "open" or "closed" and says so."""
    if not _named(work, node, "valve", "밸브"):
        return
    one = work.find(node, _VALVE, lambda one: _is_order(one) and one.retained)
    words = _words(one)
    opened, closed = _first(words, "open", "opened"), _first(words, "closed", "close")
    if one is None or opened is None or closed is None or len(words) != 2:
        return
    config = {
        "state_topic": work.value(node, one), "command_topic": work.command(node, one),
        "payload_open": opened, "payload_close": closed, "state_open": opened, "state_closed": closed,
    }  # fmt: skip
    work.use(node, one)
    work.add("valve", f"{node.id}/valve", work.part_name(node), config)


def _lock(work: Workpiece, node: Node) -> None:
    """A flag "locked", or an order to lock with a state beside it. A child lock is none."""
    if _named(work, node, "child", "keypad", "panel", "어린이") or not _named(work, node, *_LOCKABLE):
        return
    flag = work.find(
        node, _LOCK - {"state"}, lambda one: one.settable and one.retained and one.datatype == "boolean"
    )
    if flag is not None:
        config: dict[str, object] = {
            "state_topic": work.value(node, flag), "command_topic": work.command(node, flag),
            "payload_lock": "true", "payload_unlock": "false",
            "state_locked": "true", "state_unlocked": "false",
        }  # fmt: skip
        work.use(node, flag)
        work.add("lock", f"{node.id}/lock", work.part_name(node), config)
        return
    action = work.find(node, _ACTION, _is_order)
    words = _words(action)
    locks, unlocks = _first(words, "lock"), _first(words, "unlock")
    if action is None or locks is None or unlocks is None:
        return
    config = {"command_topic": work.command(node, action), "payload_lock": locks, "payload_unlock": unlocks}
    state = _state_of(work, node, _LOCKED)
    if state is not None:
        config |= {"state_topic": work.value(node, state), **_reported(_words(state), _LOCKED)}
    work.use(node, action, state)
    work.add("lock", f"{node.id}/lock", work.part_name(node), config)


def _named(work: Workpiece, node: Node, *parts: str) -> bool:
    said = f"{work.device.name} {node.id} {node.name} {node.type}".lower()
    return any(part in said for part in parts)
