"""Whatever a person does wrong is one sentence on standard error, exit code 1, and no traceback."""

import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.embedded.instance import Instance
from bot.embedded.ports import free_port
from tests.bot.cli.conftest import Jipsa, Running

USES_THE_INSTANCE = [
    ("say", "hi"),
    ("appliances",),
    ("nlu", "parse", "hi"),
    ("nlu", "replay"),
    ("nlu", "replay", "--use-anyway"),
    ("nlu", "history"),
    ("nlu", "history", "v1"),
    ("nlu", "rollback", "v1"),
    ("nlu", "misses"),
    ("chat",),
]
WRONG = [
    ("bogus",),
    ("say",),
    ("say", "--bogus", "hi"),
    ("run", "--port", "99999"),
    ("run", "--port", "eight"),
    ("run", "--config", "/nowhere/jipsa.yaml"),
    ("invite",),
    ("invite", "--hours", "0"),
    ("nlu", "train"),
    ("nlu", "check", "/nowhere"),
    ("nlu", "check", "--home", "/nowhere/home.json"),
    ("nlu", "test", "/nowhere"),
    ("nlu", "replay", "--home", "home.json"),
    ("nlu", "replay", "--messages", "/nowhere/said.txt"),
    ("nlu", "replay", "words", "--use-anyway"),
    ("nlu", "rollback"),
    ("nlu", "bogus"),
    ("say", "--url", "http://127.0.0.1:1", "hi"),
    ("say", "--url", "bogus", "--token", "x", "hi"),
    ("say", "--url", "http://[", "--token", "x", "hi"),
    ("say", "--url", "http://127.0.0.1:1", "--token", "열쇠", "hi"),
    *USES_THE_INSTANCE,
]


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_one_sentence_and_no_traceback(jipsa: Jipsa, arguments: tuple[str, ...]) -> None:
    said = jipsa(*arguments)
    assert said.code == 1
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert len(said.err) > 20
    assert "Traceback" not in said.err


@pytest.mark.parametrize("arguments", USES_THE_INSTANCE, ids=" ".join)
def test_without_an_instance(jipsa: Jipsa, state_dir: Path, arguments: tuple[str, ...]) -> None:
    assert jipsa(*arguments).err == (
        f"No Jipsa runs on {state_dir}: start it with `jipsa run`, or name one with --url.\n"
    )


def test_an_instance_that_does_not_listen(jipsa: Jipsa, state_dir: Path) -> None:
    instance = Instance.claim(state_dir)
    instance.announce(f"http://127.0.0.1:{free_port(0)}")
    assert "Nothing answers at http://127.0.0.1:" in jipsa("say", "hi").err
    instance.release()


def test_the_wrong_token(jipsa: Jipsa, running: Running) -> None:
    said = jipsa("say", "--token", "wrong", "hi")
    assert said.code == 1
    assert "does not take this token" in said.err


def test_another_address_needs_a_token(jipsa: Jipsa, running: Running) -> None:
    assert "Give it with --token" in jipsa("say", "--url", "http://127.0.0.1:1", "hi").err
    assert jipsa("say", "--url", running.url, "hi").code == 0


def test_a_crash_inside_is_told_without_its_words(jipsa: Jipsa, running: Running) -> None:
    said = jipsa("say", "crash")
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "a bug" not in said.err


@pytest.fixture
def stranger() -> Iterator[str]:
    """A web server that is not Jipsa."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<h1>It works</h1>")

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_something_else_answers(jipsa: Jipsa, stranger: str) -> None:
    said = jipsa("appliances", "--url", stranger, "--token", "x")
    assert (said.code, said.err) == (1, f"What answers at {stranger} is not Jipsa: check the address.\n")


def test_the_unexpected_is_one_sentence_and_in_a_log(
    jipsa: Jipsa, running: Running, state_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def bug(*_: object) -> None:
        raise ZeroDivisionError("a secret detail")

    monkeypatch.setattr("bot.cli.api.Api.appliances", bug)
    said = jipsa("appliances")
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "a secret detail" not in said.err
    log = state_dir / "jipsa-errors.log"
    assert str(log) in said.err
    assert "a secret detail" in log.read_text()
    assert "Traceback" in jipsa("--debug", "appliances").err
    assert "Traceback" in jipsa("appliances", "--debug").err


def test_a_reader_that_leaves(running: Running, state_dir: Path) -> None:
    """`jipsa appliances | head -0` ends quietly."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "appliances", "--json"],
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert done.stderr == b""


def test_small_commands_do_not_load_the_house(running: Running) -> None:
    code = (
        "import sys; from bot.cli import execute; assert execute(['say', 'hi']) == 0; "
        "heavy = {'fastapi', 'uvicorn', 'redis', 'paho', 'prompt_toolkit', 'yaml'} & set(sys.modules); "
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
