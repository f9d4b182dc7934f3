"""Values in a clause: 24도, 제습, 울코스, 30%, 더 밝게, as loud as possible. They name what they set."""

from dataclasses import replace

from nlu.lone_numbers import is_no_value
from nlu.programs import read_programs
from nlu.tokens import Token, is_goal
from nlu.understanding import Slot
from nlu.wish import Wish, use_attribute

VALUE_KINDS = ("program", "option", "mode", "fan_speed", "colour", "kelvin", "source")

ADJUSTABLE = frozenset(
    (
        "temperature",
        "humidity",
        "fan_speed",
        "level",
        "volume",
        "channel",
        "position",
        "colour_temperature",
        "setting",
    )
)

SETTABLE = frozenset(
    ("temperature", "humidity", "fan_speed", "level", "volume", "channel", "position", "setting")
)

_SPEEDS = frozenset(("auto", "sleep", "quiet", "turbo", "boost", "natural", "normal"))
# modes that are speeds of a fan, too

_MOST_STEPS = 12
# of a fan
_WHICH_WAY = ("channel", "step")
_SURELY_A_TARGET = 15
# "올려 24도": nobody means 24 degrees more

DIRECTED = {
    "brighten": ("level", "up"), "dim": ("level", "down"),
    "warmer": ("temperature", "up"), "cooler": ("temperature", "down"),
}  # fmt: skip
# acts that name what they change


def read_values(wish: Wish) -> None:
    """Values name their own dimension: 24도 → temperature, 제습 → mode, 울코스 → program."""
    clause = wish.clause
    read_programs(wish)
    runs_away = wish.act in ("run", "start") and wish.type is None
    for token in clause.all("mode"):
        if runs_away and not is_goal(clause.tokens, clause.tokens.index(token)):
            continue
        if token.value in _SPEEDS and clause.first("attribute", "fan_speed") is not None:
            # 바람 세기 자동으로, fan to auto
            use_attribute(wish, "fan_speed")
            wish.add("fan_speed.set", wish.slot("fan_speed", token))
            continue
        use_attribute(wish, "mode")
        wish.add("mode.set", wish.slot("mode", token))
    for token in (one for one in clause.all("fan_speed") if one not in wish.used):
        strength = _strength(wish, token)
        if strength is not None:
            wish.add(*strength)
            continue
        use_attribute(wish, "fan_speed")
        wish.add("fan_speed.set", wish.slot("fan_speed", token))
    for token in clause.all("colour"):
        use_attribute(wish, "colour")
        wish.add("colour.set", wish.slot("colour", token))
    for token in clause.all("kelvin"):
        use_attribute(wish, "colour_temperature", "colour")
        slots = [wish.slot("value", token, float(token.value)), wish.slot("unit", token, "kelvin")]
        wish.add("colour_temperature.set", *slots)
    for token in clause.all("source"):
        use_attribute(wish, "source")
        wish.add("source.set", wish.slot("source", token))
    for token in clause.all("quantity"):
        _quantity(wish, token)
    if wish.intents:
        # 강력 모드로, the wool programme: the noun behind the value
        use_attribute(wish, "mode")
        use_attribute(wish, "program")
    if clause.first("colour") or clause.first("kelvin"):
        # 더 노랗게
        wish.used += clause.all("change", "more")
    read_changes(wish)


def _strength(wish: Wish, token: Token) -> tuple[str, Slot, Slot] | None:
    """lights low, volume high: so many per cent of what has no speed."""
    attribute = wish.attribute()
    named = attribute.value if attribute is not None and attribute.value in ("level", "volume") else None
    dimension = named or ("level" if wish.is_a("lamps") else None)
    percent = wish.frames.percents.get(token.value)
    if dimension is None or percent is None:
        return None
    use_attribute(wish, dimension)
    unit = Slot("unit", "percent", token.start, token.end, token.text)
    return f"{dimension}.set", wish.slot("value", token, percent), unit


