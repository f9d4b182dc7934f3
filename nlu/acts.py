"""What each act means for the kind of thing it is done to."""

from collections.abc import Callable
from dataclasses import replace

from nlu.handing import give_it, hang_it
from nlu.manners import gets_out, goes_by_itself, is_bare_number, is_only_moved, is_set_off, was_set_off
from nlu.of_people import is_a_game
from nlu.openings import child_locks, close_it, drawn, lock_it, open_it, unlock_it
from nlu.swinging import fix_it, swing_it, swings
from nlu.unsaid import is_bare_activity
from nlu.wish import Wish, is_activity, use_attribute

_SPEAKS_OF_POWER = frozenset(("power", "mode"))
_TURNED = frozenset(("channel", "volume"))
_WORKING = frozenset(("cool", "heat", "dry", "fan_only", "purify"))
# modes that are what the appliance is on for


def _on(wish: Wish, valued: bool) -> None:
    if swings(wish, True) or child_locks(wish, True):
        return
    attribute = wish.attribute()
    if attribute is not None and attribute.value == "volume":
        wish.used.append(attribute)
        wish.add("volume.unmute")
        return
    if not valued and attribute is not None and attribute.value not in _SPEAKS_OF_POWER:
        return
    use_attribute(wish, "power")
    if wish.is_a("locks"):
        # deadbolt on
        wish.add("lock.lock")
        return
    if valued and is_bare_number(wish):
        # 오번 켜줘: hardly a channel
        wish.intents = [replace(intent, confidence=0.5) for intent in wish.intents]
    if valued and (wish.is_a("lamps") or wish.intents[0].name == "run_control.start"):
        return
    if wish.is_a("valves"):
        wish.add("position.open")
    elif wish.is_a("docked") or (wish.act == "play" and wish.is_a("runs")) or is_activity(wish):
        wish.add("run_control.start")
    elif not valued or wish.targets.found:
        wish.add("power.turn_on")
        wish.intents.insert(0, wish.intents.pop())


def _off(wish: Wish, _: bool) -> None:
    if wish.clause.first("verbal_noun", "book") and not wish.clause.arranged:
        # 선풍기 예약 꺼
        wish.add("conversation.cancel")
        return
    if swings(wish, False) or child_locks(wish, False):
        return
    attribute = wish.attribute()
    mode = wish.clause.first("mode")
    if attribute is not None and attribute.value == "volume":
        wish.used.append(attribute)
        wish.add("volume.mute")
    elif mode is not None and not goes_by_itself(wish):
        wish.used += [*wish.clause.all("mode"), *wish.clause.all("attribute", "mode")]
        if mode.value in _WORKING:
            # 냉방 꺼: all of it, more likely than not
            wish.add("power.turn_off", confidence=0.5)
        else:
            # 외출 모드 꺼: which one instead?
            wish.add("mode.set")
    elif mode is None and attribute is not None and attribute.value != "power":
        return
    elif wish.is_a("valves"):
        use_attribute(wish, "power")
        wish.add("position.close")
    elif wish.is_a("locks"):
        wish.add("lock.unlock", confidence=0.5)
    elif wish.is_a("covers") and wish.clause.may("cuts"):
        wish.add("position.stop", confidence=0.5)
    elif is_set_off(wish):
        wish.add("run_control.start", confidence=0.5)
    else:
        use_attribute(wish, "power")
        # 밥솥 보온 꺼: whatever it does
        wish.used += wish.clause.all("program", "keep_warm")
        wish.add("power.turn_off", confidence=0.5 if was_set_off(wish) else 1.0)


def _play(wish: Wish, valued: bool) -> None:
    if valued or not is_a_game(wish):
        _on(wish, valued)


def _watch(wish: Wish, valued: bool) -> None:
    """watch channel 5, watch tv — and not "watch the baby"."""
    if valued or wish.is_a("media"):
        _on(wish, valued)


