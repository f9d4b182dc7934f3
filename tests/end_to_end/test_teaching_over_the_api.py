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
        undone = dict(house.post(action=undo, sender="mom", chat="private-mom").json())
        assert "되돌렸어요" in undone["replies"][0]["text"]
        again = house.say("'달려라 통돌이'가 무슨 뜻이야?", chat="private-mom")
        assert "세탁기 시작" not in again["replies"][0]["text"]
        assert not list((tmp_path / "state" / "intents").glob("*.yml"))
