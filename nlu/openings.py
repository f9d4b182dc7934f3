"""Opening, closing and locking: by half, by so much, a bit more, and what a lock is of."""

from collections.abc import Callable

from nlu.clauses import Clause
from nlu.tokens import is_goal
from nlu.understanding import Slot
from nlu.wish import Wish, use_attribute


def open_it(wish: Wish, _: bool) -> None:
    """Open it, so far or by so much; of a lock, unlock it."""
    if wish.is_a("driven") and wish.clause.first("attribute", "door"):
        use_attribute(wish, "door")
        wish.add("lock.unlock")
        return
    source = wish.clause.first("source")
    if source is not None and not wish.is_a("covers"):
        # open youtube on the tv
        wish.add("source.set", wish.slot("source", source))
        return
    percent = wish.clause.first("quantity", "percent")
    if _is_switched(wish):
        # open the light, in the English of Singapore
        wish.add("power.turn_on")
    elif wish.is_a("locks") or wish.is_a("driven"):
        # 차 열어: its doors, its windows?
        wish.add("lock.unlock", confidence=0.5 if wish.is_a("driven") else 1.0)
    elif percent is not None:
        wish.add("position.set", wish.slot("value", percent, percent.number), wish.slot("unit", percent))
    else:
        _move(wish, "up", "position.open")


def close_it(wish: Wish, _: bool) -> None:
    """Close it, so far or by so much."""
    clause = wish.clause
    percent = clause.first("quantity", "percent")
    if _is_switched(wish):
        wish.add("power.turn_off")
    elif wish.is_a("locks") or wish.is_a("driven"):
        # a door that nothing here can move: locking it may be meant, or whoever stands beside it
        wish.add("lock.lock", confidence=0.5)
    elif percent is not None and not is_goal(clause.tokens, clause.tokens.index(percent)):
        # 70%만 닫아: what is left open is the rest
        rest = wish.slot("value", percent, 100 - percent.number)
        wish.add("position.set", rest, wish.slot("unit", percent))
    else:
        _move(wish, "down", "position.close")


def _is_switched(wish: Wish) -> bool:
    electric = any(map(wish.is_a, ("lamps", "media", "climate", "blown")))
    valued = wish.attribute() is not None or wish.clause.first("quantity") is not None
    return electric and wish.clause.verb_first and not valued


def _is_more(clause: Clause) -> bool:
    """커튼더닫아."""
    return clause.first("particle", "more") is not None


def _move(wish: Wish, way: str, whole: str) -> None:
    """By half, a bit (조금 열어, 더 닫아), or all the way."""
    clause = wish.clause
    extreme = clause.first("extreme")
    if extreme is not None and extreme.value == "half":
        wish.add("position.set", wish.slot("extreme", extreme))
    elif clause.first("extreme", "a_bit", "a_lot") or clause.first("change", "more") or _is_more(clause):
        wish.used += clause.all("change", "more")
        direction = Slot("direction", way, clause.start, clause.end, "")
        wish.add("position.adjust", direction, *([] if extreme is None else [wish.slot("extreme", extreme)]))
    else:
        wish.used += [] if extreme is None else [extreme]
        wish.add(whole)


def drawn(name: str) -> Callable[[Wish, bool], None]:
    """커튼 걷어, 쳐: what is done to curtains and blinds only."""

    def handler(wish: Wish, valued: bool) -> None:
        if wish.is_a("drawn") or (wish.type is None and not wish.clause.first("unknown")):
            (open_it if name == "open" else close_it)(wish, valued)

    return handler


def lock_it(wish: Wish, _: bool) -> None:
    """Lock a door or a car, shut a valve or a window, lock the buttons of anything else."""
    if child_locks(wish, True):
        return
    if wish.is_a("valves") or (wish.is_a("covers") and not wish.is_a("doors")):
        wish.add("position.close")
    elif wish.is_a("driven") and wish.clause.first("attribute", "door"):
        use_attribute(wish, "door")
        wish.add("lock.lock")
    elif wish.attribute() is None and (
        wish.type is None or any(map(wish.is_a, ("driven", "locks", "covers")))
    ):
        wish.add("lock.lock")


def bolt_it(wish: Wish, valued: bool) -> None:
    """현관문 걸어; 빨래 걸어, 문에 걸어 is nothing that anything here does."""
    if wish.is_a("locks") and not valued and not wish.clause.first("particle", "place"):
        wish.add("lock.lock")


def unlock_it(wish: Wish, _: bool) -> None:
    """The other way round."""
    if child_locks(wish, False):
        return
    mode = wish.clause.first("mode")
    if wish.clause.first("verbal_noun", "book"):
        # 예약 해제
        wish.add("conversation.cancel")
    elif mode is not None and not wish.is_a("locks"):
        # 외출 모드 풀어: which one instead?
        wish.used += [mode, *wish.clause.all("attribute", "mode")]
        wish.add("mode.set")
    elif wish.is_a("valves"):
        wish.add("position.open")
    elif wish.attribute() is None and (
        wish.type is None or any(map(wish.is_a, ("locks", "doors", "driven")))
    ):
        wish.add("lock.unlock")


def child_locks(wish: Wish, on: bool) -> bool:
    """세탁기 아이 잠금 켜, turn on the child lock."""
    token = wish.clause.first("attribute", "child_lock", "child_lock.any", "child_lock.buttons")
    if token is not None and token.value == "child_lock.buttons" and wish.act not in ("lock", "unlock"):
        # disable the buttons
        on = not on
    if _locks_itself(wish) or (token is None and wish.act not in ("lock", "unlock")):
        return False
    if wish.type is None and (token is None or token.value == "child_lock.any"):
        return False
    if token is None and (wish.clause.first("mode") or wish.clause.first("program")):
        return False
    wish.used += [] if token is None else [token]
    # 로청 풀어: of its lock, or let it go?
    surely = on or (token is not None and wish.clause.first("mark", "no") is None)
    wish.add("child_lock.turn_on" if on else "child_lock.turn_off", confidence=1.0 if surely else 0.5)
    return True


def _locks_itself(wish: Wish) -> bool:
    """A door, a valve, a car: to lock it is no lock of its buttons."""
    return wish.is_a("driven") or any(map(wish.is_a, ("locks", "valves", "covers")))
