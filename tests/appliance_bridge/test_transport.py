"""The connection to the broker: real mosquitto, real amqtt, a listener of its own."""

import asyncio
import contextlib
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from appliance_bridge.broker_settings import BrokerSettings, TlsSettings
from appliance_bridge.dialects.base import Incoming, Publish
from appliance_bridge.errors import BadTopic, BrokerRefused, DeadlinePassed, NotAcknowledged, NotConnected
from appliance_bridge.transport import Transport
from tests.support.servers import Server, free_port, mosquitto_server, need
from tests.support.waiting import until


class Peer:
    """A transport and what it was told."""

    def __init__(self, settings: BrokerSettings, client_id: str, will: Publish | None = None) -> None:
        self.messages: list[Incoming] = []
        self.lost: list[str] = []
        self.connects = 0
        self.fail = False
        self.transport = Transport(
            settings,
            client_id=client_id,
            on_message=self._message,
            on_connected=self._connected,
            on_disconnected=self.lost.append,
            will=will,
        )

    def _connected(self) -> None:
        self.connects += 1
        if self.fail:
            raise RuntimeError("a callback that fails")

    def _message(self, message: Incoming) -> None:
        self.messages.append(message)
        if self.fail:
            raise RuntimeError("a callback that fails")

    @property
    def payloads(self) -> list[bytes]:
        return [message.payload for message in self.messages]


MakePeer = Callable[..., Awaitable[Peer]]


def make(*command: str) -> None:
    """Run a program that writes a file."""
    subprocess.run(command, check=True, capture_output=True)


def open_files() -> int:
    """How many files and sockets this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.fixture
async def peer() -> AsyncIterator[MakePeer]:
    """Makes transports; waits until each is connected, unless told otherwise."""
    made: list[Peer] = []

    async def make(
        server: Server, *, connected: bool = True, will: Publish | None = None, **settings: Any
    ) -> Peer:
        broker = BrokerSettings(server.host, server.port, **settings)
        one = Peer(broker, f"peer-{len(made)}", will)
        made.append(one)
        await one.transport.start()
        if connected:
            await until(lambda: one.transport.connected)
        return one

    yield make
    for one in made:
        await one.transport.stop()


async def test_bytes_go_round(mosquitto: Server, peer: MakePeer) -> None:
    one = await peer(mosquitto)
    one.transport.subscribe(["거실/+", "plain"])
    await until(lambda: not one.transport.subscribing)
    await one.transport.publish(Publish("거실/등", "켜짐".encode()))
    await one.transport.publish(Publish("plain", b"", qos=0))
    await until(lambda: len(one.messages) == 2)
    assert [message.topic for message in one.messages] == ["거실/등", "plain"]
    assert not one.messages[0].retained
    assert abs(one.messages[0].at - time.time()) < 60


async def test_hundreds_at_once_all_arrive(mosquitto: Server, peer: MakePeer) -> None:
    one = await peer(mosquitto)
    one.transport.subscribe(["n/#"])
    await until(lambda: not one.transport.subscribing)
    await asyncio.gather(*(one.transport.publish(Publish("n/x", b"%d" % number)) for number in range(500)))
    await until(lambda: len(one.messages) == 500)
    assert one.payloads == [b"%d" % number for number in range(500)]


async def test_it_comes_back_and_listens_again(mosquitto: Server, peer: MakePeer) -> None:
    one = await peer(mosquitto)
    one.transport.subscribe(["a/#", "b"])
    one.transport.subscribe(["given/up"])
    one.transport.unsubscribe(["given/up"])
    mosquitto.kill()
    await until(lambda: one.lost)
    assert one.transport.last_error is not None
    mosquitto.start()
    await until(lambda: one.transport.connected, 30)
    await until(lambda: not one.transport.subscribing)
    assert one.transport.last_error is None
    for topic in ("given/up", "a/x", "b"):
        await one.transport.publish(Publish(topic, topic.encode()))
    await until(lambda: len(one.messages) == 2)
    assert one.payloads == [b"a/x", b"b"]


async def test_nothing_is_kept_for_later(mosquitto: Server, peer: MakePeer) -> None:
    one = await peer(mosquitto)
    mosquitto.kill()
    await until(lambda: one.lost)
    with pytest.raises(NotConnected) as error:
        await one.transport.publish(Publish("oven", b"ON"), deadline=time.time() + 60)
    assert not isinstance(error.value, NotAcknowledged)
    mosquitto.start()
    listener = await peer(mosquitto)
    listener.transport.subscribe(["#"])
    await until(lambda: one.transport.connected, 30)
    await until(lambda: not listener.transport.subscribing)
    await one.transport.publish(Publish("light", b"later"))
    await until(lambda: listener.messages)
    assert listener.payloads == [b"later"]


async def test_a_passed_deadline_stays_here(mosquitto: Server, peer: MakePeer) -> None:
    one = await peer(mosquitto)
    one.transport.subscribe(["#"])
    with pytest.raises(DeadlinePassed):
        await one.transport.publish(Publish("oven", b"ON"), deadline=time.time() - 0.001)
    await one.transport.publish(Publish("light", b"on"), deadline=time.time() + 5)
    await until(lambda: one.messages)
    assert one.payloads == [b"on"]


@pytest.fixture
def always_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the broker had not been heard lately."""
    monkeypatch.setattr("appliance_bridge.mqtt_link._AWAKE_S", 0.0)


