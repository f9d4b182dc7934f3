"""A Bot API server, strict about limits, with all that no double by others has: 409, 429, 401, outages,
groups that move, pictures, menus, typing, webhooks, files.
"""

import asyncio
import itertools
import json
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.support.servers import free_port

TOKEN = "4242:AA-test_TOKEN-of-nobody"
BOT = {
    "id": 4242, "is_bot": True, "first_name": "집사", "username": "jipsa_test_bot", "can_join_groups": True,
    "can_read_all_group_messages": False, "supports_inline_queries": False,
}  # fmt: skip

Json = dict[str, Any]


class Refused(Exception):
    """A request that Telegram answers with an error."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass
class Sent:
    """A message of the bot as its chat sees it now."""

    id: int
    chat: int
    text: str
    topic: int | None = None
    entities: list[Json] = field(default_factory=list)
    buttons: list[list[Json]] = field(default_factory=list)
    photo: bytes | None = None
    silent: bool = False
    reply_to: int | None = None
    edited: bool = False

    def has_label(self, label: str) -> str | None:
        """The data of the button with this label."""
        found = [one["callback_data"] for row in self.buttons for one in row if one["text"] == label]
        return found[0] if found else None


def units(text: str) -> int:
    """Telegram counts UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


class BotApi:
    """One bot's Telegram. Chats exist once somebody wrote there."""

    def __init__(self) -> None:
        self.port = free_port()
        self.chats: dict[int, Json] = {}
        self.sent: list[Sent] = []
        self.calls: list[tuple[str, Json]] = []
        # all methods called, with what was given
        self.answered: list[str] = []
        # callback queries
        self.menus: dict[tuple[str, str], list[Json]] = {}
        # (scope, language) → commands
        self.fails: dict[str, list[Refused]] = defaultdict(list)
        # method → what its next calls are answered with
        self.always: dict[str, Refused] = {}
        # method → what all its calls are answered with
        self.blocked: set[int] = set()
        self.moved: dict[int, int] = {}
        self.files: dict[str, bytes] = {}
        self.updates: list[Json] = []
        self.fetched: set[int] = set()
        self.webhook: Json = {}
        self.webhook_info: Json = {}
        self._queries: set[str] = set()
        self._fresh = asyncio.Event()
        self._numbers = itertools.count(1)
        self._messages = itertools.count(100)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """What stands in api_url."""
        return f"http://127.0.0.1:{self.port}"

    # --- its life

    async def start(self) -> None:
        """Listen; the same port after each start, with everything it knew."""
        app = web.Application(client_max_size=60_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._called)
        app.router.add_get("/file/bot{token}/{path:.*}", self._download)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()

    async def stop(self) -> None:
        """Nobody answers on this port any more."""
        if self._runner is not None:
            self._fresh.set()
            await self._runner.cleanup()
            self._runner = None

    # --- what people do

    def chat(self, id_: int, **more: Any) -> Json:
        """A private chat for a positive id, a supergroup for a negative one."""
        kind = "private" if id_ > 0 else "supergroup"
        named = {"first_name": f"user {id_}"} if id_ > 0 else {"title": "우리 집"}
        return self.chats.setdefault(id_, {"id": id_, "type": kind, **named, **more})

    @staticmethod
    def user(id_: int, **more: Any) -> Json:
        """Somebody."""
        return {"id": id_, "is_bot": False, "first_name": f"사람 {id_}", "language_code": "ko", **more}

    def message(self, who: int, text: str | None = None, *, chat: int | None = None, **more: Any) -> Json:
        """A message as Telegram would tell of it."""
        given = {} if text is None else {"text": text}
        return {
            "message_id": next(self._messages), "date": int(time.time()), "from": self.user(who),
            "chat": self.chat(who if chat is None else chat), **given, **more,
        }  # fmt: skip

    def press(self, who: int, label: str, *, chat: int | None = None) -> Json:
        """The newest button with this label in that chat, as a callback query."""
        here = who if chat is None else chat
        on, data = next(
            (one, data) for one in reversed(self.sent) if one.chat == here and (data := one.has_label(label))
        )
        query = str(next(self._numbers))
        self._queries.add(query)
        topic = {} if on.topic is None else {"message_thread_id": on.topic, "is_topic_message": True}
        return {
            "id": query, "from": self.user(who), "chat_instance": "1", "data": data,
            "message": {"message_id": on.id, "date": int(time.time()), "chat": self.chat(here), "from": BOT,
                        "text": on.text, **topic},
        }  # fmt: skip

    async def happens(self, **what: Any) -> Json:
        """An update: message=…, callback_query=…, my_chat_member=…."""
        update = {"update_id": next(self._numbers) + 1000, **what}
        await self.push(update)
        return update

    async def again(self, update: Json) -> Json:
        """The same once more: to a bot that polls, as what came twice always has a number of its own."""
        return await self.happens(**{name: one for name, one in update.items() if name != "update_id"})

    async def push(self, update: Json) -> None:
        """Bring an update to the bot."""
        if self.webhook.get("url"):
            headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.get("secret_token", "")}
            async with (
                aiohttp.ClientSession() as session,
                session.post(self.webhook["url"], json=update, headers=headers),
            ):
                return
        self.updates.append(update)
        self._fresh.set()

    async def migrate(self, old: int, new: int) -> None:
        """A group becomes a supergroup; both chats tell of it."""
        self.chat(new)
        self.moved[old] = new
        admin = 1
        await self.happens(message=self.message(admin, chat=old, migrate_to_chat_id=new))
        await self.happens(message=self.message(admin, chat=new, migrate_from_chat_id=old))

    def to(self, chat: int) -> list[Sent]:
        """What the bot said there."""
        return [one for one in self.sent if one.chat == chat]

    # --- HTTP

    async def _called(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        try:
            if request.match_info["token"] != TOKEN:
                raise Refused(401, "Unauthorized")
            if method in self.always:
                raise self.always[method]
            if self.fails[method]:
                raise self.fails[method].pop(0)
            result = await self.answer(method, await _parameters(request))
        except Refused as error:
            said: Json = {"ok": False, "error_code": error.code, "description": error.description}
            if error.parameters:
                said["parameters"] = error.parameters
            return web.json_response(said, status=error.code)
        return web.json_response({"ok": True, "result": result})

    async def answer(self, method: str, given: Json) -> Any:
        """The result of a method. Raises Refused."""
        if method != "getUpdates":
            self.calls.append((method, given))
        work = getattr(self, f"_{method}", None)
        if work is None:
            raise Refused(404, "Not Found")
        if "parse_mode" in given:
            raise Refused(400, "Bad Request: a text with markup can be lost to one underscore")
        if "chat_id" in given:
            self._open(int(given["chat_id"]))
        return await work(given)

    def _open(self, chat: int) -> None:
        if chat in self.moved:
            raise Refused(
                400, "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.moved[chat],
            )  # fmt: skip
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat not in self.chats:
            raise Refused(400, "Bad Request: chat not found")

    async def _getMe(self, _: Json) -> Json:  # noqa: N802
        return BOT

    async def _deleteWebhook(self, _: Json) -> bool:  # noqa: N802
        self.webhook = {}
        return True

    async def _setWebhook(self, given: Json) -> bool:  # noqa: N802
        self.webhook = given
        return True

    async def _getWebhookInfo(self, _: Json) -> Json:  # noqa: N802
        basis = {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": 0,
        }
        return basis | self.webhook_info

    async def _getUpdates(self, given: Json) -> list[Json]:  # noqa: N802
        if self.webhook.get("url"):
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        offset = int(given.get("offset") or 0)
        self.updates = [one for one in self.updates if one["update_id"] >= offset]
        if not self.updates:
            self._fresh.clear()
            try:
                async with asyncio.timeout(float(given.get("timeout") or 0)):
                    await self._fresh.wait()
            except TimeoutError:
                return []
        self.fetched |= {one["update_id"] for one in self.updates[:100]}
        return self.updates[:100]

    async def _sendMessage(self, given: Json) -> Json:  # noqa: N802
        text = given.get("text", "")
        if not text.strip():
            raise Refused(400, "Bad Request: message text is empty")
        if units(text) > 4096:
            raise Refused(400, "Bad Request: message is too long")
        return self._keep(given, text, given.get("entities"))

    async def _sendPhoto(self, given: Json) -> Json:  # noqa: N802
        if units(given.get("caption", "")) > 1024:
            raise Refused(400, "Bad Request: message caption is too long")
        if not given["photo"].startswith(b"\x89PNG"):
            raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED")
        return self._keep(given, given.get("caption", ""), given.get("caption_entities"), given["photo"])

    async def _editMessageText(self, given: Json) -> Json:  # noqa: N802
        one = self._sent(given)
        if one.photo is not None:
            raise Refused(400, "Bad Request: there is no text in the message to edit")
        buttons = checked_buttons(given.get("reply_markup"))
        entities = checked_entities(given["text"], given.get("entities"))
        if not given["text"].strip() or units(given["text"]) > 4096:
            raise Refused(400, "Bad Request: message is too long")
        if (one.text, one.buttons, one.entities) == (given["text"], buttons, entities):
            raise Refused(
                400, "Bad Request: message is not modified: specified new message content is the same"
            )
        one.text, one.buttons, one.entities, one.edited = given["text"], buttons, entities, True
        return self._told(one)

    async def _editMessageReplyMarkup(self, given: Json) -> Json:  # noqa: N802
        one = self._sent(given)
        buttons = checked_buttons(given.get("reply_markup"))
        if one.buttons == buttons:
            raise Refused(400, "Bad Request: message is not modified")
        one.buttons = buttons
        return self._told(one)

    async def _sendChatAction(self, _: Json) -> bool:  # noqa: N802
        return True

    async def _answerCallbackQuery(self, given: Json) -> bool:  # noqa: N802
        if given["callback_query_id"] not in self._queries:
            raise Refused(
                400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        self.answered.append(given["callback_query_id"])
        return True

    async def _setMyCommands(self, given: Json) -> bool:  # noqa: N802
        commands: list[Json] = given["commands"]
        names = [one["command"] for one in commands]
        if len(names) > 100 or any(not 1 <= len(one) <= 32 or one != one.lower() for one in names):
            raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
        if any(not 1 <= len(one["description"]) <= 256 for one in commands):
            raise Refused(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.menus[given.get("scope", {}).get("type", "default"), given.get("language_code", "")] = commands
        return True

    async def _getFile(self, given: Json) -> Json:  # noqa: N802
        if given["file_id"] not in self.files:
            raise Refused(400, "Bad Request: invalid file_id")
        return {
            "file_id": given["file_id"],
            "file_unique_id": "u",
            "file_path": f"voice/{given['file_id']}.oga",
        }

    async def _download(self, request: web.Request) -> web.Response:
        name = request.match_info["path"].removeprefix("voice/").removesuffix(".oga")
        if request.match_info["token"] != TOKEN or name not in self.files:
            return web.Response(status=404)
        return web.Response(body=self.files[name])

    # --- messages of the bot

    def _keep(self, given: Json, text: str, entities: Any, photo: bytes | None = None) -> Json:
        one = Sent(
            id=next(self._messages), chat=int(given["chat_id"]), text=text,
            topic=int(given["message_thread_id"]) if "message_thread_id" in given else None,
            entities=checked_entities(text, entities), buttons=checked_buttons(given.get("reply_markup")),
            photo=photo, silent=bool(given.get("disable_notification")),
            reply_to=(given.get("reply_parameters") or {}).get("message_id"),
        )  # fmt: skip
        self.sent.append(one)
        return self._told(one)

    def _sent(self, given: Json) -> Sent:
        chat, message = int(given["chat_id"]), int(given["message_id"])
        found = [one for one in self.sent if (one.chat, one.id) == (chat, message)]
        if not found:
            raise Refused(400, "Bad Request: message to edit not found")
        return found[0]

    def _told(self, one: Sent) -> Json:
        return {"message_id": one.id, "date": int(time.time()), "chat": self.chats[one.chat], "from": BOT,
                "text": one.text}  # fmt: skip


async def _parameters(request: web.Request) -> Json:
    """The form of a request; what is JSON in it, read."""
    found: Json = {}
    form: Mapping[str, Any] = await request.post()
    for name, value in form.items():
        if isinstance(value, web.FileField):
            found[name] = value.file.read()
        elif name in {"reply_markup", "entities", "caption_entities", "reply_parameters", "commands", "scope",
                      "link_preview_options", "allowed_updates"}:  # fmt: skip
            found[name] = json.loads(value)
        else:
            found[name] = value
    # PTB names an upload by attach://<name>
    for name, value in tuple(found.items()):
        if isinstance(value, str) and value.startswith("attach://"):
            found[name] = found[value.removeprefix("attach://")]
    return found


def checked_entities(text: str, entities: Any) -> list[Json]:
    """Entities, all inside the text and on whole characters. Raises Refused."""
    raw = text.encode("utf-16-le")
    for one in entities or []:
        start, end = one["offset"], one["offset"] + one["length"]
        if one["length"] < 1 or start < 0 or 2 * end > len(raw):
            raise Refused(400, "Bad Request: ENTITY_BOUNDS_INVALID")
        try:
            raw[2 * start : 2 * end].decode("utf-16-le")
        except UnicodeDecodeError:
            raise Refused(400, "Bad Request: ENTITY_BOUNDS_INVALID") from None
        if one["type"] == "text_link" and not one.get("url"):
            raise Refused(400, "Bad Request: text_link without url")
    return list(entities or [])


def checked_buttons(markup: Any) -> list[list[Json]]:
    """An inline keyboard within Telegram's limits. Raises Refused."""
    rows: list[list[Json]] = (markup or {}).get("inline_keyboard", [])
    if sum(map(len, rows)) > 100 or any(len(row) > 8 for row in rows):
        raise Refused(400, "Bad Request: reply markup is too long")
    for one in itertools.chain(*rows):
        if not 1 <= len(one["callback_data"].encode()) <= 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
        if not one["text"]:
            raise Refused(400, "Bad Request: BUTTON_TEXT_INVALID")
    return rows
