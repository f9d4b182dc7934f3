"""What the words of a sentence are found to mean."""

import unittest

from components.concepts import NUMBER, Concepts

from parts import CONCEPTS


class Reading(unittest.TestCase):
    """Tokens and their concepts."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.concepts = Concepts.of(CONCEPTS)

    def _read(self, text: str) -> list[tuple[str, tuple[str, ...]]]:
        return [(one.words, one.names) for one in self.concepts.read(text.split())]

    def test_both_languages_mean_the_same(self) -> None:
        self.assertEqual(
            self._read("세탁기 켜줘"), [("세탁기", ("type", "type:washer")), ("켜줘", ("verb:on",))]
        )
        self.assertEqual(
            self._read("Turn ON washer"), [("turn on", ("verb:on",)), ("washer", ("type", "type:washer"))]
        )

    def test_the_longest_word_wins(self) -> None:
        self.assertEqual(self._read("washing machine light")[0], ("washing machine", ("type", "type:washer")))
        self.assertEqual(self._read("전원 넣어줘"), [("전원 넣어줘", ("verb:power",))])
        self.assertEqual(self._read("전원 켜줘"), [("전원", ()), ("켜줘", ("verb:on",))])

    def test_a_word_may_mean_several_things(self) -> None:
        self.assertEqual(self._read("도"), [("도", ("unit:celsius", "particle:also"))])

    def test_numbers_are_numbers(self) -> None:
        self.assertEqual(self._read("24 7:30 ½"), [("24", NUMBER), ("7:30", NUMBER), ("½", ())])

    def test_every_token_is_in_one_place(self) -> None:
        tokens = ["거실", "불", "24", "도", "turn", "on", "가나다", "😀", "…", "washing", "machine"]
        read = self.concepts.read(tokens)
        self.assertEqual([at for one in read for at in range(one.start, one.end)], list(range(len(tokens))))

    def test_nothing_means_nothing(self) -> None:
        self.assertEqual(self.concepts.read([]), [])
        self.assertEqual([one.names for one in Concepts.of({}).read(["불", ""])], [(), ()])
        self.assertEqual(Concepts.of({"x": ["*", "…"]}), Concepts())


if __name__ == "__main__":
    unittest.main()