async def test_a_broker_that_hangs_gets_nothing_to_pass_on_when_it_wakes(
    mosquitto: Server, peer: MakePeer, always_asked: None
) -> None:
    one, listener = await peer(mosquitto), await peer(mosquitto)
    listener.transport.subscribe(["#"])
    await until(lambda: not listener.transport.subscribing)
    assert mosquitto.process is not None
    mosquitto.process.send_signal(signal.SIGSTOP)
    try:
        with pytest.raises(NotConnected) as error:
            await one.transport.publish(Publish("oven", b"ON"), deadline=time.time() + 0.6)
        assert not isinstance(error.value, NotAcknowledged)
        assert not one.transport.connected
    finally:
        mosquitto.process.send_signal(signal.SIGCONT)
    await until(lambda: one.connects == 2, 40)
    await one.transport.publish(Publish("light", b"on"))
    await until(lambda: b"on" in listener.payloads)
    assert listener.payloads == [b"on"]


async def test_a_broker_that_hangs_with_a_message_leaves_it_in_doubt(
    mosquitto: Server, peer: MakePeer
) -> None:
    one = await peer(mosquitto)
    await one.transport.publish(Publish("light", b"on"))
    assert mosquitto.process is not None
    mosquitto.process.send_signal(signal.SIGSTOP)
    try:
        with pytest.raises(NotAcknowledged):
            await one.transport.publish(Publish("light", b"on"), deadline=time.time() + 0.6)
        assert not one.transport.connected
    finally:
        mosquitto.process.send_signal(signal.SIGCONT)
    await until(lambda: one.connects == 2, 40)


@pytest.mark.parametrize(
    "topic", ["", "a\0b", "a/+", "a/#", "a\nb", "\ud800", "a\ufffe", "$SYS/x", "가" * 21846, "/" * 200]
)
async def test_a_poisonous_topic_stays_here(mosquitto: Server, peer: MakePeer, topic: str) -> None:
    one = await peer(mosquitto)
    with pytest.raises(BadTopic):
        await one.transport.publish(Publish(topic, b"x"))
    await one.transport.publish(Publish("fine", b"x"))
    assert one.connects == 1


@given(topic=st.text(st.characters(codec=None), max_size=40))
def test_any_topic_is_refused_or_really_sent(topic: str) -> None:
    """Checked against what a broker would say: see the test above and the next one."""
    from appliance_bridge.transport import _usable

    if _usable(topic, wildcards=False):
        assert topic.encode("utf-8").decode("utf-8") == topic
        assert not set(topic) & {"\0", "+", "#"}


async def test_usable_topics_are_usable_for_mosquitto(mosquitto: Server, peer: MakePeer) -> None:
    one = await peer(mosquitto)
    for topic in (
        "a" * 65535,
        "/".join("a" * 200),
        " ",
        "a b",
        "é\u3131\U0001f600",
        "a//b",
        "a\u00a0b",
        "\ufffd",
    ):
        await one.transport.publish(Publish(topic, b"x"))
    assert one.connects == 1


async def test_bad_filters_are_left_out(mosquitto: Server, peer: MakePeer) -> None:
    one = await peer(mosquitto)
    one.transport.subscribe(["a/#/b", "a+", "", "x\0", "good/+"])
    await until(lambda: not one.transport.subscribing)
    await one.transport.publish(Publish("good/x", b"x"))
    await until(lambda: one.messages)
    assert one.connects == 1


