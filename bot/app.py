"""The composition root: builds the real parts and joins them. Nothing else does."""

import asyncio
import gc
import logging
import os
import secrets
import sys
import time
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from appliance_bridge.appliance import Appliance
from appliance_bridge.bridge import Bridge
from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from appliance_bridge.keys import Keys
from appliance_bridge.override import Override
from appliance_bridge.simulator.control import Simulator
from appliance_bridge.tasks import both, end
from bot.answering import Answering
from bot.config import Settings
from bot.conversation.resume import Resume
from bot.conversation.store import ConversationStore
from bot.embedded.instance import Instance
from bot.embedded.ports import require_free
from bot.execution import precheck_of
from bot.guard import Guard
from bot.health import Health
from bot.home_view import HomeView
from bot.home_vocabulary import vocabulary_of
from bot.notices.notices import Notices
from bot.options import RunOptions
from bot.people.household import household
from bot.people.rights import Rights, load_rights
from bot.people.tries import RedisTries
from bot.pipeline import Pipeline
from bot.planner.affordances import Affordances, load_affordances
from bot.servers import servers, store_client
from bot.steward import Steward
from bot.stopping import Stops, cut_off_when_stuck, told_to_end
from bot.web.auth import Auth
from bot.web.server import WebServer, create_app
from bot.web.settings import WebSettings
from bot.wording.replies import Wording, load_wording
from nlu.engine import load_engine
from nlu.engines.base import Engine, Focus
from nlu.vocabulary import Vocabulary

log = logging.getLogger(__name__)

_FIRST_SIGHT_S = 5.0


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


@dataclass(frozen=True, slots=True)
class _Data:
    """All that is read from files."""

    catalogue: Catalogue
    dialect: HomeAssistant
    engine: Engine
    wording: Wording
    rights: Rights
    affordances: Affordances


def _load(settings: Settings) -> _Data:
    catalogue = load_catalogue()
    return _Data(
        catalogue, _dialect(settings, catalogue), load_engine(), load_wording(), load_rights(),
        load_affordances(),
    )  # fmt: skip


async def run(settings: Settings, options: RunOptions) -> int:
    """Run a home until Ctrl-C or SIGTERM; returns the exit code. Raises UserError."""
    logging.basicConfig(
        level=logging.DEBUG if options.debug else settings.log.level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    for noisy in ("httpx", "httpcore", "uvicorn", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    with told_to_end() as ended:
        async with AsyncExitStack() as stack:
            try:
                await _live(settings, options, stack, ended)
            finally:
                if ended.is_set():
                    log.info("Stopping.")
                ended.set()
                cut_off_when_stuck()
    return 0


async def _live(settings: Settings, options: RunOptions, stack: AsyncExitStack, ended: asyncio.Event) -> None:
    building = asyncio.create_task(build(settings, options, stack), name="build")
    waiting = asyncio.create_task(ended.wait())
    await asyncio.wait({building, waiting}, return_when=asyncio.FIRST_COMPLETED)
    await end(waiting)
    if not building.done():
        await end(building)
        return
    home = building.result()
    gc.collect()
    gc.freeze()  # the data that was loaded stays: looking through all of it again and again costs pauses
    _greet(home)
    if options.chat and sys.stdin.isatty():
        await _chat(home, ended)
    else:
        await ended.wait()


async def build(settings: Settings, options: RunOptions, stack: AsyncExitStack) -> Home:
    """Start everything; the stack stops it in the opposite order. Raises UserError.

    All heavy work is done before the first connection, which would have to wait for it.
    """
    stops = Stops(stack)
    state_dir = options.state_dir or _from_environment() or settings.state_dir.expanduser()
    instance = Instance.claim(state_dir)
    stack.callback(instance.release)
    port = settings.http.port if options.port is None else options.port
    require_free(settings.http.host, port)
    notes: list[str] = []
    (redis_url, broker), data = await both(
        servers(settings, state_dir, stops, notes), asyncio.to_thread(_load, settings)
    )
    redis = await store_client(redis_url, stops)
    bridge = Bridge(broker, redis, data.catalogue, [data.dialect], settings.home.id)
    simulator = Simulator(broker, speed=settings.simulator.speed) if settings.simulated else None
    people = household(settings.people, settings.home.zone)
    view = HomeView(bridge, people, settings.home.zone, time.time)
    conversations = ConversationStore(redis, Keys(settings.home.id))
    answering = Answering(data.wording, conversations)
    guard = Guard(data.rights, tuple(people.values()), precheck_of(bridge))
    tries = RedisTries(redis, Keys(settings.home.id).key(""))
    resume = Resume(conversations, guard, data.wording, view, tries, secrets.token_hex(8))
    notices = Notices(redis, Keys(settings.home.id), bridge, time.time)
    words = HomeWords(bridge)
    pipeline = Pipeline(
        bridge=bridge,
        catalogue=data.catalogue,
        engine=data.engine,
        vocabulary=words,
        view=view,
        guard=guard,
        affordances=data.affordances,
        conversations=conversations,
        resume=resume,
        notices=notices,
        answering=answering,
        home_language=settings.home.language,
        confirm_more_than=settings.home.confirm_more_than,
    )
    health = Health(redis, bridge, simulator is not None)
    steward = Steward(
        bridge=bridge, pipeline=pipeline, resume=resume, answering=answering, wording=data.wording,
        view=view, people=people, rights=data.rights, home_language=settings.home.language,
        checks=health.checks,
    )  # fmt: skip
    token = settings.http.token.get_secret_value() if settings.http.token is not None else instance.token
    auth = Auth(token, instance.session_secret.encode())
    web_settings = WebSettings(settings.http.host, port, tuple(settings.http.allowed_hosts))
    web = WebServer(create_app(steward, auth, simulator, web_settings), web_settings)

    if simulator is not None:
        stops.add("simulated home", simulator.stop)
        await simulator.start()
    stops.add("bridge", bridge.stop)
    await bridge.start()
    await _first_sight(bridge, simulator)
    # the first message need not wait until this home's words are compiled
    await asyncio.to_thread(data.engine.understand, "", words(), Focus())
    stops.add("conversations", conversations.stop)
    stops.add("steward", steward.stop)
    await steward.start()
    stops.add("notices", notices.stop)
    await notices.start(steward.notify)
    stops.add("web server", web.stop)
    await web.start()
    instance.announce(web.url, broker.host, broker.port, token)
    owner = next(one.id for one in people.values() if one.role == "owner")
    return Home(steward, bridge, simulator, web, auth, owner, tuple(notes))


def _dialect(settings: Settings, catalogue: Catalogue) -> HomeAssistant:
    overrides = {
        key: Override(type=one.type, names=one.names, areas=one.area, hidden=one.hidden)
        for key, one in settings.appliances.items()
    }
    prefixes = ("homeassistant",) if settings.mqtt is None else tuple(settings.mqtt.discovery_prefixes)
    return HomeAssistant(catalogue, overrides=overrides, prefixes=prefixes)


async def _first_sight(bridge: Bridge, simulator: Simulator | None) -> None:
    """Wait a moment for the appliances, so that the first message finds them; a broker may also be away."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_FIRST_SIGHT_S):
            if simulator is not None:
                await simulator.wait_ready()
            await bridge.wait_ready(_FIRST_SIGHT_S, all_heard=True)


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
    await end(talking, waiting)


def _from_environment() -> Path | None:
    given = os.environ.get("JIPSA_STATE_DIR")
    return Path(given).expanduser() if given else None
