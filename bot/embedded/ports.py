"""TCP ports on this machine: take one, find a free one, name who holds one."""

import errno
import socket
from pathlib import Path

from bot.errors import UserError

LISTENING = "0A"
# the state column of /proc/net/tcp


def require_free(host: str, port: int) -> None:
    """Raises UserError, naming who holds the port, when nothing could listen there now; 0 is always fine."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise UserError(
                f"Cannot listen on {host}, port {port} ({error.strerror}): choose another address or port."
            ) from error
        raise UserError(
            f"Port {port} is in use by {port_holder(port) or 'another program'}: stop that one, or choose "
            "another port with --port."
        ) from error


def free_port(preferred: int, host: str = "127.0.0.1") -> int:
    """`preferred` if nobody listens there, else any free port."""
    for port in (preferred, 0):
        try:
            with socket.create_server((host, port)) as probe:
                return int(probe.getsockname()[1])
        except OSError:
            continue
    raise UserError(f"No port is free on {host}: this machine has run out of network ports.")


def port_holder(port: int) -> str | None:
    """Who listens on the port, as "mosquitto (process 1234)"; "another program" when hidden; None: nobody."""
    inodes = {inode for table in ("tcp", "tcp6") for inode in _listening_inodes(table, port)}
    if inodes:
        return _owner(inodes) or "another program"
    for host in ("127.0.0.1", "::1"):
        try:
            with socket.create_connection((host, port), timeout=0.5):
                return "another program"
        except OSError:
            continue
    return None


def listens(pid: int, port: int) -> bool:
    """Whether this process listens on the port; yes where that cannot be seen."""
    try:
        sockets = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()}
    except FileNotFoundError:
        return not Path("/proc/net/tcp").exists()
    except OSError:
        return True
    own = (inode for table in ("tcp", "tcp6") for inode in _listening_inodes(table, port))
    return any(f"socket:[{inode}]" in sockets for inode in own)


def _listening_inodes(table: str, port: int) -> list[str]:
    try:
        rows = [line.split() for line in Path("/proc/net", table).read_text().splitlines()[1:]]
    except OSError:
        return []  # not Linux
    return [row[9] for row in rows if row[3] == LISTENING and int(row[1].rpartition(":")[2], 16) == port]


def _owner(inodes: set[str]) -> str | None:
    wanted = {f"socket:[{inode}]" for inode in inodes}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if any(str(link.readlink()) in wanted for link in (process / "fd").iterdir()):
                return f"{(process / 'comm').read_text().strip()} (process {process.name})"
        except OSError:
            continue  # gone meanwhile, or another user's
    return None
