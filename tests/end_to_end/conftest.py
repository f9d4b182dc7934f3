"""A whole home with its simulated appliances, spoken to as a front-end would."""

import itertools
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from appliance_bridge.state import ApplianceState
from bot.app import Home, build
from bot.config import Settings
from bot.message import Answer, IncomingMessage
from bot.options import RunOptions
from tests.support.waiting import until

_NUMBERS = itertools.count()
HEARD_WITHIN_S = 60.0


@dataclass
class Family:
    """People of a running home who say things to it."""

    home: Home

    async def say(
        self,
        text: str = "",
        *,
        sender: str = "mom",
        chat: str | None = None,
        wait_s: float = 30.0,
        sent_at: float | None = None,
        group: bool = False,
        addressed: bool = True,
        action: str | None = None,
        message_id: str | None = None,
    ) -> Answer:
        """One message and its answer."""
        message = IncomingMessage(
            id=message_id or f"test-{next(_NUMBERS)}", text=text, chat=chat or f"private-{sender}", sender=sender,
            received_at=time.time(), sent_at=sent_at, group=group, addressed=addressed, action=action,
        )  # fmt: skip
        return await self.home.steward.handle(message, wait_s)

    async def press(self, answer: Answer, label: str, **kwargs: str | bool) -> Answer:
        """Press the button with this label under an answer."""
        button = next(one for reply in answer.replies for one in reply.buttons if one.label == label)
        return await self.say(action=button.action, **kwargs)  # type: ignore[arg-type]

    def value(self, appliance: str, key: str) -> object:
        """What an appliance reports now."""
        return self.home.bridge.state(appliance).value(key)

    def obeyed(self, appliance: str) -> int:
        """How many commands the simulated appliance itself took."""
        device = next(one for one in self.home.simulator.devices() if one.id == appliance)  # type: ignore[union-attr]
        return len(device.commands)

    async def change(self, appliance: str, key: str, value: object, **conditions: object) -> None:
        """Change a simulated appliance's situation and wait until the home has heard of it."""
        self.home.simulator.change(appliance, **conditions)  # type: ignore[union-attr,arg-type]
        await until(
            lambda: (
                self.home.bridge.state(appliance).online is value
                if key == "online"
                else self.value(appliance, key) == value
            )
        )


def _heard(state: ApplianceState) -> bool:
    return state.online is not None and bool(state.attributes)


async def settled(home: Home) -> Family:
    """Its people, as soon as it has heard of all its simulated appliances, however slow this computer is."""
    bridge, simulator = home.bridge, home.simulator
    if simulator is not None:
        ids = [one.id for one in simulator.devices()]
        await until(lambda: all(_heard(bridge.state(one)) for one in ids), HEARD_WITHIN_S)
        assert await bridge.wait_ready(HEARD_WITHIN_S, all_heard=True)
    return Family(home)


def settings_for(tmp_path: Path, **sections: object) -> Settings:
    """Settings of a test home on any free port."""
    people = {
        "mom": {"name": {"ko": "엄마", "en": "Mom"}, "role": "owner", "pin": "4821"},
        "dad": {"name": {"ko": "아빠", "en": "Dad"}, "role": "adult"},
        "child": {"name": {"ko": "지우", "en": "Jiu"}, "role": "child"},
        "guest": {"name": {"ko": "손님", "en": "Guest"}, "role": "guest"},
    }
    given = {"state_dir": str(tmp_path / "state"), "http": {"port": 0}, "people": people, **sections}
    return Settings.model_validate(given)


@pytest.fixture
async def family(tmp_path: Path) -> AsyncIterator[Family]:
    """A home with everything embedded."""
    async with AsyncExitStack() as stack:
        yield await settled(await build(settings_for(tmp_path), RunOptions(port=0), stack))
