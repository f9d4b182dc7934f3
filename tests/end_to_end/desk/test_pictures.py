"""Pictures of each page of the desk for docs/admin, of a home that is lived in: JIPSA_PICTURES=1 writes them.

Without it the pages are opened all the same, and nothing is written.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.bot.web.page.browser import PHONE
from tests.end_to_end.desk.conftest import HEAD, House, editor, new_file, save_button, to, told, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

IMAGES = Path(__file__).parents[3] / "docs" / "admin"
WIDE = {"width": 1320, "height": 860}

LIVED_IN = (
    ("mom", "거실 불 켜줘"), ("mom", "세탁기 돌려줘"), ("aunt", "거실 에어컨 24도로"), ("dad", "주방 불 켜줘"),
    ("aunt", "세탁기 얼마나 남았어?"), ("mom", "안방 스탠드 30%로"), ("child", "아이방 불 꺼줘"), ("dad", "거실 커튼 열어줘"),
    ("aunt", "가습기 켜줘"), ("mom", "오늘 저녁 뭐 먹지"), ("dad", "공기청정기 켜줘"), ("mom", "거실 불 꺼줘"),
)  # fmt: skip
MISSED = (
    ("mom", "영화 볼거야"), ("dad", "영화 볼 거야!"), ("mom", "영화 볼거야"), ("child", "왕별 재워줘"),
    ("child", "왕별 재워 줘"), ("mom", "공기 좀 갈아줘"), ("dad", "열려라 참깨"), ("aunt", "꿈나라로 가자"),
)  # fmt: skip
OWN = f"""# 우리 집에서만 쓰는 말
{HEAD}- synonym: light-living          # 아이가 거실 불을 부르는 말
  examples: |
    - 왕별
- intent: power.turn_off
  examples: |
    - [거실](area) [조명](appliance_type) 좀 재워 줘
commands:
- name: 영화 모드
  says: |
    - 영화 보자
    - movie time
  steps: |
    - 거실 불 30%로
    - 거실 커튼 닫아
    - 티비 켜줘
never: |
  - 불금
tests:
- say: 왕별 꺼줘
  means: power.turn_off appliance=light-living
- say: 불금이다
  means: nothing
"""
OPENING = "- name: 열려라 참깨\n  steps: |\n    - 현관문 열어줘\n"


SECTIONS = ("words", "try", "misses", "history", "people", "appliances")
LEFT_OUT = {f"{one}-dark" for one in SECTIONS[1:]} | {f"{one}-english" for one in SECTIONS if one != "try"}


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is taken."""

    suffix: str
    options: dict[str, object]


LIGHT = Look("", {"viewport": WIDE})
DARK = Look("-dark", {"viewport": WIDE, "color_scheme": "dark"})
ON_PHONE = Look("-phone", {"viewport": PHONE, "is_mobile": True, "has_touch": True})
ENGLISH = Look("-english", {"viewport": WIDE, "locale": "en-GB"})


async def picture(page: Page, name: str) -> None:
    """Written only when it was asked for, and only one each of the dark and the English ones."""
    await page.mouse.move(1, 1)
    await page.evaluate("document.activeElement.blur()")
    await page.evaluate("document.querySelector('#told').replaceChildren()")
    await page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished)).then(() => {})")
    if os.environ.get("JIPSA_PICTURES") and name not in LEFT_OUT:
        IMAGES.mkdir(parents=True, exist_ok=True)
        await page.screenshot(path=IMAGES / f"{name}.png")


async def live_in(house: House) -> None:
    """Some days of a family: talk, what was missed, and a history."""
    for sender, text in LIVED_IN:
        await house.say(text, sender)
    for sender, text in MISSED:
        await house.missed(text, sender=sender)
    # what she says next is what she meant
    await house.say("안방 불 꺼줘", "aunt")
    async with house.admin("mom", 409) as (_, page):
        await new_file(page, "own.yml", OWN.partition("commands:")[0])
        await save_button(page).click()
        await told(page, "저장했어요.")
    async with house.admin("dad") as (_, page):
        await write(page, OWN)
        await save_button(page).click()
        await told(page, "저장했어요.")
        await to(page, "appliances")
        await page.get_by_role("button", name="세탁기 바꾸기").click()
        form = page.locator("form.teaching")
        await form.get_by_label("한국어 이름").fill("통돌이")
        await form.get_by_role("button", name="저장").click()
        await told(page, "저장했어요.")