async def test_a_wrong_password_is_told_and_tried_again(tmp_path: Path, peer: MakePeer) -> None:
    passwords = tmp_path / "passwords"
    make(need("mosquitto_passwd"), "-b", "-c", str(passwords), "jipsa", "secret")
    server = mosquitto_server(tmp_path, "allow_anonymous false", f"password_file {passwords}")
    server.start()
    try:
        one = await peer(server, connected=False, username="jipsa", password="wrong")
        await until(lambda: one.transport.last_error)
        assert one.transport.last_error == (
            f"The broker at 127.0.0.1:{server.port} does not accept the user name or password."
        )
        assert not one.transport.connected
        right = await peer(server, username="jipsa", password="secret")
        assert right.transport.last_error is None
    finally:
        server.stop()


async def test_what_the_broker_does_not_allow_is_said(tmp_path: Path, peer: MakePeer) -> None:
    rules = tmp_path / "acl"
    rules.write_text("topic readwrite allowed/#\n")
    server = mosquitto_server(tmp_path, f"acl_file {rules}")
    server.start()
    try:
        one = await peer(server)
        with pytest.raises(BrokerRefused) as error:
            await one.transport.publish(Publish("secret/oven", b"ON"))
        assert error.value.reason == "not allowed by the broker"
        await one.transport.publish(Publish("allowed/lamp", b"ON"))
    finally:
        server.stop()


async def test_the_will_is_said_by_the_broker_or_by_us(mosquitto: Server, peer: MakePeer) -> None:
    listener = await peer(mosquitto)
    listener.transport.subscribe(["status"])
    one = await peer(mosquitto, will=Publish("status", b"offline", qos=1, retain=True))
    await until(lambda: not listener.transport.subscribing)
    await one.transport.stop()
    await until(lambda: listener.payloads == [b"offline"])


async def test_a_callback_that_fails_does_not_end_the_connection(mosquitto: Server, peer: MakePeer) -> None:
    one = await peer(mosquitto)
    one.fail = True
    one.transport.subscribe(["#"])
    for _ in range(3):
        await one.transport.publish(Publish("x", b"x"))
    await until(lambda: len(one.messages) == 3)
    assert one.connects == 1


async def test_nobody_there_is_told(peer: MakePeer) -> None:
    nowhere = Server([], free_port(), Path())
    one = await peer(nowhere, connected=False)
    await until(lambda: one.transport.last_error)
    assert one.transport.last_error == f"No broker listens at 127.0.0.1:{nowhere.port}."
    with pytest.raises(NotConnected):
        await one.transport.publish(Publish("x", b"x"))


async def test_a_name_that_does_not_exist_is_told(peer: MakePeer) -> None:
    one = await peer(Server([], 1883, Path(), host="no-such-host.invalid"), connected=False)
    await until(lambda: one.transport.last_error, 30)
    assert "no-such-host.invalid" in (one.transport.last_error or "")


async def test_something_that_is_no_broker_is_told(peer: MakePeer) -> None:
    async def chat(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 20)
        await writer.drain()
        writer.close()

    other = await asyncio.start_server(chat, "127.0.0.1", 0)
    port = other.sockets[0].getsockname()[1]
    one = await peer(Server([], port, Path()), connected=False)
    await until(lambda: one.transport.last_error)
    assert str(port) in (one.transport.last_error or "")
    other.close()


async def test_an_old_broker_gets_the_old_protocol(
    peer: MakePeer, tmp_path: Path, always_asked: None
) -> None:
    port = free_port()
    config = tmp_path / "amqtt.yaml"
    config.write_text(
        f"listeners:\n  default:\n    type: tcp\n    bind: 127.0.0.1:{port}\n"
        "plugins:\n  amqtt.plugins.authentication.AnonymousAuthPlugin:\n    allow_anonymous: true\n"
    )
    program = shutil.which("amqtt", path=str(Path(sys.executable).parent))
    assert program is not None
    server = Server([program, "-c", str(config)], port, tmp_path)
    server.start()
    try:
        one = await peer(server, will=Publish("status", b"offline", retain=True))
        one.transport.subscribe(["a/+"])
        await until(lambda: not one.transport.subscribing)
        await one.transport.publish(Publish("a/b", b"hello"), deadline=time.time() + 5)
        await until(lambda: one.payloads == [b"hello"])
    finally:
        server.stop()


