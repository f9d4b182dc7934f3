"""KakaoTalk messengers between their doubles and somebody who takes what arrives."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.config_messengers import KakaoSettings
from bot.messengers.base import Arrival, Parcel
from bot.messengers.kakao.messenger import KakaoMessenger
from bot.messengers.kakao.skill import SkillTransport
from tests.support.kakao_api.gateway import TOKEN, KakaoGateway
from tests.support.kakao_api.skill import HEADER, KEY, PATH, mistakes, payload

PUBLIC = "https://home.example"


def said(text: str, **more: Any) -> Parcel:
    return Parcel(text=text, short=text[:40], language="ko", **more)


def texts(response: dict[str, Any]) -> list[str]:
    """What a response shows."""
    outputs = response.get("template", {}).get("outputs", [])
    return [one["simpleText"]["text"] for one in outputs if "simpleText" in one]


def labels(response: dict[str, Any]) -> list[str]:
    """Its quick replies."""
    return [one["label"] for one in response.get("template", {}).get("quickReplies", [])]


@dataclass
class Skill:
    """Both sides of the skill server."""

    messenger: KakaoMessenger
    http: httpx.AsyncClient
    arrived: list[Arrival] = field(default_factory=list)
    answers: list[Parcel] = field(default_factory=list)
    # said to everything that arrives
    slow: asyncio.Event = field(default_factory=asyncio.Event)
    # not set: the answers wait for it

    async def take(self, arrival: Arrival) -> None:
        self.arrived.append(arrival)
        await self.slow.wait()
        for parcel in self.answers:
            await self.messenger.deliver(arrival.at, parcel, arrival.responder)

    async def post(
        self, body: Any, path: str = PATH, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """KakaoTalk calls."""
        given = {HEADER: KEY} if headers is None else headers
        return await self.http.post(f"/hooks/kakao/{path}", json=body, headers=given)

    async def says(self, words: str, who: str = "mom", **more: Any) -> dict[str, Any]:
        """Somebody writes; what they are shown at once."""
        response = await self.post(payload(who, words, **more))
        assert response.status_code == 200
        found: dict[str, Any] = response.json()
        assert mistakes(found, group=bool(more.get("group"))) == []
        return found


def skill_settings(**more: Any) -> KakaoSettings:
    return KakaoSettings(**{"path": PATH, "header": HEADER, "key": KEY, "channel": "_xkABcd", **more})


@pytest.fixture
async def skill() -> AsyncIterator[Skill]:
    messenger = KakaoMessenger(skill_settings(), public_url=PUBLIC, secret=b"0123456789abcdef")
    app = httpx.ASGITransport(Starlette(routes=list(messenger.routes())))
    async with httpx.AsyncClient(transport=app, base_url="http://home") as http:
        found = Skill(messenger, http)
        found.slow.set()
        await messenger.start(found.take)
        yield found
        found.slow.set()
        await messenger.stop()


@pytest.fixture
async def hurried(monkeypatch: pytest.MonkeyPatch, skill: Skill) -> Skill:
    """A skill whose five seconds are a moment, and whose house has not answered by then."""
    transport = skill.messenger._transport
    assert isinstance(transport, SkillTransport)
    monkeypatch.setattr(transport, "_answer_s", 0.2)
    skill.slow.clear()
    return skill


@pytest.fixture
async def gateway() -> AsyncIterator[KakaoGateway]:
    double = KakaoGateway()
    await double.start()
    yield double
    await double.stop()


def gateway_messenger(gateway: KakaoGateway, token: str = TOKEN) -> KakaoMessenger:
    settings = KakaoSettings(bot_token=token, gateway_url=gateway.url, api_url=gateway.api_url)
    return KakaoMessenger(settings, public_url=None, secret=b"0123456789abcdef")
