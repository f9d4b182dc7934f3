"""kill -9 at random points, many times over; then the history is checked against the devices' own diary."""

import asyncio
import json
import logging
import random
import signal
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

from redis.asyncio import Redis

from appliance_bridge.keys import Keys
from appliance_bridge.ledger import Ledger
from tests.support.kill_worker import LAMPS, STEPS, values_of
from tests.support.servers import Server
from tests.support.tiny import TinyDevice

_LOG = logging.getLogger(__name__)

NEW_MESSAGES = 16
"""Come with every start, so that there is always something to die of; the old ones are delivered again too."""

DEATHS = 8
ROOT = Path(__file__).parents[2]


async def run_worker(redis_url: str, port: int, messages: int, step: str, kill_after_s: float | None) -> int:
    """The exit code; killed from outside so many seconds after it began with the messages, if any are given."""
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.kill_worker", redis_url, str(port), str(messages), step,
        cwd=ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert worker.stdout is not None
    async with asyncio.timeout(60):
        await worker.stdout.readline()
        if kill_after_s is not None:
            await asyncio.sleep(kill_after_s)
            with suppress(ProcessLookupError):
                worker.kill()
        return await worker.wait()


async def test_killed_at_random_nothing_runs_twice_and_nothing_is_forgotten(
    redis_url: str, mosquitto: Server
) -> None:
    seed = random.randrange(10**6)
    _LOG.info("seed %d", seed)
    dice = random.Random(seed)
    lamps = [
        TinyDevice(mosquitto.host, mosquitto.port, f"lamp{number}", state={"program.selected": "-"}).start()
        for number in range(LAMPS)
    ]
    try:
        deaths = starts = 0
        while deaths < DEATHS and starts < 4 * DEATHS:
            starts += 1
            step = f"{dice.choice(['before', 'after'])} {dice.choice(list(STEPS))} {dice.randint(2, 12)}"
            kill_after_s = None
            if starts % 4 == 0:
                step, kill_after_s = "", dice.uniform(0, 0.05)
            code = await run_worker(redis_url, mosquitto.port, starts * NEW_MESSAGES, step, kill_after_s)
            _LOG.info("start %d: %s: %d", starts, step or f"from outside after {kill_after_s} s", code)
            deaths += code == -signal.SIGKILL
            assert code in (0, -signal.SIGKILL), f"the worker failed, seed {seed}"
        assert deaths == DEATHS, f"too few deaths to mean anything, seed {seed}"
        messages = starts * NEW_MESSAGES
        assert await run_worker(redis_url, mosquitto.port, messages, "", None) == 0
        await check(redis_url, messages, [value for lamp in lamps for value in lamp.values()], seed)
    finally:
        for lamp in lamps:
            lamp.stop()


async def check(redis_url: str, messages: int, effects: list[str], seed: int) -> None:
    """What the devices saw against what was answered."""
    redis = Redis.from_url(redis_url)
    ledger = Ledger(redis, Keys("home"))
    answers = [json.loads(await ledger.answer(f"m{number}") or "[]") for number in range(messages)]
    assert await ledger.open_commands() == [], seed
    assert await ledger.open_messages() == [], seed
    await redis.aclose()
    told = [result for answer in answers for result in answer]
    _LOG.info("%s, %d effects", Counter(told), len(effects))
    for number, answer in enumerate(answers):
        assert len(answer) == len(values_of(number)), f"m{number} was forgotten, seed {seed}"
        for value, result in zip(values_of(number), answer, strict=True):
            seen = effects.count(value)
            assert seen <= 1, f"{value} ran {seen} times, seed {seed}"
            if result == "confirmed":
                assert seen == 1, f"{value} is said to be done and was not, seed {seed}"
            if result.startswith("refused"):
                assert seen == 0, f"{value} is said to be refused and was done, seed {seed}"
    assert told.count("confirmed") > messages, f"too little was done to mean anything, seed {seed}"
