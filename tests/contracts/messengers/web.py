"""The web page as a messenger: its HTTP API and live events, with signed-in sessions."""

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from bot.app import Home
from tests.contracts.messengers.bench import Ability, Heard


@dataclass
class Page:
    """What one person's page shows: exchanges in order, each known by its message's id."""

    client: httpx.AsyncClient
    chat: str
    exchanges: dict[str, list[list[dict[str, Any]]]] = field(default_factory=dict)
    # message id → the replies to it, each time they changed
    sending: set[asyncio.Task[None]] = field(default_factory=set)
    listening: asyncio.Task[None] | None = None

    def show(self, answer: Mapping[str, Any]) -> None:
        """An answer came, or changed."""
        told = self.exchanges.setdefault(str(answer["id"]), [])
        if not told or told[-1] != answer["replies"]:
            told.append(list(answer["replies"]))


class WebBench:
    """Nobody stands between: the double is a browser without a window."""

    name = "web"
    abilities: frozenset[Ability] = frozenset(
        {
            "edits",
            "buttons",
            "images",
            "redelivery",
            "send_time",
            "signature",
            "first_word",
            "speaker_name",
        }
    )

    async def open(self) -> Mapping[str, object]:
        """Nothing stands in the config."""
        self.pages: dict[str, Page] = {}
        return {}

    async def meet(self, home: Home) -> None:
        """Open a page for everybody of the family."""
        self.home = home
        for who in ("mom", "dad", "child", "guest"):
            page = self.pages[who] = Page(self._client(home.auth.new_session(who)), f"web:{who}")
            ready = asyncio.Event()
            page.listening = asyncio.create_task(self._listen(page, ready))
            await asyncio.wait_for(ready.wait(), 10)

    async def close(self) -> None:
        """Close all pages."""
        for page in self.pages.values():
            tasks = [*page.sending, *([page.listening] if page.listening else [])]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await page.client.aclose()

    def account(self, who: str) -> str:
        """The private chat of a person here."""
        return f"web:{who}"

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
        """Type it and send it."""
        sent = datetime.fromtimestamp(time.time() - ago_s, UTC).isoformat()
        await self._send(who, {"text": text, "sent_at": sent}, message)

    async def press(self, who: str, label: str, *, group: bool = False, twice: bool = False) -> None:
        """Press the newest button with this label."""
        replies = [reply for told in self.pages[who].exchanges.values() for reply in told[-1]]
        buttons = [button for reply in replies for button in reply["buttons"] if button["label"] == label]
        assert buttons, f"{who} sees no button {label}"
        for _ in range(2 if twice else 1):
            await self._send(who, {"action": buttons[-1]["action"]}, None)

    async def heard(self, who: str, *, group: bool = False) -> list[Heard]:
        """The bubbles of the house on this person's page."""
        shown = []
        for told in self.pages[who].exchanges.values():
            for reply in told[-1]:
                picture = str(reply["image"] or "").startswith("data:image/")
                assert set(reply) == {"text", "short", "buttons", "image", "speaker"}
                speaker = self.home.steward.appliance(reply["speaker"] or "", who)
                shown.append(
                    Heard(
                        text=reply["text"],
                        buttons=tuple(button["label"] for button in reply["buttons"]),
                        image=reply["short"] if picture else None,
                        edited=len(told) > 1,
                        speaker=None if speaker is None else speaker.name,
                        short=reply["short"],
                    )
                )
        return shown

    async def forged(self) -> int:
        """A message with a session that somebody else signed."""
        session = self.home.auth.new_session("mom")
        async with self._client(session[:-1] + ("0" if session[-1] != "0" else "1")) as client:
            response = await client.post("/api/v1/messages", json={"text": "거실 불 켜줘"})
        return response.status_code

    async def away(self, is_away: bool) -> None:
        """The page and the home are one process."""
        raise NotImplementedError

    async def migrate(self) -> None:
        """There are no groups."""
        raise NotImplementedError

    def _client(self, session: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self.home.web.url,
            timeout=60,
            cookies={self.home.auth.cookie_name: session},
            headers={"Sec-Fetch-Site": "same-origin"},
        )

    async def _send(self, who: str, content: Mapping[str, str], message: str | None) -> None:
        page = self.pages[who]

        async def send() -> None:
            body = {**content, "id": message or uuid.uuid4().hex, "wait_s": 20}
            response = await page.client.post("/api/v1/messages", json=body)
            assert response.status_code == 200, response.text
            page.show(response.json())

        task = asyncio.create_task(send())
        page.sending.add(task)

    async def _listen(self, page: Page, ready: asyncio.Event) -> None:
        async for kind, data in _events(page.client, ready):
            mine = data.get("chat") == page.chat or (
                data.get("chat") is None and data.get("id") in page.exchanges
            )
            if kind == "answer" and mine:
                page.show(data)


async def _events(
    client: httpx.AsyncClient, ready: asyncio.Event
) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    async with client.stream("GET", "/api/v1/events", timeout=None) as response:
        kind = ""
        async for line in response.aiter_lines():
            if line.startswith(": connected"):
                ready.set()
            elif line.startswith("event: "):
                kind = line.removeprefix("event: ")
            elif line.startswith("data: "):
                yield kind, json.loads(line.removeprefix("data: "))
