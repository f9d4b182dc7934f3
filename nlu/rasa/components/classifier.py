"""Which intent a sentence has."""

from typing import Any

import numpy as np
import scipy.sparse
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.linear import Linear
from components.machines import Machines


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearClassifier(Linear, IntentClassifier):
    """Linear machines over the features of whole sentences, their margins as probabilities."""

    FILE = "intents.npz"

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Settings, each with its default."""
        return {
            "strictness": 2.0,
            # how sure a margin makes: what fits best to sentences worded as none that was learnt
            "sureness": 4.8,
            "seed": 17,
            # intents that are told, the most likely first
            "ranking_length": 10,
        }

    @classmethod
    def required_components(cls) -> list[type]:
        """What must come before."""
        return [Featurizer]

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples that have an intent."""
        examples = [one for one in training_data.intent_examples if _features(one) is not None]
        if examples:
            rows = scipy.sparse.vstack([_features(one) for one in examples], format="csr")
            intents = [one.get(INTENT) for one in examples]
            self._machines = Machines.learnt(rows, intents, self._config["strictness"], self._config["seed"])
        return self.kept()

    def process(self, messages: list[Message]) -> list[Message]:
        """The ranking of intents for messages, in place."""
        for message in messages:
            ranking = self._ranking(message)
            best = ranking[0] if ranking else {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
            message.set(INTENT, best, add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranking(self, message: Message) -> list[dict[str, Any]]:
        features = _features(message)
        if features is None or not len(self._machines.labels):
            return []
        [sure] = self._machines.probabilities(features.tocsr(), self._config["sureness"])
        order = np.argsort(-sure, kind="stable")[: self._config["ranking_length"]]
        names = self._machines.labels
        return [{INTENT_NAME_KEY: str(names[at]), PREDICTED_CONFIDENCE_KEY: float(sure[at])} for at in order]


def _features(message: Message) -> scipy.sparse.spmatrix | None:
    """Of the whole sentence."""
    features = message.get_sparse_features(TEXT)[1]
    return None if features is None else features.features
