"""What is said of the people of the home and of the chat itself: whole messages, by patterns."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlu.house_patterns import MARKS, HousePatterns, Pattern
from nlu.korean.hangul import is_syllable, split
from nlu.times import find_times
from nlu.tokens import Token
from nlu.understanding import Intent, Mood, Slot, TimeExpression
from nlu.vocabulary import Who

ANSWER = "answer.role"
"""The intent that only answers a question of ours."""

ASKED = frozenset(("people.list",))
_LASTING = frozenset(("for", "until"))
_TIMED = frozenset(("people.invite", "people.link", "chat.mute", "chat.quiet"))
# what may have a length or an end; anything else with a time is for later
_NAMING = frozenset(("unknown", "person", "particle"))
_RANGE = re.compile(r"(?<=[\d시분m])\s?[~–-]\s?(?P<next>[^\d\s]{0,3}\s?\d+\S*)")
_THINGS = frozenset(("type", "name", "activity", "area", "home", "attribute", "time", "clock", "pronoun"))
_SAYING_HOW = frozenset(("mark", "quantifier", "quantity", "extreme", "change", "ordinal", "verbal_noun"))
_LONGEST, _LONGEST_NAME = 120, 20
_NO_NAME = ("first", "my", "my.own", "their", "you")
# persons nobody is called by

Segment = Callable[[str], Sequence[Token]]


@dataclass(frozen=True, slots=True)
class Said:
    """The meaning of such a message."""

    mood: Mood
    intent: Intent
    times: tuple[TimeExpression, ...] = ()


@dataclass(frozen=True, slots=True)
class _Bare:
    """A text without what makes no difference, and where its letters stood."""

    text: str
    places: tuple[int, ...]
    asked: bool


class HouseTalk:
    """Reads such messages of one home in one language. Names count here and nowhere else."""

    def __init__(self, patterns: HousePatterns, people: Iterable[Who] = ()) -> None:
        self._known = patterns
        self._names: dict[str, list[str]] = {}
        for one in people:
            for name in dict.fromkeys(map(patterns.bare, one.names)):
                self._names.setdefault(name, []).append(one.id)

    def read(
        self, typed: str, text: str, tokens: Sequence[Token], segment: Segment, *, pending: bool
    ) -> Said | None:
        """The meaning of `text`, when it is such a message as a whole; `typed` is what it came from.

        `segment` finds the tokens of a text: used where words of ours would be taken for a time.
        pending: we asked something.
        """
        if len(text) > _LONGEST or not (pending or self._known.may_be(text)):
            return None
        hidden = text
        for word in self._known.data.no_time:
            hidden = hidden.replace(word, "§" * len(word))
        tokens = tokens if hidden == text else segment(hidden)
        times = self._times(typed, hidden, tokens, segment)
        for found in ((), times) if times else ((),):
            said = self._matching(typed, text, tokens, found)
            if said is not None and (pending or said.intent.name != ANSWER):
                return said
        return None

    def _times(
        self, typed: str, text: str, tokens: Sequence[Token], segment: Segment
    ) -> list[TimeExpression]:
        """The times in a text, and lengths that are words of their own: for a day, 일주일 동안."""
        found = [] if self._known.length is None else list(self._known.length.finditer(text))
        lengths = [
            TimeExpression("for", one[0], *one.span(), self._known.lengths[self._known.bare(one[0])])
            for one in found
        ]
        dash = _RANGE.search(typed.casefold())
        at = text.find(dash["next"]) if dash is not None else -1
        if at < 0:
            times, _ = find_times(text, tokens)
        else:
            # 22시~7시: from … to …
            first, last = text[:at].rstrip("- "), " " * at + text[at:]
            times = [*find_times(first, segment(first))[0], *find_times(last, segment(last))[0]]
        return lengths + [
            one for one in times if all(one.end <= it.start or it.end <= one.start for it in lengths)
        ]

    def _matching(
        self, typed: str, text: str, tokens: Sequence[Token], times: Sequence[TimeExpression]
    ) -> Said | None:
        bare = self._bare(text, times)
        for pattern in self._known.patterns:
            match = pattern.expression.fullmatch(bare.text)
            if match is None or (bare.asked and not self._may_be_asked(pattern, bare.text)):
                continue
            slots = self._slots(pattern, match, bare, typed, tokens)
            if slots is None:
                continue
            intent = Intent(pattern.intent, tuple(slots), 1.0, 0, len(text))
            return Said(_mood(pattern.intent, times), intent, tuple(times))
        return None

    def _may_be_asked(self, pattern: Pattern, text: str) -> bool:
        """Whether a question mark leaves it what it is: who is there?, would you …?"""
        return pattern.intent in ASKED or any(request in text for request in self._known.data.requests)

    # --- the text

    def _bare(self, text: str, times: Sequence[TimeExpression]) -> _Bare:
        letters: list[str] = []
        places: list[int] = []
        gap = False
        for at, letter in enumerate(text):
            if letter == "'":
                continue
            if letter == " " or letter in MARKS or any(time.start <= at < time.end for time in times):
                gap = True
                continue
            if gap and letters and self._known.spaced:
                letters.append(" ")
                places.append(at)
            gap = False
            letters.append(letter)
            places.append(at)
        asked = "?" in letters[-1:]
        while letters and letters[-1] in "? ":
            letters.pop()
            places.pop()
        if self._known.spaced:
            letters.append(" ")
            places.append(len(text))
        return _Bare("".join(letters), (*places, len(text)), asked)

    # --- what it names

    def _slots(
        self, pattern: Pattern, match: re.Match[str], bare: _Bare, typed: str, tokens: Sequence[Token]
    ) -> list[Slot] | None:
        """The slots of a match; None when what stands in the place of a name is none."""
        slots: list[Slot] = []
        for group in pattern.groups:
            words, first = (match[group] or "").strip(), match.start(group)
            if not words:
                continue
            start, end = bare.places[first], bare.places[first + len(words) - 1] + 1
            if group == "role":
                slots.append(Slot("role", self._known.roles[words], start, end, words))
                continue
            found = self._who(words, start, end)
            if found is None:
                role, name = self._stranger(words, typed)
                overlapping = [one for one in tokens if one.start < end and start < one.end]
                if name is None or not self._is_name(name, overlapping, loose=group == "anyone"):
                    return None
                found = [] if role is None else [Slot("role", role, start, end, words)]
                found.append(Slot("unknown", name, start, end, name))
            slots += found
        return slots

    def _who(self, words: str, start: int, end: int) -> list[Slot] | None:
        """Persons, roles or nobody in particular; None: a stranger."""
        for form in self._forms(words):
            role = self._known.roles.get(form)
            slots = [] if role is None else [Slot("role", role, start, end, form)]
            slots += [Slot("person", one, start, end, form) for one in self._names.get(form, ())]
            if slots or form in self._known.nobody:
                return slots
        return None

    def _forms(self, words: str) -> Iterator[str]:
        """The words, and without what stands beside names: 지우를, the guest."""
        seen: dict[str, None] = {words: None}
        for form in _growing(seen):
            yield form
            for before in self._known.data.before_names:
                lead = f"{before} " if self._known.spaced else before
                if form.startswith(lead) and len(form) > len(lead):
                    seen.setdefault(form[len(lead) :])
            for tail in self._tails(form):
                if form.endswith(tail) and len(form) > len(tail):
                    seen.setdefault(form[: -len(tail)])

    def _tails(self, form: str) -> Iterator[str]:
        """What may stand behind a name and is no part of it."""
        data = self._known.data
        for after in data.after_names:
            glued = not self._known.spaced or after.startswith("'")
            yield after.removeprefix("'") if glued else f" {after}"
        for tails, closed in ((data.after_consonant, True), (data.after_vowel, False)):
            for tail in tails:
                last = form[-len(tail) - 1 : -len(tail)]
                if last and is_syllable(last) and bool(split(last)[2]) is closed:
                    yield tail

    def _stranger(self, words: str, typed: str) -> tuple[str | None, str | None]:
        """The role that stands before a new name (my friend Minji), and the name as it was typed."""
        name, role = min((one for one in self._forms(words) if len(one) > 1), key=len, default=words), None
        for word in sorted(self._known.roles, key=len, reverse=True):
            lead = f"{word} " if self._known.spaced else word
            if name.startswith(lead) and len(name) > len(lead) + 1:
                name, role = name[len(lead) :], self._known.roles[word]
                break
        at = typed.casefold().find(name)
        name = typed[at : at + len(name)] if at >= 0 else name
        return role, name if 1 < len(name) <= _LONGEST_NAME else None

    def _is_name(self, name: str, tokens: Sequence[Token], *, loose: bool) -> bool:
        """Whether somebody may be called so; loose: any word that means nothing else will do."""
        own = [one for one in tokens if one.text not in self._known.beside_names]
        if name.casefold() in self._known.no_names:
            return False
        if not all(one.kind in _NAMING for one in own) and not (loose and _sounds_like_a_name(name, own)):
            return False
        persons = [one for one in own if one.kind == "person"]
        if any(one.value.partition(".")[0] in _NO_NAME for one in persons):
            return False
        if not name.replace(" ", "").isalpha():
            return False
        return loose or bool(persons) or name[:1].isupper()


def _sounds_like_a_name(name: str, tokens: Sequence[Token]) -> bool:
    """지은, 다은: short, and neither a thing nor a word that says how, when or how many."""
    if (
        not 2 <= len(name) <= 4
        or not all(map(is_syllable, name))
        or any(one.kind in _THINGS for one in tokens)
    ):
        return False
    if len(tokens) > 1:
        return True
    return all(one.kind not in _SAYING_HOW and _may_be_noun(one) for one in tokens)


def _may_be_noun(token: Token) -> bool:
    """지은 is also a form of 짓다; 그만 is none."""
    return token.kind != "verb" or all("adn" in reading for reading in token.entry.readings)


def _growing(seen: Mapping[str, None]) -> Iterator[str]:
    """The keys of a mapping to which more are added on the way."""
    at = 0
    while at < len(seen):
        yield list(seen)[at]
        at += 1


def _mood(intent: str, times: Sequence[TimeExpression]) -> Mood:
    """A length or an end, or from … to …, belongs to what is wanted; any other time is for later."""
    if intent in ASKED:
        return "question" if not times else "chat"
    if intent == ANSWER:
        return "chat"
    if not times:
        return "command"
    kinds = {time.kind for time in times}
    if intent in _TIMED and kinds <= _LASTING and len(times) == 1:
        return "command"
    span = len(times) in (2, 3) and kinds <= {"at", "until", "every"}
    return "command" if span and intent in {"chat.mute", "chat.quiet"} else "scheduled"
