"""What shall be done later: said back in exact words as steps that never run now, or asked about."""

from dataclasses import replace

from appliance_bridge.command import Refusal
from bot.plan import AskStep, CommandStep, Facts, Option, Plan, Step, TellStep
from bot.planner.commands import facts_of, plan_command
from bot.planner.joining import joined
from bot.planner.moments import Either, Unclear, completed, place
from bot.planner.situation import Situation
from nlu.understanding import Intent, TimeExpression, Understanding

TIMED, LASTING, CONDITION = "told.scheduled_not_yet", "told.lasting_not_yet", "told.conditional_not_yet"
ASK_WHEN, ASK_HALF = "ask.when", "ask.which_half"
_NEVER_POSSIBLE = frozenset(("unsupported", "not_startable", "forbidden", "out_of_range", "not_an_option"))
# refusals that hold at any time


def plan_later(
    commands: list[Intent], understanding: Understanding, situation: Situation
) -> tuple[Step, ...]:
    """Commands with a time: what and when; or a question when the time cannot be placed."""
    begun = _begun_now(commands, understanding)
    if begun is not None:
        return _until_later(_planned(begun, situation), begun, (), situation)
    found: list[Step] = []
    for group, times in _groups(commands, understanding):
        found += _one(group, times, situation)
    return tuple([step for step in found if isinstance(step, AskStep)][:1] or found)


def plan_when(commands: list[Intent], understanding: Understanding, situation: Situation) -> tuple[Step, ...]:
    """Commands with a condition."""
    words = understanding.conditions[0].text if understanding.conditions else ""
    facts: Facts = {"condition": words} if words else {}
    return _kept(_planned(commands, situation), commands, CONDITION, facts, words)


def answered_when(question: AskStep, understanding: Understanding, situation: Situation) -> Plan | None:
    """The plan of an answer to our question about a time; None when it tells none."""
    times = understanding.times
    # i leave at 7, 3시에 나가야 돼: a time of something else
    beside = understanding.mood != "scheduled" and (understanding.mood != "chat" or understanding.leftovers)
    if not times or understanding.intents or beside:
        return None
    if question.key == ASK_HALF:
        half = times[0].half or ("am" if (times[0].clock or "99") < "12" else "pm")
        known = times[0].half is not None or times[0].clock is not None
        return question.options[0 if half == "am" else 1].plan if known else None
    if question.key != ASK_WHEN:
        return None
    day, part = question.facts.get("day"), question.facts.get("half")
    times = tuple(completed(one, str(day) if day else None, str(part) if part else None) for one in times)
    steps = tuple(step for option in question.options[:1] for step in option.plan.steps)
    about = {name: fact for name, fact in question.facts.items() if name in {"capability", "action", "type"}}
    return Plan(_placed(steps, about, times, situation))


def _begun_now(commands: list[Intent], understanding: Understanding) -> list[Intent] | None:
    """turn it on and off again in an hour: what has no time of its own, when the rest is its end."""
    spans = sorted({(intent.start, intent.end) for intent in commands})
    if len(spans) != 2 or len(understanding.times) != 1:
        return None
    first, last = ([one for one in commands if (one.start, one.end) == span] for span in spans)
    opposed = any(one.name in _BEGINS for one in first) and any(one.name in _ENDS for one in last)
    late = understanding.times[0].start >= (spans[0][1] if understanding.verb_last else spans[1][0])
    return first if opposed and late else None


_BEGINS = frozenset(("power.turn_on", "run_control.start", "position.open"))
_ENDS = frozenset(("power.turn_off", "run_control.stop", "position.close"))


def _groups(
    commands: list[Intent], understanding: Understanding
) -> list[tuple[list[Intent], tuple[TimeExpression, ...]]]:
    """Which time goes with which act; one time, or one act, goes with all."""
    clauses = sorted({(intent.start, intent.end) for intent in commands})
    starts = [time for time in understanding.times if time.kind not in ("until", "for")]
    if len(clauses) < 2 or len(starts) < 2:
        return [(commands, understanding.times)]
    groups = []
    for at, span in enumerate(clauses):
        if understanding.verb_last:
            low, high = (clauses[at - 1][1] if at else 0), span[1]
        else:
            low, high = span[0] if at else 0, (clauses[at + 1][0] if at + 1 < len(clauses) else 1 << 30)
        times = tuple(time for time in understanding.times if low <= time.start < high)
        groups.append(([one for one in commands if (one.start, one.end) == span], times))
    return groups


