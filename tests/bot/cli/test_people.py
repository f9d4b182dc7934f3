"""`jipsa invite` and `jipsa people`, against a real web server on a real Redis."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot.cli import invite
from bot.embedded.instance import Instance
from bot.web.auth import Auth
from bot.web.server import WebServer, create_app
from bot.web.settings import WebSettings
from tests.bot.cli.conftest import Jipsa, Running
from tests.bot.web.register import Chatty, PeopledHouse, register_on


@dataclass
class Peopled(Running):
    """An instance whose people can change."""

    redis_url: str = ""

    async def _start(self) -> WebServer:
        register = register_on(Redis.from_url(self.redis_url), Chatty())
        await register.people.start()
        settings = WebSettings(port=0)
        auth = Auth(self.token, b"0" * 32, void_before=register.people.removed_at)
        app = create_app(PeopledHouse(register.people), auth, None, settings, register=register)
        server = WebServer(app, settings)
        await server.start()
        self.register = register
        return server


@pytest.fixture
def running(state_dir: Path, redis_url: str) -> Iterator[Peopled]:
    instance = Instance.claim(state_dir)
    site = Peopled(instance.token, redis_url=redis_url)
    instance.announce(site.url)
    yield site
    site.stop()
    instance.release()


def test_a_code_and_its_links(jipsa: Jipsa, running: Peopled) -> None:
    said = jipsa("invite", "--hours", "3")
    assert said.code == 0
    code = re.search(r"Code for a new guest, to stay 3 h: (\w{4})-(\w{4})\n", said.out)
    assert code is not None
    plain = code[1] + code[2]
    assert f"  telegram  https://t.me/our_bot?start={plain}\n" in said.out
    assert f"  web       {running.url}/?invite={plain}\n" in said.out
    assert re.search(r"until \d\d:\d\d\.", said.out)
    assert "█" not in said.out  # no picture where nobody looks


def test_the_picture_can_be_scanned(capsys: pytest.CaptureFixture[str]) -> None:
    invite._draw("https://t.me/our_bot?start=ABCD2345")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 10
    assert max(map(len, lines)) < 80


def test_the_rest_of_it(jipsa: Jipsa, running: Peopled) -> None:
    assert "Code for a new adult: " in jipsa("invite").out
    assert "Code for a further account of dad: " in jipsa("invite", "--person", "dad").out
    made = json.loads(jipsa("invite", "--role", "child", "--name", "지우", "--json").out)
    assert (made["role"], made["name"]) == ("child", "지우")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("invite", "--role", "boss"), "'boss' is not one of"),
        (("invite", "--role", "adult", "--hours", "3"), "hours: only a new guest has an end."),
        (("invite", "--hours", "-1"), "hours: "),
        (("invite", "--person", "ghost"), "person: there is nobody with this id in this home."),
        (("people", "remove", "ghost"), 'There is no "ghost" in this home.'),
        (("people", "remove", "../messages"), "There is no"),
        (("people", "remove"), "--help"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    jipsa: Jipsa, running: Peopled, arguments: tuple[str, ...], sentence: str
) -> None:
    said = jipsa(*arguments)
    assert (said.code, said.out) == (1, "")
    assert sentence in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [("invite",), ("people",), ("people", "remove", "dad")])
def test_without_an_instance(jipsa: Jipsa, arguments: tuple[str, ...]) -> None:
    said = jipsa(*arguments)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "jipsa run" in said.err


def test_people_come_and_go(jipsa: Jipsa, running: Peopled) -> None:
    assert jipsa("people").out == (
        "엄마 — owner, telegram:1 [mom]\n아빠 — adult, no accounts [dad]\n민수 — child, no accounts [minsu]\n"
    )
    assert json.loads(jipsa("people", "--json").out)[0]["accounts"] == ["telegram:1"]
    said = jipsa("people", "remove", "mom")
    assert said.code == 0
    assert "The config lists telegram:1" in said.out
    assert "엄마 — owner, no accounts [mom]" in jipsa("people").out
    assert json.loads(jipsa("people", "remove", "dad", "--json").out) == {
        "gone": False, "accounts": [], "coming_back": []
    }  # fmt: skip
