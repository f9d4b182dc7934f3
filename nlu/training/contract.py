"""Which names the files of a home may use: those of the contract, and each of its own once."""

from collections.abc import Iterator, Set
from difflib import get_close_matches

from nlu.contract import Contract
from nlu.errors import LanguageError
from nlu.examples import Example, Training
from nlu.own import LookupTable, OwnAppliance, OwnCommand
from nlu.own_phrases import spelled

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
    for table in training.tables:
        if table.entity not in entities:
            yield _unknown(table, "entity", table.entity, entities)
    yield from _said_twice(training)
    yield from _steps_of_others(training)
    yield from _named_twice(training)


def _said_twice(training: Training) -> Iterator[LanguageError]:
    """Phrases of which nobody could tell what they stand for."""
    known: dict[str, OwnCommand] = {}
    for command in training.commands:
        for phrase in (command.name, *command.says):
            plain = spelled(phrase)
            if not any(map(str.isalnum, plain)):
                yield LanguageError(command.file, command.line, phrase, "there is no letter in it")
            other = known.setdefault(plain, command)
            if other is not command:
                place = f"{other.file}, line {other.line}"
                reason = f"this is said for another command already ({place}): keep one of the two"
                yield LanguageError(command.file, command.line, phrase, reason)


def _steps_of_others(training: Training) -> Iterator[LanguageError]:
    """Steps that are own commands themselves: they could go round in circles."""
    known = {spelled(phrase): one for one in training.commands for phrase in (one.name, *one.says)}
    for command in training.commands:
        for step in command.steps:
            other = known.get(spelled(step))
            if other is not None:
                reason = f"a step cannot be an own command: write out what {other.name} does"
                yield LanguageError(command.file, command.line, step, reason)


def _named_twice(training: Training) -> Iterator[LanguageError]:
    known: dict[str, OwnAppliance] = {}
    for one in training.appliances:
        other = known.setdefault(one.id, one)
        if other is not one:
            place = f"{other.file}, line {other.line}"
            reason = f"this appliance stands in {place} already: put both together"
            yield LanguageError(one.file, one.line, one.id, reason)


def _unknown(at: Example | LookupTable, kind: str, name: str, known: Set[str]) -> LanguageError:
    near = get_close_matches(name, sorted(known), 1)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    return LanguageError(at.file, at.line, name, f"there is no such {kind}{hint}")
