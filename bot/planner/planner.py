"""An Understanding and a situation → a Plan. The mood decides first: only a command may act."""

from bot.plan import AskStep, CommandStep, Facts, Plan, Step, TellStep
from bot.planner.appliances import FAMILIES as OF_APPLIANCES
from bot.planner.appliances import plan_appliances
from bot.planner.comfort import plan_comfort
from bot.planner.commands import facts_of, plan_command
from bot.planner.follow_ups import again
from bot.planner.guesses import choice_between
from bot.planner.joining import asked_as_one, asked_before_done, joined
from bot.planner.later import plan_later, plan_when
from bot.planner.lessons import lesson_of
from bot.planner.notices import plan_notice
from bot.planner.people import FAMILIES, hush, plan_people
from bot.planner.programmes import with_programmes
from bot.planner.queries import plan_ability_question, plan_query
from bot.planner.readiness import is_so_already
from bot.planner.situation import Situation
from bot.planner.steps import confirm
from bot.planner.targets import find_targets
from bot.planner.words import FAMILIES as OF_WORDS
from bot.planner.words import plan_words
from nlu.engines.trained import SURE
from nlu.never import never_word
from nlu.understanding import Intent, Understanding

TALK = {
    f"social.{one}": f"told.{one}"
    for one in (
        "greet", "start", "thanks", "help", "who", "night", "bye", "sorry", "praise", "ack", "clock",
        "beyond",
    )
} | {"social.chat": "told.sympathy", "social.home": "told.home_again"}  # fmt: skip
NOTIFY, WATCH = "notify.when_done", "notify.when"
SHORTEST_PIN = 4
"""Digits."""

HARMLESS = {"safe", "normal"}
"""Risks of what a trained engine that did no wrong act in its trial may set going without a question."""

NOTHING_ASKED = {"answer.yes", "answer.no", "answer.choice", "answer.code", "answer.role"}


def make_plan(understanding: Understanding, situation: Situation) -> Plan:
    """What is to be done about a message that is no answer to a question of ours."""
    if not understanding.intents:
        return Plan((_not_understood(understanding),))
    family = understanding.intents[0].name.partition(".")[0]
    if family in OF_WORDS:
        return Plan(plan_words(understanding))
    if family in OF_APPLIANCES:
        return Plan(plan_appliances(understanding, situation))
    if family in FAMILIES:
        return Plan(plan_people(understanding, situation))
    talk = _talk(understanding, situation)
    if talk is not None:
        return Plan((talk,))
    meant = [found for one in understanding.intents for found in again(one, situation)]
    queries = [one for one in meant if one.name.startswith("query.")]
    commands = [one for one in meant if not one.name.startswith("query.")]
    if not meant:
        return Plan((TellStep("told.which_first"),))
    steps: list[Step] = []
    beside = bool(queries) and understanding.mood == "question"
    if beside:
        # something is asked, and something may be wanted besides
        queries_first = [step for query in queries for step in plan_query(query, situation)]
        return Plan((*queries_first, *_offered(commands, situation)))
    if commands and understanding.mood == "reported" and queries:
        # 돌려 놓고 나왔는데 끝났어?: the news only leads up to the question
        pass
    elif commands and understanding.mood != "command":
        steps += _not_now(commands, understanding, situation)
    elif commands:
        asked = _choice(understanding, situation)
        steps += [asked] if asked is not None else _act(commands, understanding, situation)
    for query in queries:
        steps += plan_query(query, situation)
    return Plan(hush(understanding, tuple(steps), situation))


def _choice(understanding: Understanding, situation: Situation) -> Step | None:
    if not understanding.alternatives:
        return None
    return choice_between(
        understanding, situation, lambda one: joined([*plan_command(one, situation)], situation)
    )


