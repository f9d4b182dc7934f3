"""Own tests that cannot hold together."""

from collections.abc import Iterator

from nlu.canonical import spell
from nlu.finding import Finding
from nlu.lint.looked_at import Candidate
from nlu.own import OwnTest
from nlu.own_tests import MOODS, NOTHING, is_wanted


def about_tests(candidate: Candidate) -> Iterator[Finding]:
    """Tests that want different meanings of one sentence."""
    first: dict[str, OwnTest] = {}
    for test in candidate.training.tests:
        known = first.setdefault(spell(test.say), test)
        if not _agree(known.means, test.means):
            facts: dict[str, str | int] = {
                "sentence": test.say, "means": test.means, "other_means": known.means,
                "other_file": known.file, "other_line": known.line,
            }  # fmt: skip
            yield Finding("tests_differ", "error", test.file, test.line, facts)


def _agree(one: str, other: str) -> bool:
    """Whether one sentence may have both meanings."""
    if one == other:
        return True
    if {one, other} <= {NOTHING, *MOODS}:
        return NOTHING in (one, other) and "command" not in (one, other)
    if NOTHING in (one, other):
        return not is_wanted((other if one == NOTHING else one).partition(" ")[0])
    if one in MOODS or other in MOODS:
        return True
    return one in other.split(" ") or other in one.split(" ")
