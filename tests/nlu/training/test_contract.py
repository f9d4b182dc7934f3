"""Names that there is none of are refused, with the nearest one that there is."""

from pathlib import Path

import pytest

from nlu.contract import load_contract
from nlu.errors import LanguageError
from nlu.training.contract import check_training, entities_of, faults
from tests.nlu.training.conftest import taught

_CONTRACT = load_contract()


@pytest.mark.parametrize(
    ("text", "line", "name", "nearest"),
    [
        ("- intent: power.turnon\n  examples: |\n    - 켜\n", 5, "power.turnon", "'power.turn_on'"),
        ("- intent: power.turn_on\n  examples: |\n    - 켜\n\n    - [티비](aplliance_type) 켜\n", 7, "aplliance_type", "'appliance_type'"),
        ("- intent: power.turn_on\n  examples: |\n    - [불](zzzz) 켜\n", 5, "zzzz", "no such entity"),
    ],
)  # fmt: skip
def test_a_wrong_name_is_named(tmp_path: Path, text: str, line: int, name: str, nearest: str) -> None:
    with pytest.raises(LanguageError, match=nearest) as caught:
        check_training(taught(tmp_path, text), _CONTRACT)
    assert (caught.value.file, caught.value.line, caught.value.key) == ("mine.yml", line, name)


def test_all_wrong_names_are_found(tmp_path: Path) -> None:
    training = taught(tmp_path, "- intent: a\n  examples: |\n    - [x](b) y\n    - [x](area)\n")
    assert [fault.key for fault in faults(training, _CONTRACT)] == ["a", "b", "a"]


def test_targets_and_values_are_entities() -> None:
    assert {"appliance_type", "area", "value", "mode", "dimension", "quantifier"} <= entities_of(_CONTRACT)
