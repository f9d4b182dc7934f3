"""Homes that are not like ours: other names, other languages, makers' names, rooms that nobody announced."""

import itertools
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.app import build
from bot.message import Answer
from bot.options import RunOptions
from tests.end_to_end.conftest import Family, settings_for
from tests.support.other_home import (
    OtherHome,
    Parts,
    aircon,
    climate,
    cover,
    fan,
    light,
    lock,
    machine,
    switch,
    vacuum,
    valve,
)
from tests.support.servers import Server
from tests.support.waiting import until

_CHATS = itertools.count()


@dataclass
class Household:
    """A home of announced devices, and what each of them was told."""

    family: Family
    devices: OtherHome
    bases: Mapping[str, str]
    # name of a device → its base topic
    seen: int = field(default=0)

    async def hears(self, text: str) -> Answer:
        """One message in a chat of its own."""
        self.seen = self.devices.all_told()
        return await self.family.say(text, chat=f"private-{next(_CHATS)}")

    def told(self) -> dict[str, list[str]]:
        """Device → commands it took since the last message; only those that took any."""
        names = {base: name for name, base in self.bases.items()}
        found: dict[str, list[str]] = {}
        for one in self.devices.heard[self.seen :]:
            base, _, rest = one.topic.partition("/set")
            device, _, part = base.rpartition("/")
            found.setdefault(names[device], []).append(f"{part}{rest} {one.payload}")
        return found


Devices = Mapping[str, tuple[str | None, Parts] | tuple[str | None, Parts, Mapping[str, str]]]


@pytest.fixture
async def household(
    request: pytest.FixtureRequest, tmp_path: Path, mosquitto: Server
) -> AsyncIterator[Household]:
    """A running home with the devices of the parameter."""
    announced: Devices = request.param
    devices = OtherHome(mosquitto.host, mosquitto.port)
    bases = {}
    for name, (area, parts, *about) in announced.items():
        bases[name] = devices.add(name, area, parts, **(about[0] if about else {}))
    async with AsyncExitStack() as stack:
        settings = settings_for(tmp_path, mqtt={"host": mosquitto.host, "port": mosquitto.port})
        family = Family(await build(settings, RunOptions(port=0), stack))
        bridge = family.home.bridge
        await until(lambda: len(bridge.appliances()) == len(bases))
        await until(lambda: all(bridge.state(one.id).attributes for one in bridge.appliances()))
        yield Household(family, devices, bases)
    devices.close()


ENGLISH: Devices = {
    "Living Room Light": ("Living Room", light(True)),
    "Living Room AC": ("Living Room", aircon()),
    "Master Bedroom AC": ("Master Bedroom", aircon("cool")),
    "Master Bedroom Blind": ("Master Bedroom", cover("blind", "open")),
    "Master Bedroom Light": ("Master Bedroom", light(True)),
    "Kids Bedroom Light": ("Kids Bedroom", light(True)),
    "Kids Bedroom Fan": ("Kids Bedroom", fan()),
    "Kitchen Light": ("Kitchen", light(True)),
    "Dining Room Light": ("Dining Room", light()),
    "Bathroom Fan": ("Bathroom", fan()),
    "Dishwasher": ("Kitchen", machine(["Auto", "Eco", "Quick 30"])),
    "Front Door Lock": ("Entrance", lock()),
    "Robot Vacuum": ("Living Room", vacuum()),
    "Thermostat": ("Hallway", climate(["off", "heat"], "heat", 21)),
}


