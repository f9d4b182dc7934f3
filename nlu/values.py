"""Values in a clause: 24도, 제습, 울코스, 30%, 더 밝게, as loud as possible. They name what they set."""

from dataclasses import replace

from nlu.tokens import Token
from nlu.understanding import Slot
from nlu.wish import Wish, is_activity, use_attribute

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

_STARTING = frozenset(("run", "start", "play", "on", "brew", "cook", "down"))

_NEVER_A_SETTING = 1000
# a bare number that long is a code
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
    starting = wish.act in _STARTING or (wish.act == "do" and is_activity(wish))
    programs, options = clause.all("program"), clause.all("option")
    if programs or options:
        slots = [wish.slot("program", token) for token in programs]
        slots += [wish.slot("option", token) for token in options]
        use_attribute(wish, "program")
        wish.add("run_control.start" if starting else "program.select", *slots)
    runs_away = wish.act in ("run", "start") and wish.type is None
    for token in [] if runs_away else clause.all("mode"):
        if clause.first("attribute", "fan_speed") is not None:
            # 바람 세기 자동으로, fan to auto
            use_attribute(wish, "fan_speed")
            wish.add("fan_speed.set", wish.slot("fan_speed", token))
            continue
        use_attribute(wish, "mode")
        wish.add("mode.set", wish.slot("mode", token))
    for token in clause.all("fan_speed"):
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
    read_changes(wish)


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
    if direction is not None and dimension in ADJUSTABLE and not _means_target(wish, token, dimension):
        amount = [Slot("amount", token.number, token.start, token.end, token.text), *slots[1:]]
        wish.add(f"{dimension}.adjust", direction, *amount)
    elif dimension in SETTABLE or dimension == "colour_temperature":
        wish.add(f"{dimension}.set", *slots)


def _is_setting(wish: Wish, token: Token) -> bool:
    """A bare number is a value when something says so: a goal, an attribute, or nothing else it could be."""
    if token.number >= _NEVER_A_SETTING:
        return False
    if wish.attribute() is not None or _means_target(wish, token, ""):
        return True
    if wish.act in ("on", "play", "run", "start", "off"):
        return token.number >= _SURELY_A_TARGET
    return wish.targets.found or wish.clause.verb is not None or wish.focused


def _real_unit(wish: Wish, token: Token) -> str:
    """ "72 degrees" of an aircon can only be Fahrenheit."""
    cooling = wish.type is None or (wish.is_a("climate") and wish.type != "boiler")
    if token.value == "celsius" and token.text.isascii() and 55 <= token.number <= 100 and cooling:
        return "fahrenheit"
    return "" if token.value == "channel" else token.value


def _dimension(wish: Wish, unit: str) -> str:
    attribute = wish.attribute()
    if unit in wish.frames.units:
        if attribute is not None and attribute.value == "temperature":
            wish.used.append(attribute)
        return wish.frames.units[unit]
    if attribute is not None and attribute.value in ADJUSTABLE:
        wish.used.append(attribute)
        return attribute.value
    if wish.act in DIRECTED:
        return DIRECTED[wish.act][0]
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
    return (
        dimension == "temperature"
        and token.number >= _SURELY_A_TARGET
        and not wish.clause.first("change", "more")
    )


def read_changes(wish: Wish) -> None:
    """Changes and extremes without a number: 더 밝게, 최대로, a bit warmer, 반으로."""
    if wish.intents and not (wish.intents[-1].name.startswith("power.")):
        return
    if wish.act in ("run", "start") and not (wish.targets.found or wish.focused):
        # run faster!
        return
    clause = wish.clause
    extreme = clause.first("extreme")
    direction = _direction(wish)
    dimension = _changed_dimension(wish)
    if dimension == "temperature" and direction is not None and wish.is_a("lamps"):
        # warmer light is light of fewer kelvin
        dimension, way = "colour_temperature", "down" if direction.value == "up" else "up"
        direction = replace(direction, value=way)
    slots = [] if extreme is None else [wish.slot("extreme", extreme)]
    if extreme is not None and extreme.value == "max" and direction is not None and direction.value == "down":
        # 제일 약하게
        slots = [wish.slot("extreme", extreme, "min")] if clause.first("change") else slots
    if extreme is not None and extreme.value in ("max", "min", "half") and dimension is not None:
        wish.add(f"{dimension}.set", *slots)
    elif direction is not None and dimension is not None:
        wish.add(f"{dimension}.adjust", direction, *slots)


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
