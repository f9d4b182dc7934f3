"""What was understood and is not done now: the act in its exact words, and when."""

from collections.abc import Sequence

from bot.plan import CommandStep, TellStep
from bot.wording.acts import planned
from bot.wording.lines import Line, together
from bot.wording.phrases import Fact
from bot.wording.results import Results
from bot.wording.tells import step_action, step_facts
from bot.wording.voice import Piece, Voice

LATER = frozenset(("told.scheduled_not_yet", "told.lasting_not_yet", "told.conditional_not_yet"))


def tell_later(voice: Voice, step: TellStep, commands: Sequence[CommandStep]) -> Piece | None:
    """One of LATER, with the commands of the plan that wait for it; None when those are refused anyway."""
    appliances = tuple(voice.meant([step]))
    facts = step_facts(voice, step.facts, appliances)
    named_for = [one for one in commands if one.later == step.facts.get("time", "")]
    waiting = [one for one in named_for if one.refusal is None]
    if named_for and not waiting:
        return None
    results = Results(voice)
    lines = together(line for act in planned(waiting) if (line := results.asking(act)) is not None)
    if not lines:
        named: dict[str, Fact] = {}
        if "type" in facts and not appliances:
            named["names"] = voice.phrases.say("when.thing", type=facts["type"])
        lines = [Line("", appliances, step_action(voice, step.facts, appliances), {**facts, **named})]
    orders = [said for line in lines if (said := _order(voice, line)) is not None]
    if orders:
        facts["what"] = voice.names.options(orders)
    return voice.spoken(Line(step.key, facts=facts))


def _order(voice: Voice, line: Line) -> str | None:
    if line.action is None:
        return None
    facts = voice.speech.facts(line)
    return voice.phrases.find("when.order", **facts)
