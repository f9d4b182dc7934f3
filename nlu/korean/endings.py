"""Chains of endings and auxiliaries behind a verb form, compiled from data into one small graph."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from nlu.korean.conjugation import conjugate

_PAST_FORMS = {"S": "", "D": "", "V": "어", "F": "으", "G": "으", "L": "을"}
# how endings attach to a past stem (켰-) or to 겠-: as to any stem with a last consonant
_MAX_CHAIN = 8


@dataclass(frozen=True, slots=True)
class Ending:
    """One row of the `endings` table."""

    on: str
    # form letters it attaches to
    text: tuple[str, ...] = ("",)
    gives: frozenset[str] = frozenset()
    aux: tuple[str, ...] = ()
    # auxiliary verbs (dictionary form) that follow; without one the chain may end here
    to: str = ""
    # form letters the chain continues with directly, e.g. 겠 → P
    past: frozenset[str] = frozenset()
    # what the past of the auxiliary says besides "past": (면) 좋았을 텐데 is hypothetical


@dataclass(frozen=True, slots=True)
class _Arc:
    gives: frozenset[str]
    to: str
    # form letter to continue with; "" when the chain may end


class Endings:
    """Walks from a verb form to every end of a word chain that the table allows."""

    def __init__(
        self,
        rows: Sequence[Ending],
        irregular: Mapping[str, Set[str]],
        extra_forms: Mapping[str, Mapping[str, Sequence[str]]],
    ) -> None:
        self._tries: dict[str, dict[str, Any]] = {}
        for row in rows:
            for surface, arc in _arcs(row, irregular, extra_forms):
                for form in row.on:
                    self._add(form, surface, arc)
                    if form in _PAST_FORMS:
                        self._add("P", _PAST_FORMS[form] + surface, arc)

    def _add(self, form: str, surface: str, arc: _Arc) -> None:
        node = self._tries.setdefault(form, {})
        for char in surface.replace(" ", ""):
            node = node.setdefault(char, {})
        arcs = node.setdefault("", [])
        if arc not in arcs:
            arcs.append(arc)

    def walk(
        self, text: str, start: int, form: str, gives: frozenset[str], depth: int = 0
    ) -> Iterator[tuple[int, frozenset[str]]]:
        """Every (end, features) of chains that start at `start` behind `form`; spaces are skipped."""
        node = self._tries.get(form)
        if node is None or depth > _MAX_CHAIN:
            return
        size = len(text)
        at = start
        while True:
            for arc in node.get("", ()):
                features = gives | arc.gives
                if arc.to:
                    yield from self.walk(text, at, arc.to, features, depth + 1)
                else:
                    yield at, features
            ahead = at
            while ahead < size and text[ahead] == " ":
                ahead += 1
            if ahead >= size:
                return
            step = node.get(text[ahead])
            if step is None:
                return
            node = step
            at = ahead + 1


def _arcs(
    row: Ending,
    irregular: Mapping[str, Set[str]],
    extra_forms: Mapping[str, Mapping[str, Sequence[str]]],
) -> Iterator[tuple[str, _Arc]]:
    for text in row.text:
        if row.to:
            for form in row.to:
                yield text, _Arc(row.gives, form)
        if not row.aux and not row.to:
            yield text, _Arc(row.gives, "")
        for verb in row.aux:
            forms = dict(conjugate(verb, irregular))
            for form, extra in extra_forms.get(verb, {}).items():
                forms[form] = (*forms[form], *extra)
            for form, surfaces in forms.items():
                gives = row.gives | {"past"} | row.past if form == "P" else row.gives
                for surface in surfaces:
                    yield text + surface, _Arc(gives, form)
