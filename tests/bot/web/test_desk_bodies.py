"""The desk of admins: what its calls take. Broken, huge and foreign bodies, and too many of them."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.web.guard import MAX_BODY, MAX_LARGE_BODY
from nlu.yaml_checks import MAX_FILE_BYTES
from tests.bot.web.desk_site import CHANGING, DeskSite, call, desk_site
from tests.bot.web.scripted_desk import OWN


@pytest.fixture
async def site(redis_url: str) -> AsyncIterator[DeskSite]:
    async with desk_site(redis_url) as running:
        yield running


@pytest.fixture
async def mom(site: DeskSite) -> AsyncIterator[httpx.AsyncClient]:
    async with site.page("mom") as page:
        yield page


async def test_names_that_do_not_count(site: DeskSite, mom: httpx.AsyncClient) -> None:
    for name in ("../own.yml", "/etc/own.yml", "a\\b.yml", ".own.yml", "own.txt", "", "o\x00wn.yml"):
        for path, more in (("/check", {}), ("/save", {"base": site.desk.changes.mark})):
            for text in ("x", None):
                refused = await call(mom, "POST", path, {"files": {name: text}, **more})
                assert (refused.status_code, refused.json()["error"][-1]) == (422, "."), refused.text
    assert not site.desk.changes.looked
    assert site.desk.changes.held == {"own.yml": OWN}


class TestBodies:
    async def test_broken_ones(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        for body in (
            b"",
            b"{",
            b"[]",
            b'{"files": []}',
            b'{"files": {"a.yml": 1}}',
            b'{"files": {"a.yml": "\\ud83e"}}',
            b'{"files": {"\\ud83e.yml": "x"}}',
            b'{"files": {"a.yml": "\xc3\x28"}}',
            b'{"files": {}, "extra": 1}',
            b"[" * 3_000_000,
            b'{"files": {"a.yml":' + b"[" * 1_000_000,
        ):
            for path in ("/check", "/save"):
                refused = await mom.post(
                    f"/api/v1/desk{path}", content=body, headers={"Content-Type": "application/json"}
                )
                assert 400 <= refused.status_code < 500, body[:40]
                assert refused.json()["error"].endswith(".")
        assert not site.desk.changes.looked

    async def test_unknown_fields_are_named(self, mom: httpx.AsyncClient) -> None:
        for method, path, body in CHANGING:
            if body is not None:
                refused = await call(mom, method, path, {**body, "colour": 1})
                assert (refused.status_code, refused.json()["fields"]) == (422, ["colour"]), path

    async def test_a_whole_folder_fits(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        files = {f"{number}.yml": "별" * (MAX_FILE_BYTES // 3) for number in range(3)}
        assert (await call(mom, "POST", "/check", {"files": files})).status_code == 200
        [looked] = site.desk.changes.looked
        assert sum(map(len, looked.values())) > 2_900_000
        order = {"files": files, "base": site.desk.changes.mark}
        assert (await call(mom, "POST", "/save", order)).status_code == 200

    async def test_more_than_a_folder_holds(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        one = "x" * (MAX_FILE_BYTES - 1)
        for files in (
            {"a.yml": one + "xx"},
            {"a.yml": "별" * (MAX_FILE_BYTES // 2)},
            {f"{number}.yml": one for number in range(5)},
            {f"{number}.yml": "" for number in range(201)},
            {f"{number}.yml": "" for number in range(200)},
        ):
            for path, more in (("/check", {}), ("/save", {"base": site.desk.changes.mark})):
                refused = await call(mom, "POST", path, {"files": files, **more})
                assert refused.status_code == 422, refused.text[:200]
        assert not site.desk.changes.looked
        assert site.desk.changes.held == {"own.yml": OWN}

    async def test_larger_than_any_folder(self, mom: httpx.AsyncClient) -> None:
        body = b" " * (MAX_LARGE_BODY + 1)
        for path in ("check", "save", "try"):
            refused = await mom.post(f"/api/v1/desk/{path}", content=body)
            assert (refused.status_code, refused.json()["error"]) == (
                413,
                "The body is larger than 6144 KB.",
            )

    async def test_large_ones_are_for_owners_and_for_files(
        self, site: DeskSite, mom: httpx.AsyncClient
    ) -> None:
        body = json.dumps({"files": {"a.yml": "x" * MAX_BODY}}).encode()
        forged = {site.auth.cookie_name: "9999999999.bW9t.forged"}
        wrong = {"Authorization": "Bearer no"}
        same = {"Sec-Fetch-Site": "same-origin"}
        async with (
            site.client() as stranger,
            site.client(cookies=forged, headers=same) as forger,
            site.client(headers=wrong) as guesser,
            site.page("dad") as adult,
            site.page("minsu") as child,
        ):
            for client in (stranger, forger, guesser, adult, child):
                for path in ("check", "save", "try"):
                    refused = await client.post(f"/api/v1/desk/{path}", content=body)
                    assert (refused.status_code, refused.json()["error"]) == (
                        413,
                        "The body is larger than 128 KB.",
                    )
        cross = await mom.post("/api/v1/desk/check", content=body, headers={"Sec-Fetch-Site": "cross-site"})
        assert cross.status_code == 413
        assert (await mom.post("/api/v1/desk/use-anyway", content=body)).status_code == 413
        assert not site.desk.changes.looked

    async def test_large_ones_in_pieces(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        async def pieces() -> AsyncIterator[bytes]:
            for _ in range(40):
                yield b" " * 4096
            yield b'{"files": {}}'

        as_json = {"Content-Type": "application/json"}
        taken = await mom.post("/api/v1/desk/check", content=pieces(), headers=as_json)
        assert taken.status_code == 200
        async with site.client() as stranger:
            refused = await stranger.post("/api/v1/desk/check", content=pieces(), headers=as_json)
        assert refused.status_code == 413


class TestChecksWhileTyping:
    async def test_one_at_a_time_and_the_newest_wins(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        changes = site.desk.changes
        changes.let_look.clear()
        async with site.bearer() as api:
            others = asyncio.create_task(call(api, "POST", "/check", {"files": {"b.yml": "other"}}))
            await changes.reads.get()
            typed = []
            for number in range(5):
                body = {"files": {"a.yml": f"# {number}"}}
                typed.append(asyncio.create_task(call(mom, "POST", "/check", body)))
                async with asyncio.timeout(10):
                    await changes.reads.get()
            changes.let_look.set()
            told = [(await one).status_code for one in typed]
            assert (await others).status_code == 200
        assert told == [200, 409, 409, 409, 200]
        assert [one.get("a.yml") for one in changes.looked if "a.yml" in one] == [b"# 0", b"# 4"]
        assert changes.most_busy == 2

    async def test_a_fault_of_ours_does_not_hold_up_the_next(
        self, site: DeskSite, mom: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(site.desk.changes, "_verdict", lambda files: 1 / 0)
            assert (await call(mom, "POST", "/check", {"files": {}})).status_code == 500
        assert (await call(mom, "POST", "/check", {"files": {}})).status_code == 200