def _quantity(wish: Wish, token: Token) -> None:
    unit = token.value
    if unit not in ("", "celsius", "fahrenheit", "percent", "step", "channel", "kelvin"):
        return
    if unit == "" and not _is_setting(wish, token):
        return
    if unit == "channel" and wish.is_a("runs"):
        # 세탁기 헹굼 3번: so many times
        return
    if token.number < 0 and token.attached and not wish.is_a("cold"):
        # 에어컨-24도: hardly below zero
        return
    dimension = _dimension(wish, token)
    attribute = wish.attribute()
    if attribute is not None and attribute.value == "source" and unit in ("", "channel"):
        # 외부입력 2번
        use_attribute(wish, "source")
        wish.add("source.set", wish.slot("source", token, f"{token.number:g}"))
        return
    unit = "" if token.value == "channel" else token.value
    slots = [wish.slot("value", token, token.number)]
    if unit:
        slots.append(wish.slot("unit", token, unit))
    direction = _direction(wish)
    if direction is None and _is_less(wish, token):
        slots[0] = Slot("amount", -token.number, token.start, token.end, token.text)
        wish.add(f"{dimension}.adjust", replace(slots[0], name="direction", value="down"), *slots)
        return
    if direction is not None and dimension in ADJUSTABLE and not _means_target(wish, token, dimension):
        amount = [Slot("amount", token.number, token.start, token.end, token.text), *slots[1:]]
        wish.add(f"{dimension}.adjust", direction, *amount)
    elif (dimension in SETTABLE or dimension == "colour_temperature") and (dimension, unit) != _WHICH_WAY:
        wish.add(f"{dimension}.set", *slots)


def _is_less(wish: Wish, token: Token) -> bool:
    """minus 3 degrees, said alone: so much less. A freezer is set to it."""
    alone = wish.clause.verb is None and not is_goal(wish.clause.tokens, wish.clause.tokens.index(token))
    return token.number < 0 and token.text.isascii() and alone and not wish.is_a("cold")


def _is_setting(wish: Wish, token: Token) -> bool:
    """A bare number is a value when something says so: a goal, an attribute, or nothing else it could be."""
    attribute = wish.attribute()
    if attribute is not None and attribute.value == "colour_temperature":
        return True
    if is_no_value(wish, token):
        return False
    if wish.is_a("blown") and 1 <= token.number <= _MOST_STEPS:
        # fan on 3
        return True
    if wish.attribute() is not None or _means_target(wish, token, ""):
        return True
    if wish.act in ("on", "play", "run", "start", "off"):
        return token.number >= _SURELY_A_TARGET
    return wish.targets.found or wish.clause.verb is not None or wish.focused


def _dimension(wish: Wish, token: Token) -> str:
    unit = token.value
    attribute = wish.attribute_of(token, SETTABLE)
    if unit in wish.frames.units:
        if attribute is not None and attribute.value in (wish.frames.units[unit], "source"):
            # 22도 입력: put in
            wish.used.append(attribute)
        return wish.frames.units[unit]
    taken = attribute is not None and attribute.value == "fan_speed" and wish.clause.first("fan_speed")
    if attribute is not None and attribute.value in ADJUSTABLE and not taken:
        wish.used.append(attribute)
        return attribute.value
    if wish.act in DIRECTED:
        return DIRECTED[wish.act][0]
    louder = wish.clause.first("change", "volume.up", "volume.down") if unit == "" else None
    if louder is not None and wish.is_a("media"):
        # tv louder by 3
        return "volume"
    if unit == "" and wish.act and (wish.is_a("climate") or wish.is_a("warm")):
        # "set the aircon to 24" says what is set; "aircon 24" leaves it to the appliance
        return "temperature"
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
    if wish.act in DIRECTED and verb is not None:
        return Slot("direction", DIRECTED[wish.act][1], verb.start, verb.end, verb.text)
    for token in wish.clause.all("change"):
        way = token.value.rpartition(".")[2]
        if way in ("up", "down"):
            return wish.slot("direction", token, way)
    plus = wish.clause.first("mark", "plus")
    if plus is not None:
        # vol +5
        return Slot("direction", "up", plus.start, plus.end, plus.text)
    more = wish.clause.first("change", "more", "less")
    if more is not None:
        return wish.slot("direction", more, "up" if more.value == "more" else "down")
    return None


