"""The desk of admins: a sentence tried, what was missed, history, appliances, rights."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta

import httpx
import pytest

from bot.people.person import Hours, Person, Rule
from nlu.own import OwnAppliance
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
            ):
                assert found.status_code == 404


class TestAppliances:
    async def test_as_they_are(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        site.desk.own = OwnAppliance("washer-1", "own.yml", 4, names={"ko": ("통돌이",)}, hidden=True)
        washer, tv = (await call(mom, "GET", "/appliances")).json()
        assert washer == {
            "id": "washer-1",
            "type": "washer",
            "names": {"ko": ["통돌이"]},
            "area": {},
            "hidden": False,
            "announced": {"type": "washer", "names": ["세탁기"], "areas": ["다용도실"]},
            "own": {
                "file": "own.yml",
                "line": 4,
                "type": None,
                "names": {"ko": ["통돌이"]},
                "area": {},
                "hidden": True,
            },
        }
        assert (tv["area"], tv["own"]) == ({"ko": "거실"}, None)

    async def test_described(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        changes = site.desk.changes
        order = {
            "names": {"ko": ["통돌이", "빨래통"], "en": "Topper"},
            "area": {"ko": "다용도실"},
            "type": "washer",
            "base": changes.mark,
        }
        taken = await call(mom, "PUT", "/appliances/washer-1", order)
        assert (taken.status_code, taken.json()["version"]) == (200, "v2"), taken.text
        text = changes.held["appliances.yml"].decode()
        assert all(word in text for word in ("washer-1", "통돌이", "빨래통", "Topper", "다용도실"))
        assert "hidden" not in text
        about = changes.versions.all()[0].about
        assert (about.by, about.how) == ("mom", "page")

    async def test_it_stays_in_the_file_where_it_stands(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        changes = site.desk.changes
        entry = "appliances:\n  # ours\n  washer-1: {names: {ko: 통돌이}}\n".encode()
        await changes.save({"own.yml": OWN + entry}, None, "file", "x")
        site.desk.own = OwnAppliance("washer-1", "own.yml", 5, names={"ko": ("통돌이",)})
        order = {"hidden": True, "base": changes.mark}
        assert (await call(mom, "PUT", "/appliances/washer-1", order)).status_code == 200
        assert set(changes.held) == {"own.yml"}
        assert b"hidden: true" in changes.held["own.yml"]
        assert (await call(mom, "DELETE", "/appliances/washer-1")).status_code == 200
        assert b"washer-1" not in changes.held["own.yml"]

    async def test_nothing_said_is_as_announced(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        changes = site.desk.changes
        refused = await call(mom, "PUT", "/appliances/washer-1", {"base": changes.mark})
        assert (refused.status_code, changes.held) == (422, {"own.yml": OWN})
        entry = b"appliances:\n  washer-1: {hidden: true}\n  tv-1: {hidden: true}\n"
        await changes.save({"own.yml": OWN + entry}, None, "file", "x")
        site.desk.own = OwnAppliance("washer-1", "own.yml", 4, hidden=True)
        taken = await call(mom, "PUT", "/appliances/washer-1", {"base": changes.mark, "names": {}})
        assert taken.status_code == 200
        assert b"washer-1" not in changes.held["own.yml"]
        assert b"tv-1" in changes.held["own.yml"]

    async def test_somebody_was_faster(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        changes = site.desk.changes
        order = {"hidden": True, "base": changes.mark}
        await changes.save({"own.yml": OWN + b"# 1\n"}, "dad", "file", "x")
        refused = await call(mom, "PUT", "/appliances/washer-1", order)
        assert (refused.status_code, refused.json()["why"]) == (409, "conflict")
        assert refused.json()["mark"] == changes.mark
        assert "appliances.yml" not in changes.held

    @pytest.mark.parametrize("content", [b"appliances: [", "이름".encode("cp949")])
    async def test_a_file_that_cannot_be_changed(
        self, site: DeskSite, mom: httpx.AsyncClient, content: bytes
    ) -> None:
        changes = site.desk.changes
        changes.held = {"own.yml": OWN, "appliances.yml": content}
        refused = await call(mom, "PUT", "/appliances/washer-1", {"hidden": True, "base": changes.mark})
        assert (refused.status_code, refused.json()["why"]) == (422, "broken")
        assert refused.json()["faults"][0]["file"] == "appliances.yml"
        assert changes.held["appliances.yml"] == content

    async def test_ones_that_are_not_there(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        order = {"hidden": True, "base": site.desk.changes.mark}
        assert (await call(mom, "PUT", "/appliances/ghost", order)).status_code == 404
        assert (await call(mom, "DELETE", "/appliances/ghost")).status_code == 404
        assert (await call(mom, "DELETE", "/appliances/tv-1")).status_code == 404

    async def test_wrong_words(self, site: DeskSite, mom: httpx.AsyncClient) -> None:
        for order, field in (
            ({"type": "spaceship"}, "type"),
            ({"names": {"ko": "통\n돌이"}}, "names.ko"),
            ({"names": {"ko": ["가" * 41]}}, "names.ko"),
            ({"names": {"xx": ["x"]}}, "names.xx"),
            ({"area": {"ko": ""}}, "area.ko"),
            ({"area": {"en": "a\u2029b"}}, "area.en"),
            ({"hidden": "yes"}, "hidden"),
            ({"risk": "safe"}, "risk"),
        ):
            body = {**order, "base": site.desk.changes.mark}
            refused = await call(mom, "PUT", "/appliances/washer-1", body)
            assert refused.status_code == 422
            assert any(one.startswith(field) for one in refused.json()["fields"]), refused.text
        assert site.desk.changes.held == {"own.yml": OWN}


async def test_rights(site: DeskSite, mom: httpx.AsyncClient) -> None:
    until = datetime.now(UTC) - timedelta(hours=1)
    night = Rule("deny", types=frozenset(("tv", "speaker")), hours=Hours(time(22), time(7, 30)))
    guest = Person("guest-1", {"ko": "이모"}, "guest", rules=(night,), until=until)
    await site.people.add(guest)
    found = (await call(mom, "GET", "/rights")).json()
    assert found["roles"] == ["owner", "adult", "child", "guest"]
    assert "oven" in found["groups"]["danger"]
    assert found["default_group"] == "household"
    rows = {(one["kind"], one["of"]): one["may"] for one in found["rows"]}
    assert rows["act", "danger"] == {"owner": "yes", "adult": "yes", "child": "ask", "guest": "no"}
    assert rows["ask", "presence"]["guest"] == "no"
    assert rows["routines", None]["child"] == "own"
    assert rows["administer", None] == {"owner": "yes", "adult": "no", "child": "no", "guest": "no"}
    assert found["people"][0]["rules"] == []
    person = found["people"][-1]
    assert (person["id"], person["role"], person["until"], person["over"]) == (
        "guest-1",
        "guest",
        until.timestamp(),
        True,
    )
    assert person["rules"] == [
        {
            "effect": "deny",
            "appliances": [],
            "types": ["speaker", "tv"],
            "areas": [],
            "capabilities": [],
            "actions": [],
            "hours": {"start": "22:00", "end": "07:30"},
        }
    ]
    assert "pin" not in (await call(mom, "GET", "/rights")).text
