"""Telegram: update handed out → reply sent, through adapter, desk and house, beside its floor in one run.

The floor is a bot of four lines made with the same library that says what it hears; both poll one server in
another process, by turns. Then a busy group: how fast they get past what is not meant for them.

    python -m benchmarks.telegram [--messages 200] [--overheard 3000]
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.app import Home, build
from bot.config import Settings
from bot.embedded.ports import free_port
from bot.options import RunOptions

FLOOR, TRIP = "1:floor", "2:trip"
MOM, GROUP = 1001, -1005001
NAME = "@jipsa_bench_bot"
QUESTION = "거실 불 켜져 있어?"
PAUSE_S = 0.08
"""Between two messages: the library's limiter holds back more than 30 a second; that is not measured here."""

Json = dict[str, Any]


class Cloud:
    """The process that plays Telegram."""

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self._process = process
        self.url = url

    @classmethod
    async def start(cls) -> "Cloud":
        """Start it and wait until it listens."""
        port = free_port(0)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.telegram_cloud", "--port", str(port),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        cloud = cls(process, f"http://127.0.0.1:{port}")
        await cloud._line()
        return cloud

    async def reply(self, bot: str, messages: list[Json]) -> float:
        """Milliseconds from handing out the first message to the reply to the last."""
        if self._process.stdin is not None:
            self._process.stdin.write(json.dumps({"bot": bot, "messages": messages}).encode() + b"\n")
            await self._process.stdin.drain()
        return int(await self._line()) / 1e6

    async def stop(self) -> None:
        """End it."""
        self._process.kill()
        await self._process.wait()

    async def _line(self) -> bytes:
        if self._process.stdout is None:
            return b""
        async with asyncio.timeout(60):
            return await self._process.stdout.readline()


def message(text: str, *, who: int = MOM, group: bool = False) -> Json:
    """As Telegram tells of it."""
    chat = {"id": GROUP, "type": "supergroup", "title": "집"} if group else {"id": who, "type": "private"}
    return {"text": text, "from": {"id": who, "is_bot": False, "first_name": "a"}, "chat": chat}


async def echo(url: str, stack: AsyncExitStack) -> None:
    """The floor."""

    async def say(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is not None and update.message.text is not None:
            private = update.message.chat.type == "private"
            if private or NAME in update.message.text:
                await update.message.reply_text(update.message.text)

    app = Application.builder().token(FLOOR).base_url(f"{url}/bot").build()
    app.add_handler(MessageHandler(filters.TEXT, say))
    await stack.enter_async_context(app)
    await app.start()
    stack.push_async_callback(app.stop)
    if app.updater is not None:
        await app.updater.start_polling()
        stack.push_async_callback(app.updater.stop)


async def home(url: str, stack: AsyncExitStack) -> Home:
    """The whole house on its own servers, with the simulated home."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    settings = Settings.model_validate(
        {
            "state_dir": str(folder),
            "http": {"port": 0},
            "log": {"level": "error"},
            "people": {
                "mom": {"name": {"ko": "엄마"}, "role": "owner", "accounts": {"telegram": [str(MOM)]}}
            },
            "messengers": {"telegram": {"token": TRIP, "api_url": url}},
        }
    )
    return await build(settings, RunOptions(port=0), stack)


async def latencies(cloud: Cloud, count: int) -> dict[str, list[float]]:
    """Milliseconds of each, one after the other and by turns: all meet the same machine."""
    found: dict[str, list[float]] = {"echo": [], "question": [], "command": []}
    for number in range(count):
        command = "거실 불 켜줘" if number % 2 else "거실 불 꺼줘"
        for name, bot, text in (
            ("echo", FLOOR, QUESTION), ("question", TRIP, QUESTION), ("command", TRIP, command),
        ):  # fmt: skip
            found[name].append(await cloud.reply(bot, [message(text)]))
            await asyncio.sleep(PAUSE_S)
    return found


async def group_rate(cloud: Cloud, bot: str, count: int) -> float:
    """Messages a second of a group in which only the last is for us."""
    talk = [message(f"저녁에 뭐 먹을까? {n}", who=2000 + n % 20, group=True) for n in range(count)]
    took = await cloud.reply(bot, [*talk, message(f"{NAME} {QUESTION}", group=True)])
    return count / took * 1000


async def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--messages", type=int, default=200)
    options.add_argument("--overheard", type=int, default=3000)
    given = options.parse_args()
    async with AsyncExitStack() as stack:
        cloud = await Cloud.start()
        stack.push_async_callback(cloud.stop)
        await echo(cloud.url, stack)
        await home(cloud.url, stack)
        await latencies(cloud, 20)
        results = await latencies(cloud, given.messages)
        print(f"{given.messages} messages each, one by one")
        for name, found in results.items():
            ratios = [
                _percentile(found, percent) / _percentile(results["echo"], percent) for percent in (50, 99)
            ]
            print(
                f"{name:8} p50 {_percentile(found, 50):6.2f} ms  p99 {_percentile(found, 99):6.2f} ms"
                f"  {ratios[0]:5.2f} x and {ratios[1]:5.2f} x the echo"
            )
        rates = {
            name: await group_rate(cloud, bot, given.overheard)
            for name, bot in (("echo", FLOOR), ("house", TRIP))
        }
        print(f"busy group, {given.overheard} messages overheard before one for us")
        print(
            f"echo {rates['echo']:7.0f} /s   house {rates['house']:7.0f} /s"
            f"   {rates['house'] / rates['echo']:.2f} x the echo"
        )


def _percentile(found: list[float], percent: int) -> float:
    return statistics.quantiles(found, n=100)[percent - 1]


if __name__ == "__main__":
    asyncio.run(main())
