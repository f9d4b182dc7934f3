"""A process that plays Telegram for the benchmark: it hands out updates and takes the time of the replies.

    python -m benchmarks.telegram_cloud --port N

Each line on standard input is {"bot": token, "messages": [message, …]}. As soon as that bot writes to the
chat of the last message, a line with the nanoseconds from the first being handed out to that reply goes out.
"""

import argparse
import asyncio
import itertools
import json
import sys
import time
from typing import Any

from aiohttp import web

BOT = {"id": 4242, "is_bot": True, "first_name": "Jipsa", "username": "jipsa_bench_bot"}
BATCH = 100

Json = dict[str, Any]


class Bot:
    """What waits for one bot."""

    def __init__(self) -> None:
        self.updates: list[Json] = []
        self.fresh = asyncio.Event()
        self.last = 0
        # id of the update whose chat must be answered
        self.chat = 0
        self.handed: int | None = None
        # when the first was handed out
        self.all_handed = False


class Cloud:
    """The methods that a bot calls."""

    def __init__(self) -> None:
        self._bots: dict[str, Bot] = {}
        self._numbers = itertools.count(1)

    def bot(self, token: str) -> Bot:
        """By token."""
        return self._bots.setdefault(token, Bot())

    def say(self, token: str, messages: list[Json]) -> None:
        """People write."""
        bot = self.bot(token)
        bot.handed, bot.all_handed = None, False
        for one in messages:
            number = next(self._numbers)
            message = one | {"message_id": number, "date": int(time.time())}
            bot.updates.append({"update_id": number, "message": message})
        bot.last, bot.chat = bot.updates[-1]["update_id"], messages[-1]["chat"]["id"]
        bot.fresh.set()

    async def called(self, request: web.Request) -> web.Response:
        """Any method."""
        now = time.monotonic_ns()
        bot, method = self.bot(request.match_info["token"]), request.match_info["method"]
        given = await request.post()
        if method == "getUpdates":
            return _answer(await self._updates(bot, given))
        if method == "getMe":
            return _answer(BOT)
        if method not in {"sendMessage", "editMessageText"}:
            return _answer(True)
        chat = int(str(given["chat_id"]))
        if bot.all_handed and bot.handed is not None and chat == bot.chat:
            sys.stdout.write(f"{now - bot.handed}\n")
            sys.stdout.flush()
            bot.handed = None
        told = {
            "message_id": next(self._numbers),
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private"},
        }
        return _answer(told)

    async def _updates(self, bot: Bot, given: Any) -> list[Json]:
        offset = int(given.get("offset") or 0)
        bot.updates = [one for one in bot.updates if one["update_id"] >= offset]
        if not bot.updates:
            bot.fresh.clear()
            try:
                async with asyncio.timeout(float(given.get("timeout") or 0)):
                    await bot.fresh.wait()
            except TimeoutError:
                return []
        batch = bot.updates[:BATCH]
        if bot.handed is None and not bot.all_handed:
            bot.handed = time.monotonic_ns()
        bot.all_handed = bot.all_handed or batch[-1]["update_id"] >= bot.last
        return batch


def _answer(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


async def main() -> None:
    """Serve until standard input ends."""
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, required=True)
    cloud = Cloud()
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", cloud.called)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", options.parse_args().port).start()
    lines = asyncio.StreamReader(limit=2**24)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while line := await lines.readline():
        wanted = json.loads(line)
        cloud.say(wanted["bot"], wanted["messages"])
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
