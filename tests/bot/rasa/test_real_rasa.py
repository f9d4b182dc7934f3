"""The real Rasa, as the composition root builds it: one server for this module, started twice.

The tests stand in the order of a server's life, and each leaves it serving.
"""

import asyncio
import gzip
import os
import signal
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from bot.config_sections import NluSettings, RasaSettings
from bot.rasa.client import RasaClient, RasaUnavailable
from bot.rasa.engine import trained_engine
from bot.rasa.models import Model, Models, models_folder
from bot.rasa.opinion import TrainedOpinion
from bot.rasa.server import RasaServer
from nlu.guess import Guess, Piece
from tests.bot.rasa.parts import arguments, made, runs, variables
from tests.support.rasa import rasa_environment
from tests.support.tiny_rasa import INTENTS, TinyModels
from tests.support.waiting import until

pytestmark = [pytest.mark.rasa, pytest.mark.asyncio(loop_scope="module")]

TIMEOUT_S = 2.0
START_S = 240
# a busy computer of CI
SECRET = "할머니 생신 케이크 몰래 주문했어"


@dataclass
class Home:
    """A trained engine of ours on the real Rasa."""

    opinion: TrainedOpinion
    server: RasaServer
    models: Models
    tiny: TinyModels

    def made(self, archive: bytes) -> Model:
        """A new model; not in use."""
        return made(self.models, archive, sure_from=0.9)

    def another(self, number: int) -> bytes:
        """The home's model in another archive."""
        return gzip.compress(gzip.decompress(self.tiny.home.read_bytes()), compresslevel=number, mtime=number)

    @property
    def serving(self) -> str | None:
        """The model that answers."""
        return self.opinion._keeper.serving

    async def swapped_to(self, model: Model) -> None:
        """Wait until it is the one in use and answers."""
        self.models.use(model.name)
        await until(lambda: self.serving == model.name, START_S)

    async def refused(self, model: Model) -> str:
        """Use it, wait until it was refused and the last good one answers; what health says."""
        good = self.serving
        self.models.use(model.name)
        await until(lambda: not self.opinion.check().ok and self.serving is not None, START_S)
        assert self.serving == good
        assert await self.opinion.guess(f"불 켜 줘 {model.name}") is not None
        said = self.opinion.check().text
        assert self.models.back() is not None
        await until(lambda: self.opinion.check().ok)
        return said


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def starting(tiny_model: TinyModels, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Home]:
    """Just started."""
    state_dir = tmp_path_factory.mktemp("state")
    rasa = RasaSettings(environment=rasa_environment(), timeout_s=TIMEOUT_S)
    opinion = trained_engine(NluSettings(rasa=rasa), state_dir, INTENTS)
    assert isinstance(opinion, TrainedOpinion)
    assert opinion._server is not None
    home = Home(opinion, opinion._server, Models(models_folder(state_dir)), tiny_model)
    home.models.use(home.made(tiny_model.home.read_bytes()).name)
    opinion.start()
    yield home
    pid = home.server.pid
    await opinion.stop()
    assert pid is not None
    assert not runs(pid), "it ends with us"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def home(starting: Home) -> Home:
    """It answers."""
    await until(lambda: starting.serving is not None, START_S)
    return starting


async def test_nobody_waits_while_it_starts(starting: Home) -> None:
    await until(lambda: starting.server.started)
    assert await starting.opinion.guess("거실 불 켜 줘") is None
    check = starting.opinion.check()
    assert check.ok
    assert "starting" in check.text


async def test_korean(home: Home) -> None:
    guess = await home.opinion.guess("  부엌 불 좀 켜 줄래")
    assert guess is not None
    assert guess.ranking[0][0] == "power.turn_on"
    assert guess.ranking[0][1] > guess.ranking[1][1] > 0
    assert guess.pieces == (Piece("area", 2, 4, "부엌", 1.0),)
    assert home.opinion.sure_from == 0.9
    check = home.opinion.check()
    assert check.ok
    assert home.serving is not None
    assert home.serving in check.text


@pytest.mark.parametrize(
    "text",
    [
        "😀 켜 줘",
        "켜\x00줘",
        "\ud800 불 켜",
        "불\udfff",
        "\u2028\u202e켜",
        "?!",
        "e\u0301" * 50,
        "켜 " * 900,
        "\x1f켜\x1f",
        "{}",
    ],
    ids=lambda text: f"{text[:12]!a}x{len(text)}",
)
async def test_odd_texts(home: Home, text: str) -> None:
    guess = await home.opinion.guess(text)
    assert guess is not None
    assert guess.ranking


