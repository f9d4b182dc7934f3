"""What came of commands, as lines: confirmed is not sent, sent is not refused, no answer is no success."""

from collections.abc import Mapping

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from appliance_bridge.command import Refusal
from bot.wording.acts import SETTINGS, Act, limits_of
from bot.wording.lines import Line
from bot.wording.phrases import Fact, Phrases
from bot.wording.units import as_number, duration
from bot.wording.voice import Voice

# an action confirmed by "it has begun" is not said to be done
_ON_THE_WAY = {
    ("position", "open"): ("position.state", "opening"),
    ("position", "close"): ("position.state", "closing"),
}
_EXCEPTIONS_SHOWN = 8
DONE = frozenset(("result.confirmed", "result.doing", "result.sent", "result.pending", "result.timed_out"))
"""Sentences that may name who did it."""


class Results:
    """Acts into lines."""

    def __init__(self, voice: Voice, who: str | None = None) -> None:
        """who: the name of the person who wanted it, where others read it too."""
        self._voice = voice
        self._who = who
        self._phrases = voice.phrases
        self._names = voice.names

    def line(self, act: Act) -> Line:
        """What to say of an act that has a result."""
        appliance = self._voice.view.appliance(act.step.appliance)
        if appliance is None:
            return Line("refused.unknown_appliance")
        facts = self.facts(act, appliance)
        refusal = self._refusal(act)
        template, shown = self._template(act), 4
        if refusal is not None:
            facts |= self._refusal_facts(refusal, act, appliance)
            template, shown = self.refused(refusal, appliance), _EXCEPTIONS_SHOWN
        elif template == "result.doing":
            facts["way"] = self._phrases.say(f"brief.{_ON_THE_WAY[act.kind][1]}")
        elif template == "result.timed_out" and f"why.{act.outcome[1]}" in self._phrases:
            facts["why"] = self._phrases.say(f"why.{act.outcome[1]}")
        tails: tuple[str, ...] = ()
        by_rights = refusal is not None and refusal.reason == "rights"
        if self._who is not None and (template in DONE or by_rights):
            facts["who"] = self._who
        if by_rights and refusal is not None:
            tails = advice(self._phrases, refusal.facts)
        if template == "result.confirmed" and self._is_kept_for_later(act, appliance):
            tails = (self._phrases.say("tail.off"),)
        left = self._seconds_left(act, appliance) if template == "result.confirmed" else None
        if left:
            facts["left"] = duration(left, self._phrases, brief=True)
            tails = (self._phrases.say("tail.remaining", duration=duration(left, self._phrases)),)
        return Line(template, (appliance,), self._action(act, appliance), facts, tails, shown)

    def asking(self, act: Act, template: str = "ask.confirm") -> Line | None:
        """The question whether to do it; None when the appliance is gone."""
        appliance = self._voice.view.appliance(act.step.appliance)
        if appliance is None:
            return None
        return Line(template, (appliance,), self._action(act, appliance), self.facts(act, appliance))

    def facts(self, act: Act, appliance: Appliance) -> dict[str, Fact]:
        """The value of the action, and in `setting` and `at` what goes with it."""
        facts: dict[str, Fact] = {}
        value = act.value()
        if value is not None:
            facts["value"] = self._worded(*act.kind, value, appliance)
        words: dict[str, list[str]] = {"setting": [], "at": [], "lasts": []}
        program = self._program(act)
        if program is not None and self._says_more(program, appliance):
            words["setting"].append(self._names.course(program, appliance.type))
        for setting in act.settings:
            wanted = setting.value() if setting.kind in SETTINGS else None
            if wanted is not None and not (setting.step.capability == "program" and program is not None):
                words[SETTINGS[setting.kind]].append(self._worded(*setting.kind, wanted, appliance))
        degrees = act.step.arguments.get("temperature")
        if degrees is not None:
            words["at"].append(self._worded("temperature", "set", degrees, appliance))
        self._with_length(words)
        return facts | {name: self._names.options(texts) for name, texts in words.items() if texts}

    def _with_length(self, words: dict[str, list[str]]) -> None:
        """How long it runs is said behind its temperature or programme."""
        for length in words.pop("lasts"):
            said = next((words[name] for name in ("at", "setting") if words[name]), None)
            if said is None:
                words["setting"].append(self._phrases.say("lasting.alone", duration=length))
            else:
                said[-1] = self._phrases.say("lasting.with", what=said[-1], duration=length)

    def refused(self, refusal: Refusal, appliance: Appliance) -> str:
        """The key of a refusal; a kind of appliance may have its own."""
        if refusal.reason == "rights":
            return rights_key(self._phrases, refusal.facts)
        reason = refusal.reason
        unsure = f"{reason}_unsure"
        if refusal.facts.get("reported") in {"old", "unknown"} and f"refused.{unsure}" in self._phrases:
            # whether it is off is not known
            reason = unsure
        keys = (f"refused.{reason}@{appliance.type}", f"refused.{reason}", f"told.{reason}")
        return next((key for key in keys if key in self._phrases), "refused.other")

    @staticmethod
    def _refusal(act: Act) -> Refusal | None:
        if act.result is None:
            return None
        refusal = act.result.refusal
        if act.result.result == "confirmed" and refusal is not None and refusal.reason == "already":
            return refusal
        if act.result.result != "refused":
            return None
        return act.result.refusal or act.step.refusal or Refusal("other")

    @staticmethod
    def _template(act: Act) -> str:
        result = act.result.result if act.result is not None else "pending"
        if result == "timed_out" and act.outcome[1] == "restarted":
            return "result.in_doubt"
        key, word = _ON_THE_WAY.get(act.kind, ("", ""))
        return "result.doing" if key and act.reported.get(key) == word else f"result.{result}"

    def _action(self, act: Act, appliance: Appliance) -> str:
        return self._voice.speech.action_key(*act.kind, (appliance,))

    @staticmethod
    def _program(act: Act) -> str | None:
        """The programme of a start: the reported one before the wanted one."""
        if act.kind != ("run_control", "start"):
            return None
        program = act.reported.get("program.selected") or act.step.arguments.get("program")
        return None if program is None else str(program)

    def _says_more(self, program: str, appliance: Appliance) -> bool:
        """Whether a programme is called otherwise than the appliance: an oven has one named "oven"."""
        own = {self._names.type(appliance.type), self._names.appliance(appliance), *appliance.names}
        word = self._names.word("program", program)
        return not {program.casefold(), word.casefold()} & {name.casefold() for name in own}

    def _worded(self, capability: str, action: str, value: Value, appliance: Appliance) -> str:
        if capability == "program":
            return self._names.course(str(value), appliance.type)
        return self._names.value(capability, action, value)

    def _is_kept_for_later(self, act: Act, appliance: Appliance) -> bool:
        """A setting of an appliance that is off does nothing yet; a lamp goes on with it."""
        if appliance.type == "light":
            return False
        state = self._voice.view.state(appliance.id)
        return act.step.action in {"set", "set_percent"} and state.value("power.on") is False

    def _seconds_left(self, act: Act, appliance: Appliance) -> float | None:
        """The time left after a start, from the same report or from what is known now."""
        if act.kind not in {("run_control", "start"), ("run_control", "resume")}:
            return None
        state, key = self._voice.view.state(appliance.id), "remaining_time.seconds"
        return as_number(act.reported.get(key)) or as_number(state.value(key))

    def _refusal_facts(self, refusal: Refusal, act: Act, appliance: Appliance) -> dict[str, Fact]:
        facts: dict[str, Fact] = {}
        capability, action = act.kind
        limits = limits_of(appliance, capability, action)
        for name, known in (("minimum", limits.minimum), ("maximum", limits.maximum)):
            amount = as_number(refusal.facts.get(name, known))
            if amount is not None:
                facts[name] = self._names.value(capability, action, amount)
        if capability == "mode" and "value" in act.step.arguments and refusal.reason == "not_an_option":
            facts["value"] = self._phrases.say(
                "brief.mode", value=self._names.word("mode", str(act.step.arguments["value"]))
            )
        if limits.options:
            kind = "program" if capability == "run_control" else capability
            facts["options"] = self._names.options([self._names.word(kind, word) for word in limits.options])
        if refusal.facts.get("code"):
            facts["code"] = str(refusal.facts["code"])
        return facts


def rights_key(phrases: Phrases, facts: Mapping[str, Value]) -> str:
    """The sentence for a reason and a role of a Verdict."""
    reason = f"told.rights.{facts.get('reason', 'role')}"
    if facts.get("capability") == "query" and reason != "told.rights.guest_over":
        return "told.rights.question"
    keys = (f"{reason}.{facts.get('role', '')}", reason)
    return next((key for key in keys if key in phrases), "told.rights.role")


def advice(phrases: Phrases, facts: Mapping[str, Value]) -> tuple[str, ...]:
    """Whom to ask after a refusal by rights; nothing when we offer to ask ourselves, or nobody could help."""
    reason = f"advice.{facts.get('reason', 'role')}"
    if facts.get("offered") is True or facts.get("capability") == "query":
        return ()
    keys = (f"{reason}.{facts.get('role', '')}", reason)
    return tuple(phrases.say(key) for key in keys if key in phrases)[:1]
