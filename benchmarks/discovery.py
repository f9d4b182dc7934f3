"""A house that the broker kept: from connect to ready, beside a plain client that only receives the same.

A real mosquitto with its own limits keeps thousands of Home Assistant announcements. The floor is paho alone,
counting them in another process; ours reads them, knows every appliance and is ready for a command.
On 2 cores with nothing beside that is about 5 s, nearly all of it computing.

    python -m benchmarks.discovery [--entities 10000] [--of-device 5] [--runs 3] [--busy 0]
"""

import argparse
import asyncio
import getpass
import json
import multiprocessing
import resource
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.queues import SimpleQueue as Queue
from pathlib import Path

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from redis.asyncio import Redis

from appliance_bridge.bridge import Bridge
from appliance_bridge.broker_settings import BrokerSettings
from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.dialects.base import Effect, Incoming
from appliance_bridge.dialects.home_assistant.convention import HomeAssistantDiscovery
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from bot.embedded.store import EmbeddedStore

PARTS = ("light", "sensor", "switch", "binary_sensor", "number")
FOLDERS = "/usr/bin:/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"
PATIENCE_S = 120.0
QUIET_S = 0.5


def announcement(number: int, of_device: int) -> tuple[str, str]:
    """Topic and payload, about 600 bytes, as a bridge of radio devices writes it."""
    device, part = divmod(number, of_device)
    component = PARTS[part % len(PARTS)]
    base = f"bridge/device{device}"
    config: dict[str, object] = {
        "name": f"part {part}",
        "unique_id": f"unique-{number}",
        "state_topic": base,
        "value_template": f"{{{{ value_json.part{part} }}}}",
        "availability_mode": "all",
        "availability": [
            {"topic": "bridge/state", "value_template": "{{ value_json.state }}"},
            {"topic": f"{base}/availability"},
        ],
        "device": {
            "identifiers": [f"bridge_0x{device + 1:016x}"],
            "name": f"거실 조명 {device}",
            "manufacturer": "Maker",
            "model": "Lamp 5",
            "via_device": "bridge_0x00124b0000000001",
        },
        "origin": {"name": "bridge", "sw": "1.0", "url": "https://example.org"},
    }
    if component in ("light", "switch", "number"):
        config["command_topic"] = f"{base}/set/{part}"
    return f"homeassistant/{component}/device{device}/part{part}/config", json.dumps(
        config, ensure_ascii=False
    )