def _run(wish: Wish, valued: bool) -> None:
    if swings(wish, True):
        return
    if valued and wish.intents[0].name == "run_control.start":
        return
    if wish.is_a("driven") and wish.act == "run":
        # 차 돌려: the driver is meant
        return
    attribute = wish.attribute()
    if attribute is not None and attribute.value in _TURNED:
        # 채널 돌려: to which? But 소리 돌려놔: let it be heard again
        if not valued and attribute.value == "volume" and wish.clause.may("put"):
            wish.used.append(attribute)
            wish.add("volume.unmute", confidence=0.5)
        return
    again = wish.clause.marked("again")
    if wish.is_a("runs") or (wish.type is None and not valued):
        wish.add("run_control.resume" if again else "run_control.start")
    elif not valued or not wish.is_a("media"):
        _on(wish, valued)


def _do(wish: Wish, valued: bool) -> None:
    said = wish.act in ("do", "set") or (wish.act == "" and wish.targets.found)
    kept = [] if wish.clause.verb else list(wish.intents)
    if (kept or not valued) and said and swings(wish, True):
        # 선풍기 미풍 회전
        wish.intents[:0] = kept
        return
    if wish.act == "do" and wish.clause.marked("again") and wish.is_a("runs") and not valued:
        # 이어서 해
        wish.add("run_control.resume")
        return
    if not valued and is_activity(wish):
        # 커튼 세탁해 줘: it is washed, it does not wash
        guessed = is_bare_activity(wish.clause) or any(map(wish.is_a, ("covers", "lamps", "media")))
        wish.add("run_control.start", confidence=0.5 if guessed else 1.0)


def _stop(wish: Wish, _: bool) -> None:
    if wish.clause.marked("enough") and not (wish.targets.found or wish.focused):
        # 그만해라: whatever it was
        wish.add("conversation.cancel")
        return
    if swings(wish, False):
        return
    if wish.is_a("covers"):
        wish.add("position.stop")
    elif wish.clause.marked("brief"):
        wish.add("run_control.pause")
    elif wish.is_a("runs") or wish.type is None:
        # 차 세워: the driver is meant
        wish.add("run_control.stop", confidence=0.5 if wish.is_a("driven") else 1.0)
    else:
        wish.add("power.turn_off")


def _finish(wish: Wish, valued: bool) -> None:
    if wish.clause.marked("again") and wish.is_a("runs"):
        # 청소 마저 끝내
        wish.add("run_control.resume")
        return
    if wish.clause.may("causative") and wish.is_a("runs"):
        # 8시까지 끝나게 해 줘
        wish.add("run_control.start")
    elif not wish.clause.may("passive"):
        _stop(wish, valued)


def _named(name: str) -> Callable[[Wish, bool], None]:
    def handler(wish: Wish, _: bool) -> None:
        use_attribute(wish, name.partition(".")[0])
        wish.add(name)

    return handler


def _pause(wish: Wish, _: bool) -> None:
    if wish.type is None or wish.is_a("runs") or wish.is_a("covers") or wish.is_a("media"):
        wish.add("run_control.pause")


def _down(wish: Wish, valued: bool) -> None:
    if gets_out(wish):
        wish.intents.clear()
    elif wish.is_a("brewing") and wish.attribute() is None:
        if all(intent.name != "run_control.start" for intent in wish.intents):
            wish.intents.clear()
            wish.add("run_control.start")
    elif is_only_moved(wish):
        wish.intents.clear()
        close_it(wish, valued)


def _up_or_cover(wish: Wish, valued: bool) -> None:
    if is_only_moved(wish) and not wish.clause.first("quantity"):
        wish.intents.clear()
        open_it(wish, valued)


def _dock(wish: Wish, _: bool) -> None:
    if wish.is_a("docked") or (wish.act == "dock" and wish.type is None):
        wish.add("run_control.return_to_dock")


