"""Which intents and entities an example may name: those of the contract."""

from collections.abc import Iterator, Set
from difflib import get_close_matches

from nlu.contract import Contract
from nlu.errors import LanguageError
from nlu.examples import Example, Training

_TARGETS = frozenset(
    ("appliance", "appliance_type", "area", "quantifier", "except_appliance", "except_type", "except_area",
     "pronoun", "part", "unknown", "unit")
)  # fmt: skip
# every command and question may say who it is about


def entities_of(contract: Contract) -> frozenset[str]:
    """All names that a marked piece may have."""
    return _TARGETS.union(*contract.values())


def check_training(training: Training, contract: Contract) -> None:
    """Raises LanguageError for the first example that names an intent or entity that there is none of."""
    for fault in faults(training, contract):
        raise fault


def faults(training: Training, contract: Contract) -> Iterator[LanguageError]:
    """Every unknown name, with file and line and the nearest known one."""
    entities = entities_of(contract)
    for example in training.examples:
        if example.intent not in contract:
            yield _unknown(example, "intent", example.intent, contract.keys())
        for annotation in example.annotations:
            if annotation.entity not in entities:
                yield _unknown(example, "entity", annotation.entity, entities)


def _unknown(example: Example, kind: str, name: str, known: Set[str]) -> LanguageError:
    near = get_close_matches(name, sorted(known), 1)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    return LanguageError(example.file, example.line, name, f"there is no such {kind}{hint}")
