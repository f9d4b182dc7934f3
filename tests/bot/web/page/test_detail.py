"""What the page tells of one appliance, and of why it is what it is, in real headless Chromium."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
import yaml
from playwright.async_api import Locator, Page, expect

from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.explanation import Candidate, LeftOut, Part
from bot.house import CapabilityView, DiscoveryView, MissingView
from tests.bot.web.conftest import Site
from tests.bot.web.desk_site import DeskSite, desk_site
from tests.bot.web.page.browser import PHONE, Door, card
from tests.bot.web.page.test_looks import FAINT_TEXTS
from tests.bot.web.scripted_house import EXPLANATION

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

EVIL = '<img src=x onerror="document.title=1">'
UNNAMED = """async (keys) => {
  const of = async (language) => (await import(`/static/words/${language}.js`)).default;
  const all = [await of("ko"), await of("en")];
  return keys.filter(([table, key]) => all.some((words) => !(key in words[table])));
}"""
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest_asyncio.fixture(loop_scope="session")
async def site(redis_url: str) -> AsyncIterator[DeskSite]:
    async with desk_site(redis_url) as running:
        yield running


async def opened(page: Page, appliance: str = "washer-1", label: str = "자세히") -> Locator:
    """The details of a card."""
    await card(page, appliance).get_by_role("button", name=label).click()
    return card(page, appliance).locator(".detail")


async def test_what_it_can_do_and_what_it_cannot_and_why(site: Site, door: Door) -> None:
    gap = MissingView("program", "read_only", {"ko": "코스는 볼 수만 있어요.", "en": "Only seen."})
    washer = site.house.views["washer-1"]
    site.house.views["washer-1"] = replace(
        washer,
        missing=(gap,),
        source="home_assistant:w1 + zigbee2mqtt:0x12",
        details={"manufacturer": "LG", "recognised_by": "its name says 세탁기", "told_by_power": True},
    )
    async with door.visitor() as visitor:
        page = await visitor.sign_in("minsu")
        detail = await opened(page)
        await expect(detail.locator(".can li")).to_have_text(
            ["시작", "멈춤", "일시정지", "다시 시작", "코스 고르기"]
        )
        await expect(detail.locator(".missing")).to_have_text(["코스는 볼 수만 있어요."])
        await expect(detail.locator(".source")).to_have_text(["home_assistant:w1", "zigbee2mqtt:0x12"])
        for text in ("LG", "its name says 세탁기", "전기로 돌아가는지 알아봄"):
            await expect(detail).to_contain_text(text)
        # how it was recognised is for owners
        await expect(detail.locator(".why")).to_have_count(0)
        site.house.report("washer-1", {"program.selected": "이불"})
        await expect(detail).to_contain_text("이불")


async def test_one_that_only_reports_says_so(site: Site, door: Door) -> None:
    async with door.visitor(locale="en-US") as visitor:
        page = await visitor.sign_in()
        detail = await opened(page, "sensor-1", "Details")
        await expect(detail).to_contain_text("It can only be watched.")
        await expect(detail).to_contain_text("It does not say its battery level.")
    thing = site.house.views["tv-1"]
    odd = {"karaoke": CapabilityView(("sing_loudly",), (), {}, feedback=True)}
    site.house.views["tv-1"] = replace(thing, capabilities=odd, state={}, reported_at={})
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        detail = await opened(page, "tv-1")
        await expect(detail.locator(".can li")).to_have_text(["karaoke sing loudly"])
        await expect(detail).to_contain_text("아직 알려 준 것이 없어요")


async def test_an_owner_sees_why_by_keyboard_and_it_stays_open(site: Site, door: Door) -> None:
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        await card(page, "washer-1").get_by_role("button", name="자세히").press("Enter")
        why = card(page, "washer-1").locator(".why")
        await why.locator("summary").first.press("Enter")
        await expect(why.locator(".facts-list b")).to_have_text("세탁기")
        await expect(why).to_contain_text("4점 its name says 세탁기; it has a spin speed")
        await expect(why).to_contain_text("건조기 1.5점")
        await expect(why.locator(".role")).to_have_text(
            ["run_control.start: button.start", "run_control.state: sensor.state"]
        )
        await expect(why.locator(".part-head b")).to_have_text(["시작", "상태"])
        lines = yaml.safe_load(await why.locator(".yaml").inner_text())
        assert lines == {"appliances": {"washer-1": {"roles": {"run_control.start": "button.start"}}}}
        site.house.report("washer-1", {"door.open": True})
        await expect(card(page, "washer-1").locator(".facts")).to_contain_text("문 열림")
        await expect(why.locator(".role").first).to_be_visible()
        await why.get_by_text("쓰이지 않은 것 1개").click()
        await expect(why).to_contain_text("its category is diagnostic")
        await page.get_by_role("button", name="Switch to English").click()
        await expect(why.locator(".facts-list b")).to_have_text("washer")


async def test_the_lines_for_the_config_can_be_copied(site: Site, door: Door) -> None:
    odd = Part("run_control.start", 'button.a: "b" #c', "home/washer", "its name is start")
    site.house.explanations["washer-1"] = replace(EXPLANATION, parts=(odd,))
    async with door.visitor(permissions=["clipboard-read", "clipboard-write"]) as visitor:
        page = await visitor.sign_in()
        detail = await opened(page)
        await detail.locator(".why summary").first.click()
        await detail.get_by_role("button", name="시작: 설정에 적을 줄 복사").click()
        await expect(detail.get_by_role("button", name="복사했어요")).to_be_visible()
        lines = yaml.safe_load(await page.evaluate("navigator.clipboard.readText()"))
        assert lines["appliances"]["washer-1"]["roles"] == {"run_control.start": 'button.a: "b" #c'}


async def test_an_appliance_without_reasons_is_told_as_such(door: Door) -> None:
    async with door.visitor() as visitor:
        visitor.refusals.add(404)
        page = await visitor.sign_in()
        detail = await opened(page, "tv-1")
        await detail.locator(".why summary").first.click()
        await expect(detail.get_by_role("alert")).to_have_text(
            'Nothing is known of how "tv-1" was recognised.'
        )


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_a_phone_with_hostile_words(site: Site, door: Door, scheme: str) -> None:
    endless = "x" * 190
    site.house.explanations["washer-1"] = replace(
        EXPLANATION,
        candidates=(Candidate("washer", 1.0, (EVIL,)), Candidate(EVIL, 0.5, ())),
        parts=(Part(f"sensor.{EVIL}", EVIL, endless, EVIL),),
        left_out=(LeftOut(endless, EVIL),),
        notes=(EVIL,),
    )
    phone = {"viewport": PHONE, "has_touch": True, "color_scheme": scheme, "reduced_motion": "reduce"}
    async with door.visitor(**phone) as visitor:
        page = await visitor.sign_in()
        await page.get_by_role("button", name="우리 집", exact=True).tap()
        detail = await opened(page)
        await detail.locator(".why summary").first.tap()
        await expect(detail.locator(".explanation")).to_be_visible()
        for summary in await detail.locator(".explanation summary").all():
            await summary.tap()
        assert not await page.evaluate(WIDER)
        assert await page.evaluate(FAINT_TEXTS) == []
        assert await page.title() == "집사 Jipsa"


async def test_the_desk_says_why_too(site: Site, door: Door) -> None:
    async with door.visitor() as visitor:
        visitor.refusals.add(404)
        page = await visitor.sign_in()
        await page.goto(f"{site.url}/desk#appliances")
        ask = page.get_by_role("button", name="통돌이: 왜 이렇게 알아봤나요?")
        await expect(ask).to_have_attribute("aria-expanded", "false")
        await ask.press("Enter")
        await expect(page.locator(".role")).to_have_count(2)
        await expect(ask).to_be_focused()
        await expect(ask).to_have_attribute("aria-expanded", "true")
        assert await page.evaluate(FAINT_TEXTS) == []
        await page.get_by_role("button", name="TV: 왜 이렇게 알아봤나요?").click()
        await expect(page.get_by_role("alert")).to_contain_text("Nothing is known")
        await ask.click()
        await expect(page.locator(".role")).to_have_count(0)


async def test_on_a_phone_the_desk_has_room_for_names(site: Site, door: Door) -> None:
    async with door.visitor(viewport=PHONE) as visitor:
        page = await visitor.sign_in()
        await page.goto(f"{site.url}/desk#appliances")
        await page.locator("[data-key='why washer-1']").click()
        await expect(page.locator(".role")).to_have_count(2)
        name = await page.locator(".appliance .grow").first.bounding_box()
        assert name is not None
        assert name["width"] > 150
        assert not await page.evaluate(WIDER)


async def test_the_header_tells_while_appliances_are_looked_for(site: Site, door: Door) -> None:
    site.house.search = [DiscoveryView("mqtt", True, False, 900, 412, 2.0)]
    async with door.visitor(viewport=PHONE) as visitor:
        page = await visitor.sign_in("minsu")
        await expect(page.locator("#link")).to_have_text("연결됨 · 기기를 찾고 있어요 · 412")
        await expect(page.locator("#link")).to_be_in_viewport()
        assert not await page.evaluate(WIDER)
        site.house.search = [DiscoveryView("mqtt", True, True, 950, 420, 3.0)]
        await expect(page.locator("#link")).to_have_text("연결됨")


async def test_everything_that_appliances_do_and_report_has_words(door: Door) -> None:
    known = load_catalogue().capabilities
    keys = [["actions", f"{name}.{one}"] for name, each in known.items() for one in each.actions]
    keys += [["attributes", f"{name}.{one}"] for name, each in known.items() for one in each.attributes]
    async with door.visitor() as visitor:
        page = await visitor.sign_in()
        assert await page.evaluate(UNNAMED, keys) == []
