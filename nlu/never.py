"""Words that make talk of every message they stand in."""

import re
from collections.abc import Iterable

from nlu.korean.particles import sound
from nlu.lexicon import Trie
from nlu.normalize import normalize
from nlu.own import NeverWord

_AFTER_ANY = (
    "도|만|들|에|에는|엔|에도|에서|에서는|의|까지|부터|마다|처럼|같이|보다|한테|에게|께|뿐|밖에|하고|쯤|때|요|이|가|임|"
    "인|인(?:데|가|지|걸|거|줄|듯|디|대|만큼).*|일|일(?:까|텐데|거|듯|때|걸|지).*|입니다.*|입니까.*|이?예요|이?에요"
)
_AFTER_CONSONANT = (
    "은|을|과|아|이랑|으로|이(?:네|지|야|냐|니|군|구나|죠|다|고|라|면|나|며|든|었|니까|거든|잖아|래|라도|라서|라고)요?|"
    "이었.*|이라.*|이니까.*|이면서"
)
_AFTER_VOWEL = (
    "는|를|와|야|랑|로|죠|였.*|면서|"
    "(?:네|지|냐|니|군|구나|다|고|라|면|나|며|든|거든|잖아|래|니까|라도|라서|라고)요?"
)
_DOES = "(?:하|해|한|할|함|합|했|되|돼|된|될|됐|스럽|스러)[가-힣]*"
# 심심 is also in 심심하다
_TAILS = {
    True: re.compile(f"(?:{_AFTER_ANY}|{_AFTER_CONSONANT}|{_DOES})"),
    False: re.compile(f"(?:{_AFTER_ANY}|{_AFTER_VOWEL}|{_DOES})"),
}
# by whether the word ends with a consonant: what may follow it and it is still the word
_HANGUL_TAIL = re.compile("[가-힣ㄱ-ㅎ]+")
_OWNED = re.compile(r"'?s?(?![^\W_])")
# friday, friday's
_UNSPACED = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


_RULE = re.compile(r"never: (?P<word>.*) \([^()]*, line \d+\)")


def never_rule(word: NeverWord) -> str:
    """The rule by which a message is talk."""
    return f"never: {word.text} ({word.file}, line {word.line})"


def never_word(rule: str) -> str | None:
    """The word that made talk of what was read by this rule; None: none did."""
    found = _RULE.fullmatch(rule)
    return None if found is None else found["word"]


class NeverWords:
    """Finds the words in texts that were normalized."""

    def __init__(self, words: Iterable[NeverWord]) -> None:
        self._words = Trie()
        for word in words:
            # two that are spelled alike: the first one counts
            self._words.add(normalize(word.text, {}), word)

    def find(self, text: str) -> NeverWord | None:
        """The first that stands in `text` as a whole word, whatever particle or ending follows it."""
        for start in word_starts(text):
            for end, word, spaces, crossed in self._words.find(text, start):
                if crossed <= spaces and _ends(text, start, end):
                    found: NeverWord = word
                    return found
        return None


def word_starts(text: str) -> Iterable[int]:
    """The places where a word may begin."""
    for at, char in enumerate(text):
        before = text[at - 1] if at else " "
        if char != " " and (not before.isalnum() or _UNSPACED.match(char)):
            yield at


def _ends(text: str, start: int, end: int) -> bool:
    """Whether what stood before `end` ends there as a word."""
    last = text[end - 1]
    if "가" <= last <= "힣":
        tail = _HANGUL_TAIL.match(text, end)
        if tail is None:
            # 불금party is another word
            return end == len(text) or not text[end].isalnum() or not text[end].isascii()
        fitting = _TAILS[sound(text[start:end]) != "vowel"]
        return fitting.fullmatch(tail[0]) is not None
    if _UNSPACED.match(last):
        return True
    tail = _HANGUL_TAIL.match(text, end)
    if tail is not None:
        # tgif라, tgif에: a Latin word with a Korean particle
        return any(fitting.fullmatch(tail[0]) for fitting in _TAILS.values())
    return _OWNED.match(text, end) is not None
