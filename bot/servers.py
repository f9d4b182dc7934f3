"""The store and the broker of a home: those the config names, else the ones that come along."""

from pathlib import Path

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from appliance_bridge.broker_settings import BrokerSettings, TlsSettings
from appliance_bridge.tasks import both
from bot.config import Settings
from bot.config_brokers import MqttSettings
from bot.embedded.broker import EmbeddedBroker
from bot.embedded.store import EmbeddedStore
from bot.errors import UserError
from bot.stopping import Stops


async def servers(
    settings: Settings, state_dir: Path, stops: Stops, notes: list[str]
) -> tuple[str, BrokerSettings]:
    """The store and the broker: the config's, else the ones that come along, started side by side."""
    store = EmbeddedStore(state_dir) if settings.redis.url is None else None
    broker = EmbeddedBroker(state_dir) if settings.mqtt is None else None
    if store is not None:
        stops.add("state store", store.stop)
    if broker is not None:
        stops.add("MQTT broker", broker.stop)
    url, address = await both(
        _given(settings.redis.url) if store is None else store.start(),
        _named_broker(settings) if broker is None else broker.start(),
    )
    notes += [one.note for one in (store, broker) if one is not None and one.note is not None]
    return url, address


async def _given(url: str | None) -> str:
    if url is None:
        raise UserError("No store is named and none comes along.")
    return url


async def _named_broker(settings: Settings) -> BrokerSettings:
    mqtt = settings.mqtt
    if mqtt is None:
        raise UserError("No broker is named and none comes along.")
    return address(mqtt)


def address(mqtt: MqttSettings) -> BrokerSettings:
    """Where a broker of the config is and how to get in."""
    files = None
    if mqtt.tls is not None:
        ca, cert, key = (
            None if one is None else str(one)
            for one in (mqtt.tls.ca_file, mqtt.tls.cert_file, mqtt.tls.key_file)
        )
        files = TlsSettings(ca, cert, key)
    password = None if mqtt.password is None else mqtt.password.get_secret_value()
    return BrokerSettings(mqtt.host, mqtt.effective_port, mqtt.username, password, files)


async def store_client(url: str, stops: Stops) -> Redis:
    """A client that finds a restarted store again by itself, and tells of one that is away within a second.

    The pauses are long enough for the store that came along to be started again unnoticed. One that hangs is
    not asked twice.
    """
    redis = Redis.from_url(
        url,
        socket_timeout=2,
        socket_connect_timeout=1,
        health_check_interval=30,
        retry=Retry(ConstantBackoff(0.1), 3, supported_errors=(RedisConnectionError,)),
    )
    stops.add("connection to the store", redis.aclose)
    try:
        await redis.ping()
    except (RedisError, OSError) as error:
        reason = str(error).rstrip(".")
        raise UserError(f"The store does not answer ({reason}): check redis.url in the config.") from error
    return redis
