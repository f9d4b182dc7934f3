"""Talks to a server that behaves in every bad way: one kind of error, one sentence, in time."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest

from bot.rasa.client import ModelRefused, RasaClient, RasaUnavailable, ServerStatus
from nlu.guess import Guess
from tests.support.rasa_double import (
    Answering,
    RasaDouble,
    cut_off,
    dripping,
    endless,
    failing,
    hanging,
    saying,
)
from tests.support.servers import free_port

SENTENCE = re.compile(r"[A-Z].*\.")


@pytest.fixture
async def client(double: RasaDouble) -> AsyncIterator[RasaClient]:
    double.has("/models/one/model.tar.gz")
    client = RasaClient(double.url, None, timeout_s=5)
    yield client
    await client.close()


async def why(client: RasaClient, timeout_s: float | None = None) -> str:
    """The sentence that a parse fails with."""
    with pytest.raises(RasaUnavailable) as caught:
        await client.parse("불 켜 줘", timeout_s)
    assert SENTENCE.fullmatch(str(caught.value))
    return str(caught.value)


async def test_parse(client: RasaClient, double: RasaDouble) -> None:
    assert await client.parse("불 켜 줘") == Guess((("power.turn_on", 0.9), ("power.turn_off", 0.1)))
    assert double.texts == ["불 켜 줘"]


async def test_blanks_around_are_cut_off_before_rasa_does(client: RasaClient, double: RasaDouble) -> None:
    await client.parse(" \u00a0 불 켜 줘\n\u3000")
    assert double.texts == ["불 켜 줘"]


@pytest.mark.parametrize("text", ["", "  ", "/lock.unlock", " /lock.unlock", "\u00a0/power.turn_on{}", "/"])
async def test_what_rasa_would_take_as_an_order_to_itself_is_not_sent(
    client: RasaClient, double: RasaDouble, text: str
) -> None:
    assert await client.parse(text) == Guess()
    assert double.texts == []


@pytest.mark.parametrize(
    "text", ["\ud800 불 켜", "불 \udfff", "\ud83d", "a\x00b", "😀 켜 줘", "\u2028\u2066켜", "👨‍👩‍👧" * 99]
)
async def test_no_text_is_too_odd(client: RasaClient, double: RasaDouble, text: str) -> None:
    assert (await client.parse(text)).ranking
    assert len(double.texts[0]) == len(text.strip()), "offsets would not fit any more"


@pytest.mark.parametrize(
    ("answering", "said"),
    [
        (failing(500), "HTTP 500"),
        (failing(503), "HTTP 503"),
        (failing(400), "HTTP 400"),
        (failing(404), "HTTP 404"),
        (failing(302), "HTTP 302"),
        (failing(401), "does not take our token"),
        (failing(403), "does not take our token"),
        (failing(409), "has no model"),
        (saying("<html>Welcome</html>"), "no JSON"),
        (saying(""), "no JSON"),
        (saying(b"\xff\xfe\x00"), "no JSON"),
        (saying("[" * 100_000), "no JSON"),
        (saying("9" * 10_000), "no JSON"),
        (saying("", 204), "something is no object"),
        (saying("{}"), "speaks of another text"),
        (saying("null"), "something is no object"),
        (saying('{"text": "문 열어", "entities": [], "intent_ranking": []}'), "speaks of another text"),
        (endless, "does not end"),
        (cut_off, "does not answer as a Rasa server"),
    ],
)
async def test_broken_answers(
    client: RasaClient, double: RasaDouble, answering: Answering, said: str
) -> None:
    double.parse = answering
    assert said in await why(client)
    double.parse = double.parse_well
    assert await client.parse("불 켜 줘"), "it recovers at once"


@pytest.mark.parametrize("answering", [hanging, dripping])
async def test_a_deadline_for_the_whole_answer(
    client: RasaClient, double: RasaDouble, answering: Answering
) -> None:
    double.parse = answering
    async with asyncio.timeout(5):
        assert "within 0.2 s" in await why(client, 0.2)


async def test_nobody_there() -> None:
    client = RasaClient(f"http://127.0.0.1:{free_port()}", None, timeout_s=5)
    assert "No Rasa server answers" in await why(client)
    await client.close()


@pytest.mark.parametrize(
    "url", ["http://no such host", "http://[::", "http://127.0.0.1:99999", "ftp://127.0.0.1", "http://\udc80"]
)
async def test_an_address_that_cannot_be(url: str) -> None:
    client = RasaClient(url, None, timeout_s=5)
    await why(client)
    await client.close()


async def test_after_it_was_closed(client: RasaClient) -> None:
    await client.close()
    await why(client)


async def test_something_that_speaks_no_http() -> None:
    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ESMTP\r\n")
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    client = RasaClient(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", None, timeout_s=5)
    assert "does not answer as a Rasa server" in await why(client)
    await client.close()
    server.close()


async def test_the_token_is_given_and_never_told(double: RasaDouble) -> None:
    double.token = "rightly-secret"
    double.has("/models/one/model.tar.gz")
    right = RasaClient(double.url, "rightly-secret", timeout_s=5)
    assert (await right.parse("불 켜 줘")).ranking
    wrong = RasaClient(double.url.replace("http://", "http://me:pass-word@"), "wrongly-secret", timeout_s=5)
    sentence = await why(wrong)
    assert "does not take our token: correct nlu.rasa.token" in sentence
    assert "secret" not in sentence
    assert "pass-word" not in sentence
    await right.close()
    await wrong.close()


@pytest.mark.parametrize(
    "answering", [hanging, failing(500), failing(401), failing(409), endless, saying("{}")]
)
async def test_no_sentence_tells_a_secret_of_the_address(double: RasaDouble, answering: Answering) -> None:
    double.parse = answering
    client = RasaClient(double.url.replace("http://", "http://me:pass-word@"), "token-of-ours", timeout_s=5)
    sentence = await why(client, 0.3)
    assert "127.0.0.1" in sentence
    assert "pass-word" not in sentence
    assert "token-of-ours" not in sentence
    await client.close()


async def test_texts_go_to_no_proxy_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, double: RasaDouble
) -> None:
    proxy = RasaDouble()
    await proxy.start()
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url)
    client = RasaClient(double.url, None, timeout_s=5)
    await client.parse("불 켜 줘")
    assert double.texts == ["불 켜 줘"]
    assert proxy.texts == []
    await client.close()
    await proxy.stop()


async def test_status(client: RasaClient, double: RasaDouble) -> None:
    assert await client.status() == ServerStatus(True, "model.tar.gz", double.model_id)
    double.has(None)
    assert await client.status() == ServerStatus(False)


async def test_status_of_something_else(client: RasaClient, double: RasaDouble) -> None:
    double.token = "another"
    with pytest.raises(RasaUnavailable, match="token"):
        await client.status()


async def test_load(client: RasaClient, double: RasaDouble) -> None:
    await client.load("/models/two/model.tar.gz")
    assert double.loaded == ["/models/two/model.tar.gz"]


async def test_a_refused_model_is_another_thing_than_a_server_in_trouble(
    client: RasaClient, double: RasaDouble
) -> None:
    double.load = failing(400)
    with pytest.raises(ModelRefused):
        await client.load("/models/two/model.tar.gz")
    double.load = failing(500)
    with pytest.raises(RasaUnavailable) as caught:
        await client.load("/models/two/model.tar.gz")
    assert not isinstance(caught.value, ModelRefused)


async def test_waiting_until_no_parse_is_under_way(client: RasaClient, double: RasaDouble) -> None:
    async with asyncio.timeout(1):
        await client.no_parse_under_way()
    double.parse = hanging
    parse = asyncio.create_task(client.parse("불 켜 줘"))
    waiting = asyncio.create_task(client.no_parse_under_way())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not waiting.done()
    parse.cancel()
    await waiting
