"""The built-in engine: words, clauses, the gate, intents. Deterministic; every step can be shown."""

import re
import unicodedata
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from itertools import chain

from nlu.appliance_talk import ApplianceTalk, is_a_name
from nlu.as_order import as_orders
from nlu.canonical import Canonical
from nlu.engines.base import Focus
from nlu.frames import Frames
from nlu.home import Home
from nlu.house_patterns import HousePatterns
from nlu.house_talk import HouseTalk
from nlu.korean.hangul import from_keys, to_keys
from nlu.language import Language, WordKind
from nlu.lexicon import Lexicon
from nlu.meaning import Compiled, Reader
from nlu.mentions import split_names
from nlu.normalize import normalize
from nlu.phrases import Phrases
from nlu.segment import Segmenter
from nlu.sureness import doubt, is_exact, makes_sense, only_asked
from nlu.tokens import Token
from nlu.understanding import Language as LanguageCode
from nlu.understanding import Mood, Understanding
from nlu.vocabulary import Vocabulary
from nlu.word_lessons import WordLessons, understood

_KEPT_HOMES = 4
_REMEMBERED = 20_000
_MEANT_FOR_KEYS, _KEYS_READ = 5, 100
# shortest text, and how much of it, that is tried as Hangul typed on Latin keys


class _Memory:
    """What was read, by vocabulary, text and focus or language; bounded."""

    def __init__(self) -> None:
        self.read: dict[tuple[str, str, Focus], Understanding] = {}
        self.words: dict[tuple[str, str, LanguageCode], list[Token]] = {}

    def trim(self) -> None:
        """Forget all when it grew too large."""
        if len(self.read) + len(self.words) > _REMEMBERED:
            self.read.clear()
            self.words.clear()


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
        self._canonical = Canonical(languages.values())
        self._lexicons = {
            code: Lexicon(language, [other for key, other in languages.items() if key != code])
            for code, language in languages.items()
        }
        self._synonyms = tuple(synonyms)
        # word → value: a type, an area, a mode, or the id of an appliance
        self._symbols = {code: dict(language.symbols) for code, language in languages.items()}
        self._talk = {
            code: Phrases(language.phrases, language.around) for code, language in languages.items()
        }
        self._answers = {code: Phrases(language.answers) for code, language in languages.items()}
        self._house = {code: HousePatterns(language) for code, language in languages.items()}
        self._lessons = {
            code: WordLessons(language) for code, language in languages.items() if language.lessons.says
        }
        self._house_intents = {one.intent for house in self._house.values() for one in house.patterns}
        self._letters = {
            code: re.compile(f"[{language.letters}]")
            for code, language in languages.items()
            if language.letters
        }
        self._last: tuple[Vocabulary, str, Focus, Understanding] | None = None
        self._homes: OrderedDict[tuple[str, LanguageCode], Compiled] = OrderedDict()
        self._memory: _Memory | None = None
        self._beside: GrammarEngine | None = None

    def with_synonyms(self, synonyms: Iterable[tuple[str, str]]) -> "GrammarEngine":
        """Another one that knows these words besides; it may be used in another thread than this one."""
        other = copy(self)
        other._synonyms = (*self._synonyms, *synonyms)
        other._last, other._homes, other._beside = None, OrderedDict(), None
        other._memory = None if self._memory is None else _Memory()
        return other

    def beside(self) -> "GrammarEngine":
        """One with the same words that keeps apart what it compiles and reads; the same each time."""
        self._beside = self._beside or self.with_synonyms(())
        return self._beside

    def remembering(self) -> "GrammarEngine":
        """Another one that keeps what it read, for who has the same sentences read again and again."""
        other = self.with_synonyms(())
        other._memory = _Memory()
        return other

    def understand(self, text: str, vocabulary: Vocabulary, focus: Focus) -> Understanding:
        """Meaning of `text` in this home."""
        last = self._last
        if last is not None and last[0] is vocabulary and last[1:3] == (text, focus):
            # the next engine of a chain asks for the same again
            return last[3]
        memory = {} if self._memory is None else self._memory.read
        found = memory.get((vocabulary.version, text, focus))
        if found is None:
            lesson = self._lesson(text, vocabulary, focus) or self._of_appliances(text, vocabulary, focus)
            found = lesson or self._best(text, vocabulary, focus)
        if self._memory is not None and vocabulary.version:
            self._memory.trim()
            memory[vocabulary.version, text, focus] = found
        self._last = (vocabulary, text, focus, found)
        return found

    def _lesson(self, text: str, vocabulary: Vocabulary, focus: Focus) -> Understanding | None:
        """What is said of a phrase in quotes: neither it nor what it shall mean is done now."""
        for code, lessons in self._lessons.items():
            lesson = lessons.read(text)
            if lesson is not None and not (lesson.if_order and not self._is_order(lesson.phrase, vocabulary)):
                last = self._languages[code].order == "verb_final"
                if lesson.meaning is not None:
                    order = self._as_order(lesson.meaning, vocabulary)
                    asked = last and lesson.ends and self._asks(order, vocabulary)
                    mood: Mood = "question" if asked and lesson.mood == "command" else lesson.mood
                    lesson = replace(lesson, meaning=order, mood=mood)
                read = understood(lesson, normalize(text, self._symbols[code]))
                return replace(read, text=text, language=code, verb_last=last)
        return None

    def _of_appliances(self, text: str, vocabulary: Vocabulary, focus: Focus) -> Understanding | None:
        """What is said of an appliance itself: what it is, is called, where it is."""
        for code in self._guess(text, focus):
            normalized = normalize(text, self._symbols[code])
            read = self.compiled(vocabulary, code).appliances.read(text, normalized)
            names = () if read is None else map(str, read.intents[0].all("name"))
            answers = self._answers[code]
            if all(is_a_name(one, self.words(one, vocabulary, code), answers) for one in names):
                return read
        return None

    def _is_order(self, phrase: str | None, vocabulary: Vocabulary) -> bool:
        read = None if phrase is None else self._best(phrase, vocabulary, Focus())
        return read is not None and read.mood == "command" and makes_sense(read)

    def _asks(self, meaning: str, vocabulary: Vocabulary) -> bool:
        """'불 꺼'라고 하면 꺼지나: what stands last says what the whole is."""
        return self._best(meaning, vocabulary, Focus()).mood == "question"

    def _as_order(self, meaning: str, vocabulary: Vocabulary) -> str:
        """The meaning as it would be said; as it was written when no order can be made of it."""
        orders = (one for language in self._languages.values() for one in as_orders(meaning, language))
        ordered: list[str] = []
        for one in chain((meaning,), orders):
            read = self._best(one, vocabulary, Focus())
            if read.mood != "command" or not is_exact(read):
                continue
            if makes_sense(read):
                return one
            # something that this home does not have
            ordered.append(one)
        return (*ordered, meaning)[0]

    def _best(self, text: str, vocabulary: Vocabulary, focus: Focus) -> Understanding:
        readings = [self._read(text, vocabulary, focus, code) for code in self._guess(text, focus)]
        best = min(readings, key=doubt)
        if not makes_sense(best):
            house = self._house[best.language].respelled(best.normalized)
            meant = None if house is None else self._read(house, vocabulary, focus, best.language)
            if meant is not None and meant.rule == "phrase" and meant.intents[0].name in self._house_intents:
                return replace(only_asked(meant), text=text)
        if best.understood:
            return best
        others = (self._read(other, vocabulary, focus, code) for other, code in self._mistyped(best))
        meant = next((other for other in others if makes_sense(other)), None)
        return best if meant is None else replace(only_asked(meant), text=text)

    def _mistyped(self, read: Understanding) -> Iterator[tuple[str, LanguageCode]]:
        """What else the same keys may have been meant to write: on the other keyboard (dpdjzjs is 에어컨,
        ㅅㅍ is tv), or with a word that is easily another (turn of)."""
        text = read.text[:_KEYS_READ]
        for code, language in self._languages.items():
            if language.keyboard == "dubeolsik" and len(text) >= _MEANT_FOR_KEYS and text.isascii():
                typed = from_keys(text)
                if not any("ㄱ" <= char <= "ㆎ" for char in typed):
                    yield typed, code
            if language.keyboard == "latin" and any("ㄱ" <= char <= "ㅣ" for char in text):
                yield to_keys(text), code
        words = read.normalized.split(" ")
        for slip, meant in self._languages[read.language].slips.items():
            if slip in words:
                yield " ".join(meant if word == slip else word for word in words), read.language

    @property
    def synonyms(self) -> tuple[tuple[str, str], ...]:
        """Words that were added to those of the languages, each with its value."""
        return self._synonyms

    @property
    def around(self) -> tuple[str, ...]:
        """Words of any language that may stand beside a phrase and change nothing."""
        return tuple(word for language in self._languages.values() for word in language.around)

    @property
    def appliance_types(self) -> frozenset[str]:
        """The kinds of appliances that any language has a word for."""
        return frozenset(one for value in self._canonical.types.values() for one in value.split("|"))

    def any_word(self, kind: WordKind, code: LanguageCode) -> str:
        """The first word of this kind that the language has: it stands for any other of them."""
        return next(iter(self._languages[code].words[kind].values()))[0]

    def values(self, vocabulary: Vocabulary) -> frozenset[str]:
        """All that a synonym may stand for in this home: ids, rooms, what the languages have words for."""
        home = self.compiled(vocabulary, next(iter(self._languages))).home
        spoken = (value for lexicon in self._lexicons.values() for value in lexicon.values())
        return frozenset((*home.things, *home.rooms, *spoken))

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
        home = Home(vocabulary, lexicon, self._canonical, self._synonyms)
        return Compiled(
            vocabulary, home, Segmenter(lexicon, home), self._languages[code], self._frames,
            self._talk[code], self._answers[code], HouseTalk(self._house[code], vocabulary.people),
            ApplianceTalk(self._languages[code], home, vocabulary.hidden),
        )  # fmt: skip

    def _guess(self, text: str, focus: Focus) -> list[LanguageCode]:
        """Languages to try: by script; both when a text mixes them, the person's when it has no letters."""
        text = text if text.isascii() else unicodedata.normalize("NFKC", text)
        letters = {code: len(pattern.findall(text)) for code, pattern in self._letters.items()}
        host = [code for code, count in letters.items() if count and not self._languages[code].guests]
        guests = [
            code for code, count in letters.items() if count > (self._languages[code].guests if host else 0)
        ]
        codes = [*host, *(code for code in guests if code not in host)]
        spoken = [focus.language] if focus.language in self._languages else list(self._languages)
        return codes or spoken[:1]

    def words(self, text: str, vocabulary: Vocabulary, code: LanguageCode) -> list[Token]:
        """`text` as the words it is read as."""
        memory = {} if self._memory is None else self._memory.words
        known = memory.get((vocabulary.version, text, code))
        if known is None:
            known = self._words(text, vocabulary, code)
        if self._memory is not None and vocabulary.version:
            self._memory.trim()
            memory[vocabulary.version, text, code] = known
        return known

    def _words(self, text: str, vocabulary: Vocabulary, code: LanguageCode) -> list[Token]:
        compiled = self.compiled(vocabulary, code)
        _, tokens = compiled.segmenter.segment(normalize(text, self._symbols[code]))
        return split_names(tokens, compiled.home)

    def _read(self, text: str, vocabulary: Vocabulary, focus: Focus, code: LanguageCode) -> Understanding:
        normalized = normalize(text, self._symbols[code])
        return Reader(self.compiled(vocabulary, code), focus, code).read(text, normalized)
