"""The built-in engine: words, clauses, the gate, intents. Deterministic; every step can be shown."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nlu.engines.base import Focus
from nlu.frames import Frames
from nlu.home import Home
from nlu.korean.hangul import from_keys
from nlu.language import Language
from nlu.lexicon import Lexicon
from nlu.meaning import Compiled, Reader
from nlu.normalize import normalize
from nlu.segment import Segmenter
from nlu.understanding import Language as LanguageCode
from nlu.understanding import Understanding
from nlu.vocabulary import Vocabulary

_KEPT_HOMES = 4
_MEANT_FOR_KEYS, _KEYS_READ = 5, 100
# shortest text, and how much of it, that is tried as Hangul typed on Latin keys


class GrammarEngine:
    """Reads sentences with the words of the language files and of the home."""

    name = "grammar"

    def __init__(
        self,
        languages: Mapping[LanguageCode, Language],
        frames: Frames,
        synonyms: Sequence[tuple[str, str]] = (),
    ) -> None:
        self._frames = frames
        self._languages = dict(languages)
        self._lexicons = {
            code: Lexicon(language, [other for key, other in languages.items() if key != code])
            for code, language in languages.items()
        }
        self._synonyms = tuple(synonyms)
        for lexicon in self._lexicons.values():
            lexicon.add_synonyms(self._synonyms)
        self._symbols = {code: dict(language.symbols) for code, language in languages.items()}
        self._last: tuple[Vocabulary, str, Focus, Understanding] | None = None
        self._homes: OrderedDict[tuple[str, LanguageCode], Compiled] = OrderedDict()

    def understand(self, text: str, vocabulary: Vocabulary, focus: Focus) -> Understanding:
        """Meaning of `text` in this home."""
        last = self._last
        if last is not None and last[0] is vocabulary and last[1:3] == (text, focus):
            # the next engine of a chain asks for the same again
            return last[3]
        found = self._best(text, vocabulary, focus)
        self._last = (vocabulary, text, focus, found)
        return found

    def _best(self, text: str, vocabulary: Vocabulary, focus: Focus) -> Understanding:
        readings = [self._read(text, vocabulary, focus, code) for code in self._guess(text, focus)]
        best = min(readings, key=_doubt)
        return best if best.understood else self._on_other_keys(best, vocabulary, focus)

    def _on_other_keys(self, read: Understanding, vocabulary: Vocabulary, focus: Focus) -> Understanding:
        """dpdjzjs zuwnj is 에어컨 켜줘 typed with the keyboard on Latin; only ever asked about."""
        text = read.text
        if "ko" not in self._languages or len(text) < _MEANT_FOR_KEYS or not text.isascii():
            return read
        typed = from_keys(text[:_KEYS_READ])
        if any("ㄱ" <= char <= "ㆎ" for char in typed):
            return read
        other = self._read(typed, vocabulary, focus, "ko")
        if other.mood != "command" or other.leftovers or any(one.one("unknown") for one in other.intents):
            return read
        intents = tuple(
            replace(one, confidence=0.5, slots=tuple(replace(slot, exact=False) for slot in one.slots))
            for one in other.intents
        )
        return replace(other, text=text, intents=intents)

    def compiled(self, vocabulary: Vocabulary, code: LanguageCode) -> Compiled:
        """The words of this home in one language, made once per version of the vocabulary."""
        key = (vocabulary.version, code)
        known = self._homes.get(key)
        if known is None or (not vocabulary.version and known.vocabulary is not vocabulary):
            known = self._homes[key] = self._compile(vocabulary, code)
            while len(self._homes) > _KEPT_HOMES:
                self._homes.popitem(last=False)
        return known

    def _compile(self, vocabulary: Vocabulary, code: LanguageCode) -> Compiled:
        lexicon = self._lexicons[code]
        home = Home(vocabulary, lexicon, self._languages.values(), self._synonyms)
        return Compiled(vocabulary, home, Segmenter(lexicon, home), self._languages[code], self._frames)

    def _guess(self, text: str, focus: Focus) -> list[LanguageCode]:
        """Languages to try: by script; both when a text mixes them, the person's when it has no letters."""
        hangul = any(map(_is_hangul, text))
        latin = sum(char.isascii() and char.isalpha() for char in text)
        codes: list[LanguageCode] = ["ko"] if hangul else ["en"] if latin else []
        if not codes:
            codes = [focus.language or "ko"]
        elif hangul and latin > 3:
            codes = ["ko", "en"]
        return [code for code in codes if code in self._languages] or list(self._languages)[:1]

    def _read(self, text: str, vocabulary: Vocabulary, focus: Focus, code: LanguageCode) -> Understanding:
        normalized = normalize(text, self._symbols[code])
        return Reader(self.compiled(vocabulary, code), focus, code).read(text, normalized)


def _is_hangul(char: str) -> bool:
    return "가" <= char <= "힣" or "ㄱ" <= char <= "ㆎ" or "\u1100" <= char <= "\u11ff"


def _doubt(understanding: Understanding) -> tuple[int, int]:
    left = sum(len(leftover.text) for leftover in understanding.leftovers)
    return left, 0 if understanding.intents else 1
