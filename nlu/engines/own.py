"""Own commands and words that mean nothing, around the engine that reads everything else."""

from collections.abc import Iterable
from dataclasses import replace

from nlu.engines.base import Engine, Focus
from nlu.engines.grammar import GrammarEngine
from nlu.never import NeverWords, never_rule
from nlu.normalize import normalize
from nlu.own import NeverWord, OwnCommand
from nlu.own_named import NamedCommands
from nlu.own_phrases import Found, OwnPhrases
from nlu.own_steps import OWN, StepReader, missing, placed, rule_of
from nlu.read import as_guesses
from nlu.sentence_mood import is_passed_on
from nlu.understanding import Mood, Understanding
from nlu.vocabulary import Vocabulary

_FIRST = "words."
# 불금은 잊어버려: what is said about words is no use of them


class OwnEngine:
    """Reads own commands in the place of what they stand for; all else is read by `inner`."""

    name = OWN

    def __init__(
        self,
        inner: Engine,
        grammar: GrammarEngine,
        commands: Iterable[OwnCommand],
        never: Iterable[NeverWord],
    ) -> None:
        """inner: understands steps, and every message that is about no own command."""
        commands = tuple(commands)
        self._inner = inner
        self._never = NeverWords(never)
        self._phrases = OwnPhrases(commands, grammar.around)
        self._steps = StepReader(inner)
        self._named = NamedCommands(commands, grammar, self._steps)

    def understand(self, text: str, vocabulary: Vocabulary, focus: Focus) -> Understanding:
        """Meaning of `text` in this home."""
        read = self._inner.understand(text, vocabulary, focus)
        if any(one.name.startswith(_FIRST) for one in read.intents):
            return read
        normalized = normalize(text, {})
        never = self._never.find(normalized)
        if never is not None:
            return _talk(read, never)
        if focus.pending and any(one.name.startswith("answer.") for one in read.intents):
            return read
        whole = None if is_passed_on(text, ()) else self._phrases.whole(normalized)
        if whole is not None:
            return self._whole(read, whole, vocabulary)
        return self._named.read(read, normalized, vocabulary, focus)

    def _whole(self, read: Understanding, found: Found, vocabulary: Vocabulary) -> Understanding:
        """The message is the phrase of a command."""
        steps = self._steps.of(found.command, vocabulary)
        start, end = found.start, min(found.end, len(read.normalized))
        intents = placed(steps, start, end)
        mood: Mood = steps.mood if intents else "chat"
        rule = rule_of(found.command)
        return replace(
            read,
            mood=mood,
            intents=tuple(as_guesses(intents) if found.asked and mood == "command" else intents),
            alternatives=(),
            times=steps.times,
            conditions=(),
            leftovers=missing(steps, start, end),
            rule=rule,
            said=steps.mood,
            engine=OWN,
            explanation=(rule, *steps.explanation),
        )


def _talk(read: Understanding, never: NeverWord) -> Understanding:
    rule = never_rule(never)
    why = f"'{never.text}' stands in it, and whatever it stands in is talk ({never.file}, line {never.line})"
    return replace(
        read, mood="chat", intents=(), alternatives=(), times=(), conditions=(), leftovers=(), rule=rule,
        said="chat", engine=OWN, explanation=(*read.explanation, why),
    )  # fmt: skip
