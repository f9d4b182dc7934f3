"""From said values to absolute ones: "two degrees more" and "half" become numbers here."""

from appliance_bridge.appliance import Appliance, Limits
from appliance_bridge.capability import Value
from bot.planner.setting import NoValue, Setting, limits_of_words
from bot.planner.situation import Situation
from bot.planner.speeds import next_speed
from nlu.options import match_option
from nlu.understanding import Intent

MAIN_ATTRIBUTE = {
    "temperature": "target",
    "humidity": "target",
    "level": "percent",
    "volume": "percent",
    "position": "percent",
    "channel": "number",
    "colour_temperature": "kelvin",
    "fan_speed": "percent",
    "freezer": "freezer_target",
}
"""Which reported attribute a numeric setting moves."""

WORDS = ("mode", "fan_speed", "program", "source", "swing")
"""Slots whose value is a word of the appliance's own."""

PERCENT = Limits(minimum=0, maximum=100, step=1, unit="percent")


def resolve(dimension: str, intent: Intent, appliance: Appliance, situation: Situation) -> Setting | NoValue:
    """The value that `intent` gives to a dimension ("temperature", "mode", …) of this appliance."""
    capability = dimension
    for candidate in situation.affordances.values.get(dimension, (dimension,)):
        if _settable(candidate, appliance):
            capability = candidate
            break
    else:
        return NoValue("unsupported", dimension, said_value(intent))
    word = next((str(v) for name in WORDS for v in intent.all(name)), None)
    if dimension in {"colour", "colour_temperature"} and intent.one("colour") is not None:
        return _colour(str(intent.one("colour")), appliance, situation)
    if capability in {"mode", "source", "program", "swing"} or (
        capability == "fan_speed" and word is not None
    ):
        return _word(capability, dimension, word or str(intent.one("value") or ""), appliance, situation)
    return _number(capability, intent, appliance, situation)


def dimension_of(intent: Intent, appliance: Appliance, situation: Situation) -> str | None:
    """Which dimension an intent is about; for `setting.*` the unit and the appliance decide."""
    dimension = intent.name.partition(".")[0]
    if dimension != "setting":
        return dimension
    for name in (*WORDS, "colour"):
        if intent.one(name) is not None:
            return name
    unit = intent.one("unit")
    setting = situation.setting_of(appliance)
    if isinstance(unit, str) and unit in situation.affordances.units:
        fitting = [one for one in situation.affordances.units[unit] if _settable(one, appliance)]
        return setting if setting in fitting else next(iter(fitting), None)
    return setting


def limits_of(capability: str, appliance: Appliance, situation: Situation) -> Limits:
    """What values the main attribute of a capability may take here."""
    capability, attribute = _part(capability)
    offer = appliance.offers.get(capability)
    found = (offer.limits.get(attribute) or offer.limits.get("value")) if offer is not None else None
    if found is not None:
        return found
    kind = situation.catalogue.type_of(appliance.type)
    default = PERCENT if attribute == "percent" else Limits()
    return kind.limits.get(f"{capability}.{attribute}", default)


def _part(name: str) -> tuple[str, str]:
    """Capability and attribute of a dimension; a freezer is a part of a fridge's temperature."""
    return "temperature" if name == "freezer" else name, MAIN_ATTRIBUTE.get(name, "selected")


def _settable(capability: str, appliance: Appliance) -> bool:
    return any(appliance.can(capability, action) for action in ("set", "select", "set_percent"))


def said_value(intent: Intent) -> Value | None:
    """The value in the person's words: a number or a word."""
    return next((value for name in ("value", *WORDS, "colour") for value in intent.all(name)), None)


def _word(
    capability: str, dimension: str, said: str, appliance: Appliance, situation: Situation
) -> Setting | NoValue:
    """A word among the appliance's own; kinds of words that live elsewhere here (sleep as a fan mode) too."""
    if not said:
        return NoValue("which_value", capability)
    candidates = situation.affordances.values.get(dimension, (capability,))
    for candidate in candidates:
        if not _settable(candidate, appliance):
            continue
        matches = match_option(said, limits_of_words(candidate, appliance), dimension)
        if matches:
            action = "select" if appliance.can(candidate, "select") else "set"
            return Setting(candidate, action, matches[0])
    speed = situation.affordances.speeds.get(said)
    if speed is not None and "fan_speed" in candidates and appliance.can("fan_speed", "set_percent"):
        return Setting("fan_speed", "set_percent", _tidy(speed))
    options = limits_of_words(capability, appliance)
    return NoValue("not_an_option", capability, said, options)


