"""What somebody said and was not understood is taught by an admin with a tap, and works for everybody."""

import time
from collections.abc import Callable

import pytest
from playwright.async_api import expect

from tests.end_to_end.desk.conftest import House, to, told

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MISSED = "거실 조명 좀 잠재워 줘"


async def test_a_missed_phrase_is_taught_and_works_in_another_chat(
    house: House, record_property: Callable[[str, object], None]
) -> None:
    await house.missed(MISSED)
    async with house.admin() as (_, page):
        await to(page, "misses")
        group = page.locator(".tile-card", has_text=MISSED)
        await group.get_by_role("button", name="뜻 가르치기").click()
        await group.get_by_label("무슨 뜻인가요?").select_option("power.turn_off")
        await group.get_by_label("예문").fill("[거실](area) [조명](appliance_type) 좀 잠재워 줘")
        await house.acts("거실 불 켜줘", ("light-living", "turn_on"))
        tapped = time.monotonic()
        await group.get_by_role("button", name="가르치기", exact=True).click()
        await house.until_meant(MISSED, "power.turn_off appliance=light-living")
        await house.acts(MISSED, ("light-living", "turn_off"))
        took = time.monotonic() - tapped
        record_property("seconds from the tap to the answer", round(took, 2))
        await expect(group).to_contain_text("가르쳤어요.")
        await group.get_by_role("button", name="되돌리기").click()
        await told(page, "되돌렸어요.")
        assert (await house.say(MISSED)).outcome == "not_understood"


async def test_a_missed_phrase_becomes_an_own_command(house: House) -> None:
    await house.missed("영화 볼거야", "영화 볼 거야!", "영화 볼거야")
    async with house.admin("dad") as (_, page):
        await to(page, "misses")
        group = page.locator(".pane-misses .tile-card")
        await expect(group).to_contain_text("3번")
        await group.get_by_role("button", name="명령으로 만들기").click()
        await group.get_by_label("명령 이름").fill("영화 모드")
        await expect(group.get_by_label("이렇게 말하면")).to_have_value("영화 볼거야\n영화 볼 거야!")
        await group.get_by_label("이 말들을 차례로").fill("거실 불 30%로\n거실 커튼 닫아")
        await group.get_by_role("button", name="가르치기", exact=True).click()
        await expect(group).to_contain_text("가르쳤어요.")
        done = (("light-living", "set"), ("curtain-living", "close"))
        await house.acts("영화 볼거야", *done)
        await house.acts("영화 모드", *done, sender="mom")
        assert house.family.value("light-living", "level.percent") == 30
        await group.get_by_role("button", name="되돌리기").click()
        await told(page, "되돌렸어요.")
        assert (await house.say("영화 볼거야")).outcome == "not_understood"
        await group.get_by_role("button", name="뜻 가르치기").click()
        await group.get_by_label("무슨 뜻인가요?").select_option("social.greet")
        await group.get_by_role("button", name="가르치기", exact=True).click()
        await expect(group).to_contain_text("가르쳤어요.")
        assert house.meant("영화 볼거야") == "social.greet"


async def test_a_missed_phrase_is_ignored(house: House) -> None:
    await house.missed("뚝딱 뚝딱 도깨비")
    async with house.admin() as (_, page):
        await to(page, "misses")
        await page.get_by_role("button", name="무시하기").click()
        await expect(page.locator(".pane-misses")).to_contain_text("놓친 말이 없어요.")
        await house.missed("뚝딱 뚝딱 도깨비")
        await page.reload()
        await expect(page.locator(".pane-misses")).to_contain_text("놓친 말이 없어요.")
        assert house.holds() == {}
