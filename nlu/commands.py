"""What a clause wants done: its act, its values and the kind of thing it is done to, as intents."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from nlu.clauses import Clause
from nlu.frames import Frames
from nlu.targets import Targets
from nlu.tokens import Token
from nlu.understanding import Intent, Slot, SlotValue

_VALUE_KINDS = ("program", "option", "mode", "fan_speed", "colour", "kelvin", "source")
_ADJUSTABLE = frozenset(
    ("temperature", "humidity", "fan_speed", "level", "volume", "channel", "position", "colour_temperature", "setting")
)
_SETTABLE = frozenset(("temperature", "humidity", "fan_speed", "level", "volume", "channel", "position", "setting"))
_SURELY_A_TARGET = 15
# "올려 24도": nobody means 24 degrees more
_SETTING_ACTS = frozenset(
    ("set", "do", "", "on", "play", "run", "start", "turn", "up", "down", "brighten", "dim", "warmer", "cooler")
)
_WITH_UP_AND_DOWN = frozenset(
    ("up", "down", "off", "on", "brighten", "dim", "warmer", "cooler", "warm_up", "set", "start", "run")
)
_DIRECTED = {
    "brighten": ("level", "up"), "dim": ("level", "down"),
    "warmer": ("temperature", "up"), "cooler": ("temperature", "down"),
}  # fmt: skip
# acts that name what they change


@dataclass(slots=True)
class Wish:
    """A clause on its way to intents."""

    clause: Clause
    targets: Targets
    frames: Frames
    act: str
    focused: bool = False
    # the conversation is about something already
    used: list[Token] = field(default_factory=list)
    intents: list[Intent] = field(default_factory=list)

    @property
    def type(self) -> str | None:
        """The type that decides how the act is read."""
        return self.targets.types[0] if self.targets.types else None

    def is_a(self, group: str) -> bool:
        """Whether the thing belongs to a group of types."""
        return self.frames.is_a(self.type, group)

    def attribute(self) -> Token | None:
        """The attribute that was named: 온도, volume …"""
        return self.clause.first("attribute")

    def add(self, name: str, *slots: Slot, confidence: float = 1.0) -> None:
        """One more intent about the clause's targets."""
        start, end = self.clause.start, self.clause.end
        self.intents.append(Intent(name, (*self.targets.slots, *slots), confidence, start, end))

    def slot(self, name: str, token: Token, value: SlotValue | None = None) -> Slot:
        """A value slot from a token, which is explained by it."""
        self.used.append(token)
        chosen = token.value if value is None else value
        return Slot(name, chosen, token.start, token.end, token.text, token.entry.exact)


def command_intents(clause: Clause, targets: Targets, frames: Frames, focused: bool = False) -> Wish:
    """Intents of a clause that wants something done; none when the words do not make sense together."""
    wish = Wish(clause, targets, frames, _plain_act(clause), focused)
    handler = _ACTS.get(wish.act)
    before = len(wish.intents)
    if wish.act in _SETTING_ACTS:
        _values(wish)
    if handler is not None:
        handler(wish, len(wish.intents) > before)
    if not wish.intents and wish.act in ("set", "do", "up", "down"):
        _ask_for_value(wish)
    return wish


def _ask_for_value(wish: Wish) -> None:
    """온도 조절해 줘, change the colour: the planner asks which value."""
    attribute = wish.attribute()
    names = _SETTABLE | {"mode", "program", "colour", "source"}
    if attribute is not None and attribute.value in names and wish.clause.verb is not None:
        wish.used.append(attribute)
        name = "program.select" if attribute.value == "program" else f"{attribute.value}.set"
        wish.add(name)


def _plain_act(clause: Clause) -> str:
    act = clause.act
    if not act:
        state = clause.first("state", "on", "off", "up", "down")
        act = state.value if state else ""
    if clause.marked("enough"):
        return {"on": "off", "play": "off", "run": "stop", "start": "stop", "do": "stop", "": "stop"}.get(act, act)
    return act


# --- values -----------------------------------------------------------------------------------------------------


def _values(wish: Wish) -> None:
    """Values name their own dimension: 24도 → temperature, 제습 → mode, 울코스 → program."""
    clause = wish.clause
    starting = wish.act in ("run", "start", "play", "on") or wish.act == "do" and _is_activity(wish)
    programs, options = clause.all("program"), clause.all("option")
    if programs or options:
        slots = [wish.slot("program", token) for token in programs]
        slots += [wish.slot("option", token) for token in options]
        _use_attribute(wish, "program")
        wish.add("run_control.start" if starting else "program.select", *slots)
    runs_away = wish.act in ("run", "start") and wish.type is None
    for token in [] if runs_away else clause.all("mode"):
        _use_attribute(wish, "mode")
        wish.add("mode.set", wish.slot("mode", token))
    for token in clause.all("fan_speed"):
        _use_attribute(wish, "fan_speed")
        wish.add("fan_speed.set", wish.slot("fan_speed", token))
    for token in clause.all("colour"):
        _use_attribute(wish, "colour")
        wish.add("colour.set", wish.slot("colour", token))
    for token in clause.all("kelvin"):
        _use_attribute(wish, "colour_temperature", "colour")
        slots = [wish.slot("value", token, float(token.value)), wish.slot("unit", token, "kelvin")]
        wish.add("colour_temperature.set", *slots)
    for token in clause.all("source"):
        _use_attribute(wish, "source")
        wish.add("source.set", wish.slot("source", token))
    for token in clause.all("quantity"):
        _quantity(wish, token)
    _changes(wish)


