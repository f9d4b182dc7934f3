"""What came of commands, as lines: confirmed is not sent, sent is not refused, no answer is no success."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from appliance_bridge.appliance import Appliance, Limits
from appliance_bridge.capability import Value
from appliance_bridge.command import CommandResult, Refusal
from bot.plan import CommandStep, Done
from bot.wording.facts import HomeFacts
from bot.wording.lines import Line, Speech
from bot.wording.names import Names
from bot.wording.phrases import Fact, Phrases
from bot.wording.states import States
from bot.wording.units import as_number

_LEADS = {("power", "turn_on"), ("run_control", "start")}
# actions that are said together with the settings made for them: "켰어요" + "180°C" → "180°C로 켰어요"
_SETTINGS = {("temperature", "set"): "at", ("level", "set"): "at", ("program", "select"): "setting", ("mode", "set"): "setting"}
_ON_THE_WAY = {
    ("position", "open"): ("position.state", "opening"),
    ("position", "close"): ("position.state", "closing"),
}
_READ_BACK = ("program.selected", "remaining_time.seconds")


@dataclass(frozen=True, slots=True)
class Act:
    """One command and the settings that go with it."""

    step: CommandStep
    result: CommandResult | None
    # None: it is only asked about
    settings: tuple["Act", ...] = ()


def acts(done: Sequence[Done]) -> list[Act]:
    """The commands, each start with the settings that came to the same result."""
    return _gathered([Act(one.step, one.result) for one in done])


def planned(steps: Iterable[CommandStep]) -> list[Act]:
    """The same for commands that are only asked about."""
    return _gathered([Act(step, None) for step in steps])


def _gathered(found: list[Act]) -> list[Act]:
    leads = {act.step.appliance: act for act in found if (act.step.capability, act.step.action) in _LEADS}
    gathered: list[Act] = []
    for act in found:
        lead = leads.get(act.step.appliance)
        setting = (act.step.capability, act.step.action) in _SETTINGS
        if lead is None or not setting or _outcome(lead) != _outcome(act):
            gathered.append(act)
    return [
        Act(act.step, act.result, tuple(one for one in found if one not in gathered and _belongs(one, act)))
        if leads.get(act.step.appliance) is act
        else act
        for act in gathered
    ]


def _belongs(setting: Act, lead: Act) -> bool:
    return setting.step.appliance == lead.step.appliance


def _outcome(act: Act) -> tuple[str, str]:
    if act.result is None:
        return ("asked", "")
    return (act.result.result, act.result.refusal.reason if act.result.refusal else "")


class Results:
    """Acts into lines, in the words of one language."""

    def __init__(self, phrases: Phrases, names: Names, states: States, speech: Speech, view: HomeFacts) -> None:
        self._phrases = phrases
        self._names = names
        self._states = states
        self._speech = speech
        self._view = view

    def line(self, act: Act) -> Line | None:
        """What to say of an act; None when nobody knows the appliance any more and nothing came of it."""
        appliance = self._view.appliance(act.step.appliance)
        if act.result is None:
            return self.asking(act)
        if appliance is None:
            return Line("refused.unknown_appliance")
        template, reason = self._template(act.result, act.step, appliance)
        facts = self.facts(act, appliance)
        tails: tuple[str, ...] = ()
        if act.result.result == "confirmed":
            tails = self._tails(act, appliance)
        elif reason is not None:
            facts |= self._refusal_facts(reason, act.step, appliance)
        return Line(template, (appliance,), self._action(act.step, appliance), facts, tails)

    def asking(self, act: Act, template: str = "ask.confirm") -> Line | None:
        """The question whether to do it; None when the appliance is gone."""
        appliance = self._view.appliance(act.step.appliance)
        if appliance is None:
            return None
        return Line(template, (appliance,), self._action(act.step, appliance), self.facts(act, appliance))

    def facts(self, act: Act, appliance: Appliance) -> dict[str, Fact]:
        """The value of the action, what goes with it, and what was read back."""
        step = act.step
        reported = act.result.reported if act.result is not None and act.result.result == "confirmed" else {}
        facts: dict[str, Fact] = {}
        value = _value(step.capability, step.action, step.arguments, reported)
        if value is not None:
            facts["value"] = self._worded(step.capability, step.action, value, appliance)
        settings: dict[str, list[str]] = {"setting": [], "at": []}
        program = self._program(step, reported)
        if program is not None:
            settings["setting"].append(self._names.course(program, appliance.type))
        for one in act.settings:
            capability, action = one.step.capability, one.step.action
            seen = one.result.reported if one.result is not None else {}
            wanted = _value(capability, action, one.step.arguments, seen)
            if wanted is not None and not (capability == "program" and program is not None):
                settings[_SETTINGS[capability, action]].append(self._worded(capability, action, wanted, appliance))
        if "temperature" in step.arguments:
            settings["at"].append(self._worded("temperature", "set", step.arguments["temperature"], appliance))
        for name, texts in settings.items():
            if texts:
                facts[name] = self._names.options(texts)
        return facts

    def _template(
        self, result: CommandResult, step: CommandStep, appliance: Appliance
    ) -> tuple[str, Refusal | None]:
        if result.result == "refused":
            refusal = result.refusal or step.refusal or Refusal("other")
            return self.refused(refusal, appliance), refusal
        if result.result == "timed_out" and result.refusal is not None and result.refusal.reason == "restarted":
            return "result.in_doubt", None
        way = _ON_THE_WAY.get((step.capability, step.action))
        if result.result == "confirmed" and way is not None and result.reported.get(way[0]) == way[1]:
            return "result.doing", None
        return f"result.{result.result}", None

    def refused(self, refusal: Refusal, appliance: Appliance) -> str:
        """The key of a refusal; a kind of appliance may have its own."""
        for key in (f"refused.{refusal.reason}@{appliance.type}", f"refused.{refusal.reason}"):
            if key in self._phrases:
                return key
        return "refused.other"

    def _action(self, step: CommandStep, appliance: Appliance) -> str:
        return self._speech.action_key(step.capability, step.action, (appliance,))

    def _program(self, step: CommandStep, reported: Mapping[str, Value]) -> str | None:
        if step.capability != "run_control" or step.action not in {"start"}:
            return None
        program = reported.get("program.selected") or step.arguments.get("program")
        return None if program is None else str(program)

    def _worded(self, capability: str, action: str, value: Value, appliance: Appliance) -> str:
        if capability == "program":
            return self._names.course(str(value), appliance.type)
        return self._names.value(capability, action, value)

    def _tails(self, act: Act, appliance: Appliance) -> tuple[str, ...]:
        """The time left after a start, from the same report or from what is known now."""
        if act.step.capability != "run_control" or act.step.action not in {"start", "resume"}:
            return ()
        seconds = as_number(act.result.reported.get("remaining_time.seconds")) if act.result else None
        left = (
            self._names.value("remaining_time", "seconds", seconds)
            if seconds
            else self._states.remaining(self._view.state(appliance.id))
        )
        return () if left is None else (self._phrases.say("tail.remaining", duration=left),)

    def _refusal_facts(self, refusal: Refusal, step: CommandStep, appliance: Appliance) -> dict[str, Fact]:
        given, facts = refusal.facts, dict[str, Fact]()
        limits = limits_of(appliance, step.capability, step.action)
        for name in ("minimum", "maximum"):
            amount = as_number(given.get(name, getattr(limits, name)))
            if amount is not None:
                facts[name] = self._names.value(step.capability, step.action, amount)
        if limits.options:
            kind = step.capability if step.capability != "run_control" else "program"
            facts["options"] = self._names.options([self._names.word(kind, word) for word in limits.options])
        for name in ("code", "value"):
            if given.get(name) not in (None, ""):
                worded = name == "value" and refusal.reason != "out_of_range"
                facts[name] = self._names.word(step.capability, str(given[name])) if worded else str(given[name])
        return facts


def limits_of(appliance: Appliance, capability: str, action: str) -> Limits:
    """What an action's value may be on this appliance; empty limits when nothing is known."""
    offers = appliance.offers
    if capability == "run_control" and "program" in offers:
        capability = "program"
    limits = offers[capability].limits if capability in offers else {}
    names = ("freezer_target",) if action == "set_freezer" else ("target", "selected", "percent", "kelvin", "number", "value")
    return next((limits[name] for name in names if name in limits), Limits())


def _value(
    capability: str, action: str, arguments: Mapping[str, Value], reported: Mapping[str, Value]
) -> Value | None:
    """The value the appliance reported for the action, else the one it was told."""
    if "value" not in arguments:
        return None
    attributes = ("freezer_target",) if action == "set_freezer" else ("target", "selected", "percent", "kelvin", "number")
    for attribute in attributes:
        if f"{capability}.{attribute}" in reported:
            return reported[f"{capability}.{attribute}"]
    return arguments["value"]
