"""The HTTP API as the contract has it, at a running house with a real Redis that can be looked into."""

import asyncio
import itertools
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import redis

from tests.support.ha_device import Wire
from tests.support.house import House, results, wait_for
from tests.support.servers import Server, redis_server

ANSWER = {"id", "outcome", "language", "replies", "commands", "understood"}
REPLY = {"text", "short", "buttons", "image", "speaker"}
COMMAND = {"id", "appliance", "appliance_type", "capability", "action", "arguments", "result", "reason"}
NUMBERS = itertools.count()
PIN = "739146"
PEOPLE = f"""
people:
  mom: {{name: {{ko: 엄마, en: Mom}}, role: owner, pin: "{PIN}"}}
  dad: {{name: {{ko: 아빠, en: Dad}}, role: adult}}
  child: {{name: {{ko: 지우, en: Jiu}}, role: child}}
  guest: {{name: {{ko: 손님, en: Guest}}, role: guest}}
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A redis-server of the test's own."""
    server = redis_server(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, store: Server) -> Iterator[House]:
    """The simulated home, telling its log everything."""
    text = f"redis: {{url: redis://{store.host}:{store.port}/0}}\nlog: {{level: debug}}\n{PEOPLE}"
    with House(tmp_path_factory.mktemp("house"), text) as running:
        yield running
        assert "Traceback" not in running.log.read_text(), running.log.read_text()[-5000:]


@pytest.fixture(scope="module")
def ear(house: House) -> Iterator[Wire]:
    """Hears every command that reaches a simulated appliance."""
    wire = Wire(house.info["broker_host"], house.info["broker_port"]).listen("sim/+/+/set")
    yield wire
    wire.close()


def effects(ear: Wire, appliance: str) -> int:
    """How many commands one appliance got."""
    return sum(one.topic.split("/")[1] == appliance for one in ear.heard)


