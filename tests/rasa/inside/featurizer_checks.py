"""The featurizer inside Rasa."""

import hashlib
import subprocess
import sys
import unittest

from components.featurizer import HomeFeaturizer, slot
from components.hangul import letters
from components.tokenizer import HomeTokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from parts import CONCEPTS, ODD, WORDS, built


def features(text: str, concepts: dict[str, list[str]] = CONCEPTS) -> dict[int, float]:
    """The columns of a text and what stands in them."""
    message = Message({TEXT: text})
    built(HomeTokenizer, {**WORDS, "concepts": concepts}).process([message])
    built(HomeFeaturizer, {}).process([message])
    sequence, sentence = message.get_sparse_features(TEXT)
    assert sequence is None
    row = sentence.features.tocsr()
    return dict(zip(row.indices.tolist(), row.data.tolist()))


def print_of(text: str) -> str:
    """The same features give the same string."""
    return hashlib.sha256(repr(sorted(features(text).items())).encode()).hexdigest()


def shared(one: str, other: str, concepts: dict[str, list[str]] = CONCEPTS) -> float:
    """How much of the features of two texts is the same."""
    a, b = features(one, concepts), features(other, concepts)
    return len(a.keys() & b.keys()) / len(a.keys() | b.keys())


class Features(unittest.TestCase):
    """What becomes of a text."""

    def test_syllables_are_spelled_as_letters(self) -> None:
        self.assertEqual(letters("켜줘 값 ok ㅋ"), "ㅋㅕㅈㅝ ㄱㅏㅄ ok ㅋ")

    def test_forms_and_typos_share_letters(self) -> None:
        self.assertGreater(shared("켜줘", "켜줄래", {}), 2 * shared("켜줘", "닫아", {}))
        self.assertGreater(shared("돌려줘", "돌려져", {}), 2 * shared("돌려줘", "멈춰", {}))
        self.assertEqual(features("TV"), features("tv"))

    def test_languages_share_what_is_meant(self) -> None:
        self.assertLess(shared("거실 세탁기", "living room washing machine", {}), 0.03)
        self.assertGreater(shared("거실 세탁기", "living room washing machine"), 0.1)
        self.assertGreater(shared("불 켜", "light turn on"), 1.5 * shared("불 켜", "light turn off"))

    def test_meaning_counts_more(self) -> None:
        found, size = features("세탁기"), HomeFeaturizer.get_default_config()["size"]
        self.assertEqual((found[slot("=type:washer", size)], found[slot("$세탁기", size)]), (2.0, 1.0))

    def test_the_order_of_words_counts(self) -> None:
        self.assertNotEqual(features("불 문"), features("문 불"))

    def test_odd_texts_have_features_too(self) -> None:
        for text in ODD:
            with self.subTest(text[:80]):
                found = features(text)
                self.assertTrue(found)
                self.assertLess(max(found), HomeFeaturizer.get_default_config()["size"])

    def test_a_text_without_end_has_no_more_features_than_a_long_sentence(self) -> None:
        self.assertLess(len(features("거실 세탁기 켜줘 " * 2000)), 5000)

    def test_another_process_counts_the_same(self) -> None:
        text = "거실에 있는 에어컨을 24도로 맞춰줘 please 🔥"
        code = f"import featurizer_checks as one; print(one.print_of({text!r}))"
        env = {
            "PYTHONHASHSEED": "4711",
            "PYTHONPATH": ":".join(sys.path),
            "PYTHONUTF8": "1",
            "TF_CPP_MIN_LOG_LEVEL": "3",
        }
        run = subprocess.run(
            [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
        )
        self.assertEqual(run.stdout.split()[-1], print_of(text))


if __name__ == "__main__":
    unittest.main()
