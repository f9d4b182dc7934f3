"""A training project for Rasa: made from our examples, languages and one home; the same each time."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from nlu.contract import load_contract
from nlu.engines.grammar import GrammarEngine
from nlu.examples import Training
from nlu.frames import load_frames
from nlu.language import Language
from nlu.training.balance import balanced
from nlu.training.contract import check_training, entities_of
from nlu.training.files import domain_file, nlu_file
from nlu.training.held_out import held_out
from nlu.training.judge import Judge
from nlu.training.pipeline import fill
from nlu.training.sentence import Sentence, Span, sentence_of
from nlu.training.variation import Variation
from nlu.training.ways import load_ways
from nlu.training.words import Words, language_of
from nlu.vocabulary import Vocabulary

_FRAMES = Path(__file__).parents[1] / "frames.yaml"


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a project teaches."""

    train: int
    held_out: int
    intents: int
    by_intent: Mapping[str, int]
    # sentences to train with


@dataclass(frozen=True, slots=True)
class Project:
    """The files of a training project."""

    files: Mapping[str, str]
    # path in the project's folder → text
    digest: str
    # of all paths and texts, in hex: the same for the same training
    counts: Counts


def make_project(
    training: Training, languages: Mapping[str, Language], vocabulary: Vocabulary | None, template: str
) -> Project:
    """Training and test sentences, domain and pipeline. Raises LanguageError for an unknown name."""
    contract = load_contract()
    check_training(training, contract)
    words = Words(languages, vocabulary)
    frames = load_frames(_FRAMES)
    grammar = GrammarEngine(languages, frames, training.synonyms)
    written = _written(training, languages)
    judge = Judge(grammar, vocabulary or Vocabulary())
    trained, held = _parted(written, words, languages, judge)
    synonyms = words.synonyms(training)
    files = {
        "config.yml": fill(template, languages, words, frames, written),
        "data/nlu.yml": nlu_file(trained, synonyms, synonyms, _lookups(words, training)),
        "domain.yml": domain_file(contract, entities_of(contract)),
        "held_out.yml": nlu_file(held, synonyms),
    }
    by_intent = Counter(one.intent for one in trained)
    counts = Counts(len(trained), len(held), len(by_intent), dict(sorted(by_intent.items())))
    return Project(files, digest_of(files), counts)


def write_project(project: Project, folder: Path) -> None:
    """All files of the project, below this folder."""
    for name, text in project.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _written(training: Training, languages: Mapping[str, Language]) -> list[Sentence]:
    """The examples as they are, each once."""
    found: dict[tuple[str, str], Sentence] = {}
    for example in training.examples:
        sentence = sentence_of(example, language_of(example.text, languages))
        found.setdefault((sentence.intent, sentence.text), sentence)
    return list(found.values())


def _lookups(words: Words, training: Training) -> dict[str, list[str]]:
    """Entity → its words: those of the languages and the home, and those of the files."""
    found = {entity: list(texts) for entity, texts in words.lookups().items()}
    for entity, text in training.lookups:
        texts = found.setdefault(entity, [])
        if text not in texts:
            texts.append(text)
    return found


def _parted(
    written: list[Sentence], words: Words, languages: Mapping[str, Language], judge: Judge
) -> tuple[list[Sentence], list[Sentence]]:
    """Sentences to train with, varied, and sentences that are held out, as they were written."""
    ways = load_ways(languages)
    families = {one: ways[one.language].family(one) for one in written}
    aside = held_out(written, families)
    kept = [one for one in written if families[one] not in aside]
    together = frozenset(code for code, one in languages.items() if not one.spaced)
    variation = Variation(kept, words, ways, load_frames(_FRAMES), together)
    known = {one.key for one in written}
    whole = [one for one in _whole(languages) if ways[one.language].family(one) not in aside]

    def vary(sentence: Sentence, number: int) -> Sentence | None:
        variant = variation.variant(sentence, number)
        if variant.key in known or ways[variant.language].family(variant) != families[sentence]:
            return None
        return variant if judge.accepts(variant, sentence) else None

    trained = balanced(kept, families, vary)
    known.update(one.key for one in trained)
    trained += {one.key: one for one in whole if one.key not in known}.values()
    return trained, [one for one in written if families[one] in aside]


def _whole(languages: Mapping[str, Language]) -> Iterator[Sentence]:
    """The whole messages that the languages list for intents; query.list.on is a query.list."""
    contract = load_contract()
    for code, language in languages.items():
        for name, texts in (*language.phrases.items(), *language.answers.items()):
            intent = name if name in contract else name.rpartition(".")[0]
            yield from (Sentence(intent, code, (Span(text),)) for text in texts)


def digest_of(files: Mapping[str, str]) -> str:
    """In hex, over all paths and texts."""
    digest = sha256()
    for name, text in sorted(files.items()):
        digest.update(f"{name}\0{len(text)}\0{text}\0".encode())
    return digest.hexdigest()