class TestTheAnswer:
    """POST /api/v1/messages, field by field."""

    def test_a_command(self, house: House) -> None:
        answer = house.say("세탁기 돌려줘", id="shape")
        assert set(answer) == ANSWER and answer["id"] == "shape" and answer["language"] == "ko"
        assert answer["outcome"] == "acted"
        for reply in answer["replies"]:
            assert set(reply) == REPLY and len(reply["short"]) <= 40
            assert all(set(button) == {"label", "action", "text"} for button in reply["buttons"])
            assert all(button["action"].startswith("v1:") for button in reply["buttons"])
        [command] = answer["commands"]
        assert set(command) == COMMAND
        assert (command["appliance"], command["appliance_type"]) == ("washer-1", "washer")
        assert (command["capability"], command["action"], command["arguments"]) == (
            "run_control",
            "start",
            {},
        )
        assert (command["result"], command["reason"]) == ("confirmed", None)
        assert set(answer["understood"]) == {"mood", "engine", "intents"}
        [intent] = answer["understood"]["intents"]
        assert set(intent) == {"name", "slots", "confidence"} and intent["name"] == "run_control.start"
        assert intent["slots"] == {"appliance_type": "washer"} and 0 < intent["confidence"] <= 1

    @pytest.mark.parametrize(
        ("text", "outcome", "mood"),
        [
            ("거실 불 켜줘", "acted", "command"),
            ("turn on the oven to 180 degrees", "asked", "command"),
            ("거실 에어컨 90도로", "refused", "command"),
            ("is the front door locked?", "answered", "question"),
            ("아브라카다브라 뿅", "not_understood", "chat"),
            ("don't turn on the oven", None, "negated"),
            ("if it rains close the living room curtain", None, "conditional"),
            ("turn on the living room light at 11 pm", None, "scheduled"),
            ("엄마가 오븐 켰대", None, "reported"),
        ],
    )
    def test_outcomes_and_moods(self, house: House, text: str, outcome: str | None, mood: str) -> None:
        answer = house.say(text, chat=f"moods-{next(NUMBERS)}")
        assert answer["understood"]["mood"] == mood, answer
        if outcome is None:
            # only `command` may act now
            assert answer["outcome"] != "acted" and not answer["commands"], answer
        else:
            assert answer["outcome"] == outcome, answer
        assert answer["replies"] and answer["replies"][0]["text"]

    def test_an_id_is_made_when_none_is_given(self, house: House) -> None:
        first, second = house.say("현관문 잠겼어?"), house.say("현관문 잠겼어?")
        assert first["id"] and second["id"] and first["id"] != second["id"]

    def test_unknown_fields_are_refused_by_name(self, house: House) -> None:
        refused = house.post(text="거실 불 켜줘", sender="mom", wait=3, force=True)
        assert refused.status_code == 422
        assert sorted(refused.json()["fields"]) == ["force", "wait"]
        assert "force" in refused.json()["error"] and "wait" in refused.json()["error"]

    @pytest.mark.parametrize("body", [{}, {"text": "a", "action": "v1:x"}])
    def test_either_a_text_or_an_action(self, house: House, body: dict[str, str]) -> None:
        assert house.post(sender="mom", **body).status_code == 422

    @pytest.mark.parametrize(
        "content", [b"", b"{", b"[]", b"null", b"\xff", b'{"text": NaN}', b"[" * 100_000]
    )
    def test_what_is_no_json_object_is_refused(self, house: House, content: bytes) -> None:
        headers = {"content-type": "application/json"}
        refused = house.http.post("/api/v1/messages", content=content, headers=headers)
        assert refused.status_code in (400, 422) and refused.json()["error"], refused.text

    def test_hangul_comes_back_as_utf_8(self, house: House) -> None:
        response = house.post(text="거실 불 켜줘", sender="mom", chat="utf-8")
        assert "거실".encode() in response.content

    def test_sent_long_ago_it_asks_again_but_off_is_never_late(self, house: House, ear: Wire) -> None:
        house.say("주방 불 켜줘", chat="late")
        before = effects(ear, "dryer-1")
        ago = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()
        late = house.say("건조기 돌려줘", chat="late", sent_at=ago)
        assert late["outcome"] == "asked" and effects(ear, "dryer-1") == before
        assert results(house.say("주방 불 꺼줘", chat="late", sent_at=ago))[0][2] == "confirmed"


class TestButtons:
    """Pressing is the same call with an action."""

    def test_a_press_acts_once(self, house: House, ear: Wire) -> None:
        asked = house.say("turn on the oven to 170 degrees", chat="press")
        yes = next(one for one in asked["replies"][0]["buttons"] if one["label"] == "Yes")
        done = house.post(action=yes["action"], sender="mom", chat="press", id="press-1").json()
        assert set(done) == ANSWER and done["outcome"] == "acted", done
        assert {one[2] for one in results(done)} == {"confirmed"}, done
        assert house.state("oven-1", "power.on") is True
        count = effects(ear, "oven-1")
        again = house.post(action=yes["action"], sender="mom", chat="press", id="press-2").json()
        same = house.post(action=yes["action"], sender="mom", chat="press", id="press-1").json()
        assert again["outcome"] == "refused" and not again["commands"] and same == done
        assert effects(ear, "oven-1") == count
        house.say("turn off the oven", chat="press")

    def test_a_press_elsewhere_or_by_another_does_nothing(self, house: House, ear: Wire) -> None:
        asked = house.say("turn on the oven to 170 degrees", chat="family", group=True)
        yes = next(one for one in asked["replies"][0]["buttons"] if one["label"] == "Yes")
        before = effects(ear, "oven-1")
        for sender, chat in (("mom", "another"), ("child", "family"), ("guest", "family")):
            press = house.post(action=yes["action"], sender=sender, chat=chat, group=True).json()
            assert not [one for one in press["commands"] if one["result"] != "refused"], press
        assert effects(ear, "oven-1") == before
        no = next(one for one in asked["replies"][0]["buttons"] if one["label"] != "Yes")
        assert not house.post(action=no["action"], sender="mom", chat="family", group=True).json()["commands"]

    def test_ten_presses_at_once_act_once(self, house: House, ear: Wire) -> None:
        asked = house.say("turn on the oven to 190 degrees", chat="ten")
        yes = next(one for one in asked["replies"][0]["buttons"] if one["label"] == "Yes")
        with ThreadPoolExecutor(10) as pool:
            presses = pool.map(
                lambda number: house.post(action=yes["action"], sender="mom", chat="ten", id=f"ten-{number}").json(),
                range(10),
            )  # fmt: skip
            acted = [one for one in presses if one["commands"]]
        assert len(acted) == 1 and acted[0]["outcome"] == "acted"
        house.say("turn off the oven", chat="ten")


