"""How a text looks: what is passed on, listed or written down is not said to the home."""

import re
from collections.abc import Sequence

from nlu.tokens import Token

_PASSED_ON = re.compile(
    r"\s*(?:[>#]|//|/\*|<[a-z!/]|\{\s*[\"']|\[[^\]\d]{1,20}\]|```|fwd?:|re:|https?://|www\.|\$\s)",
    re.IGNORECASE,
)
# a quoted line, a heading or comment, markup, data, a tag in brackets, a mail, a link, a shell
_ITEM = re.compile(r"^\s*(?:[-*•·▪☐✓□]|\d{1,2}[.)])\s+\S", re.MULTILINE)
_LABEL_WORDS = 3
_SPEAKERS = frozenset(("person", "unknown", "beyond"))


def is_passed_on(text: str, tokens: Sequence[Token]) -> bool:
    """Whether `text` (as typed) is a quotation, a list, a log or code rather than somebody's own words."""
    return _PASSED_ON.match(text) is not None or len(_ITEM.findall(text)) > 1 or _has_speaker(tokens)


def _has_speaker(tokens: Sequence[Token]) -> bool:
    """mom: turn it off; 엄마: 불 꺼줘; system: …: behind a name and a colon somebody else speaks."""
    colon = next((at for at, token in enumerate(tokens[: _LABEL_WORDS + 1]) if token.is_a("punct", ":")), 0)
    return any(
        (token.kind in _SPEAKERS and token.value != "you.bot") or token.is_a("mark", "speaker")
        for token in tokens[:colon]
    )
