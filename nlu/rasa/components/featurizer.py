"""A sentence as features: how its words are spelled, and what they mean."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any
from zlib import crc32

import numpy as np
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.concepts import MEANT, Meant
from components.hangul import letters

_LONGEST = 40
# letters of one token that count, and words of one sentence
_ENDINGS = range(2, 6)
# letters at the end of a sentence: where Korean says how it is meant


def ngrams(word: str, shortest: int, longest: int) -> Iterator[str]:
    """The word whole and its n-grams of letters; ‹ and › are its ends."""
    spelled = f"‹{letters(word.casefold())[:_LONGEST]}›"
    yield spelled
    for size in range(shortest, longest + 1):
        yield from (spelled[at : at + size] for at in range(len(spelled) - size + 1))


def slot(feature: str, size: int) -> int:
    """The column of a feature: the same in every process."""
    return crc32(feature.encode("utf-8", "surrogatepass")) % size


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class HomeFeaturizer(SparseFeaturizer, GraphComponent):
    """켜, 켜줘 and 킬래 share letters; 켜 and turn on share what they mean, as 세탁기 and washer do."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Settings, each with its default."""
        return {
            **SparseFeaturizer.get_default_config(),
            "min_ngram": 1,
            "max_ngram": 3,
            # how much more meaning counts than spelling
            "meaning": 2.0,
            # columns: features that fall on the same one are told apart no more
            "size": 1 << 18,
        }

    def __init__(self, config: dict[str, Any], name: str) -> None:
        """Take the settings."""
        super().__init__(name, config)
        self._sizes = (config["min_ngram"], config["max_ngram"])
        self._meaning = config["meaning"]
        self._columns = config["size"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "HomeFeaturizer":
        """For Rasa's graph."""
        return cls(config, execution_context.node_name)

    @classmethod
    def required_components(cls) -> list[type]:
        """What must come before."""
        return [Tokenizer]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to check."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Features for all examples, in place."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Features for messages, in place: of the whole sentence, none of single words."""
        for message in messages:
            tokens = message.get(TOKENS_NAMES[TEXT], [])[:_LONGEST]
            if tokens:
                self.add_features_to_message(None, self._row(message.get(TEXT), tokens), TEXT, message)
        return messages

    def _row(self, text: str, tokens: Sequence[Any]) -> scipy.sparse.csr_matrix:
        words = [token.text.casefold() for token in tokens]
        meant = list(dict.fromkeys(token.get(MEANT) for token in tokens))
        found = dict.fromkeys(self._slots(_spelling(words, self._sizes)), 1.0)
        found.update(dict.fromkeys(self._slots(_meaning(meant, text)), self._meaning))
        columns = np.fromiter(found, dtype=np.int32)
        values = np.fromiter(found.values(), dtype=np.float32)
        rows = np.zeros(len(columns), dtype=np.int32)
        return scipy.sparse.coo_matrix((values, (rows, columns)), shape=(1, self._columns))

    def _slots(self, features: Iterable[str]) -> Iterator[int]:
        return (slot(feature, self._columns) for feature in features)


def _spelling(words: Sequence[str], sizes: tuple[int, int]) -> Iterator[str]:
    """Letters of the words, neighbours, and how the sentence begins and ends."""
    for word in words:
        yield from ngrams(word, *sizes)
    yield from (f"{one} {following}" for one, following in zip(words, words[1:]))
    yield f"^{words[0]}"
    yield f"${words[-1]}"
    yield from (f"${letters(words[-1])[-size:]}" for size in _ENDINGS)


def _meaning(meant: Sequence[Meant], text: str) -> Iterator[str]:
    """Concepts, each two of them wherever they stand, and neighbours."""
    yield "?" if "?" in text else "."
    yield f"#{min(len(meant), 8)}"
    named = [[f"={name}" for name in one.names] for one in meant]
    yield from (name for names in named for name in names)
    for one, other in combinations(named, 2):
        yield from ("&".join(sorted((first, second))) for first in one for second in other)
    steps = [["^"], *(names or [f"~{one.words}"] for names, one in zip(named, meant)), ["$"]]
    for one, following in zip(steps, steps[1:]):
        yield from (f"{first}>{second}" for first in one for second in following)
