"""What one appliance is to be told for one intent: actions and absolute values, in order."""

from collections.abc import Iterator
from dataclasses import replace

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from appliance_bridge.command import Refusal
from bot.plan import AskStep, CommandStep, Facts, Option, Plan, Step, TellStep
from bot.planner.choices import chosen
from bot.planner.lengths import run_length
from bot.planner.readiness import is_idle, pointless
from bot.planner.setting import NoValue, Setting, limits_of_words, programmes_of
from bot.planner.situation import START, Situation
from bot.planner.values import WORDS, dimension_of, meant_instead, resolve, said_value
from nlu.options import Fit, best_fit
from nlu.understanding import Intent, Slot

MOST_CHOICES = 8
"""A question with more choices than this is put openly, without buttons for each."""

SETTINGS = {"set", "adjust", "select"}
"""Actions that carry a value."""


def steps_for(intent: Intent, appliance: Appliance, situation: Situation) -> tuple[Step, ...]:
    """What one appliance is to be told, in order; a refusal of a step holds back those behind it."""
    action = intent.name.partition(".")[2]
    if action in SETTINGS:
        options = _options(intent, appliance, situation)
        if options and intent.one("program") is None:
            return options
        start = _start_for(intent, appliance, situation)
        if start is not None:
            return (start,)
        step = _setting(intent, appliance, situation)
        return (*_switched_on_first(step, appliance, situation), *options)
    if intent.name == "power.toggle":
        on = situation.home.state(appliance.id).value("power.on")
        action = "turn_off" if on is True else "turn_on"
        intent = _renamed(intent, f"power.{action}")
    found = situation.action_of(intent.name, appliance)
    if found is None:
        return (_unable(intent, appliance, situation),)
    if found == ("run_control", "resume") and is_idle(appliance, intent.name, situation):
        refusal = pointless(appliance, *found, situation)
        if refusal is None:
            return (_begin_instead(intent, appliance, situation),)
    main = _step(appliance, *found, {}, situation)
    return _with_values(intent, main, appliance, situation)


def _switched_on_first(step: Step, appliance: Appliance, situation: Situation) -> tuple[Step, ...]:
    """A channel of a TV that is off can only be watched when it is switched on for that."""
    if not isinstance(step, CommandStep) or step.capability not in {"channel", "source"}:
        return (step,)
    if step.refusal != Refusal("switched_off") or not appliance.can("power", "turn_on"):
        return (step,)
    return (_step(appliance, "power", "turn_on", {}, situation), replace(step, refusal=None))


def _begin_instead(intent: Intent, appliance: Appliance, situation: Situation) -> Step:
    """ "Go on" said to something that is not paused: ask whether it shall begin."""
    return confirm("ask.confirm", steps_for(_renamed(intent, "run_control.start"), appliance, situation), {})


def confirm(key: str, steps: tuple[Step, ...], facts: Facts, always: tuple[Step, ...] = ()) -> AskStep:
    """A yes-or-no question about these steps; always: what a "yes, and always" does besides."""
    yes = [Option("button.yes", Plan(steps))]
    if always:
        yes.append(Option("button.always", Plan((*steps, *always))))
    no = Option("button.no", Plan((TellStep("told.cancelled"),)))
    return AskStep("confirm", key, facts, options=(*yes, no))


def _unable(intent: Intent, appliance: Appliance, situation: Situation) -> CommandStep:
    """Nothing it offers will do; what would be forbidden anyway is said so."""
    pairs = list(situation.affordances.actions(intent.name))
    kind = situation.catalogue.type_of(appliance.type)
    never = next((pair for pair in pairs if kind.risk_of(*pair) == "forbidden"), None)
    reason = "unsupported" if never is None else "forbidden"
    if never is None and intent.name == START and "run_control" in kind.required:
        reason = "not_startable"
    return _step(appliance, *(never or pairs[0]), {}, situation, Refusal(reason))


