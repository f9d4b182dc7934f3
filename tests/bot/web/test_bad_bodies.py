"""Bodies that are no message at all end as 4xx with one sentence, never as 5xx."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.web.guard import MAX_BODY
from tests.bot.web.conftest import Site

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe{}",
        b'{"text": "\xc3\x28", "sender": "mom"}',
        b'{"text": "\\ud83e", "sender": "mom"}',
        b"[" * 100_000,
        b'{"a":' * 20_000,
        b'{"text": "a", "sender": "mom", "wait_s": NaN}',
        b'{"text": "a", "sender": "mom", "wait_s": 1e999}',
        b'{"text": "a", "sender": "mom", "wait_s": ' + b"9" * 5000 + b"}",
    ],
)
async def test_refused_with_a_sentence(site: Site, api: httpx.AsyncClient, body: bytes) -> None:
    for path in ("/api/v1/messages", "/api/v1/explain"):
        response = await api.post(path, content=body, headers=JSON)
        assert 400 <= response.status_code < 500
        assert response.json()["error"].endswith(".")
    assert not site.house.heard


async def test_wrong_content_type(api: httpx.AsyncClient) -> None:
    response = await api.post(
        "/api/v1/messages", content=b'{"text":"a","sender":"mom"}', headers={"Content-Type": "text/plain"}
    )
    assert response.status_code == 422


async def test_too_large_by_its_length(api: httpx.AsyncClient) -> None:
    response = await api.post("/api/v1/messages", content=b" " * (MAX_BODY + 1), headers=JSON)
    assert (response.status_code, response.json()["error"]) == (413, "The body is larger than 128 KB.")


async def test_too_large_in_pieces(site: Site, api: httpx.AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 4096

    response = await api.post("/api/v1/messages", content=pieces(), headers=JSON)
    assert response.status_code == 413
    assert not site.house.heard


async def test_unknown_places_and_methods(api: httpx.AsyncClient) -> None:
    missing = await api.get("/api/v1/nothing")
    assert (missing.status_code, missing.json()) == (404, {"error": 'There is nothing at "/api/v1/nothing".'})
    wrong = await api.put("/api/v1/messages")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")
    assert (await api.get("/static/../server.py")).status_code == 404
    assert (await api.get("/static/%2e%2e/server.py")).status_code == 404
