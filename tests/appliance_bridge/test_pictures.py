"""Pictures: only real ones, the newest of each appliance, kept with their time over a restart."""

import base64
import json
import zlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

import paho.mqtt.client as mqtt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from paho.mqtt.enums import CallbackAPIVersion
from redis.asyncio import Redis

from appliance_bridge.bridge import Bridge
from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.dialects.base import Picture
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from appliance_bridge.entities.entity import Device, Entity
from appliance_bridge.entities.pictures import MAX_BYTES, content_type, picture_in
from appliance_bridge.keys import Keys
from appliance_bridge.picture_store import KEPT_S, MOST, PictureStore
from tests.support.servers import Server
from tests.support.waiting import until

MakeBridge = Callable[..., Awaitable[Bridge]]
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256))
PNG = b"\x89PNG\r\n\x1a\n" + zlib.compress(b"a map") + b"IEND"
FRIDGE = {"identifiers": ["fridge-1"], "name": "냉장고 / Refrigerator"}


class Things:
    """Says things on the broker, as devices do."""

    def __init__(self, server: Server) -> None:
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2)
        self._client.connect(server.host, server.port)
        self._client.loop_start()

    def say(self, topic: str, payload: bytes | Mapping[str, object], *, retain: bool = True) -> None:
        told = json.dumps(payload).encode() if isinstance(payload, Mapping) else payload
        self._client.publish(topic, told, qos=1, retain=retain).wait_for_publish(5)

    def stop(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


@pytest.fixture
def things(mosquitto: Server) -> Iterator[Things]:
    made = Things(mosquitto)
    yield made
    made.stop()


def fridge(things: Things, **options: object) -> None:
    """A refrigerator with a camera inside."""
    inside = {"name": "Inside", "unique_id": "f1_in", "image_topic": "f1/inside", "device": FRIDGE, **options}
    doors = {"name": "Door", "unique_id": "f1_d", "state_topic": "f1/door", "device_class": "door"}
    things.say("homeassistant/binary_sensor/f1/door/config", {**doors, "device": FRIDGE})
    things.say("homeassistant/image/f1/inside/config", inside)


async def house(bridge_of: MakeBridge, **more: Any) -> Bridge:
    return await bridge_of(dialects=[HomeAssistant(load_catalogue())], **more)


async def shown(bridge: Bridge) -> str:
    """The appliance that has a picture, once one has."""
    await until(lambda: any(bridge.pictured(one.id) for one in bridge.appliances()))
    return next(one.id for one in bridge.appliances() if bridge.pictured(one.id))


async def test_a_refrigerator_shows_its_inside(bridge_of: MakeBridge, things: Things) -> None:
    fridge(things)
    bridge = await house(bridge_of)
    things.say("f1/inside", JPEG, retain=False)
    one = await shown(bridge)
    kept, appliance = await bridge.picture(one), bridge.appliance(one)
    assert kept is not None
    assert appliance is not None
    assert appliance.type == "refrigerator"
    assert (kept.data, kept.taken.content_type, kept.taken.retained) == (JPEG, "image/jpeg", False)
    assert bridge.state(one).value("picture.taken_at") == kept.taken.at
    assert appliance.offers["picture"].attributes == {"taken_at"}


@pytest.mark.parametrize("encoded", [False, True])
async def test_a_kept_picture_has_the_same_time_after_a_restart(
    bridge_of: MakeBridge, things: Things, encoded: bool
) -> None:
    camera = {
        "name": None,
        "unique_id": "c1",
        "topic": "cam/1",
        "device": {"identifiers": ["c"], "name": "Door camera"},
    }
    things.say("homeassistant/camera/c1/config", camera | ({"image_encoding": "b64"} if encoded else {}))
    things.say("cam/1", base64.b64encode(PNG) if encoded else PNG)
    first = await house(bridge_of)
    one = await shown(first)
    before = first.pictured(one)
    await first.stop()
    second = await house(bridge_of)
    kept = await second.picture(one)
    assert before is not None
    assert kept is not None
    # the broker tells the very same picture again, and that makes it no newer
    assert (kept.data, kept.taken) == (PNG, before)
    assert before.retained
    appliance = second.appliance(one)
    assert appliance is not None
    assert appliance.type == "camera"


async def test_what_is_no_picture_or_too_large_is_not_kept(bridge_of: MakeBridge, things: Things) -> None:
    fridge(things)
    bridge = await house(bridge_of)
    for bad in (
        b"<svg onload=alert(1)>",
        b"",
        b"hello",
        JPEG + bytes(MAX_BYTES),
        JPEG + bytes(7 * 1024 * 1024),
    ):
        things.say("f1/inside", bad, retain=False)
    good = JPEG + bytes(3 * 1024 * 1024)
    things.say("f1/inside", good, retain=False)
    kept = await bridge.picture(await shown(bridge))
    assert kept is not None
    assert kept.data == good


async def test_of_a_flood_one_a_second_is_kept(bridge_of: MakeBridge, things: Things) -> None:
    fridge(things)
    bridge = await house(bridge_of, clock=lambda: 1000.0)
    for number in range(200):
        things.say("f1/inside", JPEG + bytes([number]), retain=False)
    things.say("f1/door", b"ON", retain=False)
    one = await shown(bridge)
    await until(lambda: bridge.state(one).value("door.open") is True)
    kept = await bridge.picture(one)
    assert kept is not None
    assert kept.data.startswith(JPEG)


async def test_a_picture_that_is_only_linked_is_told_as_missing(
    bridge_of: MakeBridge, things: Things
) -> None:
    inside = {"name": "Inside", "unique_id": "f1_in", "url_topic": "f1/url", "device": FRIDGE}
    door = {
        "name": "Door",
        "unique_id": "f1_d",
        "state_topic": "f1/door",
        "device_class": "door",
        "device": FRIDGE,
    }
    things.say("homeassistant/image/f1/inside/config", inside)
    things.say("homeassistant/binary_sensor/f1/door/config", door)
    bridge = await house(bridge_of)
    await until(lambda: bridge.appliances())
    [one] = bridge.appliances()
    assert "picture_only_by_link" in {missing.reason for missing in one.missing}
    assert "picture" not in one.offers


async def test_an_appliance_that_goes_takes_its_picture_along(
    bridge_of: MakeBridge, things: Things, redis: Redis
) -> None:
    fridge(things)
    bridge = await house(bridge_of)
    things.say("f1/inside", JPEG, retain=False)
    one = await shown(bridge)
    things.say("homeassistant/image/f1/inside/config", b"")
    things.say("homeassistant/binary_sensor/f1/door/config", b"")
    await until(lambda: not bridge.appliances())
    assert bridge.pictured(one) is None
    await bridge.stop()
    assert not await redis.exists(Keys("home").picture(one))


# --- the store alone


def picture(number: int, data: bytes = JPEG, at: float = 1000.0) -> Picture:
    return Picture(f"cam-{number}", "image/jpeg", data, at + number)


async def test_the_oldest_make_room(redis: Redis) -> None:
    store = PictureStore(redis, Keys("home"), lambda: 1100.0)
    await store.start()
    for number in range(MOST):
        assert store.put(picture(number), retained=False)[1] == ()
    assert store.put(picture(MOST), retained=False)[1] == ("cam-0",)
    assert store.put(picture(MOST + 1), retained=False)[1] == ("cam-1",)
    assert store.taken("cam-1") is None
    assert store.taken("cam-2") is not None


async def test_large_ones_make_room_too(redis: Redis) -> None:
    store = PictureStore(redis, Keys("home"), lambda: 1100.0)
    for number in range(13):
        store.put(picture(number, bytes(MAX_BYTES)), retained=False)
    assert [number for number in range(13) if store.taken(f"cam-{number}")] == list(range(1, 13))


async def test_after_a_week_it_is_gone(redis: Redis) -> None:
    now = [1000.0]
    store = PictureStore(redis, Keys("home"), lambda: now[0])
    store.put(picture(0), retained=False)
    assert store.taken("cam-0") is not None
    now[0] += KEPT_S
    assert store.taken("cam-0") is None
    assert await store.read("cam-0") is None


async def test_the_same_picture_sent_anew_is_newer(redis: Redis) -> None:
    store = PictureStore(redis, Keys("home"), lambda: 1100.0)
    store.put(picture(0, at=1000.0), retained=True)
    assert store.put(picture(0, at=1050.0), retained=True)[0] == 1000.0
    assert store.put(picture(0, at=1060.0), retained=False)[0] == 1060.0


# --- the bytes


@given(
    st.binary(max_size=200), st.sampled_from(["camera", "image", "sensor"]), st.sampled_from(["b64", None, 5])
)
def test_any_bytes_are_a_picture_or_none(data: bytes, component: str, encoding: object) -> None:
    entity = Entity("k", component, "o", None, Device("d"), {"image_encoding": encoding})
    found = picture_in(entity, data)
    assert found is None or found[0] == content_type(found[1])


@given(st.sampled_from([JPEG, PNG, b"GIF89a..", b"RIFF1234WEBPVP8 "]), st.binary(max_size=50))
def test_a_picture_survives_base64(start: bytes, rest: bytes) -> None:
    entity = Entity("k", "camera", "o", None, Device("d"), {"image_encoding": "b64"})
    found = picture_in(entity, base64.encodebytes(start + rest))
    assert found is not None
    assert found[1] == start + rest
