"""The composition root: builds the real parts and joins them. Nothing else does."""

import asyncio
import logging
import os
import secrets
import signal
import sys
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from appliance_bridge.appliance import Appliance
from appliance_bridge.bridge import Bridge
from appliance_bridge.broker_settings import BrokerSettings, TlsSettings
from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from appliance_bridge.keys import Keys
from appliance_bridge.override import Override
from appliance_bridge.simulator.control import Simulator
from bot.answering import Answering
from bot.config import Settings
from bot.conversation.resume import Resume
from bot.conversation.store import ConversationStore
from bot.embedded.broker import EmbeddedBroker
from bot.embedded.instance import Instance
from bot.embedded.ports import require_free
from bot.embedded.store import EmbeddedStore
from bot.errors import UserError
from bot.execution import precheck_of
from bot.guard import Guard
from bot.health import Health
from bot.home_view import HomeView
from bot.home_vocabulary import vocabulary_of
from bot.notices.notices import Notices
from bot.options import RunOptions
from bot.people.household import household
from bot.people.rights import load_rights
from bot.people.tries import RedisTries
from bot.pipeline import Pipeline
from bot.planner.affordances import load_affordances
from bot.steward import Steward
from bot.web.auth import Auth
from bot.web.server import WebServer, create_app
from bot.web.settings import WebSettings
from bot.wording.replies import load_wording
from nlu.engine import load_engine
from nlu.vocabulary import Vocabulary

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Home:
    """A running home, for whoever started it."""

    steward: Steward
    bridge: Bridge
    simulator: Simulator | None
    web: WebServer
    auth: Auth
    owner: str
    # id of the first owner: who sits at this machine
    notes: tuple[str, ...] = ()
    # sentences the person who started it should read


