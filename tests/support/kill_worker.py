"""A process that carries out messages and is killed at a chosen step; started by the kill test.

Arguments: redis URL, broker port, number of messages, where to die ("after publish 3" is just after the third
publish, "" is nowhere). Every start delivers every message again, as messengers do; a line says that it begins.
"""

import asyncio
import functools
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from redis.asyncio import Redis

from appliance_bridge.bridge import Bridge
from appliance_bridge.broker_settings import BrokerSettings
from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.command import Command
from appliance_bridge.home import Home
from appliance_bridge.ledger import Duplicate, Ledger
from appliance_bridge.transport import Transport
from tests.support.tiny import TinyDialect

LAMPS = 4
STEPS = {
    "begin": (Ledger, "begin"),
    "accept": (Ledger, "accept"),
    "mark_sent": (Ledger, "mark_sent"),
    "publish": (Transport, "publish"),
    "finish": (Ledger, "finish"),
    "store_answer": (Ledger, "store_answer"),
}


def values_of(number: int) -> list[str]:
    """What the commands of a message set, each its own value."""
    return [f"m{number}", f"m{number} again"]


def die_at(where: str) -> None:
    """kill -9 ourselves just before or just after the n-th time a step is taken."""
    when, name, time_of_passing = where.split()
    owner, method = STEPS[name]
    original: Callable[..., Any] = getattr(owner, method)
    passed = 0

    @functools.wraps(original)
    async def wrapped(self: Any, *args: Any, **settings: Any) -> Any:
        nonlocal passed
        passed += 1
        mine = passed == int(time_of_passing)
        if mine and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = await original(self, *args, **settings)
        if mine:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, method, wrapped)


async def carry_out(bridge: Bridge, number: int) -> None:
    message = f"m{number}"
    begun = await bridge.ledger.begin(message, time.time())
    if isinstance(begun, Duplicate) and begun.answer is not None:
        return
    lamp = f"lamp{number % LAMPS}"
    # the first passes the gate when it is accepted, the second when the first has ended
    commands = [
        Command(f"{message}.{at}", lamp, "program", "select", {"value": value}, deadline=time.time() + 30)
        for at, value in enumerate(values_of(number))
    ]
    while True:
        results = await bridge.execute(message, commands)
        if all(one.result != "pending" for one in results):
            break
        await asyncio.sleep(0.05)
    told = [f"{one.result} {one.refusal.reason if one.refusal else ''}".strip() for one in results]
    await bridge.ledger.store_answer(message, json.dumps(told))


async def main(redis_url: str, port: str, messages: str, where: str) -> None:
    Home.confirm_within = lambda *_: 1.0  # type: ignore[method-assign]
    if where:
        die_at(where)
    redis = Redis.from_url(redis_url)
    bridge = Bridge(BrokerSettings(port=int(port)), redis, load_catalogue(), [TinyDialect()], "home")
    await bridge.start()
    await bridge.wait_ready(20)
    sys.stdout.write("begins\n")
    sys.stdout.flush()
    waiting = asyncio.Semaphore(3)

    async def one(number: int) -> None:
        async with waiting:
            await carry_out(bridge, number)

    await asyncio.gather(*(one(number) for number in range(int(messages))))
    await bridge.stop()
    await redis.aclose()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
