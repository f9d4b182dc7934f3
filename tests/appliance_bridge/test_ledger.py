"""The ledger on a real Redis."""

import asyncio
import contextlib

import pytest
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from appliance_bridge.command import Command, CommandResult, Refusal
from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.keys import KEPT_S, Keys
from appliance_bridge.ledger import Accepted, Duplicate, First, Ledger
from tests.support.servers import Server, free_port, redis_server

NOW = 1_800_000_000.0
KEYS = Keys("home")


def command(
    id: str = "m1.0",  # noqa: A002
    *,
    appliance: str = "lamp",
    capability: str = "power",
    deadline: float = NOW + 60,
    risk: str = "normal",
) -> Command:
    arguments = {"value": 21.5, "program": "울 코스", "on": True}
    return Command(id, appliance, capability, "set", arguments, risk, deadline, "m1", "mom")  # type: ignore[arg-type]


@pytest.fixture
def ledger(redis: Redis) -> Ledger:
    return Ledger(redis, KEYS)


async def test_the_whole_way_of_a_command(ledger: Ledger) -> None:
    given = command()
    assert await ledger.accept("m1", [given], NOW) == Accepted()
    [record] = await ledger.open_commands()
    assert (record.command, record.state, record.sent_at, record.result) == (given, "ACCEPTED", None, None)

    assert await ledger.mark_sent(given.id, NOW + 1) is None
    [record] = await ledger.open_commands()
    assert (record.state, record.sent_at) == ("SENT", NOW + 1)

    result = CommandResult(given, "refused", Refusal("fault", {"code": "E4", "n": 2}), {"power.on": False})
    assert await ledger.finish(result, NOW + 2) is True
    assert await ledger.open_commands() == []
    ended = await ledger.record(given.id)
    assert ended is not None
    assert (ended.state, ended.result) == ("FAILED", result)


@pytest.mark.parametrize(
    ("result", "state"),
    [("confirmed", "DONE"), ("sent", "DONE"), ("refused", "FAILED"), ("timed_out", "UNKNOWN")],
)
async def test_how_results_end(ledger: Ledger, result: str, state: str) -> None:
    await ledger.accept("m1", [command()], NOW)
    await ledger.finish(CommandResult(command(), result), NOW)  # type: ignore[arg-type]
    record = await ledger.record("m1.0")
    assert record is not None
    assert record.state == state


async def test_the_same_message_is_taken_once(ledger: Ledger, redis: Redis) -> None:
    other_process = Ledger(redis, KEYS)
    commands = [command("m1.0"), command("m1.1")]
    replies = await asyncio.gather(
        *(which.accept("m1", commands, NOW) for which in (ledger, other_process) for _ in range(20))
    )
    assert replies.count(Accepted()) == 1
    assert set(replies) == {Accepted(), Duplicate(None, ("m1.0", "m1.1"))}
    assert len(await ledger.open_commands()) == 2


async def test_one_command_is_sent_once(ledger: Ledger) -> None:
    await ledger.accept("m1", [command()], NOW)
    replies = await asyncio.gather(*(ledger.mark_sent("m1.0", NOW) for _ in range(20)))
    assert sorted(reply or "" for reply in replies) == ["", *["ended"] * 19]


async def test_the_gate_says_why_not(ledger: Ledger) -> None:
    await ledger.accept("m1", [command(deadline=NOW + 5)], NOW)
    assert await ledger.mark_sent("m1.0", NOW + 5) == "too_late"
    assert await ledger.mark_sent("other", NOW) == "unknown"
    await ledger.finish(CommandResult(command(), "refused"), NOW)
    assert await ledger.mark_sent("m1.0", NOW) == "ended"


async def test_the_safe_direction_is_never_too_late(ledger: Ledger) -> None:
    await ledger.accept("m1", [command(deadline=NOW + 5, risk="safe")], NOW)
    assert await ledger.mark_sent("m1.0", NOW + 500) is None