class HomeWords:
    """The vocabulary of the home, made anew when the appliances changed."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._made: Vocabulary | None = None
        self._of: tuple[Appliance, ...] = ()

    def __call__(self) -> Vocabulary:
        """The present vocabulary."""
        appliances = tuple(self._bridge.appliances())
        same = len(appliances) == len(self._of) and all(
            one is other for one, other in zip(appliances, self._of, strict=True)
        )
        if self._made is None or not same:
            self._of = appliances
            self._made = vocabulary_of(appliances, secrets.token_hex(8))
        return self._made


async def run(settings: Settings, options: RunOptions) -> int:
    """Run a home until Ctrl-C or SIGTERM; returns the exit code. Raises UserError."""
    logging.basicConfig(
        level=logging.DEBUG if options.debug else settings.log.level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    for noisy in ("httpx", "httpcore", "uvicorn", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    async with AsyncExitStack() as stack:
        home = await build(settings, options, stack)
        _greet(home)
        if options.chat and sys.stdin.isatty():
            await _chat(home, ended)
        else:
            await ended.wait()
        log.info("Stopping.")
    return 0


async def build(settings: Settings, options: RunOptions, stack: AsyncExitStack) -> Home:
    """Start everything; the stack stops it in the opposite order. Raises UserError."""
    state_dir = options.state_dir or _from_environment() or settings.state_dir.expanduser()
    instance = Instance.claim(state_dir)
    stack.callback(instance.release)
    port = settings.http.port if options.port is None else options.port
    require_free(settings.http.host, port)
    notes: list[str] = []
    redis_url, broker = await _servers(settings, state_dir, stack, notes)
    redis = await _redis(redis_url, stack)
    catalogue = load_catalogue()
    bridge = Bridge(broker, redis, catalogue, [_dialect(settings, catalogue)], settings.home.id)
    simulator = await _simulator(settings, broker, stack)
    await bridge.start()
    stack.push_async_callback(bridge.stop)
    await _first_sight(bridge, simulator)

    people = household(settings.people, settings.home.zone)
    view = HomeView(bridge, people, settings.home.zone, time.time)
    conversations = ConversationStore(redis, Keys(settings.home.id))
    wording = load_wording()
    answering = Answering(wording, conversations)
    rights = load_rights()
    guard = Guard(rights, tuple(people.values()), precheck_of(bridge))
    tries = RedisTries(redis, Keys(settings.home.id).key(""))
    resume = Resume(conversations, guard, wording, view, tries, secrets.token_hex(8))
    notices = Notices(redis, Keys(settings.home.id), bridge, time.time)
    pipeline = Pipeline(
        bridge=bridge,
        catalogue=catalogue,
        engine=load_engine(),
        vocabulary=HomeWords(bridge),
        view=view,
        guard=guard,
        affordances=load_affordances(),
        conversations=conversations,
        resume=resume,
        notices=notices,
        answering=answering,
        home_language=settings.home.language,
        confirm_more_than=settings.home.confirm_more_than,
    )
    health = Health(redis, bridge, simulator is not None)
    steward = Steward(
        bridge=bridge, pipeline=pipeline, resume=resume, answering=answering, wording=wording,
        view=view, people=people, rights=rights, home_language=settings.home.language, checks=health.checks,
    )  # fmt: skip
    await steward.start()
    stack.push_async_callback(steward.stop)
    await notices.start(steward.notify)
    stack.push_async_callback(notices.stop)
    token = settings.http.token.get_secret_value() if settings.http.token is not None else instance.token
    auth = Auth(token, instance.session_secret.encode())
    web_settings = WebSettings(settings.http.host, port, tuple(settings.http.allowed_hosts))
    web = WebServer(create_app(steward, auth, simulator, web_settings), web_settings)
    await web.start()
    stack.push_async_callback(web.stop)
    instance.announce(web.url, broker.host, broker.port, token)
    owner = next(one.id for one in people.values() if one.role == "owner")
    return Home(steward, bridge, simulator, web, auth, owner, tuple(notes))


async def _servers(
    settings: Settings, state_dir: Path, stack: AsyncExitStack, notes: list[str]
) -> tuple[str, BrokerSettings]:
    """The store and the broker: the config's, else the ones that come along, started side by side."""
    store = EmbeddedStore(state_dir) if settings.redis.url is None else None
    broker = EmbeddedBroker(state_dir) if settings.mqtt is None else None
    if store is not None:
        stack.push_async_callback(store.stop)
    if broker is not None:
        stack.push_async_callback(broker.stop)
    url, address = await asyncio.gather(
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
    files = None
    if mqtt.tls is not None:
        ca, cert, key = (
            None if one is None else str(one)
            for one in (mqtt.tls.ca_file, mqtt.tls.cert_file, mqtt.tls.key_file)
        )
        files = TlsSettings(ca, cert, key)
    password = None if mqtt.password is None else mqtt.password.get_secret_value()
    port = mqtt.port or (1883 if files is None else 8883)
    return BrokerSettings(mqtt.host, port, mqtt.username, password, files)


async def _redis(url: str, stack: AsyncExitStack) -> Redis:
    redis = Redis.from_url(
        url,
        socket_timeout=5,
        socket_connect_timeout=5,
        health_check_interval=30,
        retry=Retry(ExponentialBackoff(cap=0.5, base=0.05), 3),
        retry_on_error=[RedisConnectionError],
    )
    stack.push_async_callback(redis.aclose)
    try:
        await redis.ping()
    except (RedisError, OSError) as error:
        reason = str(error).rstrip(".")
        raise UserError(f"The store does not answer ({reason}): check redis.url in the config.") from error
    return redis


def _dialect(settings: Settings, catalogue: Catalogue) -> HomeAssistant:
    overrides = {
        key: Override(type=one.type, names=one.names, areas=one.area, hidden=one.hidden)
        for key, one in settings.appliances.items()
    }
    prefixes = ("homeassistant",) if settings.mqtt is None else tuple(settings.mqtt.discovery_prefixes)
    return HomeAssistant(catalogue, overrides=overrides, prefixes=prefixes)


async def _simulator(settings: Settings, broker: BrokerSettings, stack: AsyncExitStack) -> Simulator | None:
    if not settings.simulated:
        return None
    simulator = Simulator(broker, speed=settings.simulator.speed)
    await simulator.start()
    stack.push_async_callback(simulator.stop)
    return simulator


async def _first_sight(bridge: Bridge, simulator: Simulator | None) -> None:
    """Wait a moment for the appliances, so that the first message finds them; a broker may also be away."""
    if simulator is not None:
        await simulator.wait_ready()
    await bridge.wait_ready(3.0)


def _greet(home: Home) -> None:
    link = f"{home.web.url}/?code={home.auth.new_code(home.owner)}"
    lines = [
        f"Jipsa is running with {len(home.bridge.appliances())} appliances.",
        f"Open the page: {link}",
        *home.notes,
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


async def _chat(home: Home, ended: asyncio.Event) -> None:
    from bot.messengers.terminal import HouseTalk, Terminal  # not loaded where nobody types

    terminal = Terminal(HouseTalk(home.steward, home.owner, f"terminal:{home.owner}"))
    talking = asyncio.create_task(terminal.run())
    waiting = asyncio.create_task(ended.wait())
    await asyncio.wait({talking, waiting}, return_when=asyncio.FIRST_COMPLETED)
    for task in (talking, waiting):
        task.cancel()
    await asyncio.gather(talking, waiting, return_exceptions=True)


def _from_environment() -> Path | None:
    given = os.environ.get("JIPSA_STATE_DIR")
    return Path(given).expanduser() if given else None
