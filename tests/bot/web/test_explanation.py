"""Why an appliance is what it is, for owners; how far the look around is, for all."""

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from appliance_bridge.explanation import Candidate, LeftOut, Part
from bot.house import DiscoveryView, ProblemView
from bot.web import explanations
from bot.web.explanations import DiscoveriesBody, ExplanationBody
from tests.bot.web.conftest import Site
from tests.bot.web.desk_site import DeskSite, desk_site
from tests.bot.web.scripted_house import EXPLANATION

WHY = "/api/v1/appliances/washer-1/explanation"


@pytest.fixture
async def home(redis_url: str) -> AsyncIterator[DeskSite]:
    async with desk_site(redis_url) as running:
        yield running


async def test_an_owner_is_told(home: DeskSite) -> None:
    async with home.page("mom") as page:
        told = (await page.get(WHY)).json()
    assert ExplanationBody.model_validate(told).model_dump() == told
    assert (told["appliance"], told["type"], told["sources"]) == (
        "washer-1",
        "washer",
        ["home_assistant:washer-1"],
    )
    assert [one["type"] for one in told["candidates"]] == ["washer", "dryer"]
    assert told["parts"][0] == {
        "key": "run_control.start",
        "entity": "button.start",
        "topic": "home/washer/start",
        "why": "its name is start",
    }
    assert told["left_out"] == [{"entity": "sensor.rssi", "why": "its category is diagnostic"}]


@pytest.mark.parametrize("person", ["dad", "minsu"])
async def test_nobody_else_is(home: DeskSite, person: str) -> None:
    async with home.page(person) as page:
        assert (await page.get(WHY)).status_code == 403
    async with home.client() as stranger:
        assert (await stranger.get(WHY)).status_code == 401


async def test_the_token_is_told_also_where_nobody_is_registered(api: httpx.AsyncClient, site: Site) -> None:
    assert (await api.get(WHY)).status_code == 200
    async with site.page("mom") as page:
        assert (await page.get(WHY)).status_code == 403


async def test_a_stranger_and_one_without_reasons(api: httpx.AsyncClient) -> None:
    for appliance, sentence in (
        ("nothing", 'There is no appliance "nothing" in this home.'),
        ("tv-1", 'Nothing is known of how "tv-1" was recognised.'),
    ):
        response = await api.get(f"/api/v1/appliances/{appliance}/explanation")
        assert (response.status_code, response.json()["error"]) == (404, sentence)


async def test_no_device_makes_it_endless(api: httpx.AsyncClient, site: Site) -> None:
    long = "x" * 5000
    site.house.explanations["washer-1"] = replace(
        EXPLANATION,
        candidates=(Candidate("washer", 1.0, (long,) * 50),) * 20,
        parts=(Part(long, long, long, long),) * 900,
        left_out=(LeftOut(long, long),) * 900,
        notes=(long,) * 900,
    )
    response = await api.get(WHY)
    told = response.json()
    assert len(told["parts"]) == explanations.MOST_PARTS
    assert told["left_off"] == 15 + 5 * 40 + 750 + 750 + 850
    assert len(response.content) < 300_000


async def test_one_appliance_of_several_sources(api: httpx.AsyncClient, site: Site) -> None:
    washer = site.house.views["washer-1"]
    site.house.views["washer-1"] = replace(washer, source="home_assistant:w + zigbee2mqtt:0x1")
    assert (await api.get(WHY)).json()["sources"] == ["home_assistant:w", "zigbee2mqtt:0x1"]


async def test_how_far_the_look_around_is(site: Site) -> None:
    async with site.page("minsu") as page:
        done = (await page.get("/api/v1/discovery")).json()
        assert (done["looking"], done["appliances"]) == (False, 16)
        site.house.search = [
            DiscoveryView("mqtt", True, False, 900, 400, 2.04),
            DiscoveryView("garage", False, False, 0, 12, 0.0),
        ]
        now = (await page.get("/api/v1/discovery")).json()
    assert DiscoveriesBody.model_validate(now).model_dump() == now
    assert (now["looking"], now["appliances"], now["brokers"][0]["seconds"]) == (True, 412, 2.0)
    async with site.client() as anyone:
        assert (await anyone.get("/api/v1/discovery")).status_code == 401
        assert (await anyone.get("/readyz")).json()["looking_for_appliances"] is True


async def test_owners_are_told_what_could_not_be_used(
    home: DeskSite, api: httpx.AsyncClient, site: Site
) -> None:
    told = [ProblemView("homeassistant/switch/a/config", "It has no command_topic.")]
    home.house.unusable = told
    async with home.page("mom") as page:
        found = (await page.get("/api/v1/discovery")).json()
    assert DiscoveriesBody.model_validate(found).model_dump() == found
    assert found["problems"] == [
        {"topic": "homeassistant/switch/a/config", "reason": "It has no command_topic."}
    ]
    assert found["more_problems"] == 0
    for person in ("dad", "minsu"):
        async with home.page(person) as page:
            found = (await page.get("/api/v1/discovery")).json()
        assert (found["problems"], found["more_problems"]) == ([], 0)
    site.house.unusable = [ProblemView("x" * 70_000, "y" * 70_000)] * 130
    response = await api.get("/api/v1/discovery")
    assert (len(response.json()["problems"]), response.json()["more_problems"]) == (100, 30)
    assert len(response.content) < 100_000


async def test_a_broker_that_is_away_is_not_looked_at(site: Site) -> None:
    site.house.search = [DiscoveryView("mqtt", False, False, 0, 0, 0.0)]
    async with site.client() as anyone:
        assert "looking_for_appliances" not in (await anyone.get("/readyz")).json()
