"""Which words of a sentence are the appliance, the room, the number …"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import scipy.sparse
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.constants import ENTITY_ATTRIBUTE_CONFIDENCE_TYPE, TOKENS_NAMES
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.concepts import MEANT
from components.featurizer import ngrams, slot
from components.linear import Linear
from components.machines import Machines

_NONE = ""
# no entity
_FIRST, _MORE = "B ", "I "
# before an entity's name: its first token, and those that follow
_AROUND = range(-2, 3)
# tokens that are looked at


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class LinearExtractor(Linear, EntityExtractorMixin):
    """Linear machines over what a token is spelled like, what it means, and what stands around it."""

    FILE = "entities.npz"

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Settings, each with its default."""
        return {
            "strictness": 1.0,
            "sureness": 3.0,
            "seed": 17,
            # columns: features that fall on the same one are told apart no more
            "size": 1 << 18,
        }

    @classmethod
    def required_components(cls) -> list[type]:
        """What must come before."""
        return [Tokenizer]

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples, also those in which nothing is marked."""
        examples = [one for one in training_data.nlu_examples if one.get(TOKENS_NAMES[TEXT])]
        if any(one.get(ENTITIES) for one in examples):
            rows = scipy.sparse.vstack(
                [self._rows(one.get(TOKENS_NAMES[TEXT])) for one in examples], format="csr"
            )
            marks = [mark for one in examples for mark in _marks(one)]
            self._machines = Machines.learnt(rows, marks, self._config["strictness"], self._config["seed"])
        return self.kept()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the entities that are found, in place."""
        for message in messages:
            found = self.add_extractor_name(list(self._found(message)))
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages

    def _found(self, message: Message) -> Iterator[dict[str, Any]]:
        tokens = message.get(TOKENS_NAMES[TEXT])
        if not tokens or not len(self._machines.labels):
            return
        sure = self._machines.probabilities(self._rows(tokens), self._config["sureness"])
        marks = [str(self._machines.labels[at]) for at in sure.argmax(axis=1)]
        at = 0
        while at < len(marks):
            entity, end = marks[at][len(_FIRST) :], at + 1
            while end < len(marks) and entity and marks[end] == _MORE + entity:
                end += 1
            if entity:
                start, stop = tokens[at].start, tokens[end - 1].end
                yield {
                    ENTITY_ATTRIBUTE_TYPE: entity,
                    ENTITY_ATTRIBUTE_START: start,
                    ENTITY_ATTRIBUTE_END: stop,
                    ENTITY_ATTRIBUTE_VALUE: message.get(TEXT)[start:stop],
                    ENTITY_ATTRIBUTE_CONFIDENCE_TYPE: float(sure[at:end].max(axis=1).min()),
                }
            at = end

    def _rows(self, tokens: Sequence[Token]) -> scipy.sparse.csr_matrix:
        columns = [
            np.unique([slot(one, self._config["size"]) for one in features]) for features in _features(tokens)
        ]
        ends = np.cumsum([0, *map(len, columns)])
        ones = np.ones(ends[-1], dtype=np.float32)
        return scipy.sparse.csr_matrix(
            (ones, np.concatenate(columns), ends), shape=(len(tokens), self._config["size"])
        )


def _features(tokens: Sequence[Token]) -> Iterator[list[str]]:
    """Of each token."""
    words = [token.text.casefold() for token in tokens]
    meant = [token.get(MEANT) for token in tokens]
    for here, word in enumerate(words):
        found = ["", *(f"0{part}" for part in ngrams(word, 2, 4)), f"first {here == meant[here].start}"]
        for step in _AROUND:
            at = here + step
            if 0 <= at < len(words):
                found += [f"{step} {words[at]}", *(f"{step}={name}" for name in meant[at].names)]
            else:
                found.append(f"{step} none")
        before = words[here - 1] if here else "^"
        after = words[here + 1] if here + 1 < len(words) else "$"
        yield [*found, f"{before} {word}", f"{word} {after} after"]


def _marks(message: Message) -> Iterator[str]:
    """Of each token: no entity, the first token of one, or one of those that follow."""
    for token in message.get(TOKENS_NAMES[TEXT]):
        inside = [
            one for one in message.get(ENTITIES, [])
            if one[ENTITY_ATTRIBUTE_START] < token.end and token.start < one[ENTITY_ATTRIBUTE_END]
        ]  # fmt: skip
        if not inside:
            yield _NONE
        else:
            first = token.start <= inside[0][ENTITY_ATTRIBUTE_START]
            yield (_FIRST if first else _MORE) + inside[0][ENTITY_ATTRIBUTE_TYPE]