async def test_nobody_speaks_rasas_own_language_to_it(home: Home) -> None:
    assert await home.opinion.guess(" /lock.unlock") == Guess()
    assert await home.opinion.guess("켜" * 10_000) is None


async def test_a_stranger_on_this_computer(home: Home) -> None:
    stranger = RasaClient(home.server.client.url, "guessed", TIMEOUT_S)
    with pytest.raises(RasaUnavailable, match="token"):
        await stranger.parse("불 켜 줘")
    with pytest.raises(RasaUnavailable, match="token"):
        await stranger.load("/tmp/mine.tar.gz")
    await stranger.close()
    token = variables(home.server.pid)["RASA_AUTH_TOKEN"].encode()
    assert token not in b" ".join(arguments(home.server.pid))
    assert token not in home.server.log_file.read_bytes()


async def test_the_home_goes_first(home: Home) -> None:
    assert home.server.pid is not None
    assert os.getpriority(os.PRIO_PROCESS, home.server.pid) > os.getpriority(os.PRIO_PROCESS, 0)


async def test_no_text_is_written_down(home: Home) -> None:
    assert await home.opinion.guess(SECRET) is not None
    await home.opinion.guess(f"/{SECRET}")
    written = home.server.log_file.read_text(encoding="utf-8", errors="replace")
    assert SECRET not in written
    assert SECRET.split()[0] not in written
    assert SECRET.encode("unicode_escape").decode() not in written


async def test_a_swap_while_people_talk(home: Home) -> None:
    home_stays, counts, slowest = True, {"guess": 0, "none": 0}, 0.0

    async def talk(person: int) -> None:
        nonlocal slowest
        number = 0
        while home_stays:
            number += 1
            began = time.monotonic()
            guess = await home.opinion.guess(f"{person} {number} 불 켜 줘")
            slowest = max(slowest, time.monotonic() - began)
            counts["none" if guess is None else "guess"] += 1
            await asyncio.sleep(0.005)

    people = [asyncio.create_task(talk(person)) for person in range(3)]
    await until(lambda: counts["guess"] > 20)
    assert counts["none"] == 0
    await home.swapped_to(home.made(home.another(1)))
    before = counts["guess"]
    await until(lambda: counts["guess"] > before + 20)
    home_stays = False
    await asyncio.gather(*people)
    assert slowest < TIMEOUT_S + 1, f"{counts}: nobody waits for a model"
    assert home.opinion.check().ok


async def test_a_damaged_model(home: Home) -> None:
    whole = home.tiny.home.read_bytes()
    model = home.made(whole[: len(whole) // 2])
    said = await home.refused(model)
    assert f"The model {model.name} is not used (Rasa cannot load it)" in said


async def test_a_model_that_was_changed(home: Home) -> None:
    model = home.made(home.another(2))
    model.file.chmod(0o600)
    home.models.use(model.name)
    model.file.write_bytes(home.another(3))
    await until(lambda: not home.opinion.check().ok)
    assert "changed" in home.opinion.check().text
    assert await home.opinion.guess("부엌 불 켜 줘 지금") is not None
    assert home.models.back() is not None
    await until(lambda: home.opinion.check().ok)


async def test_a_model_of_a_flower_shop(home: Home) -> None:
    said = await home.refused(home.made(home.tiny.shop.read_bytes()))
    assert "trained for something else" in said


async def test_one_that_stands_still_is_not_waited_for(home: Home) -> None:
    assert home.server.pid is not None
    os.kill(home.server.pid, signal.SIGSTOP)
    try:
        async with asyncio.timeout(TIMEOUT_S + 3):
            assert await home.opinion.guess("에어컨 켜 줘 어서") is None
    finally:
        os.kill(home.server.pid, signal.SIGCONT)
    await until(lambda: home.serving is not None, START_S)


async def test_a_killed_one_comes_back(home: Home) -> None:
    first = home.server.pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)  # so that the parse is surely under way
    parse = asyncio.create_task(home.opinion.guess("에어컨 켜 줘 그리고"))
    await asyncio.sleep(0)
    os.kill(first, signal.SIGKILL)
    async with asyncio.timeout(TIMEOUT_S + 3):
        assert await parse is None
    await until(lambda: home.serving is None, START_S)
    assert await home.opinion.guess("에어컨 켜 줘") is None
    await until(lambda: home.serving is not None, START_S)
    assert home.server.pid not in (None, first)
    assert await home.opinion.guess("거실 불 켜 줘 다시") is not None
    assert home.opinion.check().ok
