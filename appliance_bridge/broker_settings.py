"""Where the broker is, and in plain words why there is no connection to it."""

import socket
import ssl
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TlsSettings:
    """TLS to the broker; all None: the system's certificates."""

    ca_file: str | None = None
    cert_file: str | None = None
    key_file: str | None = None


@dataclass(frozen=True, slots=True)
class BrokerSettings:
    """Where the broker is and how to get in."""

    host: str = "127.0.0.1"
    port: int = 1883
    username: str | None = None
    password: str | None = None
    tls: TlsSettings | None = None


class LinkFailed(Exception):
    """The connection could not be opened.

    other_version: the broker says that it does not know this one; hung_up: it went without a word;
    permanent: soon trying again is of no use.
    """

    def __init__(
        self, reason: str, *, other_version: bool = False, hung_up: bool = False, permanent: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.other_version = other_version
        self.hung_up = hung_up
        self.permanent = permanent


def cannot_connect(error: OSError, settings: BrokerSettings) -> str:
    """One plain sentence for an error of opening the connection."""
    place = f"{settings.host}:{settings.port}"
    match error:
        case ssl.SSLCertVerificationError():
            return (
                f"The broker at {place} shows a certificate that cannot be trusted: {error.verify_message}."
            )
        case ssl.SSLError():
            return f"No TLS connection to the broker at {place}: {error.reason or error}."
        case socket.gaierror():
            return f"The broker's host name {settings.host} is not known."
        case ConnectionRefusedError():
            return f"No broker listens at {place}."
        case TimeoutError():
            return f"The broker at {place} does not answer."
        case FileNotFoundError():
            return f"The TLS file {error.filename or settings.tls} for the broker does not exist."
    return f"No connection to the broker at {place}: {error.strerror or error}."
