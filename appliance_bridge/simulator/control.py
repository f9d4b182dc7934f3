"""The farm: simulated devices on a real broker, and the hands that change their circumstances."""

import asyncio
import contextlib
import heapq
import logging
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from appliance_bridge.dialects.base import Incoming, Publish
from appliance_bridge.errors import NotConnected
from appliance_bridge.simulator.announce import (
    BASE,
    DISCOVERY,
    FARM_STATUS,
    announcements,
    availability_topic,
    device_topic,
)
from appliance_bridge.simulator.clock import SimulatedClock
from appliance_bridge.simulator.device import SimulatedDevice, SimulatedView
from appliance_bridge.simulator.errors import UnknownDevice
from appliance_bridge.simulator.home import load_home
from appliance_bridge.tasks import end
from appliance_bridge.transport import BrokerSettings, Transport

_LOG = logging.getLogger(__name__)

CLIENT_ID = "sim-farm"
# fixed: after a crash the broker says the old connection's will before it welcomes the new one
_SHORTEST_NAP_S = 0.05
_AT_ONCE = 20
# messages on their way; they leave in order


class Simulator:
    """A home full of MQTT devices; all calls belong to the loop that runs `start`."""

    def __init__(
        self,
        settings: BrokerSettings,
        *,
        home: Path | None = None,
        speed: float = 1.0,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Read the home file; raises CatalogueError when it is wrong, ValueError for a silly speed."""
        self._home = load_home(home)
        self._wall = clock
        self._monotonic = monotonic
        self._clock = SimulatedClock(monotonic, speed)
        self._devices = {row.id: SimulatedDevice(row) for row in self._home.devices}
        self._said: dict[str, dict[str, str]] = {one: {} for one in self._devices}
        # what the broker last got from each device
        self._outbox: deque[Publish] = deque()
        self._held: list[tuple[float, int, str, Incoming]] = []
        # commands to slow devices: real moment, order of arrival, device, message
        self._arrivals = 0
        self._introduce = False
        self._wake = asyncio.Event()
        self._ready = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._transport = Transport(
            settings,
            client_id=CLIENT_ID,
            on_message=self._on_message,
            on_connected=self._on_connected,
            on_disconnected=self._on_disconnected,
            will=Publish(FARM_STATUS, b"offline", retain=True),
        )

    async def start(self) -> None:
        """Begin to live and to connect; returns at once."""
        if self._task is not None:
            return
        self._transport.subscribe([f"{BASE}/+/+/set", f"{DISCOVERY}/status"])
        self._task = asyncio.create_task(self._run(), name="simulated-home")
        await self._transport.start()

    async def stop(self) -> None:
        """Say that all devices are offline, and leave."""
        task, self._task = self._task, None
        await end(task)
        self._ready.clear()
        await self._transport.stop()

    async def wait_ready(self) -> None:
        """Until all devices are announced; bound it from outside, as a broker may never come."""
        if self._task is None:
            raise RuntimeError("The simulator was not started.")
        ready = asyncio.ensure_future(self._ready.wait())
        try:
            await asyncio.wait({ready, self._task}, return_when=asyncio.FIRST_COMPLETED)
            if not ready.done():
                await self._task
        finally:
            ready.cancel()

    @property
    def speed(self) -> float:
        """Simulated seconds in one real second."""
        return self._clock.speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._clock.speed = speed
        self._wake.set()

    def devices(self) -> list[SimulatedView]:
        """All devices as they are now, in the order of the home file."""
        return [self.device(one) for one in self._devices]

    def device(self, device_id: str) -> SimulatedView:
        """One device as it is now. Raises UnknownDevice."""
        device = self._find(device_id)
        device.advance(self._clock.now())
        self._tell(device)
        return device.view()

    def change(self, device_id: str, **conditions: object) -> SimulatedView:
        """Set conditions by name; raises UnknownDevice, UnknownCondition, BadCondition (all ValueErrors)."""
        device = self._find(device_id)
        was_online = device.conditions.online
        device.change(self._clock.now(), **conditions)
        if device.conditions.online and not was_online:
            self._introduce_device(device)
        elif was_online and not device.conditions.online:
            self._send(availability_topic(device_id), "offline")
        self._tell(device)
        return device.view()

    def press(self, device_id: str, knob: str, payload: str = "PRESS") -> SimulatedView:
        """A person at the appliance presses or turns something; raises UnknownDevice or UnknownKnob."""
        device = self._find(device_id)
        device.press(knob, payload, self._clock.now())
        self._tell(device)
        return device.view()

    def _find(self, device_id: str) -> SimulatedDevice:
        device = self._devices.get(device_id)
        if device is None:
            raise UnknownDevice(device_id, tuple(self._devices))
        return device

    # --- the broker calls

    def _on_connected(self) -> None:
        self._introduce = True
        self._wake.set()

    def _on_disconnected(self, reason: str) -> None:
        self._ready.clear()
        self._outbox.clear()

    def _on_message(self, message: Incoming) -> None:
        if message.topic == f"{DISCOVERY}/status":
            # a retained one is old news: all was announced on connecting; while that still goes on it is
            # enough, as the broker keeps it for everybody
            if message.payload == b"online" and not message.retained and self._ready.is_set():
                self._introduce = True
                self._wake.set()
            return
        device = self._devices.get(message.topic.split("/")[1])
        if device is None or not device.conditions.online or device.conditions.mute or device.conditions.deaf:
            return
        if device.conditions.slow_s:
            self._arrivals += 1
            due = self._monotonic() + device.conditions.slow_s
            heapq.heappush(self._held, (due, self._arrivals, device.row.id, message))
            self._wake.set()
        else:
            self._obey(device, message)

    def _obey(self, device: SimulatedDevice, message: Incoming) -> None:
        role = message.topic.split("/")[2]
        payload = message.payload.decode(errors="replace")
        device.hear(role, payload, message.topic, self._clock.now(), self._wall())
        self._tell(device)

    # --- the clock

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            self._live()
            await self._post()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._nap()):
                    await self._wake.wait()

    def _live(self) -> None:
        """All that is due by now."""
        real, now = self._monotonic(), self._clock.now()
        while self._held and self._held[0][0] <= real:
            _, _, device_id, message = heapq.heappop(self._held)
            self._obey(self._devices[device_id], message)
        for device in self._devices.values():
            moment = device.wakes_at()
            if moment is not None and moment <= now:
                device.advance(now)
                self._tell(device)
        if self._introduce:
            self._introduce = False
            self._introduce_all()

    def _nap(self) -> float | None:
        """Real seconds until something is due, None: never; at great speed much is done at once."""
        moments = (device.wakes_at() for device in self._devices.values())
        waits = [self._clock.real_seconds_until(moment) for moment in moments if moment is not None]
        if self._held:
            waits.append(self._held[0][0] - self._monotonic())
        return max(_SHORTEST_NAP_S, min(waits)) if waits else None

    # --- speaking

    def _introduce_all(self) -> None:
        for device in self._devices.values():
            if device.conditions.online:
                self._introduce_device(device)
            else:
                self._send(availability_topic(device.row.id), "offline")
        self._send(FARM_STATUS, "online")

    def _introduce_device(self, device: SimulatedDevice) -> None:
        """State first, so that whoever reads the announcement finds it there."""
        self._said[device.row.id] = {}
        self._tell(device)
        self._send(availability_topic(device.row.id), "online")
        self._outbox.extend(announcements(self._home, device.row))
        self._wake.set()

    def _tell(self, device: SimulatedDevice) -> None:
        """What is new of one device, unless it cannot speak."""
        if not device.conditions.online or device.conditions.mute:
            return
        said = self._said[device.row.id]
        for role, payload in device.report().items():
            if said.get(role) != payload:
                said[role] = payload
                self._send(f"{device_topic(device.row.id)}/{role}", payload)

    def _send(self, topic: str, payload: str) -> None:
        self._outbox.append(Publish(topic, payload.encode(), retain=True))
        self._wake.set()

    async def _post(self) -> None:
        """Send what waits, in order; without a connection it is dropped, as connecting says all anew."""
        while self._outbox and self._transport.connected:
            some = [self._outbox.popleft() for _ in range(min(_AT_ONCE, len(self._outbox)))]
            ends = await asyncio.gather(*map(self._transport.publish, some), return_exceptions=True)
            for message, error in zip(some, ends, strict=True):
                if isinstance(error, NotConnected):
                    return
                if error is not None:
                    _LOG.warning("the broker did not take %s: %s", message.topic, error)
        if not self._transport.connected:
            self._outbox.clear()
        elif not self._introduce:
            self._ready.set()
