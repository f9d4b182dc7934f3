"""Messages that are an own command's phrase, whatever stands around it that changes nothing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nlu.lexicon import Trie
from nlu.never import word_starts
from nlu.normalize import normalize
from nlu.own import OwnCommand
from nlu.phrases import plain

_MARKS = re.compile(r"[?!.,~'\"-]")
_QUOTES = "\"'"


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of an own command in a text."""

    command: OwnCommand
    start: int
    end: int
    asked: bool = False
    # the text ends with a question mark, and the phrase as it was written does not


def spelled(phrase: str) -> str:
    """A phrase as it is compared: two that are spelled alike are one."""
    return plain(normalize(phrase, {}))


class OwnPhrases:
    """The phrases of own commands."""

    def __init__(self, commands: Iterable[OwnCommand], around: Iterable[str]) -> None:
        """around: words that may stand beside a phrase and change nothing: a vocative, please."""
        self._phrases, self._around = Trie(), Trie()
        self._asked: set[str] = set()
        # phrases that are questions themselves
        for command in commands:
            for phrase in (command.name, *command.says):
                self._phrases.add(_bare(normalize(phrase, {})), command)
                if "?" in phrase:
                    self._asked.add(spelled(phrase))
        for word in around:
            self._around.add(_bare(word.lower()), None)

    def whole(self, text: str) -> Found | None:
        """The command whose phrase the normalized `text` is."""
        if len(text) > 1 and text[0] == text[-1] and text[0] in _QUOTES:
            return None
        bare = _bare(text)
        for start in self._reached(bare):
            for end, command, *_ in sorted(self._phrases.find(bare, start), key=lambda one: -one[0]):
                if _ends(bare, end) and len(bare) in self._reached(bare, end):
                    asked = text.endswith("?") and spelled(bare[start:end]) not in self._asked
                    return Found(command, start, end, asked)
        return None

    def _reached(self, text: str, start: int = 0) -> list[int]:
        """The places up to which `text` is but words around, from `start` on."""
        reached = {start}
        for at in range(start, len(text)):
            if at not in reached:
                continue
            if text[at] == " ":
                reached.add(at + 1)
                continue
            reached.update(end for end, *_ in self._around.find(text, at) if _ends(text, end))
        return sorted(one for one in reached if one >= len(text) or text[one] != " ")


class OwnNames:
    """Names of own commands, to be found anywhere in a text."""

    def __init__(self, commands: Iterable[OwnCommand]) -> None:
        self._names = Trie()
        for command in commands:
            self._names.add(normalize(command.name, {}), command)

    def stand_in(self, text: str) -> bool:
        """Whether one of them begins some word of the normalized `text`."""
        return any(self._names.find(text, start) for start in word_starts(text))


def _bare(text: str) -> str:
    """The same with spaces for marks: every place stays what it was."""
    return _MARKS.sub(" ", text)


def _ends(text: str, end: int) -> bool:
    """Whether a word may end here: none does within Latin letters or numbers."""
    if end >= len(text):
        return True
    before, after = text[end - 1], text[end]
    return not (before.isascii() and after.isascii() and before.isalnum() and after.isalnum())
