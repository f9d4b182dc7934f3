"""Spelling as features: n-grams of letters, with Hangul syllables taken apart."""

from collections.abc import Iterator, Sequence
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

from components.hangul import letters

_LONGEST = 40
# letters of one token that count


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
class JamoFeaturizer(SparseFeaturizer, GraphComponent):
    """켜, 켜줘 and 킬래 share letters, so a form or a typo never seen in training is still known."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Settings, each with its default."""
        return {
            **SparseFeaturizer.get_default_config(),
            "min_ngram": 2,
            "max_ngram": 5,
            # columns: features that fall on the same one are told apart no more
            "size": 4096,
        }

    def __init__(self, config: dict[str, Any], name: str) -> None:
        """Take the settings."""
        super().__init__(name, config)
        self._sizes = (config["min_ngram"], config["max_ngram"])
        self._columns = config["size"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "JamoFeaturizer":
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
        """Features for messages, in place."""
        for message in messages:
            words = [token.text for token in message.get(TOKENS_NAMES[TEXT], [])]
            if words:
                rows = [self._columns_of(ngrams(word, *self._sizes)) for word in words]
                pairs = [f"{one} {next_}" for one, next_ in zip(words, words[1:])]
                whole = sorted({*self._columns_of(pairs), *(column for row in rows for column in row)})
                self.add_features_to_message(self._matrix(rows), self._matrix([whole]), TEXT, message)
        return messages

    def _columns_of(self, features: Iterator[str] | list[str]) -> list[int]:
        return sorted({slot(feature, self._columns) for feature in features})

    def _matrix(self, rows: Sequence[Sequence[int]]) -> scipy.sparse.coo_matrix:
        lengths = [len(row) for row in rows]
        where = np.repeat(np.arange(len(rows)), lengths)
        columns = np.concatenate([np.asarray(row, dtype=np.int64) for row in rows])
        shape = (len(rows), self._columns)
        return scipy.sparse.coo_matrix((np.ones(len(columns)), (where, columns)), shape=shape)