@contextmanager
def mosquitto(folder: Path) -> Iterator[int]:
    """A broker with its own defaults on a free port."""
    program = shutil.which("mosquitto", path=FOLDERS)
    if program is None:
        raise SystemExit("mosquitto is not installed (apt install mosquitto)")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    file = folder / "mosquitto.conf"
    file.write_text(f"listener {port} 127.0.0.1\nuser {getpass.getuser()}\nallow_anonymous true\n")
    process = subprocess.Popen(
        [program, "-c", str(file)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise SystemExit("mosquitto did not start")


def fill(port: int, entities: int, of_device: int) -> None:
    """Let the broker keep the house."""
    client = Client(CallbackAPIVersion.VERSION2)
    client.max_inflight_messages_set(200)
    client.connect("127.0.0.1", port)
    client.loop_start()
    sent = [client.publish(*announcement(one, of_device), qos=1, retain=True) for one in range(entities)]
    for one in sent:
        one.wait_for_publish(PATIENCE_S)
    client.disconnect()
    client.loop_stop()


def floor(port: int, entities: int) -> float:
    """Seconds until a plain client had them all: the same filters, one after the other, again until complete.

    A broker holds back what overruns its queue, so that one turn is not always enough.
    """
    topics: set[str] = set()
    answered = threading.Semaphore(0)
    latest = 0.0

    def count(_client: Client, _data: object, message: MQTTMessage) -> None:
        nonlocal latest
        if message.topic not in topics:
            latest = time.monotonic()
            topics.add(message.topic)

    client = Client(CallbackAPIVersion.VERSION2)
    client.on_message = count
    client.on_subscribe = lambda *_: answered.release()
    filters = [one for asked in HomeAssistantDiscovery().subscriptions() for one in asked.filters]
    began = time.monotonic()
    client.connect("127.0.0.1", port)
    client.loop_start()
    while len(topics) < entities and time.monotonic() - began < PATIENCE_S:
        for one in filters:
            client.subscribe(one, 0)
            answered.acquire(timeout=PATIENCE_S)
        seen = -1
        while seen < len(topics) < entities:
            seen = len(topics)
            time.sleep(QUIET_S)
    client.disconnect()
    client.loop_stop()
    return latest - began


class Counting(HomeAssistant):
    """Notes which announcements it has taken in."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue)
        self.read: set[str] = set()

    def _heard(self, message: Incoming, *, put_off: bool) -> Sequence[Effect]:
        if message.topic.endswith("/config"):
            self.read.add(message.topic)
        return super()._heard(message, put_off=put_off)


async def ours(port: int, folder: Path, entities: int) -> dict[str, float]:
    """Seconds until all appliances were known, until ready, of computing; MB that they took."""
    store = EmbeddedStore(folder)
    redis = Redis.from_url(await store.start())
    catalogue = load_catalogue()
    dialect = Counting(catalogue)
    bridge = Bridge(BrokerSettings("127.0.0.1", port), redis, catalogue, [dialect], "home")
    before, computed, began = _resident_mb(), time.process_time(), time.monotonic()
    await bridge.start()
    known = ready = 0.0
    while not (known and ready) and time.monotonic() - began < PATIENCE_S:
        await asyncio.sleep(0.02)
        now = time.monotonic() - began
        known = known or (now if len(dialect.read) >= entities else 0.0)
        ready = ready or (now if bridge.ready else 0.0)
    found = {
        "known": known,
        "ready": ready,
        "computing": time.process_time() - computed,
        "memory": _resident_mb() - before,
        "appliances": float(len(bridge.appliances())),
    }
    await bridge.stop()
    await redis.aclose()
    await store.stop()
    return found


def _resident_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _floor(port: int, entities: int, told: "Queue[float]") -> None:
    told.put(floor(port, entities))


def _ours(port: int, folder: Path, entities: int, told: "Queue[dict[str, float]]") -> None:
    told.put(asyncio.run(ours(port, folder, entities)))


def _burn() -> None:
    while True:
        pass


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--entities", type=int, default=10_000, help="announcements that the broker keeps")
    options.add_argument("--of-device", type=int, default=5, help="entities of one device")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--busy", type=int, default=0, help="processes that keep the machine busy meanwhile")
    given = options.parse_args()
    fresh = multiprocessing.get_context("spawn")
    burning = [fresh.Process(target=_burn, daemon=True) for _ in range(given.busy)]
    for one in burning:
        one.start()
    floors, runs = [], []
    with tempfile.TemporaryDirectory() as name, mosquitto(Path(name)) as port:
        fill(port, given.entities, given.of_device)
        for number in range(given.runs):
            counted: Queue[float] = fresh.SimpleQueue()
            read: Queue[dict[str, float]] = fresh.SimpleQueue()
            folder = Path(name) / str(number)
            for process in (
                fresh.Process(target=_floor, args=(port, given.entities, counted)),
                fresh.Process(target=_ours, args=(port, folder, given.entities, read)),
            ):
                process.start()
                process.join()
                if process.exitcode:
                    raise SystemExit("a run failed")
            floors.append(counted.get())
            runs.append(read.get())
    for one in burning:
        one.kill()
    least = statistics.median(floors)
    print(
        f"{given.entities} announcements, {given.of_device} of a device, {given.busy} busy processes beside"
    )
    print(f"floor, a plain client: median {least:.2f} s, worst {max(floors):.2f} s of {given.runs}")
    for key, label in (
        ("known", "all announcements taken in"),
        ("ready", "ready"),
        ("computing", "computing"),
    ):
        times = [one[key] for one in runs]
        middle = statistics.median(times)
        print(
            f"{label}: median {middle:.2f} s, worst {max(times):.2f} s, {middle / least:.1f} times the floor"
        )
    memory = statistics.median(one["memory"] for one in runs)
    print(f"memory: {memory:.0f} MB, {memory * 1024 / given.entities:.1f} KB an announcement")
    print(f"appliances: {min(one['appliances'] for one in runs):.0f}")


if __name__ == "__main__":
    main()
