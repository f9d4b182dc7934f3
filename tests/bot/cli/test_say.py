"""`jipsa say`: exit codes, who speaks, what is printed."""

import json

import pytest

from tests.bot.cli.conftest import Jipsa, Running


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        ("acted", 0),
        ("scheduled", 0),
        ("answered", 0),
        ("silent", 0),
        ("asked", 3),
        ("refused", 4),
        ("not_understood", 5),
    ],
)
def test_the_outcome_is_the_exit_code(jipsa: Jipsa, running: Running, outcome: str, code: int) -> None:
    said = jipsa("say", outcome)
    assert said.code == code
    assert said.err == ""
    assert said.out.startswith(f"답: {outcome}\n") == (outcome != "silent")


def test_the_first_owner_speaks_in_their_terminal(jipsa: Jipsa, running: Running) -> None:
    said = jipsa("say", "세탁기", "돌려줘")
    assert said.out == "답: 세탁기 돌려줘\n"
    (heard,) = running.house.heard
    assert (heard.text, heard.sender, heard.chat) == ("세탁기 돌려줘", "mom", "terminal:mom")
    assert not heard.group


def test_another_person_and_chat(jipsa: Jipsa, running: Running) -> None:
    assert jipsa("say", "--as", "dad", "--chat", "family", "hello").code == 0
    (heard,) = running.house.heard
    assert (heard.sender, heard.chat) == ("dad", "family")


def test_text_that_looks_like_an_option(jipsa: Jipsa, running: Running) -> None:
    assert jipsa("say", "--", "--debug", "-5도").code == 0
    assert running.house.heard[0].text == "--debug -5도"


def test_buttons_are_shown(jipsa: Jipsa, running: Running) -> None:
    assert jipsa("say", "asked").out == "답: asked\n  [1] 네   [2] 아니요\n"


def test_json_is_the_answer_of_the_api(jipsa: Jipsa, running: Running) -> None:
    said = jipsa("say", "--json", "asked")
    assert said.code == 3
    answer = json.loads(said.out)
    assert answer["outcome"] == "asked"
    assert answer["replies"][0]["buttons"][0]["action"] == "v1:yes"


def test_a_reply_cannot_steer_the_terminal(jipsa: Jipsa, running: Running) -> None:
    said = jipsa("say", "\x1b[2J\x9b31m끝\u202e")
    assert "\x1b" not in said.out
    assert "\x9b" not in said.out
    assert "\u202e" not in said.out
    assert "끝" in said.out


def test_nobody_is_owner(jipsa: Jipsa, running: Running) -> None:
    running.house.people_here = running.house.people_here[:1]
    said = jipsa("say", "hi")
    assert (said.code, said.err) == (1, "Nobody in this home is an owner: say who speaks with --as.\n")


def test_a_stranger(jipsa: Jipsa, running: Running) -> None:
    said = jipsa("say", "--as", "nobody", "hi")
    assert said.code == 1
    assert "nobody" in said.err
    assert said.err.count("\n") == 1
    assert running.house.heard == []


def test_too_long_a_text(jipsa: Jipsa, running: Running) -> None:
    said = jipsa("say", "가" * 10_001)
    assert said.code == 1
    assert "text" in said.err
    assert "Traceback" not in said.err
