"""Is this message an answer to our open question, and which one?"""

from collections.abc import Sequence
from dataclasses import replace

from appliance_bridge.appliance import Appliance
from bot.plan import AskStep
from bot.planner.guesses import WHICH_ACT
from bot.planner.targets import in_place_of, stands_in
from nlu.understanding import Intent, Slot, Understanding

NO = -1
"""The answer "no" or "never mind"."""

CHOOSING = {"answer.choice", "conversation.correct"}
YES = {"button.yes", "button.ask", "button.anyone"}
"""The options that a bare yes chooses."""

EVERY = {"all", "both"}
NAMING = {"appliance", "appliance_type", "area"}
VALUES = {"value", "unit", "extreme", "mode", "fan_speed", "program", "source", "swing", "colour"}


def answer_to(
    question: AskStep,
    labels: Sequence[str],
    appliances: Sequence[Appliance | None],
    understanding: Understanding,
) -> int | None:
    """Index of the chosen option, NO, or None when the message is about something else.

    labels: what each option's button says; typing it, or a part that only one has, is choosing it.
    appliances: what each option stands for; saying its name, kind or room is choosing it.
    """
    named = _by_label(understanding.normalized, labels)
    if named is not None:
        return named
    if len(understanding.intents) != 1 or understanding.mood not in {"chat", "command"}:
        return None
    intent = understanding.intents[0]
    if intent.name in {"answer.no", "conversation.cancel"}:
        return NO
    if intent.name == "answer.yes":
        return next((at for at, option in enumerate(question.options) if option.label in YES), None)
    if intent.name == "answer.role":
        return _option(question, f"button.{intent.one('role')}")
    if intent.name not in CHOOSING and not _is_same_act(intent, question):
        return None
    if _is_excepting(intent):
        return None
    if intent.one("quantifier") in EVERY:
        named = any(intent.one(name) is not None for name in ("appliance", "area"))
        return None if named else _option(question, "button.all")
    by_name = _by_target(appliances, intent)
    return by_name if by_name is not None else _by_order(question, intent.one("ordinal"))


def said_as(text: str, sayings: Sequence[Sequence[str]]) -> int | None:
    """Index of the only option of which this is a saying."""
    said = _plain(text)
    found = [at for at, ways in enumerate(sayings) if "?" not in text and said in map(_plain, ways)]
    return found[0] if len(found) == 1 else None


def several_of(
    question: AskStep, appliances: Sequence[Appliance | None], understanding: Understanding
) -> tuple[int, ...]:
    """Indices of the options chosen together: "거실이랑 안방", "all but the hall"; empty: no such answer."""
    if (
        len(understanding.intents) != 1
        or understanding.mood not in {"chat", "command"}
        or question.kind != "choose"
    ):
        return ()
    intent = understanding.intents[0]
    if intent.name not in CHOOSING and not _is_same_act(intent, question):
        return ()
    kept = [at for at, one in enumerate(appliances) if one is not None]
    if _is_excepting(intent):
        areas = [str(area) for area in intent.all("except_area")]
        ids, kinds = intent.all("except_appliance"), intent.all("except_type")
        every = intent.one("quantifier") in {"all", "rest", "else"} and question.key != WHICH_ACT
        left = [
            at
            for at in kept
            if (one := appliances[at]) is not None
            and not (one.id in ids or one.type in kinds or (areas and stands_in(one, areas)))
        ]
        return tuple(left) if (every or len(left) == 1) and len(left) < len(kept) else ()
    said: dict[tuple[int, int], list[Slot]] = {}
    for slot in intent.slots:
        if slot.name in NAMING:
            # one room may have two names
            said.setdefault((slot.start, slot.end), []).append(slot)
    named = [_meant(appliances, replace(intent, slots=tuple(slots))) for slots in said.values()]
    if len(named) < (1 if intent.one("quantifier") in EVERY else 2) or not all(named):
        return ()
    chosen = tuple(sorted({at for found in named for at in found}))
    # of two acts about one thing a name chooses neither
    return chosen if len(chosen) == len(named) or question.key != WHICH_ACT else ()


def value_for(question: AskStep, understanding: Understanding) -> Intent | None:
    """The setting that a bare value makes of our question for one; None when it is no such answer."""
    if question.kind != "value" or question.appliance is None or len(understanding.intents) != 1:
        return None
    intent = understanding.intents[0]
    values = tuple(slot for slot in intent.slots if slot.name in VALUES)
    if intent.name != "answer.choice" or not values:
        return None
    who = Slot("appliance", question.appliance, 0, 0, "")
    action = "select" if question.facts.get("capability") == "program" else "set"
    return Intent(f"{question.facts.get('capability')}.{action}", (who, *values), intent.confidence)


def _option(question: AskStep, label: str) -> int | None:
    return next((at for at, option in enumerate(question.options) if option.label == label), None)


def _is_same_act(intent: Intent, question: AskStep) -> bool:
    """ "The bedroom one, turn it on": what we asked about, said again with a name."""
    act = f"{question.facts.get('capability')}.{question.facts.get('action')}"
    value = intent.one("value")
    return intent.name == act and (value is None or value == question.facts.get("value"))


def _is_excepting(intent: Intent) -> bool:
    return any(slot.name.startswith("except_") for slot in intent.slots)


def _by_target(appliances: Sequence[Appliance | None], intent: Intent) -> int | None:
    rooms = {(slot.start, slot.end) for slot in intent.slots if slot.name == "area"}
    if not any(slot.name in NAMING for slot in intent.slots) or len(rooms) > 1:
        return None
    meant = _meant(appliances, intent)
    return meant[0] if len(meant) == 1 else None


def _meant(appliances: Sequence[Appliance | None], intent: Intent) -> list[int]:
    """Options that fit what is named; of several in one room the one that is called like the others."""
    ids, kinds = intent.all("appliance"), intent.all("appliance_type")
    areas = [str(area) for area in intent.all("area")]
    offered = [one for one in appliances if one is not None]
    fitting = [
        one
        for one in offered
        if (not ids or one.id in ids) and (not kinds or one.type in kinds) and stands_in(one, areas)
    ]
    if len(fitting) > 1 and areas:
        fitting = in_place_of([one for one in offered if one not in fitting], fitting)
    return [at for at, one in enumerate(appliances) if one is not None and one in fitting]


def _by_order(question: AskStep, ordinal: object) -> int | None:
    if isinstance(ordinal, bool) or not isinstance(ordinal, int | float):
        return None
    # "the second" counts the buttons that are seen; "the last one" is none that says no
    uncounted = {"button.all", "button.no"} if ordinal == -1 else {"button.all"}
    choices = [at for at, option in enumerate(question.options) if option.label not in uncounted]
    at = len(choices) - 1 if ordinal == -1 else int(ordinal) - 1
    return choices[at] if 0 <= at < len(choices) else None


def _by_label(text: str, labels: Sequence[str]) -> int | None:
    said = _plain(text)
    if not said or "?" in text:
        return None
    plain = [_plain(label) for label in labels]
    if said in plain:
        return plain.index(said)
    if len(said) < 2:
        return None
    holding = [at for at, label in enumerate(plain) if label.startswith(said) or label.endswith(said)]
    return holding[0] if len(holding) == 1 else None


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
