"""Everything else there is to tell: what was rightly not done, what was not understood, abilities, talk."""

from collections.abc import Collection, Sequence

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from bot.plan import TellStep
from bot.wording.acts import limits_of
from bot.wording.faults import fault_text
from bot.wording.findings import told_finding
from bot.wording.lines import Line
from bot.wording.moments import moment as moment_in_words
from bot.wording.moments import when
from bot.wording.phrases import Fact, Words
from bot.wording.results import advice, rights_key
from bot.wording.units import as_number, clock, duration, time_of_day
from bot.wording.voice import Piece, Voice

_QUOTE_LENGTH = 60
_QUOTED = {
    **dict.fromkeys(("words", "time", "condition", "suggestion", "name", "file"), _QUOTE_LENGTH),
    **dict.fromkeys(("meaning", "against"), _QUOTE_LENGTH),
    "fault": 200,
}
# facts that somebody wrote, and how many letters are said of them
_REASONS = {
    "told.not_invited": "nobody",
    "told.house_rights": "people",
    "told.phrase_not_taught": "other",
    "told.phrase_not_forgotten": "other",
    "told.words_not_undone": "other",
    "told.appliance_already": "type",
    "told.appliance_not_changed": "broken",
}
# with a sentence for each reason, and the one for any other
_OPTION_KINDS = ("program", "mode", "fan_speed", "source")


def tell_other(voice: Voice, step: TellStep, who: str | None = None) -> Piece:
    """Any key of TOLD that is no answer about a state. who: to whom a no is said, if others read it."""
    appliances = tuple(voice.meant([step]))
    facts, key = step_facts(voice, step.facts, appliances), _key(voice, step)
    action = step_action(voice, step.facts, appliances)
    tails: tuple[str, ...] = ()
    if step.key == "told.rights":
        tails = advice(voice.phrases, step.facts)
        facts |= {} if who is None else {"who": who}
    return voice.spoken(Line(key, appliances, action, facts, tails))


def tell_can(voice: Voice, steps: Sequence[TellStep]) -> list[Piece]:
    """told.can: by what they offer, not by what they could do just now."""
    alike: dict[tuple[str, str, str], list[TellStep]] = {}
    for step in steps:
        capability, action = str(step.facts.get("capability", "")), str(step.facts.get("action", ""))
        can = any(one.can(capability, action) for one in voice.meant([step]))
        can = can and step.facts.get("impossible") is not True
        kind = "forbidden" if step.facts.get("forbidden") is True else "yes" if can else "no"
        alike.setdefault((kind, capability, action), []).append(step)
    pieces = []
    for (kind, _, _), group in alike.items():
        appliances = tuple(voice.meant(group))
        facts = step_facts(voice, group[0].facts, appliances)
        key = step_action(voice, group[0].facts, appliances)
        pieces.append(voice.spoken(Line(f"told.can.{kind}", appliances, key, facts)))
    return pieces


def tell_ability(voice: Voice, appliance: Appliance, step: TellStep) -> Piece:
    """told.ability: the choices that are asked for; else what it can be told; else what it reports."""
    never = str(step.facts.get("never", "")).split()
    asked = str(step.facts.get("attribute", ""))
    options = limits_of(appliance, asked, "set").options if asked else ()
    if options:
        shown = voice.names.options([voice.names.word(asked, one) for one in options], shown=20)
        given: dict[str, Fact] = {"what": voice.names.attribute(asked, appliance.type), "options": shown}
        return voice.spoken(Line("told.ability.choices", (appliance,), facts=given))
    things: list[str] = []
    tails: list[str] = []
    for capability, action in _actions(voice, appliance, never):
        key = voice.speech.action_key(capability, action, (appliance,))
        name = voice.phrases.say(f"{key}.name") + _range(voice, appliance, capability, action)
        things += [name] if name not in things else []
    for kind in _OPTION_KINDS:
        options = limits_of(appliance, kind, "set").options
        if options:
            shown = voice.names.options([voice.names.word(kind, option) for option in options])
            facts: dict[str, Fact] = {"what": voice.names.attribute(kind), "options": shown}
            tails.append(voice.phrases.say("told.ability.options", **facts))
    kind = "actions"
    if not things:
        things = [voice.names.attribute(capability) for capability in sorted(appliance.offers)]
        kind = "reports" if things else "nothing"
    facts = {"things": voice.names.options(things, shown=20)}
    return voice.spoken(Line(f"told.ability.{kind}", (appliance,), facts=facts, tails=tuple(tails)))


