"""Keyboard, phone, languages, contrast and hostile words, in real headless Chromium."""

from dataclasses import replace

import pytest
from playwright.async_api import expect

from tests.bot.web.conftest import Site
from tests.bot.web.page.browser import PHONE, Door, card, say

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_keyboard_alone(door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        await expect(page.locator("#say")).to_be_focused()
        await page.keyboard.type("TV 켜줘")
        await page.keyboard.press("Enter")
        await expect(page.locator(".bubble.house")).to_have_count(1)
        await page.keyboard.press("ArrowUp")
        await expect(page.locator("#say")).to_have_value("TV 켜줘")
        await page.keyboard.press("ArrowDown")
        switch = card(page, "aircon-1").get_by_role("switch")
        for _ in range(40):
            await page.keyboard.press("Tab")
            if await switch.evaluate("element => element === document.activeElement"):
                break
        await expect(switch).to_be_focused()
        await page.keyboard.press("Space")
        await expect(switch).to_have_attribute("aria-checked", "false")
        await expect(switch).to_be_focused()  # the card was drawn anew around it


COMPOSING_ENTER = """() => document.getElementById("say").dispatchEvent(
    new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true}))"""


async def test_enter_belongs_to_the_input_method_while_hangul_is_composed(door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        await page.locator("#say").fill("불 꺼")
        await page.evaluate(COMPOSING_ENTER)
        await expect(page.locator("#say")).to_have_value("불 꺼")
        await page.keyboard.press("Shift+Enter")
        await page.keyboard.type("제발")
        await page.keyboard.press("Enter")
        await expect(page.locator(".bubble.mine")).to_have_text(["불 꺼\n제발"])


async def test_phone_shows_chat_first_then_home_with_a_short_answer(door: Door) -> None:
    async with door.visitor(viewport=PHONE, is_mobile=True, has_touch=True) as visitor:
        page = await visitor.sign_in()
        await expect(page.locator("#chat")).to_be_visible()
        await expect(page.locator("#home")).to_be_hidden()
        await page.get_by_role("button", name="우리 집").tap()
        await expect(page.locator("#chat")).to_be_hidden()
        await card(page, "light-1").get_by_role("switch").tap()
        await expect(page.locator("#toast")).to_have_text("조명 · 꺼짐")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        await page.locator("#toast button").tap()
        await expect(page.locator(".bubble.mine")).to_have_text(["조명 꺼줘"])


async def test_language_and_appearance_are_kept(door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        await page.get_by_role("button", name="Switch to English").click()
        await expect(card(page, "washer-1").locator("h3")).to_have_text("Utility room Washer")
        await expect(page.locator("html")).to_have_attribute("lang", "en")
        await page.locator("[data-key=theme]").click()
        await page.locator("[data-key=theme]").click()
        await page.reload()
        await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        await expect(page.locator("#say")).to_have_attribute("placeholder", "Tell your home…")
        assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(19, 25, 23)"


async def test_hostile_names_and_texts_stay_text(site: Site, door: Door) -> None:
    evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    site.house.views["tv-1"] = replace(
        site.house.views["tv-1"],
        name=evil,
        names=(evil,),
        area=evil,
        areas=(evil,),
        summary={"ko": evil},
        source=evil,
        details={evil: evil},
    )
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        await say(page, evil)
        await expect(page.locator(".bubble.mine")).to_have_text([evil])
        await card(page, "tv-1").get_by_role("button", name="자세히").click()
        await expect(card(page, "tv-1").locator("h3")).to_contain_text(evil)
        assert await page.title() == "집사 Jipsa"
        assert await page.locator("#app script, #app img[onerror]").count() == 0


MISSING_WORDS = """async () => {
  const keys = (words, path = "") => Object.entries(words).flatMap(([key, value]) =>
    (typeof value === "object" ? keys(value, `${path}${key}.`) : [path + key]));
  const of = async (language) => new Set(keys((await import(`/static/words/${language}.js`)).default));
  const [ko, en] = [await of("ko"), await of("en")];
  return [...ko].filter((key) => !en.has(key)).concat([...en].filter((key) => !ko.has(key)));
}"""


async def test_both_languages_have_the_same_words(door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.open()
        missing = await page.evaluate(MISSING_WORDS)
        # English has one word for yes and no where Korean has one for each thing.
        assert {key for key in missing if not key.startswith("values.")} == set()


SAY = """async ([what, value, type]) => {
  const words = (await import("/static/words/ko.js")).default;
  return words.say_to[what]("이것", value, value, type);
}"""
SAID = [
    ("volume", 20, "tv", "이것 소리 20으로 맞춰줘"),
    ("volume", 21, "tv", "이것 소리 21로 맞춰줘"),
    ("volume", 23, "tv", "이것 소리 23으로 맞춰줘"),
    ("source", "HDMI", "tv", "이것 HDMI로 바꿔줘"),
    ("source", "게임", "tv", "이것 게임으로 바꿔줘"),
    ("source", "케이블", "tv", "이것 케이블로 바꿔줘"),
    ("source", "라디오", "tv", "이것 라디오로 바꿔줘"),
    ("program", "울", "washer", "이것 울 코스로 바꿔줘"),
    ("program", "울 코스", "washer", "이것 울 코스로 바꿔줘"),
    ("program", "잡곡", "rice_cooker", "이것 잡곡으로 바꿔줘"),
    ("mode", "쾌속", "dehumidifier", "이것 쾌속으로 바꿔줘"),
    ("fan_speed", "강", "robot_vacuum", "이것 흡입력 강으로 바꿔줘"),
]


async def test_korean_sentences_of_cards(door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.open()
        for what, value, kind, expected in SAID:
            assert await page.evaluate(SAY, [what, value, kind]) == expected


FAINT_TEXTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgb = (color, under) => {
    canvas.fillStyle = under; canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const css = (color) => `rgb(${color.join(" ")})`;
  const light = (color) => color.map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    if (!element) return [255, 255, 255];
    return rgb(getComputedStyle(element).backgroundColor, css(behind(element.parentElement)));
  };
  const faint = [];
  for (const element of document.querySelectorAll("#app *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility() || element.disabled || element.closest(".unseen")) continue;
    const ground = behind(element);
    const text = rgb(getComputedStyle(element).color, css(ground));
    const [high, low] = [light(text), light(ground)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) faint.push(`${element.outerHTML.slice(0, 90)} ${ratio.toFixed(2)}`);
  }
  return faint;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_stands_out_from_its_ground(door: Door, scheme: str) -> None:
    async with door.visitor(color_scheme=scheme, reduced_motion="reduce") as visitor:
        page = await visitor.sign_in()
        await say(page, "세탁기 돌려줘")
        await say(page, "오븐 켜줘")
        await expect(page.locator(".bubble.house")).to_have_count(2)
        await card(page, "aircon-1").get_by_role("button", name="자세히").click()
        await card(page, "washer-1").get_by_role("button", name="상황 바꾸기").click()
        assert await page.evaluate(FAINT_TEXTS) == []
