"""The brokers of the config: the way in, and which conventions of appliances are listened to there."""

import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from bot.config_sections import FilePath, Id, Line, Lines, Port, Secret, Section
from bot.config_sentences import wrong

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,23}$")]
_NOT_PLAIN = re.compile(r"[#+$\0]|^/|/$|//")


class TlsSettings(Section):
    """TLS to the broker; without files the system's certificates count."""

    ca_file: FilePath | None = None
    cert_file: FilePath | None = None
    key_file: FilePath | None = None

    @field_validator("*")
    @classmethod
    def _exists(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise wrong(f"There is no file {value}.")
        return value

    @model_validator(mode="after")
    def _pair(self) -> Self:
        if (self.cert_file is None) != (self.key_file is None):
            raise wrong("cert_file and key_file belong together: give both or neither.")
        return self


def _tls(value: object) -> object:
    return {} if value in (True, "yes") else None if value in (False, "no") else value


def _plain(value: tuple[str, ...]) -> tuple[str, ...]:
    for one in value:
        if _NOT_PLAIN.search(one):
            raise wrong(f'"{one}" is no topic prefix. Write it without #, +, $ and outer slashes.')
    return tuple(dict.fromkeys(value))


def _off_is_empty(value: object) -> object:
    return () if value in (False, "no", "off") else value


def _off_is_none(value: object) -> object:
    return None if value in (False, "no", "off", "") else value


Topics = Annotated[Lines, BeforeValidator(_off_is_empty), AfterValidator(_plain)]


class OneM2MSettings(Section):
    """A oneM2M server (CSE) that speaks over this broker, and who we are there."""

    cse_id: Line
    # its CSE-ID with the slash: "/id-in"
    cse_name: Line
    # the name of its base resource
    originator: Annotated[str, StringConstraints(pattern=r"^[CS][A-Za-z0-9_-]{1,62}$")] = "CJipsa"
    # the AE-ID under which it lets us register
    ae_name: Id = "jipsa"
    # the name of our resource there
    app_id: Annotated[str, StringConstraints(pattern=r"^[NR][A-Za-z0-9._-]{1,62}$")] = "Njipsa"
    point_of_access: Annotated[str, StringConstraints(pattern=r"^mqtts?://[^\s/]+/$")] | None = None
    # the broker as the server reaches it; None: as we do
    release: Literal["2a", "3", "4", "5"] = "4"
    ask_again_s: Annotated[float, Field(ge=10, le=86_400)] = 60.0
    # seconds between two looks for new devices
    job_modes: dict[Line, dict[int, Line]] = Field(default_factory=dict)
    # module ("clothesWasherJobMode") → number of a job mode → what people call it


class Listening(Section):
    """Which conventions are listened to on a broker; what nobody speaks there costs nothing."""

    discovery_prefixes: Topics = ("homeassistant",)
    # Home Assistant discovery
    zigbee2mqtt: Topics = ("zigbee2mqtt",)
    # base topics
    homie: Topics = ("homie",)
    # first levels
    tasmota: Annotated[Line | None, BeforeValidator(_off_is_none)] = "tasmota/discovery"
    # where its devices announce themselves
    shelly: bool = True
    valetudo: Topics = ("valetudo",)
    # topic prefixes
    plain: bool = True
    # devices of which no convention tells, known by their topics

    @field_validator("tasmota")
    @classmethod
    def _plain_topic(cls, value: str | None) -> str | None:
        return None if value is None else _plain((value,))[0]


class MqttSettings(Listening):
    """A broker of your own."""

    host: Line
    port: Port | None = None
    # None: 1883, with TLS 8883
    username: str | None = None
    password: Secret | None = None
    tls: Annotated[TlsSettings | None, BeforeValidator(_tls)] = None
    onem2m: Annotated[OneM2MSettings | None, BeforeValidator(_off_is_none)] = None

    @model_validator(mode="after")
    def _password_needs_name(self) -> Self:
        if self.password is not None and self.username is None:
            raise wrong("There is a password without a username. Give both or neither.")
        return self

    @property
    def effective_port(self) -> int:
        """The port to connect to."""
        return self.port if self.port is not None else 8883 if self.tls is not None else 1883


Brokers = Annotated[dict[Name, MqttSettings], Field(max_length=16)]
"""Name → a broker besides the first."""
