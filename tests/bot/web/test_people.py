"""People and invitations over the API: who may, what comes of it, and what is void afterwards."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import pytest
from redis.asyncio import Redis

from bot.people.person import Person
from bot.web.auth import Auth
from bot.web.register import Register
from bot.web.server import WebServer, create_app
from bot.web.settings import WebSettings
from tests.bot.web.conftest import SECRET, TOKEN, Site
from tests.bot.web.register import Chatty, PeopledHouse, register_on
from tests.bot.web.scripted_house import ScriptedSimulator

SAME = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class PeopledSite(Site):
    """A site whose people can change."""

    register: Register


@pytest.fixture
async def site(redis_url: str) -> AsyncIterator[PeopledSite]:
    redis = Redis.from_url(redis_url)
    register = register_on(redis, Chatty())
    await register.people.start()
    house = PeopledHouse(register.people)
    auth = Auth(TOKEN, SECRET, void_before=register.people.removed_at)
    simulator = ScriptedSimulator(house)
    settings = WebSettings(port=0, allowed_hosts=("home.lan",), keep_alive_s=0.05)
    server = WebServer(create_app(house, auth, simulator, settings, register=register), settings)
    await server.start()
    yield PeopledSite(house, simulator, auth, server, register)
    await server.stop()
    await redis.aclose()


@pytest.fixture
async def api(site: PeopledSite) -> AsyncIterator[httpx.AsyncClient]:
    async with site.bearer() as client:
        yield client


async def code_of(api: httpx.AsyncClient, **order: object) -> str:
    made = await api.post("/api/v1/invitations", json={"role": "guest", **order})
    assert made.status_code == 201, made.text
    return str(made.json()["code"])


@asynccontextmanager
async def join(site: PeopledSite, code: str, **more: object) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that used the code."""
    async with site.client(headers=SAME) as browser:
        joined = await browser.post("/api/v1/join", json={"code": code, **more})
        assert (joined.status_code, joined.json()["result"]) == (200, "welcome")
        yield browser


async def test_an_invitation(site: PeopledSite, api: httpx.AsyncClient) -> None:
    made = (await api.post("/api/v1/invitations", json={"role": "guest", "hours": 3, "name": "민수"})).json()
    assert (made["role"], made["hours"], made["name"], made["made_by"]) == ("guest", 3, "민수", "mom")
    assert made["links"][0] == {"messenger": "telegram", "url": f"https://t.me/our_bot?start={made['code']}"}
    assert made["links"][1] == {"messenger": "web", "url": f"{site.url}/?invite={made['code']}"}
    assert made["qr"].startswith("data:image/svg+xml")
    assert (await api.get("/api/v1/invitations")).json() == [made]
    assert (await api.delete(f"/api/v1/invitations/{made['code']}")).status_code == 204
    assert (await api.delete(f"/api/v1/invitations/{made['code']}")).status_code == 404
    assert (await api.get("/api/v1/invitations")).json() == []


async def test_a_link_has_the_name_the_caller_knows(site: PeopledSite, api: httpx.AsyncClient) -> None:
    host = f"home.lan:{site.server.port}"
    made = await api.post("/api/v1/invitations", json={"role": "adult"}, headers={"Host": host})
    assert made.json()["links"][1]["url"] == f"http://{host}/?invite={made.json()['code']}"


@pytest.mark.parametrize(
    ("order", "fields"),
    [
        ({"role": "boss"}, ["role"]),
        ({}, ["role"]),
        ({"role": "adult", "hours": 3}, ["hours"]),
        ({"role": "guest", "hours": 0}, ["hours"]),
        ({"role": "guest", "hours": "3"}, ["hours"]),
        ({"role": "guest", "person": "ghost"}, ["person"]),
        ({"role": "guest", "rights": "all"}, ["rights"]),
    ],
)
async def test_wrong_orders(api: httpx.AsyncClient, order: dict[str, object], fields: list[str]) -> None:
    refused = await api.post("/api/v1/invitations", json=order)
    assert (refused.status_code, refused.json()["fields"]) == (422, fields)
    assert refused.json()["error"].endswith(".")


