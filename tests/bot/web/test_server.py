"""Starting, stopping, health and metrics."""

import asyncio
import signal

import httpx
import pytest

from bot.house import Check
from bot.web.server import WebError, WebServer, create_app
from bot.web.settings import WebSettings
from tests.bot.web.conftest import Site
from tests.bot.web.scripted_house import ScriptedHouse


def server_on(site: Site, settings: WebSettings) -> WebServer:
    return WebServer(create_app(ScriptedHouse(), site.auth, None, settings), settings)


async def test_port_in_use_is_one_sentence(site: Site) -> None:
    port = site.server.port
    second = server_on(site, WebSettings(port=port))
    with pytest.raises(
        WebError, match=rf"^Port {port} on 127\.0\.0\.1 is in use; is Jipsa running already\?"
    ):
        await second.start()
    await second.stop()


async def test_host_that_is_not_ours(site: Site) -> None:
    for host in ("no such host.invalid", "192.0.2.1"):
        with pytest.raises(WebError, match=r"^The web server .*\.$"):
            await server_on(site, WebSettings(host=host, port=0)).start()


async def test_signals_stay_with_the_caller_and_stop_frees_the_port(site: Site) -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    server = server_on(site, WebSettings(port=0))
    await server.start()
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
    port = server.port
    await server.stop()
    await server.stop()
    again = server_on(site, WebSettings(port=port))
    await again.start()
    assert again.url == f"http://127.0.0.1:{port}"
    await again.stop()


async def test_all_addresses_may_be_called_by_any_of_them(site: Site) -> None:
    server = server_on(site, WebSettings(host="0.0.0.0", port=0))  # noqa: S104
    await server.start()
    async with httpx.AsyncClient(base_url=server.url) as anyone:
        assert (await anyone.get("/healthz", headers={"Host": "192.168.0.9:8321"})).status_code == 200
        assert (await anyone.get("/healthz", headers={"Host": "evil.example"})).status_code == 421
    await server.stop()


async def test_alive_and_ready_need_no_token(site: Site) -> None:
    async with site.client() as anyone:
        assert (await anyone.get("/healthz")).json() == {"alive": True}
        assert (await anyone.get("/readyz")).json() == {"ready": True}
        site.house.checks.append(Check("engine", False, "The intents in secret-place.yml do not load."))
        response = await anyone.get("/readyz")
        assert response.status_code == 503
        assert response.json()["failing"] == ["engine"]
        assert "secret-place" not in response.text
    async with site.bearer() as api:
        health = (await api.get("/api/v1/health")).json()
        assert health["ok"] is False
        assert health["checks"][-1] == {
            "name": "engine",
            "ok": False,
            "text": "The intents in secret-place.yml do not load.",
        }


async def test_a_messenger_that_is_away_is_named_and_the_home_stays_ready(site: Site) -> None:
    site.house.checks += [
        Check("telegram", False, "secret-host does not answer.", messenger=True),
        Check("line", True, "Connected.", messenger=True),
    ]
    told = {"telegram": False, "line": True}
    async with site.client() as anyone:
        response = await anyone.get("/readyz")
        assert (response.status_code, response.json()) == (200, {"ready": True, "messengers": told})
        site.house.checks[0] = Check("store", False, "The store does not answer.")
        response = await anyone.get("/readyz")
        assert (response.status_code, response.json()["messengers"]) == (503, told)
        assert response.json()["failing"] == ["store"]


async def test_the_home_is_ready_without_what_it_can_do_without(site: Site) -> None:
    site.house.checks += [Check("rasa", False, "The trained engine has been away for 3 min.", optional=True)]
    async with site.client() as anyone:
        response = await anyone.get("/readyz")
        assert (response.status_code, response.json()) == (200, {"ready": True})


async def test_house_that_does_not_answer_is_not_ready(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.routes.health.HEALTH_TIMEOUT_S", 0.01)
    monkeypatch.setattr(site.house, "health", asyncio.Event().wait)
    async with site.client() as anyone:
        assert (await anyone.get("/readyz")).status_code == 503


async def test_metrics_count_messages_and_commands(site: Site, api: httpx.AsyncClient) -> None:
    for text in ("세탁기 돌려줘", "아브라카다브라"):
        await api.post("/api/v1/messages", json={"text": text, "sender": "mom"})
    response = await api.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = response.text.splitlines()
    assert 'jipsa_messages_total{messenger="api",outcome="acted"} 1.0' in lines
    assert 'jipsa_messages_total{messenger="api",outcome="not_understood"} 1.0' in lines
    assert 'jipsa_commands_total{result="confirmed"} 1.0' in lines
    assert "jipsa_message_seconds_count 2.0" in lines
