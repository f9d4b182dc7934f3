"""Slack as a messenger: it moves messages and knows nobody."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Protocol
from weakref import WeakValueDictionary

from slack_sdk.errors import SlackObjectFormationError
from starlette.routing import Route

from bot.config_messengers import SlackSettings
from bot.house import Check
from bot.message import Image, Language
from bot.messengers.base import (
    Account,
    Address,
    Arrival,
    Arrived,
    Card,
    Features,
    Messenger,
    Parcel,
    Undelivered,
)
from bot.messengers.images import png_of
from bot.messengers.recent import Recent
from bot.messengers.slack import encode
from bot.messengers.slack.cloud import Cloud, new_client
from bot.messengers.slack.decode import NAME, Opened, Responder, decode, is_private
from bot.messengers.slack.directory import Directory
from bot.messengers.slack.entrance import entrance, quiet, route
from bot.messengers.slack.failures import NO_ENTRY
from bot.messengers.slack.health import Health
from bot.messengers.slack.home_tab import home_tab
from bot.messengers.slack.presence import Presence
from bot.messengers.slack.socket import keep_connected
from bot.messengers.tasks import Tasks

FEATURES = Features(
    text_limit=2900,  # 3000, less a name that may have to stand before it
    buttons=25, label_limit=75, edits=True, private_in_group="ephemeral", images="upload",
    spans=frozenset({"bold", "code", "link"}), proactive="free", shows_speaker=True, patience_s=2.5,
    pace_s=1.2,
)  # fmt: skip
DOUBLE_S = 600.0
"""Slack sends again for five minutes what it thinks we did not get."""

_LOOK_S, _LOOK_SOCKET_S = 30.0, 600.0
# so often we ask whether all is well; a socket tells by itself
_FINISH_S = 5.0
_STATUS_S = 1.5
_PROMPTS = ("slack.prompt_on", "slack.prompt_what", "slack.prompt_left")


class Named(Protocol):
    """A slash command of the house."""

    @property
    def name(self) -> str:
        """Without the slash."""


class SlackMessenger(Messenger):
    """An app in one workspace."""

    def __init__(
        self,
        settings: SlackSettings,
        *,
        commands: Sequence[Named],
        dashboard: Callable[[Account], tuple[Card, ...] | None],
        say: Callable[[str, Language], str],
        clock: Callable[[], float] = time.time,
    ) -> None:
        """dashboard: the appliances somebody may see; None: a stranger. say: a sentence by its key."""
        self.name = NAME
        self.features = FEATURES
        self._words = {command.name.removeprefix("/").casefold() for command in commands}
        self._dashboard = dashboard
        self._say = say
        self._clock = clock
        self._app_token = settings.app_token.get_secret_value() if settings.app_token else None
        self._secret = settings.signing_secret.get_secret_value() if settings.signing_secret else ""
        client = new_client(settings.bot_token.get_secret_value(), settings.api_url, quiet())
        self._cloud = Cloud(client)
        self._directory = Directory(client)
        by_socket = self._app_token is not None
        self._health = Health(by_socket=by_socket)
        self._presence = Presence(self._cloud, self._health, _LOOK_SOCKET_S if by_socket else _LOOK_S)
        self._app = entrance(client, self._secret, lambda: self._presence.ours, self._received)
        self._handing_in = Tasks()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._arrived: Arrived | None = None
        self._tasks = Tasks()
        self._seen: Recent[str, float] = Recent(5000)
        self._threads: Recent[tuple[str, str], bool] = Recent(2000)
        # (chat, thread) → whether it is ours; all that are known to exist
        self._edited: Recent[tuple[str, str], float] = Recent(500)
        self._pictures: Recent[tuple[Address, Image], None] = Recent(100)
        self._shows_status = True

    # --- life

    async def start(self, arrived: Arrived) -> None:
        """Connect and listen from now on."""
        self._arrived = arrived
        await self._cloud.open()
        self._tasks.begin(self._live(), "slack")

    async def stop(self) -> None:
        """Stop listening, then close."""
        await self._tasks.end()
        self._presence.end()
        await self._handing_in.end(_FINISH_S)
        await self._cloud.close()

    async def _live(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._presence.keep())
            await self._presence.known.wait()
            if self._app_token is not None:
                group.create_task(keep_connected(self._app, self._app_token, self._health.socket))

    def check(self) -> Check:
        """One line of health."""
        return self._health.check()

    def pairing_link(self, code: str) -> str | None:
        """No link of Slack's can say a code: it is sent to the app as a private message."""
        return None

    def routes(self) -> Sequence[Route]:
        """Where Slack calls us, unless we call it."""
        return () if self._app_token is not None else (route(self._app, self._secret),)

    # --- in

    def _received(self, body: dict[str, Any]) -> None:
        """Take one payload; Slack gets its receipt at once."""
        if self._presence.ours is None:
            return
        found = decode(body, self._presence.ours, self._clock(), self._words, self._cloud.load)
        if isinstance(found, Opened):
            self._directory.is_with(found.user, found.chat)
            self._handing_in.begin(self._opened(found), "a page of Slack")
        elif isinstance(found, Arrival) and self._is_new(found.id):
            if found.addressed == "direct":
                self._directory.is_with(found.sender.id, found.at.chat)
            self._handing_in.begin(self._hand_over(found), "an event of Slack")

    def _is_new(self, id_: str) -> bool:
        """A mention comes as two events, and whatever Slack thinks lost comes again: the first one counts."""
        now = self._clock()
        before = self._seen.get(id_)
        self._seen[id_] = now
        return before is None or now - before >= DOUBLE_S

    async def _hand_over(self, arrival: Arrival) -> None:
        if self._arrived is None:
            return
        async with self._turns.setdefault(arrival.at.chat, asyncio.Lock()):
            # what is asked of Slack meanwhile must not change the order
            arrival = await self._placed(arrival)
            if arrival.addressed == "overheard":
                # of those who do not talk to us we ask nothing
                sender = self._directory.known(arrival.sender)
            else:
                sender = await self._directory.person(arrival.sender)
        await self._arrived(replace(arrival, sender=sender))
        if arrival.addressed == "button" and arrival.action is None:
            await self._show_home(sender)

    async def _placed(self, arrival: Arrival) -> Arrival:
        """With what a single payload does not tell: whose thread it is, which private chat."""
        at, thread = arrival.at, arrival.at.thread
        if at.chat == arrival.sender.id:  # pressed on the home page
            return replace(arrival, at=Address(NAME, await self._directory.private_chat(at.chat) or at.chat))
        if arrival.addressed == "command" and not arrival.group:
            ours = await self._directory.private_chat(arrival.sender.id)
            return replace(arrival, group=at.chat != ours)
        if arrival.group and thread and thread != arrival.reply_to:
            if arrival.addressed != "overheard":
                self._threads[at.chat, thread] = True
            elif await self._is_our_thread(at.chat, thread):
                return replace(arrival, addressed="reply")
        return arrival

    async def _is_our_thread(self, chat: str, thread: str) -> bool:
        """Whether we spoke there or its first message called us."""
        known, ours = self._threads.get((chat, thread)), self._presence.ours
        if known is None and ours is not None:
            known = await self._cloud.starts_with(chat, thread, f"<@{ours.user}>")
            self._threads[chat, thread] = known
        return bool(known)

    async def _opened(self, opened: Opened) -> None:
        person = await self._directory.person(Account(NAME, opened.user))
        if opened.tab == "home":
            await self._show_home(person)
            return
        language = _language(person)
        prompts = [self._say(key, language) for key in _PROMPTS]
        await self._cloud.suggest(opened.chat, self._say("slack.prompts", language), prompts)

    async def _show_home(self, person: Account) -> None:
        view = home_tab(self._dashboard(person), _language(person), self._say)
        with suppress(Undelivered):  # it is drawn anew each time it is opened
            await self._cloud.publish(person.id, view)

    # --- out

    async def deliver(self, at: Address, parcel: Parcel, responder: object | None = None) -> str | None:
        """Send it; the id of the message, unless only one person sees it."""
        given = responder if isinstance(responder, Responder) else None
        if parcel.only_for is not None and not is_private(at.chat):
            await self._whisper(at, parcel, parcel.only_for, given)
            return None
        pictured = parcel.image is not None and await self._picture(at, parcel.image)
        message = self._message(at, parcel, pictured=pictured)
        try:
            sent = await self._cloud.post(at.chat, at.thread, message)
        except Undelivered as error:
            if error.reason in {"away", "refused"}:
                self._presence.doubt()
            if given is None or not given.url or error.detail not in NO_ENTRY:
                raise
            # a command works also in chats we are not in; between two others it is told to who asked
            seen = "ephemeral" if is_private(at.chat) else "in_channel"
            await self._cloud.respond(given.url, _response(message, seen))
            return None
        if at.thread:
            self._threads[at.chat, at.thread] = True
        if given is not None and given.pressed is not None:
            await self._take_buttons_away(at, given, given.pressed)
        return sent

    async def edit(self, at: Address, message: str, parcel: Parcel) -> None:
        """Put the parcel in the place of a sent message."""
        self._edited[at.chat, message] = self._clock()
        made = self._message(at, parcel)
        await self._cloud.change(at.chat, message, made["text"], made["blocks"])

    async def working(self, at: Address) -> None:
        """Slack shows it in threads of the Messages tab only."""
        if not (self._shows_status and at.thread and is_private(at.chat)):
            return
        status = self._say("slack.working", _language(self._directory.in_chat(at.chat)))
        with suppress(TimeoutError):
            async with asyncio.timeout(_STATUS_S):
                self._shows_status = await self._cloud.working(at.chat, at.thread, status)

    def _message(self, at: Address, parcel: Parcel, *, pictured: bool = False) -> encode.Arguments:
        try:
            return encode.message(parcel, at.thread, named=self._health.may_name, pictured=pictured)
        except SlackObjectFormationError as error:
            raise Undelivered("refused", str(error)) from None

    async def _whisper(self, at: Address, parcel: Parcel, to: Account, given: Responder | None) -> None:
        message = self._message(at, parcel)
        if given is not None and given.url:
            with suppress(Undelivered):  # too old: then by the other way
                await self._cloud.respond(given.url, _response(message, "ephemeral"))
                return
        # Slack shows it in a thread only where one has begun
        thread = at.thread if (at.chat, at.thread) in self._threads else None
        await self._cloud.whisper(at.chat, thread, to.id, message)

    async def _picture(self, at: Address, image: Image) -> bool:
        """Whether it stands in the chat; where it cannot, its alt text is said. Sent once."""
        if (at, image) not in self._pictures:
            try:
                await self._cloud.upload(at.chat, at.thread, png_of(image), image.alt)
            except (ValueError, Undelivered):
                return False
            self._pictures[at, image] = None
        return True

    async def _take_buttons_away(self, at: Address, given: Responder, pressed: str) -> None:
        """They were used: an answer stands in the chat. A refusal, told to one alone, leaves them."""
        if (at.chat, pressed) in self._edited:
            return
        with suppress(Undelivered):
            if given.ephemeral:
                await self._cloud.respond(given.url, {"delete_original": True})
            else:
                blocks = encode.without_buttons(dict(block) for block in given.blocks)
                await self._cloud.change(at.chat, pressed, given.text, blocks)


def _language(person: Account | None) -> Language:
    """Slack says "ko-KR"."""
    return ((person.language if person else None) or "ko").partition("-")[0]


def _response(message: encode.Arguments, seen_by: str) -> dict[str, Any]:
    said = {key: message[key] for key in ("text", "blocks")}
    return said | {"response_type": seen_by, "replace_original": False}
