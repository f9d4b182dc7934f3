"""Whole messages that mean one thing: small talk, answers, short questions."""

import re
from collections.abc import Iterable, Mapping, Sequence

from nlu.lexicon import Trie

_PLAIN = re.compile(r"[\s?!.,~'\"-]+")
_BETWEEN = frozenset(" ?!.,~'\"-\n")
_LONGEST = 60
# letters of a message that may be nothing but phrases


class Phrases:
    """Phrases of one language by how they are compared: without spaces and marks."""

    def __init__(self, tables: Mapping[str, Sequence[str]], around: Iterable[str] = ()) -> None:
        """`around`: words that may stand beside a phrase and change nothing: a vocative, "really"."""
        self._intents: dict[str, tuple[int, str]] = {}
        # plain phrase → place of its table, intent: of two tables the first one wins
        self._pieces = Trie()
        for place, (intent, phrases) in enumerate(tables.items()):
            for phrase in phrases:
                self._intents.setdefault(plain(phrase.lower()), (place, intent))
                self._pieces.add(phrase.lower().replace("'", ""), (place, intent))
        for word in around:
            self._pieces.add(word.lower().replace("'", ""), None)

    def find(self, forms: Iterable[str]) -> str | None:
        """The intent of a message that can be put in these plain forms, or None."""
        found = [self._intents[form] for form in forms if form in self._intents]
        return min(found)[1] if found else None

    def covering(self, text: str) -> str | None:
        """The intent of a message that is made of phrases and words around them alone: 정말 고마워 집사야."""
        text = text.replace("'", "")
        size = len(text)
        if size > _LONGEST:
            return None
        reached: dict[int, tuple[int, str] | None] = {0: None}
        # place up to which everything is explained → the phrase that counts so far
        for at in range(size):
            if at not in reached:
                continue
            before = reached[at]
            if text[at] in _BETWEEN:
                _reach(reached, at + 1, before)
                continue
            for end, phrase, *_ in self._pieces.find(text, at):
                if end < size and text[end - 1].isascii() and text[end].isascii() and text[end].isalnum():
                    continue
                known = [one for one in (before, phrase) if one is not None]
                _reach(reached, end, min(known) if known else None)
        whole = reached.get(size)
        return whole[1] if whole is not None else None


def _reach(reached: dict[int, tuple[int, str] | None], at: int, phrase: tuple[int, str] | None) -> None:
    known = reached.get(at)
    if known is None or (phrase is not None and phrase < known):
        reached[at] = phrase


def plain(text: str) -> str:
    """`text` as phrases are compared."""
    return _PLAIN.sub("", text)
