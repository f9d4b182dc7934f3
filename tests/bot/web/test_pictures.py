"""Pictures of appliances over the API, to those who may see them."""

import httpx
import pytest

from bot.house import PictureView
from bot.web.routes.pictures import MEANT_S
from bot.web.views import picture
from tests.bot.web.conftest import Site

JPEG = b"\xff\xd8\xff\xe0 a kitchen"
AT = 1_773_000_000.5
PATH = "/api/v1/appliances/washer-1/picture"


@pytest.fixture(autouse=True)
def seen(site: Site) -> None:
    site.house.pictures["washer-1"] = PictureView("image/jpeg", JPEG, AT)


async def test_the_picture_comes_as_it_was_sent(api: httpx.AsyncClient) -> None:
    answer = await api.get(PATH)
    assert (answer.status_code, answer.content) == (200, JPEG)
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]
    assert answer.headers["last-modified"] == "Sun, 08 Mar 2026 20:00:00 GMT"
    assert "img-src 'self'" in answer.headers["content-security-policy"]


async def test_who_may_not_see_it_does_not_learn_that_there_is_one(site: Site) -> None:
    async with site.page("minsu") as page:
        hidden, absent = await page.get(PATH), await page.get(PATH.replace("washer-1", "oven-1"))
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.json()["error"].replace("washer-1", "oven-1") == absent.json()["error"]


async def test_an_older_picture_is_not_shown_as_another(api: httpx.AsyncClient) -> None:
    for at, status in (
        (AT, 200),
        (int(AT), 200),
        (AT - MEANT_S + 1, 200),
        (AT - MEANT_S - 1, 404),
        (AT + 5, 404),
    ):
        assert (await api.get(PATH, params={"at": at})).status_code == status, at
    assert (await api.get(PATH, params={"at": "yesterday"})).status_code == 422


def test_a_reply_names_the_path() -> None:
    assert picture("picture:a b/c@17") == "/api/v1/appliances/a%20b%2Fc/picture?at=17"
    assert picture("other:x") is None
