"""The intents that engines and plans agree on, and the value slots of each: `intents.yaml`."""

from collections.abc import Mapping
from pathlib import Path

from nlu.language import compose, plain

_FILE = Path(__file__).parent / "intents.yaml"

Contract = Mapping[str, frozenset[str]]
"""Intent → names of its value slots; who it is about may stand in every intent."""


def load_contract(path: Path = _FILE) -> Contract:
    """All intents of the file. Raises LanguageError."""
    intents = plain(compose(path), path)["intents"]
    return {name: frozenset((row or {}).get("slots", ())) for name, row in intents.items()}
