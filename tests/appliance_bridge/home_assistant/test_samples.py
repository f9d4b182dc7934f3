"""Everything that real bridges announced and said is read, without an exception and without a guess."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance_bridge.entities.templates import Template
from appliance_bridge.errors import Unsupported
from tests.appliance_bridge.home_assistant.announce import Announced, announced, empty_inventory

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def homes(samples: list[Path]) -> list[tuple[str, Announced, list[str]]]:
    """Each sample: its name, what was made of it, and the problems."""
    return [_read(sample) for sample in samples]


def _read(sample: Path) -> tuple[str, Announced, list[str]]:
    data, inventory, problems = json.loads(sample.read_text("utf-8")), empty_inventory(), []
    for message in data["discovery"]:
        changes = announced(inventory, message["topic"], message.get("payload", ""))
        problems += [problem.reason for problem in changes.problems]
    for example in data.get("state_examples") or []:
        for topic, payload in example.items():
            announced(inventory, topic, payload)
    return sample.stem, inventory, problems


def _templates(inventory: Announced) -> Iterator[Template]:
    for entity in inventory.entities.values():
        yield from (value for value in entity.config.values() if isinstance(value, Template))


def test_all_are_read(homes: list[tuple[str, Announced, list[str]]]) -> None:
    assert len(homes) >= 44
    assert sum(len(inventory.entities) for _, inventory, _ in homes) >= 446
    problems = {problem for _, _, problems in homes for problem in problems}
    assert problems <= {"Where people are is not asked for here, so device trackers are left out."}


def test_states_arrive(homes: list[tuple[str, Announced, list[str]]]) -> None:
    by_name = {name: inventory for name, inventory, _ in homes}
    vacuum = by_name["valetudo-robot_vacuum"]
    assert vacuum.state("vacuum.CleanRobot_vacuum") == {"state": "docked", "fan_speed": "medium"}
    conditioner = by_name["rethink-air_conditioner-POT_056905_WW"]
    (key,) = conditioner.entities
    assert conditioner.state(key)["state"] == "dry"
    assert conditioner.state(key)["temperature"] == 20.5
    assert conditioner.available(key) is False


def test_only_templates_with_states_are_refused(homes: list[tuple[str, Announced, list[str]]]) -> None:
    templates = {template for _, inventory, _ in homes for template in _templates(inventory)}
    refused = {template for template in templates if template.problem}
    assert len(templates) >= 40
    assert all("states(" in template.source for template in refused)
    assert len(refused) == 5


def test_every_service_can_be_tried(homes: list[tuple[str, Announced, list[str]]]) -> None:
    sent = 0
    for _, inventory, _ in homes:
        for key, entity in inventory.entities.items():
            for service, fields in inventory.component(entity).services(entity).items():
                data = {field: _some(inventory, key, field) for field in fields}
                try:
                    sent += len(inventory.encode(key, service, data))
                except Unsupported:
                    continue
    assert sent >= 150


def _some(inventory: Announced, key: str, field: str) -> str | float:
    entity = inventory.entities[key]
    limits = inventory.component(entity).limits(entity, field)
    options = limits.get("options")
    if isinstance(options, list) and options:
        return str(options[0])
    maximum = limits.get("maximum")
    return maximum if isinstance(maximum, float | int) else "x"
