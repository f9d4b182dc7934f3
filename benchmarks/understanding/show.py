"""Rows of one verdict, for looking at."""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.understanding.judge import Meaning, Row, verdict
from nlu.guess import Guess


@dataclass(frozen=True, slots=True)
class Show:
    """Prints the rows of which the last engine's verdict is this one."""

    kind: str
    source: str
    # part of the file's name

    def row(self, source: str, row: Row, meanings: Mapping[str, Meaning], guess: Guess | None = None) -> None:
        """Print it if it is one."""
        first, *_, last = (*meanings.values(), *meanings.values())
        if self.source not in source or verdict(row, last) != self.kind:
            return
        found = f"{last.mood} {' '.join(sorted(last.names))}{' …' if last.leftovers else ''}"
        guessed = (
            f" | rasa: {guess.ranking[0][0]} {guess.ranking[0][1]:.2f}" if guess and guess.ranking else ""
        )
        before = f" | built-in: {verdict(row, first)}" if len(meanings) > 1 else ""
        print(f"{row['intent'][:28]:28} {row['text']} | {found}{guessed}{before}")