def _act(commands: list[Intent], understanding: Understanding, situation: Situation) -> list[Step]:
    """Steps for real commands; anything unsure turns them into one question."""
    acts = with_programmes([intent for intent in commands if intent.name != NOTIFY], situation)
    steps: list[Step] = [step for intent in acts for step in plan_command(intent, situation)]
    starting = frozenset(step.appliance for step in steps if isinstance(step, CommandStep))
    for intent in commands:
        steps += plan_notice(intent, situation, starting) if intent.name == NOTIFY else ()
    steps = joined(steps, situation)
    acting = [step for step in steps if isinstance(step, CommandStep) and step.refusal is None]
    question = next((step for step in steps if isinstance(step, AskStep)), None)
    leftover = ", ".join(dict.fromkeys(one.text for one in understanding.leftovers if not _is_code(one.text)))
    harmless = all(step.risk in HARMLESS for step in acting)
    guessed = bool(understanding.leftovers) or _is_guess(commands, SURE if harmless else 1.0)
    if question is not None and any(one.confidence < 1 for one in commands):
        return [asked_before_done(question)]
    if question is not None and len(steps) > 1:
        # a guess never travels along with the answer to something else
        return [question] if guessed else [asked_as_one(steps, question)]
    if not acting:
        return steps
    if guessed and not understanding.leftovers and all(is_so_already(step, situation) for step in acting):
        # "make sure the oven is off", and it is: there is nothing to ask
        return [_said_as_it_is(step) for step in acting]
    if guessed:
        facts: Facts = {"words": leftover} if leftover else {}
        return [confirm("ask.did_you_mean", tuple(steps), facts, lesson_of(understanding, situation))]
    appliances = {step.appliance for step in acting}
    unsafe = [step for step in acting if step.risk != "safe"]
    if unsafe and len(appliances) > situation.confirm_more_than:
        return [confirm("ask.many", tuple(steps), {"count": len(appliances)})]
    return steps


def _is_code(words: str) -> bool:
    """문 열어 9137: what may be a PIN is repeated to nobody."""
    return sum(map(str.isdigit, words)) >= SHORTEST_PIN


def _offered(commands: list[Intent], situation: Situation) -> list[Step]:
    """The commands as one question, when they could be done."""
    steps = joined([step for intent in commands for step in plan_command(intent, situation)], situation)
    question = next((step for step in steps if isinstance(step, AskStep)), None)
    if question is not None:
        return [asked_as_one(steps, question)]
    if not steps or not all(isinstance(step, CommandStep) and step.refusal is None for step in steps):
        return []
    return [confirm("ask.confirm", tuple(steps), {})]


def _not_now(commands: list[Intent], understanding: Understanding, situation: Situation) -> list[Step]:
    """A no, a question, a condition, a time, hearsay: said back, never done."""
    intent = commands[0]
    appliance = _single(intent, situation)
    facts = facts_of(intent)
    match understanding.mood:
        case "negated":
            return [TellStep("told.negated", facts, appliance)]
        case "question":
            return list(plan_ability_question(intent, situation))
        case "scheduled":
            return list(plan_later(commands, understanding, situation))
        case "conditional":
            if intent.name == NOTIFY:
                return list(plan_notice(intent, situation))
            if intent.name == WATCH:
                conditions = understanding.conditions
                words: Facts = {"condition": conditions[0].text} if conditions else {}
                return [TellStep("told.watching_not_yet", words, appliance)]
            return list(plan_when(commands, understanding, situation))
        case "reported":
            return [TellStep("told.reported_news", {}, appliance)]
        case _:
            return [TellStep("told.chat")]


def _talk(understanding: Understanding, situation: Situation) -> Step | None:
    """Small talk, and answers when nothing was asked."""
    intent = understanding.intents[0]
    if len(understanding.intents) > 1 and intent.name.startswith("social."):
        return None
    if intent.name in TALK:
        return TellStep(TALK[intent.name], _talked_of(intent, situation))
    if intent.name == "comfort.complaint":
        if understanding.mood == "reported":
            return TellStep("told.reported_news")
        return plan_comfort(intent, situation, offers=understanding.mood == "chat")
    if intent.name in NOTHING_ASKED or intent.name == "conversation.cancel":
        return TellStep("told.nothing_pending")
    if intent.name == "conversation.undo":
        return TellStep("told.undo_not_yet")
    return None


def _talked_of(intent: Intent, situation: Situation) -> Facts:
    match intent.name:
        case "social.greet" | "social.home" | "social.start":
            return {"person": situation.person.id}
        case "social.clock":
            return {"moment": situation.home.now}
        case "social.beyond":
            return {"topic": str(intent.one("topic"))}
        case _:
            return {}


def _not_understood(understanding: Understanding) -> Step:
    word = never_word(understanding.rule)
    if word is not None:
        return TellStep("told.only_talk", {"words": word})
    match understanding.mood:
        case "negated":
            return TellStep("told.negated")
        case "reported":
            return TellStep("told.reported_news")
        case _:
            return TellStep("told.not_understood")


def _said_as_it_is(step: CommandStep) -> TellStep:
    return TellStep("told.already", {"capability": step.capability, "action": step.action}, step.appliance)


def _is_guess(commands: list[Intent], enough: float) -> bool:
    return any(one.confidence < enough or any(not slot.exact for slot in one.slots) for one in commands)


def _single(intent: Intent, situation: Situation) -> str | None:
    found = find_targets(intent, situation, lambda _: True).found
    return found[0].id if len(found) == 1 else None
