"""The desk of admins: who may, and the files of the own words."""

from collections.abc import AsyncIterator

import httpx
import pytest
from redis.asyncio import Redis

from bot.web.server import WebServer, create_app
from bot.web.settings import WebSettings
from tests.bot.web.conftest import TOKEN
from tests.bot.web.desk_site import CALLS, CHANGING, DeskSite, call, desk_site
from tests.bot.web.register import register_on
from tests.bot.web.scripted_desk import OWN, mark_of


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
                    "text": {
                        "ko": "ko: There is a tab here. Indent with spaces.",
                        "en": "en: There is a tab here. Indent with spaces.",
                    },
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
