"""What the steps of own commands mean in a home: each is read as if somebody said it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from nlu.engines.base import Engine, Focus
from nlu.meaning_line import meaning_line
from nlu.own import OwnCommand
from nlu.understanding import Intent, Leftover, Mood, TimeExpression, Understanding
from nlu.vocabulary import Vocabulary

OWN = "own"
"""The engine of what own words say: it is final, no trained engine is asked behind it."""

_KEPT_HOMES = 4
_NO_STEPS = frozenset(("answer", "conversation", "social", "comfort", "words"))
# families of intents that belong to a talk, or to words


@dataclass(frozen=True, slots=True)
class Steps:
    """All steps of one command, read."""

    mood: Mood
    # "command", or "question" when the one step is a question
    intents: tuple[Intent, ...]
    times: tuple[TimeExpression, ...]
    missing: tuple[str, ...]
    # steps that are not understood in this home, or cannot be done now
    explanation: tuple[str, ...]


class StepReader:
    """Reads steps with the engine that knows no own commands, each once per version of the vocabulary."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._read: dict[str, tuple[Vocabulary, dict[OwnCommand, Steps]]] = {}

    def of(self, command: OwnCommand, vocabulary: Vocabulary) -> Steps:
        """What the command does in this home."""
        known = self._read.get(vocabulary.version)
        if known is None or (not vocabulary.version and known[0] is not vocabulary):
            while len(self._read) >= _KEPT_HOMES:
                self._read.pop(next(iter(self._read)))
            known = self._read[vocabulary.version] = (vocabulary, {})
        if command not in known[1]:
            known[1][command] = self._steps(command, vocabulary)
        return known[1][command]

    def _steps(self, command: OwnCommand, vocabulary: Vocabulary) -> Steps:
        reads = [self._engine.understand(step, vocabulary, Focus()) for step in command.steps]
        alone = len(reads) == 1
        done = [one for one in reads if can_be_step(one, alone) and _has_its_things(one, vocabulary)]
        mood: Mood = "question" if alone and reads[0].mood == "question" else "command"
        return Steps(
            mood,
            tuple(intent for one in done for intent in one.intents),
            tuple(time for one in done for time in one.times),
            tuple(one.text for one in reads if one not in done),
            tuple(f"step '{one.text}': {meaning_line(asdict(one))}" for one in reads),
        )


def can_be_step(read: Understanding, alone: bool) -> bool:
    """Whether a sentence is something to do now, or, when it is the only step, a question."""
    known = read.understood and not read.leftovers
    known = known and all(one.one("unknown") is None for one in read.intents)
    known = known and not any(one.name.partition(".")[0] in _NO_STEPS for one in read.intents)
    if read.mood == "command":
        return known and (alone or not read.times)
    return known and alone and read.mood == "question"


def _has_its_things(read: Understanding, vocabulary: Vocabulary) -> bool:
    """Whether this home has all kinds of things that a step speaks of."""
    there = {thing.type for thing in vocabulary.things}
    asked = (value for intent in read.intents for value in intent.all("appliance_type"))
    return all(not there.isdisjoint(_types(str(value))) for value in asked)


def _types(value: str) -> Iterable[str]:
    return (one.partition(".")[0] for one in value.split("|"))


def rule_of(command: OwnCommand) -> str:
    """What is said to have given the meaning."""
    return f"own command: {command.name} ({command.file}, line {command.line})"


def placed(steps: Steps, start: int, end: int) -> list[Intent]:
    """The intents of steps as they stand in a message: all of them where it says the command."""
    return [
        replace(
            intent,
            slots=tuple(replace(slot, start=start, end=end) for slot in intent.slots),
            start=start,
            end=end,
        )
        for intent in steps.intents
    ]


def missing(steps: Steps, start: int, end: int) -> tuple[Leftover, ...]:
    """The steps that are not understood, as words of the message that are not."""
    return tuple(Leftover(step, start, end) for step in steps.missing)
