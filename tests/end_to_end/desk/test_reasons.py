"""What a running home tells of why an appliance is what it is, on the page, at the desk and in a terminal."""

import asyncio

import pytest
import yaml
from playwright.async_api import expect

from bot.cli import execute
from tests.bot.web.page.browser import Door, card
from tests.end_to_end.desk.conftest import House, to

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_an_owner_sees_why_a_washer_is_one(house: House) -> None:
    told = house.family.home.bridge.explain("washer-1")
    assert told is not None
    start = next(one for one in told.parts if one.key == "run_control.start")
    async with Door(house, house.browser).visitor() as visitor:
        page = await visitor.sign_in("mom")
        washer = card(page, "washer-1")
        await washer.get_by_role("button", name="자세히").click()
        await expect(washer.locator(".can")).to_contain_text("시작")
        await washer.locator(".why > summary").click()
        await expect(washer.locator(".explanation .facts-list b")).to_have_text("세탁기")
        await expect(washer.locator(".parts")).to_contain_text(f"run_control.start: {start.entity}")
        await to(page, "appliances")
        await page.locator("[data-key='why washer-1']").click()
        await expect(page.locator(".role").first).to_be_visible()
        lines = yaml.safe_load(await page.locator(".yaml").inner_text())
        assert list(lines["appliances"]) == ["washer-1"]


async def test_an_adult_sees_what_it_can_do_but_not_how_it_was_recognised(house: House) -> None:
    async with Door(house, house.browser).visitor() as visitor:
        page = await visitor.sign_in("aunt")
        washer = card(page, "washer-1")
        await washer.get_by_role("button", name="자세히").click()
        await expect(washer.locator(".can")).to_contain_text("시작")
        await expect(washer.locator(".why")).to_have_count(0)
        asked = "fetch('/api/v1/appliances/washer-1/explanation').then((one) => one.status)"
        assert await page.evaluate(asked) == 403


async def test_the_command_line_says_the_same(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    way = ["--state-dir", str(house.folder.parent)]
    told = house.family.home.bridge.explain("washer-1")
    assert told is not None
    assert await asyncio.to_thread(execute, ["appliances", "--explain", "washer-1", *way]) == 0
    said = capsys.readouterr().out
    for part in told.parts:
        assert f"{part.key} is {part.entity}" in " ".join(said.split())
    assert all(len(line) <= 80 for line in said.splitlines())