def _one(commands: list[Intent], times: tuple[TimeExpression, ...], situation: Situation) -> tuple[Step, ...]:
    steps = _planned(commands, situation)
    if not times:
        return _kept(steps, commands, TIMED, {}, "")
    if all(time.kind in ("for", "until") for time in times):
        return _until_later(steps, commands, times, situation)
    lacking = _lacking(steps)
    if lacking is not None:
        return (lacking,)
    return _placed(_waiting(steps, _words(times)), _about(steps, commands), times, situation)


def _planned(commands: list[Intent], situation: Situation) -> tuple[Step, ...]:
    """What it would be if it were done now."""
    return tuple(joined([step for one in commands for step in plan_command(one, situation)], situation))


def _placed(
    steps: tuple[Step, ...], about: Facts, times: tuple[TimeExpression, ...], situation: Situation
) -> tuple[Step, ...]:
    placed = place(times, situation.local_time)
    words = _words(times)
    waiting = _waiting(steps, words)
    if isinstance(placed, Unclear):
        time = placed.time
        facts: Facts = {**about, "time": time.text}
        facts |= {name: said for name, said in (("day", time.day), ("half", time.half)) if said}
        return (AskStep("value", ASK_WHEN, facts, options=(Option("", Plan(waiting)),)),)
    about = {**about, "time": words}
    if isinstance(placed, Either):
        morning, evening = (
            Plan((*waiting, TellStep(TIMED, {**about, **facts})))
            for facts in (placed.morning, placed.evening)
        )
        name = next(one for one in ("at", "by", "until") if one in placed.morning)
        facts = {"early": placed.morning[name], "late": placed.evening[name]}
        if "repeat" in placed.morning:
            facts["every"] = True
        options = (Option("button.am", morning), Option("button.pm", evening))
        return (AskStep("choose", ASK_HALF, facts, options=options),)
    return (*waiting, TellStep(TIMED, {**about, **placed}))


def _until_later(
    steps: tuple[Step, ...], commands: list[Intent], times: tuple[TimeExpression, ...], situation: Situation
) -> tuple[Step, ...]:
    """For two hours: nobody would end it, so it is only begun when a person wants it like that."""
    placed = place(times, situation.local_time)
    if isinstance(placed, Unclear | Either):
        return _placed(_waiting(steps, _words(times)), _about(steps, commands), times, situation)
    if any(isinstance(step, AskStep) for step in steps):
        return _kept(steps, commands, LASTING, placed, _words(times))
    acting = tuple(step for step in steps if isinstance(step, CommandStep))
    whole = len(acting) == len(steps)
    if not acting or (whole and all(_lasting(step) for step in acting)):
        return steps
    if not whole or any(step.refusal for step in acting):
        return _kept(steps, commands, LASTING, placed, _words(times))
    no = Option("button.no", Plan((TellStep("told.cancelled"),)))
    return (AskStep("confirm", "ask.without_end", placed, options=(Option("button.yes", Plan(acting)), no)),)


def _kept(
    steps: tuple[Step, ...], commands: list[Intent], key: str, facts: Facts, words: str
) -> tuple[Step, ...]:
    lacking = _lacking(steps)
    if lacking is not None:
        return (lacking,)
    about = {**_about(steps, commands), **facts, "time": words}
    return (*_waiting(steps, words), TellStep(key, about))


def _words(times: tuple[TimeExpression, ...]) -> str:
    return ", ".join(time.text for time in times)


def _waiting(steps: tuple[Step, ...], words: str) -> tuple[Step, ...]:
    """The commands among the steps, none of which may go now."""
    commands = (step for step in steps if isinstance(step, CommandStep))
    return tuple(replace(step, later=words, refusal=_lasting(step)) for step in commands)


def _lasting(step: CommandStep) -> Refusal | None:
    return step.refusal if step.refusal is not None and step.refusal.reason in _NEVER_POSSIBLE else None


def _lacking(steps: tuple[Step, ...]) -> TellStep | None:
    """Nothing of that kind is here, or it could never do that."""
    told = (step for step in steps if isinstance(step, TellStep))
    absent = next((step for step in told if step.key in {"told.no_such_thing", "told.no_target"}), None)
    first = next(iter(steps), None)
    if absent is not None or not isinstance(first, CommandStep) or first.refusal != Refusal("unsupported"):
        return absent
    facts: Facts = {"capability": first.capability, "action": first.action}
    return TellStep("told.unsupported", facts, first.appliance)


def _about(steps: tuple[Step, ...], commands: list[Intent]) -> Facts:
    """What is said of the act where no step says it: which of several things is open."""
    if any(isinstance(step, CommandStep) for step in steps):
        return {}
    intent = next((one for one in commands if one.one("value") is not None), commands[0])
    kind = intent.one("appliance_type")
    facts = facts_of(intent)
    return facts if kind is None else {**facts, "type": str(kind)}
