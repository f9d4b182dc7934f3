"""Signing in and talking, in real headless Chromium."""

import asyncio
import re
from dataclasses import asdict, replace

import pytest
from playwright.async_api import Route, expect

from bot.house import Check
from bot.message import Answer, Image, Reply
from tests.bot.web.conftest import Site
from tests.bot.web.page.browser import Door, card, say

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_without_a_session_one_sentence_says_how_to_get_one(door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.open()
        why = page.locator("#signin-why")
        await expect(why).to_have_text("jipsa run이 알려 주는 링크를 열면 바로 들어올 수 있어요.")
        await expect(page.locator("#app")).to_be_hidden()
        page = await visitor.open("/?code=spent")
        await expect(page.locator("#signin-why")).to_contain_text("이미 썼거나 시간이 지났어요")


async def test_sign_in_by_link_type_and_see_reply_and_card_change(site: Site, door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        assert page.url == f"{site.url}/"
        await expect(page.locator(".welcome h2")).to_have_text("엄마 님, 안녕하세요.")
        await expect(card(page, "washer-1").locator(".summary")).to_have_text("멈춤 · 표준")
        await say(page, "세탁기 돌려줘")
        await expect(page.locator(".bubble.mine")).to_have_text(["세탁기 돌려줘"])
        reply = "세탁기세탁기를 표준 코스로 시작했어요. 58분 남았어요."
        await expect(page.locator(".bubble.house")).to_have_text([reply])
        await expect(page.locator(".results")).to_have_text("세탁기 · 기기가 확인함")
        await expect(card(page, "washer-1").locator(".summary")).to_have_text("58분 남음")
        await expect(card(page, "washer-1")).to_have_class(re.compile("active"))
        assert [message.sender for message in site.house.heard] == ["mom"]


async def test_reply_button_sends_its_action(site: Site, door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        await say(page, "오븐 켜줘")
        await page.get_by_role("button", name="네, 시작해요").click()
        await expect(page.locator(".bubble.mine")).to_have_text(["오븐 켜줘", "응"])
        await expect(page.locator(".replies")).to_have_count(1)
        assert [message.action for message in site.house.heard] == [None, "v1:yes"]


async def test_second_tab_sees_the_same_once(door: Door) -> None:
    async with door.visitor() as visitor:
        first = await visitor.sign_in()
        second = await visitor.open()
        await second.locator(".card").first.wait_for()
        await say(first, "세탁기 돌려줘")
        for page in (first, second):
            await expect(page.locator(".bubble.mine")).to_have_text(["세탁기 돌려줘"])
            await expect(page.locator(".bubble.house")).to_have_count(1)
            await expect(card(page, "washer-1").locator(".summary")).to_have_text("58분 남음")
        await second.locator(".replies").get_by_role("button", name="일시정지").click()
        await expect(first.locator(".bubble.mine")).to_have_text(["세탁기 돌려줘", "일시정지"])
        await expect(first.locator(".bubble.house")).to_have_count(2)
        await first.reload()
        await expect(first.locator(".bubble.mine")).to_have_text(["세탁기 돌려줘", "일시정지"])


async def test_another_persons_private_chat_is_not_shown(door: Door) -> None:
    async with door.visitor() as moms, door.visitor() as dads:
        mom, dad = await moms.sign_in("mom"), await dads.sign_in("dad")
        await say(mom, "세탁기 돌려줘")
        await expect(card(dad, "washer-1").locator(".summary")).to_have_text("58분 남음")
        await expect(dad.locator(".bubble")).to_have_count(0)


async def test_lost_connection_is_said_and_mended(site: Site, door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        await expect(page.locator("#link")).to_have_text("연결됨")
        await site.server.stop()
        await expect(page.locator("#link")).to_have_text("집과 연결이 끊겼어요. 다시 연결하고 있어요…")
        await say(page, "TV 켜줘")
        await expect(page.locator(".trouble")).to_contain_text("보내지 못했어요.")
        site.house.views["tv-1"] = replace(site.house.views["tv-1"], summary={"ko": "켜짐 · 채널 9"})
        await site.restart()
        await expect(page.locator("#link")).to_have_text("연결됨", timeout=20_000)
        await expect(card(page, "tv-1").locator(".summary")).to_have_text("켜짐 · 채널 9")
        await page.get_by_role("button", name="다시 보내기").click()
        await expect(page.locator(".bubble.house")).to_have_count(1)
        await expect(page.locator(".trouble")).to_have_count(0)
        visitor.trouble = [text for text in visitor.trouble if "ERR_" not in text]


async def test_digits_that_may_be_a_pin_are_neither_shown_nor_kept(site: Site, door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        await say(page, "4711")
        await expect(page.locator(".bubble.mine")).to_have_text(["••••"])
        await expect(page.locator(".bubble.house")).to_have_count(1)
        assert site.house.heard[-1].text == "4711"
        assert "4711" not in await page.evaluate("JSON.stringify(sessionStorage)")


async def test_late_result_and_notice(site: Site, door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        await say(page, "세탁기 돌려줘")
        await expect(page.locator(".results .confirmed")).to_have_count(1)
        site.house.emit(
            "command",
            {"id": f"{site.house.heard[-1].id}:0", "appliance": "washer-1", "result": "timed_out"},
        )
        await expect(page.locator(".results .timed_out")).to_have_text("세탁기 · 아직 대답 없음")
        reply = {"text": "빨래가 끝났어요.", "short": "끝", "buttons": [], "image": None}
        notice = {"replies": [reply | {"speaker": "washer-1"}], "commands": []}
        for chat in ("telegram:1", None, "web:mom"):
            site.house.emit("answer", notice | {"chat": chat, "id": f"in {chat}"}, "mom")
        await expect(page.locator(".bubble.house").last).to_contain_text("빨래가 끝났어요.")
        await expect(page.locator(".exchange")).to_have_count(2)


async def test_a_slow_response_does_not_undo_what_was_told_live(site: Site, door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        told = asyncio.Event()

        async def slowly(route: Route) -> None:
            response = await route.fetch()
            await told.wait()
            await route.fulfill(response=response)

        await page.route("**/api/v1/messages", slowly)
        await page.get_by_role("textbox").fill("세탁기 돌려줘")
        await page.get_by_role("textbox").press("Enter")
        await expect(page.locator(".results .confirmed")).to_have_count(1)
        result = {"id": f"{site.house.heard[-1].id}:0", "appliance": "washer-1", "result": "timed_out"}
        site.house.emit("command", result)
        await expect(page.locator(".results .timed_out")).to_have_count(1)
        async with page.expect_response("**/api/v1/messages"):
            told.set()
        await expect(page.locator(".results .timed_out")).to_have_text("세탁기 · 아직 대답 없음")


async def test_sign_out(door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        await page.get_by_role("button", name="이 화면에서 나가기").click()
        await expect(page.locator("#signin-why")).to_be_visible()
        await page.reload()
        await expect(page.locator("#signin-why")).to_be_visible()


async def test_a_picture_says_what_it_shows(site: Site, door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        invitation = Answer(
            "m",
            "answered",
            "ko",
            (Reply("코드는 ABCDEFGH예요.", "초대 코드 QR", image=Image("qr:ABCDEFGH", "초대 코드 QR")),),
        )
        site.house.emit("answer", {**asdict(invitation), "chat": "web:mom"}, "mom")
        picture = page.get_by_role("img", name="초대 코드 QR")
        await expect(picture).to_be_visible()
        assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth > 50)")


async def test_a_messenger_that_is_away_is_named(site: Site, door: Door) -> None:
    site.house.checks += [
        Check("telegram", False, "Another program uses this token.", messenger=True),
        Check("line", True, "Connected.", messenger=True),
    ]
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        await expect(page.locator("#link")).to_have_text("연결됨 · 지금 텔레그램에는 닿지 않아요")
