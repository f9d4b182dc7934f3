"""Typed settings from one YAML file and the environment. Everything has a default: no file is fine."""

import os
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator

from appliance_bridge.capability import Capability
from bot.config_brokers import Brokers, Listening, MqttSettings
from bot.config_desk import DeskSettings
from bot.config_errors import ConfigError
from bot.config_messengers import MessengerSettings
from bot.config_sections import (
    ApplianceSettings,
    FilePath,
    HomeSettings,
    HttpSettings,
    Id,
    LogSettings,
    NluSettings,
    PersonSettings,
    RedisSettings,
    Section,
    SimulatorSettings,
)
from bot.config_sentences import to_config_error, wrong, wrong_key
from bot.strict_yaml import Document, KeyPath, dotted, read


def _default_people() -> dict[str, PersonSettings]:
    return {
        "mom": PersonSettings(name={"ko": "엄마", "en": "Mom"}, role="owner"),
        "dad": PersonSettings(name={"ko": "아빠", "en": "Dad"}, role="adult"),
        "child": PersonSettings(name={"ko": "지우", "en": "Jiu"}, role="child"),
        "guest": PersonSettings(name={"ko": "손님", "en": "Guest"}, role="guest"),
    }


class Settings(Section):
    """All settings."""

    home: HomeSettings = HomeSettings()
    state_dir: FilePath = Path("~/.local/state/jipsa")
    # everything Jipsa keeps: the embedded store, the token
    http: HttpSettings = HttpSettings()
    redis: RedisSettings = RedisSettings()
    mqtt: MqttSettings | None = None
    # None: the embedded broker
    brokers: Brokers = Field(default_factory=dict)
    # more of them
    simulator: SimulatorSettings = SimulatorSettings()
    people: dict[Id, PersonSettings] = Field(default_factory=_default_people)
    appliances: dict[Id, ApplianceSettings] = Field(default_factory=dict)
    messengers: MessengerSettings = MessengerSettings()
    nlu: NluSettings = NluSettings()
    desk: DeskSettings = DeskSettings()
    log: LogSettings = LogSettings()

    @field_validator("people")
    @classmethod
    def _someone_owns_it(cls, value: dict[str, PersonSettings]) -> dict[str, PersonSettings]:
        if not any(person.role == "owner" for person in value.values()):
            raise wrong("Nobody here has the role owner. Give it to one person.")
        return value

    @model_validator(mode="after")
    def _telegram_can_call(self) -> Self:
        telegram = self.messengers.telegram
        if telegram is not None and telegram.mode == "webhook" and self.http.public_url is None:
            raise wrong(
                "messengers.telegram.mode is webhook, so Telegram must know where to call: "
                "set http.public_url, or use mode: polling."
            )
        return self

    @field_validator("brokers")
    @classmethod
    def _each_broker_once(
        cls, value: dict[str, MqttSettings], info: ValidationInfo
    ) -> dict[str, MqttSettings]:
        first = info.data.get("mqtt")
        seen = {} if first is None else {(first.host.casefold(), first.effective_port): "mqtt"}
        for name, one in value.items():
            if name == "mqtt":
                raise wrong_key(name, "mqtt is the first broker. Call this one otherwise.")
            other = seen.setdefault((one.host.casefold(), one.effective_port), name)
            if other != name:
                raise wrong_key(name, f"This is the same broker as {other}. Remove one of them.")
        return value

    @property
    def listening(self) -> Listening:
        """What is listened to on the first broker."""
        return Listening() if self.mqtt is None else self.mqtt

    @property
    def simulated(self) -> bool:
        """Whether the simulated home runs."""
        return self.mqtt is None if self.simulator.enabled is None else self.simulator.enabled


def load_settings(
    path: Path | None,
    env: Mapping[str, str] = os.environ,
    appliance_types: Collection[str] = (),
    capabilities: Mapping[str, Capability] | None = None,
) -> Settings:
    """The settings of a file, or the defaults when there is none. Raises ConfigError.

    `${NAME}` in a value is replaced from env; appliance_types and capabilities, when given, are
    the only ones allowed.
    """
    document = Document("defaults", {}) if path is None else read(path)
    data = _filled(document.data, (), document, env)
    if isinstance(data, dict):
        data.setdefault("state_dir", default_state_dir(env))
    folder = Path.cwd() if path is None else path.absolute().parent
    context = {"folder": folder, "appliance_types": appliance_types, "capabilities": capabilities}
    try:
        return Settings.model_validate(data, context=context)
    except ValidationError as error:
        raise to_config_error(error, document) from None


def default_state_dir(env: Mapping[str, str] = os.environ) -> str:
    """Where Jipsa keeps its things unless the config says otherwise."""
    home = env.get("HOME") or str(Path.home())
    return str(Path(env.get("XDG_STATE_HOME") or f"{home}/.local/state") / "jipsa")


def secrets_warning(path: Path) -> str | None:
    """One sentence when the file holds secrets and others on this machine can read it, else None."""
    try:
        open_to_others = path.stat().st_mode & 0o077
    except OSError:
        return None
    if not open_to_others or not _has_secret(read(path).data):
        return None
    return f"{path}: other users of this machine can read the secrets in it. Run: chmod 600 {path}"


_VARIABLE = re.compile(r"\$\{([^}]*)\}|\$\{")
_SECRET_KEYS = {
    "token", "password", "pin", "bot_token", "app_token", "signing_secret", "channel_access_token",
    "channel_secret", "key", "path",
}  # fmt: skip


def _filled(value: object, path: KeyPath, document: Document, env: Mapping[str, str]) -> object:
    """The data with ${NAME} replaced; keys without a value are left out."""
    if isinstance(value, dict):
        given = ((key, child) for key, child in value.items() if child is not None)
        return {key: _filled(child, (*path, key), document, env) for key, child in given}
    if isinstance(value, list):
        return [_filled(child, (*path, at), document, env) for at, child in enumerate(value)]
    if not isinstance(value, str):
        return value

    def variable(match: re.Match[str]) -> str:
        name = match[1] or ""
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            sentence = "After ${ comes the name of an environment variable and then }."
            raise ConfigError(document.file, document.line(path), dotted(path), sentence)
        if name not in env:
            sentence = f"The environment variable {name} is not set. Set it before you start Jipsa."
            raise ConfigError(document.file, document.line(path), dotted(path), sentence)
        return env[name]

    return _VARIABLE.sub(variable, value)


def _has_secret(value: object) -> bool:
    if isinstance(value, dict):
        return any(
            _written_out(child) if key in _SECRET_KEYS else _has_secret(child) for key, child in value.items()
        ) or bool(re.search(r"//[^/]*:[^/$]+@", str(value.get("url", ""))))
    return isinstance(value, list) and any(_has_secret(child) for child in value)


def _written_out(value: object) -> bool:
    return value is not None and not _VARIABLE.search(str(value))