async def test_a_newer_command_replaces_what_has_not_left(ledger: Ledger) -> None:
    await ledger.accept("m1", [command("m1.0"), command("m1.1")], NOW)
    await ledger.accept("m2", [command("m2.0", capability="level"), command("m2.1", appliance="tv")], NOW)
    assert await ledger.mark_sent("m1.0", NOW) is None
    await ledger.accept("m3", [command("m3.0")], NOW)
    assert await ledger.mark_sent("m1.1", NOW) == "replaced"
    assert await ledger.mark_sent("m2.0", NOW) is None
    assert await ledger.mark_sent("m2.1", NOW) is None
    assert await ledger.mark_sent("m3.0", NOW) is None


async def test_a_safe_command_replaces_all_of_its_appliance(ledger: Ledger) -> None:
    await ledger.accept("m1", [command("m1.0", capability="level"), command("m1.1", appliance="tv")], NOW)
    await ledger.accept("m2", [command("m2.0", risk="safe")], NOW)
    assert await ledger.mark_sent("m1.0", NOW) == "replaced"
    assert await ledger.mark_sent("m1.1", NOW) is None
    assert await ledger.mark_sent("m2.0", NOW) is None


async def test_the_first_end_stays(ledger: Ledger) -> None:
    await ledger.accept("m1", [command()], NOW)
    first = CommandResult(command(), "timed_out")
    assert await ledger.finish(first, NOW) is True
    assert await ledger.finish(CommandResult(command(), "confirmed"), NOW) is False
    record = await ledger.record("m1.0")
    assert record is not None
    assert record.result == first


async def test_a_question_is_answered_once(ledger: Ledger) -> None:
    assert await ledger.begin("q1", NOW) == First()
    assert await ledger.begin("q1", NOW) == Duplicate(None, ())
    assert await ledger.open_messages() == [("q1", ())]
    assert await ledger.store_answer("q1", '{"text": "24도예요"}') == '{"text": "24도예요"}'
    assert await ledger.store_answer("q1", "another") == '{"text": "24도예요"}'
    assert await ledger.begin("q1", NOW) == Duplicate('{"text": "24도예요"}', ())
    assert await ledger.answer("q1") == '{"text": "24도예요"}'
    assert await ledger.open_messages() == []
    assert await ledger.answer("q2") is None


async def test_a_message_whose_process_died_is_begun_again_unless_it_was_accepted(
    ledger: Ledger, redis: Redis
) -> None:
    await ledger.begin("m0", NOW)
    await ledger.begin("m1", NOW)
    await ledger.accept("m1", [command()], NOW)
    restarted = Ledger(redis, KEYS)
    assert await restarted.begin("m0", NOW + 1) == First()
    assert await restarted.begin("m1", NOW + 1) == Duplicate(None, ("m1.0",))
    assert await restarted.open_messages() == [("m1", ("m1.0",)), ("m0", ())]


async def test_everything_is_remembered_for_more_than_a_day_and_then_forgotten(
    ledger: Ledger, redis: Redis
) -> None:
    await ledger.begin("m1", NOW)
    await ledger.accept("m1", [command()], NOW)
    await ledger.store_answer("q9", "x")
    kept = [KEYS.message("m1"), KEYS.command("m1.0"), KEYS.message("q9")]
    for key in kept:
        assert 25 * 3600 < await redis.ttl(key) <= KEPT_S
    await redis.delete(*kept)
    assert await ledger.open_commands() == []
    assert await ledger.open_messages() == []
    assert await redis.zcard(KEYS.open_commands) == await redis.zcard(KEYS.open_messages) == 0


async def test_every_key_is_one_partition(ledger: Ledger, redis: Redis) -> None:
    await ledger.begin("{x}m1", NOW)
    await ledger.accept("{x}m1", [command("{y}m1.0")], NOW)
    keys = [key.decode() async for key in redis.scan_iter()]
    assert len(keys) == 6
    assert all(key.startswith(KEYS.key("")) for key in keys)


