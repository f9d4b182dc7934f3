"""The tokenizer inside Rasa."""

import random
import unicodedata
import unittest

from components.tokenizer import HomeTokenizer

from parts import ODD, WORDS, built, tokens

_ALPHABET = "거실불세탁기에어컨을를도로켜꺼줘가나다ㅋㅠ09.,:-'’ \t?!%°abTVé😀🔥\u200d\ufe0f한글エア電気\ud800\u0301\u1100\u1161"


class Splitting(unittest.TestCase):
    """Where a text is cut."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.tokenizer = built(HomeTokenizer, WORDS)

    def test_texts_are_cut_where_entities_begin_and_end(self) -> None:
        for text, expected in {
            "세탁기를 돌려줘": "세탁기 를 돌려줘",
            "거실에 있는 에어컨": "거실 에 있는 에어컨",
            "24도로 해줘": "24 도 로 해줘",
            "이십사도로": "이십사 도 로",
            "거실불꺼줘": "거실 불 꺼줘",
            "거실에불켜줘": "거실 에 불 켜줘",
            "에어컨을24도로맞춰줘": "에어컨 을 24 도 로 맞춰줘",
            "공기청정기도": "공기청정기 도",
            "청정기를": "청정기 를",
            "tv를 꺼": "tv 를 꺼",
            "tv켜줘": "tv 켜줘",
            "거실이랑안방": "거실 이랑 안방",
            "커튼치워": "커튼 치워",
            "끄지마ㅋㅋ": "끄지마 ㅋㅋ",
            "don't turn it up, it's 22.5°!": "don't turn it up it s 22.5 °",
            "-18도 24-25 50%": "-18 도 24 25 50 %",
            "the tv's on": "the tv s on",
            "turn on 거실light": "turn on 거실 light",
        }.items():
            with self.subTest(text):
                self.assertEqual([one.text for one in tokens(self.tokenizer, text)], expected.split())

    def test_other_words_stay_whole(self) -> None:
        for text in ("차가워", "불고기", "문제가", "열어줘", "기차에서", "도로"):
            with self.subTest(text):
                whole = [one.text for one in tokens(self.tokenizer, text)]
                self.assertEqual(whole, ["도", "로"] if text == "도로" else [text])

    def test_without_word_lists_it_cuts_at_borders_only(self) -> None:
        bare = built(HomeTokenizer, {})
        self.assertEqual([one.text for one in tokens(bare, "세탁기를 24도로!")], ["세탁기를", "24", "도로"])


class Laws(unittest.TestCase):
    """What holds for every text."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.tokenizers = [built(HomeTokenizer, WORDS), built(HomeTokenizer, {})]

    def test_odd_texts(self) -> None:
        for text in ODD:
            self._check(text)

    def test_random_texts(self) -> None:
        chance = random.Random(17)
        for _ in range(3000):
            self._check("".join(chance.choices(_ALPHABET, k=chance.randrange(30))))

    def _check(self, text: str) -> None:
        for tokenizer in self.tokenizers:
            found = tokens(tokenizer, text)
            with self.subTest(text[:80]):
                self.assertTrue(found)
                for one in found:
                    self.assertEqual(text[one.start : one.end], one.text)
                    self.assertTrue(one.text or not text)
                for one, following in zip(found, found[1:]):
                    self.assertLessEqual(one.end, following.start)
                covered = {at for one in found for at in range(one.start, one.end)}
                self.assertEqual(
                    [char for at, char in enumerate(text) if at not in covered and _counts(char)], []
                )

    def test_a_text_without_end_has_an_end(self) -> None:
        found = tokens(self.tokenizers[0], "불 " * 5000)
        self.assertEqual(len(found), 128)
        self.assertEqual(found[-1].end, 9999)


def _counts(char: str) -> bool:
    return not char.isspace() and not unicodedata.category(char).startswith("P")


if __name__ == "__main__":
    unittest.main()
