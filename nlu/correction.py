"""Second chances for words that were not understood: what they may have been meant to be."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from nlu.home import Home
from nlu.korean.hangul import is_syllable
from nlu.korean.respelling import same_sound, slips
from nlu.lexicon import Lexicon
from nlu.tokens import Entry, Token

Extra = dict[int, list[tuple[int, Entry]]]
"""Start → (end, entry): words that stand there when read as corrected."""

_LATIN = re.compile(r"[a-z']+")
_INITIALS = re.compile(r"[ㄱ-ㅎ]{2,5}")
_MOST_WORDS = 6
# unknown words of a text that are looked at; who writes more of them is not talking to the home
_LONGEST_NOUN, _LONGEST_VERB = 24, 8
_ABOUT_HOME = frozenset(("type", "name", "activity", "area", "pronoun"))


@dataclass(frozen=True, slots=True)
class Put:
    """A word that was put right, by its place in the new text."""

    start: int
    end: int
    sure: bool
    typed: str


class Corrector:
    """Knows the words of a language and of a home."""

    def __init__(self, lexicon: Lexicon, home: Home) -> None:
        self._lexicon = lexicon
        self._home = home
        self._spelling = home.words.spelling
        talk = (*lexicon.language.phrases.values(), *lexicon.language.answers.values())
        self._talk = frozenset(word for phrases in talk for phrase in phrases for word in phrase.split())
        self._typos = (home.typos, lexicon.typos)
        self._inflected = lexicon.language.inflection == "korean"

    def respelled(
        self, text: str, tokens: Sequence[Token], useless: Set[str] = frozenset()
    ) -> tuple[str, list[Put]]:
        """`text` with its unknown Latin words put right, and what was put where.

        `useless`: words to leave alone."""
        out, at, done = "", 0, []
        for token in _unknown(tokens):
            word = token.text
            left_alone = word in useless or word in self._talk
            fix = self._spelling.find(word) if not left_alone and _LATIN.fullmatch(word) else None
            if fix is None:
                continue
            out += text[at : token.start]
            done.append(Put(len(out), len(out) + len(fix.text), fix.sure, word))
            out, at = out + fix.text, token.end
        return out + text[at:], done

    def words(self, text: str, tokens: Sequence[Token]) -> Extra:
        """Hangul words that may stand where something unknown, or nothing but crumbs, does."""
        found: Extra = {}
        for run in _crumbs(tokens):
            entry = self._in_one_word(text[run[0].start : run[-1].end], run)
            if entry is not None:
                found.setdefault(run[0].start, []).append((run[-1].end, entry))
        about_home = any(token.kind in _ABOUT_HOME for token in tokens)
        for token in _unknown(tokens):
            start, stop = _written_together(text, token)
            noun = self._noun(text, [one.start for one in tokens if start <= one.start <= token.start], stop)
            if noun is not None:
                at, end, entry = noun
                found.setdefault(at, []).append((end, entry))
            elif self._inflected and (about_home or found):
                for at, entry in self._verb(text, tokens, token, stop):
                    found.setdefault(at, []).append((stop, entry))
        return found

    def _in_one_word(self, word: str, crumbs: Sequence[Token]) -> Entry | None:
        noun = next(filter(None, (typos.find(word) for typos in self._typos)), None)
        if noun is not None or not self._inflected:
            return noun
        verbs = self._meant(word)
        # 커+줘: two verbs are none; 불+다+꺼 is no verb that somebody mistyped
        slipped = all(token.kind == "verb" for token in crumbs)
        return verbs if verbs is None or verbs.exact or slipped else None

    def _noun(self, text: str, starts: Sequence[int], stop: int) -> tuple[int, int, Entry] | None:
        for start in starts:
            shorthand = self._with_initials(text[start:stop])
            if shorthand is not None:
                return start, stop, shorthand
            for end in range(min(stop, start + _LONGEST_NOUN), start + 1, -1):
                word = text[start:end]
                entry = next(filter(None, (typos.find(word) for typos in self._typos)), None)
                if entry is not None:
                    return start, end, entry
        return None

    def _with_initials(self, word: str) -> Entry | None:
        if not _INITIALS.fullmatch(word):
            return None
        entries = [entry for typos in self._typos for entry in typos.with_initials(word)]
        own = {one: entry for entry in entries for one in self._types(entry)}
        return next(iter(own.values())) if len(own) == 1 else None

    def _types(self, entry: Entry) -> set[str]:
        """Types of this home that a noun names."""
        if entry.kind == "name":
            return {self._home.things[one].type for one in entry.ids}
        types = {one.partition(".")[0] for one in entry.value.split("|")}
        return types & set(self._home.by_type) if entry.kind in ("type", "activity") else {entry.value}

    def _verb(
        self, text: str, tokens: Sequence[Token], unknown: Token, stop: int
    ) -> Iterator[tuple[int, Entry]]:
        """켯어, 여러줘, 둘려줘: an inflected verb, from the unknown word on or from the verb before it."""
        before = [token for token in tokens if token.kind == "verb" and token.end <= unknown.start]
        last = next((token for token in tokens if token.kind == "verb" and token.start >= stop), None)
        near = [token.start for token in before[-1:] if not text[token.end : unknown.start].strip()]
        for start in (*near, unknown.start):
            written = text[start:stop]
            if len(written) > _LONGEST_VERB:
                continue
            meant = self._meant(written, connecting=last is not None)
            if meant is not None:
                yield start, meant
                return

    def _meant(self, written: str, connecting: bool = False) -> Entry | None:
        """The verb form that a word was meant to be; `connecting`: the sentence ends with another verb."""
        for spellings, exact in ((same_sound(written), True), (slips(written), False)):
            readings = [entry for one in spellings for entry in self._whole_verbs(one)]
            if connecting:
                readings = [entry for entry in readings if entry.has("conn")]
            if readings:
                chosen = min(readings, key=_caution)
                alone = len({entry.value for entry in readings}) == 1
                return replace(chosen, exact=exact and alone)
        return None

    def _whole_verbs(self, word: str) -> list[Entry]:
        return [entry for end, entry in self._lexicon.verbs(word, 0) if end == len(word)]


def _crumbs(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Pieces of one syllable without a space (에+어+켠, 커+줘) are rather one word, misspelled."""
    run: list[Token] = []
    for token in (*tokens, None):
        crumb = token is not None and len(token.text) == 1 and is_syllable(token.text)
        if token is not None and crumb and (not run or (token.attached and run[-1].end == token.start)):
            run.append(token)
            continue
        whole = token is None or not token.attached or token.kind == "punct"
        if whole and (len(run) > 2 or (len(run) == 2 and all(one.kind == "verb" for one in run))):
            yield run
        run = [token] if token is not None and crumb else []


def _unknown(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.kind == "unknown"][:_MOST_WORDS]


def _written_together(text: str, token: Token) -> tuple[int, int]:
    start = text.rfind(" ", 0, token.start + 1) + 1
    stop = next((at for at in range(token.end, len(text)) if text[at] in " .,?!~"), len(text))
    return start, stop


def _caution(entry: Entry) -> tuple[bool, bool]:
    """A no before anything else; a wish rather than news of what is so."""
    return not entry.has("neg"), entry.has("passive") or entry.has("feel")
