"""The composition root: builds the real parts and joins them. Nothing else does."""

import asyncio
import logging
import os
import secrets
import time
from collections.abc import Awaitable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from appliance_bridge.bridge import Bridge
from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.dialects.base import Dialect
from appliance_bridge.keys import Keys
from appliance_bridge.line import Broker
from appliance_bridge.simulator.control import Simulator
from appliance_bridge.tasks import both
from bot.answering import Answering
from bot.app_desk import DeskHome, around, configured, drafts, hidden_ones, words_desk
from bot.asking import Asking
from bot.commands import Command, load_commands
from bot.config import Settings
from bot.conversation.permission import Permission
from bot.conversation.requests import Requests
from bot.conversation.resume import Resume
from bot.conversation.store import ConversationStore
from bot.desk.changes import Changes
from bot.desk.chat_appliances import ChatAppliances
from bot.desk.chat_lessons import ChatLessons
from bot.desk.examiner import Examiner
from bot.desk.git_versions import versions_of
from bot.desk.heard import Heard
from bot.desk.last_good import LastGood
from bot.desk.lessons import Lessons
from bot.desk.misses import Misses
from bot.desk.news import told_to
from bot.desk.own_words import OwnWords
from bot.desk.proposals import Proposals
from bot.desk.rehearsal import Rehearsal
from bot.desk.remembering import Remembering
from bot.desk.watch import FolderWatch
from bot.desk.words_folder import WordsFolder
from bot.dialects import brokers_of, dialects_of
from bot.embedded.instance import Instance
from bot.embedded.ports import require_free
from bot.execution import precheck_of
from bot.front_ends import desk_settings, host_names, messengers_of
from bot.guard import Guard
from bot.health import Health
from bot.home_view import HomeView
from bot.home_words import HomeWords
from bot.housekeeping import Housekeeping
from bot.messengers.desk import Desk
from bot.messengers.memory import DeskMemory
from bot.notices.notices import Notices
from bot.options import RunOptions
from bot.people.chats import Chats
from bot.people.grants import Grants
from bot.people.household import household, listed_accounts
from bot.people.pairing import Link, Pairing, links
from bot.people.people import People
from bot.people.rights import Rights, load_rights
from bot.people.store import PeopleStore
from bot.people.tries import RedisTries
from bot.pipeline import Pipeline
from bot.planner.affordances import Affordances, load_affordances
from bot.rasa.engine import trained_engine
from bot.second_opinion import SecondOpinion
from bot.servers import servers, store_client
from bot.steward import Steward
from bot.stopping import Stops
from bot.web.auth import Auth
from bot.web.register import Register
from bot.web.server import WebServer, create_app
from bot.web.settings import WebSettings
from bot.wording.replies import Wording, load_wording
from nlu.engine import load_engines
from nlu.engines.base import Focus
from nlu.understanding import Understanding
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
    desk: Desk
    owner: str
    # id of the first owner: who sits at this machine
    notes: tuple[str, ...] = ()
    # sentences the person who started it should read
    wording: Wording | None = None
    appliances_speak: bool = True
    # under their own names


@dataclass(frozen=True, slots=True)
class _Data:
    """All that is read from files."""

    catalogue: Catalogue
    dialects: Sequence[Dialect]
    # of the first broker
    brokers: Sequence[Broker]
    # the others
    words: OwnWords
    wording: Wording
    rights: Rights
    affordances: Affordances
    commands: tuple[Command, ...]


