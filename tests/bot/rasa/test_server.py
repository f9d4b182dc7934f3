"""Our own server process, played by a small program: start, fall, hang, stop. The real one: test_real_rasa.py."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rasa.client import RasaClient, RasaUnavailable
from bot.rasa.environment import Environment
from bot.rasa.keeper import ModelKeeper
from bot.rasa.models import Models
from bot.rasa.opinion import TrainedOpinion
from bot.rasa.server import RasaServer
from tests.bot.rasa.parts import Clock, arguments, made, runs, variables
from tests.support.rasa_double import RasaDouble
from tests.support.waiting import until

PLAYER = """\
#!{python}
import http.server, json, os, sys
port = int(sys.argv[sys.argv.index("--port") + 1])
token = os.environ["RASA_AUTH_TOKEN"]
{before}
class Handler(http.server.BaseHTTPRequestHandler):
    model = None
    def answer(self, status, body=None):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(b"" if body is None else json.dumps(body).encode())
    def read(self):
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))
    def do_GET(self):
        if "token=" + token not in self.path:
            self.answer(401)
        elif Handler.model is None:
            self.answer(409)
        else:
            self.answer(200, dict(model_file="model.tar.gz", model_id=Handler.model))
    def do_PUT(self):
        Handler.model = self.read()["model_file"]
        self.answer(204)
    def do_POST(self):
        ranking = [dict(name="power.turn_on", confidence=0.9)]
        self.answer(200, dict(text=self.read()["text"], entities=[], intent_ranking=ranking))
