"""The MQTT broker that comes along: mosquitto if installed, else a small one for the simulated home."""

import asyncio
import contextlib
import getpass
import logging
import os
import shutil
from pathlib import Path
from string import Template
from typing import Any, Literal

from appliance_bridge.broker_settings import BrokerSettings
from bot.embedded.child import Child
from bot.embedded.ports import free_port, listens
from bot.errors import UserError

log = logging.getLogger(__name__)

PREFERRED_PORT = 18830
HOST = "127.0.0.1"
SYSTEM_FOLDERS = "/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"


class EmbeddedBroker:
    """One broker for one state folder, reachable from this computer only."""

    def __init__(self, state_dir: Path) -> None:
        self.folder = state_dir.absolute() / "broker"
        self.kind: Literal["mosquitto", "amqtt"] = "mosquitto"
        self.note: str | None = None
        # one sentence when it is not mosquitto, with the way to get it
        self._child: Child | None = None
        self._amqtt: Any = None

    @property
    def pid(self) -> int | None:
        """The server process; None for the one inside this process."""
        return self._child.pid if self._child is not None else None

    async def start(self) -> BrokerSettings:
        """Start it and wait until it takes connections. Raises UserError."""
        program = find_mosquitto()
        if program is None:
            self.note = (
                "mosquitto is not installed, so a small built-in MQTT broker serves the simulated home only; "
                "for real appliances install it (apt install mosquitto) or name a broker in the config."
            )
        else:
            # a free port may be taken in the next moment: then another one
            for port in (PREFERRED_PORT, 0):
                try:
                    return await self._start_mosquitto(program, free_port(port, HOST))
                except UserError as error:
                    log.warning("%s", error)
                    self.note = (
                        "mosquitto is installed but does not start, so a small built-in MQTT broker serves "
                        f"the simulated home only. The reason: {error}"
                    )
        return await self._start_amqtt()

    async def stop(self) -> None:
        """Save what is retained (mosquitto) and end it."""
        if self._child is not None:
            await self._child.stop()
        if self._amqtt is not None:
            broker, self._amqtt = self._amqtt, None
            await broker.shutdown()

    async def _start_mosquitto(self, program: str, port: int) -> BrokerSettings:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        config = self.folder / "mosquitto.conf"
        template = Template((Path(__file__).parent / "mosquitto.conf").read_text())
        config.write_text(template.substitute(port=port, folder=self.folder, user=_user()))
        child = Child(
            "MQTT broker",
            self.folder,
            [program, "-c", str(config)],
            ready=lambda: _serves(child.pid, port),
            explain=self._explain,
        )
        await child.start()
        self._child, self.kind, self.note = child, "mosquitto", None
        return BrokerSettings(host=HOST, port=port)

    async def _start_amqtt(self) -> BrokerSettings:
        for name in ("amqtt", "transitions"):  # they tell of every packet
            logging.getLogger(name).setLevel(logging.CRITICAL)
        from amqtt.broker import Broker  # only where it is needed: 0.2 s and 20 MB

        port = free_port(PREFERRED_PORT, HOST)
        broker = Broker(
            {
                "listeners": {"default": {"type": "tcp", "bind": f"{HOST}:{port}"}},
                "plugins": {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}},
            }
        )
        await broker.start()
        self._amqtt, self.kind = broker, "amqtt"
        return BrokerSettings(host=HOST, port=port)

    def _explain(self, said: str) -> str | None:
        if "Address already in use" in said:
            return "The MQTT broker's port was taken by another program in the same moment."
        if "persistence" in said.lower() or "Couldn't open database" in said:
            return (
                f"The MQTT broker cannot read {self.folder / 'mosquitto.db'}: move that file aside and start "
                "again; appliances announce themselves anew."
            )
        return None


def find_mosquitto() -> str | None:
    """The system's mosquitto; Debian keeps it where only root's PATH looks."""
    return shutil.which("mosquitto") or shutil.which("mosquitto", path=SYSTEM_FOLDERS)


async def _serves(pid: int | None, port: int) -> bool:
    if pid is None or not listens(pid, port):
        # another home may have taken the port in the same moment; it must not get our appliances
        return False
    with contextlib.suppress(OSError):
        _, writer = await asyncio.open_connection(HOST, port)
        writer.close()
        return True
    return False


def _user() -> str:
    return "root" if os.geteuid() == 0 else getpass.getuser()
