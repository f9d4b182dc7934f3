"""Trying a sentence sends nothing; what the page says of an appliance counts at once."""

import json

import pytest
from playwright.async_api import Page, expect

from tests.end_to_end.desk.conftest import House, lesson, new_file, to, told
from tests.support.ha_device import Wire
from tests.support.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def try_out(page: Page, text: str) -> None:
    pane = page.locator(".pane-try")
    await pane.get_by_label("집에 할 말").fill(text)
    await pane.get_by_role("button", name="해 보기").click()


async def test_a_sentence_is_tried_and_nothing_is_sent(house: House) -> None:
    about = json.loads((house.folder.parent / "instance.json").read_text())
    wire = Wire(about["broker_host"], about["broker_port"]).listen("#")
    try:
        async with house.admin() as (_, page):
            await to(page, "try")
            before = house.family.home.bridge.state("light-living")
            await try_out(page, "거실 불 켜고 세탁기 돌려줘")
            result = page.locator(".pane-try .try-result")
            await expect(result).to_contain_text("기기에는 아무것도 보내지 않았어요.")
            await expect(result.locator(".intents li")).to_have_count(2)
            await expect(result.locator(".steps li")).to_have_count(2)
            sends = result.locator(".sends li")
            await expect(sends.first).to_contain_text("거실 불")
            topics = [await one.locator("code").first.inner_text() for one in await sends.all()]
            assert topics
            await try_out(page, "현관문 열어줘")
            await expect(result).to_contain_text("하기 전에 먼저 물어봐요.")
            await expect(result).to_contain_text("보낼 것이 없어요.")
            await try_out(page, "오븐 켜줘")
            await expect(result).to_contain_text("그렇다고 답하면 보낼 것")
            await expect(result.locator(".sends li").first).to_contain_text("오븐")
            await house.acts("안방 불 켜줘", ("light-bedroom", "turn_on"))
            await until(lambda: any("light-bedroom" in one.topic and not one.retained for one in wire.heard))
            assert [one for one in wire.heard if one.topic in topics and not one.retained] == []
            assert house.family.home.bridge.state("light-living") == before
            assert house.family.obeyed("light-living") == house.family.obeyed("washer-1") == 0
            assert (await house.say("응", "mom")).commands == ()
    finally:
        wire.close()


async def test_own_words_in_korean_are_tried(house: House) -> None:
    house.save('version: "3.1"\nnlu:\n- synonym: light-living\n  examples: |\n    - 왕별\n')
    await house.until_meant("왕별 꺼줘", "power.turn_off appliance=light-living")
    async with house.admin() as (_, page):
        await to(page, "try")
        await try_out(page, "왕별 켜줘")
        await expect(page.locator(".pane-try .sends")).to_contain_text("거실 불")
        house.save(lesson("[왕별](appliance) 좀 재워"), "more.yml")
        await house.until_meant("왕별 좀 재워", "power.turn_off appliance=light-living")


async def test_an_appliance_gets_a_name_and_is_hidden(house: House) -> None:
    async with house.admin() as (_, page):
        await to(page, "appliances")
        await page.get_by_role("button", name="세탁기 바꾸기").click()
        form = page.locator("form.teaching")
        await form.get_by_label("한국어 이름").fill("통돌이")
        await form.get_by_role("button", name="저장").click()
        await told(page, "저장했어요.")
        tile = page.locator(".pane-appliances .tile-card", has_text="통돌이")
        await expect(tile).to_contain_text("직접 정함")
        started = await house.say("통돌이 돌려줘")
        assert [(one.appliance, one.action) for one in started.commands] == [("washer-1", "start")]
        assert "통돌이" in started.replies[0].text
        await to(page, "appliances")
        await page.get_by_role("button", name="통돌이 바꾸기").click()
        await form.get_by_label("숨기기").check()
        await form.get_by_role("button", name="저장").click()
        await expect(tile).to_contain_text("숨김")
        assert (await house.say("통돌이 멈춰")).commands == ()
        assert house.family.home.bridge.appliance("washer-1") is None
        await page.get_by_role("button", name="통돌이 바꾸기").click()
        await form.get_by_role("button", name="알린 대로 되돌리기").click()
        await form.get_by_role("button", name="되돌리기", exact=True).click()
        await expect(page.get_by_role("button", name="세탁기 바꾸기")).to_be_visible()
        await house.acts("세탁기 멈춰", ("washer-1", "stop"))


async def test_what_is_being_written_can_be_tried(house: House) -> None:
    async with house.admin() as (_, page):
        await to(page, "words")
        await new_file(
            page, "mine.yml", 'version: "3.1"\ncommands:\n- name: 뿅뿅 시간\n  steps: |\n    - 거실 불 켜줘\n'
        )
        beside = page.locator(".pane-words")
        await beside.get_by_label("집에 할 말").fill("뿅뿅 시간")
        await beside.get_by_role("button", name="해 보기").click()
        result = beside.locator(".try-result")
        await expect(result).to_contain_text("고치고 있는 파일대로 해 봐요. 아직 저장하지 않았어요.")
        await expect(result.locator(".steps li")).to_contain_text("거실 불")
        assert (await house.say("뿅뿅 시간")).commands == (), "it is not saved"
