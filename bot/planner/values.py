"""From said values to absolute ones: "two degrees more" and "half" become numbers here."""

from dataclasses import dataclass

from appliance_bridge.appliance import Appliance, Limits
from appliance_bridge.capability import Value
from bot.planner.situation import Situation
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
}
"""Which reported attribute a numeric setting moves."""

PERCENT = Limits(minimum=0, maximum=100, step=1, unit="percent")


@dataclass(frozen=True, slots=True)
class Setting:
    """An absolute value for one action of one appliance."""

    capability: str
    action: str
    value: Value


@dataclass(frozen=True, slots=True)
class NoValue:
    """No absolute value can be made of it."""

    reason: str
    # unsupported | not_an_option | which_value | already
    capability: str
    said: str = ""
    options: tuple[str, ...] = ()


def resolve(dimension: str, intent: Intent, appliance: Appliance, situation: Situation) -> Setting | NoValue:
    """The value that `intent` gives to a dimension ("temperature", "mode", …) of this appliance."""
    capability = dimension
    for candidate in situation.affordances.values.get(dimension, (dimension,)):
        if _settable(candidate, appliance):
            capability = candidate
            break
    else:
        return NoValue("unsupported", dimension)
    word = next((str(v) for n in ("mode", "fan_speed", "program", "source") for v in intent.all(n)), None)
    if dimension in {"colour", "colour_temperature"} and intent.one("colour") is not None:
        return _colour(str(intent.one("colour")), appliance, situation)
    if capability in {"mode", "source", "program"} or (capability == "fan_speed" and word is not None):
        return _word(capability, dimension, word or _said(intent), appliance, situation)
    return _number(capability, intent, appliance, situation)


def dimension_of(intent: Intent, appliance: Appliance, situation: Situation) -> str | None:
    """Which dimension an intent is about; for `setting.*` the unit and the appliance decide."""
    dimension = intent.name.partition(".")[0]
    if dimension != "setting":
        return dimension
    for name in ("mode", "fan_speed", "program", "source", "colour"):
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
    offer = appliance.offers.get(capability)
    attribute = MAIN_ATTRIBUTE.get(capability, "selected")
    found = (offer.limits.get(attribute) or offer.limits.get("value")) if offer is not None else None
    if found is not None:
        return found
    kind = situation.catalogue.type_of(appliance.type)
    default = PERCENT if attribute == "percent" else Limits()
    return kind.limits.get(f"{capability}.{attribute}", default)


def _settable(capability: str, appliance: Appliance) -> bool:
    return any(appliance.can(capability, action) for action in ("set", "select", "set_percent"))


def _said(intent: Intent) -> str:
    value = intent.one("value")
    return "" if value is None else str(value)


def _word(
    capability: str, dimension: str, said: str, appliance: Appliance, situation: Situation
) -> Setting | NoValue:
    """A word among the appliance's own; kinds of words that live elsewhere here (sleep as a fan mode) too."""
    if not said:
        return NoValue("which_value", capability)
    for candidate in situation.affordances.values.get(dimension, (capability,)):
        if not _settable(candidate, appliance):
            continue
        options = limits_of_words(candidate, appliance)
        matches = match_option(said, options, dimension)
        if matches:
            action = "select" if appliance.can(candidate, "select") else "set"
            return Setting(candidate, action, matches[0])
        by_percent = candidate == "fan_speed" and appliance.can("fan_speed", "set_percent")
        if by_percent and said in situation.affordances.speeds:
            return Setting("fan_speed", "set_percent", situation.affordances.speeds[said])
    options = limits_of_words(capability, appliance)
    return NoValue("not_an_option", capability, said, options)


def limits_of_words(capability: str, appliance: Appliance) -> tuple[str, ...]:
    """The words the appliance knows for a choice, as it spells them."""
    offer = appliance.offers.get(capability)
    found = None if offer is None else offer.limits.get("selected") or offer.limits.get("value")
    return () if found is None else found.options


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
    limits = limits_of(capability, appliance, situation)
    action = "set_percent" if appliance.can(capability, "set_percent") else "set"
    if capability == "fan_speed" and action == "set":
        return _next_word(intent, appliance, situation)
    if intent.name.endswith(".adjust"):
        target = _moved(capability, intent, appliance, situation, limits)
    else:
        target = _said_number(intent, limits)
    if target is None:
        return NoValue("which_value", capability)
    if isinstance(target, NoValue):
        return target
    return Setting(capability, action, _tidy(target))


def _said_number(intent: Intent, limits: Limits) -> float | None:
    extreme = intent.one("extreme")
    if extreme is not None:
        return _extreme(str(extreme), limits)
    value = intent.one("value")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return (value - 32) * 5 / 9 if intent.one("unit") == "fahrenheit" else float(value)


def _moved(
    capability: str, intent: Intent, appliance: Appliance, situation: Situation, limits: Limits
) -> float | NoValue | None:
    extreme = intent.one("extreme")
    if extreme in {"max", "min", "half"}:
        return _extreme(str(extreme), limits)
    key = f"{capability}.{MAIN_ATTRIBUTE[capability]}"
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
        return NoValue("already", capability)
    return bounded


def _next_word(intent: Intent, appliance: Appliance, situation: Situation) -> Setting | NoValue:
    """Faster or slower among the appliance's own words; "step 3" is the third of them."""
    options = limits_of_words("fan_speed", appliance)
    order = situation.affordances.slow_to_fast
    ladder = sorted(
        (one for one in options if one.lower() in order), key=lambda one: order.index(one.lower())
    )
    value = intent.one("value")
    if not ladder:
        return NoValue("which_value", "fan_speed", options=options)
    extreme = intent.one("extreme")
    if extreme in {"max", "min", "half"}:
        at = {"max": len(ladder) - 1, "min": 0, "half": len(ladder) // 2}[str(extreme)]
    elif intent.name.endswith(".adjust"):
        now = situation.home.state(appliance.id).value("fan_speed.selected")
        if now not in ladder:
            return NoValue("which_value", "fan_speed", options=options)
        at = ladder.index(str(now)) + (-1 if intent.one("direction") == "down" else 1)
        if not 0 <= at < len(ladder):
            return NoValue("already", "fan_speed")
    elif isinstance(value, int | float) and 1 <= value <= len(ladder):
        at = int(value) - 1
    else:
        return NoValue("not_an_option", "fan_speed", _said(intent), options)
    return Setting("fan_speed", "set", ladder[at])


def _extreme(extreme: str, limits: Limits) -> float | None:
    if limits.minimum is None or limits.maximum is None:
        return None
    middle = (limits.minimum + limits.maximum) / 2
    return {"max": limits.maximum, "min": max(limits.minimum, 1.0), "half": middle}.get(extreme)


def _bounded(value: float, limits: Limits) -> float:
    low = value if limits.minimum is None else max(value, limits.minimum)
    return low if limits.maximum is None else min(low, limits.maximum)


def _tidy(number: float) -> Value:
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded
