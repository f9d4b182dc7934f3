"""A home by config: a real Redis, real brokers with passwords and TLS, devices made with somebody else's library."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import redis
import yaml
from ha_mqtt_discoverable import DeviceInfo, Discoverable, Settings
from ha_mqtt_discoverable.sensors import (
    Button,
    ButtonInfo,
    Light,
    LightInfo,
    Select,
    SelectInfo,
    Sensor,
    SensorInfo,
    SwitchInfo,
)
from ha_mqtt_discoverable.sensors import Switch as HmdSwitch

from bot.app import build
from bot.options import RunOptions
from tests.end_to_end.conftest import settings_for, settled
from tests.support.ha_device import Switch, Wire
from tests.support.house import House, results, wait_for
from tests.support.servers import Server, mosquitto_server, need, redis_server

USER, PASSWORD, REDIS_PASSWORD = "jipsa", "pass word#1", "redis-secret"


def passwords(folder: Path) -> str:
    """Config line of a file that lets USER in."""
    file = folder / "passwords"
    need("mosquitto_passwd")
    subprocess.run(
        ["mosquitto_passwd", "-b", "-c", str(file), USER, PASSWORD], check=True, capture_output=True
    )
    file.chmod(0o644)
    return f"password_file {file}"


def certificates(folder: Path) -> None:
    """ca.pem, server.pem and server.key for 127.0.0.1 and localhost."""
    openssl = need("openssl")

    def run(*arguments: str) -> None:
        subprocess.run([openssl, *arguments], cwd=folder, check=True, capture_output=True)

    new = ("req", "-newkey", "rsa:2048", "-nodes")
    run(*new, "-x509", "-days", "2", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test CA")
    run(*new, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n")
    signing = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names")
    run("x509", "-req", "-in", "server.csr", *signing, "-out", "server.pem")
    for file in folder.iterdir():
        file.chmod(0o644)


def config(store: Server, broker: Server, **mqtt: object) -> str:
    """A config as the example has it."""
    return yaml.safe_dump(
        {
            "redis": {"url": f"redis://:{REDIS_PASSWORD}@{store.host}:{store.port}/3"},
            "mqtt": {"host": broker.host, "port": broker.port, "username": USER, "password": "${MQTT_PASSWORD}", **mqtt},
        }
    )  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A redis-server with a password."""
    server = redis_server(tmp_path_factory.mktemp("redis"), "--requirepass", REDIS_PASSWORD)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A mosquitto that lets nobody in without a password."""
    folder = tmp_path_factory.mktemp("mosquitto")
    server = mosquitto_server(folder, "allow_anonymous false", passwords(folder))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, store: Server, broker: Server) -> Iterator[House]:
    """The house of all tests here that do no harm to its servers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MQTT_PASSWORD", PASSWORD)
        folder = tmp_path_factory.mktemp("house")
        wire = Wire(broker.host, broker.port, username=USER, password=PASSWORD)
        with House(folder, config(store, broker)) as running:
            yield running
        wire.close()


