"""`jipsa nlu train` and `jipsa nlu setup` with a stand-in for Rasa."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from bot.rasa.models import ABOUT, ANSWERS, MODEL, PICTURE, REPORT, Model, Models, models_folder
from tests.bot.cli.answering_house import WASHER
from tests.bot.cli.conftest import Jipsa, Running
from tests.bot.rasa.fake_rasa import FakeRasa, fake_rasa
from tests.bot.rasa.tiny import teach_only_a_little
from tests.support.waiting import until


@pytest.fixture
def rasa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeRasa:
    """The one that is found, in a house with few sentences."""
    fake = fake_rasa(tmp_path / "venv")
    monkeypatch.setenv("JIPSA_RASA_ENV", str(fake.environment.folder))
    teach_only_a_little(tmp_path / "shipped", monkeypatch)
    return fake


def _models(state_dir: Path) -> Models:
    return Models(models_folder(state_dir))


def _current(state_dir: Path) -> Model:
    model = _models(state_dir).current()
    assert model is not None
    return model


def _child_is_gone(rasa: FakeRasa) -> bool:
    stat = Path(f"/proc/{rasa.runs[-1]['pid']}/stat")
    return not stat.exists() or stat.read_text().rpartition(") ")[2][0] == "Z"


def test_a_model_is_trained_tried_kept_and_used(jipsa: Jipsa, state_dir: Path, rasa: FakeRasa) -> None:
    done = jipsa("nlu", "train")
    assert (done.code, done.err) == (0, "")
    model = _current(state_dir)
    assert {file.name for file in model.folder.iterdir()} == {MODEL, ABOUT, REPORT, PICTURE, ANSWERS}
    assert "without the names and rooms" in done.out
    assert "Understood 100.0 % of" in done.out
    assert f"The report: {model.folder / REPORT}" in done.out
    assert "Training took 0:0" in done.out
    assert f"In use now: {model.name}" in done.out
    assert f"![What was taken for what]({PICTURE})" in (model.folder / REPORT).read_text()
    assert model.about.sentences == len(json.loads((model.folder / ANSWERS).read_text())) > 0


def test_it_works_behind_the_house_and_leaves_nothing(
    jipsa: Jipsa, state_dir: Path, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIPSA_TOKEN", "nobody else's")
    assert jipsa("nlu", "train").code == 0
    assert [run["nice"] for run in rasa.runs] == [os.nice(0) + 10] * 2
    assert [run["secret"] for run in rasa.runs] == ["", ""]
    assert not Path(rasa.runs[0]["cwd"]).exists()
    assert Path(rasa.runs[0]["cwd"]).parent == state_dir / "rasa"
    assert {file.name for file in (state_dir / "rasa").iterdir()} == {
        "models",
        "training.lock",
        "training.log",
    }


def test_nothing_changed(jipsa: Jipsa, state_dir: Path, rasa: FakeRasa) -> None:
    jipsa("nlu", "train")
    first = _current(state_dir)
    second = jipsa("nlu", "train")
    assert second.code == 0
    assert f"Nothing changed since {first.name}" in second.out
    assert len(rasa.runs) == 2
    assert jipsa("nlu", "train", "--again").code == 0
    assert len(rasa.runs) == 4
    assert _current(state_dir).name != first.name


def test_the_homes_own_sentences_count(jipsa: Jipsa, state_dir: Path, rasa: FakeRasa) -> None:
    jipsa("nlu", "train")
    _own(state_dir, "      - unleash the [tv](appliance_type)\n")
    assert "In use now" in jipsa("nlu", "train").out


def test_a_broken_file_is_named_and_the_current_model_stays(
    jipsa: Jipsa, state_dir: Path, rasa: FakeRasa
) -> None:
    jipsa("nlu", "train")
    first = _current(state_dir)
    file = _own(state_dir, "      no dash before this\n")
    done = jipsa("nlu", "train")
    assert done.code == 1
    assert done.err == f"{file}, line 5 at 'examples': every example begins with '- '\n"
    assert _current(state_dir) == first


def test_an_unknown_intent_is_named(jipsa: Jipsa, state_dir: Path, rasa: FakeRasa) -> None:
    file = _own(state_dir, "      - unleash the tv\n", intent="power.turn_onn")
    done = jipsa("nlu", "train")
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert done.err.startswith(f"{file}, line 5 at 'power.turn_onn'")
    assert _models(state_dir).all() == []


def test_a_clearly_worse_model_is_kept_but_not_used(jipsa: Jipsa, state_dir: Path, rasa: FakeRasa) -> None:
    jipsa("nlu", "train")
    good = _current(state_dir)
    rasa.will(wrong=4)
    done = jipsa("nlu", "train", "--again")
    assert done.code == 1
    assert "clearly worse: it is kept, but not used" in done.out
    assert _current(state_dir) == good
    bad = _models(state_dir).all()[0]
    assert bad.name != good.name
    listed = jipsa("nlu", "train", "--list").out.splitlines()
    assert listed[0].startswith(f"  {bad.name}  ")
    assert listed[1].startswith(f"* {good.name}  100.0 % of ")


def test_a_worse_model_that_is_wanted(jipsa: Jipsa, state_dir: Path, rasa: FakeRasa) -> None:
    jipsa("nlu", "train")
    good = _current(state_dir)
    rasa.will(wrong=4)
    _own(state_dir, "      - the neighbours are nice\n", intent="chat")
    assert jipsa("nlu", "train").code == 1
    again = jipsa("nlu", "train")
    assert "kept but not used" in again.out
    assert _current(state_dir) == good
    assert jipsa("nlu", "train", "--use-anyway").code == 0
    assert len(rasa.runs) == 4
    assert _current(state_dir).name != good.name
    assert f"In use now: {good.name}." in jipsa("nlu", "train", "--back").out
    assert _current(state_dir) == good
    nowhere = jipsa("nlu", "train", "--back")
    assert (nowhere.code, nowhere.out) == (1, "")
    assert "no model to go back to" in nowhere.err


async def test_only_one_at_a_time(jipsa: Jipsa, state_dir: Path, rasa: FakeRasa) -> None:
    rasa.will(waits=True)
    first = threading.Thread(target=jipsa, args=("nlu", "train"))
    first.start()
    await until(lambda: rasa.runs)
    second = jipsa("nlu", "train")
    assert (second.code, second.err) == (1, "Another training runs already: wait until it has ended.\n")
    rasa.go()
    first.join(30)
    assert len(_models(state_dir).all()) == 1


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
async def test_an_ended_training_leaves_the_current_model(
    jipsa: Jipsa, state_dir: Path, rasa: FakeRasa, how: signal.Signals
) -> None:
    jipsa("nlu", "train")
    first = _current(state_dir)
    rasa.will(waits=True)
    _own(state_dir, "      - unleash the [tv](appliance_type)\n")
    run = "import sys; from bot.cli import main; main(['nlu', 'train'])"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", run, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    await until(lambda: len(rasa.runs) == 3, 60)
    process.send_signal(how)
    told = await process.communicate()
    await until(lambda: _child_is_gone(rasa))
    assert _current(state_dir) == first
    if how == signal.SIGINT:
        assert (process.returncode, told[1]) == (130, b"")
        assert b"Stopped: nothing changed." in told[0]
        assert not list((state_dir / "rasa").glob("work-*"))
    rasa.will()
    assert jipsa("nlu", "train").code == 0
    assert not list((state_dir / "rasa").glob("work-*"))


def test_without_rasa_the_way_to_it_is_told(
    jipsa: Jipsa, state_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JIPSA_RASA_ENV", str(tmp_path / "nowhere"))
    done = jipsa("nlu", "train")
    assert (done.code, done.err) == (
        1,
        f"Rasa is not installed in {tmp_path / 'nowhere'}: run `jipsa nlu setup`.\n",
    )


@pytest.mark.parametrize(
    ("says", "code", "told"),
    [
        (
            [
                "Traceback (most recent call last):",
                "rasa.shared.exceptions.InvalidConfigException: No such thing.",
                "",
            ],
            1,
            "Rasa gave up: rasa.shared.exceptions.InvalidConfigException: No such thing. (its whole log: ",
        ),
        (["OSError: [Errno 28] No space left on device"], 1, "The disk is full: make room"),
        (["Killed soon"], -9, "Rasa was killed while it worked, most likely for want of memory"),
    ],
)
def test_what_rasa_says_when_it_fails(
    jipsa: Jipsa, state_dir: Path, rasa: FakeRasa, says: list[str], code: int, told: str
) -> None:
    rasa.will(says=says, exit=code)
    done = jipsa("nlu", "train")
    assert done.code == 1
    assert done.err.splitlines()[-1].startswith(told)
    assert says[0] in (state_dir / "rasa" / "training.log").read_text()
    assert _models(state_dir).all() == []
    assert not list((state_dir / "rasa").glob("work-*"))


def test_too_little_disk(jipsa: Jipsa, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.rasa.training.NEEDED", 10**18)
    done = jipsa("nlu", "train")
    assert done.code == 1
    assert "less than 1 GB free" in done.err


def test_a_running_home_lends_its_words(
    jipsa: Jipsa, running: Running, state_dir: Path, rasa: FakeRasa
) -> None:
    assert "No home runs here" not in jipsa("nlu", "train").out
    with_words = _current(state_dir)
    running.house.views = [replace(WASHER, names=("뽀송이",))]
    assert "In use now" in jipsa("nlu", "train").out
    assert _current(state_dir).about.inputs != with_words.about.inputs


def test_nothing_is_kept_yet(jipsa: Jipsa, state_dir: Path) -> None:
    assert jipsa("nlu", "train", "--list").out == "No model is kept: `jipsa nlu train` makes one.\n"


def _own(state_dir: Path, examples: str, intent: str = "power.turn_on") -> Path:
    file = state_dir / "intents" / "own.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'version: "3.1"\nnlu:\n  - intent: {intent}\n    examples: |\n{examples}')
    return file
