"""The simulated home through the API."""

import httpx
import pytest

from bot.web.models import SimulatorBody
from bot.web.server import WebServer, create_app
from bot.web.settings import WebSettings
from tests.bot.web.conftest import TOKEN, Site
from tests.bot.web.scripted_house import ScriptedHouse


async def test_shown_and_changed(site: Site, api: httpx.AsyncClient) -> None:
    shown = (await api.get("/api/v1/simulator")).json()
    assert SimulatorBody.model_validate(shown).model_dump() == shown
    assert shown["speed"] == 1.0
    assert (await api.patch("/api/v1/simulator", json={"speed": 60})).json()["speed"] == 60
    changed = await api.patch("/api/v1/simulator/appliances/washer-1", json={"door_open": True, "slow_s": 3})
    assert changed.json()["conditions"]["door_open"] is True
    assert changed.json()["conditions"]["slow_s"] == 3
    assert site.house.views["washer-1"].state["door.open"] is True


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("", {"speed": 0}, 422),
        ("", {"speed": "fast"}, 422),
        ("", {"pace": 1}, 422),
        ("/appliances/nothing", {"online": False}, 404),
        ("/appliances/washer-1", {}, 422),
        ("/appliances/washer-1", {"online": 1}, 422),
        ("/appliances/washer-1", {"online": None}, 422),
        ("/appliances/washer-1", {"exploding": True}, 422),
        ("/appliances/tv-1", {"door_open": True}, 422),
        ("/appliances/washer-1", {"fault": "???"}, 422),
    ],
)
async def test_refused(api: httpx.AsyncClient, path: str, body: dict[str, object], status: int) -> None:
    response = await api.patch(f"/api/v1/simulator{path}", json=body)
    assert response.status_code == status
    assert response.json()["error"].endswith(".")


async def test_children_do_not_change_the_world(site: Site) -> None:
    async with site.page("minsu") as child:
        assert (await child.get("/api/v1/simulator")).status_code == 403
        assert (await child.patch("/api/v1/simulator", json={"speed": 2})).status_code == 403
    async with site.page("dad") as adult:
        assert (await adult.patch("/api/v1/simulator", json={"speed": 2})).status_code == 200


async def test_real_home_has_none(site: Site) -> None:
    settings = WebSettings(port=0)
    server = WebServer(create_app(ScriptedHouse(), site.auth, None, settings), settings)
    await server.start()
    try:
        async with httpx.AsyncClient(
            base_url=server.url, headers={"Authorization": f"Bearer {TOKEN}"}
        ) as api:
            for response in (
                await api.get("/api/v1/simulator"),
                await api.patch("/api/v1/simulator", json={"speed": 2}),
                await api.patch("/api/v1/simulator/appliances/washer-1", json={"online": False}),
            ):
                assert response.status_code == 404
                assert response.json() == {"error": "This home is real: there is no simulator."}
    finally:
        await server.stop()
