"""From said values to absolute ones: "two degrees more" and "half" become numbers here."""

from dataclasses import replace

from appliance_bridge.appliance import Appliance, Limits
from appliance_bridge.capability import Value
from bot.planner.choices import numbered
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

HOTTEST_ROOM_FAHRENHEIT = 100
"""Above it nobody speaks of the air."""

NEVER_NOTHING = frozenset(("fan_speed", "level"))
"""Less of it never means none at all: that would be off."""

PERCENT = Limits(minimum=0, maximum=100, step=1, unit="percent")


def resolve(dimension: str, intent: Intent, appliance: Appliance, situation: Situation) -> Setting | NoValue:
    """The value that `intent` gives to a dimension ("temperature", "mode", …) of this appliance."""
    capability = dimension
    for candidate in situation.affordances.values.get(dimension, (dimension,)):
        if _settable(candidate, appliance):
            capability = candidate
            break
    else:
        return _instead(dimension, intent, appliance, situation)
    word = next((str(v) for name in WORDS for v in intent.all(name)), None)
    if dimension in {"colour", "colour_temperature"} and intent.one("colour") is not None:
        return _colour(str(intent.one("colour")), appliance, situation)
    if capability == "water_temperature":
        return numbered(capability, intent.one("value"), appliance)
    if capability in {"mode", "source", "program", "swing"} or (
        capability == "fan_speed" and word is not None
    ):
        return _word(capability, dimension, word or str(intent.one("value") or ""), appliance, situation)
    return _number(capability, intent, appliance, situation)


def _instead(dimension: str, intent: Intent, appliance: Appliance, situation: Situation) -> Setting | NoValue:
    """Quieter said of what has no volume but a quiet mode."""
    quieter = dimension == "volume" and intent.one("direction") == "down"
    if quieter and any(_settable(one, appliance) for one in situation.affordances.values["mode"]):
        found = _word("mode", "mode", "quiet", appliance, situation)
        return found if isinstance(found, Setting) else NoValue("unsupported", dimension)
    return NoValue("unsupported", dimension, said_value(intent))


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
    coloured = appliance.can("colour", "set")
    white = tables.whites.get(said) or (None if coloured else tables.nearest_whites.get(said))
    if white is not None and appliance.can("colour_temperature", "set"):
        limits = limits_of("colour_temperature", appliance, situation)
        return Setting("colour_temperature", "set", _bounded(white, limits))
    if not coloured:
        return NoValue("unsupported", "colour")
    if said not in tables.colours:
        return NoValue("not_an_option", "colour", said, tuple(tables.colours))
    return Setting("colour", "set", tables.colours[said])


def _number(capability: str, intent: Intent, appliance: Appliance, situation: Situation) -> Setting | NoValue:
    action = "set_percent" if appliance.can(capability, "set_percent") else "set"
    named = intent.one("value") is None and appliance.can(capability, "set")
    if capability == "fan_speed" and (named or action == "set"):
        return next_speed(intent, appliance, situation)
    part = "freezer" if _means_freezer(capability, intent, appliance, situation) else capability
    limits = limits_of(part, appliance, situation)
    if intent.name.endswith(".adjust"):
        target = _moved(capability, part, intent, appliance, situation, limits)
    else:
        target = _said_number(intent, capability, limits)
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
    value = _said_number(intent, capability, Limits())
    upper, lower = (limits_of(part, appliance, situation) for part in ("temperature", "freezer"))
    return value is not None and not _within(value, upper) and _within(value, lower)


def _said_number(intent: Intent, capability: str, limits: Limits) -> float | None:
    extreme = intent.one("extreme")
    if extreme is not None:
        return _extreme(str(extreme), capability, limits)
    value = intent.one("value")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if capability == "fan_speed" and intent.one("unit") != "percent":
        # "step 3" of a fan that only knows percent: its own steps must be known
        return None if limits.step is None or limits.step <= 1 else value * limits.step
    return _celsius(value, limits) if intent.one("unit") == "fahrenheit" else float(value)


def _celsius(fahrenheit: float, limits: Limits) -> float:
    """In the steps that the appliance can be set in."""
    celsius = (fahrenheit - 32) * 5 / 9
    return round(celsius / limits.step) * limits.step if limits.step else celsius


def meant_instead(
    found: Setting | NoValue, intent: Intent, appliance: Appliance, situation: Situation
) -> tuple[Setting, str] | None:
    """ "72 degrees" of what takes 18 to 30, "18" of a freezer: what may be meant, and how it is put.

    None when it may be meant as it was said.
    """
    said = next((slot for slot in intent.slots if slot.name == "value"), None)
    if not isinstance(found, Setting) or found.capability != "temperature" or said is None:
        return None
    if intent.one("unit") == "fahrenheit" or isinstance(found.value, bool | str):
        return None
    part = "freezer" if found.action == "set_freezer" else "temperature"
    limits = limits_of(part, appliance, situation)
    if _within(found.value, limits):
        return None
    if part == "freezer" and _within(-found.value, limits):
        return replace(found, value=-found.value), f"{-found.value:g}°C"
    celsius = _celsius(found.value, limits)
    if said.text.isascii() and found.value <= HOTTEST_ROOM_FAHRENHEIT and _within(celsius, limits):
        return replace(found, value=_tidy(celsius)), f"{found.value:g}°F"
    return None


def _moved(
    capability: str, part: str, intent: Intent, appliance: Appliance, situation: Situation, limits: Limits
) -> float | NoValue | None:
    extreme = intent.one("extreme")
    if extreme in {"max", "min"}:
        return _extreme(str(extreme), capability, limits)
    key = f"{capability}.{MAIN_ATTRIBUTE[part]}"
    current = situation.home.state(appliance.id).value(key)
    if isinstance(current, bool) or not isinstance(current, int | float):
        return _extreme("half", capability, limits) if extreme == "half" else None
    amount = intent.one("amount")
    usual = max(situation.affordances.steps.get(capability, 1), limits.step or 0)
    if isinstance(amount, bool) or not isinstance(amount, int | float):
        by = {"a_lot": usual * 2, "half": round(current / 2)}
        amount = by.get(str(extreme), usual)
    elif intent.one("unit") == "fahrenheit":
        amount = amount * 5 / 9
    elif intent.one("unit") == "step" and capability in {"fan_speed", "level"}:
        # a notch of these is more than one per cent
        amount *= limits.step or usual
    moved = current + amount if intent.one("direction") != "down" else current - amount
    bounded = _bounded(moved, limits)
    if bounded == 0 < current and capability in NEVER_NOTHING:
        bounded = min(current, _least(limits))
    if bounded == current:
        return NoValue("already", capability, _tidy(current))
    return bounded


def _least(limits: Limits) -> float:
    """The smallest value that is not nothing."""
    return max(limits.minimum or 0.0, limits.step or 1.0)


def _extreme(extreme: str, capability: str, limits: Limits) -> float | None:
    if limits.minimum is None or limits.maximum is None:
        return None
    middle = (limits.minimum + limits.maximum) / 2
    least = _least(limits) if capability in {*NEVER_NOTHING, "volume"} else limits.minimum
    return {"max": limits.maximum, "min": least, "half": middle}.get(extreme)


def _bounded(value: float, limits: Limits) -> float:
    low = value if limits.minimum is None else max(value, limits.minimum)
    return low if limits.maximum is None else min(low, limits.maximum)


def _within(value: float, limits: Limits) -> bool:
    return limits.minimum is not None and _bounded(value, limits) == value


def _tidy(number: float) -> Value:
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded
