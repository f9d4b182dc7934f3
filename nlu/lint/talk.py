"""What would be done of a family's talk, and what would no longer be done of what they want."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlu.canonical import spell
from nlu.examples import Example
from nlu.finding import Finding, Level
from nlu.language import compose, plain
from nlu.lint.looked_at import Candidate
from nlu.never import NeverWords
from nlu.normalize import normalize
from nlu.own import OwnCommand
from nlu.own_tests import acts, is_wanted

_FILE = Path(__file__).parent.parent / "everyday.yaml"
_SHORT_HANGUL, _SHORT_LATIN = 1, 2
# letters of a phrase that says next to nothing


@dataclass(frozen=True, slots=True)
class Everyday:
    """What families write each other, and what they say to any home."""

    talk: tuple[str, ...]
    words: frozenset[str]
    # said alone, spelled plainly
    wanted: tuple[str, ...]
    # commands to make things stop, close and go dark: they must always be heard
    vital: tuple[str, ...]
    # those of them that keep a home from harm
    answers: tuple[str, ...]
    # what ends a question, or what was begun


@cache
def everyday() -> Everyday:
    """The lists that ship. Raises LanguageError."""
    found = plain(compose(_FILE), _FILE)
    lines = {key: [line.strip() for line in text.splitlines() if line.strip()] for key, text in found.items()}
    words = frozenset(spell(word) for line in lines["words"] for word in line.split(","))
    answers = tuple(word.strip() for line in lines["answers"] for word in line.split(","))
    vital, talk = tuple(lines["vital"]), (*lines["ko"], *lines["en"])
    return Everyday(talk, words, (*vital, *lines["wanted"]), vital, answers)


def about_talk(candidate: Candidate) -> Iterator[Finding]:
    """Phrases and examples that are too short, or that talk of every day would set off."""
    taught: list[_Taught] = [*candidate.training.examples, *candidate.training.commands]
    if not taught and not candidate.training.synonyms:
        return
    said = {spell(phrase) for one in taught for phrase in _phrases(one)}
    short = {
        spell(phrase): one
        for one in taught
        for phrase in _phrases(one)
        if _is_too_short(phrase) and acts(candidate.read(phrase))
    }
    synonyms = tuple(spell(word) for word, _ in candidate.training.synonyms)
    for phrase, one in short.items():
        yield Finding("too_short", "warning", one.file, one.line, {"sentence": phrase})
    told: set[tuple[str, int]] = set()
    for line in _touched(synonyms, candidate):
        if spell(line) not in short and _fires(line, candidate):
            yield from _once(line, _cause(line, candidate), told)
    for line in dict.fromkeys(candidate.heard):
        if spell(line) in said or not _has_any(synonyms, line) or not _fires(line, candidate):
            continue
        place = _cause(line, candidate)
        # what an example or a command makes of it is what it was written for
        if place.by_synonym and candidate.as_shipped(line).said != "command":
            yield from _once(line, place, told)


def _touched(synonyms: tuple[str, ...], candidate: Candidate) -> Iterator[str]:
    """The lines of everyday talk that own words can change: the others need not be read each time."""
    # what ships keeps the wording of a line that it has read once
    worded = candidate.shipped.examples.worded
    own = {candidate.engines.examples.worded(one.text) for one in candidate.training.examples}
    phrases = (phrase for command in candidate.training.commands for phrase in _phrases(command))
    words = (*synonyms, *map(spell, phrases))
    for line in everyday().talk:
        if _has_any(words, line) or worded(line) in own:
            yield line


def _has_any(words: tuple[str, ...], line: str) -> bool:
    spelled = spell(line)
    return any(word in spelled for word in words)


def about_never(candidate: Candidate) -> Iterator[Finding]:
    """Never-words that would keep the home from hearing what is wanted of it, each once."""
    training = candidate.training
    if not training.never:
        return
    steps = (step for command in training.commands for step in command.steps)
    own = (example.text for example in training.examples if is_wanted(example.intent))
    heard = dict.fromkeys(candidate.heard)
    known = everyday()
    never_less = frozenset((*known.vital, *known.answers))
    wanted = (*known.answers, *known.wanted, *own, *steps, *heard)
    names = frozenset(name for thing in candidate.vocabulary.things for name in thing.names)
    sentences = {one: normalize(one, {}) for one in (*wanted, *names)}
    for word in training.never:
        finder = NeverWords((word,))
        for sentence, normalized in sentences.items():
            # a sentence that is hardly more than the word is what the word is there for
            vital = sentence in never_less
            meant = not vital and sentence in heard and not _is_small_in(word.text, sentence)
            if meant or finder.find(normalized) is None:
                continue
            if vital or sentence in names or acts(candidate.step(sentence)):
                facts = {"word": word.text, "sentence": sentence}
                level: Level = "error" if vital else "warning"
                yield Finding("never_blocks", level, word.file, word.line, facts)
                break


def _is_small_in(word: str, sentence: str) -> bool:
    return 2 * len(spell(word)) <= len(spell(sentence))


@dataclass(frozen=True, slots=True)
class _Place:
    """What makes a sentence act."""

    file: str
    line: int
    sentence: str
    by_synonym: bool = False


_Taught = Example | OwnCommand


def _once(line: str, place: _Place, told: set[tuple[str, int]]) -> Iterator[Finding]:
    if (place.file, place.line) not in told:
        told.add((place.file, place.line))
        kind = "everyday" if spell(line) == spell(place.sentence) else "fires_in_talk"
        facts = {"said": line, "sentence": place.sentence}
        yield Finding(kind, "warning", place.file, place.line, facts)


def _fires(line: str, candidate: Candidate) -> bool:
    """Whether own words make it act at once; a guess is asked about first."""
    read = candidate.read(line)
    sure = any(one.confidence >= 1 for one in read.intents)
    return sure and acts(read) and not acts(candidate.as_shipped(line))


def _cause(line: str, candidate: Candidate) -> _Place:
    """The own command, example or synonym that makes this line act; the nearest guess when none is sure."""
    training, spelled = candidate.training, spell(line)
    rule = candidate.read(line).rule
    for command in training.commands:
        if rule == f"own command: {command.name} ({command.file}, line {command.line})":
            said = (phrase for phrase in _phrases(command) if spell(phrase) in spelled)
            return _Place(command.file, command.line, next(said, command.name))
    for example in training.examples:
        if rule == f"example: {example.text} ({example.file}, line {example.line})":
            return _Place(example.file, example.line, example.text)
    for (word, _), (file, number) in zip(training.synonyms, training.synonym_places, strict=True):
        if spell(word) in spelled:
            return _Place(file, number, word, by_synonym=True)
    taught: list[_Taught] = [*training.commands, *training.examples]
    return next((_Place(one.file, one.line, _phrases(one)[0]) for one in taught), _Place("", 0, line))


def _phrases(one: _Taught) -> tuple[str, ...]:
    return (one.text,) if isinstance(one, Example) else (one.name, *one.says)


def _is_too_short(phrase: str) -> bool:
    """One syllable, two letters, or a word that everybody says by itself."""
    plain_phrase = spell(phrase)
    shortest = _SHORT_LATIN if plain_phrase.isascii() else _SHORT_HANGUL
    return len(plain_phrase) <= shortest or plain_phrase in everyday().words
