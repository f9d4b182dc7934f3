"""KakaoTalk under the contract."""

import asyncio
import itertools
from collections.abc import Mapping
from typing import Any

import httpx
from aiohttp import web

from bot.app import Home
from tests.contracts.messengers.bench import Ability, Heard
from tests.support.kakao_api.gateway import callbacks
from tests.support.kakao_api.skill import HEADER, KEY, PATH, key, mistakes, payload


class KakaoBench:
    """The skill server, called as KakaoTalk calls one: documented payloads, which a second parser reads as well.

    People see what a call is answered within five seconds and, this bot having callbacks, what comes to the
    address of one call later. KakaoTalk numbers no messages and tells no times, lets a channel only answer, and
    hands over of groups only what mentions us: group scenarios are tested beside
    (tests/bot/messengers/kakao), like bots without callbacks and the experimental gateway.
    """

    name = "kakao"
    abilities: frozenset[Ability] = frozenset({"buttons", "images", "redelivery", "signature"})

    def __init__(self) -> None:
        self._client = httpx.AsyncClient(trust_env=False, timeout=10)
        self._late: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()
        self._runner: web.AppRunner | None = None
        self._hook = self._callback = ""
        self._numbers = itertools.count(1)
        self._shown: dict[str, tuple[str, dict[str, Any]]] = {}
        # by the call's number: to whom, and the response that is seen
        self._calls: dict[str, str] = {}
        # the callback addresses of named messages

    async def open(self) -> Mapping[str, object]:
        """Open the callback addresses."""
        self._runner, self._callback = await callbacks(self._late)
        return {"kakao": {"path": PATH, "header": HEADER, "key": KEY, "channel": "_xkABcd"}}

    async def meet(self, home: Home) -> None:
        """The skill has our address."""
        self._hook = f"{home.web.url}/hooks/kakao/{PATH}"

    async def close(self) -> None:
        """Close them."""
        await self._client.aclose()
        if self._runner is not None:
            await self._runner.cleanup()

    def account(self, who: str) -> str:
        """Of a person of the scenarios."""
        return f"kakao:{key(who)}"

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
        """Write; a redelivery is the same call again, with the same callback address."""
        number = self._calls.setdefault(message, self._next()) if message is not None else self._next()
        await self._call(who, text, number)

    async def press(self, who: str, label: str, *, group: bool = False, twice: bool = False) -> None:
        """Press the newest quick reply of this label."""
        replies = [one for response in self._seen(who) for one in _replies(response) if one["label"] == label]
        assert replies, f"{who} sees no button {label!r}"
        pressed = replies[-1]
        calls = (
            self._call(who, pressed["messageText"], self._next(), pressed["extra"])
            for _ in range(2 if twice else 1)
        )
        await asyncio.gather(*calls)

    async def heard(self, who: str, *, group: bool = False) -> list[Heard]:
        """All answers, as bubbles."""
        while not self._late.empty():
            number, response = self._late.get_nowait()
            whom = self._shown[number][0]
            del self._shown[number]
            self._shown[number] = (whom, response)
        return [one for response in self._seen(who) for one in _bubbles(response)]

    async def forged(self) -> int:
        """With the path, and a wrong key in the header."""
        answer = await self._client.post(
            self._hook, json=payload("mom", "거실 불 켜줘"), headers={HEADER: "another key"}
        )
        return answer.status_code

    async def away(self, is_away: bool) -> None:
        """Whether KakaoTalk is there, a skill server cannot see."""
        raise NotImplementedError

    async def migrate(self) -> None:
        """Groups keep their key."""
        raise NotImplementedError

    async def _call(self, who: str, text: str, number: str, extra: dict[str, Any] | None = None) -> None:
        body = payload(who, text, extra=extra, callback_url=f"{self._callback}{number}")
        answer = await self._client.post(self._hook, json=body, headers={HEADER: KEY})
        assert answer.status_code == 200, answer.text
        response = answer.json()
        assert mistakes(response) == []
        self._shown.setdefault(number, (who, response))

    def _seen(self, who: str) -> list[dict[str, Any]]:
        return [response for whom, response in self._shown.values() if whom == who]

    def _next(self) -> str:
        return str(next(self._numbers))


def _replies(response: dict[str, Any]) -> list[dict[str, Any]]:
    replies: list[dict[str, Any]] = response.get("template", {}).get("quickReplies", [])
    return replies


def _bubbles(response: dict[str, Any]) -> list[Heard]:
    """A picture stands under the text before it; quick replies under the last bubble."""
    found: list[Heard] = []
    for output in response.get("template", {}).get("outputs", []):
        ((kind, content),) = output.items()
        if kind == "simpleImage":
            text = found.pop().text if found else ""
            found.append(Heard(text, image=content["altText"]))
        elif kind == "textCard":
            found.append(Heard(f"{content['title']}\n{content['description']}"))
        else:
            found.append(Heard(content["text"]))
    labels = tuple(one["label"] for one in _replies(response))
    if found and labels:
        found[-1] = Heard(found[-1].text, labels, found[-1].image)
    return found