class Workshop:
    """Devices made with ha-mqtt-discoverable, and what they were told."""

    def __init__(self, broker: Server, **tls: object) -> None:
        access: dict[str, Any] = {"username": USER, "password": PASSWORD, **tls}
        self._mqtt = Settings.MQTT(host=broker.host, port=broker.port, **access)
        self.told: list[tuple[str, str]] = []
        self.made: list[Discoverable[Any]] = []

    def make(self, kind: type[Any], info: Any) -> Any:
        """An entity; its commands are noted, and done by `do`."""
        settings = Settings(mqtt=self._mqtt, entity=info)
        if kind is Sensor:
            made = Sensor(settings, retain=True)
        else:
            made = kind(settings, lambda _client, _data, message: self.do(made, message.payload.decode()))
            made.retain = True
        made.write_config()
        self.made.append(made)
        return made

    def do(self, entity: Any, payload: str) -> None:
        """Obey, as the library's examples do."""
        self.told.append((entity._entity.unique_id, payload))
        if isinstance(entity, HmdSwitch):
            entity.on() if payload == "ON" else entity.off()
        elif isinstance(entity, Light):
            wanted = json.loads(payload)
            if wanted["state"] == "OFF":
                entity.off()
            elif "brightness" in wanted:
                entity.brightness(wanted["brightness"])
            else:
                entity.on()
        elif isinstance(entity, Select):
            entity.select_option(payload)
        elif isinstance(entity, Button):
            self.state_of_the_washer.set_state("running")

    def furnish(self) -> None:
        """A lamp, a plug, a thermometer and a washer."""
        lamp = DeviceInfo(name="Reading lamp", identifiers="hmd-lamp", suggested_area="Study")
        self.lamp = self.make(
            Light,
            LightInfo(name="Reading lamp", unique_id="hmd-lamp", device=lamp, brightness=True,
                      color_mode=True, supported_color_modes=["brightness"]),
        )  # fmt: skip
        self.lamp.off()
        plug = DeviceInfo(name="Workshop plug", identifiers="hmd-plug", suggested_area="Garage")
        self.plug = self.make(HmdSwitch, SwitchInfo(name="Workshop plug", unique_id="hmd-plug", device=plug))
        self.plug.off()
        balcony = DeviceInfo(name="Balcony thermometer", identifiers="hmd-balcony", suggested_area="Balcony")
        self.thermometer = self.make(
            Sensor,
            SensorInfo(name="Temperature", unique_id="hmd-balcony", device=balcony,
                       device_class="temperature", unit_of_measurement="°C"),
        )  # fmt: skip
        self.thermometer.set_state(3.5)
        washer = DeviceInfo(name="Washer", identifiers="hmd-washer", model="Washing machine")
        self.state_of_the_washer = self.make(
            Sensor,
            SensorInfo(name="State", unique_id="hmd-washer-state", device=washer, device_class="enum",
                       options=["idle", "running", "paused", "finished"]),
        )  # fmt: skip
        self.state_of_the_washer.set_state("idle")
        self.programme = self.make(
            Select,
            SelectInfo(name="Program", unique_id="hmd-washer-program", device=washer,
                       options=["Cotton", "Eco 40-60", "Wool"]),
        )  # fmt: skip
        self.programme.select_option("Cotton")
        self.start = self.make(Button, ButtonInfo(name="Start", unique_id="hmd-washer-start", device=washer))

    def close(self) -> None:
        for one in self.made:
            one.mqtt_client.disconnect()
            one.mqtt_client.loop_stop()


@pytest.fixture(scope="module")
def workshop(house: House, broker: Server) -> Iterator[Workshop]:
    """Somebody else's devices, announced and known."""
    devices = Workshop(broker)
    devices.furnish()
    wait_for(
        lambda: len(house.appliances()) >= 4, hint=lambda: str([one["id"] for one in house.appliances()])
    )
    yield devices
    devices.close()


def found(house: House, name: str) -> dict[str, Any]:
    """The appliance of that name."""
    return next(one for one in house.appliances() if name in one["names"])


