"""The engine of the house, made from the files beside this one."""

from pathlib import Path

from nlu.engines.base import Engine
from nlu.engines.chain import Chain
from nlu.engines.examples import ExamplesEngine
from nlu.engines.grammar import GrammarEngine
from nlu.examples import load_training
from nlu.frames import load_frames
from nlu.language import Language, load_language
from nlu.understanding import Language as LanguageCode

_HERE = Path(__file__).parent
INTENTS = _HERE / "intents"
"""The examples that ship."""


def load_languages(folder: Path = _HERE / "languages") -> dict[LanguageCode, Language]:
    """All language files of a folder by their code. Raises LanguageError."""
    found = [load_language(path) for path in sorted(folder.glob("*.yaml"))]
    return {language.language: language for language in found}


def load_engine(intents: Path = INTENTS) -> Engine:
    """The built-in engine with the examples of the folder `intents`. Raises LanguageError."""
    training = load_training(intents)
    grammar = GrammarEngine(load_languages(), load_frames(_HERE / "frames.yaml"), training.synonyms)
    return Chain((grammar, ExamplesEngine(grammar, training)))
