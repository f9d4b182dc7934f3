"""Receipts into replies: the one place where Jipsa finds its words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from appliance_bridge.appliance import Appliance, Missing
from appliance_bridge.state import ApplianceState
from bot.languages import languages
from bot.message import Button, Language, Reply, Span
from bot.plan import Done, Option, Plan, Receipt, TellStep
from bot.wording import answers, later, measures, people, pictures, questions, tells
from bot.wording.acts import acts
from bot.wording.explain import explain
from bot.wording.facts import HomeFacts
from bot.wording.faults import remark_text
from bot.wording.lines import SHORT, Line, fit, together
from bot.wording.names import Names, lexicon_of
from bot.wording.phrases import Choose, Phrases, load_phrases
from bot.wording.results import DONE, Results
from bot.wording.speaker import speaker_of
from bot.wording.states import States
from bot.wording.voice import Piece, Voice
from nlu.errors import LanguageError
from nlu.finding import Finding
from nlu.understanding import Understanding

ButtonFor = Callable[[Option], Button]

_ANSWERS: Mapping[str, Callable[[Voice, Sequence[TellStep]], list[Piece]]] = {
    "told.state": answers.tell_state,
    "told.yes_no_state": answers.tell_yes_no,
    "told.list": answers.tell_list,
    "told.home": answers.tell_home,
    "told.remaining": measures.tell_remaining,
    "told.value": measures.tell_value,
    "told.picture": pictures.tell_pictures,
    "told.person": people.tell_people,
    "told.invited": people.tell_invited,
}
_GOOD = ("result.confirmed", "result.doing")
_WORDS = frozenset(("told.allowed", "told.allowed_hour", "told.refused"))
# an adult's word stands before what came of it


class Wording:
    """Every sentence Jipsa says, in the languages it has. Holds no state of the home."""

    def __init__(self, languages: Mapping[Language, Phrases]) -> None:
        self._languages = languages
        self._lexicon = lexicon_of(tuple(languages.values()))

    def reply(
        self,
        receipt: Receipt,
        view: HomeFacts,
        language: Language,
        button_for: ButtonFor,
        offers: tuple[Option, ...] = (),
        actor: str | None = None,
    ) -> tuple[Reply, ...]:
        """What to say about a receipt; offers are options shown as buttons under what was done.

        actor: id of the person whose doing it is, named where others read it too.

        Empty when there is nothing to say. `button_for` stores an option and gives its button; the label to
        show is `label(option, view, language)`.
        """
        voice = self._voice(view, language)
        who = None if actor is None else view.person_name(actor, language)
        words = [step for step in receipt.told if step.key in _WORDS]
        pieces = [tells.tell_other(voice, step) for step in words]
        pieces += _done(voice, receipt.done, who) + _told(voice, receipt, who)
        options = offers
        if receipt.asked is not None:
            pieces += questions.ask(voice, receipt.asked)
            options = receipt.asked.options
        if not pieces:
            return ()
        return (
            Reply(
                text=" ".join(piece.text for piece in pieces),
                spans=_spans(pieces),
                image=next((piece.image for piece in pieces if piece.image), None),
                short=_short(voice, pieces),
                buttons=tuple(button_for(option) for option in options if option.label),
                speaker=speaker_of(receipt, view),
                audience="sender" if _is_private(receipt, pieces) else "chat",
            ),
        )

    def label(self, option: Option, view: HomeFacts, language: Language) -> str:
        """The words of an option: its appliance's name, its literal label, or its wording key."""
        return questions.label(self._voice(view, language), option)

    def sayings(self, option: Option, view: HomeFacts, language: Language) -> tuple[str, ...]:
        """Other ways to choose an option in words: "아빠한테 물어봐 줘" for the button "아빠"."""
        phrases = self._languages[language]
        if option.person is None:
            return phrases.every(f"saying.{option.label}")
        return phrases.every("saying.person", person=self.label(option, view, language))

    def summary(self, appliance: Appliance, state: ApplianceState, language: Language) -> str:
        """One short line for a card: "켜짐 · 24°C"."""
        phrases = self._languages[language]
        return States(phrases, Names(phrases, (), self._lexicon)).brief(appliance, state)

    def name(self, appliance: Appliance, language: Language) -> str:
        """What an appliance is called in this language, for lists and cards."""
        return Names(self._languages[language], (appliance,), self._lexicon).appliance(appliance)

    def say(self, key: str, language: Language, **facts: str) -> str:
        """One sentence by its key, in this language or the first there is. KeyError: nobody wrote it."""
        phrases = self._languages.get(language) or next(iter(self._languages.values()))
        return phrases.say(key, **facts)

    def reasons(self, understanding: Understanding, plan: Plan) -> list[str]:
        """Why a sentence means what it means, in its own language."""
        phrases = self._languages.get(understanding.language) or next(iter(self._languages.values()))
        return explain(understanding, plan, phrases)

    def remark(self, remark: Finding | LanguageError, language: Language) -> str:
        """What an admin should know of the intent files, in a sentence or two."""
        return remark_text(remark, self._languages[language])

    def missing(self, missing: Missing) -> Mapping[Language, str]:
        """Why an appliance lacks a capability, one sentence in each language."""
        sentences: dict[Language, str] = {}
        for language, phrases in self._languages.items():
            key = f"missing.{missing.reason}"
            capability = Names(phrases).attribute(missing.capability)
            key = key if key in phrases else "missing.other"
            sentences[language] = phrases.say(key, capability=capability, detail=missing.detail or "…")
        return sentences

    def _voice(self, view: HomeFacts, language: Language) -> Voice:
        return Voice(self._languages[language], view, self._lexicon)