def _colour(said: str, appliance: Appliance, situation: Situation) -> Setting | NoValue:
    tables = situation.affordances
    if said in tables.whites and appliance.can("colour_temperature", "set"):
        limits = limits_of("colour_temperature", appliance, situation)
        return Setting("colour_temperature", "set", _bounded(tables.whites[said], limits))
    if not appliance.can("colour", "set"):
        return NoValue("unsupported", "colour")
    if said not in tables.colours:
        return NoValue("not_an_option", "colour", said, tuple(tables.colours))
    return Setting("colour", "set", tables.colours[said])


def _number(capability: str, intent: Intent, appliance: Appliance, situation: Situation) -> Setting | NoValue:
    action = "set_percent" if appliance.can(capability, "set_percent") else "set"
    if capability == "fan_speed" and action == "set":
        return next_speed(intent, appliance, situation)
    part = "freezer" if _means_freezer(capability, intent, appliance, situation) else capability
    limits = limits_of(part, appliance, situation)
    if intent.name.endswith(".adjust"):
        target = _moved(capability, part, intent, appliance, situation, limits)
    else:
        target = _said_number(intent, limits, as_step=capability == "fan_speed")
    if target is None:
        return NoValue("which_value", capability)
    if isinstance(target, NoValue):
        return target
    return Setting(capability, "set_freezer" if part == "freezer" else action, _tidy(target))


def _means_freezer(capability: str, intent: Intent, appliance: Appliance, situation: Situation) -> bool:
    """The lower half of a fridge: named, or meant by a cold that only it reaches."""
    if capability != "temperature" or not appliance.can("temperature", "set_freezer"):
        return False
    if intent.one("part") is not None:
        return intent.one("part") == "freezer"
    value = _said_number(intent, Limits())
    upper, lower = (limits_of(part, appliance, situation) for part in ("temperature", "freezer"))
    return value is not None and not _within(value, upper) and _within(value, lower)


def _said_number(intent: Intent, limits: Limits, *, as_step: bool = False) -> float | None:
    extreme = intent.one("extreme")
    if extreme is not None:
        return _extreme(str(extreme), limits)
    value = intent.one("value")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if as_step and intent.one("unit") != "percent":
        # "step 3" of a fan that only knows percent: its own steps must be known
        return None if limits.step is None or limits.step <= 1 else value * limits.step
    return (value - 32) * 5 / 9 if intent.one("unit") == "fahrenheit" else float(value)


def _moved(
    capability: str, part: str, intent: Intent, appliance: Appliance, situation: Situation, limits: Limits
) -> float | NoValue | None:
    extreme = intent.one("extreme")
    if extreme in {"max", "min", "half"}:
        return _extreme(str(extreme), limits)
    key = f"{capability}.{MAIN_ATTRIBUTE[part]}"
    current = situation.home.state(appliance.id).value(key)
    if isinstance(current, bool) or not isinstance(current, int | float):
        return None
    amount = intent.one("amount")
    if isinstance(amount, bool) or not isinstance(amount, int | float):
        amount = max(situation.affordances.steps.get(capability, 1), limits.step or 0)
        amount *= 2 if extreme == "a_lot" else 1
    elif intent.one("unit") == "fahrenheit":
        amount = amount * 5 / 9
    moved = current + amount if intent.one("direction") != "down" else current - amount
    bounded = _bounded(moved, limits)
    if bounded == current:
        return NoValue("already", capability, _tidy(current))
    return bounded


def _extreme(extreme: str, limits: Limits) -> float | None:
    if limits.minimum is None or limits.maximum is None:
        return None
    middle = (limits.minimum + limits.maximum) / 2
    return {"max": limits.maximum, "min": max(limits.minimum, 1.0), "half": middle}.get(extreme)


def _bounded(value: float, limits: Limits) -> float:
    low = value if limits.minimum is None else max(value, limits.minimum)
    return low if limits.maximum is None else min(low, limits.maximum)


def _within(value: float, limits: Limits) -> bool:
    return limits.minimum is not None and _bounded(value, limits) == value


def _tidy(number: float) -> Value:
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded
