"""The desk of admins: who may, and the files of the own words."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from redis.asyncio import Redis

from bot.web.guard import MAX_BODY, MAX_LARGE_BODY
from bot.web.server import WebServer, create_app
from bot.web.settings import WebSettings
from nlu.yaml_checks import MAX_FILE_BYTES
from tests.bot.web.conftest import TOKEN
from tests.bot.web.desk_site import DeskSite, call, desk_site
from tests.bot.web.register import register_on
from tests.bot.web.scripted_desk import OWN, mark_of

CALLS = [
    ("GET", "/files", None),
    ("POST", "/check", {"files": {}}),
    ("POST", "/save", {"files": {"own.yml": "x"}, "base": "m"}),
    ("POST", "/use-anyway", {}),
    ("POST", "/try", {"text": "불 켜"}),
    ("GET", "/schema", None),
    ("GET", "/intents", None),
    ("GET", "/misses", None),
    ("POST", "/misses/g1/teach", {"intent": "power.turn_on", "example": "불 켜"}),
    ("POST", "/misses/g1/command", {"name": "빨래 좀", "steps": ["세탁기 돌려"]}),
    ("POST", "/misses/g1/ignore", {}),
    ("GET", "/history", None),
    ("GET", "/history/v1", None),
    ("POST", "/history/v1/restore", {}),
    ("GET", "/appliances", None),
    ("PUT", "/appliances/washer-1", {"type": "washer", "base": "m"}),
    ("DELETE", "/appliances/washer-1", None),
    ("GET", "/rights", None),
]
CHANGING = [call for call in CALLS if call[0] != "GET"]


@pytest.fixture
async def site(redis_url: str) -> AsyncIterator[DeskSite]:
    async with desk_site(redis_url) as running:
        yield running


@pytest.fixture
async def mom(site: DeskSite) -> AsyncIterator[httpx.AsyncClient]:
    async with site.page("mom") as page:
        yield page


async def save(client: httpx.AsyncClient, text: str | None, site: DeskSite, **more: object) -> httpx.Response:
    order = {"files": {"own.yml": text}, "base": site.desk.changes.mark, **more}
    return await call(client, "POST", "/save", order)


class TestWhoMay:
    async def test_only_owners(self, site: DeskSite) -> None:
        before = dict(site.desk.changes.held)
        async with site.client() as stranger, site.page("dad") as adult, site.page("minsu") as child:
            for client, status in ((stranger, 401), (adult, 403), (child, 403)):
                for one in CALLS:
                    refused = await call(client, *one)
                    assert (refused.status_code, list(refused.json())) == (status, ["error"]), one
        assert site.desk.changes.held == before
        assert not (site.desk.changes.looked or site.desk.tried or site.desk.misses.gone)

    async def test_an_owner_and_the_token(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        async with site.bearer() as api:
            for client in (mom, api):
                for method, path, body in CALLS:
                    if method == "GET":
                        found = await call(client, method, path, body)
                        assert (found.status_code, found.headers["cache-control"]) == (200, "no-store"), path

    async def test_another_page_changes_nothing(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"}):
            for method, path, body in CHANGING:
                assert (await call(mom, method, path, body, headers=headers)).status_code == 403, path
        assert site.desk.changes.held == {"own.yml": OWN}
        assert not (site.desk.tried or site.desk.misses.gone)

    async def test_a_wrong_token(self, site: DeskSite) -> None:
        async with site.client(headers={"Authorization": "Bearer no"}) as client:
            assert (await call(client, "GET", "/files")).status_code == 401

    async def test_a_home_without_a_desk(self, site: DeskSite, redis_url: str) -> None:
        redis = Redis.from_url(redis_url)
        settings = WebSettings(port=0)
        server = WebServer(
            create_app(site.house, site.auth, None, settings, register=register_on(redis)), settings
        )
        await server.start()
        async with httpx.AsyncClient(
            base_url=server.url, headers={"Authorization": f"Bearer {TOKEN}"}
        ) as client:
            for one in CALLS:
                missing = await call(client, *one)
                assert (missing.status_code, missing.json()["error"][:20]) == (404, "There is nothing at ")
        await server.stop()
        await redis.aclose()


class TestFiles:
    async def test_as_they_are(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        site.desk.changes.held["old.yml"] = "nlu: 불".encode("cp949")
        found = (await call(mom, "GET", "/files")).json()
        assert (found["folder"], found["mark"], found["pending"]) == (
            "/home/us/intents",
            site.desk.changes.mark,
            None,
        )
        assert found["files"] == [
            {"name": "own.yml", "text": OWN.decode()},
            {"name": "old.yml", "text": "nlu: ��"},
        ]
        assert found["shipped"] == [{"name": "power.yml", "text": 'version: "3.1"\n'}]

    async def test_a_folder_that_waits(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        changes = site.desk.changes
        changes.held = {"own.yml": b"RISKY"}
        changes.refused = changes._verdict(changes.held)
        pending = (await call(mom, "GET", "/files")).json()["pending"]
        assert (pending["ok"], pending["why"], pending["can_be_forced"]) == (False, "risky", True)
        conflict = await call(mom, "POST", "/use-anyway", {"base": "another"})
        assert (conflict.status_code, conflict.json()["why"]) == (409, "conflict")
        changes.refused = None
        taken = await call(mom, "POST", "/use-anyway", {"base": changes.mark})
        assert (taken.status_code, taken.json()["version"]) == (200, "v2")
        about = changes.versions.all()[0].about
        assert (about.by, about.how, about.forced) == ("mom", "page", True)

    async def test_a_check_writes_nothing(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        checked = await call(mom, "POST", "/check", {"files": {"new.yml": "BROKEN", "own.yml": None}})
        assert checked.status_code == 200
        assert checked.json() == {
            "ok": False,
            "why": "broken",
            "can_be_forced": False,
            "faults": [
                {
                    "file": "own.yml",
                    "line": 3,
                    "column": 1,
                    "key": "nlu.0",
                    "text": "There is a tab here. Indent with spaces.",
                    "level": "error",
                }
            ],
            "findings": [],
            "failed": [],
            "tests": 0,
            "effect": {"of": 0, "count": 0, "worse": 0, "changed": []},
            "version": None,
            "mark": mark_of({"new.yml": b"BROKEN"}),
        }
        assert site.desk.changes.looked == [{"new.yml": b"BROKEN"}]
        assert site.desk.changes.held == {"own.yml": OWN}

    async def test_saved(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        taken = await save(mom, "# 왕별\n", site, what="별명")
        assert (taken.status_code, taken.json()["ok"], taken.json()["why"]) == (200, True, None)
        assert (taken.json()["version"], taken.json()["mark"]) == ("v2", site.desk.changes.mark)
        assert site.desk.changes.held == {"own.yml": "# 왕별\n".encode()}
        about = site.desk.changes.versions.all()[0].about
        assert (about.by, about.how, about.what) == ("mom", "page", "별명")
        assert (await save(mom, None, site)).json()["version"] == "v3"
        assert site.desk.changes.versions.all()[0].about.what == "own.yml removed"
        assert site.desk.changes.held == {}

    async def test_saved_with_the_token(self, site: DeskSite) -> None:
        async with site.bearer() as api:
            assert (await save(api, "# 1\n", site)).status_code == 200
        about = site.desk.changes.versions.all()[0].about
        assert (about.by, about.how, about.what) == (None, "command line", "own.yml saved")

    @pytest.mark.parametrize(
        ("text", "status", "why", "forced"),
        [
            ("BROKEN", 422, "broken", False),
            ("TESTS", 409, "tests", True),
            ("RISKY", 409, "risky", True),
            ("DISK", 503, "not written", False),
        ],
    )
    async def test_refused(
        self, site: DeskSite, mom: httpx.AsyncClient, text: str, status: int, why: str, forced: bool
    ) -> None:
        refused = await save(mom, text, site)
        verdict = refused.json()
        assert (refused.status_code, verdict["ok"], verdict["why"]) == (status, False, why)
        assert (verdict["can_be_forced"], verdict["version"]) == (forced, None)
        assert verdict["error"].endswith("nothing was changed.")
        assert site.desk.changes.held == {"own.yml": OWN}
        again = await save(mom, text, site, use_anyway=True)
        assert (again.status_code == 200) is forced

    async def test_what_speaks_against_it(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        failed = (await save(mom, "TESTS", site)).json()
        assert (failed["tests"], failed["failed"]) == (
            4,
            [
                {
                    "say": "왕별 꺼",
                    "means": "nothing",
                    "wanted": "power.turn_off appliance=light-living",
                    "file": "own.yml",
                    "line": 9,
                }
            ],
        )
        risky = (await save(mom, "RISKY", site)).json()
        assert risky["effect"] == {
            "of": 412,
            "count": 2,
            "worse": 2,
            "changed": [
                {
                    "text": "문 좀",
                    "count": 2,
                    "before": "nothing",
                    "after": "lock.unlock",
                    "risk_before": "nothing",
                    "risk_after": "risky",
                    "worse": True,
                }
            ],
        }
        [finding] = risky["findings"]
        assert finding["text"] == {"ko": "ko: short", "en": "en: short"}
        assert (finding["kind"], finding["level"], finding["file"], finding["line"]) == (
            "short",
            "warning",
            "own.yml",
            4,
        )

    async def test_two_admins_at_once(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        base = site.desk.changes.mark
        async with site.bearer() as api:
            orders = [{"files": {"own.yml": f"# {who}\n"}, "base": base} for who in ("mom", "dad")]
            first = await call(mom, "POST", "/save", orders[0])
            second = await call(api, "POST", "/save", orders[1])
        assert (first.status_code, second.status_code, second.json()["why"]) == (200, 409, "conflict")
        assert second.json()["mark"] == first.json()["mark"]
        assert site.desk.changes.held == {"own.yml": b"# mom\n"}


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
        for path in ("check", "save"):
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
                for path in ("check", "save"):
                    refused = await client.post(f"/api/v1/desk/{path}", content=body)
                    assert (refused.status_code, refused.json()["error"]) == (
                        413,
                        "The body is larger than 128 KB.",
                    )
        cross = await mom.post("/api/v1/desk/check", content=body, headers={"Sec-Fetch-Site": "cross-site"})
        assert cross.status_code == 413
        assert (await mom.post("/api/v1/desk/try", content=body)).status_code == 413
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
