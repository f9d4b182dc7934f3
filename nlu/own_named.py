"""Sentences that name an own command as one names a thing: 영화 모드 켜줘, start movie mode at seven."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from nlu.canonical import spell
from nlu.engines.base import Focus
from nlu.engines.examples import NOWHERE
from nlu.engines.grammar import GrammarEngine
from nlu.own import OwnCommand
from nlu.own_phrases import OwnNames
from nlu.own_steps import OWN, StepReader, missing, placed, rule_of
from nlu.read import as_guesses
from nlu.understanding import Intent, Leftover, Slot, Understanding
from nlu.vocabulary import Thing, Vocabulary

_ID = "command:"
_TYPE = "own_command"
# of no group: it is switched on, and nothing else
_STARTS = frozenset(("power.turn_on", "power.toggle", "run_control.start"))
_BEGINS = frozenset(("do", "set", "come", "on", "start"))
# acts of 영화 모드로 해줘, set movie mode, go into movie mode
_VERBS = frozenset(("verb", "verbal_noun", "state"))
_BESIDE = frozenset(("particle", "punct"))
_MARKS = frozenset(("filler", "remark", "please", "prep", "do", "goal", "not", "if"))
_OTHERS = frozenset(("type", "name", "area", "activity", "home"))
_WITHOUT = frozenset(("notify", "query", "social", "comfort"))
# families of intents that need no thing


@dataclass(frozen=True, slots=True)
class _Home:
    """A home in which every own command is a thing."""

    plain: Vocabulary
    extended: Vocabulary
    commands: Mapping[str, OwnCommand]
    # by id; none that is called like a thing of the home itself

    def of(self, word: Slot) -> OwnCommand | None:
        """The command that a word names."""
        return self.commands.get(f"{_ID}{word.value}") if word.name == "name" else None

    def is_own(self, slot: Slot) -> bool:
        """Whether a slot names a command."""
        return isinstance(slot.value, str) and slot.value in self.commands


class NamedCommands:
    """Reads sentences once more, with the commands among the things of the home."""

    def __init__(self, commands: Iterable[OwnCommand], grammar: GrammarEngine, steps: StepReader) -> None:
        self._commands = {_ID + spell(one.name): one for one in commands if _is_noun(one.name, grammar)}
        self._names = OwnNames(self._commands.values())
        # keeps what it compiles apart from the home without commands
        self._grammar = grammar.beside()
        self._steps = steps
        self._home: _Home | None = None

    def read(
        self, plain: Understanding, normalized: str, vocabulary: Vocabulary, focus: Focus
    ) -> Understanding:
        """`plain`, as the message was understood without commands, unless it is about one."""
        if not self._commands:
            return plain
        sure = self._names.stand_in(normalized)
        # letter by letter; misspelled ones are looked for where nothing else was understood
        if not sure and _makes_sense(plain):
            return plain
        home = self._of(vocabulary)
        read = self._grammar.understand(plain.text, home.extended, focus)
        words = [word for word in read.words if home.of(word) is not None]
        if not words or any(_runs_on(read, word) for word in words):
            return plain
        meant = self._with_steps(read, words, home)
        if meant is not None:
            # what is asked may be about something else that is called so: 빨래 다 됐어?
            return plain if meant.mood == "question" and _is_sure(plain) else meant
        about = any(home.is_own(slot) for intent in read.intents for slot in intent.slots)
        others = any(word.name in _OTHERS and word not in words for word in read.words)
        acts = plain.understood and plain.mood == "command"
        if sure and ((about and read.mood == "command") or (acts and not others)):
            return _not_begun(read, words, home)
        return plain

    def _of(self, vocabulary: Vocabulary) -> _Home:
        known = self._home
        if known is not None and _same(known.plain, vocabulary):
            return known
        taken = {spell(name) for thing in vocabulary.things for name in thing.names}
        commands = {key: one for key, one in self._commands.items() if spell(one.name) not in taken}
        things = tuple(Thing(key, _TYPE, (one.name,)) for key, one in commands.items())
        version = f"{vocabulary.version}+{'+'.join(sorted(commands))}" if vocabulary.version else ""
        extended = replace(vocabulary, things=(*vocabulary.things, *things), version=version)
        self._home = _Home(vocabulary, extended, commands)
        return self._home

    def _with_steps(self, read: Understanding, words: Sequence[Slot], home: _Home) -> Understanding | None:
        """The sentence with steps in the place of their command; None: it does not say to begin it."""
        called = not read.intents and read.said != "chat" and len(words) == 1 and _calls(read, words[0])
        if called:
            read = replace(read, leftovers=(), mood=read.said)
            intents: list[Intent] | None = self._placed(words[0], words[0].start, words[0].end, home)
        else:
            intents = self._begun(read, home)
        if not intents or (read.leftovers and read.mood != "command"):
            return None
        guessed = not all(word.exact for word in words) or not _all_used(read, words)
        commands = list(dict.fromkeys(one for word in words if (one := home.of(word)) is not None))
        steps = [self._steps.of(one, home.plain) for one in commands]
        asks = read.mood == "command" and len(words) == 1 and steps[0].mood == "question"
        start, end = words[0].start, words[-1].end
        return replace(
            read,
            mood="question" if asks else read.mood,
            intents=tuple(as_guesses(intents) if guessed else intents),
            alternatives=(),
            times=(*read.times, *(time for one in steps for time in one.times)),
            leftovers=(*read.leftovers, *(left for one in steps for left in missing(one, start, end))),
            rule=rule_of(commands[0]),
            engine=OWN,
            explanation=(
                *read.explanation,
                *map(rule_of, commands),
                *(line for one in steps for line in one.explanation),
            ),
        )

    def _begun(self, read: Understanding, home: _Home) -> list[Intent] | None:
        """All intents, those that begin a command in the words of its steps; None: another is about one."""
        intents: list[Intent] = []
        for intent in read.intents:
            own = [slot for slot in intent.slots if home.is_own(slot)]
            if not own:
                if intent.name.partition(".")[0] not in _WITHOUT and not _names_something(intent):
                    # stop and start movie mode: what is stopped may be the command
                    return None
                intents.append(intent)
                continue
            asked = read.mood == "question" and intent.name.startswith("query.")
            if not (asked or intent.name in _STARTS) or any(slot.name != "appliance" for slot in own):
                return None
            for slot in own:
                found = self._placed(slot, intent.start, intent.end, home)
                intents += as_guesses(found) if intent.confidence < 1 else found
            rest = tuple(slot for slot in intent.slots if slot not in own)
            if any(slot.name in ("appliance", "appliance_type") for slot in rest):
                intents.append(replace(intent, slots=rest))
        own_ones = any(home.is_own(slot) for intent in read.intents for slot in intent.slots)
        return intents if own_ones else None

    def _placed(self, slot: Slot, start: int, end: int, home: _Home) -> list[Intent]:
        value = str(slot.value)
        command = home.commands.get(value) or home.commands[f"{_ID}{value}"]
        return placed(self._steps.of(command, home.plain), start, end)


def _is_noun(name: str, grammar: GrammarEngine) -> bool:
    """Whether it can be named like a thing; a name that is a sentence (나 간다) is only said as it is."""
    language = grammar.understand(name, NOWHERE, Focus()).language
    verbs = [token for token in grammar.words(name, NOWHERE, language) if token.kind == "verb"]
    return all(token.has("nominal") or token.has("other") for token in verbs)


def _same(one: Vocabulary, other: Vocabulary) -> bool:
    return one is other or (one.version != "" and one.version == other.version)


def _not_begun(read: Understanding, words: Sequence[Slot], home: _Home) -> Understanding:
    """A command is spoken of, and not so that it could be begun: 영화 모드 꺼줘."""
    command = home.of(words[0])
    rule = "" if command is None else rule_of(command)
    left = tuple(Leftover(word.text, word.start, word.end) for word in words)
    return replace(
        read, mood="chat", intents=(), alternatives=(), leftovers=left, rule=rule, engine=OWN,
        explanation=(*read.explanation, f"{rule}: it can be begun, and nothing else"),
    )  # fmt: skip


def _names_something(intent: Intent) -> bool:
    return any(slot.name in ("appliance", "appliance_type", "area", "quantifier") for slot in intent.slots)


def _runs_on(read: Understanding, name: Slot) -> bool:
    """영화 모드리: what is attached to it makes it another word."""
    return any(word.name == "unknown" and word.start == name.end for word in read.words)


def _calls(read: Understanding, name: Slot) -> bool:
    """Whether nothing but the name and a word for beginning it stands in the sentence: 영화 모드로 해줘."""
    begun = False
    for word in read.words:
        if word is name or word.name in _BESIDE or _within(word, read):
            begun = begun or (word.name == "particle" and word.value == "goal")
        elif word.name in _VERBS and word.value in _BEGINS:
            begun = True
        elif word.name != "mark" or str(word.value).partition(".")[0] not in _MARKS:
            return False
    return begun


def _within(word: Slot, read: Understanding) -> bool:
    spans = [(one.start, one.end) for one in read.times] + [(one.start, one.end) for one in read.conditions]
    return any(start <= word.start < end for start, end in spans)


def _all_used(read: Understanding, names: Sequence[Slot]) -> bool:
    """Whether every thing and room that is named belongs to what was understood: 거실 영화 모드 켜줘."""
    used = [*names, *(slot for intent in read.intents for slot in intent.slots)]
    return all(
        word.name not in _OTHERS
        or _within(word, read)
        or any(one.start <= word.start < one.end for one in used)
        for word in read.words
    )


def _makes_sense(read: Understanding) -> bool:
    known = all(one.one("unknown") is None for one in read.intents)
    return read.understood and known and not read.leftovers


def _is_sure(read: Understanding) -> bool:
    about = any(
        one.name in ("appliance", "appliance_type") for intent in read.intents for one in intent.slots
    )
    return about and _makes_sense(read)
