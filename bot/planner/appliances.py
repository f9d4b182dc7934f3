"""What people say of an appliance itself: what it is, is called, where it is, and that it is to be hidden."""

from appliance_bridge.appliance import Appliance
from bot.plan import AskStep, Facts, HouseStep, Option, Plan, Step, TellStep
from bot.planner.situation import Situation
from bot.planner.steps import MOST_CHOICES, confirm
from nlu.appliance_talk import FAMILY
from nlu.understanding import Intent, Understanding

FAMILIES = {FAMILY}
"""The family of intents that is planned here."""

_SAY_LITTLE = {"plug", "switch", "unknown"}
# types of things that may well be something else
_CAREFUL = {"confirm", "secure", "forbidden"}


def plan_appliances(understanding: Understanding, situation: Situation) -> tuple[Step, ...]:
    """What is sure is done; a guess, and what changes how careful the home is, is asked about."""
    intent = understanding.intents[0]
    if understanding.mood != "command":
        return (TellStep("told.appliance_how"),)
    meant = _meant(intent, situation)
    if not meant or len(meant) > MOST_CHOICES:
        return (TellStep("told.which_first"),)
    if len(meant) == 1:
        return (_step(meant[0], intent, understanding.language, situation),)
    options = tuple(
        Option(one, Plan((_step(one, _chosen(intent), understanding.language, situation),)), appliance=one)
        for one in meant
    )
    return (AskStep("choose", "ask.which", options=options),)


def _meant(intent: Intent, situation: Situation) -> list[str]:
    """Ids; for "this": what the talk was about, else the only one that nobody knows what it is."""
    named = [str(one) for one in intent.all("appliance")]
    if intent.one("pronoun") is None:
        return named
    if situation.focus:
        return [one for one in situation.focus if situation.home.appliance(one) is not None]
    strange = [one.id for one in situation.home.appliances() if one.type == "unknown"]
    return strange if len(strange) == 1 else []


def _chosen(intent: Intent) -> Intent:
    """The same, once somebody said which of several is meant."""
    rest = tuple(one for one in intent.slots if one.name not in ("appliance", "pronoun"))
    return Intent(intent.name, rest, intent.confidence, intent.start, intent.end)


def _step(appliance_id: str, intent: Intent, language: str, situation: Situation) -> Step:
    appliance = situation.home.appliance(appliance_id)
    what = intent.name.partition(".")[2]
    said = next((one.text for one in intent.slots if one.name == "appliance" and one.exact), "")
    name = said if appliance is None else said or _name(appliance, language)
    facts: Facts = {"appliance": appliance_id, "name": name, "what": what}
    if what == "restore":
        return confirm("ask.appliance_restore", (HouseStep("describe_appliance", facts),), {"name": name})
    if what == "show":
        return HouseStep("describe_appliance", facts)
    if appliance is None:
        return TellStep("told.which_first")
    given = _given(intent)
    if _is_so(appliance, given):
        return TellStep("told.appliance_already", {"why": what, "name": name, **given})
    step = HouseStep("describe_appliance", {**facts, **given})
    guessed = any(not one.exact for one in intent.slots)
    if guessed or _matters(appliance, what, given, situation):
        return confirm(f"ask.appliance_{what}", (step,), {"name": name, **given})
    return step


def _given(intent: Intent) -> Facts:
    """What is said of it."""
    found = {"type": intent.one("appliance_type"), "words": intent.one("name"), "area": intent.one("area")}
    return {key: value for key, value in found.items() if value is not None}


def _is_so(appliance: Appliance, given: Facts) -> bool:
    """Whether it is known to be so already."""
    area, words = given.get("area"), given.get("words")
    return (
        given.get("type") == appliance.type
        or (area is not None and area in appliance.areas)
        or (words is not None and (words,) == appliance.names)
    )


def _matters(appliance: Appliance, what: str, given: Facts, situation: Situation) -> bool:
    """Whether the home is as careful with it as before, and nothing that was known is doubted."""
    now = situation.catalogue.type_of(appliance.type)
    acts = [(name, one) for name, offer in appliance.offers.items() for one in offer.actions]
    match what:
        case "type":
            then = situation.catalogue.type_of(str(given["type"]))
            differs = any(now.risk_of(*act) != then.risk_of(*act) for act in acts)
            return differs or appliance.type not in _SAY_LITTLE
        case "hide":
            return any(now.risk_of(*act) in _CAREFUL for act in acts)
        case "area":
            # what drives about stands in another room now and then
            return appliance.can("run_control", "return_to_dock")
        case _:
            return False


def _name(appliance: Appliance, language: str) -> str:
    """What to call it in this language."""
    fitting = (one for one in appliance.names if one.isascii() == (language == "en"))
    return next(fitting, appliance.names[0] if appliance.names else appliance.id)
