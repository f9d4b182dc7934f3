"""The house as people run it: an owner teaches by chat over the API, and it works in another chat."""

from pathlib import Path
from typing import Any

from tests.support.house import House, results

CONFIG = """people:
  mom: {name: {ko: 엄마, en: Mom}, role: owner}
  dad: {name: {ko: 아빠, en: Dad}, role: adult}
  jiu: {name: {ko: 지우, en: Jiu}, role: child}
"""
LESSON = "'달려라 통돌이' 은 세탁기 시작이야"


def buttons(answer: dict[str, Any]) -> dict[str, str]:
    """Label → action."""
    return {one["label"]: one["action"] for reply in answer["replies"] for one in reply["buttons"]}


def test_a_phrase_is_taught_used_and_taken_back(tmp_path: Path) -> None:
    with House(tmp_path, CONFIG) as house:
        refused = house.say(LESSON, sender="jiu", chat="private-jiu")
        assert refused["outcome"] == "refused" and not buttons(refused)
        taught = house.say(LESSON, chat="private-mom")
        assert taught["outcome"] == "answered"
        started = house.say("달려라 통돌이", sender="dad", chat="private-dad")
        assert results(started) == [("washer-1", "start", "confirmed")]
        [undo] = buttons(taught).values()
        undone = house.say("", action=undo, chat="private-mom")
        assert "되돌렸어요" in undone["replies"][0]["text"]
        house.say("세탁기 멈춰", sender="dad", chat="private-dad")
        again = house.say("'달려라 통돌이'가 무슨 뜻이야?", chat="private-mom")
        assert not again["commands"]
        assert "달려라 통돌이" not in (tmp_path / "state" / "intents" / "taught.yml").read_text("utf-8")
