"""The sections of the config file: one class each, one field a key."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from appliance_bridge.dialects.plain.description import PlainAppliance
from bot.config_sentences import refuse_unknown_keys, wrong, wrong_key
from bot.languages import languages
from bot.message import Language as LanguageCode

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Hours = Annotated[
    str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$")
]
Port = Annotated[int, Field(ge=0, le=65535)]


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _per_language(value: object) -> object:
    return dict.fromkeys(languages(), value) if isinstance(value, str) else value


def _spoken(value: str) -> str:
    if value not in languages():
        raise wrong(f"This must be one of: {', '.join(map(repr, languages()))}.")
    return value


def _as_list(value: object) -> object:
    """One name, or names per language, as one list."""
    if isinstance(value, Mapping):
        value = [name for names in value.values() for name in (names if isinstance(names, list) else [names])]
    return [value] if isinstance(value, str) else value


def _file(value: Path, info: ValidationInfo) -> Path:
    """Relative paths count from the folder of the config file."""
    base = (info.context or {}).get("folder", Path())
    return Path(base) / value.expanduser()


FilePath = Annotated[Path, AfterValidator(_file)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(_as_list)]
Words = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
Language = Annotated[LanguageCode, AfterValidator(_spoken)]
Names = Annotated[dict[Language, Line], BeforeValidator(_per_language), Field(min_length=1)]
Secret = Annotated[SecretStr, BeforeValidator(_as_text), Field(min_length=1)]


class Section(BaseModel):
    """Base of all sections: frozen, and no key that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, value: object) -> object:
        return refuse_unknown_keys(value, tuple(cls.model_fields))


class HomeSettings(Section):
    """The home itself."""

    id: Id = "home"
    language: Language = "ko"
    timezone: str = "Asia/Seoul"
    confirm_more_than: Annotated[int, Field(ge=1, le=1000)] = 10
    # one message that is about more appliances than this asks before it acts
    wake_words: Lines = ("집사야", "집사", "jipsa")
    # what a message in a group begins with when it is for us
    appliances_speak: bool = True
    # whether an appliance answers under its own name

    @field_validator("timezone")
    @classmethod
    def _real_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, OSError, ValueError):
            raise wrong(f'There is no time zone "{value}". Write one like Asia/Seoul.') from None
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The time zone as an object."""
        return ZoneInfo(self.timezone)


class HttpSettings(Section):
    """The web page and the API."""

    host: Line = "127.0.0.1"
    port: Port = 8321
    # 0: any free one
    token: Secret | None = None
    # None: one is made and kept in the state folder
    allowed_hosts: Lines = ()
    # names under which the page may be opened, besides localhost and `host`
    public_url: str | None = Field(default=None, pattern=r"^https?://[^\s/]+(/\S*)?$")
    # where the internet reaches this server: for webhooks and pictures


class RedisSettings(Section):
    """A Redis or Valkey of your own."""

    url: str | None = Field(default=None, repr=False)
    # None: the embedded one

    @field_validator("url")
    @classmethod
    def _usable(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "unix:///x")
        reachable = parts.path if parts.scheme == "unix" else parts.hostname
        if parts.scheme not in {"redis", "rediss", "unix"} or not reachable:
            raise wrong("Write it like redis://host:6379/0, rediss://… for TLS, or unix:///path/to/socket.")
        return value


class SimulatorSettings(Section):
    """The simulated home."""

    enabled: bool | None = None
    # None: only when no broker is given
    speed: Annotated[float, Field(gt=0, le=100_000)] = 1.0
    # 60: a minute of washing takes a second


class RuleSettings(Section):
    """One exception to what a person's role may do. Deny wins over allow; what is left out means any."""

    effect: Literal["allow", "deny"]
    appliances: Words = ()
    types: Words = ()
    areas: Words = ()
    capabilities: Words = ()
    actions: Words = ()
    # "turn_on" or "power.turn_on"
    hours: Hours | None = None
    # "22:00-07:00", in the home's time zone


class PersonSettings(Section):
    """A person of the home."""

    name: Names
    role: Literal["owner", "adult", "child", "guest"]
    language: Language | None = None
    pin: Annotated[SecretStr, BeforeValidator(_as_text)] | None = None
    # 4 to 8 digits
    until: datetime | None = None
    # only guests: when their rights end
    rules: tuple[RuleSettings, ...] = ()
    accounts: dict[Literal["telegram", "slack", "line", "kakao"], Words] = Field(default_factory=dict)
    # ids of their accounts there; invitations do without

    @field_validator("pin")
    @classmethod
    def _digits(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[0-9]{4,8}", value.get_secret_value()):
            raise wrong("A PIN has 4 to 8 digits. Put it in quotes.")
        return value

    @model_validator(mode="after")
    def _only_guests_leave(self) -> Self:
        if self.until is not None and self.role != "guest":
            raise wrong("Only a guest has an end time. Remove until, or make the role guest.")
        return self


class ApplianceSettings(Section):
    """What this home says about an appliance, over what it announced itself."""

    names: Lines = ()
    area: Lines = ()
    type: str | None = None
    hidden: bool = False
    roles: dict[str, Line] = Field(default_factory=dict)
    # "run_control.start" → id or name of the entity that plays it; "none": nobody does
    plain: PlainAppliance | None = None
    # how it speaks, when no convention tells

    @field_validator("roles")
    @classmethod
    def _known_roles(cls, value: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        known = (info.context or {}).get("capabilities") or {}
        for key in value:
            name, dot, part = key.partition(".")
            if not (name and dot and part):
                raise wrong_key(key, "Write a capability and what it does, like run_control.start.")
            if known and name not in known:
                raise wrong_key(key, f'There is no capability "{name}". Known: {", ".join(sorted(known))}.')
            parts = sorted({*known[name].attributes, *known[name].actions}) if known else [part]
            if part not in parts:
                raise wrong_key(key, f'"{name}" has no "{part}". It has: {", ".join(parts)}.')
        return value

    @field_validator("type")
    @classmethod
    def _known_type(cls, value: str | None, info: ValidationInfo) -> str | None:
        known = (info.context or {}).get("appliance_types") or ()
        if value is not None and known and value not in known:
            raise wrong(f'There is no appliance type "{value}". Known are: {", ".join(sorted(known))}.')
        return value


class RasaSettings(Section):
    """The trained engine: started by us, unless a server's address is given."""

    url: str | None = Field(default=None, pattern=r"^https?://[^/]+")
    # a Rasa server that somebody else runs; None: ours, on this machine
    token: SecretStr | None = None
    # what that server was started with as --auth-token
    models: str | None = None
    # our folder of models as that server sees it; None: it loads its models by itself
    environment: FilePath | None = None
    # where Rasa is installed; None: .venv beside its project in the package
    timeout_s: float = Field(default=1.0, gt=0, le=10)
    # a message waits no longer for its opinion


class NluSettings(Section):
    """Who understands the sentences."""

    engine: Literal["auto", "grammar", "rasa"] = "auto"
    # auto: the built-in engine, and the trained one where it is set up; rasa: it must be there
    rasa: RasaSettings = RasaSettings()
    intents: FilePath | None = None
    # the folder of the home's own intent files; None: `intents` in the state folder

    def words_folder(self, state_dir: Path) -> Path:
        """Where the home's own intent files are."""
        return state_dir / "intents" if self.intents is None else self.intents


class LogSettings(Section):
    """What is written to the log."""

    level: Literal["debug", "info", "warning", "error"] = "info"
