"""What is wanted about the people of the home and about this chat → HouseSteps, or a question before them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from appliance_bridge.command import Refusal
from bot.people.person import Person
from bot.plan import AskStep, CommandStep, Facts, HouseStep, Option, Plan, Step, TellStep
from bot.planner.chat_times import Span, lasts_until, span_of
from bot.planner.situation import Situation
from bot.planner.steps import MOST_CHOICES, confirm
from nlu.understanding import Intent, Understanding

FAMILIES = {"people", "chat"}
"""The families of intents that are planned here."""

LIST = "people.list"
"""The one question among them."""

ROLES = ("guest", "child", "adult")
"""Who one usually invites: another owner is named or not made."""

_LONGEST_NAME = 40
_HOUR = 3600.0


def plan_people(understanding: Understanding, situation: Situation) -> tuple[Step, ...]:
    """The steps of a message about people or the chat: it has one intent, and means nothing else."""
    intent = understanding.intents[0]
    if understanding.mood != ("question" if intent.name == LIST else "command"):
        return (TellStep(_NOT_NOW.get(understanding.mood, "told.not_understood")),)
    match intent.name:
        case "people.list":
            steps: tuple[Step, ...] = (HouseStep("list_people"),)
        case "people.link":
            steps = _invite(_account(situation.person), understanding, situation)
        case "people.invite":
            steps = _invited(intent, understanding, situation)
        case "people.remove":
            steps = (_removed(intent, situation),)
        case "chat.mute" | "chat.quiet":
            steps = (_silenced(intent, understanding, situation),)
        case "chat.speak_on" | "chat.speak_off":
            steps = (HouseStep("speak", {"on": intent.name == "chat.speak_on"}),)
        case "chat.unmute":
            steps = (HouseStep("unmute"),)
        case _:
            steps = (HouseStep("quiet_off"),)
    if intent.confidence < 1 and any(isinstance(step, HouseStep) for step in steps):
        return (confirm("ask.did_you_mean", steps, {"words": understanding.normalized}),)
    return steps


def hush(understanding: Understanding, steps: tuple[Step, ...], situation: Situation) -> tuple[Step, ...]:
    """ "Be quiet" where no appliance could be quieter, or for a while: it may be we who are meant."""
    if [one.name for one in understanding.intents] not in _QUIETER:
        return steps
    intent = understanding.intents[0]
    if any((slot.name, slot.value) not in _HUSHED for slot in intent.slots):
        return steps
    if understanding.mood == "scheduled":
        return _hushed_for(intent, understanding, situation) or steps
    if understanding.mood != "command" or intent.name != "volume.adjust":
        return steps
    heard = not all(_is_silent(step) for step in steps)
    return steps if heard else (confirm("ask.mute", (HouseStep("mute"),), {}),)


def _hushed_for(intent: Intent, understanding: Understanding, situation: Situation) -> tuple[Step, ...]:
    """ "Be quiet for an hour", "from eleven to seven", as a question; empty: the times say no such thing."""
    lasts = len(understanding.times) == 1 and understanding.times[0].kind in {"for", "until"}
    if not lasts and span_of(understanding.times) is None:
        return ()
    step = _silenced(intent, understanding, situation)
    if isinstance(step, HouseStep):
        span = step.kind == "quiet"
        facts: Facts = {"begins": step.facts["from"], "ends": step.facts["until"]} if span else {}
        return (confirm("ask.quiet" if span else "ask.mute_for", (step,), facts),)
    return (step,)


def _is_silent(step: Step) -> bool:
    """Nothing has a volume, or it is off."""
    if isinstance(step, TellStep):
        return step.key == "told.no_target"
    return isinstance(step, CommandStep) and step.refusal == Refusal("switched_off")


_QUIETER = (["volume.adjust"], ["mode.set"])
_HUSHED = {("direction", "down"), ("mode", "quiet"), ("pronoun", "here")}
"""All that is said of it when nobody is named."""

_NOT_NOW = {
    "scheduled": "told.house_not_later", "conditional": "told.house_not_later", "negated": "told.negated",
    "reported": "told.reported_news",
}  # fmt: skip


# --- inviting


def _invited(intent: Intent, understanding: Understanding, situation: Situation) -> tuple[Step, ...]:
    name, role = intent.one("unknown"), intent.one("role")
    # 손님 is a guest also where somebody bears that name
    called = {slot.start for slot in intent.slots if slot.name == "role"}
    intent = replace(
        intent, slots=tuple(one for one in intent.slots if one.name != "person" or one.start not in called)
    )
    named = _persons(intent, situation)
    if role is not None and all(one.role != role for one in named):
        # somebody else who is called the same
        name = named[0].name(understanding.language) if named else name
        named = []
    facts: Facts = {} if name is None else {"name": str(name)[:_LONGEST_NAME]}
    if role is not None and not named:
        return _invite({**facts, "role": str(role)}, understanding, situation)
    if len(named) > 1:
        return (_which([(one, _invite(_account(one), understanding, situation)) for one in named]),)
    if named:
        return _invite(_account(named[0]), understanding, situation)
    if understanding.times:
        # only guests leave again
        return _invite({**facts, "role": "guest"}, understanding, situation)
    options = tuple(
        Option(f"button.{one}", Plan((HouseStep("invite", {**facts, "role": one}),))) for one in ROLES
    )
    return (AskStep("choose", "ask.which_role", facts, options=options),)


def _invite(facts: Facts, understanding: Understanding, situation: Situation) -> tuple[Step, ...]:
    """An invitation, after a yes when it makes an owner."""
    if understanding.times:
        if facts["role"] != "guest" or "person" in facts:
            return (TellStep("told.not_invited", {"why": "no_end"}),)
        until = lasts_until(understanding.times, situation.local_time)
        if until is None:
            return (TellStep("told.until_when"),)
        facts = {**facts, "hours": (until - situation.home.now) / _HOUR}
    step = HouseStep("invite", facts)
    if facts["role"] == "owner" and facts.get("person") != situation.person.id:
        return (confirm("ask.invite_owner", (step,), facts),)
    return (step,)


def _account(person: Person) -> Facts:
    """A further account of somebody who is known."""
    return {"role": person.role, "person": person.id}


# --- removing


def _removed(intent: Intent, situation: Situation) -> Step:
    unknown = intent.one("unknown")
    if unknown is not None:
        return TellStep("told.nobody_called", {"words": str(unknown)})
    found = _persons(intent, situation)
    role = intent.one("role")
    found += [one for one in situation.people.values() if one.role == role and one not in found]
    if not found and role is not None:
        return TellStep("told.nobody_of_role", {"role": str(role)})
    whom = found or [one for one in situation.people.values() if one != situation.person]
    if not whom:
        return TellStep("told.last_owner")
    if len(whom) == 1 and found:
        return _asked_to_remove(whom[0], situation)
    return _which([(one, (_asked_to_remove(one, situation),)) for one in whom])


def _asked_to_remove(person: Person, situation: Situation) -> Step:
    """Always a question; the last owner stays."""
    owners = [one for one in situation.people.values() if one.role == "owner" and one != person]
    if person.role == "owner" and not owners:
        return TellStep("told.last_owner")
    key = "ask.remove_self" if person.id == situation.person.id else "ask.remove"
    return confirm(key, (HouseStep("remove_person", {"person": person.id}),), {"person": person.id})


def _which(plans: Sequence[tuple[Person, tuple[Step, ...]]]) -> AskStep:
    """Which of these persons is meant; of two who are called the same the role tells them apart."""
    names = Counter(name for person, _ in plans for name in set(person.names.values()))
    return AskStep(
        "choose",
        "ask.which_person",
        options=tuple(
            Option(
                f"role.{person.role}"
                if any(names[name] > 1 for name in person.names.values())
                else person.id,
                Plan(steps),
                person=person.id,
            )
            for person, steps in plans[:MOST_CHOICES]
        ),
    )


def _persons(intent: Intent, situation: Situation) -> list[Person]:
    return [situation.people[one] for one in map(str, intent.all("person")) if one in situation.people]


# --- this chat


def _silenced(intent: Intent, understanding: Understanding, situation: Situation) -> Step:
    """Nothing unasked for a while, until told otherwise, or in these hours of each day."""
    span = span_of(understanding.times)
    if span is not None:
        step = HouseStep("quiet", {"from": span.begins, "until": span.ends})
        return confirm("ask.quiet", (step,), _of_span(span)) if span.guessed else step
    if intent.name == "chat.quiet":
        return TellStep("told.quiet_how")
    if not understanding.times:
        return HouseStep("mute")
    until = lasts_until(understanding.times, situation.local_time)
    if until is None:
        return TellStep("told.until_when")
    return HouseStep("mute", {"seconds": until - situation.home.now})


def _of_span(span: Span) -> Facts:
    return {"begins": span.begins, "ends": span.ends}
