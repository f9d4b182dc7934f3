"""What each act means for the kind of thing it is done to."""

from collections.abc import Callable

from nlu.understanding import Slot
from nlu.wish import Wish, is_activity, use_attribute

_SPEAKS_OF_POWER = frozenset(("power", "mode"))


def _swings(wish: Wish, on: bool) -> bool:
    """회전 켜 줘, oscillate the fan."""
    token = wish.clause.first("attribute", "swing")
    if token is None:
        return False
    wish.intents.clear()
    wish.add("swing.set", wish.slot("swing", token, "on" if on else "off"))
    return True


def _child_locks(wish: Wish, on: bool) -> bool:
    """세탁기 아이 잠금 켜, turn on the child lock."""
    token = wish.clause.first("attribute", "child_lock")
    if token is None or token.text == "잠금" or wish.is_a("locks"):
        return False
    wish.used.append(token)
    wish.add("child_lock.turn_on" if on else "child_lock.turn_off")
    return True


def _swing(wish: Wish, _: bool) -> None:
    verb = wish.clause.verb
    if verb is not None and (wish.is_a("blown") or wish.is_a("climate") or wish.focused):
        off = wish.clause.first("state", "off") is not None
        wish.add("swing.set", wish.slot("swing", verb, "off" if off else "on"))


def _on(wish: Wish, valued: bool) -> None:
    if _swings(wish, True) or _child_locks(wish, True):
        return
    attribute = wish.attribute()
    if attribute is not None and attribute.value == "volume":
        wish.used.append(attribute)
        wish.add("volume.unmute")
        return
    if not valued and attribute is not None and attribute.value not in _SPEAKS_OF_POWER:
        return
    use_attribute(wish, "power")
    if valued and (wish.is_a("media") or wish.is_a("lamps") or wish.intents[0].name == "run_control.start"):
        return
    if wish.is_a("valves"):
        wish.add("position.open")
    elif wish.is_a("docked") or (wish.act == "play" and wish.is_a("runs")) or is_activity(wish):
        wish.add("run_control.start")
    elif not valued or wish.targets.found:
        wish.add("power.turn_on")
        wish.intents.insert(0, wish.intents.pop())


def _off(wish: Wish, _: bool) -> None:
    if _swings(wish, False) or _child_locks(wish, False):
        return
    attribute = wish.attribute()
    mode = wish.clause.first("mode")
    if attribute is not None and attribute.value == "volume":
        wish.used.append(attribute)
        wish.add("volume.mute")
    elif mode is not None or (attribute is not None and attribute.value not in ("power",)):
        return
    elif wish.is_a("valves"):
        use_attribute(wish, "power")
        wish.add("position.close")
    else:
        use_attribute(wish, "power")
        wish.add("power.turn_off")


def _run(wish: Wish, valued: bool) -> None:
    if _swings(wish, True):
        return
    if valued and wish.intents[0].name == "run_control.start":
        return
    if wish.type == "car" and wish.act == "run":
        # 차 돌려: the driver is meant
        return
    again = wish.clause.marked("again")
    if wish.is_a("runs") or (wish.type is None and not valued):
        wish.add("run_control.resume" if again else "run_control.start")
    elif not valued or not wish.is_a("media"):
        _on(wish, valued)


def _do(wish: Wish, valued: bool) -> None:
    said = wish.act == "do" or (wish.act == "" and wish.targets.found)
    if not valued and said and _swings(wish, True):
        return
    if not valued and is_activity(wish):
        wish.add("run_control.start")


def _stop(wish: Wish, _: bool) -> None:
    if _swings(wish, False):
        return
    if wish.is_a("covers"):
        wish.add("position.stop")
    elif wish.clause.marked("brief"):
        wish.add("run_control.pause")
    elif wish.is_a("runs") or wish.type is None:
        wish.add("run_control.stop")
    else:
        wish.add("power.turn_off")


def _finish(wish: Wish, valued: bool) -> None:
    if wish.clause.may("causative") and wish.is_a("runs"):
        # 8시까지 끝나게 해 줘
        wish.add("run_control.start")
    elif not wish.clause.may("passive"):
        _stop(wish, valued)


def _named(name: str) -> Callable[[Wish, bool], None]:
    def handler(wish: Wish, _: bool) -> None:
        wish.add(name)

    return handler


def _pause(wish: Wish, _: bool) -> None:
    if wish.type is None or wish.is_a("runs") or wish.is_a("covers") or wish.is_a("media"):
        wish.add("run_control.pause")


def _open(wish: Wish, _: bool) -> None:
    half = wish.clause.first("extreme")
    percent = wish.clause.first("quantity", "percent")
    if wish.is_a("locks"):
        wish.add("lock.unlock")
    elif percent is not None:
        wish.add("position.set", wish.slot("value", percent, percent.number), wish.slot("unit", percent))
    elif half is not None and half.value == "half":
        wish.add("position.set", wish.slot("extreme", half))
    elif half is not None and half.value in ("a_bit", "a_lot"):
        direction = Slot("direction", "up", wish.clause.start, wish.clause.end, "")
        wish.add("position.adjust", direction, wish.slot("extreme", half))
    else:
        if half is not None:
            wish.used.append(half)
        wish.add("position.open")


