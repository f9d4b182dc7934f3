"""Slack under the contract."""

import itertools
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from bot.app import Home
from tests.contracts.messengers.bench import Ability, Heard
from tests.contracts.messengers.scene import eventually
from tests.support.servers import Server
from tests.support.slack_api import payloads
from tests.support.slack_api.emulate import BOT_TOKEN, CHANNEL, SIGNING_SECRET, emulate
from tests.support.slack_api.front import Front
from tests.support.slack_api.payloads import MENTION, Json
from tests.support.slack_api.view import Shown, shown

_PEOPLE = ("mom", "dad", "child", "guest", "stranger")


class SlackBench:
    """The adapter with Slack's own SDK, called by signed HTTP.

    emulate, a Slack written by others, takes all that we send: it knows people, channels, threads, messages and
    files, and refuses what Slack refuses. It can neither be asked what one person alone was told, nor send events
    to an address given later. So a server of ours stands in front of it (tests/support/slack_api): it keeps what
    emulate took, from which a chat is drawn as people see it, and it can go down. Events, presses and commands
    come signed, as Slack's documentation shows them, over HTTP to the running home. People speak with the
    mention in one thread of the family's channel: that is one talk. Socket Mode is tested beside
    (tests/bot/messengers/slack/test_socket.py).
    """

    name = "slack"
    abilities: frozenset[Ability] = frozenset(
        {
            "groups", "edits", "buttons", "images", "ephemeral", "redelivery", "send_time", "signature", "outage",
            "migration", "first_word", "speaker_name",
        }
    )  # fmt: skip

    def __init__(self) -> None:
        self._front = Front()
        self._server: Server | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="slack")
        self._users: dict[str, str] = {}
        self._chats: dict[str, str] = {}
        self._group = ""
        self._groups: list[str] = []
        # its ids so far
        self._talk: str | None = None
        self._named: dict[str, Json] = {}
        self._unsent: list[Json] = []
        # Slack keeps for a while what it could not get to us
        self._numbers = itertools.count(1)
        self._client = httpx.AsyncClient(trust_env=False)
        self._hook = ""

    async def open(self) -> Mapping[str, object]:
        """Start both servers."""
        await self._front.open()
        self._server = emulate(Path(self._folder.name), _PEOPLE, self._front.url)
        self._server.start()
        self._front.upstream = f"http://127.0.0.1:{self._server.port}"
        members = (await self._front.ask("users.list"))["members"]
        self._users = {str(one["name"]): str(one["id"]) for one in members}
        for who in _PEOPLE:
            answer = await self._front.ask("conversations.open", users=self._users[who])
            self._chats[who] = str(answer["channel"]["id"])
        channels = (await self._front.ask("conversations.list"))["channels"]
        self._group = next(str(one["id"]) for one in channels if one["name"] == CHANNEL)
        self._groups = [self._group]
        return {
            "slack": {
                "bot_token": BOT_TOKEN, "signing_secret": SIGNING_SECRET, "api_url": self._front.api_url,
            }
        }  # fmt: skip

    async def meet(self, home: Home) -> None:
        """Slack knows our address; wait until we know who we are."""
        self._hook = f"{home.web.url}/hooks/slack"

        async def connected() -> bool:
            return any(one.name == self.name and one.ok for one in await home.steward.health())

        await eventually(connected)

    async def close(self) -> None:
        """Stop both servers."""
        await self._client.aclose()
        await self._front.close()
        if self._server is not None:
            self._server.stop()
        self._folder.cleanup()

    def account(self, who: str) -> str:
        """Of a person of the scenarios."""
        return f"slack:{self._users[who]}"

    async def say(
        self,
        who: str,
        text: str,
        *,
        group: bool = False,
        addressed: bool = True,
        ago_s: float = 0.0,
        message: str | None = None,
    ) -> None:
        """Write; what is late stands in nobody's history, for emulate gives the time itself."""
        if message is None or message not in self._named:
            chat = self._group if group else self._chats[who]
            thread = self._talk if group and addressed else None
            said = f"{MENTION} {text}" if group and addressed else text
            ts = f"{time.time() - ago_s:.6f}" if ago_s else await self._written(who, chat, said, thread)
            if group and addressed:
                self._talk = self._talk or ts
            make = payloads.mentioned if group and addressed else payloads.said
            body = make(self._users[who], chat, said, ts, thread)
            if message is not None:
                self._named[message] = body
        else:
            body = self._named[message]
        await self._send(body)

    async def press(self, who: str, label: str, *, group: bool = False, twice: bool = False) -> None:
        """Press the newest button of this label that they see."""
        chat, user = self._group if group else self._chats[who], self._users[who]
        seen = [one for one in self._seen(who, group=group) if label in one.labels]
        assert seen, f"{who} sees no button {label!r}"
        message = seen[-1]
        for _ in range(2 if twice else 1):
            url = f"{self._front.url}/respond/{chat}/{user}/{message.ts}/{next(self._numbers)}"
            await self._send(
                payloads.press(
                    user, chat, message.button(label), ts=message.ts, ephemeral=message.only_for is not None,
                    message={"ts": message.ts, "text": message.fallback, "blocks": message.blocks}
                    | ({"thread_ts": message.thread} if message.thread else {}),
                    response_url=url,
                )
            )  # fmt: skip

    async def heard(self, who: str, *, group: bool = False) -> list[Heard]:
        """All that we said there, as this person sees it now."""
        names = {id_: name for name, id_ in self._users.items()}
        return [
            Heard(
                text=one.text,
                buttons=one.labels,
                image=one.image,
                edited=one.edited,
                only_for=names.get(one.only_for or ""),
                speaker=one.speaker,
                short=one.short,
            )
            for one in self._seen(who, group=group)
        ]

    async def forged(self) -> int:
        """Sign with another secret."""
        body, headers = payloads.signed(
            payloads.said(self._users["mom"], self._chats["mom"], "거실 불 켜줘"), secret="a guess"
        )
        return (await self._client.post(self._hook, content=body, headers=headers)).status_code

    async def away(self, is_away: bool) -> None:
        """Slack answers nothing, and brings nothing; later it brings what it could not."""
        self._front.is_away = is_away
        if not is_away:
            unsent, self._unsent = self._unsent, []
            for body in unsent:
                await self._send(body)

    async def migrate(self) -> None:
        """As when a channel is moved between workspaces of one company; what was said moves along."""
        answer = await self._front.ask("conversations.create", name=f"{CHANNEL}-moved")
        old, self._group = self._group, str(answer["channel"]["id"])
        for who in _PEOPLE:
            await self._front.ask("conversations.join", f"xoxp-{who}", channel=self._group)
        self._groups.append(self._group)
        moved = {"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": self._group}
        await self._send(payloads.event(moved | {"event_ts": f"{time.time():.6f}"}))

    def _seen(self, who: str, *, group: bool) -> list[Shown]:
        chats = self._groups if group else [self._chats[who]]
        return shown(self._front.calls, chats, self._users[who])

    async def _written(self, who: str, chat: str, text: str, thread: str | None) -> str:
        """Put it into emulate's history; its time stamp."""
        given: dict[str, Any] = {"channel": chat, "text": text} | ({"thread_ts": thread} if thread else {})
        answer = await self._front.ask("chat.postMessage", f"xoxp-{who}", **given)
        assert answer["ok"], answer
        return str(answer["ts"])

    async def _send(self, body: Json) -> None:
        if self._front.is_away:
            self._unsent.append(body)
            return
        content, headers = payloads.signed(body)
        answer = await self._client.post(self._hook, content=content, headers=headers)
        assert answer.status_code == 200, answer.text
