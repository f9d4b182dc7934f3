"""A whole folder of intent files, looked at before it may go live: what is wrong, what it would change."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial

from bot.desk.marks import mark_of
from bot.desk.stakes import Stakes
from bot.desk.verdict import FailedTest, Verdict
from bot.desk.words_folder import checked, faults_of
from nlu.contract import Contract
from nlu.engine import Engines
from nlu.engines.base import Focus
from nlu.engines.grammar import GrammarEngine
from nlu.errors import LanguageError
from nlu.examples import Training
from nlu.finding import Finding
from nlu.lint.looked_at import Candidate
from nlu.linting import lint
from nlu.own import OwnAppliance
from nlu.own_checks import command_faults
from nlu.own_tests import failing, test_faults
from nlu.replay import replay
from nlu.understanding import Understanding
from nlu.vocabulary import Vocabulary

_REMEMBERED = 3
# grammars and homes: those in use, and those that somebody is just writing


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
    stakes_with: Callable[[Sequence[OwnAppliance]], Stakes] | None = None
    # the stakes, when the admin says this about its appliances; None: the same
    careless: Callable[[Sequence[OwnAppliance]], Iterable[Finding]] = lambda _: ()
    # types of appliances that would take a yes or a PIN away from what needs one


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
        self._grammars: deque[GrammarEngine] = deque(maxlen=_REMEMBERED)
        self._homes: deque[Vocabulary] = deque(maxlen=_REMEMBERED)

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
        tried, after = self._tried(new, home)
        if faults := list(command_faults(new.training, tried, after)):
            return Examined(Verdict(tuple(faults), why="broken", mark=mark))
        grave = home.careless(new.training.appliances)
        findings = (*grave, *lint(self._candidate(new, tried, after, home)))
        if any(one.level == "error" for one in findings):
            return Examined(Verdict((), findings, why="broken", mark=mark))
        read_after = partial(_read, tried, after, home.focus)
        read_before = partial(_read, *self._tried(live, home), home.focus)
        failed = failing(new.training.tests, read_after)
        known = {(one.say, one.means) for one in live.training.tests}
        # a test that was live and failed already is not the fault of this change
        failed_before = failing([one for one, _ in failed if (one.say, one.means) in known], read_before)
        before_it, after_it = _stakes(new, live, home)
        effect = replay(home.heard, read_before, read_after, before_it.risk, after_it.risk)
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

    def _tried(self, words: Words, home: Surroundings) -> tuple[Engines, Vocabulary]:
        """Engines to try the words with, and how the home is called with them.

        They are none that serve messages, and remember what they read: most of it is read at the next change.
        """
        wanted = home.vocabulary(words.training.appliances)
        same = (one for one in self._homes if (one.things, one.people) == (wanted.things, wanted.people))
        vocabulary = next(same, wanted)
        if vocabulary is wanted:
            self._homes.append(wanted)
        synonyms = (*self._shipped.grammar.synonyms, *words.training.synonyms)
        grammar = next((one for one in self._grammars if one.synonyms == synonyms), None)
        if grammar is None:
            grammar = self._shipped.grammar.with_synonyms(words.training.synonyms).remembering()
            self._grammars.append(grammar)
        return self._shipped.of_home(words.training, words.engines, grammar), vocabulary

    def _candidate(self, new: Words, tried: Engines, vocabulary: Vocabulary, home: Surroundings) -> Candidate:
        return Candidate(
            new.training,
            tried,
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


def _read(engines: Engines, vocabulary: Vocabulary, focus: Focus, text: str) -> Understanding:
    return engines.built_in.understand(text, vocabulary, focus)


def _stakes(new: Words, live: Words, home: Surroundings) -> tuple[Stakes, Stakes]:
    """Before and after, judged alike: a retyped appliance offers less than as it is described."""
    if home.stakes_with is None or new.training.appliances == live.training.appliances:
        return home.stakes, home.stakes
    return home.stakes_with(live.training.appliances), home.stakes_with(new.training.appliances)