def _actions(voice: Voice, appliance: Appliance, never: Collection[str]) -> list[tuple[str, str]]:
    """What it can be told, in the order of the phrases."""
    offered = {f"{name}.{action}" for name, offer in appliance.offers.items() for action in offer.actions}
    names = [key.removeprefix("action.") for key in voice.phrases if key.endswith(".name")]
    known = [name.removesuffix(".name") for name in names]
    pairs = (one.partition(".") for one in known if one in offered and one not in never)
    return [(capability, action) for capability, _, action in pairs]


def _range(voice: Voice, appliance: Appliance, capability: str, action: str) -> str:
    limits = limits_of(appliance, capability, action)
    if limits.minimum is None or limits.maximum is None or (limits.minimum, limits.maximum) == (0, 100):
        return ""
    low, high = (voice.names.value(capability, action, end) for end in (limits.minimum, limits.maximum))
    return f" ({low}–{high})"


def step_action(voice: Voice, facts: dict[str, Value], appliances: Sequence[Appliance]) -> str | None:
    """Where the forms of the action in these facts stand; None when they name none."""
    if not facts.get("action"):
        return None
    return voice.speech.action_key(str(facts.get("capability", "")), str(facts["action"]), appliances)


def _fault(given: dict[str, Value], voice: Voice) -> str:
    """What is wrong with a file, in the voice's language."""
    if "finding" in given:
        return told_finding(given, voice.phrases)
    return fault_text(str(given["fault"]), voice.phrases)


def step_facts(voice: Voice, given: dict[str, Value], appliances: Sequence[Appliance]) -> dict[str, Fact]:
    """The facts of a step in words."""
    facts: dict[str, Fact] = {}
    capability, action = str(given.get("capability", "")), str(given.get("action", ""))
    for name, value in given.items():
        if name in _QUOTED:
            words = _fault(given, voice) if name == "fault" else str(value)
            facts[name] = quote(words, _QUOTED[name])
        elif name == "value":
            facts[name] = voice.names.value(capability, action, value)
        elif name == "program":
            facts["setting"] = voice.names.course(str(value), appliances[0].type if appliances else "other")
        elif name in {"type", "area", "person", "near"}:
            facts[name] = _called(voice, name, str(value))
        elif name == "moment":
            moment = as_number(value) or 0
            facts["time"] = clock(moment, moment, voice.view.timezone, voice.phrases)
        elif name in {"early", "late"}:
            facts[name] = moment_in_words(voice, value, day="every" not in given)
        elif name in {"begins", "ends"}:
            facts[name] = time_of_day(str(value), voice.phrases)
        elif name == "role":
            facts[name] = voice.phrases.say(f"role.{value}")
        elif name == "seconds":
            facts["duration"] = duration(as_number(value) or 0, voice.phrases)
        elif name in {"left", "count", "limit", "line"}:
            facts[name] = Words(str(value), int(as_number(value) or 0))
    said = when(voice, given)
    return facts if said is None else {**facts, "when": said}


def _called(voice: Voice, kind: str, value: str) -> Fact:
    """What a kind, a room, a person or some appliances are called."""
    match kind:
        case "type":
            return voice.names.type(quote(value))
        case "area":
            return voice.names.area(quote(value))
        case "person":
            return voice.view.person_name(value, voice.phrases.language) or quote(value)
        case _:
            return voice.names.joined([one for one in map(voice.view.appliance, value.split()) if one])


def quote(text: str, most: int = _QUOTE_LENGTH) -> str:
    """Words of a person as they may be said back: one line, no control characters, not endless."""
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def _key(voice: Voice, step: TellStep) -> str:
    """The sentence of a step; rights and offers have one for each reason."""
    facts = step.facts
    if step.key == "told.rights":
        return rights_key(voice.phrases, facts)
    if step.key in _REASONS:
        key = f"{step.key}.{facts.get('why', '')}"
        return key if key in voice.phrases else f"{step.key}.{_REASONS[step.key]}"
    if step.key == "told.beyond":
        key = f"told.beyond.{facts.get('topic', '')}"
        return key if key in voice.phrases else "told.beyond.other"
    if step.key == "told.comfort_offer":
        dimension = f"{step.key}.{facts.get('dimension', 'other')}"
        keys = (f"{dimension}.{facts.get('direction', '')}", dimension)
        return next((key for key in keys if key in voice.phrases), f"{step.key}.other")
    return step.key
