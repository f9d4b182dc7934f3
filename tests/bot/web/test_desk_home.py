"""The desk of admins: what is said of appliances, and who may do what."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta

import httpx
import pytest

from bot.people.person import Hours, Person, Rule
from nlu.own import OwnAppliance
from tests.bot.web.desk_site import DeskSite, call, desk_site
from tests.bot.web.scripted_desk import OWN


@pytest.fixture
async def site(redis_url: str) -> AsyncIterator[DeskSite]:
    async with desk_site(redis_url) as running:
        yield running


@pytest.fixture
async def mom(site: DeskSite) -> AsyncIterator[httpx.AsyncClient]:
    async with site.page("mom") as page:
        yield page


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
