"""One clause → what it is about and what it wants, asks or tells."""

from dataclasses import replace
from itertools import pairwise

from nlu.asked import asks_ability, is_asked_for, is_sought
from nlu.by_hand import may_mean_a_thing
from nlu.clauses import Clause
from nlu.commands import command_intents, strangers, unexplained
from nlu.context import refers_back
from nlu.follow_up import follow_up
from nlu.frames import Frames
from nlu.home import Home
from nlu.language import Order
from nlu.misfits import is_loose, misfits
from nlu.mood import clause_mood
from nlu.nouns import as_noun, own_options, things_meant, with_thing_of
from nlu.of_people import is_said_of_people
from nlu.queries import query_intents
from nlu.read import Read, as_guesses
from nlu.strangers import name_of
from nlu.talk import read_talk
from nlu.targets import Targets, find_targets
from nlu.tokens import Token
from nlu.understanding import Intent, Mood, Slot
from nlu.unsaid import asks_whether_it_may_be, is_half_said, is_left_undone
from nlu.wish import Wish

_EMPTY = ("mark", "particle", "person", "home", "punct")
_STATED = (["query.value"], ["query.remaining"])
# what a clause asks that only names it: the time left


class ClauseReader:
    """Reads the clauses of one text."""

    def __init__(self, home: Home, frames: Frames, order: Order, focused: bool) -> None:
        """`focused`: the conversation is about something already."""
        self._home = home
        self._frames = frames
        self._order = order
        self._focused = focused

    def read(self, clause: Clause, before: Read | None) -> Read:
        """The clause, which may leave out what the one before it named."""
        mood = clause_mood(clause, self._order)
        clause.tokens = own_options(clause.tokens, self._home, self._frames)
        targets = self._targets(clause, mood, before)
        talk = read_talk(clause, mood, targets)
        if talk is not None:
            return talk
        half_said = mood in ("chat", "reported") and is_half_said(clause)
        if half_said or (mood == "negated" and is_left_undone(clause)):
            read = self._wish(clause, "command", targets, before)
            read.intents = as_guesses(read.intents)
            return read if read.intents and not read.leftovers else replace(read, mood=mood)
        if mood == "question" and clause.act == "locate" and is_sought(clause):
            # where is the robot vacuum hiding: let it be heard
            mood = "command"
        if mood != "question":
            return self._wish(clause, mood, targets, before)
        if clause.has("intent") and not clause.last:
            # 끝나려면 얼마나 걸려: what is asked comes behind it
            return Read(clause, mood, targets, [], [])
        _forget_any_room(clause, targets)
        return self._question(clause, targets)

    def _targets(self, clause: Clause, mood: Mood, before: Read | None) -> Targets:
        tokens = clause.tokens if before is None else with_thing_of(clause, before.clause)
        targets = find_targets(things_meant(tokens, clause, self._frames), self._home, _preferred(clause))
        if before is not None and refers_back(clause, mood, targets, before):
            return Targets(list(before.targets.slots), before.targets.types, before.targets.ids)
        return targets

    # --- questions ------------------------------------------------------------------------------------------

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
        strange = [token for token in strange if not is_asked_for(token, intents)]
        return Read(clause, "question", targets, intents, strange if intents else [])

    # --- wishes ---------------------------------------------------------------------------------------------

    def _wish(self, clause: Clause, mood: Mood, targets: Targets, before: Read | None) -> Read:
        again = follow_up(clause, targets) if mood == "command" else []
        if again:
            return Read(clause, mood, targets, _as_before(again, targets, before), [])
        wish = command_intents(clause, targets, self._frames, self._focused)
        if mood == "conditional" and clause.may("conn"):
            # it is kept as a condition, word for word
            return Read(clause, mood, targets, [], [])
        if not wish.intents:
            left = [token for token in clause.tokens if token.kind not in _EMPTY]
            return self._otherwise(clause, mood, targets, before) or Read(clause, mood, targets, [], left)
        left = [*strangers(clause), *unexplained(wish, clause.tokens)]
        left += [token for token in self._misfits(wish) if token not in left]
        left = [token for token in left if token not in targets.explained]
        if any(token.kind == "attribute" for token in left) or not (targets.found or self._focused):
            # vacuum battery, heat to 22
            noun = self._as_noun(clause, before)
            if noun is not None and _is_plain(noun):
                return noun
        doubtful = _is_doubtful(wish) or (self._order == "verb_first" and is_loose(wish))
        intents = as_guesses(wish.intents) if doubtful else wish.intents
        intents, left = _of_stranger(intents, left, clause, targets)
        return Read(clause, mood, targets, intents, left)

    def _misfits(self, wish: Wish) -> list[Token]:
        return misfits(wish) if self._order == "verb_first" else []

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
        return read if clause.first("attribute", "state") or named in _STATED else None

    def _as_noun(self, clause: Clause, before: Read | None) -> Read | None:
        """vacuum battery, wash done?: what is spelled like a verb is the thing."""
        noun = as_noun(clause, self._home) if self._order == "verb_first" else None
        return None if noun is None else self.read(noun, before)


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


