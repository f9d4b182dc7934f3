"""The engine of the house, made from the files beside this one."""

from dataclasses import dataclass
from pathlib import Path

from nlu.contract import load_contract, load_values
from nlu.engines.base import Engine
from nlu.engines.chain import Chain
from nlu.engines.examples import ExamplesEngine
from nlu.engines.grammar import GrammarEngine
from nlu.engines.own import OwnEngine
from nlu.engines.trained import TrainedReader
from nlu.examples import Example, Training, load_training
from nlu.frames import load_frames
from nlu.known_values import KnownValues
from nlu.language import Language, load_language
from nlu.understanding import Language as LanguageCode

_HERE = Path(__file__).parent
INTENTS = _HERE / "intents"
"""The examples that ship."""

FREE_WORDING = INTENTS / "free"
"""Many more, worded freely: for the trained engine alone, whose guesses are asked about."""


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
    built_in: Engine
    # the two of them, and around them what the home has of its own
    trained: TrainedReader
    # for what a trained engine, wherever it runs, makes of a text

    shipped: tuple[Example, ...]
    # what `examples` learned first

    def of_home(
        self, own: Training, before: "Engines | None" = None, grammar: GrammarEngine | None = None
    ) -> "Engines":
        """Engines of one home with words and examples of its own, which win over those that ship.

        What they learn later stays their own. Made in a thread while these are in use.
        before: what this made for the same home until now; with the same words it is made faster.
        grammar: one that knows the home's words already.
        """
        grammar = grammar or self.grammar.with_synonyms(own.synonyms)
        alike = (one.examples for one in (before, self) if one and one.grammar.synonyms == grammar.synonyms)
        examples = ExamplesEngine(grammar, (*own.examples, *self.shipped), next(alike, None))
        trained = self.trained.with_grammar(grammar)
        built_in: Engine = Chain((grammar, examples))
        if own.commands or own.never:
            built_in = OwnEngine(built_in, grammar, own.commands, own.never)
        return Engines(grammar, examples, built_in, trained, self.shipped)


def load_engines(intents: Path = INTENTS) -> Engines:
    """The engines with the examples of the folder `intents`. Raises LanguageError."""
    training = load_training(intents)
    languages = load_languages()
    grammar = GrammarEngine(languages, load_frames(_HERE / "frames.yaml"), training.synonyms)
    examples = ExamplesEngine(grammar, training.examples)
    trained = TrainedReader(grammar, load_contract(), KnownValues(load_values(), languages.values()))
    return Engines(grammar, examples, Chain((grammar, examples)), trained, training.examples)


def load_engine(intents: Path = INTENTS) -> Engine:
    """The built-in engine with the examples of the folder `intents`. Raises LanguageError."""
    return load_engines(intents).built_in
