"""The tables of replies leave no capability out."""

import pytest
import yaml

from appliance_bridge.catalogue import load_catalogue
from tests.end_to_end.test_replies import TABLES

# served by another capability with the same effect in the simulated home
ELSEWHERE = {"valve"}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_capability_that_can_be_told_something_has_a_row_with_its_reply(language: str) -> None:
    told = set()
    for path in TABLES.glob(f"replies*_{language}.yaml"):
        turns = [turn for row in yaml.safe_load(path.read_text("utf-8")) for turn in row["turns"]]
        commands = [command for turn in turns if "reply" in turn for command in turn.get("commands") or []]
        told |= {command.split()[1].partition(".")[0] for command in commands}
    asked = {name for name, capability in load_catalogue().capabilities.items() if capability.actions}
    assert asked - told - ELSEWHERE == set()