class TestOnce:
    """One id, one effect, one answer."""

    def test_ten_at_once_have_one_effect_and_one_answer(self, house: House, ear: Wire) -> None:
        house.say("안방 불 꺼줘", chat="once")
        before = effects(ear, "light-bedroom")
        with ThreadPoolExecutor(10) as pool:
            posts = [pool.submit(house.say, "안방 불 켜줘", id="parallel", chat="once") for _ in range(10)]
            answers = [post.result() for post in posts]
        assert all(one == answers[0] for one in answers) and results(answers[0])[0][2] == "confirmed"
        wait_for(lambda: effects(ear, "light-bedroom") > before)
        assert house.say("안방 불 켜줘", id="parallel", chat="once") == answers[0]
        # also when what came along with the id is another wish
        assert house.say("안방 불 꺼줘", id="parallel", chat="elsewhere", sender="dad") == answers[0]
        house.say("안방 불 꺼줘", chat="once")
        wait_for(lambda: effects(ear, "light-bedroom") >= before + 2)
        assert effects(ear, "light-bedroom") == before + 2

    def test_pending_first_and_its_end_later(self, house: House, ear: Wire) -> None:
        name, light = "주방", "light-kitchen"
        house.say("주방 불 꺼줘", chat="slow")
        house.simulate(light, slow_s=1.5)
        before = effects(ear, light)
        first = house.say(f"{name} 불 켜줘", id="slow", chat="slow", wait_s=0.1)
        assert first["outcome"] == "acted" and results(first) == [(light, "turn_on", "pending")]
        assert "켰어요" not in first["replies"][0]["text"]
        last = house.say(f"{name} 불 켜줘", id="slow", chat="slow", wait_s=30)
        assert results(last) == [(light, "turn_on", "confirmed")]
        assert first["commands"][0]["id"] == last["commands"][0]["id"]
        assert effects(ear, light) == before + 1
        house.simulate(light, slow_s=0)


