"""`jipsa appliances`, `jipsa nlu parse`, `jipsa doctor`, `jipsa chat` with a pipe."""

import io
import json
import sys
from pathlib import Path

import pytest

from bot.house import Check
from tests.bot.cli.conftest import Jipsa, Running
from tests.support.servers import Server


def test_appliances(jipsa: Jipsa, running: Running) -> None:
    said = jipsa("appliances")
    assert said.code == 0
    assert said.out == (
        "세탁기 (offline) — washer, 다용도실 [washer-1]\n"
        "  now      꺼짐\n"
        "  called   washer\n"
        "  can      run_control: start, stop\n"
        "  missing  program: 코스는 바꿀 수 없어요.\n"
        "  from     home_assistant:washer\n"
        "  because  its name says 세탁기\n"
        "\n"
    )
    assert said.err == ""
    assert json.loads(jipsa("appliances", "--json").out)[0]["id"] == "washer-1"


def test_an_empty_home(jipsa: Jipsa, running: Running) -> None:
    running.house.views = []
    assert jipsa("appliances").out == "No appliance has announced itself yet.\n"
    assert json.loads(jipsa("appliances", "--json").out) == []


def test_parse(jipsa: Jipsa, running: Running) -> None:
    said = jipsa("nlu", "parse", "세탁기 돌려줘")
    assert said.code == 0
    assert said.out == (
        "mood     command\n"
        "intent   run_control.start appliance_type=washer\n"
        "unknown  어쩌고\n"
        "would    do program.select value=면 on washer-1\n"
        "would    refuse power.turn_on on oven-1: offline\n"
        "would    ask confirm.start\n"
        "would    tell status.on\n"
    )
    explained = jipsa("nlu", "parse", "세탁기 돌려줘", "--explain").out
    assert "why      돌려 is a verb of run_control.start\n" in explained
    assert json.loads(jipsa("nlu", "parse", "--json", "세탁기 돌려줘").out)["mood"] == "command"
    assert running.house.heard == []


def test_a_table_of_sentences(jipsa: Jipsa, running: Running, tmp_path: Path) -> None:
    rows = tmp_path / "mine.yaml"
    rows.write_text("세탁기 돌려줘: run_control.start appliance_type=washer | 어쩌고\n")
    said = jipsa("nlu", "test", str(rows))
    assert (said.code, said.out) == (0, "1 sentence, all as written.\n")
    rows.write_text("# mine\n세탁기 돌려줘: run_control.start\nasdf: social.greet\n")
    said = jipsa("nlu", "test", str(rows))
    assert (said.code, said.out) == (
        1, f'{rows}, line 3: "asdf" means command: nothing, not social.greet\n2 sentences, 1 differ.\n'
    )  # fmt: skip
    assert running.house.heard == []


def test_a_broken_table_is_told(jipsa: Jipsa, running: Running, tmp_path: Path) -> None:
    rows = tmp_path / "mine.yaml"
    rows.write_text("세탁기 돌려줘:\n  - a\n")
    said = jipsa("nlu", "test", str(rows))
    assert said.code == 1
    assert "line 1" in said.err
    assert "no such file" in jipsa("nlu", "test", str(tmp_path / "none.yaml")).err


def test_a_sentence_that_means_nothing(jipsa: Jipsa, running: Running) -> None:
    assert jipsa("nlu", "parse", "asdf").code == 5


def test_a_pipe_into_chat(jipsa: Jipsa, running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("불 켜\n\n고마워\n"))
    assert jipsa("chat").out == "답: 불 켜\n답: 고마워\n"


def test_the_doctor_asks_the_instance(jipsa: Jipsa, running: Running) -> None:
    said = jipsa("doctor")
    assert said.code == 0
    assert f"ok   instance      Jipsa answers at {running.url}." in said.out
    running.house.checks = [Check("broker", False, "The broker is away: start it.")]
    said = jipsa("doctor")
    assert said.code == 1
    assert "BAD  broker        The broker is away: start it." in said.out
    assert json.loads(jipsa("doctor", "--json").out)[-1]["ok"] is False


def test_the_doctor_before_the_first_start(jipsa: Jipsa, state_dir: Path) -> None:
    said = jipsa("doctor")
    assert said.code == 0, said.out
    assert "`jipsa run` starts it" in said.out
    assert not state_dir.exists()


def config(tmp_path: Path, text: str) -> str:
    file = tmp_path / "jipsa.yaml"
    file.write_text(text)
    return str(file)


def test_the_doctor_finds_each_trouble(jipsa: Jipsa, tmp_path: Path, state_dir: Path) -> None:
    state_dir.mkdir(mode=0o755)
    state_dir.chmod(0o755)
    file = config(tmp_path, "redis: {url: 'redis://127.0.0.1:1/0'}\nmqtt: {host: 127.0.0.1, port: 1}\n")
    said = jipsa("doctor", "--config", file)
    assert said.code == 1
    bad = {line.split()[1]: line for line in said.out.splitlines() if line.startswith("BAD")}
    assert bad.keys() == {"state", "store", "broker"}
    assert f"chmod 700 {state_dir}" in bad["state"]
    assert "redis.url" in bad["store"]
    assert "127.0.0.1:1" in bad["broker"]


def test_the_doctor_is_content_with_real_servers(
    jipsa: Jipsa, tmp_path: Path, redis_url: str, mosquitto: Server
) -> None:
    file = config(
        tmp_path, f"redis: {{url: '{redis_url}'}}\nmqtt: {{host: 127.0.0.1, port: {mosquitto.port}}}\n"
    )
    said = jipsa("doctor", "--config", file)
    assert said.code == 0, said.out
    assert "Redis answers." in said.out
    assert "takes us in" in said.out


def test_the_doctor_reads_a_broken_config(jipsa: Jipsa, tmp_path: Path) -> None:
    file = config(tmp_path, "home:\n  langauge: ko\n")
    said = jipsa("doctor", "--config", file)
    assert said.code == 1
    assert f"{file}, line 2" in said.out


def test_the_doctor_names_the_messengers_of_the_config(jipsa: Jipsa, tmp_path: Path) -> None:
    messengers = (
        "messengers:\n  telegram: {token: '1:hush'}\n  line: {channel_access_token: a, channel_secret: b}\n"
    )
    said = jipsa("doctor", "--config", config(tmp_path, messengers))
    lines = {line.split()[1]: line for line in said.out.splitlines()}
    assert lines["telegram"].startswith("ok") and "hush" not in said.out
    assert lines["line"].startswith("BAD") and "http.public_url" in lines["line"]
