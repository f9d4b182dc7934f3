"""The cards of the appliances, in real headless Chromium."""

import re
from dataclasses import replace

import pytest
from playwright.async_api import expect

from tests.bot.web.conftest import Site
from tests.bot.web.page.browser import Door, card

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_card_button_is_a_message_and_switch_waits_for_the_report(site: Site, door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        switch = card(page, "aircon-1").get_by_role("switch", name="에어컨 전원")
        await expect(switch).to_have_attribute("aria-checked", "true")
        site.house.hold.clear()
        await switch.click()
        await expect(page.locator(".bubble.mine")).to_have_text(["거실 에어컨 꺼줘"])
        await expect(card(page, "aircon-1").locator(".summary")).to_have_text("에어컨에 물어보는 중…")
        await expect(page.locator(".waiting")).to_have_text("집사가 알아보고 있어요…")
        await expect(switch).to_have_attribute("aria-checked", "true")
        site.house.hold.set()
        await expect(switch).to_have_attribute("aria-checked", "false")
        await expect(card(page, "aircon-1").locator(".summary")).to_have_text("꺼짐")


async def test_three_steps_are_one_message_and_stay_in_range(site: Site, door: Door) -> None:
    async with door.visitor(locale="en-US") as visitor:
        page = await visitor.sign_in()
        aircon = card(page, "aircon-1")
        lower = aircon.get_by_role("button", name="Lower: Temperature")
        await lower.click()
        await lower.click()
        await expect(page.locator(".bubble.mine")).to_have_text(["set the living room aircon to 24 degrees"])
        await expect(aircon.locator("output")).to_have_text("24°C")
        await aircon.get_by_label("Mode").select_option("dry")
        mine = page.locator(".bubble.mine").nth(1)
        await expect(mine).to_have_text("set the living room aircon to dry mode")
        site.house.report("aircon-1", {"temperature.target": 30})
        await expect(aircon.locator("output")).to_have_text("30°C")
        await aircon.get_by_role("button", name="Raise: Temperature").click()
        await expect(aircon.locator("output")).to_have_text("30°C")


async def test_report_does_not_disturb_what_is_in_use(site: Site, door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        mode = await card(page, "aircon-1").get_by_label("모드").element_handle()
        assert mode is not None
        site.house.report("aircon-1", {"temperature.current": 26.1})
        await expect(card(page, "aircon-1").locator(".facts")).to_contain_text("26.1°C")
        assert await mode.evaluate("element => element.isConnected")


async def test_refused_choice_goes_back_to_what_was_reported(door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        mode = card(page, "aircon-1").get_by_label("모드")
        await mode.select_option("heat")
        await expect(page.locator(".bubble.house")).to_have_text(["무슨 말인지 모르겠어요."])
        await expect(mode).to_have_value("cool")


async def test_situation_of_a_simulated_appliance(site: Site, door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        washer = card(page, "washer-1")
        await washer.get_by_role("button", name="상황 바꾸기").click()
        await washer.get_by_label("문 열림").check()
        await expect(washer.locator(".facts .warning")).to_have_text(["문 열림"])
        await washer.get_by_label("연결됨").uncheck()
        await expect(washer).to_have_class(re.compile("offline"))
        await expect(washer.locator(".summary")).to_have_text("연결 끊김")
        await washer.get_by_label("고장").check()
        await washer.get_by_label("늦게 반응 (초)").fill("5")
        await washer.get_by_label("늦게 반응 (초)").press("Enter")
        await page.get_by_label("집 안 시계 빠르기").select_option("60")
        await expect(washer.get_by_label("늦게 반응 (초)")).to_have_value("5")
        await expect(page.locator("[data-key=speed]")).to_have_value("60")
        conditions = site.simulator.table["washer-1"].conditions
        assert (conditions["fault"], conditions["slow_s"]) == ("E1", 5)


async def test_child_is_not_shown_the_simulator(door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in("minsu")
        await expect(page.get_by_label("집 안 시계 빠르기")).to_have_count(0)
        await expect(page.get_by_role("button", name="상황 바꾸기")).to_have_count(0)
        await card(page, "sensor-1").get_by_role("button", name="자세히").click()
        await expect(card(page, "sensor-1").locator(".panel")).to_contain_text("배터리는 알려 주지 않아요.")


async def test_rooms_can_be_shown_alone(door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        await expect(page.locator(".room h2")).to_have_text(
            ["거실", "주방", "다용도실", "안방", "현관", "그 밖의 기기"]
        )
        await page.get_by_role("button", name="주방").click()
        await expect(page.locator(".card:visible")).to_have_count(4)
        await page.get_by_role("button", name="전체").click()
        await expect(page.locator(".card:visible")).to_have_count(16)


async def test_empty_home_and_first_appliance(site: Site, door: Door) -> None:
    tv = site.house.views["tv-1"]
    site.house.views.clear()
    async with door.visitor() as visitor:
        page = await visitor.open(f"/?code={site.auth.new_code('mom')}")
        await expect(page.locator(".nothing")).to_contain_text("아직 찾은 기기가 없어요.")
        site.house.views["tv-1"] = tv
        site.house.emit("appliance", {"appliance": "tv-1"})
        await expect(page.locator(".card")).to_have_count(1)
        site.house.views.clear()
        site.house.emit("appliance_removed", {"appliance": "tv-1"})
        await expect(page.locator(".card")).to_have_count(0)


async def test_room_is_not_said_twice_on_a_card(site: Site, door: Door) -> None:
    tv = site.house.views["tv-1"]
    site.house.views["tv-1"] = replace(tv, name="거실 티비", names=("거실 티비", "Living room TV"))
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        await expect(card(page, "tv-1").locator("h3")).to_have_text("거실 티비")
        await expect(card(page, "tv-1").locator("h3 .unseen")).to_have_text("거실")
        await card(page, "tv-1").get_by_role("switch", name="거실 티비 전원").click()
        await expect(page.locator(".bubble.mine")).to_have_text(["거실 티비 켜줘"])
