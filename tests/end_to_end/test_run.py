"""`jipsa run` and its command line as a newcomer meets them, in processes of their own."""

import json
import signal
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.ha_device import Switch
from tests.support.house import END_WITHIN_S, House, jipsa, one_sentence, results, wait_for
from tests.support.servers import Server, free_port, mosquitto_server


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house with no config at all."""
    with House(tmp_path_factory.mktemp("house")) as running:
        yield running


class TestWithNothing:
    """No config: everything comes along."""

    def test_the_link_signs_the_page_in(self, house: House) -> None:
        link = next(line for line in house.output.read_text().splitlines() if "Open the page: " in line)
        url = link.partition("Open the page: ")[2].strip()
        with httpx.Client(follow_redirects=True, trust_env=False) as browser:
            page = browser.get(url)
            assert page.status_code == 200 and "text/html" in page.headers["content-type"]
            assert browser.get(f"{house.info['url']}/api/v1/session").json()["person"]["id"] == "mom"
            cookie = page.history[0].headers["set-cookie"] if page.history else page.headers["set-cookie"]
            assert "httponly" in cookie.lower()
        with httpx.Client(follow_redirects=True, trust_env=False) as second:
            second.get(url)
            assert second.get(f"{house.info['url']}/api/v1/session").status_code == 401

    @pytest.mark.parametrize("name", ["instance.json", "token"])
    def test_the_token_is_for_this_user_alone(self, house: House, name: str) -> None:
        file = house.state_dir / name
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert (house.state_dir / "token").read_text().strip() in file.read_text()
        assert stat.S_IMODE(house.state_dir.stat().st_mode) == 0o700

    def test_it_is_alive_and_ready(self, house: House) -> None:
        anyone = httpx.Client(base_url=house.info["url"], trust_env=False)
        assert anyone.get("/healthz").status_code == 200
        assert anyone.get("/readyz").status_code == 200
        assert anyone.get("/api/v1/appliances").status_code == 401

    def test_the_washer_starts(self, house: House) -> None:
        answer = house.say("세탁기 돌려줘")
        assert answer["outcome"] == "acted" and results(answer) == [("washer-1", "start", "confirmed")]
        assert house.state("washer-1", "run_control.state") == "running"
        assert "세탁기" in answer["replies"][0]["text"]

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("거실 불 켜줘", 0),
            ("is the oven on?", 0),
            ("turn on the oven to 180 degrees", 3),
            ("거실 에어컨 90도로", 4),
            ("아브라카다브라 뿅", 5),
        ],
    )
    def test_say_ends_with_the_code_of_what_came_of_it(self, house: House, text: str, code: int) -> None:
        ran = house.jipsa("say", text, "--chat", f"codes-{code}")
        assert ran.returncode == code, ran.stdout + ran.stderr
        assert ran.stdout.strip() and not ran.stderr

    def test_say_as_a_person_and_as_json(self, house: House) -> None:
        ran = house.jipsa("say", "--json", "--as", "child", "turn", "on", "the", "oven", "to", "180")
        answer = json.loads(ran.stdout)
        assert ran.returncode == 4 and answer["outcome"] == "refused"
        assert answer["commands"][0]["reason"] == "rights"
        nobody = house.jipsa("say", "--as", "stranger", "거실 불 켜줘")
        assert nobody.returncode == 1 and "stranger" in one_sentence(nobody.stderr)

    def test_appliances(self, house: House) -> None:
        listed = json.loads(house.jipsa("appliances", "--json").stdout)
        assert len(listed) >= 25
        washer = next(one for one in listed if one["id"] == "washer-1")
        assert washer["type"] == "washer" and "start" in washer["capabilities"]["run_control"]["actions"]
        plain = house.jipsa("appliances")
        assert plain.returncode == 0 and "washer-1" in plain.stdout

    def test_doctor_finds_nothing(self, house: House) -> None:
        ran = house.jipsa("doctor")
        assert ran.returncode == 0 and "BAD" not in ran.stdout, ran.stdout + ran.stderr
        checks = json.loads(house.jipsa("doctor", "--json").stdout)
        assert {"store", "broker", "engine"} <= {one["name"] for one in checks}

    def test_parse_explains_and_does_nothing(self, house: House) -> None:
        ran = house.jipsa("nlu", "parse", "don't turn on the oven", "--json", "--explain")
        meaning = json.loads(ran.stdout)
        assert ran.returncode == 0 and meaning["mood"] == "negated" and meaning["explanation"]
        assert not any(step["kind"] == "CommandStep" for step in meaning["plan"])
        before = house.state("aircon-bedroom", "power.on")
        meant = json.loads(house.jipsa("nlu", "parse", "안방 에어컨 켜줘", "--json", "--explain").stdout)
        assert [step["appliance"] for step in meant["plan"]] == ["aircon-bedroom"]
        assert house.state("aircon-bedroom", "power.on") == before
        assert house.jipsa("nlu", "parse", "아브라카다브라 뿅").returncode == 5

    def test_a_second_one_on_the_same_folder(self, house: House) -> None:
        ran = house.jipsa("run", "--no-chat", "--port", "0")
        assert ran.returncode == 1 and "already running" in one_sentence(ran.stderr)
        assert house.http.get("/healthz").status_code == 200

    def test_a_second_one_on_the_same_port(self, house: House, tmp_path: Path) -> None:
        port = house.info["url"].rpartition(":")[2]
        other = House(tmp_path)
        ran = jipsa("run", "--no-chat", "--port", port, "--state-dir", str(other.state_dir), env=other.env())
        assert ran.returncode == 1 and port in one_sentence(ran.stderr)
        assert other.servers() == []

    def test_without_a_house_it_says_how_to_get_one(self, tmp_path: Path) -> None:
        ran = House(tmp_path).jipsa("say", "거실 불 켜줘")
        assert ran.returncode == 1 and "jipsa run" in one_sentence(ran.stderr)


class TestEnding:
    """Ends, wanted or not, and the start after them."""

    def test_ctrl_c_leaves_nothing_and_forgets_nothing(self, tmp_path: Path) -> None:
        with House(tmp_path) as house:
            first = house.say("거실 불 켜줘", id="remembered")
            asked = house.say("오븐 180도로 예열해줘")
            assert asked["outcome"] == "asked" and len(house.servers()) >= 1
            assert house.end(signal.SIGINT) == 0, house.log.read_text()
            assert house.servers() == [] and not (house.state_dir / "instance.json").exists()
            assert "Traceback" not in house.log.read_text()
            house.start()
            assert house.say("거실 불 켜줘", id="remembered") == first
            # the same talk goes on: its question still waits
            answer = house.say("네")
            assert answer["outcome"] == "acted", answer
            assert {one["appliance"] for one in answer["commands"]} == {"oven-1"}

    def test_what_is_under_way_is_told_before_it_ends(self, tmp_path: Path) -> None:
        with House(tmp_path) as house:
            house.simulate("light-kitchen", slow_s=1.0)
            assert house.say("주방 불 켜줘", id="last", wait_s=0)["commands"][0]["result"] == "pending"
            assert house.end(signal.SIGTERM) == 0
            house.start()
            last = house.say("주방 불 켜줘", id="last")
            assert results(last) == [("light-kitchen", "turn_on", "confirmed")]

    def test_killed_in_the_middle_of_a_command(self, tmp_path: Path) -> None:
        with House(tmp_path) as house:
            house.simulate("light-kitchen", slow_s=60)
            first = house.say("주방 불 켜줘", id="killed", wait_s=0)
            assert first["commands"][0]["result"] == "pending"
            house.kill()
            wait_for(lambda: house.servers() == [], END_WITHIN_S)
            house.start()
            with house.http.stream("GET", "/api/v1/events", params={"person": "mom"}, timeout=40) as events:
                told = next(
                    data for line in events.iter_lines() if line.startswith("data:")
                    and (data := json.loads(line[5:])).get("id") == "killed"
                )  # fmt: skip
            assert results(told) == [("light-kitchen", "turn_on", "timed_out")]
            assert "켰어요" not in told["replies"][0]["text"]
            again = house.say("주방 불 켜줘", id="killed")
            assert again["commands"] == told["commands"]
            assert again["replies"][0]["text"] == told["replies"][0]["text"]
            assert house.state("light-kitchen", "power.on") is False
            assert results(house.say("주방 불 켜줘", id="afterwards"))[0][2] == "confirmed"
            assert "Traceback" not in house.log.read_text()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Server]:
    """A real mosquitto that outlives the house."""
    folder = tmp_path / "mosquitto"
    folder.mkdir()
    server = mosquitto_server(folder)
    server.start()
    yield server
    server.stop()


class TestKilledWhileTheDeviceLivesOn:
    """kill -9 of the house; broker and device know what really happened."""

    @pytest.mark.parametrize("slow_s", [0.5, 30.0])
    def test_it_is_done_once_and_told_as_it_was(self, tmp_path: Path, broker: Server, slow_s: float) -> None:
        lamp = Switch(broker.host, broker.port, "lamp-1", "Desk lamp")
        config = f"mqtt:\n  host: {broker.host}\n  port: {broker.port}\n"
        try:
            with House(tmp_path, config) as house:
                wait_for(lambda: [one["id"] for one in house.appliances()] == ["lamp-1"])
                lamp.slow_s = slow_s
                first = house.say("turn on the desk lamp", id="once", wait_s=0)
                assert results(first) == [("lamp-1", "turn_on", "pending")], first
                lamp.until_told(1)
                house.kill()
                wait_for(lambda: house.servers() == [], END_WITHIN_S)
                house.start()
                end = house.say("turn on the desk lamp", id="once", wait_s=60)
                assert results(end) == [("lamp-1", "turn_on", "confirmed" if slow_s < 1 else "timed_out")]
                if slow_s > 1:
                    assert "is on" not in end["replies"][0]["text"]
                assert house.say("turn on the desk lamp", id="once") == end
                lamp.slow_s = 0
                assert results(house.say("turn off the desk lamp"))[0][2] == "confirmed"
                assert lamp.obeyed == ["ON", "OFF"]
        finally:
            lamp.close()


class TestMistakes:
    """What a person can get wrong: one sentence, with the place and the way out."""

    @pytest.mark.parametrize(
        ("config", "parts"),
        [
            ("home:\n  id: [\n", ["line 3"]),
            ("home:\n\tid: x\n", ["line 2", "tab"]),
            ("home:\n  id: house\nhtpp:\n  port: 1\n", ["line 3", "htpp", "http"]),
            ("people:\n  mom:\n    name: Mom\n    role: queen\n", ["line 4", "people.mom.role", "owner"]),
            ("people:\n  kim:\n    name: Kim\n    role: adult\n", ["line 1", "people", "owner"]),
            ("appliances:\n  washer-1:\n    type: wahser\n", ["line 3", "appliances.washer-1.type", "wahser"]),
            ("http:\n  port: 99999\n", ["line 2", "http.port"]),
            ("redis:\n  url: localhost\n", ["line 2", "redis.url"]),
            ("mqtt:\n  host: h\n  password: ${NOT_SET_ANYWHERE}\n", ["line 3", "mqtt.password", "NOT_SET_ANYWHERE"]),
            ("mqtt:\n  host: h\n  tls:\n    ca_file: gone.pem\n", ["line 4", "mqtt.tls.ca_file", "gone.pem"]),
            ("\x00", ["line 1"]),
        ],
    )  # fmt: skip
    def test_in_the_config(self, tmp_path: Path, config: str, parts: list[str]) -> None:
        house = House(tmp_path, config)
        for arguments in (("run", "--no-chat", "--port", "0"), ("doctor",)):
            ran = house.jipsa(*arguments, "--config", str(house.config))
            told = one_sentence(ran.stderr) if arguments[0] == "run" else ran.stdout
            assert ran.returncode == 1 and "Traceback" not in ran.stderr + ran.stdout
            assert all(part in told for part in ["config.yaml", *parts]), told
        assert house.servers() == []

    def test_a_config_that_is_not_there(self, tmp_path: Path) -> None:
        ran = House(tmp_path).jipsa("run", "--no-chat", "--config", str(tmp_path / "none.yaml"))
        assert ran.returncode == 1 and "none.yaml" in one_sentence(ran.stderr)

    def test_a_port_in_use(self, tmp_path: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            house = House(tmp_path, f"http:\n  port: {port}\n")
            ran = house.jipsa("run", "--no-chat", "--config", str(house.config))
        assert ran.returncode == 1 and str(port) in one_sentence(ran.stderr)
        assert house.servers() == []

    def test_a_store_that_is_not_there(self, tmp_path: Path) -> None:
        house = House(tmp_path, f"redis:\n  url: redis://127.0.0.1:{free_port()}/0\n")
        began = time.monotonic()
        ran = house.jipsa("run", "--no-chat", "--port", "0", "--config", str(house.config))
        assert ran.returncode == 1 and "redis.url" in one_sentence(ran.stderr)
        assert time.monotonic() - began < 40 and house.servers() == []

    def test_a_folder_that_is_a_file(self, tmp_path: Path) -> None:
        house = House(tmp_path)
        house.state_dir.write_text("")
        ran = house.jipsa("run", "--no-chat", "--port", "0")
        assert ran.returncode == 1 and "--state-dir" in one_sentence(ran.stderr)

    @pytest.mark.parametrize(
        "arguments", [("rnu",), ("say",), ("run", "--port", "many"), ("say", "--chta", "x", "hi"), ("invite",)]
    )  # fmt: skip
    def test_on_the_command_line(self, tmp_path: Path, arguments: tuple[str, ...]) -> None:
        ran = House(tmp_path).jipsa(*arguments)
        assert ran.returncode == 1 and one_sentence(ran.stderr)

    def test_a_broker_that_refuses(self, tmp_path: Path) -> None:
        secret = tmp_path / "passwords"
        secret.touch(0o600)
        server = mosquitto_server(tmp_path, "allow_anonymous false", f"password_file {secret}")
        server.start()
        config = (
            f"mqtt:\n  host: {server.host}\n  port: {server.port}\n  username: jipsa\n  password: wrong\n"
        )
        try:
            with House(tmp_path, config) as house:
                # it runs, says what is wrong, and comes in as soon as it may
                log = wait_for(lambda: house.log.read_text())
                assert f"{server.host}:{server.port}" in log and "password" in log
                ready = house.http.get("/readyz")
                assert ready.status_code == 503 and ready.json()["failing"] == ["broker"]
                for said in (house.jipsa("doctor"), house.jipsa("doctor", "--config", str(house.config))):
                    bad = next(line for line in said.stdout.splitlines() if line.startswith("BAD"))
                    assert said.returncode == 1 and "broker" in bad and "password" in bad
                assert "Traceback" not in house.log.read_text()
                assert house.end() == 0
        finally:
            server.stop()
