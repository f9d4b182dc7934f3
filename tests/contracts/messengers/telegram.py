"""Telegram under the contract."""

import time
from collections.abc import Mapping

from bot.app import Home
from tests.contracts.messengers.bench import Ability, Heard
from tests.contracts.messengers.scene import eventually
from tests.support.telegram_api.front import Front
from tests.support.telegram_api.server import BOT, TOKEN, Json
from tests.support.waiting import until

_PEOPLE = {"mom": 1001, "dad": 1002, "child": 1003, "guest": 1004, "stranger": 1005}
_GROUP, _NEXT_GROUP = -5001, -1005001


class TelegramBench:
    """The adapter with python-telegram-bot's own HTTP client, polling.

    telegram-test-api, a server by others, keeps the conversation: messages of people, texts, buttons, presses,
    edits and answers go through it. Before it stands a server of ours (tests/support/telegram_api) that mends
    its answers, checks Telegram's limits, and has what it lacks altogether: pictures, menus, "typing…", a
    group that moves, redelivery, and going down.
    """

    name = "telegram"
    abilities: frozenset[Ability] = frozenset(
        {
            "groups",
            "edits",
            "buttons",
            "images",
            "redelivery",
            "send_time",
            "outage",
            "migration",
            "first_word",
        }
    )

    def __init__(self) -> None:
        self._front = Front()
        self._group = _GROUP
        self._named: dict[str, Json] = {}
        # messages that may come again

    async def open(self) -> Mapping[str, object]:
        """Start both servers."""
        await self._front.open()
        self._front.chat(_GROUP)
        return {"telegram": {"token": TOKEN, "api_url": self._front.url}}

    async def meet(self, home: Home) -> None:
        """It comes by itself: wait until it asks for updates."""

        async def connected() -> bool:
            return any(one.name == self.name and one.ok for one in await home.steward.health())

        await eventually(connected)

    async def close(self) -> None:
        """Stop both servers."""
        await self._front.close()

    def account(self, who: str) -> str:
        """Of a person of the scenarios."""
        return f"telegram:{_PEOPLE[who]}"

    async def say(
        self,
        who: str,
        text: str,
        *,
        group: bool = False,
        addressed: bool = True,
        ago_s: float = 0.0,
        message: str | None = None,
    ) -> None:
        """Write; the same `message` again comes as Telegram would bring it again."""
        front = self._front
        if message is not None and message in self._named:
            await front.again(self._named[message])
            return
        said = f"@{BOT['username']} {text}" if group and addressed else text
        told = len(front.told)
        sent = front.message(_PEOPLE[who], said, chat=self._group if group else None)
        await front.writes(sent | {"date": int(time.time() - ago_s)})
        if message is not None:
            await until(lambda: len(front.told) > told)
            self._named[message] = front.told[-1]

    async def press(self, who: str, label: str, *, group: bool = False, twice: bool = False) -> None:
        """Press; twice are two queries, as from a nervous finger."""
        query = self._front.press(_PEOPLE[who], label, chat=self._group if group else None)
        for _ in range(2 if twice else 1):
            await self._front.presses(query)

    async def heard(self, who: str, *, group: bool = False) -> list[Heard]:
        """What the chat shows now."""
        chats = {_GROUP, self._group} if group else {_PEOPLE[who]}
        return [
            Heard(
                text=one.text,
                buttons=tuple(button["text"] for row in one.buttons for button in row),
                image=one.text if one.photo is not None else None,
                edited=one.edited,
                silent=one.silent,
            )
            for one in await self._front.seen(*chats)
        ]

    async def forged(self) -> int:
        """Nobody calls us here; the webhook has its own tests."""
        raise NotImplementedError

    async def away(self, is_away: bool) -> None:
        """Close the port, or open it again."""
        await (self._front.stop() if is_away else self._front.start())

    async def migrate(self) -> None:
        """To a supergroup."""
        await self._front.migrate(_GROUP, _NEXT_GROUP)
        self._group = _NEXT_GROUP
