"""LINE under the contract."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import httpx

from bot.app import Home
from tests.contracts.messengers.bench import Ability, Heard
from tests.contracts.messengers.scene import eventually
from tests.support.line_api import events
from tests.support.line_api.server import TOKEN, LineServer
from tests.support.line_api.view import Shown, shown

_MENTION = "@집사"


class LineBench:
    """The adapter with LINE's own SDK between two sides of a LINE of ours (tests/support/line_api).

    It takes replies, pushes, profiles and the rest as the Messaging API does, gives reply tokens that are good
    once, and refuses what LINE's reference says it refuses. Its webhook calls are signed and posted to the
    running home.
    """

    name = "line"
    abilities: frozenset[Ability] = frozenset(
        {
            "groups", "buttons", "images", "redelivery", "send_time", "signature", "outage", "first_word",
            "speaker_name",
        }
    )  # fmt: skip

    def __init__(self) -> None:
        self._server = LineServer(quota=100_000)
        self._client = httpx.AsyncClient(trust_env=False)
        self._hook = ""
        self._named: dict[str, dict[str, Any]] = {}
        self._unsent: list[dict[str, Any]] = []
        # LINE calls again with what it could not deliver

    async def open(self) -> Mapping[str, object]:
        """Start the double."""
        await self._server.start()
        return {
            "line": {
                "channel_access_token": TOKEN, "channel_secret": events.SECRET, "api_url": self._server.url,
            }
        }  # fmt: skip

    async def meet(self, home: Home) -> None:
        """LINE knows our address; wait until we know who we are."""
        self._hook = f"{home.web.url}/hooks/line"

        async def connected() -> bool:
            return any(one.name == self.name and one.ok for one in await home.steward.health())

        await eventually(connected)

    async def close(self) -> None:
        """Stop the double."""
        await self._client.aclose()
        await self._server.stop()

    def account(self, who: str) -> str:
        """Of a person of the scenarios."""
        return f"line:{events.user(who)}"

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
        """Write; a redelivery is the same event again, marked as one."""
        known = self._named.get(message or "")
        if known is not None:
            await self._send(known | {"deliveryContext": {"isRedelivery": True}})
            return
        said = events.text(text, mention=_MENTION if group and addressed else None)
        at = {"timestamp": round((time.time() - ago_s) * 1000)}
        made = events.event(
            "message", self._source(who, group), message=said, **self._token(who, group), **at
        )
        if message is not None:
            self._named[message] = made
        await self._send(made)

    async def press(self, who: str, label: str, *, group: bool = False, twice: bool = False) -> None:
        """Press the newest button of this label that they see."""
        seen = [one for one in self._seen(who, group) if label in one.actions]
        assert seen, f"{who} sees no button {label!r}"
        postback = {"data": seen[-1].actions[label]}
        await asyncio.gather(
            *(
                self._send(
                    events.event(
                        "postback", self._source(who, group), postback=postback, **self._token(who, group)
                    )
                )
                for _ in range(2 if twice else 1)
            )
        )

    async def heard(self, who: str, *, group: bool = False) -> list[Heard]:
        """All that we sent there."""
        return [one.heard for one in self._seen(who, group)]

    async def forged(self) -> int:
        """Signed with another channel's secret."""
        said = events.event("message", events.private("mom"), message=events.text("거실 불 켜줘"))
        raw = events.body(said)
        answer = await self._client.post(
            self._hook, content=raw, headers=events.signature(raw, "the-secret-of-another-channel")
        )
        return answer.status_code

    async def away(self, is_away: bool) -> None:
        """LINE fails; when it is back it calls with what was said meanwhile."""
        self._server.away = is_away
        if not is_away:
            unsent, self._unsent = self._unsent, []
            for one in unsent:
                await self._send(one | {"deliveryContext": {"isRedelivery": True}})

    async def migrate(self) -> None:
        """Groups of LINE keep their id."""
        raise NotImplementedError

    def _seen(self, who: str, group: bool) -> list[Shown]:
        place = events.GROUP if group else events.user(who)
        return [
            one
            for sent in self._server.sent
            if sent.to == place
            for one in shown(sent.messages, silent=sent.silent)
        ]

    def _source(self, who: str, group: bool) -> dict[str, Any]:
        return events.group(who) if group else events.private(who)

    def _token(self, who: str, group: bool) -> dict[str, str]:
        return {"replyToken": self._server.reply_token(events.GROUP if group else events.user(who))}

    async def _send(self, event: dict[str, Any]) -> None:
        if self._server.away:
            self._unsent.append(event)
            return
        raw = events.body(event)
        answer = await self._client.post(self._hook, content=raw, headers=events.signature(raw))
        assert answer.status_code == 200, answer.text
