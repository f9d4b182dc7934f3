"""From tokens to an Understanding: clauses are read one by one, the strictest mood of them wins."""

from dataclasses import dataclass, replace

from nlu.beyond import read_beyond
from nlu.clauses import Clause
from nlu.commands import command_intents, strangers, unexplained
from nlu.conditions import conditions_of
from nlu.context import (
    Read,
    asks_besides,
    asks_for_more,
    drop_context,
    is_filler,
    keep_rest,
    leave_to_others,
    refers_back,
    take_back,
)
from nlu.engines.base import Focus
from nlu.feelings import carry_over, read_feeling
from nlu.follow_up import follow_up
from nlu.frames import Frames
from nlu.framing import is_passed_on
from nlu.home import Home, spell
from nlu.language import Language
from nlu.lengths import take_lengths
from nlu.mentions import split_names
from nlu.mood import clause_mood, strictest
from nlu.nouns import as_noun, own_options, parts_of, things_meant, with_thing_of
from nlu.opposites import ask_which
from nlu.phrases import Phrases
from nlu.promises import promise
from nlu.queries import asks_ability, is_sought, query_intents
from nlu.replies import answered_unasked, reply_intents
from nlu.segment import Segmenter
from nlu.splitting import split_sentence
from nlu.strangers import name_of
from nlu.targets import Targets, find_targets
from nlu.telling import shown, word_of
from nlu.tokens import Token
from nlu.understanding import Leftover, Mood, Slot, Understanding
from nlu.understanding import Language as LanguageCode
from nlu.unsaid import asks_whether_it_may_be, is_half_said, is_left_undone, noun_alone
from nlu.vocabulary import Vocabulary

_EMPTY = ("mark", "particle", "person", "home", "punct")


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


