"""Nouns that are said shorter than they are meant: kids light, quick wash."""

from dataclasses import replace
from itertools import pairwise

from nlu.frames import Frames
from nlu.home import Home
from nlu.tokens import Entry, Token


def rooms_of_people(tokens: list[Token], home: Home, frames: Frames) -> list[Token]:
    """kids light: that of the room which is called after them. The tv they may be told about."""
    out = list(tokens)
    for at, (one, two) in enumerate(pairwise(tokens)):
        if one.is_a("person", "family") and two.kind == "type" and frames.any_in(two.value, "lamps"):
            room = home.room_called_after(one.text)
            if room is not None:
                out[at] = replace(one, entry=Entry("area", room))
    return out


def with_work(tokens: list[Token], home: Home) -> list[Token]:
    """quick wash: a programme whose name says which work it is, where nothing else says that."""
    if any(token.kind in ("type", "name", "activity") for token in tokens):
        return tokens
    out: list[Token] = []
    for token in tokens:
        head, _, last = token.text.rpartition(" ")
        doer = home.canonical.doer_of(last) if token.kind == "program" and head else None
        if doer is None:
            out.append(token)
            continue
        end = token.start + len(head)
        out.append(replace(token, end=end, text=head))
        out.append(Token(Entry("activity", doer), end + 1, token.end, last))
    return out
