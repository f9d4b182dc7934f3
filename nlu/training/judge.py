"""The built-in grammar as the judge of variants: what it surely reads as something else is no variant."""

from nlu.engines.base import Focus
from nlu.engines.grammar import GrammarEngine
from nlu.training.sentence import Sentence
from nlu.understanding import Understanding
from nlu.vocabulary import Vocabulary


class Judge:
    """Compares how a variant and its source are read in one home."""

    def __init__(self, grammar: GrammarEngine, vocabulary: Vocabulary) -> None:
        self._grammar, self._vocabulary = grammar, vocabulary
        self._moods: dict[str, str | None] = {}
        # of sources, None where the grammar is not sure

    def accepts(self, variant: Sentence, source: Sentence) -> bool:
        """Whether it may mean what its source means."""
        read = self._read(variant)
        if not _sure(read):
            return True
        if source.key not in self._moods:
            known = self._read(source)
            self._moods[source.key] = known.mood if _sure(known) else None
        mood = self._moods[source.key]
        named = any(one.name == variant.intent for one in read.intents)
        return named and mood in (None, read.mood)

    def _read(self, sentence: Sentence) -> Understanding:
        focus = Focus(pending=sentence.intent.startswith("answer."), language=sentence.language)
        return self._grammar.understand(sentence.text, self._vocabulary, focus)


def _sure(read: Understanding) -> bool:
    known = read.understood and all(one.one("unknown") is None for one in read.intents)
    return known and not read.leftovers
