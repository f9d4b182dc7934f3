"""What stands around the core of a sentence: found at its ends and taken off."""

import re
from collections.abc import Sequence
from dataclasses import replace

from nlu.training.sentence import Span, Spans

HOLE = "{}"
"""Stands for the core in a template: could you {} please?"""
_MARKS = ".!?~ "


class Around:
    """What some templates put around a core."""

    def __init__(self, templates: Sequence[str]) -> None:
        parts = [template.partition(HOLE) for template in templates]
        self._front = _any_of([front for front, _, _ in parts])
        self._back = Back([back for _, _, back in parts])

    def off(self, spans: Spans) -> Spans:
        """The sentence without it, as often as it stands there; never nothing."""
        before: Spans = ()
        while spans and spans != before:
            before = spans
            if self._front and spans[0].entity is None:
                found = re.match(rf"\s*(?:{self._front})(?:\s*,\s*|\s+)", spans[0].text, re.IGNORECASE)
                spans = (replace(spans[0], text=spans[0].text[found.end() if found else 0 :]), *spans[1:])
            spans = tidy(self._back.off(spans))
        return spans or before


class Back:
    """Words that may end a sentence."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._pattern = _any_of(texts)

    def off(self, spans: Spans) -> Spans:
        """The sentence without the longest of them."""
        if not self._pattern or not spans or spans[-1].entity is not None:
            return spans
        text = spans[-1].text.rstrip(_MARKS)
        found = re.search(rf"[,\s]*(?<![a-z])(?:{self._pattern})$", text, re.IGNORECASE)
        return (*spans[:-1], replace(spans[-1], text=text[: found.start()])) if found else spans


def tidy(spans: Sequence[Span]) -> Spans:
    """Without empty pieces, neighbours that are not marked as one, no space at either end."""
    out: list[Span] = []
    for span in spans:
        if out and span.entity is None and out[-1].entity is None:
            out[-1] = Span(out[-1].text + span.text)
        elif span.text:
            out.append(span)
    if out and out[0].entity is None:
        out[0] = Span(out[0].text.lstrip())
    if out and out[-1].entity is None:
        out[-1] = Span(out[-1].text.rstrip())
    return tuple(span for span in out if span.text)


def _any_of(texts: Sequence[str]) -> str:
    """A pattern for any of these texts, the longest first, spaces between their words free."""
    bare = frozenset(text.strip(" ,?") for text in texts) - {""}
    longest = sorted(bare, key=lambda text: (-len(text), text))
    return "|".join(r"\s*".join(map(re.escape, text.split())) for text in longest)
