"""Message in → MQTT command at the appliance: our trip beside its floor, in one run on the same real servers.

The floor has no product code: two Redis scripts (accept, mark sent) and one MQTT 5 publish at QoS 1, from the
same Python and the same clients. Both are timed from the call to the arrival in another process.

    python -m benchmarks.trip [--messages 500] [--in-flight 16]
"""

import argparse
import asyncio
import itertools
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path

from redis.asyncio import Redis

from appliance_bridge.broker_settings import BrokerSettings
from appliance_bridge.dialects.base import Publish
from appliance_bridge.transport import Transport
from bot.app import Home, build
from bot.config import Settings
from bot.embedded.broker import EmbeddedBroker
from bot.embedded.store import EmbeddedStore
from bot.message import IncomingMessage
from bot.options import RunOptions

LAMPS = 32
ACCEPT = "redis.call('SET', KEYS[1], ARGV[1], 'EX', 100) redis.call('ZADD', KEYS[2], 1, KEYS[1]) return 1"
SENT = "redis.call('SET', KEYS[1], ARGV[1], 'EX', 100) return 1"


class Lamps:
    """The other process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, port: int) -> "Lamps":
        """Start it and wait until it listens."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.lamps", "--port", str(port), "--count", str(LAMPS),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**24,
        )  # fmt: skip
        lamps = cls(process)
        await lamps._line()
        return lamps

    async def arrivals(self) -> list[int]:
        """Monotonic nanoseconds of the commands that came since the last call."""
        if self._process.stdin is None:
            return []
        self._process.stdin.write(b"\n")
        await self._process.stdin.drain()
        found: list[int] = json.loads(await self._line())
        return found

    async def stop(self) -> None:
        """End it."""
        self._process.kill()
        await self._process.wait()

    async def _line(self) -> bytes:
        return await self._process.stdout.readline() if self._process.stdout is not None else b"[]"


Work = Callable[[int], Awaitable[object]]


async def latencies(works: Mapping[str, Work], lamps: Lamps, count: int) -> dict[str, list[float]]:
    """Milliseconds from call to arrival, one after the other and by turns: all meet the same machine."""
    await lamps.arrivals()
    found: dict[str, list[float]] = {name: [] for name in works}
    for number in range(count):
        for name, work in works.items():
            began = time.monotonic_ns()
            await work(number)
            arrived: list[int] = []
            while not arrived:
                arrived = await lamps.arrivals()
            found[name].append((arrived[0] - began) / 1e6)
    return found


async def rate(work: Work, count: int, in_flight: int) -> float:
    """Calls per second with so many under way at once."""
    gate = asyncio.Semaphore(in_flight)

    async def one(number: int) -> None:
        async with gate:
            await work(number)

    began = time.monotonic()
    await asyncio.gather(*(one(number) for number in range(count)))
    return count / (time.monotonic() - began)


async def floor_work(url: str, broker: BrokerSettings, stack: AsyncExitStack) -> Work:
    """Two scripts and a publish."""
    redis = Redis.from_url(url)
    stack.push_async_callback(redis.aclose)
    connected = asyncio.Event()
    transport = Transport(
        broker, client_id="bench-floor", on_message=lambda _: None, on_connected=connected.set,
        on_disconnected=lambda _: None,
    )  # fmt: skip
    await transport.start()
    stack.push_async_callback(transport.stop)
    await connected.wait()
    accept, sent = redis.register_script(ACCEPT), redis.register_script(SENT)

    async def work(number: int) -> None:
        await accept(keys=[f"{{f}}m{number}", "{f}open"], args=["x" * 200])
        await sent(keys=[f"{{f}}m{number}"], args=["y" * 200])
        await transport.publish(Publish("floor/set", b"ON"), deadline=time.time() + 10)

    return work


def trip_work(home: Home) -> Work:
    """A sentence through the whole house; another lamp and another chat each time."""
    run = itertools.count()

    async def work(_: int) -> None:
        number = next(run)
        # always a change: a lamp that is already so reports nothing new
        lamp, turn = number % LAMPS, "on" if (number // LAMPS) % 2 == 0 else "off"
        message = IncomingMessage(
            id=f"bench-{number}", text=f"turn {turn} lamp {lamp}", chat=f"bench-{lamp}", sender="mom",
            received_at=time.time(),
        )  # fmt: skip
        answer = await home.steward.handle(message)
        if answer.outcome != "acted":
            raise SystemExit(f"not acted: {answer}")

    return work


async def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--messages", type=int, default=500)
    options.add_argument("--in-flight", type=int, default=16)
    given = options.parse_args()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        store, broker = EmbeddedStore(folder / "s"), EmbeddedBroker(folder / "b")
        url, address = await store.start(), await broker.start()
        stack.push_async_callback(store.stop)
        stack.push_async_callback(broker.stop)
        lamps = await Lamps.start(address.port)
        stack.push_async_callback(lamps.stop)
        settings = Settings.model_validate(
            {"state_dir": str(folder / "h"), "redis": {"url": url}, "http": {"port": 0},
             "mqtt": {"host": address.host, "port": address.port}, "log": {"level": "error"}}
        )  # fmt: skip
        home = await build(settings, RunOptions(port=0), stack)
        works = {"floor": await floor_work(url, address, stack), "trip": trip_work(home)}
        await latencies(works, lamps, 50)
        results = await latencies(works, lamps, given.messages)
        rates = {name: await rate(work, given.messages * 2, given.in_flight) for name, work in works.items()}
        how = f"{given.messages} messages one by one, then {given.in_flight} in flight"
        print(f"broker: {broker.kind}, {how}")
        for name, found in results.items():
            half, most = _percentile(found, 50), _percentile(found, 99)
            print(f"{name:6} p50 {half:6.2f} ms  p99 {most:6.2f} ms  {rates[name]:7.0f} /s")
        for percent in (50, 99):
            ratio = _percentile(results["trip"], percent) / _percentile(results["floor"], percent)
            print(f"p{percent}: {ratio:.2f} x the floor")
        share = rates["trip"] / rates["floor"]
        print(f"rate: {share:.2f} x the floor, which waits for no report of the lamp")


def _percentile(found: list[float], percent: int) -> float:
    return statistics.quantiles(found, n=100)[percent - 1]


if __name__ == "__main__":
    asyncio.run(main())
