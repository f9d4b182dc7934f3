"""One language at one moment of the home: what every part of wording needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from appliance_bridge.appliance import Appliance
from appliance_bridge.state import ApplianceState
from bot.message import Image, Span
from bot.plan import TellStep
from bot.wording.facts import HomeFacts
from bot.wording.lines import Line, Speech, together
from bot.wording.names import Lexicon, Names, as_sentence
from bot.wording.phrases import Fact, Phrases
from bot.wording.states import Said, States
from bot.wording.units import clock


@dataclass(frozen=True, slots=True)
class Piece:
    """Something said, in full and for a wrist; an empty short says nothing there."""

    text: str
    short: str
    failed: int = 0
    # how many appliances did not do what they were told
    spans: tuple[Span, ...] = ()
    # parts of the text that are shown in another way
    image: Image | None = None
    private: bool = False
    # only for who asked


class Voice:
    """The words of one language for one view of the home."""

    def __init__(self, phrases: Phrases, view: HomeFacts, lexicon: Lexicon) -> None:
        self.phrases = phrases
        self.view = view
        self.names = Names(phrases, tuple(view.appliances()), lexicon)
        self.states = States(phrases, self.names)
        self.speech = Speech(phrases, self.names)

    def meant(self, steps: Iterable[TellStep]) -> list[Appliance]:
        """The appliances that steps are about, each once; ids nobody knows are left out."""
        wanted: dict[str, None] = {}
        for step in steps:
            for id_ in (step.appliance or "", *str(step.facts.get("appliances", "")).split()):
                wanted.setdefault(id_)
        return [found for id_ in wanted if (found := self.view.appliance(id_)) is not None]

    def spoken(self, line: Line, short: str | None = None) -> Piece:
        """The line in full; its short form is the same, to be cut, unless given."""
        text = self.speech.sentence(line)
        return Piece(text, text if short is None else short)

    # -- states

    def described(self, appliances: Iterable[Appliance]) -> list[Piece]:
        """How they are; those that are alike in one sentence."""
        return [self.state_piece(line) for line in together(self.state_line(one) for one in appliances)]

    def described_now(self, appliance: Appliance) -> Said:
        """How it is, without its name."""
        state = self.view.state(appliance.id)
        return self.states.describe(appliance, state, self._heard(state))

    def state_line(self, appliance: Appliance, said: Said | None = None) -> Line:
        """A state as a line whose template is the predicate alone; see `state_piece`."""
        said = said or self.described_now(appliance)
        key = self.states.key("state", said.status, appliance)
        return Line(key, (appliance,), facts=said.facts, tails=said.tails)

    def state_piece(self, line: Line, template: str = "line.state") -> Piece:
        """A line of `state_line` in a sentence: after the names, or after yes or no."""
        facts = self.speech.facts(line)
        sentence: dict[str, Fact] = {**facts, "state": self.phrases.say(line.template, **facts)}
        text = as_sentence(self.phrases.say(template, **sentence))
        return Piece(" ".join((text, *line.tails)), self.brief(line.appliances))

    def brief(self, appliances: Sequence[Appliance]) -> str:
        """The first of them and how it is, for a wrist."""
        first = appliances[0]
        summary = self.states.brief(first, self.view.state(first.id))
        return self.speech.short(Line("", tuple(appliances), facts={"summary": summary}), "short.state")

    def _heard(self, state: ApplianceState) -> str | None:
        """When it last said something itself, in words."""
        times = [reported.at for reported in state.attributes.values() if not reported.retained]
        return clock(max(times), self.view.now, self.view.timezone, self.phrases) if times else None