class TestSomebodyElsesDevices:
    """ha-mqtt-discoverable on a mosquitto with a password."""

    def test_nothing_is_simulated_and_all_is_found(self, house: House, workshop: Workshop) -> None:
        assert house.http.get("/api/v1/simulator").status_code == 404
        types = {one["name"]: (one["type"], one["area"]) for one in house.appliances()}
        assert types == {
            "Reading lamp": ("light", "Study"), "Workshop plug": ("plug", "Garage"),
            "Balcony thermometer": ("thermometer", "Balcony"), "Washer": ("washer", None),
        }  # fmt: skip

    def test_the_lamp_does_what_it_is_told(self, house: House, workshop: Workshop) -> None:
        answer = house.say("turn on the reading lamp")
        lamp = found(house, "Reading lamp")["id"]
        assert results(answer) == [(lamp, "turn_on", "confirmed")], answer
        assert house.state(lamp, "power.on") is True and "on" in answer["replies"][0]["text"]
        dimmed = house.say("set the reading lamp to 50%")
        assert results(dimmed) == [(lamp, "set", "confirmed")], dimmed
        assert 49 <= house.state(lamp, "level.percent") <= 51
        assert [one["result"] for one in house.say("서재 불 꺼줘")["commands"]] == ["confirmed"]

    def test_the_plug(self, house: House, workshop: Workshop) -> None:
        answer = house.say("turn on the workshop plug")
        assert [one["result"] for one in answer["commands"]] == ["confirmed"], answer
        assert ("hmd-plug", "ON") in workshop.told
        workshop.plug.off()
        plug = found(house, "Workshop plug")["id"]
        wait_for(lambda: house.state(plug, "power.on") is False)
        assert "off" in house.say("is the workshop plug on?")["replies"][0]["text"]

    def test_the_thermometer_answers(self, house: House, workshop: Workshop) -> None:
        answer = house.say("what's the temperature on the balcony?")
        assert answer["outcome"] == "answered" and "3.5" in answer["replies"][0]["text"], answer

    def test_the_washer_takes_a_programme_and_starts(self, house: House, workshop: Workshop) -> None:
        answer = house.say("start the washer on Eco 40-60")
        assert {one["result"] for one in answer["commands"]} == {"confirmed"}, answer
        assert [one for one in workshop.told if "washer" in one[0]] == [
            ("hmd-washer-program", "Eco 40-60"), ("hmd-washer-start", "PRESS"),
        ]  # fmt: skip
        assert "Eco 40-60" in answer["replies"][0]["text"]


class TestTheWire:
    """What goes over a real broker."""

    def test_commands_expire_are_acknowledged_and_never_retained(
        self, house: House, workshop: Workshop, broker: Server
    ) -> None:
        ear = Wire(broker.host, broker.port, username=USER, password=PASSWORD).listen("hmd/+/+/+/command")
        before = len(ear.heard)
        answer = house.say("turn on the workshop plug")
        assert answer["outcome"] == "acted", answer
        house.say("turn off the workshop plug")
        ear.close()
        heard = ear.heard[before:]
        assert [one.payload for one in heard] == ["ON", "OFF"]
        for one in heard:
            assert (one.qos, one.retained) == (1, False)
            # off is the safe direction, which is never too late, but not for ever either
            assert one.expiry is not None and 0 < one.expiry <= (60 if one.payload == "ON" else 600)

    def test_its_own_words_stand_under_jipsa(self, house: House, broker: Server) -> None:
        ear = Wire(broker.host, broker.port, username=USER, password=PASSWORD).listen("jipsa/#")
        wait_for(lambda: ear.heard)
        ear.close()
        assert [(one.topic, one.payload, one.retained) for one in ear.heard] == [
            ("jipsa/home/status", "online", True)
        ]

    def test_redis_holds_only_its_own_keys(self, house: House, store: Server, workshop: Workshop) -> None:
        house.say("turn on the reading lamp")
        with redis.Redis(store.host, store.port, db=3, password=REDIS_PASSWORD) as client:
            keys = [key.decode() for key in client.scan_iter()]
        tags = {key.partition("}")[0] for key in keys}
        assert keys and len(tags) == 1 and tags.pop().startswith("jipsa:{p")

    def test_secrets_stay_secret(self, house: House) -> None:
        said = house.log.read_text() + house.output.read_text() + house.jipsa("doctor").stdout
        assert PASSWORD not in said and REDIS_PASSWORD not in said