async def try_out(page: Page, text: str) -> None:
    pane = page.locator("section.pane:visible")
    await pane.locator("[name=text]").fill(text)
    await pane.locator(".try-form [type=submit]").click()
    await expect(pane.locator(".try-result .sends li").first).to_be_visible()


async def pages(page: Page, look: Look) -> None:
    """Each section, with something to see."""
    wide, korean = look is not ON_PHONE, look is not ENGLISH
    await expect(page.locator(".editor-head h2")).to_be_visible()
    await page.locator("[data-key='file own.yml']").click()
    await expect(page.locator(".cm-content")).to_contain_text("왕별")
    if wide:
        await try_out(page, "영화 보자")
    await expect(page.locator(".result .sum")).to_be_visible()
    await picture(page, f"words{look.suffix}")
    await to(page, "try")
    await try_out(
        page, "왕별 켜고 통돌이 돌려줘" if korean else "turn on the living room light and start the washer"
    )
    await picture(page, f"try{look.suffix}")
    await to(page, "misses")
    group = page.locator(".tile-card").first
    await expect(group).to_be_visible()
    await picture(page, f"misses{look.suffix}")
    await to(page, "history")
    await page.locator(".tile-card a.version").nth(1).click()
    await expect(page.locator(".line.added").first).to_be_visible()
    await picture(page, f"history{look.suffix}")
    await to(page, "people")
    await expect(page.locator("table").first).to_be_visible()
    await picture(page, f"people{look.suffix}")
    await to(page, "appliances")
    await page.locator("[data-key='edit washer-1']").click()
    await page.locator("form.teaching").scroll_into_view_if_needed()
    await picture(page, f"appliances{look.suffix}")


async def test_pictures_of_each_page(house: House) -> None:
    await live_in(house)
    for look in (LIGHT, ON_PHONE, DARK, ENGLISH):
        options = {"timezone_id": "Asia/Seoul", "device_scale_factor": 1.5, **look.options}
        async with house.admin("mom", 409, **options) as (_, page):
            await pages(page, look)
    async with house.admin("mom", 409, viewport=WIDE, timezone_id="Asia/Seoul", device_scale_factor=1.5) as (
        _,
        page,
    ):
        await broken_and_risky(page)
        await teaching(page)


async def broken_and_risky(page: Page) -> None:
    """An error at its line, and a change that is refused."""
    await page.locator("[data-key='file own.yml']").click()
    await write(page, OWN.replace("  says:", "\tsays:"))
    await expect(page.locator(".remark.error")).to_be_visible()
    await picture(page, "words-broken")
    await write(page, OWN.replace("never:", f"{OPENING}never:"))
    await expect(page.locator(".changed.worse")).to_be_visible()
    await save_button(page).click()
    await told(page, "위험해지는 말이 있어서 저장하지 않았어요.")
    await page.get_by_role("button", name="그래도 적용하기").click()
    await page.locator(".forcing").scroll_into_view_if_needed()
    await picture(page, "words-risky")
    await page.get_by_role("button", name="고친 것 버리기").click()
    await expect(editor(page)).not_to_contain_text("참깨")


async def teaching(page: Page) -> None:
    """A group that is being made a command."""
    await to(page, "misses")
    group = page.locator(".tile-card", has_text="영화 볼거야")
    await group.get_by_role("button", name="명령으로 만들기").click()
    await group.get_by_label("명령 이름").fill("극장 켜기")
    await group.get_by_label("이 말들을 차례로").fill("거실 불 30%로\n거실 커튼 닫아\n티비 켜줘")
    await picture(page, "misses-teaching")
    await group.get_by_role("button", name="가르치기", exact=True).click()
    await expect(group).to_contain_text("가르쳤어요.")
    await picture(page, "misses-taught")
