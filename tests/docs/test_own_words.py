"""The page for admins about own words: its file is good, and does what it says."""

import re
from pathlib import Path

from bot.desk.words_folder import checked
from nlu.engine import load_engines
from nlu.engines.base import Focus
from tests.nlu.home import home

_PAGE = Path(__file__).parents[2] / "docs" / "admins.md"


def test_the_file_of_the_page_works() -> None:
    section = _PAGE.read_text(encoding="utf-8").partition("\n## Your own words\n")[2].partition("\n## ")[0]
    [text] = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    shipped = load_engines()
    engines = shipped.of_home(checked({"own.yml": text.encode()}, shipped.trained.contract))

    def meant(sentence: str) -> str:
        read = engines.built_in.understand(sentence, home(), Focus())
        return " ".join(f"{one.name} {one.slots[0].value}" for one in read.intents)

    assert meant("거실 조명 좀 재워 줘") == "power.turn_off light-living"
    assert meant("거실 티비 좀 재워 줘") == "power.turn_off tv-1"
    assert meant("tuck the TV in") == "power.turn_off tv"
    assert meant("don't tuck the lamp in") == ""
    assert meant("왕별 켜줘") == "power.turn_on light-living"
