"""Counts verdicts and times, and prints them."""

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import get_args

from benchmarks.understanding.judge import Verdict

VERDICTS: tuple[str, ...] = get_args(Verdict)
ALL = "all, "
"""Begins the name of a section of one language."""
LEGEND = """\
  in scope:      right: at once; +yes: asked "did you mean …?" with the right meaning; +choice: asked which of
                 two or three, the right one among them; misasked: asked, and it was none of them;
                 else: something else was done than the source says; missed: not understood, nothing done
  out of scope:  chatty: asked about what was no request; answered: about the home, what was no question to it
  both:          acted: done although nobody ordered it"""
_HEAD = "   right    +yes +choice     all  misasked  else  missed |  chatty  answered |  acted"


@dataclass(frozen=True, slots=True)
class Tally:
    """Verdicts by section (a source, a language, free wording) and engine."""

    counts: dict[str, dict[str, Counter[Verdict]]] = field(default_factory=dict)
    # section → engine → how often
    wanted: Counter[str] = field(default_factory=Counter)
    # section → rows in scope

    def add(self, sections: Sequence[str], engine: str, what: Verdict) -> None:
        """One row."""
        for section in sections:
            self.counts.setdefault(section, {}).setdefault(engine, Counter())[what] += 1

    def total(self, engine: str, what: Verdict) -> int:
        """Over all sources."""
        return sum(engines[engine][what] for name, engines in self.counts.items() if name.startswith(ALL))

    def lines(self) -> list[str]:
        """A table."""
        found = []
        for section in sorted(self.counts, key=lambda one: ("," in one, one)):
            engines = self.counts[section]
            first = next(iter(engines.values()))
            rows, wanted = first.total(), self.wanted[section]
            found.append(f"{section}: {wanted} in scope, {rows - wanted} out of scope")
            found.append(f"{'':14}{_HEAD}")
            found += [f"  {engine:12}{_line(counts, wanted)}" for engine, counts in engines.items()]
        return found


def _line(counts: Counter[Verdict], wanted: int) -> str:
    def share(*verdicts: Verdict) -> str:
        return f"{100 * sum(counts[one] for one in verdicts) / wanted:.1f} %" if wanted else "-"

    return (
        f"{share('right'):>8}{share('yes'):>8}{share('choice'):>8}{share('right', 'yes', 'choice'):>8}"
        f"{counts['misasked']:>10}"
        f"{counts['otherwise']:>6}{counts['missed']:>8} |{counts['chatty']:>8}{counts['answered']:>10} |"
        f"{counts['acted']:>7}"
    )


def times_line(times: Sequence[float]) -> str:
    """Seconds in, milliseconds out."""
    cuts = statistics.quantiles(times, n=100)
    return f"p50 {cuts[49] * 1e3:.2f} ms, p99 {cuts[98] * 1e3:.2f} ms"
