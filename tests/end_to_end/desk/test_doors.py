"""Who may not come in: children, guests, other adults, and whoever is not signed in."""

import pytest
from playwright.async_api import expect

from tests.bot.web.page.browser import Door
from tests.end_to_end.desk.conftest import House, editor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

READ = ("files", "misses", "history", "appliances", "rights", "schema", "intents")
WRITE = ("check", "save", "try", "use-anyway")
ASK = """async ([method, path]) => (await fetch(`/api/v1/desk/${path}`, {
  method, ...(method === "POST" ? { headers: { "content-type": "application/json" }, body: "{}" } : {}) })).status"""


@pytest.mark.parametrize("person", ["child", "aunt", None])
async def test_the_desk_is_closed(house: House, person: str | None) -> None:
    async with Door(house, house.browser).visitor() as visitor:
        page = await visitor.open() if person is None else await visitor.sign_in(person)
        await page.goto(f"{house.url}/desk#words")
        words = (
            "먼저 집사 페이지에 들어와 주세요." if person is None else "관리실은 집주인만 들어올 수 있어요."
        )
        await expect(page.locator("#why")).to_have_text(words)
        await expect(page.locator("#app")).to_be_hidden()
        await expect(editor(page)).to_have_count(0)
        wanted = 401 if person is None else 403
        for method, path in [("GET", one) for one in READ] + [("POST", one) for one in WRITE]:
            assert await page.evaluate(ASK, [method, path]) == wanted, path
    assert house.holds() == {}