async def test_twenty_open_are_enough(api: httpx.AsyncClient) -> None:
    codes = [await code_of(api) for _ in range(20)]
    refused = await api.post("/api/v1/invitations", json={"role": "guest"})
    assert (refused.status_code, refused.json()["error"][-1]) == (409, ".")
    await api.delete(f"/api/v1/invitations/{codes[0]}")
    await code_of(api)


@pytest.mark.parametrize("person", ["dad", "minsu"])
async def test_only_owners(site: PeopledSite, api: httpx.AsyncClient, person: str) -> None:
    code = await code_of(api)
    async with site.page(person) as page, site.client(headers=SAME) as nobody:
        for client, status in ((page, 403), (nobody, 401)):
            replies = [
                await client.post("/api/v1/invitations", json={"role": "owner"}),
                await client.get("/api/v1/invitations"),
                await client.delete(f"/api/v1/invitations/{code}"),
                await client.delete("/api/v1/people/mom"),
            ]
            assert [reply.status_code for reply in replies] == [status] * 4
    assert len(await site.register.pairing.open_invitations()) == 1
    async with site.page("mom") as page:
        assert (await page.post("/api/v1/invitations", json={"role": "adult"})).status_code == 201


async def test_an_owner_who_was_invited_may_too(site: PeopledSite, api: httpx.AsyncClient) -> None:
    async with join(site, await code_of(api, role="owner", name="할머니")) as page:
        made = await page.post("/api/v1/invitations", json={"role": "guest"})
        assert made.json()["made_by"].startswith("owner-")


async def test_another_page_changes_nothing(site: PeopledSite) -> None:
    async with site.page("mom") as page:
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"}):
            for reply in (
                await page.post("/api/v1/invitations", json={"role": "owner"}, headers=headers),
                await page.delete("/api/v1/people/dad", headers=headers),
                await page.post("/api/v1/join", json={"code": "ABCD2345"}, headers=headers),
            ):
                assert reply.status_code == 403
    assert await site.register.pairing.open_invitations() == ()
    assert "dad" in site.register.people


async def test_people_with_their_accounts(site: PeopledSite, api: httpx.AsyncClient) -> None:
    await site.register.people.link("telegram:2", "mom")
    await site.register.people.link("slack:U1", "mom")
    mom = (await api.get("/api/v1/people")).json()[0]
    assert mom["accounts"] == ["telegram:1", "telegram:2", "slack:U1"]
    assert mom["until"] is None
    async with site.page("dad") as page:
        assert (await page.get("/api/v1/people")).json()[0]["accounts"] == ["telegram", "slack"]
        assert "telegram:1" not in (await page.get("/api/v1/session")).text


async def test_children_and_guests_hear_only_who_is_there(site: PeopledSite, api: httpx.AsyncClient) -> None:
    async with join(site, await code_of(api, hours=2), name="이모") as guest:
        async with site.page("minsu") as child:
            for page, own in ((child, "minsu"), (guest, "guest-")):
                for one in (await page.get("/api/v1/people")).json():
                    told = (one["until"], one["language"], one["accounts"])
                    assert one["id"].startswith(own) or told == (None, None, []), one
        async with site.page("dad") as dad:
            assert (await dad.get("/api/v1/people")).json()[-1]["until"] is not None


async def test_the_last_owner_stays(site: PeopledSite, api: httpx.AsyncClient) -> None:
    async with site.page("mom") as mom:
        refused = await mom.delete("/api/v1/people/mom", headers=SAME)
        assert (refused.status_code, refused.json()["error"]) == (409, "The last owner stays.")
        async with join(site, await code_of(api, role="owner"), name="이모"):
            assert (await mom.delete("/api/v1/people/mom", headers=SAME)).status_code == 200