class TestOverheard:
    """group: true, addressed: false."""

    def test_it_leaves_no_trace(self, house: House, store: Server, ear: Wire) -> None:
        secret, name = "벌거숭이두더지쥐", "overheard-chat"
        before, keys = len(ear.heard), dump(store)
        log = len(house.log.read_bytes())
        for text in (f"{secret} 세탁기 돌려줘", f"turn on the oven {secret}", secret):
            answer = house.say(
                text, chat=name, group=True, addressed=False, id=f"id-{secret}-{next(NUMBERS)}"
            )
            assert answer["outcome"] == "silent"
            assert answer["replies"] == [] and answer["commands"] == []
            assert answer["understood"]["intents"] == []
        assert len(ear.heard) == before
        after = dump(store)
        for mark in (secret, ascii(secret)[1:-1], name):
            assert mark not in after, mark
        assert {key for key in after.split("\n") if "message" in key} == {
            key for key in keys.split("\n") if "message" in key
        }
        logged = house.log.read_bytes()[log:].decode()
        assert secret not in logged and ascii(secret)[1:-1] not in logged and name not in logged
        # the very same, said to the house, is stored: the search above can find something
        house.say(f"{secret} 켜줘", chat=name, group=True)
        assert name in dump(store)

    def test_nothing_of_it_is_shown_live(self, house: House) -> None:
        async def listen() -> list[str]:
            lines: list[str] = []
            headers = dict(house.http.headers)
            async with (
                httpx.AsyncClient(base_url=house.info["url"], headers=headers, trust_env=False) as client,
                client.stream("GET", "/api/v1/events", timeout=20) as stream,
            ):
                async for line in stream.aiter_lines():
                    lines.append(line)
                    if line.startswith(": connected"):
                        said = {"sender": "mom", "chat": "family", "group": True}
                        for body in (
                            {"text": "overheard words", "addressed": False},
                            {"text": "현관문 잠겼어?"},
                        ):
                            await client.post("/api/v1/messages", json={**said, **body})
                    if line == "event: answer":
                        return lines
            return lines

        lines = asyncio.run(listen())
        assert "event: answer" in lines and not any("overheard words" in line for line in lines)

    def test_a_pin_is_never_stored_or_logged(self, house: House, store: Server) -> None:
        for code, after in (("998877", False), (PIN, True)):
            assert house.say("현관문 열어줘", chat="pin")["outcome"] == "asked"
            answer = house.say(code, chat="pin")
            assert bool(answer["commands"]) is after, answer
            # also when nobody asked for it
            house.say(code, chat="pin-2")
            assert code not in json.dumps(answer)
            assert code not in dump(store) and code not in house.log.read_text()


def dump(store: Server) -> str:
    """Every key and every value in the store, readable."""
    lines = []
    with redis.Redis(store.host, store.port, decode_responses=True, encoding_errors="replace") as client:
        for key in client.scan_iter():
            kind = client.type(key)
            value: Any = {
                "string": lambda key=key: client.get(key),
                "hash": lambda key=key: client.hgetall(key),
                "set": lambda key=key: client.smembers(key),
                "list": lambda key=key: client.lrange(key, 0, -1),
                "zset": lambda key=key: client.zrange(key, 0, -1, withscores=True),
                "stream": lambda key=key: client.xrange(key),
            }[kind]()
            lines.append(f"{key} = {value}")
    return "\n".join(lines)


class TestTwoPeople:
    """Two at once never mix."""

    def test_it_is_what_each_spoke_of(self, house: House) -> None:
        for chat in ("same-chat", None):
            turns = [
                ("mom", "거실 불 켜줘", "그거 꺼줘", "light-living"),
                ("dad", "안방 에어컨 켜줘", "그거 꺼줘", "aircon-bedroom"),
            ]

            def talk(
                turn: tuple[str, str, str, str], chat: str | None = chat
            ) -> list[tuple[str, list[tuple[str, str, str]]]]:
                sender, first, second, appliance = turn
                said = []
                for _ in range(4):
                    for text in (first, second):
                        answer = house.say(
                            text, sender=sender, chat=chat or f"own-{sender}", group=chat is not None
                        )
                        said.append((appliance, list(results(answer))))
                return said

            with ThreadPoolExecutor(2) as pool:
                for talked in pool.map(talk, turns):
                    for appliance, got in talked:
                        assert [one[0] for one in got] == [appliance], (appliance, got)
                        assert got[0][2] == "confirmed"

    def test_a_yes_is_only_ones_own(self, house: House, ear: Wire) -> None:
        before = effects(ear, "oven-1")
        asked = house.say("오븐 180도로 예열해줘", sender="mom", chat="both", group=True)
        assert asked["outcome"] == "asked"
        other = house.say("네", sender="dad", chat="both", group=True)
        assert not other["commands"] and effects(ear, "oven-1") == before
        own = house.say("네", sender="mom", chat="both", group=True)
        assert own["outcome"] == "acted"
        house.say("오븐 꺼줘", chat="both")

    def test_each_is_answered_in_their_own_language(self, house: House) -> None:
        with ThreadPoolExecutor(8) as pool:
            said = [("현관문 잠겼어?", "ko", "mom"), ("is the front door locked?", "en", "dad")] * 8
            answers = list(pool.map(lambda one: house.say(one[0], sender=one[2], chat="tongues"), said))
        assert [one["language"] for one in answers] == [one[1] for one in said]


