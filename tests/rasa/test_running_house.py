"""What may befall the trained engine while the house runs and people talk, with the real Rasa."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.cli import execute
from bot.errors import UserError
from bot.rasa.environment import Environment
from bot.rasa.models import PICTURE, REPORT, Models, models_folder
from bot.rasa.training import Workshop, train
from tests.bot.cli.conftest import Outcome
from tests.bot.rasa.tiny import teach_only_a_little
from tests.rasa.conftest import START_S, AdvisedHouse
from tests.support.rasa import rasa_environment
from tests.support.waiting import until

pytestmark = [pytest.mark.rasa, pytest.mark.asyncio(loop_scope="session")]

FREE = "어쩐지 후줄근하구나"
# nobody placed it
TRAINING_S = 600
Jipsa = Callable[..., Awaitable[Outcome]]


@pytest.fixture
def jipsa(
    advised: AdvisedHouse, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Jipsa:
    """Runs a command on this house, beside it."""
    monkeypatch.setenv("JIPSA_STATE_DIR", str(advised.state_dir))
    monkeypatch.setenv("JIPSA_RASA_ENV", str(rasa_environment()))

    async def run(*arguments: str) -> Outcome:
        capsys.readouterr()
        code = await asyncio.to_thread(execute, list(arguments))
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return run


async def talks(house: AdvisedHouse, text: str) -> None:
    """It acts as ever, and its Rasa says what it thinks of this free text."""
    for order in ("거실 불 꺼줘", "거실 불 켜줘"):
        assert (await house.family.say(order)).outcome == "acted"
    house.opinion.asked.clear()
    await house.family.say(text)
    assert house.opinion.asked and not house.opinion.unanswered


async def test_a_training(
    advised: AdvisedHouse, jipsa: Jipsa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A short one, but a whole one: the house goes on meanwhile, and takes the new model by itself."""
    teach_only_a_little(tmp_path / "shipped", monkeypatch)
    folder, models = advised.state_dir / "rasa", Models(models_folder(advised.state_dir))
    before = models.current()
    assert before is not None

    training = asyncio.create_task(jipsa("nlu", "train"))
    await until(lambda: list(folder.glob("work-*/data")) or training.done(), START_S)
    with pytest.raises(UserError, match="Another training runs already: wait until it has ended"):
        await asyncio.to_thread(
            train, Workshop(advised.state_dir, Environment(rasa_environment()), lambda _: None), None
        )
    await talks(advised, FREE)
    assert not training.done()
    async with asyncio.timeout(TRAINING_S):
        done = await training

    assert done.code == 0, done.err + (folder / "training.log").read_text()
    assert "Learning: getting ready (0:" in done.err
    assert "No home runs here" not in done.out
    model = models.current()
    assert model is not None and model.name != before.name
    assert model.file.stat().st_size > 100_000
    assert model.about.accuracy is not None
    assert model.about.sure_from > 1, "so few sentences show nothing"
    assert (model.folder / PICTURE).read_bytes().startswith(b"\x89PNG")
    report = (model.folder / REPORT).read_text()
    assert f"({PICTURE})" in report
    assert "| power.turn_on |" in report
    assert {file.name for file in folder.iterdir()} == {"models", "server", "training.lock", "training.log"}

    await advised.serves(model.name)
    await talks(advised, f"{FREE} 그려")
    second = await jipsa("nlu", "train")
    assert (second.code, second.err) == (0, "")
    assert f"Nothing changed since {model.name}" in second.out
    assert f"* {model.name}" in (await jipsa("nlu", "train", "--list")).out
    back = await jipsa("nlu", "train", "--back")
    assert back.out == f"In use now: {before.name}.\n"
    await advised.serves(before.name)
    await talks(advised, f"{FREE} 정말")


async def test_a_broken_file_of_sentences(advised: AdvisedHouse, jipsa: Jipsa) -> None:
    file = advised.state_dir / "intents" / "own.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text('version: "3.1"\nnlu:\n  - intent: power.turn_on\n    examples: |\n      no dash\n')
    try:
        done = await jipsa("nlu", "train")
    finally:
        file.unlink()
    assert (done.code, done.err) == (1, f"{file}, line 5 at 'examples': every example begins with '- '\n")
    await talks(advised, f"{FREE} 진짜")


async def test_a_very_long_message(advised: AdvisedHouse) -> None:
    answer = await advised.family.say("훤칠하구나 " * 1_666 + "켜 줘")
    assert not answer.commands and not advised.opinion.asked
    assert "2000자" in answer.replies[0].text
    longest = ("훤칠하구나 " * 400)[:1_999]
    answer = await advised.family.say(longest)
    assert not answer.commands and answer.replies[0].text
    assert advised.opinion.asked and not advised.opinion.unanswered


async def test_it_is_killed_while_somebody_waits_for_an_answer(advised: AdvisedHouse) -> None:
    """The next test waits until it is back."""
    pid = advised.rasa_pid
    os.kill(pid, signal.SIGSTOP)  # so that the parse is surely under way
    waiting = asyncio.create_task(advised.family.say(f"{FREE} 참"))
    await until(lambda: advised.opinion.asked)
    os.kill(pid, signal.SIGKILL)
    answer = await waiting
    assert answer.outcome == "not_understood" and answer.replies[0].text
    assert advised.opinion.unanswered
    assert (await advised.family.say("거실 불 꺼줘")).outcome == "acted"
    await until(lambda: not advised.opinion.check().ok, START_S)
