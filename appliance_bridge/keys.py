"""Names of everything this room keeps in Redis; `docs/redis.md` lists them with type, life and writer."""

import re
import zlib
from dataclasses import dataclass

KEPT_S = 26 * 3600
"""How long messages and commands are remembered: messengers deliver again for up to a day."""

_HOME = re.compile(r"[a-z0-9_-]{1,64}")


def storable(text: str) -> str:
    """Text that can be written: half characters, which JSON allows, become visible escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True, slots=True)
class Keys:
    """Key names of one home; all share the hash tag of its partition, so one script reaches them all."""

    home: str
    # [a-z0-9_-]{1,64}
    partitions: int = 16
    # 16 in one process, 256 in a fleet; never changed once there is data

    def __post_init__(self) -> None:
        if not _HOME.fullmatch(self.home):
            raise ValueError(f"a home's id is 1 to 64 of a-z, 0-9, _ and -, not {self.home!r}")

    def key(self, *parts: str) -> str:
        """`jipsa:{p7}:home:part:part`."""
        partition = zlib.crc32(self.home.encode()) % self.partitions
        return ":".join((f"jipsa:{{p{partition}}}", self.home, *map(storable, parts)))

    def message(self, message_id: str) -> str:
        """Hash: one message and its answer."""
        return self.key("message", message_id)

    @property
    def open_messages(self) -> str:
        """Sorted set: ids of messages without an answer, by time."""
        return self.key("messages", "open")

    def command(self, command_id: str) -> str:
        """Hash: one command and how far it came."""
        return self.key("command", command_id)

    @property
    def open_commands(self) -> str:
        """Sorted set: ids of commands without an end, in order of acceptance."""
        return self.key("commands", "open")

    @property
    def sequence(self) -> str:
        """Counter: order of acceptance."""
        return self.key("commands", "sequence")

    @property
    def latest(self) -> str:
        """Hash: "appliance capability" → sequence of its newest command."""
        return self.key("commands", "latest")

    def state(self, appliance: str) -> str:
        """Hash: what one appliance reported."""
        return self.key("state", appliance)

    def picture(self, appliance: str) -> str:
        """Hash: the newest picture of one appliance, and when it is from."""
        return self.key("picture", appliance)

    @property
    def pictures(self) -> str:
        """Set: ids of appliances that have a picture."""
        return self.key("pictures")

    @property
    def states(self) -> str:
        """Set: ids of appliances that have a state."""
        return self.key("states")