class TestTheRest:
    """The other addresses of the contract."""

    def test_appliances(self, house: House) -> None:
        listed = house.appliances()
        assert len(listed) >= 25 and [one["id"] for one in listed] == sorted(one["id"] for one in listed)
        for one in listed:
            assert {
                "id",
                "type",
                "name",
                "area",
                "online",
                "capabilities",
                "state",
                "source",
                "missing",
            } <= set(one)
        assert house.appliance("washer-1")["type"] == "washer"
        missing = house.http.get("/api/v1/appliances/none")
        assert missing.status_code == 404 and "none" in missing.json()["error"]

    def test_schedules(self, house: House) -> None:
        assert house.http.get("/api/v1/schedules").json() == []

    def test_health_needs_no_token_and_the_rest_does(self, house: House) -> None:
        with httpx.Client(base_url=house.info["url"], trust_env=False) as anyone:
            assert anyone.get("/healthz").status_code == anyone.get("/readyz").status_code == 200
            for path in ("/api/v1/appliances", "/api/v1/appliances/washer-1", "/api/v1/schedules", "/api/v1/events",
                         "/api/v1/people", "/api/v1/health", "/api/v1/simulator"):  # fmt: skip
                refused = anyone.get(path)
                assert refused.status_code == 401 and refused.headers["www-authenticate"] == "Bearer", path
            assert anyone.post("/api/v1/messages", json={"text": "hi", "sender": "mom"}).status_code == 401
            wrong = anyone.get("/api/v1/appliances", headers={"Authorization": "Bearer wrong"})
            assert wrong.status_code == 401

    def test_metrics_count_and_tell_no_words(self, house: House) -> None:
        house.say("거실 불 켜줘", chat="metrics-chat")
        text = house.http.get("/metrics").text
        assert "jipsa" in text and "# TYPE" in text
        assert "거실" not in text and "metrics-chat" not in text

    def test_openapi_names_what_there_is(self, house: House) -> None:
        api = house.http.get("/api/v1/openapi.json").json()
        assert {"/api/v1/messages", "/api/v1/appliances", "/api/v1/appliances/{appliance_id}", "/api/v1/schedules",
                "/api/v1/events"} <= set(api["paths"])  # fmt: skip
        assert set(api["components"]["schemas"]["AnswerBody"]["properties"]) == ANSWER
        assert set(api["components"]["schemas"]["CommandBody"]["properties"]) == COMMAND

    def test_events_tell_reply_state_and_result(self, house: House) -> None:
        async def listen() -> dict[str, dict[str, Any]]:
            seen: dict[str, dict[str, Any]] = {}
            kind = ""
            async with (
                httpx.AsyncClient(
                    base_url=house.info["url"], headers=dict(house.http.headers), trust_env=False
                ) as client,
                client.stream("GET", "/api/v1/events", timeout=20) as stream,
            ):
                assert stream.headers["content-type"].startswith("text/event-stream")
                async for line in stream.aiter_lines():
                    if line.startswith(": connected"):
                        body = {"text": "안방 불 켜줘", "sender": "mom", "chat": "live", "id": "live-1"}
                        await client.post("/api/v1/messages", json=body)
                    elif line.startswith("event: "):
                        kind = line[7:]
                    elif line.startswith("data: "):
                        seen.setdefault(kind, json.loads(line[6:]))
                        if {"message", "answer", "state", "command"} <= set(seen):
                            return seen
            return seen

        house.say("안방 불 꺼줘", chat="live")
        seen = asyncio.run(listen())
        assert seen["message"]["text"] == "안방 불 켜줘" and seen["answer"]["id"] == "live-1"
        assert seen["state"]["id"] == "light-bedroom" and seen["command"]["result"] == "confirmed"
