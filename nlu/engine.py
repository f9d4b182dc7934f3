"""The engine of the house, made from the files beside this one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from nlu.contract import load_contract
from nlu.engines.base import Engine
from nlu.engines.chain import Chain
from nlu.engines.examples import ExamplesEngine
from nlu.engines.grammar import GrammarEngine
from nlu.engines.trained import TrainedReader
from nlu.examples import Example, load_training
from nlu.frames import load_frames
from nlu.language import Language, load_language
from nlu.understanding import Language as LanguageCode

_HERE = Path(__file__).parent
INTENTS = _HERE / "intents"
"""The examples that ship."""

FREE_WORDING = INTENTS / "free"
"""The same and many more, worded freely: for the trained engine, whose guesses are asked about."""


def load_languages(folder: Path = _HERE / "languages") -> dict[LanguageCode, Language]:
    """All language files of a folder by their code. Raises LanguageError."""
    found = [load_language(path) for path in sorted(folder.glob("*.yaml"))]
    return {language.language: language for language in found}


@dataclass(frozen=True, slots=True)
class Engines:
    """All that understands without a server, joined."""

    grammar: GrammarEngine
    examples: ExamplesEngine
    # learns while it runs
    built_in: Chain
    # the two of them
    trained: TrainedReader
    # for what a trained engine, wherever it runs, makes of a text

    def with_examples(self, examples: Iterable[Example]) -> "Engines":
        """The same with examples of one home's own; what it learns later stays its own."""
        own = self.examples.with_examples(examples)
        return replace(self, examples=own, built_in=Chain((self.grammar, own)))


def load_engines(intents: Path = INTENTS) -> Engines:
    """The engines with the examples of the folder `intents`. Raises LanguageError."""
    training = load_training(intents)
    grammar = GrammarEngine(load_languages(), load_frames(_HERE / "frames.yaml"), training.synonyms)
    examples = ExamplesEngine(grammar, training.examples)
    return Engines(grammar, examples, Chain((grammar, examples)), TrainedReader(grammar, load_contract()))


def load_engine(intents: Path = INTENTS) -> Engine:
    """The built-in engine with the examples of the folder `intents`. Raises LanguageError."""
    return load_engines(intents).built_in