class Reader:
    """Reads one text."""

    def __init__(self, compiled: Compiled, focus: Focus, code: LanguageCode) -> None:
        self._compiled = compiled
        self._home = compiled.home
        self._language = compiled.language
        self._frames = compiled.frames
        self._focus = focus
        self._code = code
        self._why: list[str] = []

    def read(self, text: str, normalized: str) -> Understanding:
        """The meaning of `normalized`; `text` is what was typed."""
        last = self._language.order == "verb_final"
        base = Understanding(text, normalized, self._code, "chat", verb_last=last)
        if not normalized:
            return base
        normalized, tokens = self._compiled.segmenter.segment(normalized)
        tokens = split_names(tokens, self._home)
        base = replace(base, normalized=normalized, words=tuple(map(word_of, tokens)))
        self._why.append("words: " + " ".join(map(shown, tokens)))
        compiled = self._compiled
        reply = reply_intents(
            normalized, tokens, compiled.talk, compiled.answers, self._focus, self._home
        )
        if reply is not None:
            self._why.append("the whole message is a known reply")
            mood: Mood = "question" if reply[0].name.startswith("query.") else "chat"
            mood = "command" if reply[0].name.startswith("conversation.") else mood
            return replace(base, mood=mood, intents=tuple(reply), rule="phrase", explanation=tuple(self._why))
        return answered_unasked(self._sentence(base, normalized, tokens), self._compiled.answers)

    def _sentence(self, base: Understanding, normalized: str, tokens: list[Token]) -> Understanding:
        tokens = parts_of(tokens, self._home)
        times, clauses = split_sentence(normalized, tokens, self._language.order)
        reads = self._clauses(clauses)
        notify = promise(reads, times)
        conditions, times = conditions_of(reads, times, normalized)
        times = take_lengths(reads, times, self._frames)
        if any(read.clause.act in ("finish", "become") for read in reads):
            # 8시까지 끝나게: a time to be done by, not to stop at
            times = [replace(one, kind="by") if one.kind == "until" else one for one in times]
        reads = noun_alone(reads)
        mood = self._mood(reads, bool(times), normalized)
        leftovers = tuple(
            Leftover(token.text, token.start, token.end) for read in reads for token in read.leftovers
        )
        intents = tuple(intent for read in reads for intent in read.intents)
        if notify is not None:
            acts = [read for read in reads if read.mood == "command" and read.intents]
            intents = (*(intent for read in acts for intent in read.intents), notify)
            others = [read.mood for read in reads if read.clause.act != "tell" and read.mood != "conditional"]
            # "start the washer and tell me when it is done" starts it now
            waits = [read for read in reads if read.mood == "conditional" and not read.dropped]
            unsaid = any(read.mood in ("reported", "negated", "chat") for read in reads if not read.dropped)
            mixed = any(one.clause.marked("report") or len(one.clause.all("mark", "if")) > 1 for one in waits)
            alone = not acts or len(acts) != len(others) or len(waits) > 1 or unsaid or mixed
            mood = "conditional" if alone else self._mood(acts, bool(times), normalized, notified=True)
        if mood == "command" and not intents:
            mood = "chat"
        if mood in ("command", "scheduled", "conditional") and is_passed_on(base.text, tokens):
            self._why.append("it is passed on, listed or written down, not said")
            mood = "reported"
        self._why += [f"times: {', '.join(f'{t.kind} {t.text}' for t in times)}"] if times else []
        self._why += [f"left over: {', '.join(left.text for left in leftovers)}"] if leftovers else []
        self._why.append(f"mood {mood}" + ("" if mood == "command" else ": nothing may act now"))
        return replace(
            base, mood=mood, intents=intents, times=tuple(times), conditions=tuple(conditions),
            leftovers=leftovers, explanation=tuple(self._why),
        )  # fmt: skip

    # --- clauses --------------------------------------------------------------------------------------------

    def _clauses(self, clauses: list[Clause]) -> list[Read]:
        reads: list[Read] = []
        before: Read | None = None
        for clause in clauses:
            mood = clause_mood(clause, self._language.order)
            read = self._clause(clause, mood, before)
            self._why.append(
                f"clause '{' '.join(t.text for t in clause.tokens)}': {mood}, act {clause.act or '-'}"
                + ("".join(f", {intent.name}" for intent in read.intents))
            )
            reads.append(read)
            if read.targets.found:
                before = read
        reads = [read for read in reads if any(not is_filler(token) for token in read.clause.tokens)] or reads
        keep_rest(reads)
        carry_over(reads)
        drop_context(reads)
        leave_to_others(reads)
        take_back(reads)
        ask_which(reads)
        return reads

    def _clause(self, clause: Clause, mood: Mood, before: Read | None) -> Read:
        clause.tokens = own_options(clause.tokens, self._home)
        tokens = clause.tokens if before is None else with_thing_of(clause, before.clause)
        targets = find_targets(things_meant(tokens, clause, self._frames), self._home, _preferred(clause))
        if before is not None and refers_back(clause, mood, targets, before):
            targets = Targets(list(before.targets.slots), before.targets.types, before.targets.ids)
        talk = read_feeling(clause, mood, targets) or read_beyond(clause, mood, targets)
        if talk is not None:
            return talk
        half_said = mood in ("chat", "reported") and is_half_said(clause)
        if half_said or (mood == "negated" and is_left_undone(clause)):
            read = self._wish(clause, "command", targets, before)
            read.intents = [replace(intent, confidence=0.5) for intent in read.intents]
            return read if read.intents and not read.leftovers else replace(read, mood=mood)
        if mood == "question" and clause.act == "locate" and is_sought(clause):
            # where is the robot vacuum hiding: let it be heard
            mood = "command"
        if mood == "question" and clause.has("intent") and not clause.last:
            # 끝나려면 얼마나 걸려: what is asked comes behind it
            return Read(clause, mood, targets, [], [])
        if mood == "question":
            _forget_any_room(clause, targets)
            return self._question(clause, targets)
        return self._wish(clause, mood, targets, before)

    def _question(self, clause: Clause, targets: Targets) -> Read:
        if targets.found and (asks_whether_it_may_be(clause) or asks_ability(clause)):
            wish = self._wish(clause, "question", targets, None)
            if wish.intents:
                return wish
        intents = query_intents(clause, targets, self._frames, clause.first("home") is not None)
        if not intents:
            other = self._as_noun(clause, None)
            if other is not None:
                return other
        strange = [token for token in strangers(clause) if token not in targets.explained]
        return Read(clause, "question", targets, intents, strange if intents else [])

    def _wish(self, clause: Clause, mood: Mood, targets: Targets, before: Read | None) -> Read:
        again = follow_up(clause, targets) if mood == "command" else []
        if again:
            return Read(clause, mood, targets, again, [])
        focused = bool(self._focus.appliances or self._focus.pending)
        wish = command_intents(clause, targets, self._frames, focused)
        if mood == "conditional" and clause.may("conn"):
            # it is kept as a condition, word for word
            return Read(clause, mood, targets, [], [])
        intents = wish.intents
        if not intents:
            other = self._otherwise(clause, mood, targets, before)
            if other is not None:
                return other
            left = [token for token in clause.tokens if token.kind not in _EMPTY]
            return Read(clause, mood, targets, [], left)
        left = [*strangers(clause), *unexplained(wish, clause.tokens)]
        left = [token for token in left if token not in targets.explained]
        if any(token.kind == "attribute" for token in left) or not (targets.found or focused):
            # vacuum battery, heat to 22
            noun = self._as_noun(clause, before)
            owned = noun is not None and all(slot.name != "unknown" for slot in noun.targets.slots)
            if noun is not None and owned and noun.intents and not noun.leftovers:
                return noun
        spared = any(slot.name.startswith("except_") or slot.name == "unknown" for slot in targets.slots)
        if clause.first("mark", "except") and not spared:
            # "everything off except": of what?
            intents = [replace(intent, confidence=0.5) for intent in intents]
        enough = clause.marked("enough.really") or (clause.marked("enough") and wish.act == "off")
        if clause.mixed or clause.unsure or enough:
            # 그만 꺼: stop doing that, or off at last
            intents = [replace(intent, confidence=0.5) for intent in intents]
        stranger = next((token for token in left if token.kind == "unknown"), None)
        if not targets.found and stranger is not None:
            # 다이슨 켜줘: an unknown word in the place of the appliance
            name = name_of(stranger, left)
            words = " ".join(token.text for token in name)
            slot = Slot("unknown", words, name[0].start, name[-1].end, words)
            intents = [replace(intent, slots=(slot, *intent.slots)) for intent in intents]
            left = [token for token in left if token not in name]
        return Read(clause, mood, targets, intents, left)

    def _otherwise(self, clause: Clause, mood: Mood, targets: Targets, before: Read | None) -> Read | None:
        """A clause that makes no sense as a wish: its verb may be a noun, or it names what it asks for."""
        noun = self._as_noun(clause, before)
        if noun is not None:
            return noun
        attribute = clause.first("attribute")
        if mood != "command" or clause.act not in ("", "set") or attribute is None:
            return None
        read = self._question(clause, targets)
        if any(token.kind == "unknown" for token in read.leftovers):
            # water the plants
            return None
        named = [intent.name for intent in read.intents]
        return read if attribute.value == "state" or named in (["query.value"], ["query.remaining"]) else None

    def _as_noun(self, clause: Clause, before: Read | None) -> Read | None:
        """vacuum battery, wash done?: what is spelled like a verb is the thing."""
        noun = as_noun(clause, self._home) if self._language.order == "verb_first" else None
        return None if noun is None else self._clause(noun, clause_mood(noun, self._language.order), before)

    # --- mood -----------------------------------------------------------------------------------------------

    def _mood(self, reads: list[Read], timed: bool, normalized: str, notified: bool = False) -> Mood:
        moods = [read.mood for read in reads if not read.dropped]
        mood = strictest(moods)
        if mood == "question" and asks_besides(reads):
            mood = "command"
        if mood != "command":
            return mood
        if len(normalized) > 1 and normalized[0] == normalized[-1] and normalized[0] in "\"'":
            # quoted, not said
            return "reported"
        felt_last = reads[-1].dropped and reads[-1].clause.has("feel") and len(reads) > 1
        last = reads[-2] if felt_last else reads[-1]
        if (
            not notified
            and last.clause.readings
            and all("conn" in reading for reading in last.clause.readings)
        ):
            # the sentence stops in the middle
            return "chat"
        if not last.intents and len(reads) > 1 and last.leftovers and not asks_for_more(last):
            # 불 끄고 잤어: what was said last is not understood, and it decides
            return "chat"
        plain = f" {normalized} " if self._language.spaced else spell(normalized)
        meant = any(read.clause.may("permif") or read.clause.may("instead") for read in reads)
        for name, words in self._language.veto.items():
            if not meant and any(_stands_in(word, plain) for word in words):
                self._why.append(f"a word that never goes with an act: {name}")
                return (
                    "conditional"
                    if name == "conditional"
                    else "reported"
                    if name == "reported"
                    else "negated"
                )
        return "scheduled" if timed or any(read.clause.arranged for read in reads) else "command"


def _stands_in(word: str, text: str) -> bool:
    return f" {word} " in text if text.startswith(" ") else word in text


def _preferred(clause: Clause) -> tuple[str, ...]:
    """Types that a verb asks for among the meanings of a word: 가스레인지 잠가 is the valve."""
    if clause.act in ("lock", "unlock", "shut_off"):
        return ("gas_valve", "door_lock")
    return ()


def _forget_any_room(clause: Clause, targets: Targets) -> None:
    """어느 방에 불 켜져 있어: a room that is asked for is none that this home lacks."""
    rooms = [token.text for token in clause.all("area", "room")]
    if clause.marked("question.which", "question.where", "question.what"):
        targets.slots = [slot for slot in targets.slots if slot.name != "unknown" or slot.text not in rooms]