def _is_plain(read: Read) -> bool:
    """Whether all of it is understood, and of this home."""
    owned = all(slot.name != "unknown" for slot in read.targets.slots)
    return owned and bool(read.intents) and not read.leftovers


def _is_doubtful(wish: Wish) -> bool:
    """Whether a wish that makes sense may be meant otherwise, so that it is asked about."""
    clause = wish.clause
    spared = any(slot.name.startswith("except_") or slot.name == "unknown" for slot in wish.targets.slots)
    if clause.first("mark", "except") and not spared:
        # "everything off except": of what?
        return True
    # 그만 꺼: stop doing that, or off at last
    enough = clause.marked("enough.really") or (clause.marked("enough") and wish.act == "off")
    # 컴퓨터 화면 꺼: only what it shows
    shown = wish.act in ("on", "off") and not wish.is_a("media")
    screen = clause.marked("screen") and (shown or not (wish.targets.found or wish.attribute()))
    # 에어컨이고만 틀어
    garbled = any(one.is_a("particle", "and") and two.value == "only" for one, two in pairwise(clause.tokens))
    doubled = clause.mixed or clause.unsure or enough or screen or garbled
    return doubled or may_mean_a_thing(wish) or is_said_of_people(wish)


def _as_before(again: list[Intent], targets: Targets, before: Read | None) -> list[Intent]:
    """거실 불 꺼 주고 티비도: the act of the same sentence, done to this too."""
    if before is None or before.mood != "command" or again[0].name != "conversation.repeat":
        return again
    old = before.targets.slots
    return [
        replace(one, slots=(*targets.slots, *(slot for slot in one.slots if slot not in old)))
        for one in before.intents
    ]


def _of_stranger(
    intents: list[Intent], left: list[Token], clause: Clause, targets: Targets
) -> tuple[list[Intent], list[Token]]:
    """다이슨 켜줘: an unknown word in the place of the appliance names it; the rest is left over."""
    stranger = next((token for token in left if _is_name(token, clause, targets)), None)
    if stranger is None:
        return intents, left
    name = name_of(stranger, left)
    if stranger.kind == "quantity":
        name = [clause.tokens[clause.tokens.index(stranger) - 1], *name]
    words = " ".join(token.text for token in name)
    slot = Slot("unknown", words, name[0].start, name[-1].end, words)
    named = [replace(intent, slots=(slot, *intent.slots)) for intent in intents]
    return named, [token for token in left if token not in name]


def _is_name(token: Token, clause: Clause, targets: Targets) -> bool:
    """다이슨, the kitchen pantry, lamp 2: what nobody here is called, in the place of an appliance."""
    if all(slot.name == "area" for slot in targets.slots):
        return token.kind == "unknown"
    before = next((one for one in clause.tokens if 0 <= token.start - one.end <= 1), None)
    return before is not None and before.kind == "type" and token.is_a("quantity", "")
