"""Reading the home: appliances, people, schedules, explain, session."""

import httpx

from bot.web.models import ApplianceBody, PersonBody
from tests.bot.web.appliances import view
from tests.bot.web.conftest import Site


async def test_appliances(site: Site, api: httpx.AsyncClient) -> None:
    listed = (await api.get("/api/v1/appliances")).json()
    assert [one["id"] for one in listed] == list(site.house.views)
    for one in listed:
        assert ApplianceBody.model_validate(one).model_dump() == one
    washer = next(one for one in listed if one["id"] == "washer-1")
    assert washer["names"] == ["세탁기", "Washer"]
    assert washer["capabilities"]["program"]["limits"]["selected"]["options"] == [
        "표준",
        "울",
        "이불",
        "급속",
    ]
    assert (await api.get("/api/v1/appliances/washer-1")).json() == washer


async def test_no_such_appliance(api: httpx.AsyncClient) -> None:
    response = await api.get("/api/v1/appliances/냉장고")
    assert (response.status_code, response.json()["error"]) == (
        404,
        'There is no appliance "냉장고" in this home.',
    )


async def test_strange_reports_do_not_break_the_list(site: Site, api: httpx.AsyncClient) -> None:
    site.house.views["odd"] = view(
        "odd",
        "unknown",
        ("\ud800이름", "odd"),
        None,
        {"sensor.x": float("nan"), "sensor.y": float("inf")},
        {},
        ("", ""),
    )
    odd = (await api.get("/api/v1/appliances")).json()[-1]
    assert odd["name"] == "?이름"
    assert odd["state"] == {"sensor.x": None, "sensor.y": None}


async def test_people_and_schedules(api: httpx.AsyncClient) -> None:
    people = (await api.get("/api/v1/people")).json()
    assert [person["id"] for person in people] == ["mom", "dad", "minsu"]
    assert PersonBody.model_validate(people[0]).names == {"ko": "엄마", "en": "Mom"}
    assert (await api.get("/api/v1/schedules")).json() == []


async def test_explain(site: Site, api: httpx.AsyncClient) -> None:
    answer = await api.post("/api/v1/explain", json={"text": "불 꺼", "person": "dad"})
    assert answer.json() == {"text": "불 꺼", "person": "dad", "mood": "command"}
    assert (await api.post("/api/v1/explain", json={"text": "불 꺼", "tone": 1})).json()["fields"] == ["tone"]
    async with site.page("mom") as page:
        assert (await page.post("/api/v1/explain", json={"text": "불 꺼"})).json()["person"] == "mom"
        assert (
            await page.post("/api/v1/explain", json={"text": "불 꺼", "person": "dad"})
        ).status_code == 403


async def test_session_is_a_person(site: Site, api: httpx.AsyncClient) -> None:
    assert (await api.get("/api/v1/session")).status_code == 404
    async with site.page("minsu") as page:
        session = (await page.get("/api/v1/session")).json()
        assert (session["person"]["id"], session["chat"]) == ("minsu", "web:minsu")
        gone = await page.delete("/api/v1/session")
        assert gone.status_code == 204
        assert f"{site.auth.cookie_name}=" in gone.headers["set-cookie"]
        assert "Max-Age=0" in gone.headers["set-cookie"]