def test_tls_is_checked_and_the_will_is_said(
    tmp_path: Path, store: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificates(tmp_path)
    lines = [f"{name} {tmp_path / file}" for name, file in
             (("cafile", "ca.pem"), ("certfile", "server.pem"), ("keyfile", "server.key"))]  # fmt: skip
    server = mosquitto_server(tmp_path, *lines, "allow_anonymous false", passwords(tmp_path))
    server.start()
    monkeypatch.setenv("MQTT_PASSWORD", PASSWORD)
    text = config(store, server, tls={"ca_file": "ca.pem"}).replace("/3\n", "/4\n")
    access = {"username": USER, "password": PASSWORD, "ca_file": str(tmp_path / "ca.pem")}
    lamp = Switch(server.host, server.port, "tls-lamp", "Desk lamp", **access)
    ear = Wire(server.host, server.port, **access).listen("jipsa/#")
    try:
        with House(tmp_path, text) as house:
            wait_for(lambda: house.appliances())
            assert results(house.say("turn on the desk lamp")) == [("tls-lamp", "turn_on", "confirmed")]
            house.kill()
            wait_for(lambda: ear.heard and ear.heard[-1].payload == "offline")
        strange = House(tmp_path, config(store, server, tls=True))
        said = strange.jipsa("doctor", "--config", str(strange.config))
        assert said.returncode == 1 and "certificate" in said.stdout
        plain = House(tmp_path, config(store, server))
        assert plain.jipsa("doctor", "--config", str(plain.config)).returncode == 1
    finally:
        lamp.close()
        ear.close()
        server.stop()


def test_a_broker_that_goes_and_comes_back(tmp_path: Path, store: Server) -> None:
    folder = tmp_path / "mosquitto"
    folder.mkdir()
    # it keeps what it is given, so that a late command would be seen
    server = mosquitto_server(
        folder, "persistence true", f"persistence_location {folder}/", "autosave_interval 1"
    )
    server.start()
    lamp = Switch(server.host, server.port, "lamp-1", "Desk lamp")
    text = (
        f"mqtt: {{host: {server.host}, port: {server.port}}}\n"
        f"redis: {{url: 'redis://:{REDIS_PASSWORD}@{store.host}:{store.port}/5'}}\n"
    )
    try:
        with House(tmp_path, text) as house:
            wait_for(lambda: house.appliances())
            assert results(house.say("turn on the desk lamp"))[0][2] == "confirmed"
            server.stop()
            wait_for(lambda: house.http.get("/readyz").status_code == 503)
            answer = house.say("turn off the desk lamp", id="while-away")
            assert results(answer) == [("lamp-1", "turn_off", "refused")]
            assert answer["outcome"] == "refused" and answer["commands"][0]["reason"] == "not_connected"
            assert "is off" not in answer["replies"][0]["text"]
            server.start()
            wait_for(lambda: house.http.get("/readyz").status_code == 200, 40)
            # the next command is the very next thing the lamp hears
            assert house.say("turn off the desk lamp", id="while-away") == answer
            assert results(house.say("turn on the desk lamp"))[0][2] == "confirmed"
            assert results(house.say("turn off the desk lamp"))[0][2] == "confirmed"
            assert lamp.obeyed.count("OFF") == 1 and lamp.obeyed[-1] == "OFF"
    finally:
        lamp.close()
        server.stop()


async def test_without_mosquitto_the_small_broker_serves_the_simulated_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.embedded.broker.find_mosquitto", lambda: None)
    async with AsyncExitStack() as stack:
        family = await settled(await build(settings_for(tmp_path), RunOptions(port=0), stack))
        assert len(family.home.bridge.appliances()) >= 25
        assert any("mosquitto is not installed" in note for note in family.home.notes)
        answer = await family.say("세탁기 돌려줘")
        assert [(one.appliance, one.result) for one in answer.commands] == [("washer-1", "confirmed")]
        answer = await family.say("set the living room aircon to 24")
        assert [one.result for one in answer.commands] == ["confirmed"]
