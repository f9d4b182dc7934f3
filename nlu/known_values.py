"""Which values a slot may have: those of the contract, of the languages' words, of the things themselves."""

from collections.abc import Iterable

from nlu.canonical import spell
from nlu.contract import Values
from nlu.language import Language
from nlu.vocabulary import Vocabulary


class KnownValues:
    """Tells values from words that only look like one."""

    def __init__(self, values: Values, languages: Iterable[Language]) -> None:
        """values: those that are the same in every home; of any other slot the languages have the words."""
        self._known = {slot: set(known) for slot, known in values.items()}
        for language in languages:
            for kind, table in language.words.items():
                if kind not in values:
                    self._known.setdefault(kind, set()).update(table)

    def of(self, slot: str, value: str, vocabulary: Vocabulary) -> str | None:
        """The value as plans know it; None when neither we nor a thing of this home knows such a one."""
        if value in self._known.get(slot, ()):
            return value
        options = (option for thing in vocabulary.things for option in thing.options.get(slot, ()))
        return next((option for option in options if spell(option) == spell(value)), None)
