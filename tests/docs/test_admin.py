"""The page about the desk: its file is good and does what it says, its commands are there, its pictures are made."""

import os
import re

from bot.desk.words_folder import checked
from nlu.engine import load_engines
from nlu.engines.base import Focus
from nlu.own_tests import failing
from tests.docs.test_docs import DOCS, read
from tests.nlu.home import home
from tests.support.house import jipsa

PAGE = DOCS / "admin" / "index.md"


def test_the_file_of_the_page_works() -> None:
    [text] = re.findall(r"```yaml\n(.*?)```", read(PAGE), re.DOTALL)
    shipped = load_engines()
    training = checked({"own.yml": text.encode()}, shipped.trained.contract)
    engines = shipped.of_home(training)

    def meant(sentence: str) -> list[str]:
        return [one.name for one in engines.built_in.understand(sentence, home(), Focus()).intents]

    assert meant("영화 보자") == ["level.set", "position.close", "power.turn_on"]
    assert meant("불금이니까 불 켜줘") == []
    assert [one.say for one in training.tests] == ["왕별 꺼줘", "불금이다"]
    read_with_it = failing(training.tests, lambda say: engines.built_in.understand(say, home(), Focus()))
    assert not list(read_with_it)


def test_its_commands_are_there() -> None:
    for command in set(re.findall(r"jipsa ((?:nlu )?[a-z]+)", read(PAGE))):
        ran = jipsa(*command.split(), "--help", env=dict(os.environ))
        assert ran.returncode == 0, ran.stderr


def test_each_picture_is_shown() -> None:
    made = {one.name for one in PAGE.parent.glob("*.png")}
    shown = set(re.findall(r"\]\(([\w-]+\.png)\)", read(PAGE)))
    assert shown <= made
    assert len(shown) > 10