@pytest.mark.parametrize("household", [ENGLISH], indirect=True)
async def test_a_home_with_english_names_understands_korean(household: Household) -> None:
    said = {
        "애들방 선풍기 틀어줘": {"Kids Bedroom Fan": ["fan ON"]},
        "안방 에어컨 26도로 맞춰줘": {"Master Bedroom AC": ["climate/target 26"]},
        "침실 에어컨 꺼": {"Master Bedroom AC": ["climate/mode off"]},
        "식당 불 켜줘": {"Dining Room Light": ["light ON"]},
        "부엌 불 꺼줘": {"Kitchen Light": ["light OFF"]},
        "화장실 환풍기 틀어": {"Bathroom Fan": ["fan ON"]},
        "안방 블라인드 반만 내려줘": {"Master Bedroom Blind": ["cover/position 50"]},
        "아이방 빼고 불 다 꺼줘": {
            "Living Room Light": ["light OFF"],
            "Master Bedroom Light": ["light OFF"],
            "Dining Room Light": ["light OFF"],
            "Kitchen Light": ["light OFF"],
        },
        "식기세척기 에코로 돌려줘": {"Dishwasher": ["program Eco", "start GO"]},
        "현관문 잠가줘": {"Front Door Lock": ["lock LOCK"]},
        "로봇청소기 돌려줘": {"Robot Vacuum": ["vacuum start"]},
        "난방 23도로 올려줘": {"Thermostat": ["climate/target 23"]},
    }
    for text, wanted in said.items():
        answer = await household.hears(text)
        assert answer.outcome == "acted", text
        assert household.told() == wanted, text
    answer = await household.hears("아이방 불 켜져 있어?")
    assert (answer.outcome, household.told()) == ("answered", {})
    assert answer.replies[0].text.startswith("네")


UNROOMED: Devices = {
    "거실 TV": (None, switch(True)),
    "안방 TV": (None, switch()),
    "작은방 보일러": (None, climate(["off", "heat"], "off", 21)),
    "안방 보일러": (None, climate(["off", "heat"], "heat", 23)),
    "현관 센서등": (None, light()),
    "욕실 환풍기": (None, fan()),
    "안방 커튼": (None, cover("curtain")),
    "할머니방 불": (None, light(True)),
    "거실 불": (None, light(True)),
    "LG ThinQ Aircon 거실": (None, aircon()),
    "베란다 건조대": (None, cover("shutter", "open")),
}


@pytest.mark.parametrize("household", [UNROOMED], indirect=True)
async def test_a_name_says_the_room_when_nothing_else_does(household: Household) -> None:
    said = {
        "안방 난방 꺼줘": {"안방 보일러": ["climate/mode off"]},
        "현관 불 켜줘": {"현관 센서등": ["light ON"]},
        "turn on the bathroom fan": {"욕실 환풍기": ["fan ON"]},
        "turn on the bedroom tv": {"안방 TV": ["switch ON"]},
        "거실 에어컨 켜줘": {"LG ThinQ Aircon 거실": ["climate/mode auto"]},
        "open the curtains in the master bedroom": {"안방 커튼": ["cover OPEN"]},
        "건조대 내려줘": {"베란다 건조대": ["cover CLOSE"]},
        "할머니방 빼고 불 다 꺼줘": {"거실 불": ["light OFF"], "현관 센서등": ["light OFF"]},
    }
    for text, wanted in said.items():
        answer = await household.hears(text)
        assert answer.outcome == "acted", (text, answer.replies[0].text)
        assert household.told() == wanted, text


MAKERS: Devices = {
    "Samsung WW90T": (None, machine(["Cotton", "Wool"]), {"model": "WW90T554DAW washer"}),
    "Samsung The Frame 55": (None, switch(), {"model": "TV QE55"}),
    "Philips Hue bulb 3": ("거실", light(True)),
    "Philips Hue bulb 1": ("Kitchen", light(True)),
    "IKEA FYRTUR blind": ("안방", cover("blind")),
    "Dyson Pure Cool TP04": ("거실", fan(True, ["auto", "normal"]), {"model": "air purifier TP04"}),
    "Coway Airmega 400": ("안방", fan(), {"model": "Airmega air purifier"}),
    "Navien NR-40D": (None, climate(["off", "heat"], "heat", 22), {"manufacturer": "Navien"}),
    "Sonoff Basic desk lamp": ("서재", switch()),
    "TP-Link Tapo P100": ("Kitchen", switch(device_class="outlet")),
    "위닉스 제습기": (None, switch()),
}


