"""The suite itself: every messenger is under it, and nothing is left out unseen."""

import pytest

from tests.contracts.messengers import test_late_and_double, test_looks, test_talking
from tests.contracts.messengers.benches import BENCHES, NEEDS, load, names_for


@pytest.mark.parametrize("name", BENCHES)
def test_every_messenger_has_a_bench(name: str) -> None:
    assert load(name).name == name


def test_the_table_names_every_scenario_and_no_other() -> None:
    scenarios = {
        name
        for module in (test_talking, test_late_and_double, test_looks)
        for name, one in vars(module).items()
        if name.startswith("test_") and "scene" in one.__annotations__
    }
    assert set(NEEDS) == scenarios


@pytest.mark.parametrize("scenario", NEEDS)
def test_every_scenario_runs_somewhere(scenario: str) -> None:
    assert names_for(scenario)