def _charge(wish: Wish, _: bool) -> None:
    if wish.is_a("chargers"):
        wish.add("power.turn_on")
    elif wish.is_a("driven"):
        # a car without a charger of its own here
        wish.add("run_control.start", confidence=0.5)
    else:
        _dock(wish, _)


def _book(wish: Wish, valued: bool) -> None:
    if not valued:
        _run(wish, valued)


def _locate(wish: Wish, _: bool) -> None:
    if wish.is_a("docked"):
        wish.add("run_control.locate")


def _for_type(group: str, name: str) -> Callable[[Wish, bool], None]:
    def handler(wish: Wish, _: bool) -> None:
        if name in [intent.name for intent in wish.intents] or wish.is_a("driven"):
            return
        if wish.is_a(group) or wish.clause.first("activity"):
            use_attribute(wish, "water")
            wish.add(name)
        elif wish.type is not None and all(one.name == "level.adjust" for one in wish.intents):
            # 불 줄이고 5분 더 끓여: the pot
            wish.intents.clear()

    return handler


def _only_for(group: str, name: str = "run_control.start") -> Callable[[Wish, bool], None]:
    """An act that makes sense with one kind of thing alone: it begins to work."""

    def handler(wish: Wish, _: bool) -> None:
        if wish.is_a(group):
            use_attribute(wish, "water")
            wish.add(name)

    return handler


def _warm_up(wish: Wish, _: bool) -> None:
    if wish.is_a("driven") and not wish.intents:
        wish.add("power.turn_on")
        return
    if not (wish.is_a("warm") or wish.clause.first("activity")):
        return
    if all(intent.name != "run_control.start" for intent in wish.intents):
        wish.add("run_control.start")


def _cancel(wish: Wish, _: bool) -> None:
    wish.add("run_control.stop" if wish.is_a("runs") else "conversation.cancel")


def _job(program: str) -> Callable[[Wish, bool], None]:
    """빨래 헹궈 줘: a verb that names a programme."""

    def handler(wish: Wish, valued: bool) -> None:
        verb = wish.clause.verb
        if verb is not None and not valued and (wish.is_a("runs") or is_activity(wish)):
            wish.add("run_control.start", wish.slot("program", verb, program))

    return handler


def _restart(wish: Wish, _: bool) -> None:
    """껐다 켜."""
    wish.add("power.turn_off")
    wish.add("power.turn_on")


ACTS: dict[str, Callable[[Wish, bool], None]] = {
    "on": _on, "play": _play, "watch": _watch, "off": _off,
    "toggle": _named("power.toggle"), "restart": _restart,
    "run": _run, "start": _run, "hang": hang_it, "stoke": _only_for("heating", "power.turn_on"),
    "do": _do, "": _do, "set": _do, "stop": _stop, "finish": _finish, "become": _finish,
    "boil": _job("boil"),
    "spin": _job("spin"), "rinse": _job("rinse"), "fix": fix_it,
    "pause": _pause, "swing": swing_it, "resume": _named("run_control.resume"),
    "open": open_it, "close": close_it, "draw_open": drawn("open"), "draw_close": drawn("close"),
    "shut_off": close_it, "lock": lock_it, "unlock": unlock_it,
    "up": _up_or_cover, "down": _down,
    "mute": _named("volume.mute"), "unmute": _named("volume.unmute"),
    "dock": _dock, "send": _dock, "charge": _charge, "book": _book, "locate": _locate,
    "warm_up": _warm_up, "cook": _for_type("warm", "run_control.start"),
    "brew": _for_type("brewing", "run_control.start"), "give": give_it,
    "wash": _for_type("washes", "run_control.start"), "dry": _for_type("dryers", "run_control.start"),
    "sweep": _for_type("docked", "run_control.start"), "mow": _for_type("docked", "run_control.start"),
    "feed": _only_for("feeders"), "fill": _only_for("baths"),
    "cancel": _cancel, "undo": _named("conversation.undo"),
}  # fmt: skip
