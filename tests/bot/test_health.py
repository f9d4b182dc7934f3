"""What is told of the parts: each broker by its name."""

from collections.abc import Sequence
from typing import Any

from appliance_bridge.line import Discovery
from bot.health import Health
from bot.house import Check

THERE = Discovery("mqtt", True, True, 3, 2, 0.5)
AWAY = Discovery("garage", False, False, 0, 0, 0.0, "No broker listens at garage:1883.")


class _Bridge:
    def __init__(self, *found: Discovery) -> None:
        self._found = found

    def discovery(self) -> Sequence[Discovery]:
        return self._found

    def appliances(self) -> list[object]:
        return []

    problems = appliances


class _Redis:
    async def ping(self) -> None:
        """It answers."""


async def lines(*found: Discovery) -> list[Check]:
    bridge: Any = _Bridge(*found)
    redis: Any = _Redis()

    def fine() -> Check:
        return Check("x", True, "Fine.")

    return await Health(redis, bridge, False, fine, fine).checks()


async def brokers(*found: Discovery) -> list[Check]:
    return [one for one in await lines(*found) if one.name.startswith("broker")]


async def test_one_broker_is_called_the_broker() -> None:
    assert await brokers(THERE) == [Check("broker", True, "The broker answers.")]


async def test_another_that_is_away_is_named_and_the_home_serves_without_it() -> None:
    first, other = await brokers(THERE, AWAY)
    assert first.ok
    assert (other.name, other.ok, other.optional) == ("broker garage", False, True)
    assert "garage:1883" in other.text
    assert "brokers.garage" in other.text


async def test_without_the_first_it_is_not_ready() -> None:
    [first] = await brokers(Discovery("mqtt", False, False, 0, 0, 0.0))
    assert not first.ok
    assert not first.optional
    assert "mqtt section" in first.text


async def test_while_a_broker_is_looked_around_at_more_may_appear() -> None:
    told = {one.name: one.text for one in await lines(Discovery("mqtt", True, False, 3, 2, 0.5), AWAY)}
    assert told["appliances"].endswith(" Still looking around at mqtt: more may appear.")
    told = {one.name: one.text for one in await lines(THERE, AWAY)}
    assert "looking" not in told["appliances"]
