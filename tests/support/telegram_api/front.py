"""telegram-test-api, made fit for python-telegram-bot: what it answers is mended, what it lacks is added.

Mended: getMe without is_bot, dates in milliseconds, callback updates without chat_instance, null results,
and that it does not hold a poll. Limits that it does not check are checked before it is asked. Added:
pictures, "typing…", menus, files, groups that move, and outages; see server.py.
"""

import asyncio
import itertools
import subprocess
from pathlib import Path
from typing import Any

import aiohttp

from appliance_bridge.tasks import end
from tests.support.doubles import node, npm_package
from tests.support.servers import free_port
from tests.support.telegram_api.server import BOT, TOKEN, BotApi, Json, Sent

_ASK_EVERY_S = 0.02
_READY_WITHIN_S = 20.0


class TestApi:
    """The double, a process of its own."""

    __test__ = False

    def __init__(self) -> None:
        self.url = ""
        self._process: asyncio.subprocess.Process | None = None
        self._http: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Start it and wait until it listens."""
        package, port = npm_package("telegram-test-api"), free_port()
        script = Path(__file__).with_name("double.js")
        self._process = await asyncio.create_subprocess_exec(
            node(), script, package, str(port), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self._process.stdout is not None
        async with asyncio.timeout(_READY_WITHIN_S):
            assert (await self._process.stdout.readline()).strip() == b"ready"
        self.url, self._http = f"http://127.0.0.1:{port}", aiohttp.ClientSession()

    async def stop(self) -> None:
        """End it."""
        if self._http is not None:
            await self._http.close()
        if self._process is not None:
            self._process.kill()
            await self._process.wait()

    async def call(self, path: str, body: Json) -> Any:
        """POST some JSON."""
        assert self._http is not None
        async with self._http.post(f"{self.url}/{path}", json=body) as response:
            said = await response.json()
        assert response.status == 200 and said["ok"], f"{path}: {said}"
        return said["result"]


class Front(BotApi):
    """What the bot talks to."""

    def __init__(self) -> None:
        super().__init__()
        self.double = TestApi()
        self._messages = itertools.count(500_000)
        # ids of messages that the double knows nothing of
        self.told: list[Json] = []
        # updates of the double so far
        self._pump: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Start both."""
        await self.double.start()
        self._pump = asyncio.create_task(self._fetch())
        await self.start()

    async def close(self) -> None:
        """Stop both."""
        await self.stop()
        await end(self._pump)
        await self.double.stop()

    async def _fetch(self) -> None:
        """Hold what the double hands out, which it does once only, until the bot has confirmed it."""
        while True:
            for update in await self.double.call(f"bot{TOKEN}/getUpdates", {}):
                if "callback_query" in update:
                    update["callback_query"].setdefault("chat_instance", "1")
                    self._queries.add(update["callback_query"]["id"])
                self.told.append(await self.again(update))
            await asyncio.sleep(_ASK_EVERY_S)

    async def writes(self, message: Json) -> None:
        """A person's message, handed to the double as its own client does."""
        path = "sendCommand" if "entities" in message else "sendMessage"
        await self.double.call(path, message | {"botToken": TOKEN})

    async def presses(self, query: Json) -> None:
        """A person's press."""
        await self.double.call("sendCallback", query | {"botToken": TOKEN})

    async def _getMe(self, given: Json) -> Json:  # noqa: N802
        said: Json = await self.double.call(f"bot{TOKEN}/getMe", {})
        # it calls itself otherwise; the tests know one name
        return said | BOT

    async def _sendMessage(self, given: Json) -> Json:  # noqa: N802
        await super()._sendMessage(given)
        checked = self.sent.pop()
        said = await self.double.call(f"bot{TOKEN}/sendMessage", given)
        checked.id = said["message_id"]
        self.sent.append(checked)
        return self._told(checked)

    async def _editMessageText(self, given: Json) -> Json:  # noqa: N802
        told = await super()._editMessageText(given)
        await self.double.call(f"bot{TOKEN}/editMessageText", given)
        return told

    async def _editMessageReplyMarkup(self, given: Json) -> Json:  # noqa: N802
        told = await super()._editMessageReplyMarkup(given)
        await self.double.call(f"bot{TOKEN}/editMessageReplyMarkup", given)
        return told

    async def _answerCallbackQuery(self, given: Json) -> bool:  # noqa: N802
        await super()._answerCallbackQuery(given)
        await self.double.call(f"bot{TOKEN}/answerCallbackQuery", given)
        return True

    async def seen(self, *chats: int) -> list[Sent]:
        """All messages of the bot in these chats, their texts as the double has them now."""
        history = await self.double.call("getUpdatesHistory", {"token": TOKEN})
        by_id = {one["messageId"]: one["message"] for one in history if "chat_id" in one.get("message", {})}
        found = [one for one in self.sent if one.chat in chats]
        for one in found:
            if one.photo is None:
                one.text = by_id[one.id]["text"]
        return found