def _close(wish: Wish, _: bool) -> None:
    half = wish.clause.first("extreme")
    if wish.is_a("locks"):
        wish.add("lock.lock")
    elif half is not None and half.value == "half":
        wish.add("position.set", wish.slot("extreme", half))
    elif half is not None and half.value in ("a_bit", "a_lot"):
        direction = Slot("direction", "down", wish.clause.start, wish.clause.end, "")
        wish.add("position.adjust", direction, wish.slot("extreme", half))
    else:
        if half is not None:
            wish.used.append(half)
        wish.add("position.close")


def _drawn(name: str) -> Callable[[Wish, bool], None]:
    def handler(wish: Wish, valued: bool) -> None:
        if wish.is_a("drawn") or (wish.type is None and not wish.clause.first("unknown")):
            (_open if name == "open" else _close)(wish, valued)

    return handler


def _lock(wish: Wish, _: bool) -> None:
    if _child_locks(wish, True):
        return
    if wish.is_a("valves") or (wish.is_a("covers") and wish.type not in ("door", "garage_door")):
        wish.add("position.close")
    elif wish.type == "car" and wish.clause.first("attribute", "door"):
        use_attribute(wish, "door")
        wish.add("lock.lock")
    elif wish.attribute() is None and (
        wish.type in (None, "car") or wish.is_a("locks") or wish.is_a("covers")
    ):
        wish.add("lock.lock")


def _unlock(wish: Wish, _: bool) -> None:
    if _child_locks(wish, False):
        return
    if wish.is_a("valves"):
        wish.add("position.open")
    elif wish.attribute() is None and (
        wish.type is None or wish.is_a("locks") or wish.type in ("door", "garage_door", "car")
    ):
        wish.add("lock.unlock")


def _down(wish: Wish, valued: bool) -> None:
    if wish.is_a("brewing") and wish.attribute() is None:
        if all(intent.name != "run_control.start" for intent in wish.intents):
            wish.intents.clear()
            wish.add("run_control.start")
    elif wish.is_a("covers") and wish.attribute() is None:
        wish.intents.clear()
        _close(wish, valued)


def _up_or_cover(wish: Wish, valued: bool) -> None:
    if wish.is_a("covers") and wish.attribute() is None and not wish.clause.first("quantity"):
        wish.intents.clear()
        _open(wish, valued)


def _dock(wish: Wish, _: bool) -> None:
    if wish.is_a("docked") or wish.type is None:
        wish.add("run_control.return_to_dock")


def _send(wish: Wish, _: bool) -> None:
    if wish.is_a("docked"):
        wish.add("run_control.return_to_dock")


def _book(wish: Wish, valued: bool) -> None:
    if not valued:
        _run(wish, valued)


def _locate(wish: Wish, _: bool) -> None:
    if wish.is_a("docked"):
        wish.add("run_control.locate")


def _for_type(group: str, name: str) -> Callable[[Wish, bool], None]:
    def handler(wish: Wish, _: bool) -> None:
        if name in [intent.name for intent in wish.intents] or wish.type == "car":
            return
        if wish.is_a(group) or wish.clause.first("activity"):
            use_attribute(wish, "water")
            wish.add(name)

    return handler


def _warm_up(wish: Wish, _: bool) -> None:
    if not (wish.is_a("warm") or wish.clause.first("activity")):
        return
    for token in wish.clause.all("quantity", "", "celsius", "fahrenheit"):
        slots = [wish.slot("value", token, token.number)]
        if token.value:
            slots.append(wish.slot("unit", token))
        wish.add("temperature.set", *slots)
    wish.add("run_control.start")


def _cancel(wish: Wish, _: bool) -> None:
    wish.add("run_control.stop" if wish.is_a("runs") else "conversation.cancel")


def _toggle(wish: Wish, _: bool) -> None:
    wish.add("power.toggle")


ACTS: dict[str, Callable[[Wish, bool], None]] = {
    "on": _on, "play": _on, "off": _off, "toggle": _toggle,
    "run": _run, "start": _run, "do": _do, "": _do, "set": _do,
    "stop": _stop, "finish": _finish,
    "pause": _pause, "swing": _swing, "resume": _named("run_control.resume"),
    "open": _open, "close": _close, "draw_open": _drawn("open"), "draw_close": _drawn("close"),
    "shut_off": _close, "lock": _lock, "unlock": _unlock,
    "up": _up_or_cover, "down": _down,
    "mute": _named("volume.mute"), "unmute": _named("volume.unmute"),
    "dock": _dock, "send": _send, "charge": _send, "book": _book, "locate": _locate,
    "warm_up": _warm_up, "cook": _for_type("warm", "run_control.start"),
    "brew": _for_type("brewing", "run_control.start"),
    "wash": _for_type("runs", "run_control.start"), "dry": _for_type("runs", "run_control.start"),
    "sweep": _for_type("docked", "run_control.start"),
    "cancel": _cancel, "undo": _named("conversation.undo"),
}  # fmt: skip
