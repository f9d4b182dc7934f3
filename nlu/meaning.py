"""From tokens to an Understanding: clauses are read one by one, the strictest mood of them wins."""

from dataclasses import dataclass, replace

from nlu.appliance_talk import ApplianceTalk
from nlu.clause_reader import ClauseReader
from nlu.clauses import Clause
from nlu.conditions import conditions_of
from nlu.context import relate
from nlu.engines.base import Focus
from nlu.frames import Frames
from nlu.home import Home
from nlu.house_talk import HouseTalk
from nlu.language import Language
from nlu.lengths import done_by, take_lengths
from nlu.mentions import split_names
from nlu.nouns import with_parts
from nlu.phrases import Phrases
from nlu.promises import comes_later, promise
from nlu.read import Read
from nlu.replies import answered_unasked, reply_intents
from nlu.segment import Segmenter
from nlu.sentence_mood import is_passed_on, sentence_mood
from nlu.splitting import split_sentence
from nlu.tokens import Token
from nlu.understanding import Intent, Leftover, Mood, Slot, Understanding
from nlu.understanding import Language as LanguageCode
from nlu.unsaid import noun_alone
from nlu.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything that is made once for a home and a language."""

    vocabulary: Vocabulary
    home: Home
    segmenter: Segmenter
    language: Language
    frames: Frames
    talk: Phrases
    answers: Phrases
    house: HouseTalk
    appliances: ApplianceTalk


class Reader:
    """Reads one text."""

    def __init__(self, compiled: Compiled, focus: Focus, code: LanguageCode) -> None:
        self._compiled = compiled
        self._home = compiled.home
        self._language = compiled.language
        self._focus = focus
        self._code = code
        self._why: list[str] = []

    def read(self, text: str, normalized: str) -> Understanding:
        """The meaning of `normalized`; `text` is what was typed."""
        typed = normalized
        normalized, tokens = self._compiled.segmenter.segment(normalized)
        tokens = split_names(tokens, self._home)
        last = self._language.order == "verb_final"
        words = tuple(map(_word, tokens))
        base = Understanding(text, normalized, self._code, "chat", words=words, verb_last=last)
        if not tokens:
            return base
        self._why.append("words: " + " ".join(map(_shown, tokens)))
        house = self._compiled.house
        said = house.read(text, normalized, tokens, self._tokens, pending=self._focus.pending)
        if said is None and typed != normalized:
            # Ji-woo is no wool
            said = house.read(text, typed, tokens, self._tokens, pending=self._focus.pending)
        if said is not None:
            self._why.append("the whole message is about the people of the home or about this chat")
            mood = "reported" if is_passed_on(text, tokens) else said.mood
            return replace(
                base, mood=mood, intents=(said.intent,), times=said.times, rule="phrase",
                explanation=tuple(self._why),
            )  # fmt: skip
        talk, answers = self._compiled.talk, self._compiled.answers
        reply = reply_intents(normalized, tokens, talk, answers, self._focus, self._home)
        if reply is None:
            return answered_unasked(self._sentence(base, tokens), answers)
        self._why.append("the whole message is a known reply")
        return replace(
            base,
            mood=_reply_mood(reply[0]),
            intents=tuple(reply),
            rule="phrase",
            explanation=tuple(self._why),
        )

    def _tokens(self, text: str) -> list[Token]:
        return split_names(self._compiled.segmenter.segment(text)[1], self._home)

    def _sentence(self, base: Understanding, tokens: list[Token]) -> Understanding:
        text = base.normalized
        tokens = with_parts(tokens, self._home, self._compiled.frames)
        times, clauses = split_sentence(text, tokens, self._language.order)
        reads = self._clauses(clauses)
        promised = promise(reads, times)
        conditions, times = conditions_of(reads, times, text)
        times = done_by(reads, take_lengths(reads, times, self._compiled.frames))
        reads = noun_alone(reads)
        leftovers = [Leftover(one.text, one.start, one.end) for read in reads for one in read.leftovers]
        said, intents = self._meant(reads, promised, bool(times), text)
        if said in ("command", "scheduled", "conditional") and is_passed_on(base.text, tokens):
            self._why.append("it is passed on, listed or written down, not said")
            said = "reported"
        mood: Mood = "chat" if said == "command" and not intents else said
        self._why += [f"times: {', '.join(f'{t.kind} {t.text}' for t in times)}"] if times else []
        self._why += [f"left over: {', '.join(left.text for left in leftovers)}"] if leftovers else []
        self._why.append(f"mood {mood}" + ("" if mood == "command" else ": nothing may act now"))
        return replace(
            base, mood=mood, intents=intents, times=tuple(times), conditions=tuple(conditions),
            leftovers=tuple(leftovers), said=said, explanation=tuple(self._why),
        )  # fmt: skip

    def _clauses(self, clauses: list[Clause]) -> list[Read]:
        focused = bool(self._focus.appliances or self._focus.pending)
        reader = ClauseReader(self._home, self._compiled.frames, self._language.order, focused)
        reads: list[Read] = []
        before: Read | None = None
        for clause in clauses:
            read = reader.read(clause, before)
            self._why.append(
                f"clause '{' '.join(t.text for t in clause.tokens)}': {read.mood}, act {clause.act or '-'}"
                + "".join(f", {intent.name}" for intent in read.intents)
            )
            reads.append(read)
            before = read if read.targets.found else before
        return relate(reads)

    def _meant(
        self, reads: list[Read], promised: Intent | None, timed: bool, text: str
    ) -> tuple[Mood, tuple[Intent, ...]]:
        """What the sentence is and wants: of a promise to tell, what is done at once stands before it."""
        acting = (
            reads if promised is None else [one for one in reads if one.mood == "command" and one.intents]
        )
        intents = tuple(intent for read in acting for intent in read.intents)
        if promised is not None and comes_later(reads):
            return "conditional", (*intents, promised)
        mood, why = sentence_mood(acting, timed, text, self._language, promised is not None)
        self._why += [why] if why else []
        return mood, intents if promised is None else (*intents, promised)


def _reply_mood(intent: Intent) -> Mood:
    family = intent.name.partition(".")[0]
    return "question" if family == "query" else "command" if family == "conversation" else "chat"


def _word(token: Token) -> Slot:
    """What a word was taken for: its kind as the name, its canonical value."""
    value = token.number if token.kind in ("quantity", "clock") else token.value
    return Slot(token.kind, value, token.start, token.end, token.text, token.entry.exact)


def _shown(token: Token) -> str:
    """A word in one line of the explanation."""
    value = f"={token.value}" if token.value and token.value != token.text else ""
    return f"{token.text}[{token.kind}{value}{'' if token.entry.exact else ' corrected'}]"
