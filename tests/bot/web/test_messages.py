"""POST /api/v1/messages: the contract's shape, and what is refused."""

import json
from typing import Any

import httpx
import pytest

from bot.web.models import AnswerBody
from tests.bot.web.conftest import Site

WASH = {"text": "세탁기 돌려줘", "chat": "family", "sender": "mom", "id": "m-1"}


async def say(api: httpx.AsyncClient, **body: Any) -> httpx.Response:
    return await api.post("/api/v1/messages", json=body)


async def test_answer_has_exactly_the_contracts_shape(api: httpx.AsyncClient) -> None:
    response = await say(api, **WASH)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.json() == {
        "id": "m-1",
        "outcome": "acted",
        "language": "ko",
        "replies": [
            {
                "text": "세탁기를 표준 코스로 시작했어요. 58분 남았어요.",
                "short": "세탁기 · 58분 남음",
                "buttons": [
                    {"label": "일시정지", "action": "v1:pause", "text": "일시정지"},
                    {"label": "끝나면 알려줘", "action": "v1:notify", "text": "끝나면 알려줘"},
                ],
                "image": None,
                "speaker": "washer-1",
            }
        ],
        "commands": [
            {
                "id": "m-1:0",
                "appliance": "washer-1",
                "appliance_type": "washer",
                "capability": "run_control",
                "action": "start",
                "arguments": {},
                "result": "confirmed",
                "reason": None,
            }
        ],
        "understood": {
            "mood": "command",
            "engine": "grammar",
            "intents": [{"name": "run_control.start", "slots": {}, "confidence": 1.0}],
        },
    }
    AnswerBody.model_validate(response.json())
    assert "세탁기" in response.text  # UTF-8, not \u escapes


async def test_everything_reaches_the_house(site: Site, api: httpx.AsyncClient) -> None:
    await say(
        api,
        text="x\u0000\u0007\n",
        sender="dad",
        chat="가족방",
        id="m-2",
        group=True,
        addressed=False,
        sent_at="2026-11-22T21:30:00.5+09:00",
        wait_s=0,
    )
    heard = site.house.heard[-1]
    assert (heard.text, heard.sender, heard.chat, heard.id) == ("x\u0000\u0007\n", "dad", "가족방", "m-2")
    assert (heard.group, heard.addressed, heard.action, heard.messenger) == (True, False, None, "api")
    assert heard.sent_at == 1795350600.5


async def test_defaults(site: Site, api: httpx.AsyncClient) -> None:
    answer = (await say(api, text="세탁기 돌려줘", sender="mom")).json()
    heard = site.house.heard[-1]
    assert len(answer["id"]) >= 16
    assert (heard.id, heard.chat, heard.sent_at, heard.group, heard.addressed) == (
        answer["id"],
        "api",
        None,
        False,
        True,
    )


async def test_button_is_an_action(site: Site, api: httpx.AsyncClient) -> None:
    response = await say(api, action="v1:yes", sender="mom")
    assert response.json()["outcome"] == "acted"
    assert site.house.heard[-1].action == "v1:yes"


async def test_same_id_gives_the_first_answer(api: httpx.AsyncClient) -> None:
    first = await say(api, **WASH)
    assert (await say(api, **(WASH | {"text": "TV 켜줘"}))).json() == first.json()