def _use_attribute(wish: Wish, *names: str) -> None:
    token = wish.clause.first("attribute", *names)
    if token is not None:
        wish.used.append(token)


def _quantity(wish: Wish, token: Token) -> None:
    unit = token.value
    if unit not in ("", "celsius", "fahrenheit", "percent", "step", "channel", "kelvin"):
        return
    if unit == "" and not _is_setting(wish, token):
        return
    dimension = _dimension(wish, unit)
    unit = _real_unit(wish, token)
    slots = [wish.slot("value", token, token.number)]
    if unit:
        slots.append(wish.slot("unit", token, unit))
    direction = _direction(wish)
    if direction is not None and dimension in _ADJUSTABLE and not _means_target(wish, token, dimension):
        amount = [Slot("amount", token.number, token.start, token.end, token.text), *slots[1:]]
        wish.add(f"{dimension}.adjust", direction, *amount)
    elif dimension in _SETTABLE or dimension == "colour_temperature":
        wish.add(f"{dimension}.set", *slots)


def _is_setting(wish: Wish, token: Token) -> bool:
    """A bare number is a value when something says so: a goal, an attribute, or nothing else it could be."""
    if wish.attribute() is not None or _means_target(wish, token, ""):
        return True
    if wish.act in ("on", "play", "run", "start", "off"):
        return token.number >= _SURELY_A_TARGET
    return wish.targets.found or wish.clause.verb is not None or wish.focused


def _real_unit(wish: Wish, token: Token) -> str:
    """ "72 degrees" of an aircon can only be Fahrenheit."""
    warm = wish.is_a("warm") or wish.is_a("runs")
    if token.value == "celsius" and 45 <= token.number <= 100 and not warm:
        return "fahrenheit"
    return "" if token.value == "channel" else token.value


def _dimension(wish: Wish, unit: str) -> str:
    attribute = wish.attribute()
    if unit in wish.frames.units:
        if attribute is not None and attribute.value == "temperature":
            wish.used.append(attribute)
        return wish.frames.units[unit]
    if attribute is not None and attribute.value in _ADJUSTABLE:
        wish.used.append(attribute)
        return attribute.value
    if wish.act in _DIRECTED:
        return _DIRECTED[wish.act][0]
    if unit in wish.frames.dimensions:
        fallback = "channel" if unit == "channel" else "setting"
        return wish.frames.by_group(wish.frames.dimensions[unit], wish.type) or fallback
    return "setting"


def _direction(wish: Wish) -> Slot | None:
    """Up or down: of the verb, or of a word like 밝게, more, warmer."""
    verb = wish.clause.verb
    source = wish.clause.first("state", "up", "down") or verb
    if wish.act in ("up", "down") and source is not None:
        return Slot("direction", wish.act, source.start, source.end, source.text)
    if wish.act in _DIRECTED and verb is not None:
        return Slot("direction", _DIRECTED[wish.act][1], verb.start, verb.end, verb.text)
    for token in wish.clause.all("change"):
        way = token.value.rpartition(".")[2]
        if way in ("up", "down"):
            return wish.slot("direction", token, way)
    more = wish.clause.first("change", "more", "less")
    if more is not None:
        return wish.slot("direction", more, "up" if more.value == "more" else "down")
    return None


def _means_target(wish: Wish, token: Token, dimension: str) -> bool:
    """24도로 올려, turn it up to 24: a goal, not an amount."""
    tokens = wish.clause.tokens
    at = tokens.index(token)
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    before = tokens[at - 1] if at else None
    if after is not None and after.is_a("particle", "goal"):
        return True
    if before is not None and before.is_a("mark", "goal"):
        return True
    if before is not None and before.is_a("time", "at"):
        return True
    if before is not None and (before.is_a("mark", "by") or before.is_a("time", "by")):
        return False
    return dimension == "temperature" and token.number >= _SURELY_A_TARGET and not wish.clause.first("change", "more")


def _changes(wish: Wish) -> None:
    """Changes and extremes without a number: 더 밝게, 최대로, a bit warmer, 반으로."""
    if wish.intents and not (wish.intents[-1].name.startswith("power.")):
        return
    clause = wish.clause
    extreme = clause.first("extreme")
    direction = _direction(wish)
    dimension = _changed_dimension(wish)
    slots = [] if extreme is None else [wish.slot("extreme", extreme)]
    if extreme is not None and extreme.value in ("max", "min", "half") and dimension is not None:
        wish.add(f"{dimension}.set", *slots)
    elif direction is not None and dimension is not None:
        wish.add(f"{dimension}.adjust", direction, *slots)


