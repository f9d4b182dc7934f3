"""What nobody placed is shown to the trained engine: its guesses are asked about, refused, taught.

The server here answers as a Rasa server does, with what the test makes it think.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.app import build
from bot.options import RunOptions
from nlu.examples import load_training
from tests.end_to_end.conftest import Family, settings_for, settled

FREE = "거실 조명 좀 잠재워 줘"
RISKY = "rouse the oven please"


@dataclass
class Thinker:
    """A server that thinks what it is told to think."""

    thoughts: dict[str, tuple[str, float] | list[tuple[str, float]]] = field(default_factory=dict)
    # text → intent and confidence, or several of them; what is left goes to talk
    marks: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    # text → an entity, its words and what they stand for
    heard: list[str] = field(default_factory=list)
    delay_s: float = 0.0

    async def parse(self, request: web.Request) -> web.Response:
        text = (await request.json())["text"]
        self.heard.append(text)
        await asyncio.sleep(self.delay_s)
        thought = self.thoughts.get(text, ("chat", 0.9))
        thoughts = thought if isinstance(thought, list) else [thought]
        left = ("chat", 1 - sum(confidence for _, confidence in thoughts))
        ranking = [{"name": name, "confidence": confidence} for name, confidence in (*thoughts, left)]
        entities = []
        if text in self.marks:
            entity, words, value = self.marks[text]
            start = text.index(words)
            entities = [{"entity": entity, "start": start, "end": start + len(words), "value": value}]
        return web.json_response(
            {"text": text, "intent": ranking[0], "entities": entities, "intent_ranking": ranking}
        )

    async def status(self, _: web.Request) -> web.Response:
        return web.json_response(
            {"model_file": "tried.tar.gz", "model_id": "1", "num_active_training_jobs": 0}
        )


@pytest.fixture
async def thinker() -> AsyncIterator[tuple[Thinker, str]]:
    mind, app = Thinker(), web.Application()
    app.router.add_post("/model/parse", mind.parse)
    app.router.add_get("/status", mind.status)
    server = TestServer(app)
    await server.start_server()
    yield mind, str(server.make_url("/")).rstrip("/")
    await server.close()


@pytest.fixture
async def home(thinker: tuple[Thinker, str], tmp_path: Path) -> AsyncIterator[Family]:
    async with AsyncExitStack() as stack:
        settings = settings_for(
            tmp_path, nlu={"engine": "rasa", "rasa": {"url": thinker[1], "timeout_s": 0.5}}
        )
        family = await settled(await build(settings, RunOptions(port=0), stack))
        for _ in range(400):
            if await _answers(family):
                break
            await asyncio.sleep(0.05)
        yield family


async def _answers(family: Family) -> bool:
    return [one.ok for one in await family.home.steward.health() if one.name == "rasa"] == [True]


async def test_the_sentence_is_free_wording(family: Family) -> None:
    """Without a trained engine the house does not know what to do with it."""
    for text, puzzled in ((FREE, "무슨 말씀인지"), (RISKY, "didn't understand that")):
        answer = await family.say(text)
        assert not answer.commands and puzzled in answer.replies[0].text, text


async def test_a_guess_is_asked_about_then_done(home: Family, thinker: tuple[Thinker, str]) -> None:
    thinker[0].thoughts[FREE] = ("power.turn_off", 0.93)
    await home.say("거실 불 켜줘")
    asked = await home.say(FREE)
    assert asked.outcome == "asked" and not asked.commands, asked.replies
    assert "거실 불을 끌까요?" in asked.replies[0].text
    assert asked.understood.engine == "rasa"
    done = await home.say("응")
    assert [(one.appliance, one.action, one.result) for one in done.commands] == [
        ("light-living", "turn_off", "confirmed")
    ]


async def test_a_child_gets_no_lesson_and_no_oven(home: Family, thinker: tuple[Thinker, str]) -> None:
    thinker[0].thoughts |= {FREE: ("power.turn_off", 0.93), RISKY: ("power.turn_on", 1.0)}
    await home.say("거실 불 켜줘")
    asked = await home.say(FREE, sender="child")
    assert [one.label for one in asked.replies[0].buttons] == ["네", "아니요"]
    refused = await home.say(RISKY, sender="child")
    assert refused.outcome in {"refused", "asked"} and home.obeyed("oven-1") == 0


async def test_an_owner_teaches_it_with_one_tap(
    home: Family, thinker: tuple[Thinker, str], tmp_path: Path
) -> None:
    thinker[0].thoughts[FREE] = ("power.turn_off", 0.93)
    await home.say("거실 불 켜줘")
    asked = await home.say(FREE)
    assert [one.label for one in asked.replies[0].buttons] == ["네", "네, 앞으로도요", "아니요"]
    done = await home.press(asked, "네, 앞으로도요")
    assert [one.action for one in done.commands] == ["turn_off"]
    assert f"앞으로는 '{FREE}'라고 하시면 바로 알아들을게요." in done.replies[-1].text
    [example] = load_training(tmp_path / "state" / "intents").examples
    assert (example.intent, example.text) == ("power.turn_off", FREE)
    thinker[0].heard.clear()
    await home.say("거실 불 켜줘")
    again = await home.say(FREE)
    assert [one.action for one in again.commands] == ["turn_off"]
    assert thinker[0].heard == [], "what was taught needs no second opinion"


async def test_of_several_guesses_one_is_chosen(home: Family, thinker: tuple[Thinker, str]) -> None:
    """By button, by number, by saying it; or none of them."""
    thinker[0].thoughts[FREE] = [("power.turn_off", 0.45), ("power.turn_on", 0.2), ("level.adjust", 0.2)]
    thinker[0].marks[FREE] = ("direction", "잠재워", "down")
    done = {
        "press": ("turn_off", None),
        "2": ("set", 60),
        "거실 불 끄기": ("turn_off", None),
        "마지막 거": ("set", 60),
    }
    for answer, (action, value) in done.items():
        await home.say("거실 불 80%로 켜줘")
        asked = await home.say(FREE)
        assert asked.outcome == "asked" and not asked.commands
        assert asked.replies[0].text == "어떤 걸 할까요? 거실 불 끄기, 거실 불 밝기: 60%"
        labels = [one.label for one in asked.replies[0].buttons]
        assert labels == ["거실 불 끄기", "거실 불 밝기: 60%", "아니요"], "on it is already"
        chosen = await (home.press(asked, labels[0]) if answer == "press" else home.say(answer))
        assert [(one.action, one.arguments.get("value"), one.result) for one in chosen.commands] == [
            (action, value, "confirmed")
        ], answer
    for answer in ("아니", "둘 다 아니야", "아무것도 아니야", "3", "neither"):
        await home.say("거실 불 80%로 켜줘")
        await home.say(FREE)
        left = await home.say(answer)
        assert not left.commands and home.value("light-living", "power.on") is True, answer
    await home.say(FREE)
    both = await home.say("둘 다")
    assert not both.commands, "of two acts about one thing nobody means both"


async def test_a_choice_can_be_taught_once_it_is_done(
    home: Family, thinker: tuple[Thinker, str], tmp_path: Path
) -> None:
    thinker[0].thoughts[FREE] = [("power.turn_off", 0.45), ("level.adjust", 0.3)]
    thinker[0].marks[FREE] = ("direction", "잠재워", "down")
    await home.say("거실 불 80%로 켜줘")
    asked = await home.say(FREE)
    done = await home.press(asked, "거실 불 밝기: 60%")
    assert [one.label for one in done.replies[-1].buttons] == ["앞으로도 이렇게"]
    taught = await home.press(done, "앞으로도 이렇게")
    assert not taught.commands and f"앞으로는 '{FREE}'라고 하시면" in taught.replies[0].text
    [example] = load_training(tmp_path / "state" / "intents").examples
    assert (example.intent, example.text) == ("level.adjust", FREE)
    thinker[0].heard.clear()
    await home.say("거실 불 80%로 켜줘")
    again = await home.say(FREE)
    assert [(one.action, one.arguments["value"]) for one in again.commands] == [("set", 60)]
    assert thinker[0].heard == []


async def test_a_choice_is_no_way_around_what_holds(home: Family, thinker: tuple[Thinker, str]) -> None:
    """Who may not do it is not offered it; what takes a yes still takes one after the choice."""
    text = "오븐 좀 잠재워 줘"
    thinker[0].marks[text] = ("program", "잠재워", "grill")
    thinker[0].thoughts[text] = [("run_control.start", 0.5), ("program.select", 0.4)]
    asked = await home.say(text)
    labels = [one.label for one in asked.replies[0].buttons]
    assert labels == ["오븐 켜기: 그릴", "오븐 코스 고르기: 그릴", "아니요"]
    chosen = await home.press(asked, labels[0])
    assert chosen.outcome == "asked" and home.obeyed("oven-1") == 0, chosen.replies
    refused = await home.say(text, sender="child")
    assert {one.result for one in refused.commands} == {"refused"} and home.obeyed("oven-1") == 0
    assert not {one.label for one in refused.replies[0].buttons} & set(labels)


async def test_a_guess_of_something_risky_is_never_enough(home: Family, thinker: tuple[Thinker, str]) -> None:
    thinker[0].thoughts[RISKY] = ("power.turn_on", 1.0)
    asked = await home.say(RISKY)
    assert asked.outcome == "asked" and home.obeyed("oven-1") == 0


@pytest.mark.parametrize("text", ["거실 불 켜줘", "세탁기 돌리지 마", "불이 켜져 있으면 꺼줘", "4821", "응"])
async def test_what_was_placed_or_forbidden_is_not_passed_on(
    home: Family, thinker: tuple[Thinker, str], text: str
) -> None:
    await home.say(text)
    assert thinker[0].heard == []


async def test_what_is_overheard_is_not_passed_on(home: Family, thinker: tuple[Thinker, str]) -> None:
    await home.say(FREE, group=True, addressed=False)
    assert thinker[0].heard == []


async def test_a_slow_server_only_costs_its_time_out(home: Family, thinker: tuple[Thinker, str]) -> None:
    thinker[0].thoughts[FREE] = ("power.turn_off", 0.93)
    thinker[0].delay_s = 30.0
    for n in range(4):
        answer = await home.say(f"{FREE}{'!' * n}")
        assert "무슨 말씀인지" in answer.replies[0].text
    heard = len(thinker[0].heard)
    await home.say(f"{FREE} 어서")
    assert len(thinker[0].heard) == heard, "after some failures nobody waits for it"
    line = next(one for one in await home.home.steward.health() if one.name == "rasa")
    assert not line.ok and "built-in" in line.text
    ordinary = await home.say("거실 불 켜줘")
    assert [one.result for one in ordinary.commands] == ["confirmed"]