def _means_target(wish: Wish, token: Token, dimension: str) -> bool:
    """24도로 올려, turn it up to 24: a goal, not an amount."""
    tokens = wish.clause.tokens
    at = tokens.index(token)
    before = tokens[at - 1] if at else None
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if is_goal(tokens, at) or (before is not None and before.is_a("time", "at")):
        return True
    if behind is not None and behind.value == "until":
        # 80프로까지 올려
        return True
    if before is not None and (before.is_a("mark", "by") or before.is_a("time", "by")):
        return False
    return (
        dimension == "temperature"
        and token.number >= _SURELY_A_TARGET
        and not wish.is_a("warm")
        and not wish.clause.first("change", "more")
    )


def read_changes(wish: Wish) -> None:
    """Changes and extremes without a number: 더 밝게, 최대로, a bit warmer, 반으로."""
    if wish.intents and not (wish.intents[-1].name.startswith("power.")):
        _change_besides(wish)
        return
    clause = wish.clause
    named = clause.first("change", "channel.up", "channel.down") is not None
    if wish.act in ("run", "start") and not (wish.targets.found or wish.focused or named):
        # run faster!
        return
    extreme = clause.first("extreme")
    direction = _direction(wish)
    dimension = _changed_dimension(wish)
    if dimension == "temperature" and direction is not None and wish.is_a("lamps"):
        # warmer light is light of fewer kelvin
        dimension, way = "colour_temperature", "down" if direction.value == "up" else "up"
        direction = replace(direction, value=way)
    slots = [] if extreme is None else [wish.slot("extreme", extreme)]
    if extreme is not None and extreme.value == "max" and direction is not None and direction.value == "down":
        # 제일 약하게, 최대한 줄여, down all the way
        slots = [wish.slot("extreme", extreme, "min")]
    if extreme is not None and extreme.value in _ENDS and wish.is_a("covers") and wish.attribute() is None:
        # 커튼 활짝
        wish.used.append(extreme)
        wish.add(_ENDS[extreme.value])
    elif direction is not None and dimension is not None and _is_halved(extreme, wish):
        wish.add(f"{dimension}.adjust", direction, *slots)
    elif extreme is not None and extreme.value in ("max", "min", "half") and dimension is not None:
        wish.add(f"{dimension}.set", *slots)
    elif direction is not None and dimension is not None:
        wish.add(f"{dimension}.adjust", direction, *slots)


def _is_halved(extreme: Token | None, wish: Wish) -> bool:
    """반으로 줄여: half of what it is, not the middle; but curtains go half way."""
    return extreme is not None and extreme.value == "half" and not wish.is_a("covers")


_ENDS = {"max": "position.open", "min": "position.close"}
_OF_THEIR_OWN = ("fan_speed.up", "fan_speed.down", "level.up", "level.down", "volume.up", "volume.down")


def _change_besides(wish: Wish) -> None:
    """냉방 20도 바람 세게: a change of something that has got no value yet."""
    said = {slot.start for intent in wish.intents for slot in intent.slots}
    for token in (one for one in wish.clause.all("change", *_OF_THEIR_OWN) if one.start not in said):
        named, _, way = token.value.rpartition(".")
        dimension = wish.frames.by_group(wish.frames.changes.get(named, {}), wish.type) or named
        if all(intent.name.partition(".")[0] not in (dimension, "program") for intent in wish.intents):
            use_attribute(wish, dimension)
            wish.add(f"{dimension}.adjust", wish.slot("direction", token, way))


def _changed_dimension(wish: Wish) -> str | None:
    attribute = wish.attribute()
    if attribute is not None and attribute.value in ADJUSTABLE:
        wish.used.append(attribute)
        return attribute.value
    change = next((token for token in wish.clause.all("change") if "." in token.value), None)
    if change is not None:
        named = change.value.rpartition(".")[0]
        return wish.frames.by_group(wish.frames.changes.get(named, {}), wish.type) or named
    if attribute is not None:
        return None
    if wish.act in DIRECTED:
        return DIRECTED[wish.act][0]
    if wish.is_a("covers") and wish.clause.first("extreme", "half"):
        return "position"
    return wish.frames.by_group(wish.frames.changes["setting"], wish.type) or "setting"
