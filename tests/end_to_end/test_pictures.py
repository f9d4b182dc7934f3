"""A picture that an appliance sends, asked for in words and seen on the page by those who may."""

import json
from dataclasses import dataclass

import httpx
import pytest
from playwright.async_api import expect

from appliance_bridge.dialects.base import Publish
from bot.web.auth import Auth
from tests.bot.web.page.browser import PHONE, Door, card, chromium, say
from tests.end_to_end.conftest import Family
from tests.support.waiting import until

pytestmark = pytest.mark.browser
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415478da63606060000000040001"
    "f61738550000000049454e44ae426082"
)
CAMERA = {
    "name": None, "unique_id": "cam-1", "topic": "cams/1",
    "device": {"identifiers": ["cam-1"], "name": "현관 카메라 / Front camera"},
}  # fmt: skip


@dataclass
class House:
    """A home, and the way in for browsers."""

    family: Family

    @property
    def url(self) -> str:
        return self.family.home.web.url

    @property
    def auth(self) -> Auth:
        return self.family.home.auth

    async def get(self, path: str, token: str | None = None) -> httpx.Response:
        async with httpx.AsyncClient(base_url=self.url) as client:
            return await client.get(path, headers={"Authorization": f"Bearer {token}"} if token else {})


@pytest.fixture
async def house(family: Family) -> House:
    """The family's home, with a camera at its door that sent a picture."""
    line = family.home.bridge._lines[0]
    await line.transport.publish(
        Publish("homeassistant/camera/cam-1/config", json.dumps(CAMERA).encode(), retain=True)
    )
    await until(lambda: family.home.bridge.appliance("cam-1") is not None)
    await line.transport.publish(Publish("cams/1", PNG))
    await until(lambda: family.home.bridge.pictured("cam-1"))
    await until(lambda: family.home.bridge.pictured("refrigerator-1"))
    return House(family)


async def test_who_may_ask_is_shown_and_who_may_not_is_told(house: House) -> None:
    family = house.family
    [reply] = (await family.say("현관 카메라 보여줘")).replies
    assert reply.image is not None
    assert reply.image.source.startswith("picture:cam-1@")
    # also in a group it is for who asked alone
    assert reply.audience == "sender"
    assert "방금 찍은" in reply.text
    for nobody in ("child", "guest"):
        [reply] = (await family.say("현관 카메라 보여줘", sender=nobody)).replies
        assert reply.image is None, nobody
    [reply] = (await family.say("show the vacuum map", sender="child")).replies
    assert reply.image is not None
    [reply] = (await family.say("냉장고 안 보여줘", sender="guest")).replies
    assert reply.image is None
    [reply] = (await family.say("세탁기 사진 보여줘")).replies
    assert reply.image is None
    assert "사진을 보여 줄 수 없는 기기" in reply.text


async def test_the_inside_of_the_refrigerator_is_seen_on_the_page(house: House) -> None:
    async with chromium() as browser, Door(house, browser).visitor() as visitor:
        page = await visitor.sign_in("mom")
        await say(page, "냉장고 안 보여줘")
        shown = page.locator(".bubble.house img")
        await expect(shown).to_be_visible()
        assert "냉장고" in str(await shown.get_attribute("alt"))
        size = await shown.evaluate(
            "image => image.decode().then(() => [image.naturalWidth, image.naturalHeight])"
        )
        assert size == [240, 180]
        thumbnail = card(page, "robot-vacuum-1").locator(".card-picture img")
        await thumbnail.scroll_into_view_if_needed()
        await expect(thumbnail).to_be_visible()
        assert await thumbnail.evaluate("image => image.decode().then(() => image.naturalWidth)") == 240
        answer = await page.evaluate(
            "path => fetch(path).then(async one => [one.status, one.headers.get('content-type'),"
            " one.headers.get('cache-control'), one.headers.get('x-content-type-options'),"
            " one.headers.get('last-modified'), [...new Uint8Array(await one.arrayBuffer())]])",
            "/api/v1/appliances/cam-1/picture",
        )
        assert answer[:4] == [200, "image/png", "private, no-store", "nosniff"]
        assert str(answer[4]).endswith("GMT")
        assert bytes(answer[5]) == PNG


async def test_a_child_sees_the_map_but_not_the_door(house: House) -> None:
    async with chromium() as browser, Door(house, browser).visitor(viewport=PHONE) as visitor:
        visitor.refusals.add(404)
        page = await visitor.sign_in("child")
        fetched = "path => fetch(path).then(one => one.status)"
        assert await page.evaluate(fetched, "/api/v1/appliances/robot-vacuum-1/picture") == 200
        assert await page.evaluate(fetched, "/api/v1/appliances/cam-1/picture") == 404
        assert await page.evaluate(fetched, "/api/v1/appliances/cam-1/picture?at=1") == 404
        assert await page.evaluate(fetched, "/api/v1/appliances/washer-1/picture") == 404


async def test_nobody_sees_anything_without_a_session(house: House) -> None:
    assert (await house.get("/api/v1/appliances/cam-1/picture")).status_code == 401
    assert (await house.get("/api/v1/appliances/cam-1/picture", "guessed")).status_code == 401
