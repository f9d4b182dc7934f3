"""The owners' panel and the page of who was invited, in real headless Chromium on a real Redis."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect
from redis.asyncio import Redis

from bot.web.auth import Auth
from bot.web.server import WebServer, create_app
from bot.web.settings import WebSettings
from tests.bot.web.conftest import SECRET, TOKEN, Site
from tests.bot.web.page.browser import PHONE, Door
from tests.bot.web.page.test_looks import FAINT_TEXTS
from tests.bot.web.register import Chatty, PeopledHouse, register_on
from tests.bot.web.scripted_house import ScriptedSimulator

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def site(redis_url: str) -> AsyncIterator[Site]:
    redis = Redis.from_url(redis_url)
    register = register_on(redis, Chatty())
    await register.people.start()
    house = PeopledHouse(register.people)
    auth = Auth(TOKEN, SECRET, void_before=register.people.removed_at)
    simulator = ScriptedSimulator(house)
    settings = WebSettings(port=0, keep_alive_s=0.2)
    server = WebServer(create_app(house, auth, simulator, settings, register=register), settings)
    await server.start()
    yield Site(house, simulator, auth, server)
    await server.stop()
    await redis.aclose()


async def opened(page: Page) -> None:
    await page.get_by_role("button", name="우리 집 사람들").click()
    await expect(page.locator(".person")).to_have_count(3)


async def test_inviting_and_joining(door: Door) -> None:
    async with door.visitor() as mom, door.visitor() as guest:
        page = await mom.sign_in()
        await opened(page)
        await page.get_by_label("역할").select_option("guest")
        await page.get_by_label("머무는 시간").select_option("3")
        await page.get_by_label("이름").fill("이모")
        await page.get_by_role("button", name="초대 코드 만들기").click()
        await expect(page.locator(".code")).to_contain_text("이모 · 3시간")
        picture = page.get_by_role("img", name="초대 링크가 담긴 QR 코드 (텔레그램)")
        assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth > 50)")
        link = await page.locator(".ways a").last.get_attribute("href")
        assert link is not None
        page_of_guest = await guest.open(link.removeprefix(guest.site.url))
        await expect(page_of_guest.get_by_text("이 집에 초대받으셨어요.")).to_be_visible()
        await page_of_guest.get_by_role("button", name="들어가기").click()
        await expect(page_of_guest.locator(".welcome h2")).to_have_text("이모 님, 안녕하세요.")
        assert await page_of_guest.evaluate("location.search") == ""
        await expect(page_of_guest.locator("[data-key=people]")).to_have_count(0)
        await expect(page.locator(".code")).to_have_count(0, timeout=8000)
        row = page.locator(".person", has_text="이모")
        await expect(row).to_contain_text("손님 · ")
        await row.get_by_role("button", name="내보내기: 이모").click()
        await row.get_by_role("button", name="취소").click()
        await row.get_by_role("button", name="내보내기: 이모").click()
        await row.get_by_role("button", name="정말 내보내기").click()
        await expect(page.get_by_text("이모 님을 내보냈어요.")).to_be_visible()
        await expect(page_of_guest.locator("#signin-why")).to_be_visible()


async def test_a_further_account_and_taking_it_back(door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        await opened(page)
        await page.get_by_label("누구를 초대하나요?").select_option("dad")
        await expect(page.get_by_label("역할")).to_be_hidden()
        await page.get_by_role("button", name="초대 코드 만들기").click()
        await expect(page.locator(".code")).to_contain_text("아빠 님의 다른 계정")
        await page.get_by_role("button", name="초대 취소").click()
        await expect(page.locator(".code")).to_have_count(0)


async def test_a_code_that_is_none(door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.open("/?invite=ABCD2345")
        await page.get_by_role("button", name="들어가기").click()
        await expect(page.get_by_role("alert")).to_contain_text("이미 썼거나")
        visitor.trouble = [text for text in visitor.trouble if "404" not in text]


async def test_only_owners_have_it(door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in("dad")
        await expect(page.locator("[data-key=leave]")).to_be_visible()
        await expect(page.locator("[data-key=people], [data-key=desk]")).to_have_count(0)


async def test_on_a_phone_and_in_english(door: Door) -> None:
    async with door.visitor(viewport=PHONE, is_mobile=True, has_touch=True, locale="en-GB") as visitor:
        page = await visitor.sign_in()
        await page.get_by_role("button", name="People of this home").tap()
        await expect(page.locator(".person")).to_have_count(3)
        await page.get_by_role("button", name="Make a code").tap()
        await expect(page.locator(".qr")).to_be_visible()
        assert await page.evaluate("document.querySelector('#people').scrollWidth <= innerWidth")
        await page.get_by_role("button", name="Close").tap()
        await expect(page.locator("#people")).to_be_hidden()


@pytest.mark.parametrize("locale", ["ko-KR", "en-GB"])
async def test_the_desk_is_one_tap_away_also_on_a_small_phone(door: Door, locale: str) -> None:
    small = {"width": 360, "height": 740}
    async with door.visitor(viewport=small, is_mobile=True, has_touch=True, locale=locale) as visitor:
        page = await visitor.sign_in()
        await expect(page.locator("[data-key=speed]")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        leave = await page.locator("[data-key=leave]").bounding_box()
        assert leave is not None
        assert leave["x"] + leave["width"] <= small["width"]
        await page.locator("[data-key=desk]").tap()
        await page.wait_for_url("**/desk")
        visitor.trouble = [text for text in visitor.trouble if "404" not in text]


async def test_keyboard(door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        await opened(page)
        await page.keyboard.press("Escape")
        await expect(page.locator("#people")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_stands_out_from_its_ground(door: Door, scheme: str) -> None:
    async with door.visitor(color_scheme=scheme, reduced_motion="reduce") as visitor:
        page = await visitor.sign_in()
        await opened(page)
        await page.get_by_role("button", name="초대 코드 만들기").click()
        await expect(page.locator(".qr")).to_be_visible()
        await page.locator("[data-key^=remove]").first.click()
        assert await page.evaluate(FAINT_TEXTS) == []
