"""The intents that engines and plans agree on, and the value slots of each: `intents.yaml`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nlu.language import compose, plain

_FILE = Path(__file__).parent / "intents.yaml"

Contract = Mapping[str, frozenset[str]]
"""Intent → names of its value slots; who it is about may stand in every intent."""

Values = Mapping[str, frozenset[str]]
"""Slot → all that may stand in it, in any home."""


def load_contract(path: Path = _FILE) -> Contract:
    """All intents of the file. Raises LanguageError."""
    return {name: frozenset((row or {}).get("slots", ())) for name, row in _read(path, "intents").items()}


def load_intents(path: Path = _FILE) -> Mapping[str, Mapping[str, Any]]:
    """Each intent with its slots and an example in each language, as it stands. Raises LanguageError."""
    return {name: row or {} for name, row in _read(path, "intents").items()}


def load_values(path: Path = _FILE) -> Values:
    """The slots whose values are the same in every home. Raises LanguageError."""
    return {slot: frozenset(values) for slot, values in _read(path, "values").items()}


def _read(path: Path, part: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = plain(compose(path), path)[part]
    return found
