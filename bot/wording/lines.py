"""Sentences before their words: what is to be said of whom, so that equal ones can be said together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from appliance_bridge.appliance import Appliance
from bot.wording.names import Names, as_sentence
from bot.wording.phrases import Fact, Phrases

FORMS = ("done", "doing", "order", "base", "may", "want", "already", "name", "short")
BY_FORMS = ("done", "doing")
"""These may read otherwise behind the name of who did it: done_by, doing_by."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence about some appliances. Lines that differ in the appliances only are one sentence."""

    template: str
    # key of the sentence
    appliances: tuple[Appliance, ...] = ()
    action: str | None = None
    # key of the action whose forms the sentence needs: "action.power.turn_on"
    facts: Mapping[str, Fact] = field(default_factory=dict)
    tails: tuple[str, ...] = ()
    # whole sentences after it
    shown: int = 4
    # how many names are said before they become a number


def together(lines: Iterable[Line]) -> list[Line]:
    """The lines, equal ones joined at the place of the first."""
    joined: list[Line] = []
    for line in lines:
        for at, other in enumerate(joined):
            if other.appliances and replace(line, appliances=other.appliances) == other:
                more = tuple(one for one in line.appliances if one not in other.appliances)
                joined[at] = replace(other, appliances=other.appliances + more)
                break
        else:
            joined.append(line)
    return joined


class Speech:
    """Lines into the words of one language."""

    def __init__(self, phrases: Phrases, names: Names) -> None:
        self._phrases = phrases
        self._names = names

    def sentence(self, line: Line) -> str:
        """The line as one sentence and its tails."""
        said = self._phrases.say(line.template, **self.facts(line))
        return " ".join(as_sentence(text) for text in (said, *line.tails))

    def facts(self, line: Line) -> dict[str, Fact]:
        """The line's facts with its names and the forms of its action."""
        facts = dict(line.facts)
        if line.appliances:
            facts["names"] = self._names.joined(line.appliances, line.shown)
        if line.action is not None:
            facts |= self._forms(line.action, facts)
        return facts

    def short(self, line: Line, template: str) -> str:
        """The line for a wrist, with the same facts and brief names."""
        facts = self.facts(line)
        if line.appliances:
            facts["names"] = self._names.brief(line.appliances)
        return self._phrases.say(template, **facts)

    def action_key(self, capability: str, action: str, appliances: Sequence[Appliance]) -> str:
        """Where the forms of an action stand; a kind's own when all appliances are of that kind."""
        key = f"action.{capability}.{action}"
        types = {appliance.type for appliance in appliances}
        own = f"{key}@{types.pop()}" if len(types) == 1 else key
        for candidate in (own, key):
            if f"{candidate}.done" in self._phrases:
                return candidate
        return "action.other"

    def _forms(self, action: str, facts: Mapping[str, Fact]) -> dict[str, Fact]:
        forms: dict[str, Fact] = {}
        for form in FORMS:
            key = f"{action}.{form}"
            text = self._phrases.find(key, **facts) if key in self._phrases else None
            if text is not None:
                forms[form] = text
        for form in BY_FORMS:
            key = f"{action}.{form}_by"
            own = self._phrases.find(key, **facts) if key in self._phrases else None
            if own is not None or form in forms:
                forms[f"{form}_by"] = own or forms[form]
        alone = {name: fact for name, fact in facts.items() if name != "names"}
        forms["may_alone"] = self._phrases.say(f"{action}.may", **alone)
        return forms


SHORT = 40


def fit(text: str, limit: int = SHORT) -> str:
    """At most `limit` characters, cut after a whole word with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    if text[limit - 1] != " " and " " in cut:
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(" ·,.:;") + "…"
