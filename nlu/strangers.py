"""Unknown words: where they begin and end when nothing is known of them."""

from collections.abc import Iterable
from dataclasses import replace

from nlu.korean.hangul import is_syllable
from nlu.tokens import Entry, Token

_PART_OF_A_WORD = (
    "type",
    "mode",
    "program",
    "fan_speed",
    "extreme",
    "attribute",
    "quantifier",
    "mark",
    "person",
)


def merge_unknown(text: str, path: Iterable[tuple[int, int, Entry]]) -> list[Token]:
    """The pieces (start, end, entry) of a reading as tokens; what stands without a space around something
    unknown belongs to the unknown word."""
    tokens: list[Token] = []
    for start, end, entry in path:
        attached = start > 0 and text[start - 1] != " "
        last = tokens[-1] if tokens else None
        if last and last.kind == "unknown" and last.end == start:
            short_noun = entry.kind in _PART_OF_A_WORD and end - start == 1
            if entry.kind == "unknown" or (short_noun and is_syllable(text[start])):
                # one syllable right behind something unknown is a part of it, not a word
                tokens[-1] = replace(last, end=end, text=text[last.start : end])
                continue
        if _tail_of_unknown(tokens, entry, start, end):
            # 에어프라+이+어: what looks like a particle and a filler ends the unknown word
            head = tokens[-2]
            tokens[-2:] = [replace(head, end=end, text=text[head.start : end])]
            continue
        if entry.kind == "particle" and _is_lone_syllable(text, tokens, start):
            # 뽀+로+로: a name of one unknown syllable is less likely than a longer name
            tokens[-1] = replace(tokens[-1], end=end, text=text[tokens[-1].start : end])
            continue
        tokens.append(Token(entry, start, end, text[start:end], attached))
        if entry.kind == "unknown":
            _swallow(text, tokens)
    return tokens


def name_of(stranger: Token, left: Iterable[Token]) -> list[Token]:
    """pool pump, hue 2: an unknown word and the unknown words or the number right behind it are one name."""
    name = [stranger]
    for token in left:
        named = token.kind == "unknown" or token.is_a("quantity", "")
        if named and token.start == name[-1].end + 1:
            name.append(token)
    return name


def _tail_of_unknown(tokens: list[Token], entry: Entry, start: int, end: int) -> bool:
    if entry.kind != "mark" or end - start > 1 or len(tokens) < 2 or tokens[-1].end != start:
        return False
    return (
        tokens[-1].kind == "particle" and tokens[-2].kind == "unknown" and tokens[-2].end == tokens[-1].start
    )


def _is_lone_syllable(text: str, tokens: list[Token], start: int) -> bool:
    last = tokens[-1] if tokens else None
    if last is None or last.kind != "unknown" or last.end != start:
        return False
    return len(last.text) == 1 or last.text[-1] == text[start]


def _swallow(text: str, tokens: list[Token]) -> None:
    """테+이+블, 강+아지: pieces in front of something unknown, without a space, are a part of it."""
    while len(tokens) > 1:
        unknown, before = tokens[-1], tokens[-2]
        if not unknown.attached or before.end != unknown.start or not is_syllable(text[before.end - 1]):
            return
        fragment = before.kind in ("unknown", "particle") or before.end - before.start == 1
        if not fragment or (before.kind == "particle" and not _has_unknown_host(tokens)):
            return
        joined = text[before.start : unknown.end]
        tokens[-2:] = [replace(unknown, start=before.start, text=joined, attached=before.attached)]


def _has_unknown_host(tokens: list[Token]) -> bool:
    host = tokens[-3] if len(tokens) > 2 else None
    return (
        host is not None and host.end == tokens[-2].start and (host.kind == "unknown" or len(host.text) == 1)
    )