def _with_values(
    intent: Intent, main: CommandStep, appliance: Appliance, situation: Situation
) -> tuple[Step, ...]:
    """Values said with a start or a switch-on: a programme before the start, settings after the switch."""
    first: list[Step] = []
    after: list[Step] = []
    program = intent.one("program")
    starts = (main.capability, main.action) == ("run_control", "start")
    if starts and program is None and _needs_programme(appliance):
        return (_read_back(intent, main, appliance, situation, programmes_of(appliance)),)
    if program is not None:
        fit = _fit(intent, appliance)
        if starts and fit.options and not fit.exact:
            return (_read_back(intent, main, appliance, situation, fit.options),)
        if starts and not appliance.can("program", "select"):
            main = _started_with(str(program), fit.options, main, appliance, situation)
            if main.refusal is not None:
                return (main,)
        else:
            step = _setting(_renamed(intent, "program.select"), appliance, situation)
            if isinstance(step, CommandStep) and step.refusal == Refusal("running"):
                return (step,)
            (first if starts else after).append(step)
    first += _options(intent, appliance, situation)
    seconds = intent.one("duration")
    if isinstance(seconds, int | float):
        length = run_length(seconds, appliance, situation)
        if length.refusal is not None:
            return (length,)
        first.append(length)
    after += _settings(intent, appliance, situation)
    if starts:
        return (*first, *after, main)
    if after and situation.home.state(appliance.id).value("power.on") is True and main.action == "turn_on":
        return (*first, *after)
    return (*first, main, *after)


def _fit(intent: Intent, appliance: Appliance) -> Fit:
    """The programmes that can be meant; where two are said, none of them for sure."""
    said = dict.fromkeys(map(str, intent.all("program")))
    fits = [best_fit(one, programmes_of(appliance), "program") for one in said]
    if len(fits) == 1:
        return fits[0]
    return Fit(tuple(dict.fromkeys(option for fit in fits for option in fit.options)))


def _settings(intent: Intent, appliance: Appliance, situation: Situation) -> Iterator[Step]:
    """What is to be set besides: a mode, a colour, a temperature."""
    for name in ("mode", "fan_speed", "colour", "source"):
        if intent.one(name) is not None:
            yield _setting(_renamed(intent, f"{name}.set"), appliance, situation)
    if intent.one("value") is not None or intent.one("extreme") is not None:
        yield _setting(_renamed(intent, "setting.set"), appliance, situation)


def _options(intent: Intent, appliance: Appliance, situation: Situation) -> tuple[Step, ...]:
    """What was said besides the programme: low spin, extra rinse."""
    steps: list[Step] = []
    for found in chosen(intent, appliance, situation):
        if isinstance(found, NoValue) and found.reason == "unsupported":
            said = str(found.said)
            refusal = Refusal("unsupported", {"option": said})
            steps.append(_step(appliance, "program", "select", {"value": said}, situation, refusal))
        else:
            steps.append(_set(found, appliance, situation))
    return tuple(steps)


def _started_with(
    said: str, programmes: tuple[str, ...], main: CommandStep, appliance: Appliance, situation: Situation
) -> CommandStep:
    """A start that takes its programme along."""
    if programmes:
        return _step(appliance, main.capability, main.action, {"program": programmes[0]}, situation)
    options = programmes_of(appliance)
    refusal = Refusal("not_an_option" if options else "unsupported", {"program": said})
    return _step(appliance, "program", "select", {"value": said}, situation, refusal)


def _start_for(intent: Intent, appliance: Appliance, situation: Situation) -> Step | None:
    """A programme that is chosen where choosing it is starting it: asked, never done at once."""
    said = said_value(intent) if intent.name in {"program.select", "mode.set"} else None
    if said is None or not _needs_programme(appliance):
        return None
    if appliance.can("program", "select") or appliance.can("mode", "set"):
        return None
    fit = best_fit(str(said), programmes_of(appliance), "program")
    if not fit.options:
        return None
    main = _step(appliance, "run_control", "start", {}, situation)
    whom = tuple(slot for slot in intent.slots if slot.name not in WORDS)
    return _read_back(Intent(START, whom, intent.confidence), main, appliance, situation, fit.options)


