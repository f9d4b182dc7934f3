"""What the conversation sees of the trained engine: an opinion in time, or none; never an error."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.rasa.client import RasaClient
from bot.rasa.keeper import ModelKeeper
from bot.rasa.opinion import NoOpinion, TrainedOpinion
from tests.bot.rasa.parts import Clock
from tests.support.rasa_double import Answering, RasaDouble, dripping, endless, failing, hanging, saying
from tests.support.waiting import until

SECRET = "엄마 생일 선물은 비밀이야"


@dataclass
class Setting:
    """An opinion on a server that somebody else runs."""

    opinion: TrainedOpinion
    keeper: ModelKeeper
    double: RasaDouble
    clock: Clock


@pytest.fixture
async def setting(double: RasaDouble) -> AsyncIterator[Setting]:
    double.has("first.tar.gz")
    clock = Clock()
    client = RasaClient(double.url, None, timeout_s=0.3)
    keeper = ModelKeeper(client, None, intents=(), clock=clock)
    opinion = TrainedOpinion(client, keeper, None, clock=clock)
    await keeper.look()
    yield Setting(opinion, keeper, double, clock)
    await opinion.stop()


async def test_a_guess(setting: Setting) -> None:
    guess = await setting.opinion.guess("불 켜 줘")
    assert guess is not None
    assert guess.ranking[0] == ("power.turn_on", 0.9)
    check = setting.opinion.check()
    assert (check.name, check.ok, check.optional) == ("rasa", True, True)
    assert "first.tar.gz" in check.text


async def test_the_same_text_is_asked_once(setting: Setting) -> None:
    first = await setting.opinion.guess("불 켜 줘")
    assert await setting.opinion.guess("불 켜 줘") is first
    assert len(setting.double.texts) == 1


async def test_another_model_is_asked_anew(setting: Setting) -> None:
    await setting.opinion.guess("불 켜 줘")
    setting.double.has("first.tar.gz")  # the same name, trained again
    setting.double.intent = "power.turn_off"
    await setting.keeper.look()
    guess = await setting.opinion.guess("불 켜 줘")
    assert guess is not None
    assert ("power.turn_off", 0.9) in guess.ranking


async def test_not_all_texts_are_remembered_for_ever(setting: Setting) -> None:
    for number in range(300):
        await setting.opinion.guess(f"불 {number}번 켜 줘")
    asked = len(setting.double.texts)
    await setting.opinion.guess("불 299번 켜 줘")
    assert len(setting.double.texts) == asked
    await setting.opinion.guess("불 0번 켜 줘")
    assert len(setting.double.texts) == asked + 1


async def test_a_text_that_is_no_sentence(setting: Setting) -> None:
    assert await setting.opinion.guess("켜" * 10_000) is None
    assert setting.double.texts == []


@pytest.mark.parametrize(
    "answering", [hanging, dripping, endless, failing(500), saying("{}"), saying("\x00")]
)
async def test_no_answer_in_time_or_none_that_fits(setting: Setting, answering: Answering) -> None:
    setting.double.parse = answering
    async with asyncio.timeout(5):
        assert await setting.opinion.guess("불 켜 줘") is None


async def test_three_failures_then_it_is_left_alone_until_a_probe_succeeds(setting: Setting) -> None:
    double, clock, opinion = setting.double, setting.clock, setting.opinion
    double.parse = failing(500)
    for number in range(6):
        assert await opinion.guess(f"불 켜 줘 {number}") is None
    assert len(double.texts) == 3
    check = opinion.check()
    assert not check.ok
    assert "away for less than a minute" in check.text
    assert "HTTP 500" in check.text
    clock.now += 120
    assert "away for 2 min" in opinion.check().text
    double.parse = double.parse_well
    assert await opinion.guess("불 켜 줘") is not None
    assert opinion.check().ok


async def test_four_at_once_and_no_queue(setting: Setting) -> None:
    setting.double.parse = hanging
    asked = [asyncio.create_task(setting.opinion.guess(f"불 켜 줘 {number}")) for number in range(4)]
    await until(lambda: len(setting.double.texts) == 4)
    assert await setting.opinion.guess("하나 더") is None
    assert not any(one.done() for one in asked), "the fifth did not wait for the others"
    assert await asyncio.gather(*asked) == [None] * 4
    assert "하나 더" not in setting.double.texts


async def test_whoever_asks_may_go_away(setting: Setting) -> None:
    setting.double.parse = hanging
    for number in range(8):
        asked = asyncio.create_task(setting.opinion.guess(f"불 켜 줘 {number}"))
        await until(lambda: len(setting.double.texts) > number)  # noqa: B023 (used at once)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
    setting.double.parse = setting.double.parse_well
    assert await setting.opinion.guess("불 켜 줘") is not None


async def test_while_the_server_is_away_nobody_waits(setting: Setting) -> None:
    await setting.double.stop()
    await setting.keeper.look()
    began = time.monotonic()
    assert await setting.opinion.guess("불 켜 줘") is None
    assert not setting.opinion.check().ok
    setting.clock.now += 200
    check = setting.opinion.check()
    assert "away for 3 min" in check.text
    assert "No Rasa server answers" in check.text
    assert time.monotonic() - began < 5


async def test_a_server_without_a_model(setting: Setting) -> None:
    setting.double.has(None)
    await setting.keeper.look()
    assert await setting.opinion.guess("불 켜 줘") is None
    assert "no model" in setting.opinion.check().text


async def test_no_text_gets_into_the_log(setting: Setting, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for answering in (setting.double.parse_well, failing(500), saying("{}"), hanging):
        setting.double.parse = answering
        await setting.opinion.guess(SECRET)
        await setting.opinion.guess(f"{SECRET} {answering}")
    told = caplog.text + setting.opinion.check().text
    assert SECRET not in told
    assert SECRET.encode().decode("latin-1") not in told
    assert SECRET.encode("unicode_escape").decode() not in told


async def test_an_error_of_our_own_is_no_opinion(
    setting: Setting, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise KeyError(SECRET)

    monkeypatch.setattr(setting.opinion._client, "parse", broken)
    assert await setting.opinion.guess("불 켜 줘") is None
    assert "KeyError" in caplog.text
    assert SECRET not in caplog.text


async def test_nothing_set_up() -> None:
    opinion = NoOpinion("Rasa is not installed: run `jipsa nlu setup`.")
    opinion.start()
    assert await opinion.guess("불 켜 줘") is None
    assert opinion.check().ok
    assert opinion.check().optional
    assert opinion.sure_from > 1
    await opinion.stop()
    assert not NoOpinion("Rasa is not installed.", required=True).check().ok
