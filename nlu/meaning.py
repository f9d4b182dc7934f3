"""From tokens to an Understanding: clauses are read one by one, the strictest mood of them wins."""

from dataclasses import dataclass, replace

from nlu.clauses import Clause, split_clauses
from nlu.commands import command_intents, unexplained
from nlu.engines.base import Focus
from nlu.frames import Frames
from nlu.home import Home, spell
from nlu.language import Language
from nlu.mood import clause_mood, strictest
from nlu.queries import query_intents
from nlu.replies import reply_intents
from nlu.segment import Segmenter
from nlu.targets import Targets, find_targets, split_names
from nlu.times import find_times
from nlu.tokens import Entry, Token
from nlu.understanding import Condition, Intent, Leftover, Mood, Slot, Understanding
from nlu.understanding import Language as LanguageCode
from nlu.vocabulary import Vocabulary

_EMPTY = ("mark", "particle", "person", "home", "punct")
_COVERS = ("window", "curtain", "blind", "garage_door", "door", "door_lock", "door_lock|door")
_OPPOSED = {"on": "off", "play": "off", "off": "on", "leave": "off", "open": "close", "close": "open"}


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything that is made once for a home and a language."""

    vocabulary: Vocabulary
    home: Home
    segmenter: Segmenter
    language: Language
    frames: Frames


@dataclass(slots=True)
class _Read:
    """A clause after reading."""

    clause: Clause
    mood: Mood
    targets: Targets
    intents: list[Intent]
    leftovers: list[Token]
    dropped: bool = False


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
        tokens = _parts_of(tokens)
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

    def _clauses(self, clauses: list[Clause]) -> list[_Read]:
        reads: list[_Read] = []
        before: _Read | None = None
        for index, clause in enumerate(clauses):
            mood = clause_mood(clause, self._language.order)
            read = self._clause(clause, mood, before, index == len(clauses) - 1)
            self._why.append(
                f"clause '{' '.join(t.text for t in clause.tokens)}': {mood}, act {clause.act or '-'}"
                + ("".join(f", {intent.name}" for intent in read.intents))
            )
            reads.append(read)
            if read.targets.found:
                before = read
        reads = [read for read in reads if any(not _is_filler(token) for token in read.clause.tokens)] or reads
        _keep_rest(reads)
        _drop_context(reads)
        _take_back(reads)
        return reads

    def _clause(self, clause: Clause, mood: Mood, before: _Read | None, last: bool) -> _Read:
        tokens = clause.tokens
        if before is not None:
            tokens = _with_thing_of(clause, before)
        targets = find_targets([*tokens, *_implied(clause)], self._home, _preferred(clause))
        if not targets.found and before is not None and not any(t.kind == "unknown" for t in tokens):
            targets = Targets(list(before.targets.slots), before.targets.types, before.targets.ids)
        if clause.has("feel") and mood in ("chat", "question"):
            return _Read(clause, "chat" if not clause.marked("not") else mood, targets, [_complaint(clause, targets)], [])
        if mood == "question":
            _forget_any_room(clause, targets)
            intents = query_intents(clause, targets, self._frames, clause.first("home") is not None)
            return _Read(clause, mood, targets, intents, [token for token in _strangers(clause) if intents and token not in targets.explained])
        wish = command_intents(clause, targets, self._frames, bool(self._focus.appliances or self._focus.pending))
        left = [*_strangers(clause), *unexplained(wish, clause.tokens)] if wish.intents else []
        left = [token for token in left if token not in targets.explained]
        if not wish.intents and self._language.order == "verb_first":
            noun = _as_noun(clause, self._home)
            if noun is not None:
                return self._clause(noun, clause_mood(noun, self._language.order), before, last)
        if clause.mixed:
            wish.intents = [replace(intent, confidence=0.5) for intent in wish.intents]
        if not wish.intents and mood == "command":
            wish.intents = self._follow_up(clause, targets)
        if not wish.intents and mood == "command" and clause.act in ("", "set") and clause.first("attribute"):
            asked = query_intents(clause, targets, self._frames, clause.first("home") is not None)
            if asked and asked[0].name in ("query.value", "query.remaining") or clause.first("attribute", "state"):
                return _Read(clause, "question", targets, asked, _strangers(clause))
        if mood == "conditional" and clause.may("conn"):
            # it is kept as a condition, word for word
            return _Read(clause, mood, targets, [], [])
        if not wish.intents:
            left = [token for token in clause.tokens if token.kind not in _EMPTY]
        elif not targets.found:
            unknown = [token for token in left if token.kind == "unknown"]
            if unknown:
                slot = Slot("unknown", unknown[0].text, unknown[0].start, unknown[0].end, unknown[0].text)
                wish.intents = [replace(intent, slots=(slot, *intent.slots)) for intent in wish.intents]
                left.remove(unknown[0])
        return _Read(clause, mood, targets, wish.intents, left)

    def _follow_up(self, clause: Clause, targets: Targets) -> list[Intent]:
        """건조기도, same for the dryer; 아니 안방 거, no, the bedroom one: the act was said before."""
        if clause.verb is not None or not targets.found or clause.first("unknown"):
            return []
        if clause.marked("same") or clause.first("particle", "also"):
            name = "conversation.repeat"
        elif clause.marked("no") or clause.first("quantifier", "other"):
            name = "conversation.correct"
        else:
            return []
        return [Intent(name, tuple(targets.slots), 1.0, clause.start, clause.end)]

    def _when_done(self, reads: list[_Read]) -> Intent | None:
        """끝나면 알려줘, tell me when it is done."""
        tells = next((read for read in reads if read.clause.act == "tell" and read.mood != "negated"), None)
        done = next(
            (
                read
                for read in reads
                if read.mood == "conditional" and read.clause.act in ("finish", "become", "do", "stop", "run", "remain")
            ),
            None,
        )
        if tells is not None and done is None and _waits(tells.clause):
            done = tells
        if tells is None or done is None:
            return None
        targets = done.targets if done.targets.found else tells.targets
        for read in reads:
            read.leftovers = [token for token in read.leftovers if token.kind == "unknown"]
        return Intent("notify.when_done", tuple(targets.slots), 1.0, done.clause.start, tells.clause.end)

    # --- mood -----------------------------------------------------------------------------------------------

    def _mood(self, reads: list[_Read], timed: bool, normalized: str, notified: bool = False) -> Mood:
        moods = [read.mood for read in reads if not read.dropped]
        mood = strictest(moods)
        if mood != "command":
            return mood
        last = reads[-1]
        if not notified and last.clause.readings and all("conn" in reading for reading in last.clause.readings):
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
                return "conditional" if name == "conditional" else "reported" if name == "reported" else "negated"
        return "scheduled" if timed or any(read.clause.arranged for read in reads) else "command"


def _stands_in(word: str, text: str) -> bool:
    return f" {word} " in text if text.startswith(" ") else word in text


def _shown(token: Token) -> str:
    value = f"={token.value}" if token.value and token.value != token.text else ""
    return f"{token.text}[{token.kind}{value}{'' if token.entry.exact else ' corrected'}]"


def _implied(clause: Clause) -> list[Token]:
    """vacuum the living room: a verb that names its appliance."""
    if clause.verb is None or any(token.kind in ("type", "name", "activity") for token in clause.tokens):
        return []
    features = next(iter(clause.verb.entry.readings), frozenset())
    types = [feature.partition(":")[2] for feature in features if feature.startswith("implies:")]
    entry = clause.verb.entry
    return [replace(clause.verb, entry=replace(entry, kind="type", value=value)) for value in types]


def _as_noun(clause: Clause, home: Home) -> Clause | None:
    """heat to 20, vacuum battery: a verb that makes no sense may be the noun that is spelled the same."""
    verb = clause.verb
    value = home.type_of_word(verb.text) if verb is not None and verb.kind == "verb" else None
    if verb is None or value is None:
        return None
    noun = replace(verb, entry=Entry("type", value))
    others = [noun if token is verb else token for token in clause.tokens]
    second = next((token for token in others if token.kind == "verb"), None)
    state = next((token for token in others if token.is_a("state", "on", "off", "up", "down")), None)
    act = second.value if second else state.value if state else ""
    readings = second.entry.readings if second else ()
    return replace(clause, tokens=others, verb=second, act=act, readings=readings)


def _preferred(clause: Clause) -> tuple[str, ...]:
    """Types that a verb asks for among the meanings of a word: 가스레인지 잠가 is the valve."""
    if clause.act in ("lock", "unlock", "shut_off"):
        return ("gas_valve", "door_lock")
    return ()


def _parts_of(tokens: list[Token]) -> list[Token]:
    """세탁기 문: a door right behind an appliance is a part of it, not the front door."""
    out: list[Token] = []
    for token in tokens:
        if token.is_a("type", "door_lock|door") and _stands_behind_appliance(out, token):
            out.append(replace(token, entry=replace(token.entry, kind="attribute", value="door")))
        else:
            out.append(token)
    return out


def _stands_behind_appliance(before: list[Token], token: Token) -> bool:
    hosts = [one for one in before[-2:] if one.kind != "particle"]
    if not hosts or len(token.text) > 1:
        return False
    last = hosts[-1]
    between = before[-1] if before[-1] is not last else None
    if between is not None and not between.is_a("particle", "of"):
        return False
    return last.kind in ("type", "name") and last.value not in _COVERS


def _with_thing_of(clause: Clause, before: _Read) -> list[Token]:
    """거실 불은 켜고 안방은 꺼: a room alone takes the thing of the clause before."""
    own = {token.kind for token in clause.tokens}
    if "area" in own and not own & {"type", "name", "activity", "pronoun"}:
        things = [token for token in before.clause.tokens if token.kind == "type"]
        if things:
            area = next(index for index, token in enumerate(clause.tokens) if token.kind == "area")
            return [*clause.tokens[: area + 1], *things[:1], *clause.tokens[area + 1 :]]
    return clause.tokens


def _complaint(clause: Clause, targets: Targets) -> Intent:
    _, dimension, direction = clause.act.split(".")
    slots = [
        Slot("dimension", dimension, clause.start, clause.end, ""),
        Slot("direction", direction, clause.start, clause.end, ""),
    ]
    about = [slot for slot in targets.slots if slot.name in ("appliance", "appliance_type", "area")]
    return Intent("comfort.complaint", (*about, *slots), 1.0, clause.start, clause.end)


def _keep_rest(reads: list[_Read]) -> None:
    """거실 불만 켜 놓고 다 꺼: what is kept is an exception from all."""
    for before, read in zip(reads, reads[1:], strict=False):
        first = next((intent for intent in read.intents if intent.name == "power.turn_off"), None)
        if first is None or before.clause.act not in ("on", "play", "leave", "open") or not before.targets.found:
            continue
        quantifier = next((slot for slot in first.slots if slot.name == "quantifier" and slot.value != "both"), None)
        if quantifier is None:
            continue
        kept = [
            replace(slot, name=_EXCEPT[slot.name]) for slot in before.targets.slots if slot.name in _EXCEPT
        ]
        own = tuple(slot for slot in first.slots if slot not in before.targets.slots)
        all_slot = replace(quantifier, value="all")
        slots = (*(slot for slot in own if slot != quantifier), all_slot, *kept)
        read.intents = [replace(intent, slots=slots) if intent is first else intent for intent in read.intents]
        if before.clause.act == "leave":
            before.dropped, before.leftovers = True, []


_EXCEPT = {"appliance": "except_appliance", "appliance_type": "except_type", "area": "except_area"}


def _drop_context(reads: list[_Read]) -> None:
    """Reasons and greetings around a clear command (더우니까 에어컨 켜줘) neither act nor stop it."""
    commands = [read for read in reads if read.mood == "command" and read.intents]
    if not commands:
        return
    for index, read in enumerate(reads):
        clause = read.clause
        follows = any(later in commands for later in reads[index + 1 :])
        instead = clause.may("instead") and follows
        purpose = follows and any(reading & {"intent", "purpose"} for reading in clause.readings)
        purpose = purpose and any(_same(read, later) for later in reads[index + 1 :])
        feeling = bool(clause.readings) and clause.has("feel") and read.mood == "chat"
        reason = follows and clause.has("because") and clause.has("passive") and not _things(clause)
        if reason:
            read.leftovers = []
        own = clause.first("person", "first") is not None or clause.marked("who_did")
        told = own and follows and not _things(clause) and not read.intents and read.mood in ("chat", "reported")
        if told:
            read.leftovers = []
        if clause.act == "leave" and not _things_named(clause):
            read.dropped, read.intents, read.leftovers = True, [], []
            continue
        arrived = follows and clause.act == "come" and not _things(clause) and read.mood in ("reported", "chat")
        if told or instead or purpose or feeling or reason or arrived:
            read.dropped, read.intents, read.leftovers = True, [], [t for t in read.leftovers if t.kind == "unknown"]


def _is_filler(token: Token) -> bool:
    return token.is_a("mark", "filler", "please") or token.kind == "punct"


def _take_back(reads: list[_Read]) -> None:
    """세탁기 돌려 취소: what is taken back in the same breath is not done."""
    last = reads[-1] if reads else None
    if last is None or last.clause.act not in ("cancel", "undo") or _things(last.clause) or len(reads) < 2:
        return
    for read in reads[:-1]:
        read.dropped, read.intents, read.leftovers = True, [], []
    last.intents = [Intent("conversation.cancel", (), 1.0, last.clause.start, last.clause.end)]


def _forget_any_room(clause: Clause, targets: Targets) -> None:
    """어느 방에 불 켜져 있어: a room that is asked for is none that this home lacks."""
    rooms = [token.text for token in clause.all("area", "room")]
    if clause.marked("question.which", "question.where", "question.what"):
        targets.slots = [slot for slot in targets.slots if slot.name != "unknown" or slot.text not in rooms]


def _waits(clause: Clause) -> bool:
    """tell me when the washer is done: condition and wish in one clause."""
    finished = clause.first("state", "finish") is not None or clause.first("verb", "finish", "stop", "run") is not None
    return clause.marked("if") and finished


def _same(read: _Read, later: _Read) -> bool:
    """충전하러 보내: the purpose names the same act again."""
    return [one.name for one in read.intents] == [one.name for one in later.intents]


def _things_named(clause: Clause) -> bool:
    return any(token.kind in ("type", "name", "area") for token in clause.tokens)


def _things(clause: Clause) -> bool:
    return any(token.kind in ("type", "name", "quantifier") for token in clause.tokens)


def _strangers(clause: Clause) -> list[Token]:
    """Words of the clause that say something nobody here understood."""
    out = []
    for token in clause.tokens:
        if token.kind == "unknown" or token.is_a("quantity", "item", "times", "second", "minute", "hour", "day"):
            out.append(token)
        elif token.kind in ("verb", "verbal_noun") and token is not clause.verb and not _harmless(token, clause):
            out.append(token)
    return out


def _harmless(token: Token, clause: Clause) -> bool:
    if clause.verb is not None and (clause.verb.value in ("do", "become") or clause.may("asked")):
        return True
    if token.kind == "verb" and token.has("adn"):
        # 켜져 있는 불: says which ones; all others would be no different afterwards
        return any(reading & {"state", "passive"} for reading in token.entry.readings)
    return token.kind == "verbal_noun" and clause.verb is not None and clause.verb.kind == "verbal_noun"