def _changed_dimension(wish: Wish) -> str | None:
    attribute = wish.attribute()
    if attribute is not None and attribute.value in _ADJUSTABLE:
        wish.used.append(attribute)
        return attribute.value
    change = next((token for token in wish.clause.all("change") if "." in token.value), None)
    if change is not None:
        named = change.value.rpartition(".")[0]
        return wish.frames.by_group(wish.frames.changes.get(named, {}), wish.type) or named
    if attribute is not None:
        return None
    if wish.act in _DIRECTED:
        return _DIRECTED[wish.act][0]
    if wish.is_a("covers") and wish.clause.first("extreme", "half"):
        return "position"
    return wish.frames.by_group(wish.frames.changes["setting"], wish.type) or "setting"


# --- acts -------------------------------------------------------------------------------------------------------

_SPEAKS_OF_POWER = frozenset(("power", "mode"))


def _on(wish: Wish, valued: bool) -> None:
    attribute = wish.attribute()
    if attribute is not None and attribute.value == "volume":
        wish.used.append(attribute)
        wish.add("volume.unmute")
        return
    if not valued and attribute is not None and attribute.value not in _SPEAKS_OF_POWER:
        return
    _use_attribute(wish, "power")
    if valued and (wish.is_a("media") or wish.is_a("lamps") or wish.intents[0].name == "run_control.start"):
        return
    if wish.is_a("valves"):
        wish.add("position.open")
    elif wish.is_a("docked") or (wish.act == "play" and wish.is_a("runs")) or _is_activity(wish):
        wish.add("run_control.start")
    elif not valued or wish.targets.found:
        wish.add("power.turn_on")
        wish.intents.insert(0, wish.intents.pop())


def _off(wish: Wish, _: bool) -> None:
    attribute = wish.attribute()
    mode = wish.clause.first("mode")
    if attribute is not None and attribute.value == "volume":
        wish.used.append(attribute)
        wish.add("volume.mute")
    elif mode is not None or attribute is not None and attribute.value not in ("power",):
        return
    elif wish.is_a("valves"):
        _use_attribute(wish, "power")
        wish.add("position.close")
    else:
        _use_attribute(wish, "power")
        wish.add("power.turn_off")


def _run(wish: Wish, valued: bool) -> None:
    if valued and wish.intents[0].name == "run_control.start":
        return
    if wish.type == "car" and wish.act == "run":
        # 차 돌려: the driver is meant
        return
    again = wish.clause.marked("again")
    if wish.is_a("runs") or wish.type is None and not valued:
        wish.add("run_control.resume" if again else "run_control.start")
    elif not valued or not wish.is_a("media"):
        _on(wish, valued)


def _do(wish: Wish, valued: bool) -> None:
    if not valued and _is_activity(wish):
        wish.add("run_control.start")


def _is_activity(wish: Wish) -> bool:
    return wish.clause.first("activity") is not None


def _stop(wish: Wish, _: bool) -> None:
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
    if wish.is_a("valves"):
        wish.add("position.close")
    elif wish.is_a("covers") and wish.type not in ("door", "garage_door"):
        wish.add("position.close")
    elif wish.attribute() is None and (wish.type in (None, "car") or wish.is_a("locks") or wish.is_a("covers")):
        wish.add("lock.lock")


def _unlock(wish: Wish, _: bool) -> None:
    if wish.is_a("valves"):
        wish.add("position.open")
    elif wish.attribute() is None and (wish.type is None or wish.is_a("locks") or wish.type in ("door", "garage_door", "car")):
        wish.add("lock.unlock")


def _down(wish: Wish, valued: bool) -> None:
    if wish.is_a("brewing") and wish.attribute() is None:
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
        if wish.is_a(group) or wish.clause.first("activity"):
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


_ACTS: dict[str, Callable[[Wish, bool], None]] = {
    "on": _on, "play": _on, "off": _off, "toggle": _toggle,
    "run": _run, "start": _run, "do": _do, "": _do, "set": _do,
    "stop": _stop, "finish": _finish,
    "pause": _named("run_control.pause"), "resume": _named("run_control.resume"),
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


def unexplained(wish: Wish, tokens: Iterable[Token]) -> list[Token]:
    """Value words that no intent of this clause took up."""
    kinds = (*_VALUE_KINDS, "quantity", "attribute", "extreme", "change", "ordinal", "clock")
    changed = any(intent.name.endswith(".adjust") or intent.one("direction") for intent in wish.intents)
    left = [token for token in tokens if token.kind in kinds and token not in wish.used]
    left += [token for token in tokens if token.is_a("state", "finish")]
    if wish.act not in _WITH_UP_AND_DOWN:
        left += [token for token in tokens if token.is_a("state", "up", "down")]
    return [token for token in left if not (changed and token.kind == "change") and token.value != "setting"]
