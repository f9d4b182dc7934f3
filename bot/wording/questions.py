"""Questions back: worded from what a yes would really do."""

from dataclasses import replace

from bot.plan import AskStep, Option, TellStep
from bot.wording.acts import limits_of, planned
from bot.wording.lines import Line, together
from bot.wording.phrases import Fact
from bot.wording.results import Results
from bot.wording.tells import step_action, step_facts, tell_other
from bot.wording.voice import Piece, Voice


def ask(voice: Voice, step: AskStep) -> list[Piece]:
    """The question of a step."""
    if step.key == "ask.which":
        return [_which(voice, step)]
    if step.key == "ask.which_act":
        labels = [label(voice, option) for option in step.options if option.plan.commands]
        return [voice.spoken(Line(step.key, facts={"options": voice.names.options(labels)}))]
    if step.key == "ask.which_value":
        return [_which_value(voice, step)]
    if step.key == "ask.request":
        return _request(voice, step)
    if step.key.startswith("told."):
        return [tell_other(voice, TellStep(step.key, step.facts, step.appliance))]
    appliance = voice.view.appliance(step.appliance or "")
    named = (appliance,) if appliance is not None else ()
    facts = step_facts(voice, step.facts, named)
    lines = _of_the_plan(voice, step, facts)
    if not lines:
        lines = [Line(step.key, named, step_action(voice, step.facts, named), facts)]
    return [voice.spoken(line) for line in lines]


def label(voice: Voice, option: Option) -> str:
    """The words of an option."""
    if option.label == "button.act":
        return _deed(voice, option)
    appliance = voice.view.appliance(option.appliance or "")
    if appliance is not None:
        return voice.names.appliance(appliance)
    if option.person is not None:
        name = voice.view.person_name(option.person, voice.phrases.language) or option.person
        # of two who are called the same the role tells them apart
        role = voice.phrases.say(option.label) if option.label.startswith("role.") else ""
        return f"{name} ({role})" if role else name
    if option.literal:
        commands = option.plan.commands
        return voice.names.word(commands[0].capability, option.label) if commands else option.label
    if option.label not in voice.phrases:
        return option.label
    return voice.phrases.say(option.label)


def _deed(voice: Voice, option: Option) -> str:
    """What an option would do: turn on the living room light."""
    results = Results(voice)
    found = [results.asking(act, option.label) for act in planned(option.plan.commands)]
    lines = together(line for line in found if line is not None)
    return voice.names.options([voice.speech.sentence(line) for line in lines])


def _of_the_plan(voice: Voice, step: AskStep, facts: dict[str, Fact]) -> list[Line]:
    """What the first option would do, as questions; the first one bears the facts of the step."""
    if not step.options:
        return []
    results = Results(voice)
    found = [results.asking(act) for act in planned(step.options[0].plan.commands)]
    lines = together(line for line in found if line is not None)
    extra = {name: fact for name, fact in facts.items() if name not in {"value", "setting"}}
    return [
        Line(step.key if at == 0 else "ask.confirm", line.appliances, line.action, {**line.facts, **extra})
        for at, line in enumerate(lines)
    ]


def _request(voice: Voice, step: AskStep) -> list[Piece]:
    """What somebody wants to do, and whether they may."""
    person = step_facts(voice, {"person": step.facts.get("person", "")}, ())
    results = Results(voice)
    commands = step.options[0].plan.commands if step.options else ()
    found = [results.asking(act, "ask.wish") for act in planned(commands)]
    lines = together(line for line in found if line is not None)
    wishes = [
        voice.spoken(replace(line, facts={**line.facts, **(person if at == 0 else {})}))
        for at, line in enumerate(lines)
    ]
    asked = voice.phrases.say(step.key)
    return [*wishes, Piece(asked, "" if wishes else asked)]


def _which(voice: Voice, step: AskStep) -> Piece:
    labels = [label(voice, option) for option in step.options if option.appliance or option.literal]
    found = [voice.view.appliance(option.appliance) for option in step.options if option.appliance]
    types = {one.type for one in found if one is not None}
    facts: dict[str, Fact] = {"options": voice.names.options(labels, shown=8)} if labels else {}
    if len(types) == 1:
        facts["type"] = voice.names.type(types.pop())
    return voice.spoken(Line(step.key, facts=facts))


def _which_value(voice: Voice, step: AskStep) -> Piece:
    appliance = voice.view.appliance(step.appliance or "")
    capability, action = str(step.facts.get("capability", "")), str(step.facts.get("action", "set"))
    kind = appliance.type if appliance is not None else ""
    keys = (f"{step.key}.{capability}@{kind}", f"{step.key}.{capability}", f"{step.key}.other")
    key = next(one for one in keys if one in voice.phrases)
    facts: dict[str, Fact] = {}
    if appliance is not None:
        limits = limits_of(appliance, capability, action)
        for name, end in (("minimum", limits.minimum), ("maximum", limits.maximum)):
            if end is not None:
                facts[name] = voice.names.value(capability, action, end)
        if limits.options:
            words = [voice.names.word(capability, option) for option in limits.options]
            facts["options"] = voice.names.options(words)
    return voice.spoken(Line(key, (appliance,) if appliance is not None else (), facts=facts))