@pytest.mark.parametrize("household", [MAKERS], indirect=True)
async def test_makers_and_models_name_their_appliances(household: Household) -> None:
    said = {
        "삼성 세탁기 울코스로 돌려줘": {"Samsung WW90T": ["program Wool", "start GO"]},
        "티비 켜줘": {"Samsung The Frame 55": ["switch ON"]},
        "turn off hue bulb 3": {"Philips Hue bulb 3": ["light OFF"]},
        "close the fyrtur": {"IKEA FYRTUR blind": ["cover CLOSE"]},
        "다이슨 꺼줘": {"Dyson Pure Cool TP04": ["fan OFF"]},
        "turn on the airmega": {"Coway Airmega 400": ["fan ON"]},
        "안방 공기청정기 꺼줘": {"Coway Airmega 400": ["fan OFF"]},
        "navien off": {"Navien NR-40D": ["climate/mode off"]},
        "desk lamp on": {"Sonoff Basic desk lamp": ["switch ON"]},
        "turn on the tapo plug": {"TP-Link Tapo P100": ["switch ON"]},
        "위닉스 켜줘": {"위닉스 제습기": ["switch ON"]},
    }
    for text, wanted in said.items():
        answer = await household.hears(text)
        assert answer.outcome == "acted", (text, answer.replies[0].text)
        assert household.told() == wanted, text


@pytest.mark.parametrize("household", [MAKERS], indirect=True)
@pytest.mark.parametrize(
    "text",
    ["turn on the dyson aircon", "위닉스 에어컨 켜줘", "안방 다이슨 꺼줘", "turn off the navien washer"],
)
async def test_a_maker_never_stands_for_another_appliance(household: Household, text: str) -> None:
    answer = await household.hears(text)
    assert (answer.outcome, household.told()) == ("refused", {}), answer.replies[0].text


SEVERAL: Devices = {
    "Ceiling light": ("Living Room", light(True)),
    "Floor lamp": ("Living Room", light(True)),
    "Bedroom lamp": ("Bedroom", light(True)),
    "Bedroom ceiling light": ("Bedroom", light(True)),
    "Living room AC": ("Living Room", aircon("cool")),
    "Kids fan": ("Kids Room", fan(True)),
    "Fan 1": ("Study", fan(True)),
    "Fan 2": ("Study", fan(True)),
    "Garden valve sprinkler": ("Garden", valve("closed")),
    "Living room fan": ("Living Room", fan(True, ["low", "medium", "high"])),
}


@pytest.mark.parametrize("household", [SEVERAL], indirect=True)
async def test_of_several_only_what_was_named_is_moved(household: Household) -> None:
    said = {
        "turn off the floor lamp": {"Floor lamp": ["light OFF"]},
        "turn on the lamp in the living room": {"Floor lamp": ["light ON"]},
        "turn off the lamps": {"Floor lamp": ["light OFF"], "Bedroom lamp": ["light OFF"]},
        "turn up the fan on the living room ac": {"Living room AC": ["climate/fan medium"]},
        "fan 2 off": {"Fan 2": ["fan OFF"]},
        "turn on the sprinkler": {"Garden valve sprinkler": ["valve OPEN"]},
        "거실 선풍기 세게": {"Living room fan": ["fan/preset medium"]},
    }
    for text, wanted in said.items():
        answer = await household.hears(text)
        assert answer.outcome == "acted", (text, answer.replies[0].text)
        assert household.told() == wanted, text


@pytest.mark.parametrize("household", [SEVERAL], indirect=True)
async def test_a_question_back_tells_the_things_apart(household: Household) -> None:
    answer = await household.hears("스탠드 꺼줘")
    assert (answer.outcome, household.told()) == ("asked", {})
    labels = [button.label for button in answer.replies[0].buttons]
    assert len(set(labels)) == len(labels) == 3, labels
    answer = await household.hears("서재 선풍기 꺼줘")
    assert (answer.outcome, household.told()) == ("asked", {})
    assert [button.label for button in answer.replies[0].buttons] == ["Fan 1", "Fan 2", "모두"]
