"""The extractor inside Rasa's storage: learnt, kept, read back."""

import tempfile
import unittest
from pathlib import Path

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.extractor import LinearExtractor
from components.tokenizer import HomeTokenizer

from parts import CONCEPTS, ODD, WORDS, built

_ROOMS = {"거실": "{room}에 {thing} {verb}", "living room": "{verb} the {room} {thing}"}
_THINGS = {"세탁기": "거실", "불을": "거실", "washing machine": "living room", "light": "living room"}
_VERBS = {"켜줘": "거실", "꺼": "거실", "turn on": "living room", "turn off": "living room"}
_MARKED = {
    template.format(room=room, thing=thing, verb=verb): {
        room: "area",
        thing.removesuffix("을"): "appliance_type",
    }
    for room, template in _ROOMS.items()
    for thing, known in _THINGS.items()
    for verb, of in _VERBS.items()
    if known == of == room and (thing, verb) not in {("불을", "꺼"), ("light", "turn off")}
} | {"배고파": {}, "we saw a film": {}}


def message(text: str, marks: dict[str, str] | None = None) -> Message:
    """A text with its tokens and what is marked in it."""
    listed = [
        {"entity": entity, "start": text.index(words), "end": text.index(words) + len(words), "value": words}
        for words, entity in (marks or {}).items()
    ]
    found = Message({TEXT: text, INTENT: "any", **({ENTITIES: listed} if listed else {})})
    built(HomeTokenizer, {**WORDS, "concepts": CONCEPTS}).process([found])
    return found


class Marking(unittest.TestCase):
    """From marked sentences to marks."""

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        storage = LocalModelStorage.create(Path(folder.name))
        cls.place = (
            LinearExtractor.get_default_config(), storage, Resource("here"),
            ExecutionContext(GraphSchema({}), node_name="here"),
        )  # fmt: skip
        cls.extractor = LinearExtractor.create(*cls.place)
        cls.extractor.train(TrainingData([message(*one) for one in _MARKED.items()]))

    def _marks(self, text: str, extractor: LinearExtractor | None = None) -> list[tuple[str, str]]:
        [told] = (extractor or self.extractor).process([message(text)])
        for one in told.get(ENTITIES):
            self.assertEqual(one["value"], text[one["start"] : one["end"]])
            self.assertEqual(one["extractor"], "LinearExtractor")
            self.assertTrue(0 < one["confidence_entity"] <= 1)
        return [(one["value"], one["entity"]) for one in told.get(ENTITIES)]

    def test_what_was_not_seen_there_is_marked(self) -> None:
        self.assertEqual(self._marks("거실에 불을 꺼"), [("거실", "area"), ("불", "appliance_type")])
        self.assertEqual(
            self._marks("switch on the washing machine"), [("washing machine", "appliance_type")]
        )

    def test_nothing_is_marked_where_nothing_is(self) -> None:
        self.assertEqual(self._marks("배고파"), [])

    def test_what_is_read_back_marks_the_same(self) -> None:
        again = LinearExtractor.load(*self.place)
        for text in (*_MARKED, "거실 안방 불"):
            self.assertEqual(self._marks(text, again), self._marks(text))

    def test_before_any_training_nothing_is_marked(self) -> None:
        for extractor in (LinearExtractor.create(*self.place), self._untaught()):
            self.assertEqual(self._marks("세탁기 켜줘", extractor), [])

    def _untaught(self) -> LinearExtractor:
        config, storage, _, context = self.place
        extractor = LinearExtractor.create(config, storage, Resource("elsewhere"), context)
        extractor.train(TrainingData([message("배고파")]))
        return extractor

    def test_odd_texts_do_not_break_it(self) -> None:
        for text in ODD:
            with self.subTest(text[:80]):
                self._marks(text)


if __name__ == "__main__":
    unittest.main()