def _needs_programme(appliance: Appliance) -> bool:
    """Whether naming the programme is its start: there is none without."""
    return bool(programmes_of(appliance)) and any(
        one.reason == "start_needs_program" for one in appliance.missing
    )


def _read_back(
    intent: Intent,
    main: CommandStep,
    appliance: Appliance,
    situation: Situation,
    programmes: tuple[str, ...],
) -> AskStep:
    """The programme that comes near to what was said, before it starts; or which of several."""

    def starting(programme: str) -> Plan:
        others = tuple(slot for slot in intent.slots if slot.name != "program")
        said = replace(intent, slots=(*others, Slot("program", programme, 0, 0, "")))
        return Plan(_with_values(said, main, appliance, situation))

    if len(programmes) == 1:
        return confirm("ask.did_you_mean", starting(programmes[0]).steps, {"words": programmes[0]})
    facts: Facts = {"capability": "program", "action": "select"}
    options = tuple(Option(one, starting(one), literal=True) for one in programmes[:MOST_CHOICES])
    return AskStep("value", "ask.which_value", facts, appliance.id, options)


def _setting(intent: Intent, appliance: Appliance, situation: Situation) -> Step:
    dimension = dimension_of(intent, appliance, situation)
    if dimension is None:
        dimension = intent.name.partition(".")[0]
        found: Setting | NoValue = NoValue("unsupported", dimension, said_value(intent))
    else:
        found = resolve(dimension, intent, appliance, situation)
        meant = meant_instead(found, intent, appliance, situation)
        if meant is not None:
            step = _set(meant[0], appliance, situation)
            return confirm("ask.did_you_mean", (step,), {"words": meant[1]})
    return _set(found, appliance, situation)


def _set(found: Setting | NoValue, appliance: Appliance, situation: Situation) -> Step:
    if isinstance(found, NoValue):
        return _no_value(found, appliance, situation)
    return _step(appliance, found.capability, found.action, {"value": found.value}, situation)


def _no_value(found: NoValue, appliance: Appliance, situation: Situation) -> Step:
    action = _setter(found.capability, appliance)
    if found.reason == "already":
        told: Facts = {"capability": found.capability, "action": action}
        if found.said is not None:
            told["value"] = found.said
        return TellStep("told.already", told, appliance.id)
    if found.reason == "which_value":
        words = limits_of_words(found.capability, appliance)[:MOST_CHOICES]
        plans = [
            Plan((_step(appliance, found.capability, action, {"value": one}, situation),)) for one in words
        ]
        options = tuple(Option(one, plan, literal=True) for one, plan in zip(words, plans, strict=True))
        facts: Facts = {"capability": found.capability, "action": action}
        return AskStep("value", "ask.which_value", facts, appliance.id, options)
    forbidden = situation.catalogue.type_of(appliance.type).risk_of(found.capability, action) == "forbidden"
    arguments = {} if found.said is None else {"value": found.said}
    refusal = Refusal(found.reason, {"options": "|".join(found.options)} if found.options else {})
    return _step(
        appliance, found.capability, action, arguments, situation,
        Refusal("forbidden") if forbidden else refusal,
    )  # fmt: skip


def _setter(capability: str, appliance: Appliance) -> str:
    if capability == "program":
        return "select"
    return "set_percent" if appliance.can(capability, "set_percent") else "set"


def _step(
    appliance: Appliance,
    capability: str,
    action: str,
    arguments: dict[str, Value],
    situation: Situation,
    refusal: Refusal | None = None,
) -> CommandStep:
    risk = situation.catalogue.type_of(appliance.type).risk_of(capability, action)
    refusal = refusal or pointless(appliance, capability, action, situation)
    return CommandStep(appliance.id, capability, action, arguments, risk, refusal)


def _renamed(intent: Intent, name: str) -> Intent:
    return Intent(name, intent.slots, intent.confidence, intent.start, intent.end)
