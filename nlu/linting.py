"""What an admin should know of own intent files that can be used; nothing, when they are good."""

from collections.abc import Callable, Iterator

from nlu.finding import Finding
from nlu.lint.commands import about_commands
from nlu.lint.examples import about_examples
from nlu.lint.looked_at import Candidate
from nlu.lint.names import about_names
from nlu.lint.talk import about_never, about_talk
from nlu.lint.tests import about_tests
from nlu.lint.values import about_values

MOST = 200
"""Findings that are told at once."""

_LEVELS = ("error", "warning", "hint")
_CHECKS: tuple[Callable[[Candidate], Iterator[Finding]], ...] = (
    about_examples, about_values, about_commands, about_talk, about_never, about_names, about_tests,
)  # fmt: skip


def lint(candidate: Candidate) -> list[Finding]:
    """All remarks, the gravest first, then as they stand in the files."""
    found = [finding for check in _CHECKS for finding in check(candidate)]
    return sorted(found, key=lambda one: (_LEVELS.index(one.level), one.file, one.line))[:MOST]
