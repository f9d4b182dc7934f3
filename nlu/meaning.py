"""From tokens to an Understanding: clauses are read one by one, the strictest mood of them wins."""

from dataclasses import dataclass, replace

from nlu.clauses import Clause
from nlu.commands import command_intents, strangers, unexplained
from nlu.context import Read, asks_besides, drop_context, is_filler, keep_rest, take_back, takes_back, waits
from nlu.engines.base import Focus
from nlu.frames import Frames
from nlu.home import Home, spell
from nlu.language import Language
from nlu.mentions import split_names
from nlu.mood import clause_mood, strictest
from nlu.nouns import as_noun, implied_thing, own_options, parts_of, with_thing_of
from nlu.queries import query_intents
from nlu.replies import reply_intents
from nlu.segment import Segmenter
from nlu.splitting import split_clauses
from nlu.targets import Targets, find_targets
from nlu.times import find_times
from nlu.tokens import Token
from nlu.understanding import Condition, Intent, Leftover, Mood, Slot, Understanding
from nlu.understanding import Language as LanguageCode
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
        base = Understanding(text, normalized, self._code, "chat")
        if not normalized:
            return base
        tokens = self._compiled.segmenter.segment(normalized)
        tokens = split_names(tokens, self._home)
        self._why.append("words: " + " ".join(_shown(token) for token in tokens))
        reply = reply_intents(normalized, tokens, self._language, self._focus, self._home)
        if reply is not None:
            self._why.append("the whole message is a known reply")
            mood: Mood = "question" if reply[0].name.startswith("query.") else "chat"
            mood = "command" if reply[0].name.startswith("conversation.") else mood
            return replace(base, mood=mood, intents=tuple(reply), explanation=tuple(self._why))
        return self._sentence(base, normalized, tokens)

    def _sentence(self, base: Understanding, normalized: str, tokens: list[Token]) -> Understanding:
        tokens = parts_of(tokens, self._home)
        times, rest = find_times(normalized, tokens)
        clauses = split_clauses(rest, self._language.order)
        reads = self._clauses(clauses)
        if any(read.clause.act == "finish" for read in reads):
            # 8시까지 끝나게: a time to be done by, not to stop at
            times = [replace(one, kind="by") if one.kind == "until" else one for one in times]
        conditions = tuple(
            Condition(normalized[read.clause.start : read.clause.end], read.clause.start, read.clause.end)
            for read in reads
            if read.mood == "conditional" and not read.dropped
        )
        notify = self._when_done(reads)
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
            alone = not acts or len(acts) != len(others)
            mood = "conditional" if alone else self._mood(acts, bool(times), normalized, notified=True)
        if mood == "command" and not intents:
            mood = "chat"
        self._why += [f"times: {', '.join(f'{t.kind} {t.text}' for t in times)}"] if times else []
        self._why += [f"left over: {', '.join(left.text for left in leftovers)}"] if leftovers else []
        self._why.append(f"mood {mood}" + ("" if mood == "command" else ": nothing may act now"))
        return replace(
            base, mood=mood, intents=intents, times=tuple(times), conditions=conditions, leftovers=leftovers,
            explanation=tuple(self._why),
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
        drop_context(reads)
        take_back(reads)
        return reads

    def _clause(self, clause: Clause, mood: Mood, before: Read | None) -> Read:
        clause.tokens = own_options(clause.tokens, self._home)
        tokens = clause.tokens if before is None else with_thing_of(clause, before.clause)
        targets = find_targets([*tokens, *implied_thing(clause)], self._home, _preferred(clause))
        if not targets.found and before is not None and not any(token.kind == "unknown" for token in tokens):
            targets = Targets(list(before.targets.slots), before.targets.types, before.targets.ids)
        if clause.has("feel") and mood in ("chat", "question"):
            felt: Mood = mood if clause.marked("not") else "chat"
            return Read(clause, felt, targets, [_complaint(clause, targets)], [])
        if mood == "question" and clause.act == "locate" and clause.may("ing"):
            # where is the robot vacuum hiding: let it be heard
            mood = "command"
        if mood == "question":
            _forget_any_room(clause, targets)
            return self._question(clause, targets)
        return self._wish(clause, mood, targets, before)

    def _question(self, clause: Clause, targets: Targets) -> Read:
        intents = query_intents(clause, targets, self._frames, clause.first("home") is not None)
        strange = [token for token in strangers(clause) if token not in targets.explained]
        return Read(clause, "question", targets, intents, strange if intents else [])

    def _wish(self, clause: Clause, mood: Mood, targets: Targets, before: Read | None) -> Read:
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
            intents = self._follow_up(clause, targets) if mood == "command" else []
        if not intents:
            left = [token for token in clause.tokens if token.kind not in _EMPTY]
            return Read(clause, mood, targets, [], left)
        left = [*strangers(clause), *unexplained(wish, clause.tokens)]
        left = [token for token in left if token not in targets.explained]
        spared = any(slot.name.startswith("except_") or slot.name == "unknown" for slot in targets.slots)
        if clause.first("mark", "except") and not spared:
            # "everything off except": of what?
            intents = [replace(intent, confidence=0.5) for intent in intents]
        if clause.mixed or (clause.marked("enough") and wish.act == "off"):
            # 그만 꺼: stop doing that, or off at last
            intents = [replace(intent, confidence=0.5) for intent in intents]
        stranger = next((token for token in left if token.kind == "unknown"), None)
        if not targets.found and stranger is not None:
            # 다이슨 켜줘: an unknown word in the place of the appliance
            slot = Slot("unknown", stranger.text, stranger.start, stranger.end, stranger.text)
            intents = [replace(intent, slots=(slot, *intent.slots)) for intent in intents]
            left.remove(stranger)
        return Read(clause, mood, targets, intents, left)

    def _otherwise(self, clause: Clause, mood: Mood, targets: Targets, before: Read | None) -> Read | None:
        """A clause that makes no sense as a wish: its verb may be a noun, or it names what it asks for."""
        if self._language.order == "verb_first":
            noun = as_noun(clause, self._home)
            if noun is not None:
                return self._clause(noun, clause_mood(noun, self._language.order), before)
        attribute = clause.first("attribute")
        if mood != "command" or clause.act not in ("", "set") or attribute is None:
            return None
        read = self._question(clause, targets)
        named = [intent.name for intent in read.intents]
        return read if attribute.value == "state" or named in (["query.value"], ["query.remaining"]) else None

    def _follow_up(self, clause: Clause, targets: Targets) -> list[Intent]:
        """건조기도, same for the dryer; 아니 안방 거, no, the bedroom one: the act was said before."""
        if clause.verb is not None or not targets.found or clause.first("unknown"):
            return []
        if clause.marked("same") or clause.first("particle", "also"):
            name = "conversation.repeat"
        elif takes_back(clause) or clause.first("quantifier", "other"):
            name = "conversation.correct"
        else:
            return []
        return [Intent(name, tuple(targets.slots), 1.0, clause.start, clause.end)]

    def _when_done(self, reads: list[Read]) -> Intent | None:
        """끝나면 알려줘, tell me when it is done."""
        tells = next((read for read in reads if read.clause.act == "tell" and read.mood != "negated"), None)
        done = next(
            (
                read
                for read in reads
                if read.mood == "conditional"
                and read.clause.act in ("finish", "become", "do", "stop", "run", "remain")
            ),
            None,
        )
        if tells is not None and done is None and waits(tells.clause):
            done = tells
        if tells is None or done is None:
            return None
        targets = done.targets if done.targets.found else tells.targets
        for read in reads:
            read.leftovers = [token for token in read.leftovers if token.kind == "unknown"]
        return Intent("notify.when_done", tuple(targets.slots), 1.0, done.clause.start, tells.clause.end)

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
        last = reads[-1]
        if (
            not notified
            and last.clause.readings
            and all("conn" in reading for reading in last.clause.readings)
        ):
            # the sentence stops in the middle
            return "chat"
        if not last.intents and len(reads) > 1 and last.leftovers:
            # 불 끄고 잤어: what was said last is not understood, and it decides
            return "chat"
        plain = spell(normalized) if self._language.inflection == "korean" else f" {normalized} "
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


def _shown(token: Token) -> str:
    value = f"={token.value}" if token.value and token.value != token.text else ""
    return f"{token.text}[{token.kind}{value}{'' if token.entry.exact else ' corrected'}]"


def _preferred(clause: Clause) -> tuple[str, ...]:
    """Types that a verb asks for among the meanings of a word: 가스레인지 잠가 is the valve."""
    if clause.act in ("lock", "unlock", "shut_off"):
        return ("gas_valve", "door_lock")
    return ()


def _complaint(clause: Clause, targets: Targets) -> Intent:
    _, dimension, direction = clause.act.split(".")
    slots = [
        Slot("dimension", dimension, clause.start, clause.end, ""),
        Slot("direction", direction, clause.start, clause.end, ""),
    ]
    about = [slot for slot in targets.slots if slot.name in ("appliance", "appliance_type", "area")]
    return Intent("comfort.complaint", (*about, *slots), 1.0, clause.start, clause.end)


def _forget_any_room(clause: Clause, targets: Targets) -> None:
    """어느 방에 불 켜져 있어: a room that is asked for is none that this home lacks."""
    rooms = [token.text for token in clause.all("area", "room")]
    if clause.marked("question.which", "question.where", "question.what"):
        targets.slots = [slot for slot in targets.slots if slot.name != "unknown" or slot.text not in rooms]
