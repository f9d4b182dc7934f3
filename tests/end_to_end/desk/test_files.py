"""The files, changed on the page and beside it: what is broken or risky is refused, and the house goes on."""

import pytest
from playwright.async_api import Page, expect

from tests.end_to_end.desk.conftest import (
    House,
    command,
    editor,
    lesson,
    new_file,
    save_button,
    to,
    told,
    write,
)
from tests.support.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PHRASE = "거실 조명 좀 잠재워 줘"
OFF = "power.turn_off appliance=light-living"
EXAMPLE = "[거실](area) [조명](appliance_type) 좀 잠재워 줘"
GOOD = lesson(EXAMPLE)
BROKEN = GOOD.replace("  examples", "\texamples")


async def end_of_file(page: Page, text: str) -> None:
    await editor(page).click()
    await page.keyboard.press("Control+End")
    await page.keyboard.insert_text(text)


async def test_a_broken_text_is_not_saved_and_the_house_goes_on(house: House) -> None:
    async with house.admin("mom", 422) as (_, page):
        await new_file(page, "own.yml", GOOD)
        await save_button(page).click()
        await told(page, "저장했어요.")
        assert house.holds() == {"own.yml": GOOD}
        assert house.meant(PHRASE) == OFF
        await write(page, BROKEN)
        wrong = page.locator(".cm-line", has=page.locator(".cm-lintRange-error"))
        await expect(wrong).to_have_count(1)
        await expect(wrong).to_contain_text("examples")
        await expect(page.locator(".remark.error")).to_contain_text("own.yml 4행")
        await save_button(page).click()
        await told(page, "고칠 곳이 있어서 저장하지 않았어요.")
        assert house.holds() == {"own.yml": GOOD}
        await house.acts("거실 불 켜줘", ("light-living", "turn_on"))
        await house.acts(PHRASE, ("light-living", "turn_off"))
        await write(page, lesson(EXAMPLE, "[안방](area) [조명](appliance_type) 좀 잠재워 줘"))
        await expect(page.locator(".remark.error")).to_have_count(0)
        await save_button(page).click()
        await told(page, "저장했어요.")
        assert house.meant("주방 조명 좀 잠재워 줘") == "power.turn_off appliance=light-kitchen"


async def test_a_file_broken_on_the_drive_is_shown_and_told_and_mended(house: House) -> None:
    house.save(GOOD)
    await house.until_meant(PHRASE, OFF)
    house.save(BROKEN)
    await house.tells_owners("own.yml")
    assert house.meant(PHRASE) == OFF
    async with house.admin("mom", 422) as (_, page):
        banner = page.locator(".banner.bad")
        await expect(banner).to_contain_text("아직 쓰지 않고 있어요")
        await expect(banner.locator(".remark.error")).to_contain_text("own.yml 4행")
        await banner.get_by_role("button", name="own.yml 4행").click()
        await expect(page.locator(".cm-activeLine.cm-line")).to_contain_text("examples")
        await house.acts("거실 불 켜줘", ("light-living", "turn_on"))
        await house.acts(PHRASE, ("light-living", "turn_off"))
        await write(page, lesson("[거실](area) [불](appliance_type) 좀 잠재워 줘"))
        await save_button(page).click()
        await told(page, "저장했어요.")
        await expect(banner).to_have_count(0)
        await house.tells_owners("괜찮아요")
        assert house.meant("거실 불 좀 잠재워 줘") == OFF


async def test_what_makes_a_safe_sentence_risky_takes_a_second_click(house: House) -> None:
    said = "열려라 참깨"
    await house.missed(said)
    async with house.admin("mom", 409) as (_, page):
        await new_file(page, "door.yml", command(said, "현관문 열어줘"))
        worse = page.locator(".changed.worse")
        await expect(worse).to_contain_text(said)
        await save_button(page).click()
        await told(page, "위험해지는 말이 있어서 저장하지 않았어요.")
        assert house.holds() == {}
        assert (await house.say(said)).outcome == "not_understood"
        await page.get_by_role("button", name="그래도 적용하기").click()
        await expect(page.locator(".forcing")).to_contain_text("위험한 일을 하게 돼요")
        assert house.holds() == {}
        await page.get_by_role("button", name="확인했어요, 적용하기").click()
        await told(page, "저장했어요.")
        assert list(house.holds()) == ["door.yml"]
        asked = await house.say(said, "mom")
        assert (asked.outcome, asked.commands) == ("asked", ()), "a PIN is needed as ever"
        await to(page, "history")
        await expect(page.locator(".pane-history .tile-card").first).to_contain_text("그래도 적용함")


async def test_back_to_an_older_version(house: House) -> None:
    async with house.admin() as (_, page):
        await new_file(page, "own.yml", GOOD)
        await save_button(page).click()
        await told(page, "저장했어요.")
        await end_of_file(page, "    - [안방](area) [불](appliance_type) 좀 기절시켜\n")
        await save_button(page).click()
        await until(
            lambda: house.meant("안방 불 좀 기절시켜") == "power.turn_off appliance=light-bedroom", 60
        )
        # understood a moment before it stands in the history
        await expect(page.locator(".save-bar")).to_contain_text("저장되어 있어요.")
        await to(page, "history")
        await expect(page.locator(".pane-history .tile-card")).to_have_count(3)
        newest, before, *_ = await page.locator(".pane-history .tile-card a.version").all()
        await newest.click()
        await expect(page.locator(".line.added")).to_contain_text(["기절시켜"])
        await expect(page.locator(".detail").get_by_role("button", name="이때로 되돌리기")).to_have_count(0)
        await before.click()
        await page.get_by_role("button", name="이때로 되돌리기").click()
        await page.get_by_role("button", name="되돌리기", exact=True).click()
        await told(page, "되돌렸어요.")
        assert house.holds() == {"own.yml": GOOD}
        assert house.meant("안방 불 좀 기절시켜") != "power.turn_off appliance=light-bedroom"
        await expect(page.locator(".pane-history .tile-card")).to_have_count(4)
        await expect(page.locator(".pane-history .tile-card").first).to_contain_text("엄마")


async def test_two_admins_at_once_lose_nothing(house: House) -> None:
    house.save(GOOD)
    await house.until_meant(PHRASE, OFF)
    hers, his = (
        "    - [거실](area) [불](appliance_type) 엄마 줄\n",
        "    - [거실](area) [불](appliance_type) 아빠 줄\n",
    )
    async with house.admin("mom", 409) as (_, mom), house.admin("dad") as (_, dad):
        for page, line in ((mom, hers), (dad, his)):
            await expect(editor(page)).to_contain_text("잠재워")
            await end_of_file(page, line)
        await save_button(dad).click()
        await told(dad, "저장했어요.")
        await save_button(mom).click()
        await expect(mom.locator(".banner.warm")).to_contain_text("아빠")
        await expect(editor(mom)).to_contain_text("엄마 줄")
        theirs = mom.locator(".cm-deletedChunk", has_text="아빠 줄")
        await expect(theirs).to_have_count(1)
        assert house.holds() == {"own.yml": GOOD + his}
        await end_of_file(mom, his)
        await mom.get_by_role("button", name="편집기에 있는 글로 하기").click()
        await save_button(mom).click()
        await told(mom, "저장했어요.")
        assert house.holds() == {"own.yml": GOOD + hers + his}
