"""kill -9 at random points, many times over; then the history is checked against the devices' own diary."""

import asyncio
import logging
import random
import signal
import sys
from pathlib import Path

from redis.asyncio import Redis

from appliance_bridge.keys import Keys
from appliance_bridge.ledger import Ledger
from tests.support.kill_worker import LAMPS, STEPS
from tests.support.servers import Server
from tests.support.tiny import TinyDevice

_LOG = logging.getLogger(__name__)

MESSAGES = 120
DEATHS = 8
ROOT = Path(__file__).parents[2]


async def run_worker(redis_url: str, port: int, step: str, count: int, kill_after_s: float | None) -> int:
    arguments = [redis_url, str(port), str(MESSAGES), step, str(count)]
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.kill_worker", *arguments, cwd=ROOT
    )
    try:
        async with asyncio.timeout(kill_after_s or 60):
            return await worker.wait()
    except TimeoutError:
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
        deaths = number = 0
        while deaths < DEATHS and number < 4 * DEATHS:
            step = f"{dice.choice(['before', 'after'])} {dice.choice(list(STEPS))}"
            count = dice.randint(2, 12)
            from_outside = number % 4 == 3
            code = await run_worker(
                redis_url,
                mosquitto.port,
                "" if from_outside else step,
                count,
                dice.uniform(0.9, 2.0) if from_outside else None,
            )
            _LOG.info("run %d: %s: %d", number, "from outside" if from_outside else f"{step} {count}", code)
            deaths += code == -signal.SIGKILL
            number += 1
            assert code in (0, -signal.SIGKILL), f"the worker failed, seed {seed}"
        assert deaths == DEATHS, f"too few deaths to mean anything, seed {seed}"
        assert await run_worker(redis_url, mosquitto.port, "", 0, None) == 0
        await check(redis_url, [value for lamp in lamps for value in lamp.values()], seed)
    finally:
        for lamp in lamps:
            lamp.stop()


async def check(redis_url: str, effects: list[str], seed: int) -> None:
    """What the devices saw against what was answered."""
    redis = Redis.from_url(redis_url)
    ledger = Ledger(redis, Keys("home"))
    answers = [await ledger.answer(f"m{number}") or "" for number in range(MESSAGES)]
    counts = {answer: answers.count(answer) for answer in sorted(set(answers))}
    _LOG.info("%s, %d effects", counts, len(effects))
    assert await ledger.open_commands() == [], seed
    assert await ledger.open_messages() == [], seed
    await redis.aclose()
    for number, answer in enumerate(answers):
        seen = effects.count(f"m{number}")
        assert seen <= 1, f"m{number} ran {seen} times, seed {seed}"
        assert answer, f"m{number} was forgotten, seed {seed}"
        if answer == "confirmed":
            assert seen == 1, f"m{number} is said to be done and was not, seed {seed}"
        if answer.startswith("refused"):
            assert seen == 0, f"m{number} is said to be refused and was done, seed {seed}"
    assert answers.count("confirmed") > MESSAGES // 2, f"too little was done to mean anything, seed {seed}"
