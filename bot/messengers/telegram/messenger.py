"""Telegram as a messenger: it moves messages and knows nobody."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from starlette.routing import Route
from telegram import Bot, CallbackQuery, LinkPreviewOptions, Message, Update
from telegram.constants import ChatAction, ChatType, FileSizeLimit
from telegram.error import ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, MessageHandler, filters
from telegram.helpers import create_deep_linked_url

from bot.config_messengers import TelegramSettings
from bot.house import Check
from bot.messengers.base import Address, Arrival, Arrived, Features, Messenger, Parcel, Undelivered
from bot.messengers.images import png_of
from bot.messengers.rich import utf16_length
from bot.messengers.tasks import Tasks
from bot.messengers.telegram import decode, encode, menus
from bot.messengers.telegram.connection import App, Connection, application
from bot.messengers.telegram.errors import Flooded, is_unchanged, undelivered
from bot.messengers.telegram.health import KEPT_S, NAME, Health
from bot.messengers.telegram.polls import Polls
from bot.messengers.telegram.quiet import Quiet
from bot.messengers.telegram.webhook import Webhook

log = logging.getLogger(__name__)

FEATURES = Features(
    text_limit=4096, buttons=100, label_limit=64, edits=True, private_in_group="direct", images="upload",
    spans=frozenset({"bold", "code", "link"}), silent=True, patience_s=2.5, pace_s=3.0,
)  # fmt: skip
_LARGEST = int(FileSizeLimit.FILESIZE_DOWNLOAD)
_FINISH_S = 2.0
# how long what has arrived may still be dealt with at the end
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# Telegram would open every link, an invitation too


class TelegramMessenger(Messenger):
    """A bot of @BotFather."""

    def __init__(
        self,
        settings: TelegramSettings,
        *,
        commands: Sequence[menus.Command] = (),
        public_url: str | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """public_url: under which the internet reaches our web server; for mode webhook."""
        self.name = NAME
        self.features = FEATURES
        self._token = settings.token.get_secret_value().strip()
        self._api_url = settings.api_url
        self._commands = tuple(commands)
        self._clock = clock
        self._webhook: Webhook | None = None
        if settings.mode == "webhook" and public_url is not None:
            self._webhook = Webhook(self._token, public_url, self._called)
        self._health = Health(clock, self._webhook.url if self._webhook else None)
        self._connection = Connection(self._build, self._connected, self._health, self._webhook)
        self._quiet = Quiet(self._token)
        self._us: decode.Us | None = None
        self._pressed: dict[int, float] = {}
        # update → the first moment its button can have been pressed
        self._bare: dict[tuple[int, int], asyncio.Task[None]] = {}
        # messages whose buttons are being taken away
        self._tasks = Tasks()
        self._arrived: Arrived | None = None
        self._handing_in = Tasks()
        self._keeping = Tasks()

    # --- its life

    async def start(self, arrived: Arrived) -> None:
        """Connect in the background, for as long as it takes."""
        self._quiet.begin()
        self._arrived = arrived
        self._keeping.begin(self._connection.keep(), "telegram")

    async def stop(self) -> None:
        """Stop listening, finish what arrived, close."""
        if self._arrived is None:
            return
        await self._keeping.end()
        await self._connection.end_listening()
        await self._handing_in.end(_FINISH_S)
        await self._tasks.end()
        await self._connection.close()
        self._quiet.end()
        self._arrived = None

    def check(self) -> Check:
        """Connected as whom, or what is wrong and how to mend it."""
        return self._health.check()

    def routes(self) -> Sequence[Route]:
        """The webhook, when there is one."""
        return () if self._webhook is None else (self._webhook.route(),)

    def pairing_link(self, code: str) -> str | None:
        """t.me/<bot>?start=<code>: Telegram lets the person press Start, which says "/start <code>"."""
        if self._us is None:
            return None
        try:
            return create_deep_linked_url(self._us.username, code)
        except ValueError:
            return None

    # --- out

    async def deliver(self, at: Address, parcel: Parcel, responder: object | None = None) -> str | None:
        """Send it; a message with a picture has no id, since Telegram cannot turn it into text."""
        where = encode.target(at, parcel.reply_to)
        if parcel.only_for is not None and str(where.chat) != parcel.only_for.id:
            raise Undelivered("refused", "in a Telegram group nothing can be shown to one person alone")
        try:
            return await self._send(where, parcel)
        except ChatMigrated as error:
            self._moved(where.chat, error.new_chat_id)
            try:
                return await self._send(encode.Target(error.new_chat_id, where.topic), parcel)
            except TelegramError as again:
                raise undelivered(again) from None
        except TelegramError as error:
            raise undelivered(error) from None

    async def edit(self, at: Address, message: str, parcel: Parcel) -> None:
        """Change a sent message."""
        where = encode.target(at)
        if parcel.image is not None or not message.isdecimal():
            raise Undelivered("gone", "a picture cannot be put into a message of text")
        if taking := self._bare.get((where.chat, int(message))):
            await asyncio.wait({taking})
        try:
            await self._bot.edit_message_text(
                parcel.text, where.chat, int(message), entities=encode.entities(parcel.text, parcel.spans),
                reply_markup=encode.keyboard(parcel.buttons), link_preview_options=_NO_PREVIEW,
            )  # fmt: skip
        except ChatMigrated as error:
            self._moved(where.chat, error.new_chat_id)
            raise Undelivered("gone", "the group has a new id") from None
        except TelegramError as error:
            if not is_unchanged(error):
                raise undelivered(error) from None

    async def working(self, at: Address) -> None:
        """ "typing…", for five seconds or until the message is there."""
        with suppress(TelegramError, Undelivered):
            where = encode.target(at)
            await self._bot.send_chat_action(where.chat, ChatAction.TYPING, message_thread_id=where.topic)

    async def _send(self, where: encode.Target, parcel: Parcel) -> str | None:
        if parcel.image is not None:
            try:
                return await self._send_picture(where, parcel)
            except (ChatMigrated, Flooded, Forbidden, RetryAfter):
                raise
            except (TelegramError, ValueError):
                log.info("A picture could not be sent to Telegram; its words are sent in its place.")
        text = encode.with_picture_in_words(parcel)
        return str((await self._send_text(where, text, parcel)).message_id)

    async def _send_text(self, where: encode.Target, text: str, parcel: Parcel) -> Message:
        return await self._bot.send_message(
            where.chat, text, entities=encode.entities(text, parcel.spans),
            reply_markup=encode.keyboard(parcel.buttons), message_thread_id=where.topic,
            reply_parameters=where.quote, disable_notification=parcel.silent or None,
            link_preview_options=_NO_PREVIEW,
        )  # fmt: skip

    async def _send_picture(self, where: encode.Target, parcel: Parcel) -> str | None:
        """The picture with the text below it; a longer text follows by itself."""
        if parcel.image is None:
            return None
        fits = utf16_length(parcel.text) <= encode.CAPTION_LIMIT
        await self._bot.send_photo(
            where.chat, png_of(parcel.image), caption=parcel.text if fits else parcel.image.alt[:500],
            caption_entities=encode.entities(parcel.text, parcel.spans) if fits else None,
            reply_markup=encode.keyboard(parcel.buttons) if fits else None, message_thread_id=where.topic,
            reply_parameters=where.quote, disable_notification=parcel.silent or None,
        )  # fmt: skip
        return None if fits else str((await self._send_text(where, parcel.text, parcel)).message_id)

    # --- in

    def _build(self) -> App:
        app = application(self._token, self._api_url, Polls(self._health, self._pressed.__setitem__))
        app.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, self._on_migration))
        app.add_handler(MessageHandler(filters.UpdateType.MESSAGE, self._on_message))
        app.add_handler(CallbackQueryHandler(self._on_press))
        app.add_handler(ChatMemberHandler(self._on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
        return app

    def _connected(self, app: App) -> None:
        names = frozenset(one.name for one in self._commands) | {"start"}
        self._us = decode.Us(app.bot.id, app.bot.username, names)
        if self._commands:
            self._tasks.begin(menus.show(app.bot, self._commands), "telegram menu")

    def _called(self, raw: dict[str, Any]) -> bool:
        """An update that Telegram brought; False: we cannot take it now."""
        app = self._connection.app
        if app is None or not app.running:
            return False
        try:
            update = Update.de_json(raw, app.bot)
        except Exception as error:
            log.warning("An update of Telegram could not be read (%s).", type(error).__name__)
            return True
        if update.callback_query is not None:
            self._pressed[update.update_id] = self._health.pressed_after()
        app.update_queue.put_nowait(update)
        return True

    async def _on_message(self, update: Update, _: object) -> None:
        if update.message is not None and self._us is not None:
            self._put(decode.message(update.message, self._us, self._loader))

    async def _on_migration(self, update: Update, _: object) -> None:
        if update.message is not None:
            self._put(decode.migration(update.message))

    async def _on_membership(self, update: Update, _: object) -> None:
        if update.my_chat_member is not None:
            self._put(decode.membership(update.my_chat_member, update.update_id))

    async def _on_press(self, update: Update, _: object) -> None:
        earliest = self._pressed.pop(update.update_id, self._clock() - KEPT_S)
        query = update.callback_query
        if query is None:
            return
        self._tasks.begin(self._acknowledge(query), "telegram press")
        where = query.message
        if where is not None and where.chat.type == ChatType.PRIVATE:
            # in a group the wrong one may have pressed: the buttons stay for the right one
            self._take_buttons(where.chat.id, where.message_id)
        self._put(decode.press(query, earliest))

    async def _acknowledge(self, query: CallbackQuery) -> None:
        # else the button shows a turning wheel
        with suppress(TelegramError):
            await self._bot.answer_callback_query(query.id)

    def _take_buttons(self, chat: int, message: int) -> None:
        async def take() -> None:
            try:
                with suppress(TelegramError):
                    await self._bot.edit_message_reply_markup(chat, message, reply_markup=None)
            finally:
                self._bare.pop((chat, message), None)

        self._bare[chat, message] = self._tasks.begin(take(), "telegram buttons")

    def _loader(self, file_id: str, size: int | None) -> Callable[[], Awaitable[bytes]]:
        async def load() -> bytes:
            if size is not None and size > _LARGEST:
                raise Undelivered("refused", "it is larger than the 20 MB a bot may load")
            try:
                file = await self._bot.get_file(file_id)
                return bytes(await file.download_as_bytearray())
            except TelegramError as error:
                raise undelivered(error) from None

        return load

    def _moved(self, old: int, new: int) -> None:
        self._put(decode.moved(old, new, self._clock()))

    def _put(self, arrival: Arrival | None) -> None:
        if arrival is not None and self._arrived is not None:
            self._handing_in.begin(self._arrived(arrival), "an arrival from Telegram")

    @property
    def _bot(self) -> Bot:
        if self._connection.app is None:
            raise Undelivered("away", "there is no connection to Telegram yet")
        bot: Bot = self._connection.app.bot
        return bot