async def test_half_characters_do_no_harm(ledger: Ledger) -> None:
    odd = Command("m\ud800.0", "lamp", "program", "select", {"value": "\udfff"}, message="m\ud800")
    assert await ledger.begin("m\ud800", NOW) == First()
    assert await ledger.accept("m\ud800", [odd], NOW) == Accepted()
    [record] = await ledger.open_commands()
    assert record.command == odd
    assert await ledger.mark_sent(odd.id, NOW) is None
    assert await ledger.finish(CommandResult(odd, "sent", None, {"x.y": "\ud800"}), NOW)
    await ledger.store_answer("m\ud800", "\ud800")
    assert await ledger.open_messages() == []
    assert isinstance(await ledger.begin("m\ud800", NOW), Duplicate)


async def test_damaged_records_are_left_alone(ledger: Ledger, redis: Redis) -> None:
    await ledger.accept("m1", [command("m1.0"), command("m1.1")], NOW)
    await redis.hset(KEYS.command("m1.0"), "command", "not JSON")
    assert await ledger.record("m1.0") is None
    assert [record.command.id for record in await ledger.open_commands()] == ["m1.1"]


async def test_without_redis_every_step_says_so() -> None:
    away = Ledger(Redis(port=free_port(), retry=Retry(NoBackoff(), 0)), KEYS)
    for asking in (
        away.begin("m", NOW),
        away.accept("m", [command()], NOW),
        away.mark_sent("m", NOW),
        away.finish(CommandResult(command(), "sent"), NOW),
        away.record("m"),
        away.open_commands(),
        away.open_messages(),
        away.answer("m"),
        away.store_answer("m", "x"),
    ):
        with pytest.raises(StoreUnavailable):
            await asking


async def test_a_lost_reply_is_not_taken_for_a_second_message(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The client library asks again when the connection breaks after the script ran."""
    server = redis_server(tmp_path_factory.mktemp("redis"))
    server.start()
    relay = await Relay(server).start()
    client = Redis(port=relay.port)
    try:
        ledger = Ledger(client, KEYS)
        await ledger.accept("m0", [command("m0.0")], NOW)
        relay.lose_next_reply = True
        assert await ledger.accept("m1", [command("m1.0")], NOW) == Accepted()
        assert relay.lose_next_reply is False
        relay.lose_next_reply = True
        assert await ledger.mark_sent("m1.0", NOW) is None
        assert relay.lose_next_reply is False
    finally:
        await client.aclose()
        relay.close()
        server.stop()


class Relay:
    """Between client and server; can lose one reply together with the connection."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.lose_next_reply = False
        self.port = 0

    async def start(self) -> "Relay":
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._listener.sockets[0].getsockname()[1]
        return self

    def close(self) -> None:
        self._listener.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, forth = await asyncio.open_connection(self._server.host, self._server.port)

        async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, replies: bool) -> None:
            while data := await source.read(65536):
                if replies and self.lose_next_reply:
                    self.lose_next_reply = False
                    break
                sink.write(data)
            sink.close()

        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(
                pump(reader, forth, replies=False), pump(back, writer, replies=True), return_exceptions=True
            )


async def test_a_command_that_leaves_at_once_passes_the_gate_when_it_is_accepted(ledger: Ledger) -> None:
    commands = [command("m1.0"), command("m1.1")]
    assert await ledger.accept("m1", commands, NOW, leaving={"m1.0"}) == Accepted(frozenset({"m1.0"}))
    records = {one.command.id: one for one in await ledger.open_commands()}
    assert (records["m1.0"].state, records["m1.0"].sent_at) == ("SENT", NOW)
    assert (records["m1.1"].state, records["m1.1"].sent_at) == ("ACCEPTED", None)
    assert await ledger.mark_sent("m1.0", NOW) == "ended"
    assert await ledger.mark_sent("m1.1", NOW) is None


async def test_a_command_that_is_too_late_does_not_leave_at_once_either(ledger: Ledger) -> None:
    assert await ledger.accept("m1", [command(deadline=NOW)], NOW, leaving={"m1.0"}) == Accepted()
    assert await ledger.mark_sent("m1.0", NOW) == "too_late"
    safe = command("m2.0", deadline=NOW - 500, risk="safe")
    assert await ledger.accept("m2", [safe], NOW, leaving={"m2.0"}) == Accepted(frozenset({"m2.0"}))
