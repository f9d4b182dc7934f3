"""A whole folder of intent files, looked at before it may go live: what is wrong, what it would change."""

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial

from bot.desk.marks import mark_of
from bot.desk.stakes import Stakes
from bot.desk.verdict import FailedTest, Verdict
from bot.desk.words_folder import checked, faults_of
from nlu.contract import Contract
from nlu.engine import Engines
from nlu.engines.base import Focus
from nlu.errors import LanguageError
from nlu.examples import Training
from nlu.lint.looked_at import Candidate
from nlu.linting import lint
from nlu.own import OwnAppliance
from nlu.own_checks import command_faults
from nlu.own_tests import failing, test_faults
from nlu.replay import Read, replay
from nlu.understanding import Understanding
from nlu.vocabulary import Vocabulary

_REMEMBERED = 4
# readings of that many wholes: the live one, and those somebody is just writing


@dataclass(frozen=True, slots=True)
class Words:
    """A good whole: files, what they say, and engines that know it."""

    files: Mapping[str, bytes]
    mark: str
    # the same for the same files
    training: Training
    engines: Engines


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The home that a change is tried in."""

    vocabulary: Callable[[Sequence[OwnAppliance]], Vocabulary]
    # its words, when the admin says this about its appliances
    heard: Sequence[str]
    # what was said to it lately, each as often as it was said
    stakes: Stakes
    focus: Focus
    ids: frozenset[str] = frozenset()
    # of all appliances that ever announced themselves


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found, and the words when they can be used."""

    verdict: Verdict
    words: Words | None = None

    @property
    def good(self) -> Words | None:
        """The words, if nothing speaks against them."""
        return self.words if self.verdict.why is None else None


class Examiner:
    """Examines files, in a thread."""

    def __init__(self, shipped: Engines, types: Collection[str]) -> None:
        """types: the kinds of appliances that an admin may name."""
        self._shipped = shipped
        self._types = types
        self._known: deque[tuple[object, dict[str, Understanding]]] = deque(maxlen=_REMEMBERED)

    def read(self, files: Mapping[str, bytes], before: Engines | None = None) -> Words:
        """The words of these files, nothing tried. Raises LanguageError for the first fault.

        before: engines of the same home until now, which make it faster.
        """
        training = checked(files, self._contract)
        return Words(dict(files), mark_of(files), training, self._shipped.of_home(training, before))

    def faults(self, files: Mapping[str, bytes]) -> list[LanguageError]:
        """All that is broken, not only the first."""
        found = faults_of(files, self._contract)
        if not found:
            training = checked(files, self._contract)
            found += [*self._type_faults(training), *test_faults(training.tests, self._contract)]
        return found

    def examine(self, files: Mapping[str, bytes], live: Words, home: Surroundings | None) -> Examined:
        """All there is to say about these files in place of the live ones; without a home only faults."""
        mark = mark_of(files)
        if faults := self.faults(files):
            return Examined(Verdict(tuple(faults), why="broken", mark=mark))
        new = self.read(files, live.engines)
        if home is None:
            return Examined(Verdict(mark=mark), new)
        vocabulary = home.vocabulary(new.training.appliances)
        if faults := list(command_faults(new.training, new.engines, vocabulary)):
            return Examined(Verdict(tuple(faults), why="broken", mark=mark))
        findings = tuple(lint(self._candidate(new, home, vocabulary)))
        if any(one.level == "error" for one in findings):
            return Examined(Verdict((), findings, why="broken", mark=mark))
        after, before = self._reading(new, home, vocabulary), self._before(live, home)
        failed = failing(new.training.tests, after)
        known = {(one.say, one.means) for one in live.training.tests}
        # a test that was live and failed already is not the fault of this change
        failed_before = failing([one for one, _ in failed if (one.say, one.means) in known], before)
        effect = replay(home.heard, before, after, home.stakes.risk)
        worse = len(failed) > len(failed_before)
        verdict = Verdict(
            findings=findings,
            failed=tuple(FailedTest(test, means) for test, means in failed),
            tests=len(new.training.tests),
            effect=effect,
            why="tests" if worse else "risky" if effect.worse else None,
            mark=mark,
        )
        return Examined(verdict, new)

    def _before(self, live: Words, home: Surroundings) -> Read:
        # the live engines answer messages meanwhile: a copy of them is asked
        copy = replace(live, engines=self._shipped.of_home(live.training, live.engines))
        return self._reading(copy, home, home.vocabulary(live.training.appliances))

    def _reading(self, words: Words, home: Surroundings, vocabulary: Vocabulary) -> Read:
        """How these words are read in this home; what was read once is remembered for the next change."""
        of = (words.mark, vocabulary.things, vocabulary.people, home.focus.language)
        known = next((texts for key, texts in self._known if key == of), None)
        if known is None:
            known = {}
            self._known.append((of, known))
        return partial(_read_once, known, words.engines, vocabulary, home.focus)

    def _candidate(self, new: Words, home: Surroundings, vocabulary: Vocabulary) -> Candidate:
        return Candidate(
            new.training,
            new.engines,
            self._shipped,
            vocabulary,
            home.stakes.risk,
            home.stakes.forbidden,
            tuple(home.heard),
            home.ids,
        )

    def _type_faults(self, training: Training) -> Iterator[LanguageError]:
        for one in training.appliances:
            if one.type is not None and one.type not in self._types:
                near = get_close_matches(one.type, sorted(self._types), 1)
                hint = f"; did you mean '{near[0]}'?" if near else ""
                reason = f"there is no such type of appliance{hint}"
                yield LanguageError(one.file, one.line, one.type, reason)

    @property
    def _contract(self) -> Contract:
        return self._shipped.trained.contract


def _read_once(
    known: dict[str, Understanding], engines: Engines, vocabulary: Vocabulary, focus: Focus, text: str
) -> Understanding:
    if text not in known:
        known[text] = engines.built_in.understand(text, vocabulary, focus)
    return known[text]