@pytest.mark.parametrize("text", ["", "🧺🧺", "\u0001\u001b[31m", "가" * 10_000, "\U0001f9fa" * 10_000])
async def test_odd_text_is_the_houses_to_judge(site: Site, api: httpx.AsyncClient, text: str) -> None:
    body = json.dumps({"text": text, "sender": "mom"})  # emoji take twelve bytes each this way
    response = await api.post("/api/v1/messages", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 200
    assert site.house.heard[-1].text == text


@pytest.mark.parametrize(
    ("wrong", "fields", "word"),
    [
        ({"color": 1, "volume": 2}, ["color", "volume"], "Unknown fields: color, volume."),
        ({"wish": "\ud800"}, ["wish"], "Unknown field: wish."),
        ({"text": "가" * 10_001}, ["text"], "10000"),
        ({"text": None}, ["text"], "string"),
        ({"text": 5}, ["text"], "string"),
        ({"text": "\ud800"}, ["text"], "text:"),
        ({"action": "v1:x"}, [], "Give either text or action."),
        ({"group": "yes"}, ["group"], "boolean"),
        ({"wait_s": 61}, ["wait_s"], "60"),
        ({"wait_s": -1}, ["wait_s"], "0"),
        ({"wait_s": "5"}, ["wait_s"], "number"),
        ({"id": ""}, ["id"], "id:"),
        ({"id": "x" * 201}, ["id"], "200"),
        ({"sent_at": "yesterday"}, ["sent_at"], "RFC 3339"),
        ({"sent_at": "2026-11-22T21:30:00"}, ["sent_at"], "RFC 3339"),
        ({"sent_at": "2026-02-30T21:30:00Z"}, ["sent_at"], "not a time that exists"),
        ({"sent_at": 1795350600}, ["sent_at"], "RFC 3339"),
        ({"sender": "nobody"}, ["sender"], 'there is no "nobody"'),
        ({"sender": None}, ["sender"], "say whose message it is"),
    ],
)
async def test_wrong_fields_are_named(
    site: Site, api: httpx.AsyncClient, wrong: dict[str, Any], fields: list[str], word: str
) -> None:
    response = await api.post(
        "/api/v1/messages",
        content=json.dumps({"text": "a", "sender": "mom"} | wrong),
        headers={"Content-Type": "application/json"},
    )
    assert response.status_code == 422
    assert response.json()["fields"] == fields
    assert word in response.json()["error"]
    assert not site.house.heard


async def test_neither_text_nor_action(api: httpx.AsyncClient) -> None:
    response = await say(api, sender="mom")
    assert (response.status_code, response.json()["error"]) == (422, "Give either text or action.")


async def test_sent_at_as_rfc_3339_writes_it(site: Site, api: httpx.AsyncClient) -> None:
    for text, seconds in [
        ("2016-12-31t23:59:60z", 1483228799.0),
        ("2026-11-22 12:30:00.123456789+00:00", 1795350600.123456),
    ]:
        assert (await say(api, text="a", sender="mom", sent_at=text)).status_code == 200
        assert site.house.heard[-1].sent_at == pytest.approx(seconds)


async def test_page_speaks_for_its_own_person_in_its_own_chat(site: Site) -> None:
    async with site.page("minsu") as page:
        assert (await say(page, text="TV 켜줘")).status_code == 200
        heard = site.house.heard[-1]
        assert (heard.sender, heard.chat, heard.messenger) == ("minsu", "web:minsu", "web")
        assert (await say(page, text="TV 켜줘", sender="minsu", chat="web:minsu")).status_code == 200
        for wrong in ({"sender": "mom"}, {"chat": "family"}):
            response = await say(page, text="TV 켜줘", **wrong)
            assert response.status_code == 403
            assert response.json()["error"].endswith(".")
    assert len(site.house.heard) == 2


async def test_a_page_cannot_ask_for_the_answer_to_anothers_message(site: Site) -> None:
    async with site.page("dad") as page:
        for id_ in ("telegram:1001.17", "slack:D0MOM-1800000000.000001"):
            refused = await page.post("/api/v1/messages", json={"text": "불 켜줘", "id": id_})
            assert refused.status_code == 422 and refused.json()["fields"] == ["id"]
        assert (await page.post("/api/v1/messages", json={"text": "불 켜줘", "id": "m1"})).status_code == 200
    assert [one.id for one in site.house.heard] == ["m1"]


async def test_crash_in_the_house_is_a_plain_sentence(site: Site, api: httpx.AsyncClient) -> None:
    site.house.crash = RuntimeError("secret detail")
    response = await say(api, **WASH)
    assert response.status_code == 500
    assert response.json() == {"error": "Something went wrong inside Jipsa; its log says what."}
    assert response.headers["x-content-type-options"] == "nosniff"