def _load(settings: Settings, own_intents: Path, last_good: LastGood) -> _Data:
    catalogue = load_catalogue()
    folder = WordsFolder(own_intents, needed=settings.nlu.intents is not None)
    return _Data(
        catalogue, dialects_of(settings, catalogue, configured(settings)), brokers_of(settings, catalogue),
        OwnWords(Examiner(load_engines(), catalogue.types), folder, last_good), load_wording(),
        load_rights(), load_affordances(), load_commands(),
    )  # fmt: skip


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
    own_intents, last_good = settings.nlu.words_folder(state_dir), LastGood(state_dir / "intents.last-good")
    (redis_url, broker), data = await both(
        servers(settings, state_dir, stops, notes), asyncio.to_thread(_load, settings, own_intents, last_good)
    )
    own_words = data.words
    if not (fault := own_words.check()).ok:
        notes.append(fault.text)
    redis = await store_client(redis_url, stops)
    bridge = Bridge(broker, redis, data.catalogue, data.dialects, settings.home.id, others=data.brokers)
    simulator = Simulator(broker, speed=settings.simulator.speed) if settings.simulated else None
    keys = Keys(settings.home.id)
    people = People(
        household(settings.people, settings.home.zone),
        listed_accounts(settings.people),
        PeopleStore(redis, keys),
    )
    pairing, chats = Pairing(redis, keys, people), Chats(redis, keys)
    view = HomeView(bridge, people, settings.home.zone, time.time)
    conversations = ConversationStore(redis, keys)
    answering = Answering(data.wording, conversations)
    grants = Grants(redis, keys, time.time, people.removed_at)
    requests = Requests(redis, keys, time.time, people.removed_at)
    guard = Guard(data.rights, people, precheck_of(bridge), grants)
    tries = RedisTries(redis, keys.key(""))
    permission = Permission(requests, grants, guard, data.wording, view)
    resume = Resume(
        conversations, guard, data.wording, view, tries, permission, secrets.token_hex(8),
        void_before=people.removed_at,
    )  # fmt: skip
    asking = Asking(
        requests=requests, people=people, guard=guard, resume=resume, answering=answering, view=view,
        home_language=settings.home.language,
    )  # fmt: skip
    notices = Notices(redis, keys, bridge, time.time)
    engine = own_words.engine
    trained = trained_engine(settings.nlu, state_dir, engine.engines.trained.contract)
    words = HomeWords(bridge, people, lambda: hidden_ones(bridge, settings, own_words))
    heard = Heard(redis, keys, messages=settings.desk.messages, days=settings.desk.days)
    desk_home = DeskHome(bridge, data.catalogue, data.affordances, people, view, words, heard, settings)
    desk_home.took(own_words.live)
    versions = versions_of(own_intents, state_dir / "intents.history")
    changes = Changes(own_words, versions)
    lessons = Lessons(changes)
    proposals = Proposals(
        lambda: own_words.engine.engines, words, lambda: Focus(language=settings.home.language)
    )
    misses = Misses(redis, keys, proposals, messages=settings.desk.messages, days=settings.desk.days)
    remembering = Remembering(heard, misses)

    def second_opinion(read: Understanding, vocabulary: Vocabulary) -> Awaitable[Understanding]:
        return SecondOpinion(engine.engines.trained, trained)(read, vocabulary)

    def ways_in(code: str) -> tuple[Link, ...]:
        return links(code, messengers, settings.http.public_url or web.url)

    by_chat = ChatLessons(lessons, changes, proposals.meaning)
    naming = ChatAppliances(changes, lambda: own_words.live.training.appliances, bridge.appliances)
    pipeline = Pipeline(
        bridge=bridge,
        catalogue=data.catalogue,
        engine=engine,
        second_opinion=second_opinion,
        vocabulary=words,
        view=view,
        guard=guard,
        affordances=data.affordances,
        conversations=conversations,
        resume=resume,
        asking=asking,
        housekeeping=Housekeeping(people, pairing, chats, ways_in, lessons.taught, by_chat, naming),
        commands=data.commands,
        notices=notices,
        answering=answering,
        home_language=settings.home.language,
        confirm_more_than=settings.home.confirm_more_than,
    )
    health = Health(
        redis, bridge, simulator is not None, trained.check, own_words.check, lambda: desk.checks()
    )
    steward = Steward(
        bridge=bridge, pipeline=pipeline, resume=resume, asking=asking, answering=answering,
        wording=data.wording, view=view, people=people, rights=data.rights,
        home_language=settings.home.language, checks=health.checks, after=remembering.note,
    )  # fmt: skip
    token = settings.http.token.get_secret_value() if settings.http.token is not None else instance.token
    auth = Auth(token, instance.session_secret.encode(), void_before=people.removed_at)
    desk = Desk(
        house=steward, people=people, pairing=pairing, chats=chats, memory=DeskMemory(redis, keys),
        words=data.wording, settings=desk_settings(settings), clock=time.time, moved=(notices.moved,),
    )  # fmt: skip
    messengers = messengers_of(
        settings, data.commands, data.wording, desk.dashboard, instance.session_secret.encode()
    )
    web_settings = WebSettings(settings.http.host, port, host_names(settings))
    hooks = [route for one in messengers for route in one.routes()]
    register = Register(people, pairing, data.rights, ways_in)
    unsaved = drafts(own_words, desk_home)
    rehearse = Rehearsal(pipeline, bridge, data.catalogue, data.wording, people, time.time, unsaved)
    desk_words = words_desk(own_words, changes, lessons, misses, desk_home, rehearse, data.wording)
    web = WebServer(
        create_app(steward, auth, simulator, web_settings, register=register, hooks=hooks, words=desk_words),
        web_settings,
    )

    if simulator is not None:
        stops.add("simulated home", simulator.stop)
        await simulator.start()
    stops.add("bridge", bridge.stop)
    await bridge.start()
    await _first_sight(bridge, simulator)
    # the first message need not wait until this home's words are compiled
    await asyncio.to_thread(engine.understand, "", words(), Focus())
    stops.add("conversations", conversations.stop)
    await people.start()
    await grants.start()
    await requests.start()
    stops.add("remembering", remembering.stop)
    remembering.start()
    stops.add("steward", steward.stop)
    await steward.start()
    stops.add("notices", notices.stop)
    await notices.start(steward.notify)
    stops.add("own words", own_words.stop)
    await own_words.start(
        around(desk_home, versions, told_to(asking.tell_owners), data.wording, misses, proposals)
    )
    watch = FolderWatch(own_intents, own_words.reload)
    stops.add("watch of own words", watch.stop)
    watch.start()
    stops.add("trained engine", trained.stop)
    trained.start()
    stops.add("web server", web.stop)
    await web.start()
    stops.add("messengers", desk.stop)
    await desk.start(messengers)
    instance.announce(web.url, broker.host, broker.port, token)
    owner = next(one.id for one in people.values() if one.role == "owner")
    return Home(
        steward, bridge, simulator, web, auth, desk, owner, tuple(notes), data.wording,
        settings.home.appliances_speak,
    )  # fmt: skip


async def _first_sight(bridge: Bridge, simulator: Simulator | None) -> None:
    """Wait a moment for the appliances, so that the first message finds them; a broker may also be away."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_FIRST_SIGHT_S):
            if simulator is not None:
                await simulator.wait_ready()
            await bridge.wait_ready(_FIRST_SIGHT_S, all_heard=True)


def _from_environment() -> Path | None:
    given = os.environ.get("JIPSA_STATE_DIR")
    return Path(given).expanduser() if given else None
