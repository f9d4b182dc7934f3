"""The classifier inside Rasa's storage: learnt, kept, read back."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.classifier import LinearClassifier
from components.featurizer import HomeFeaturizer
from components.tokenizer import HomeTokenizer

from parts import CONCEPTS, WORDS, built

_SAYINGS = {
    "power.turn_on": ["불 켜줘", "세탁기 켜", "거실 불 켜 줄래", "turn on the light"],
    "power.turn_off": ["불 꺼줘", "세탁기 꺼", "거실 불 꺼 줄래", "turn off the light"],
    "chat": ["배고파", "오늘 뭐 먹지", "어제 영화 봤어", "we saw a film"],
}


def message(text: str, intent: str | None = None) -> Message:
    """A text with its features."""
    found = Message({TEXT: text} if intent is None else {TEXT: text, INTENT: intent})
    built(HomeTokenizer, {**WORDS, "concepts": CONCEPTS}).process([found])
    built(HomeFeaturizer, {}).process([found])
    return found


class Learning(unittest.TestCase):
    """From sentences to rankings."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.storage = LocalModelStorage.create(Path(folder.name))
        self.place = (
            LinearClassifier.get_default_config(), self.storage, Resource("here"),
            ExecutionContext(GraphSchema({}), node_name="here"),
        )  # fmt: skip

    def learnt(self, intents: list[str]) -> LinearClassifier:
        """After a training on these."""
        examples = [message(text, intent) for intent in intents for text in _SAYINGS[intent]]
        one = LinearClassifier.create(*self.place)
        one.train(TrainingData(examples))
        return one

    def ranking(self, classifier: LinearClassifier, text: str) -> dict[str, float]:
        """Intents and their confidence."""
        [told] = classifier.process([message(text)])
        self.assertEqual(
            told.get(INTENT), (told.get("intent_ranking") or [{"name": None, "confidence": 0.0}])[0]
        )
        return {one["name"]: one["confidence"] for one in told.get("intent_ranking")}

    def test_it_tells_what_it_learnt_from_what_it_has_not_seen(self) -> None:
        ranking = self.ranking(self.learnt(list(_SAYINGS)), "washer turn off")
        self.assertEqual(next(iter(ranking)), "power.turn_off")
        self.assertAlmostEqual(sum(ranking.values()), 1, places=5)
        self.assertEqual(sorted(ranking.values(), reverse=True), list(ranking.values()))

    def test_two_intents_are_told_apart(self) -> None:
        classifier = self.learnt(["power.turn_on", "power.turn_off"])
        self.assertGreater(self.ranking(classifier, "거실 불 켜")["power.turn_on"], 0.5)
        self.assertGreater(self.ranking(classifier, "거실 불 꺼")["power.turn_off"], 0.5)

    def test_one_intent_or_none_breaks_nothing(self) -> None:
        self.assertEqual(self.ranking(self.learnt(["chat"]), "불 켜"), {"chat": 1.0})
        self.assertEqual(self.ranking(self.learnt([]), "불 켜"), {})

    def test_what_is_read_back_is_as_sure(self) -> None:
        classifier = self.learnt(list(_SAYINGS))
        again = LinearClassifier.load(*self.place)
        for text in ("불 켜줘", "거실 세탁기 꺼", "뭐 봤어", "zzz"):
            one, other = self.ranking(classifier, text), self.ranking(again, text)
            self.assertEqual(list(one), list(other))
            np.testing.assert_allclose(list(one.values()), list(other.values()), atol=0.01)

    def test_two_trainings_are_the_same(self) -> None:
        one, other = self.learnt(list(_SAYINGS)), self.learnt(list(_SAYINGS))
        self.assertEqual(self.ranking(one, "불 켜줘"), self.ranking(other, "불 켜줘"))


if __name__ == "__main__":
    unittest.main()
