"""The desk of admins: a sentence tried, what was missed, history."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.bot.web.desk_site import DeskSite, call, desk_site
from tests.bot.web.scripted_desk import OWN, ScriptedChanges


@pytest.fixture
async def site(redis_url: str) -> AsyncIterator[DeskSite]:
    async with desk_site(redis_url) as running:
        yield running


@pytest.fixture
async def mom(site: DeskSite) -> AsyncIterator[httpx.AsyncClient]:
    async with site.page("mom") as page:
        yield page


class TestTrying:
    async def test_as_somebody(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        for more, person in (({}, "mom"), ({"person": "minsu"}, "minsu")):
            tried = await call(mom, "POST", "/try", {"text": "세탁기 돌려", **more})
            assert tried.status_code == 200
            assert tried.json()["sends"] == [
                {"appliance": "washer-1", "topic": "sim/washer-1/set", "payload": "start"}
            ]
            assert site.desk.tried[-1] == ("세탁기 돌려", person)
        async with site.bearer() as api:
            assert (await call(api, "POST", "/try", {"text": "불 켜"})).status_code == 200
        assert site.desk.tried[-1] == ("불 켜", "mom")

    async def test_with_files_that_are_not_saved(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        draft = {"text": "불 켜", "files": {"new.yml": "text", "own.yml": None}}
        assert (await call(mom, "POST", "/try", draft)).status_code == 200
        assert site.desk.changes.looked == [{"new.yml": b"text"}]
        refused = await call(mom, "POST", "/try", {"text": "불 켜", "files": {"new.yml": "BROKEN"}})
        assert (refused.status_code, refused.json()["fields"]) == (422, ["files"])
        assert refused.json()["error"] == "own.yml, line 3: there is a tab here."

    async def test_as_nobody(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        refused = await call(mom, "POST", "/try", {"text": "불 켜", "person": "ghost"})
        assert (refused.status_code, refused.json()["fields"]) == (422, ["person"])
        assert (await call(mom, "POST", "/try", {"text": "a" * 10_001})).status_code == 422
        assert not site.desk.tried

    async def test_menus(self, mom: httpx.AsyncClient) -> None:
        assert (await call(mom, "GET", "/intents")).json() == [
            {"name": "power.turn_on", "slots": ["value"], "en": "turn on the tv", "ko": "티비 켜줘"}
        ]
        assert (await call(mom, "GET", "/schema")).json() == {"type": "object"}


class TestMisses:
    async def test_as_they_are(self, mom: httpx.AsyncClient) -> None:
        found = (await call(mom, "GET", "/misses")).json()
        assert found["on"] is True
        assert found["groups"][0] == {
            "id": "g1",
            "texts": ["빨래 좀", "빨래좀 해"],
            "count": 3,
            "last_at": 1795394300.5,
            "kind": "not_understood",
            "proposal": {
                "kind": "example",
                "intent": "run_control.start",
                "example": "[빨래](appliance_type) 좀",
                "steps": [],
                "why": "alike",
            },
        }
        assert (found["groups"][1]["kind"], found["groups"][1]["proposal"]) == ("corrected", None)

    async def test_switched_off(self, redis_url: str) -> None:
        async with desk_site(redis_url, keeps_messages=False) as site, site.page("mom") as mom:
            assert (await call(mom, "GET", "/misses")).json() == {"on": False, "groups": []}
            assert (await call(mom, "POST", "/misses/g1/ignore", {})).status_code == 404

    async def test_taught(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        order = {"intent": "run_control.start", "example": " [빨래](appliance_type) 좀 ", "text": "빨래 좀"}
        taken = await call(mom, "POST", "/misses/g1/teach", order)
        assert (taken.status_code, taken.json()["version"]) == (200, "v2")
        assert site.desk.lessons.taught == [("run_control.start", "[빨래](appliance_type) 좀")]
        assert site.desk.misses.gone == [("g1", "done")]
        about = site.desk.changes.versions.all()[0].about
        assert (about.by, about.how) == ("mom", "page")
        assert (await call(mom, "POST", "/misses/g1/teach", order)).status_code == 404

    async def test_made_a_command(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        # as people type on a phone
        order = {
            "name": "영화 모드",
            "says": ["👨‍👩‍👧 영화\u00a0볼거야"],
            "steps": ["커튼 닫아", "티비 켜줘"],
        }
        taken = await call(mom, "POST", "/misses/g2/command", order)
        assert taken.status_code == 200
        assert site.desk.lessons.taught == [("영화 모드", order["says"], order["steps"])]
        assert site.desk.misses.gone == [("g2", "done")]

    @pytest.mark.parametrize(("text", "forced"), [("BROKEN", False), ("TESTS", True), ("RISKY", True)])
    async def test_refused_they_stay(
        self, site: DeskSite, mom: httpx.AsyncClient, text: str, forced: bool
    ) -> None:
        orders = {
            "teach": {"intent": "power.turn_on", "example": text},
            "command": {"name": text, "steps": ["불 켜"]},
        }
        for kind, order in orders.items():
            refused = await call(mom, "POST", f"/misses/g1/{kind}", order)
            assert (refused.status_code, refused.json()["ok"]) == (409 if forced else 422, False)
        assert not site.desk.misses.gone
        again = await call(mom, "POST", "/misses/g1/teach", {**orders["teach"], "use_anyway": True})
        assert (again.status_code == 200) is forced

    async def test_ignored(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        ignored = await call(mom, "POST", "/misses/g1/ignore", {})
        assert (ignored.status_code, ignored.json()) == (200, {})
        assert site.desk.misses.gone == [("g1", "ignored")]
        assert (await call(mom, "POST", "/misses/g1/ignore", {})).status_code == 404
        assert site.desk.changes.held == {"own.yml": OWN}

    async def test_wrong_lessons(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        for kind, order, field in (
            ("teach", {"intent": "power.turn_on", "example": "불\n켜"}, "example"),
            ("teach", {"intent": "power.turn_on", "example": " "}, "example"),
            ("teach", {"intent": "power.turn_on", "example": "불 켜", "text": "another"}, "text"),
            ("teach", {"intent": "", "example": "불 켜"}, "intent"),
            ("command", {"name": "영화", "steps": []}, "steps"),
            ("command", {"name": "영화", "steps": ["불\u2028켜"]}, "steps.0"),
            ("command", {"name": "영화", "steps": ["불 켜"] * 51}, "steps"),
            ("command", {"name": "영\x07화", "steps": ["불 켜"]}, "name"),
        ):
            refused = await call(mom, "POST", f"/misses/g1/{kind}", order)
            assert (refused.status_code, refused.json()["fields"]) == (422, [field])
        assert not site.desk.lessons.taught


class TestHistory:
    async def saved(self, site: DeskSite, by: str | None) -> ScriptedChanges:
        changes = site.desk.changes
        await changes.save({"own.yml": OWN + b"# 1\n", "b.yml": b"# b\n"}, by, "chat", "taught: 1")
        return changes

    async def test_the_newest_first(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        await self.saved(site, "dad")
        newest, first = (await call(mom, "GET", "/history")).json()
        assert newest == {
            "id": "v2",
            "at": 2.0,
            "by": "dad",
            "by_name": "아빠",
            "how": "chat",
            "what": "taught: 1",
            "replayed": 412,
            "changed": 3,
            "worse": 0,
            "forced": False,
            "live": True,
        }
        assert (first["id"], first["by"], first["by_name"], first["live"]) == ("v1", None, None, False)

    async def test_somebody_who_is_gone_has_no_name(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        await self.saved(site, "grandma")
        newest = (await call(mom, "GET", "/history")).json()[0]
        assert (newest["by"], newest["by_name"]) == ("grandma", None)

    async def test_the_same_content_twice_is_live_once(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        await self.saved(site, "mom")
        assert (await call(mom, "POST", "/history/v1/restore", {})).status_code == 200
        found = (await call(mom, "GET", "/history")).json()
        assert [(one["id"], one["live"]) for one in found] == [("v3", True), ("v2", False), ("v1", False)]

    async def test_how_it_differs(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        await self.saved(site, "mom")
        found = (await call(mom, "GET", "/history/v2")).json()
        assert [one["name"] for one in found["files"]] == ["b.yml", "own.yml"]
        assert "+# 1" in found["files"][1]["diff"].splitlines()
        first = (await call(mom, "GET", "/history/v1")).json()
        assert '+version: "3.1"' in first["files"][0]["diff"].splitlines()

    async def test_back(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        changes = await self.saved(site, "mom")
        back = await call(mom, "POST", "/history/v1/restore", {})
        assert (back.status_code, back.json()["version"]) == (200, "v3")
        assert changes.held == {"own.yml": OWN}
        about = changes.versions.all()[0].about
        assert (about.by, about.how) == ("mom", "rollback")

    async def test_the_newest_is_taken_back(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        changes = await self.saved(site, "mom")
        assert (await call(mom, "POST", "/history/v1/undo", {})).status_code == 404
        undone = await call(mom, "POST", "/history/v2/undo", {})
        assert (undone.status_code, undone.json()["version"], changes.held) == (200, "v3", {"own.yml": OWN})
        late = await call(mom, "POST", "/history/v2/undo", {})
        assert (late.status_code, late.json()["why"]) == (409, "conflict")

    async def test_back_is_refused_like_any_change(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        changes = site.desk.changes
        await changes.save({"own.yml": b"RISKY"}, "mom", "page", "x", use_anyway=True)
        await changes.save({"own.yml": OWN}, "mom", "page", "y")
        refused = await call(mom, "POST", "/history/v2/restore", {})
        assert (refused.status_code, refused.json()["why"]) == (409, "risky")
        forced = await call(mom, "POST", "/history/v2/restore", {"use_anyway": True})
        assert forced.status_code == 200

    async def test_no_such_version(self, mom: httpx.AsyncClient) -> None:
        for version in ("v9", "..%2F..%2Fetc", "--help", "%00", "별"):
            for found in (
                await call(mom, "GET", f"/history/{version}"),
                await call(mom, "POST", f"/history/{version}/restore", {}),
                await call(mom, "POST", f"/history/{version}/undo", {}),
            ):
                assert found.status_code == 404