def load_wording(choose: Choose | None = None) -> Wording:
    """The wording that ships; `choose` picks one of several equal sentences, else the first is said.

    Raises ConfigError when a file is broken.
    """
    return Wording({language: load_phrases(language, choose) for language in languages()})


def _is_private(receipt: Receipt, pieces: Iterable[Piece]) -> bool:
    secret = receipt.asked is not None and receipt.asked.kind == "pin"
    return secret or any(piece.private for piece in pieces)


def _spans(pieces: Iterable[Piece]) -> tuple[Span, ...]:
    """Those of all pieces, which stand in one text with a space between."""
    found: list[Span] = []
    at = 0
    for piece in pieces:
        found += [replace(span, start=at + span.start) for span in piece.spans]
        at += len(piece.text) + 1
    return tuple(found)


def _done(voice: Voice, done: Iterable[Done], who: str | None = None) -> list[Piece]:
    """What came of the commands: successes first, then the exceptions by name."""
    results = Results(voice, who)
    lines = together(results.line(act) for act in acts(done))
    lines.sort(key=lambda line: line.template not in _GOOD)
    if who is not None and voice.phrases.about.actor == "once":
        first = next((at for at, line in enumerate(lines) if line.template in DONE), None)
        lines = [
            line if at == first or line.template not in DONE else _unnamed(line)
            for at, line in enumerate(lines)
        ]
    return [Piece(voice.speech.sentence(line), _short_result(voice, line), _failed(line)) for line in lines]


def _unnamed(line: Line) -> Line:
    return replace(line, facts={name: fact for name, fact in line.facts.items() if name != "who"})


def _failed(line: Line) -> int:
    return 0 if line.template in (*_GOOD, "refused.already") else len(line.appliances)


def _short_result(voice: Voice, line: Line) -> str:
    section, _, kind = line.template.partition(".")
    if line.template == "refused.already":
        return voice.speech.short(line, "short.already")
    if section in {"refused", "told"}:
        reason = kind.partition("@")[0].partition(".")[0]
        why = voice.phrases.say(f"why.{reason}" if f"why.{reason}" in voice.phrases else "why.other")
        line = Line(line.template, line.appliances, facts={"why": why})
        return voice.speech.short(line, "short.refused") if line.appliances else why
    if line.template != "result.confirmed":
        return voice.speech.short(line, f"short.{kind}")
    short = voice.speech.short(line, "short.done")
    left = line.facts.get("left")
    return short if left is None else voice.phrases.say("short.with_detail", text=short, detail=left)


def _told(voice: Voice, receipt: Receipt, who: str | None = None) -> list[Piece]:
    pieces: list[Piece] = []
    plain = (step for step in receipt.told if step.key not in _WORDS)
    for key, group in groupby(plain, key=lambda step: step.key):
        steps = list(group)
        if key in _ANSWERS:
            pieces += _ANSWERS[key](voice, steps)
        elif key in later.LATER:
            told = (later.tell_later(voice, step, receipt.plan.commands) for step in steps)
            pieces += [piece for piece in told if piece is not None]
        elif key == "told.ability":
            pieces += [tells.tell_ability(voice, one, step) for step in steps for one in voice.meant([step])]
        elif key == "told.can":
            pieces += tells.tell_can(voice, steps)
        else:
            pieces += [tells.tell_other(voice, step, who) for step in steps]
    return list(dict.fromkeys(pieces))


def _short(voice: Voice, pieces: Iterable[Piece]) -> str:
    """All of them when they fit, else the first, and always whether something failed."""
    shown = [piece for piece in pieces if piece.short]
    joined = " · ".join(piece.short for piece in shown)
    if len(joined) <= SHORT or not shown:
        return joined
    failed = sum(piece.failed for piece in shown[1:])
    if not failed:
        return fit(shown[0].short)
    more = voice.phrases.say("short.failed_more", n=str(failed))
    return f"{fit(shown[0].short, SHORT - len(more) - 3)} · {more}"