http.server.HTTPServer(("127.0.0.1", port), Handler).serve_forever()
"""


def environment(folder: Path, before: str = "") -> Environment:
    """One whose Python plays Rasa, after it did this."""
    program = folder / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text(PLAYER.format(python=sys.executable, before=before))
    program.chmod(0o755)
    return Environment(folder)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[RasaServer]:
    server = RasaServer(tmp_path / "server", environment(tmp_path / "env"), timeout_s=5)
    yield server
    await server.stop()
    await server.client.close()


async def test_it_comes_up_and_goes(server: RasaServer, tmp_path: Path) -> None:
    server.start()
    assert server.started
    assert not server.came_up, "nobody waited"
    await until(lambda: server.came_up)
    assert not (await server.client.status()).ready
    pid = server.pid
    assert pid is not None
    await server.stop()
    assert server.pid is None
    assert not runs(pid)
    assert not (tmp_path / "server" / "tmp").exists()


async def test_others_on_this_computer_can_neither_read_the_token_nor_do_without(server: RasaServer) -> None:
    server.start()
    await until(lambda: server.came_up)
    token = variables(server.pid)["RASA_AUTH_TOKEN"]
    assert len(token) >= 24
    assert token.encode() not in b" ".join(arguments(server.pid))
    stranger = RasaClient(server.client.url, None, timeout_s=5)
    with pytest.raises(RasaUnavailable, match="token"):
        await stranger.status()
    await stranger.close()


async def test_it_listens_on_this_computer_only(server: RasaServer) -> None:
    server.start()
    await until(lambda: server.came_up)
    given = arguments(server.pid)
    assert given[given.index(b"--interface") + 1] == b"127.0.0.1"


async def test_a_killed_one_comes_back_on_another_port_if_its_own_is_taken(server: RasaServer) -> None:
    server.start()
    await until(lambda: server.came_up)
    first, url = server.pid, server.client.url
    port = int(url.rpartition(":")[2])
    assert first is not None
    os.kill(first, signal.SIGKILL)
    while True:
        try:
            taken = socket.create_server(("127.0.0.1", port))
            break
        except OSError:  # not quite dead yet
            await asyncio.sleep(0)
    with taken:
        await until(lambda: server.came_up and server.pid != first)
    assert server.client.url != url
    assert not (await server.client.status()).ready


async def test_one_that_cannot_start_says_why_in_one_sentence_and_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.rasa.server.FIRST_DELAY_S", 0.01)
    gone = tmp_path / "gone"
    before = (
        f"if not os.path.exists({str(gone)!r}): sys.exit(\"ModuleNotFoundError: No module named 'rasa'\")"
    )
    server = RasaServer(tmp_path / "server", environment(tmp_path / "env", before), timeout_s=5)
    server.start()
    await until(lambda: server.problem is not None)
    assert server.problem == "Rasa is not installed where it is looked for: run `jipsa nlu setup`."
    gone.touch()
    await until(lambda: server.came_up)
    await until(lambda: server.problem is None)
    await server.stop()
    await server.client.close()


async def test_no_python_there(tmp_path: Path) -> None:
    server = RasaServer(tmp_path / "server", Environment(tmp_path / "nothing"), timeout_s=5)
    server.start()
    await until(lambda: server.problem is not None)
    await server.stop()
    await server.client.close()


async def test_it_can_be_stopped_while_it_starts(tmp_path: Path) -> None:
    server = RasaServer(tmp_path / "server", environment(tmp_path / "env", "import time; time.sleep(600)"), 5)
    server.start()
    await until(lambda: server.pid is not None)
    pid = server.pid
    assert pid is not None
    async with asyncio.timeout(10):
        await server.stop()
    assert not runs(pid)
    await server.client.close()


async def test_what_was_half_unpacked_goes_at_the_next_start(server: RasaServer, tmp_path: Path) -> None:
    left = tmp_path / "server" / "tmp" / "half" / "model"
    left.parent.mkdir(parents=True)
    left.touch()
    server.start()
    await until(lambda: server.came_up)
    assert not left.exists()
    assert variables(server.pid)["TMPDIR"] == str(tmp_path / "server" / "tmp")


async def test_it_is_started_with_the_first_model_and_gets_it_again_after_a_fall(
    server: RasaServer, tmp_path: Path
) -> None:
    models = Models(tmp_path / "models")
    keeper = ModelKeeper(server.client, models, intents={"power.turn_on"}, server=server)
    opinion = TrainedOpinion(server.client, keeper, server)
    await keeper.look()
    assert not server.started
    assert "No model has been trained" in opinion.check().text
    assert opinion.check().ok
    model = made(models, b"first")
    models.use(model.name)
    await keeper.look()
    assert server.started
    assert "is starting" in opinion.check().text
    assert opinion.check().ok
    await until(lambda: server.came_up)
    await keeper.look()
    assert keeper.serving == model.name
    assert await opinion.guess("불 켜 줘") is not None
    first = server.pid
    server.kill("for the test")
    await until(lambda: not server.came_up)
    assert keeper.serving is None
    assert await opinion.guess("에어컨 켜 줘") is None
    await until(lambda: server.came_up and server.pid != first)
    await keeper.look()
    assert keeper.serving == model.name
    assert await opinion.guess("불 켜 줘") is not None


async def test_a_process_that_loaded_many_models_gives_way_to_a_new_one(
    server: RasaServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.rasa.keeper.LOADS_A_PROCESS", 2)
    models = Models(tmp_path / "models")
    models.use(made(models, b"1").name)
    keeper = ModelKeeper(server.client, models, intents={"power.turn_on"}, server=server)
    await keeper.look()
    await until(lambda: server.came_up)
    await keeper.look()
    first = server.pid
    models.use(made(models, b"2").name)
    await keeper.look()
    assert server.pid == first
    third = made(models, b"3")
    models.use(third.name)
    await keeper.look()
    await until(lambda: server.came_up and server.pid != first)
    await keeper.look()
    assert keeper.serving == third.name


async def test_one_that_hangs_is_killed_and_comes_back(
    server: RasaServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models, clock = Models(tmp_path / "models"), Clock()
    models.use(made(models, b"first").name)
    keeper = ModelKeeper(server.client, models, intents={"power.turn_on"}, server=server, clock=clock)
    opinion = TrainedOpinion(server.client, keeper, server, clock=clock)
    await keeper.look()
    await until(lambda: server.came_up)
    await keeper.look()
    hung = server.pid
    assert hung is not None
    os.kill(hung, signal.SIGSTOP)
    monkeypatch.setattr("bot.rasa.client.STATUS_TIMEOUT_S", 0.1)
    await keeper.look()
    assert "away" in opinion.check().text
    clock.now += 59
    await keeper.look()
    assert server.pid == hung
    clock.now += 2
    await keeper.look()
    monkeypatch.setattr("bot.rasa.client.STATUS_TIMEOUT_S", 5)
    await until(lambda: server.came_up and server.pid != hung)
    await keeper.look()
    assert await opinion.guess("불 켜 줘") is not None


async def test_one_that_came_up_late_and_is_still_slow_is_not_killed_for_it(
    server: RasaServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models, clock = Models(tmp_path / "models"), Clock()
    models.use(made(models, b"first").name)
    keeper = ModelKeeper(server.client, models, intents={"power.turn_on"}, server=server, clock=clock)
    await keeper.look()
    clock.now += 170
    await until(lambda: server.came_up)
    slow = server.pid
    assert slow is not None
    os.kill(slow, signal.SIGSTOP)
    monkeypatch.setattr("bot.rasa.client.STATUS_TIMEOUT_S", 0.1)
    await keeper.look()
    os.kill(slow, signal.SIGCONT)
    monkeypatch.setattr("bot.rasa.client.STATUS_TIMEOUT_S", 5)
    await keeper.look()
    assert server.pid == slow
    assert keeper.serving is not None


async def test_one_that_only_starts_for_long_is_not_killed(tmp_path: Path) -> None:
    server = RasaServer(tmp_path / "server", environment(tmp_path / "env", "import time; time.sleep(600)"), 5)
    models, clock = Models(tmp_path / "models"), Clock()
    models.use(made(models, b"first").name)
    keeper = ModelKeeper(server.client, models, intents={"power.turn_on"}, server=server, clock=clock)
    opinion = TrainedOpinion(server.client, keeper, server, clock=clock)
    await keeper.look()
    await until(lambda: server.pid is not None)
    pid = server.pid
    clock.now += 170
    await keeper.look()
    assert server.pid == pid
    assert opinion.check().ok
    clock.now += 20
    await keeper.look()
    assert server.pid == pid
    assert not opinion.check().ok
    assert "server.log" in opinion.check().text
    await opinion.stop()


async def test_it_is_not_started_for_a_model_that_was_changed(server: RasaServer, tmp_path: Path) -> None:
    models = Models(tmp_path / "models")
    model = made(models, b"first")
    models.use(model.name)
    model.file.write_bytes(b"changed")
    keeper = ModelKeeper(server.client, models, intents={"power.turn_on"}, server=server)
    opinion = TrainedOpinion(server.client, keeper, server)
    await keeper.look()
    assert not server.started
    assert not opinion.check().ok
    assert "changed" in opinion.check().text
    assert "No model has been trained" not in opinion.check().text


def test_our_secrets_are_not_given_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIPSA_TOKEN", "secret")
    server = RasaServer(tmp_path / "server", Environment(tmp_path / "env"), timeout_s=5)
    assert "JIPSA_TOKEN" not in (server._child._environment or {})


async def test_a_stranger_who_has_the_port_while_ours_starts_gets_neither_token_nor_text(
    tmp_path: Path, double: RasaDouble
) -> None:
    server = RasaServer(tmp_path / "server", environment(tmp_path / "env", "import time; time.sleep(600)"), 5)
    models = Models(tmp_path / "models")
    models.use(made(models, b"first").name)
    double.has("strange.tar.gz")
    keeper = ModelKeeper(server.client, models, intents={"power.turn_on"}, server=server)
    opinion = TrainedOpinion(server.client, keeper, server)
    await keeper.look()
    await until(lambda: server.pid is not None)
    server.client.url = double.url
    await keeper.look()
    assert await opinion.guess("불 켜 줘") is None
    assert double.requests == 0
    await opinion.stop()