class TestJoining:
    async def test_once(self, site: PeopledSite, api: httpx.AsyncClient) -> None:
        code = await code_of(api, hours=2)
        async with site.client() as preview:  # what a messenger does with a link it shows
            assert (await preview.get(f"/?invite={code}")).status_code == 200
        async with join(site, code.lower(), name="민수", language="ko-KR") as page:
            person = (await page.get("/api/v1/session")).json()["person"]
            assert person["names"]["ko"] == "민수 2"  # there is a Minsu already
            assert (person["role"], person["language"]) == ("guest", "ko")
            assert person["until"] is not None
            assert (await page.post("/api/v1/messages", json={"text": "TV 켜줘"})).status_code == 200
        async with site.client(headers=SAME) as second:
            refused = await second.post("/api/v1/join", json={"code": code})
            assert (refused.status_code, refused.cookies) == (404, httpx.Cookies())

    async def test_the_cookie_is_as_strict_as_that_of_a_link(
        self, site: PeopledSite, api: httpx.AsyncClient
    ) -> None:
        async with site.client(headers=SAME) as page:
            joined = await page.post("/api/v1/join", json={"code": await code_of(api)})
        cookie = joined.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie

    async def test_a_person_who_is_known(self, site: PeopledSite, api: httpx.AsyncClient) -> None:
        code = await code_of(api)
        async with site.page("mom") as page:
            stays = await page.post("/api/v1/join", json={"code": code})
            assert (stays.json(), stays.cookies) == ({"result": "already", "person": "mom"}, httpx.Cookies())
        async with join(site, await code_of(api, person="dad")) as page:
            assert (await page.get("/api/v1/session")).json()["person"]["id"] == "dad"
        async with join(site, code) as page:
            assert (await page.get("/api/v1/session")).json()["person"]["role"] == "guest"

    async def test_guessing_is_cut_off(self, site: PeopledSite, api: httpx.AsyncClient) -> None:
        code = await code_of(api)
        async with site.client(headers=SAME) as page:
            wrong = [f"{letter}BCD2345" for letter in "ABCDEFGHJK"]
            told = [(await page.post("/api/v1/join", json={"code": one})).status_code for one in wrong]
            assert told == [404] * 10
            assert (await page.post("/api/v1/join", json={"code": code})).status_code == 429


class TestRemoval:
    async def test_a_guest_is_signed_out_and_hears_no_more(
        self, site: PeopledSite, api: httpx.AsyncClient
    ) -> None:
        async with join(site, await code_of(api)) as page:
            person = (await page.get("/api/v1/session")).json()["person"]["id"]
            async with page.stream("GET", "/api/v1/events") as stream:
                lines = stream.aiter_lines()
                await anext(lines)
                removed = await api.delete(f"/api/v1/people/{person}")
                assert removed.json() == {"gone": True, "accounts": [], "coming_back": []}
                async with asyncio.timeout(5):
                    assert [line async for line in lines if line.startswith("data")] == []
            assert (await page.get("/api/v1/session")).status_code == 401
        assert (await api.delete(f"/api/v1/people/{person}")).status_code == 404
        await site.register.people.add(Person(person, {"ko": "다른 사람"}, "adult"))
        async with site.client(cookies=page.cookies) as old:
            assert (await old.get("/api/v1/session")).status_code == 401

    async def test_a_person_of_the_config_stays_signed_out(
        self, site: PeopledSite, api: httpx.AsyncClient
    ) -> None:
        link = (await api.post("/api/v1/links", json={"person": "mom"})).json()["link"]
        async with site.page("mom") as page:
            removed = await api.delete("/api/v1/people/mom")
            assert removed.json() == {
                "gone": False,
                "accounts": ["telegram:1"],
                "coming_back": ["telegram:1"],
            }
            assert (await page.get("/api/v1/session")).status_code == 401
        async with site.client() as browser:
            assert (await browser.get(link)).headers["location"] == "/#link-spent"
        assert "mom" in [one["id"] for one in (await api.get("/api/v1/people")).json()]


async def test_without_the_store_a_sentence(site: PeopledSite, api: httpx.AsyncClient) -> None:
    nowhere = Redis(host="127.0.0.1", port=1).connection_pool
    site.register.pairing._redis.connection_pool = nowhere
    for reply in (
        await api.post("/api/v1/invitations", json={"role": "guest"}),
        await api.get("/api/v1/invitations"),
        await api.delete("/api/v1/people/dad"),
    ):
        assert (reply.status_code, reply.json()["error"][-1]) == (503, ".")
    assert "dad" in site.register.people
