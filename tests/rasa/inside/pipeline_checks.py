"""The shipped pipeline: a small training, and what it then makes of Korean and English."""

import asyncio
import contextlib
import io
import os
import tempfile
import unittest
from pathlib import Path

import yaml
from rasa.core.agent import Agent, load_agent
from rasa.model_training import train_nlu

import components

from parts import CONCEPTS, ODD, WORDS

_TEMPLATE = Path(components.__file__).parents[1] / "config.yml"
_THINGS = [
    ("세탁기", "washer"),
    ("washer", "washer"),
    ("에어컨", "aircon"),
    ("the aircon", "aircon"),
    ("불", "light"),
    ("the light", "light"),
]
_SAYINGS = {
    "power.turn_on": ["{} 켜줘", "{}를 켜 줄래", "{}도 켜", "turn on {}", "switch {} on"],
    "power.turn_off": ["{} 꺼줘", "{}를 꺼 줄래", "{}도 꺼", "turn off {}", "switch {} off"],
    "query.state": ["{} 뭐해", "{}는 뭐 하고 있어", "what is {} doing", "how is {}"],
    "chat": [
        "오늘 날씨 좋다",
        "배고파",
        "어제 영화 봤어",
        "we saw a film",
        "lovely weather today",
        "what a day",
    ],
}


def _nlu() -> str:
    def marked(text: str, value: str) -> str:
        article, _, noun = text.rpartition(" ")
        return f'{article} [{noun}]{{"entity": "appliance_type", "value": "{value}"}}'.strip()

    intents = [
        {"intent": intent, "examples": "".join(f"- {line}\n" for line in dict.fromkeys(
            saying.format(marked(*thing)) for saying in sayings for thing in _THINGS
        ))}
        for intent, sayings in _SAYINGS.items()
    ]  # fmt: skip
    areas = {"intent": "power.turn_on", "examples": "- [거실](area)에 불 켜줘\n- [안방](area)에 에어컨 켜\n"}
    return yaml.safe_dump({"version": "3.1", "nlu": [*intents, areas]}, allow_unicode=True, sort_keys=False)


class Pipeline(unittest.TestCase):
    """One small model for all."""

    agent: Agent

    @classmethod
    def setUpClass(cls) -> None:
        config = yaml.safe_load(_TEMPLATE.read_text(encoding="utf-8"))
        config["pipeline"][0].update(WORDS, concepts=CONCEPTS)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            os.environ["RASA_CACHE_DIRECTORY"] = str(folder / "cache")
            (folder / "config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
            (folder / "nlu.yml").write_text(_nlu(), encoding="utf-8")
            model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), name)
            cls.agent = asyncio.run(load_agent(model_path=model))

    def _parsed(self, text: str) -> dict:
        # Rasa prints what it reads
        with contextlib.redirect_stdout(io.StringIO()):
            return asyncio.run(self.agent.parse_message(text))

    def test_both_languages_are_understood(self) -> None:
        for text, intent, value in (
            ("세탁기를 켜줘", "power.turn_on", "washer"),
            ("에어컨 꺼줄래", "power.turn_off", "aircon"),
            ("turn on the light", "power.turn_on", "light"),
            ("how is the washer", "query.state", "washer"),
        ):
            with self.subTest(text):
                parsed = self._parsed(text)
                self.assertEqual(parsed["intent"]["name"], intent)
                found = [one["value"] for one in parsed["entities"] if one["entity"] == "appliance_type"]
                self.assertEqual(found, [value])

    def test_marks_inside_a_word_are_exact(self) -> None:
        text = "세탁기를 꺼줘"
        [mark] = self._parsed(text)["entities"]
        self.assertEqual(text[mark["start"] : mark["end"]], "세탁기")

    def test_a_form_never_seen_is_known_by_its_letters(self) -> None:
        self.assertEqual(self._parsed("에어컨 켜줄래요")["intent"]["name"], "power.turn_on")

    def test_confidences_are_probabilities_of_all_that_it_knows(self) -> None:
        ranking = self._parsed("세탁기 켜줘")["intent_ranking"]
        self.assertEqual(len(ranking), len(_SAYINGS))
        self.assertAlmostEqual(sum(one["confidence"] for one in ranking), 1, places=3)

    def test_odd_texts_do_not_break_it(self) -> None:
        for text in ODD:
            with self.subTest(text[:80]):
                self.assertIn("intent", self._parsed(text))


if __name__ == "__main__":
    unittest.main()