async def test_a_broker_that_hangs_up_once_still_gets_the_new_protocol(
    mosquitto: Server, peer: MakePeer
) -> None:
    """Without a word it may just be ending; the old protocol would cost the expiry of commands."""
    hang_ups = 1

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal hang_ups
        if hang_ups:
            hang_ups -= 1
            writer.close()
            return
        back, forth = await asyncio.open_connection(mosquitto.host, mosquitto.port)

        async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
            while data := await source.read(65536):
                sink.write(data)
            sink.close()

        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(pump(reader, forth), pump(back, writer), return_exceptions=True)

    between = await asyncio.start_server(relay, "127.0.0.1", 0)
    one = await peer(Server([], between.sockets[0].getsockname()[1], Path()))
    listener = Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
    expiries: list[int] = []
    subscribed = threading.Event()
    listener.on_message = lambda _c, _d, message: expiries.append(message.properties.MessageExpiryInterval)
    listener.on_subscribe = lambda *_: subscribed.set()
    listener.connect(mosquitto.host, mosquitto.port)
    listener.loop_start()
    listener.subscribe("x")
    await asyncio.to_thread(subscribed.wait, 5)
    await one.transport.publish(Publish("x", b"x"), deadline=time.time() + 9)
    await until(lambda: expiries)
    assert expiries[0] <= 9
    listener.loop_stop()
    await one.transport.stop()
    between.close()


@pytest.fixture
def cert(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1; its key lies beside it as key.pem."""
    file = tmp_path / "cert.pem"
    subject = ("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1")
    fresh = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject)
    make(need("openssl"), *fresh, "-keyout", str(tmp_path / "key.pem"), "-out", str(file))
    return file


async def test_what_tls_holds_back_is_read_too(cert: Path, peer: MakePeer) -> None:
    """An answer and a message in one TLS record: the socket shows nothing more, yet there is more to read."""

    async def broker(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                kind, length = await reader.readexactly(2)
                body = await reader.readexactly(length)
                if kind == 0x10:
                    writer.write(bytes.fromhex("20 03 00 00 00"))
                elif kind == 0x82:
                    suback = bytes.fromhex("90 04") + body[:2] + bytes.fromhex("00 00")
                    writer.write(suback + bytes.fromhex("30 05") + b"\0\x01x\0!")

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, cert.with_name("key.pem"))
    server = await asyncio.start_server(broker, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    one = await peer(Server([], port, Path()), tls=TlsSettings(ca_file=str(cert)))
    one.transport.subscribe(["x"])
    await until(lambda: one.payloads == [b"!"])
    await one.transport.stop()
    server.close()


async def test_tls_with_a_certificate_of_ones_own(tmp_path: Path, cert: Path, peer: MakePeer) -> None:
    server = mosquitto_server(tmp_path, f"certfile {cert}", f"keyfile {cert.with_name('key.pem')}")
    server.start()
    try:
        stranger = await peer(server, connected=False, tls=TlsSettings())
        await until(lambda: stranger.transport.last_error)
        assert "certificate that cannot be trusted" in (stranger.transport.last_error or "")
        wrong = await peer(server, connected=False, tls=TlsSettings(ca_file=str(tmp_path / "absent.pem")))
        await until(lambda: wrong.transport.last_error)
        assert "does not exist" in (wrong.transport.last_error or "")
        one = await peer(server, tls=TlsSettings(ca_file=str(cert)))
        one.transport.subscribe(["n/#"])
        await until(lambda: not one.transport.subscribing)
        await asyncio.gather(*(one.transport.publish(Publish("n/x", b"%d" % n, qos=0)) for n in range(300)))
        await until(lambda: len(one.messages) == 300)
    finally:
        server.stop()


async def test_thousands_of_kept_messages_all_arrive(mosquitto: Server, peer: MakePeer) -> None:
    one = await peer(mosquitto)
    body = b"x" * 1000
    await asyncio.gather(
        *(one.transport.publish(Publish(f"d/{number}/config", body, retain=True)) for number in range(5000))
    )
    other = await peer(mosquitto)
    other.transport.subscribe(["d/+/config"], qos=0)
    await until(lambda: len({message.topic for message in other.messages}) == 5000, 30)
    assert all(message.retained for message in other.messages)


async def test_stopping_while_connecting_leaves_nothing_behind(peer: MakePeer) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        one = await peer(Server([], deaf.getsockname()[1], Path()), connected=False)
        before = open_files()
        await until(lambda: open_files() > before)
        await one.transport.stop()
        await until(lambda: open_files() <= before)
