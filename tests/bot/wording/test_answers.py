"""Answers to questions: how things are, whether they are so, how long, how much, and what one can do."""

import pytest

from appliance_bridge.appliance import Missing
from bot.message import Language
from bot.plan import TellStep
from bot.wording.replies import load_wording
from tests.bot.wording.home import NOW, Home, appliance, button, offer, receipt, state

WORDING = load_wording()
HOME = Home(
    {
        "washer": state(
            run_control__state="running",
            run_control__phase="rinse",
            program__selected="표준",
            remaining_time__seconds=1380,
        ),
        "oven": state(run_control__state="stopped", power__on=False),
        "ac-living": state(
            power__on=True, mode__selected="cool", temperature__target=24, temperature__current=27.5
        ),
        "ac-master": state(False, power__on=True),
        "light-living": state(power__on=True, level__percent=30),
        "light-master": state(power__on=False),
        "light-study": state(power__on=False),
        "fridge": state(temperature__target=3, door__open=True),
        "curtain": state(position__percent=40, position__state="stopped"),
        "door": state(lock__state="locked"),
        "gas": state(valve__state="closed"),
        "robot": state(run_control__state="docked", battery__percent=100),
        "thermo": state(temperature__current=24.5, humidity__current=45),
        "leak": state(water__leak=False),
        "car": state(lock__state="locked", battery__percent=76),
        "tv": state(power__on=True, volume__percent=12, source__selected="Netflix"),
    }
)


def said(step: TellStep, language: Language, home: Home = HOME) -> str:
    (reply,) = WORDING.reply(receipt(step), home, language, button)
    return reply.text


STATES = [
    ("washer", "세탁기는 헹굼 중이에요. 23분 남았어요.", "The washer is rinsing. 23 minutes left."),
    ("oven", "오븐은 꺼져 있어요.", "The oven is off."),
    (
        "ac-living",
        "거실 에어컨은 켜져 있어요. 냉방 모드예요. 설정 온도는 24°C, 지금 온도는 27.5°C예요.",
        "The living room aircon is on. On cool. Set to 24°C, 27.5°C now.",
    ),
    (
        "ac-master",
        "안방 에어컨은 연결이 끊겨 있어요. 마지막 소식은 오후 2:59였어요.",
        "The bedroom aircon is offline, last heard 2:59 pm.",
    ),
    (
        "light-living",
        "거실 불은 켜져 있어요. 밝기는 30%예요.",
        "The living room light is on. Brightness 30%.",
    ),
    ("light-kitchen", "주방 불은 아직 상태를 알려 주지 않았어요.", "The kitchen light has not reported yet."),
    (
        "tv",
        "TV는 켜져 있어요. 넷플릭스를 틀어 놓았어요. 소리는 12예요.",
        "The TV is on. Playing Netflix. Volume 12.",
    ),
    (
        "fridge",
        "냉장고는 설정 온도 3°C예요. 문이 열려 있어요.",
        "The fridge shows set temperature 3°C. The door is open.",
    ),
    ("curtain", "커튼은 40% 열려 있어요.", "The curtain is 40% open."),
    ("door", "현관문은 잠겨 있어요.", "The front door is locked."),
    ("gas", "가스 밸브는 잠겨 있어요.", "The gas valve is closed."),
    (
        "robot",
        "로봇청소기는 충전대에 있어요. 배터리는 100%예요.",
        "The robot vacuum is at home. Battery 100%.",
    ),
    ("thermo", "온도계는 24.5°C, 습도 45%예요.", "The thermometer shows 24.5°C, humidity 45%."),
    ("leak", "누수 센서는 새는 물이 없다고 해요.", "The leak sensor reports no leak."),
    ("car", "자동차는 잠겨 있어요. 배터리는 76%예요.", "The car is locked. Battery 76%."),
]


@pytest.mark.parametrize(("id_", "ko", "en"), STATES)
def test_how_it_is(id_: str, ko: str, en: str) -> None:
    step = TellStep("told.state", appliance=id_)
    assert (said(step, "ko"), said(step, "en")) == (ko, en)


def test_those_that_are_alike_are_said_together() -> None:
    step = TellStep("told.state", {"appliances": "light-master light-living light-study"})
    assert said(step, "ko") == "안방 불과 서재 불은 꺼져 있어요. 거실 불은 켜져 있어요. 밝기는 30%예요."
    assert said(step, "en").startswith("The bedroom light and the study light are off. ")


YES_NO = [
    ("oven", "off", "네, 꺼져 있어요.", "Yes, it is off."),
    ("oven", "on", "아니요, 꺼져 있어요.", "No, it is off."),
    ("light-living", "off", "아니요, 켜져 있어요. 밝기는 30%예요.", "No, it is on. Brightness 30%."),
    ("washer", "on", "네, 헹굼 중이에요. 23분 남았어요.", "Yes, it is rinsing. 23 minutes left."),
    ("washer", "finished", "아니요, 헹굼 중이에요. 23분 남았어요.", "No, it is rinsing. 23 minutes left."),
    ("robot", "docked", "네, 충전대에 있어요. 배터리는 100%예요.", "Yes, it is at home. Battery 100%."),
    ("door", "locked", "네, 잠겨 있어요.", "Yes, it is locked."),
    ("door", "open", "아니요, 잠겨 있어요.", "No, it is locked."),
    ("gas", "closed", "네, 잠겨 있어요.", "Yes, it is closed."),
    ("fridge", "open", "네, 열려 있어요.", "Yes, it is open."),
    ("fridge", "closed", "아니요, 열려 있어요.", "No, it is open."),
    ("curtain", "open", "네, 40% 열려 있어요.", "Yes, it is 40% open."),
    ("curtain", "closed", "아니요, 40% 열려 있어요.", "No, it is 40% open."),
    ("ac-living", "cool", "네, 냉방 모드예요.", "Yes, it is on cool."),
    ("ac-living", "dry", "아니요, 냉방 모드예요.", "No, it is on cool."),
    ("leak", "leak", "아니요, 새는 물이 없다고 해요.", "No, it reports no leak."),
    (
        "ac-master",
        "offline",
        "네, 연결이 끊겨 있어요. 마지막 소식은 오후 2:59였어요.",
        "Yes, it is offline, last heard 2:59 pm.",
    ),
    # what nobody knows is neither yes nor no
    (
        "ac-master",
        "on",
        "확실하지 않아요. 안방 에어컨은 연결이 끊겨 있어요. 마지막 소식은 오후 2:59였어요.",
        "I'm not sure. The bedroom aircon is offline, last heard 2:59 pm.",
    ),
    ("cooktop", "off", "인덕션은 아직 상태를 알려 주지 않았어요.", "The cooktop has not reported yet."),
    (
        "tv",
        "muted",
        "확실하지 않아요. TV는 켜져 있어요. 넷플릭스를 틀어 놓았어요. 소리는 12예요.",
        "I'm not sure. The TV is on. Playing Netflix. Volume 12.",
    ),
]


@pytest.mark.parametrize(("id_", "asked", "ko", "en"), YES_NO)
def test_yes_or_no_first(id_: str, asked: str, ko: str, en: str) -> None:
    step = TellStep("told.yes_no_state", {"state": asked}, id_)
    assert (said(step, "ko"), said(step, "en")) == (ko, en)


@pytest.mark.parametrize(
    ("ids", "ko", "en"),
    [
        ("light-master light-study", "네, 모두 꺼져 있어요.", "Yes, all of them are off."),
        ("light-living", "아니요, 켜져 있어요. 밝기는 30%예요.", "No, it is on. Brightness 30%."),
        (
            "light-living light-master",
            "거실 불은 켜져 있어요. 안방 불은 꺼져 있어요.",
            "The living room light is on. The bedroom light is off.",
        ),
        (
            "light-master light-kitchen",
            "안방 불은 꺼져 있어요. 주방 불은 아직 상태를 알려 주지 않았어요.",
            "The bedroom light is off. The kitchen light has not reported yet.",
        ),
    ],
)
def test_yes_or_no_about_several(ids: str, ko: str, en: str) -> None:
    step = TellStep("told.yes_no_state", {"state": "off", "appliances": ids})
    assert (said(step, "ko"), said(step, "en")) == (ko, en)


@pytest.mark.parametrize(
    ("values", "ko"),
    [
        ({"run_control__state": "running", "remaining_time__seconds": 1380}, "세탁기는 23분 남았어요."),
        (
            {"run_control__state": "running", "remaining_time__finish_at": NOW + 600},
            "세탁기는 10분 남았어요.",
        ),
        (
            {"run_control__state": "running", "remaining_time__seconds": 4800},
            "세탁기는 1시간 20분 남았어요. 오후 4:20쯤 끝나요.",
        ),
        ({"run_control__state": "paused", "remaining_time__seconds": 4800}, "세탁기는 1시간 20분 남았어요."),
        ({"run_control__state": "running"}, "세탁기는 돌아가고 있는데, 얼마나 남았는지는 알려 주지 않아요."),
        ({"run_control__state": "finished", "remaining_time__seconds": 0}, "세탁기는 다 끝났어요."),
        (
            {"run_control__state": "stopped", "remaining_time__seconds": 3480},
            "세탁기는 지금 돌아가고 있지 않아요.",
        ),
        (
            {"run_control__state": "stopped", "remaining_time__seconds": 3480, "power__on": True},
            "세탁기는 지금 돌아가고 있지 않아요.",
        ),
        ({}, "세탁기는 아직 상태를 알려 주지 않았어요."),
    ],
)
def test_how_long(values: dict[str, str | float], ko: str) -> None:
    home = Home({"washer": state(**values)})  # type: ignore[arg-type]
    assert said(TellStep("told.remaining", appliance="washer"), "ko", home) == ko


@pytest.mark.parametrize(
    ("id_", "attribute", "ko", "en"),
    [
        ("thermo", "temperature", "안방 온도는 24.5°C예요.", "Temperature in the bedroom: 24.5°C."),
        ("thermo", "humidity.current", "안방 습도는 45%예요.", "Humidity in the bedroom: 45%."),
        (
            "ac-living",
            "temperature",
            "거실 에어컨 온도는 27.5°C예요.",
            "Temperature of the living room aircon: 27.5°C.",
        ),
        ("car", "battery", "자동차 배터리는 76%예요.", "Battery of the car: 76%."),
        (
            "washer",
            "temperature",
            "세탁기는 온도를 알려 주지 않는 기기예요.",
            "The washer does not report the temperature.",
        ),
        (
            "light-kitchen",
            "level",
            "주방 불은 밝기를 알려 주지 않는 기기예요.",
            "The kitchen light does not report the brightness.",
        ),
        (
            "ac-master",
            "temperature",
            "안방 에어컨은 연결이 끊겨 있어요. 마지막 소식은 오후 2:59였어요.",
            "The bedroom aircon is offline, last heard 2:59 pm.",
        ),
    ],
)
def test_how_much(id_: str, attribute: str, ko: str, en: str) -> None:
    step = TellStep("told.value", {"attribute": attribute}, id_)
    assert (said(step, "ko"), said(step, "en")) == (ko, en)


@pytest.mark.parametrize(
    ("ids", "wanted", "ko", "en"),
    [
        ("tv light-living", "on", "TV와 거실 불이 켜져 있어요.", "The TV and the living room light are on."),
        ("", "on", "켜져 있는 기기가 없어요.", "Nothing is on."),
        ("door", "unlocked", "현관문은 잠금이 풀려 있어요.", "The front door is unlocked."),
        ("tv", "strange", "해당하는 기기는 TV예요.", "That is the TV."),
    ],
)
def test_which(ids: str, wanted: str, ko: str, en: str) -> None:
    step = TellStep("told.list", {"appliances": ids, "state": wanted})
    assert (said(step, "ko"), said(step, "en")) == (ko, en)


def test_the_whole_home() -> None:
    assert said(TellStep("told.home"), "ko") == (
        "지금 우리 집은 이래요. 세탁기는 헹굼 중이에요. 23분 남았어요. 거실 에어컨, 거실 불과 TV가 켜져 있어요. "
        "안방 에어컨은 연결이 끊겨 있어요. 주방 불, 욕실 불과 인덕션은 아직 상태를 알려 주지 않았어요."
    )


def test_the_home_at_rest_and_what_is_wrong_in_it() -> None:
    some = TellStep("told.home", {"appliances": "oven door curtain fridge"})
    assert said(some, "ko") == "우리 집은 조용해요. 켜져 있거나 열려 있는 것이 없어요."
    wet = Home({"leak": state(water__leak=True), "tv": state(power__on=True)})
    assert said(TellStep("told.home", {"appliances": "tv leak"}), "ko", wet) == (
        "지금 우리 집은 이래요. 누수 센서는 물이 새는 걸 감지했어요. TV가 켜져 있어요."
    )
    assert said(TellStep("told.home"), "en", Home(all=())) == "There are no appliances in the home yet."


def test_what_it_can() -> None:
    step = TellStep("told.ability", appliance="ac-living")
    assert said(step, "ko") == (
        "거실 에어컨은 이런 걸 할 수 있어요: 켜기, 끄기, 온도 맞추기 (18°C–30°C), 모드 바꾸기. "
        "고를 수 있는 모드는 냉방, 제습이에요."
    )
    never = TellStep("told.ability", {"never": "power.turn_on"}, "cooktop")
    assert said(never, "en") == "The cooktop can do this: turn off."
    assert (
        said(TellStep("told.ability", appliance="thermo"), "ko")
        == "온도계는 상태만 알려 줄 수 있어요: 습도, 온도."
    )


SUMMARIES = [
    ("washer", "헹굼 · 23분 남음", "rinsing · 23 min left"),
    ("oven", "꺼짐", "off"),
    ("ac-living", "켜짐 · 24°C", "on · 24°C"),
    ("ac-master", "연결 끊김", "offline"),
    ("light-living", "켜짐 · 30%", "on · 30%"),
    ("door", "잠김", "locked"),
    ("curtain", "40% 열림", "40% open"),
    ("robot", "충전대 · 배터리 100%", "at home · battery 100%"),
    ("thermo", "24.5°C, 습도 45%", "24.5°C, humidity 45%"),
    ("fridge", "설정 온도 3°C · 문 열림", "set temperature 3°C · door open"),
    ("cooktop", "상태 모름", "unknown"),
]


@pytest.mark.parametrize(("id_", "ko", "en"), SUMMARIES)
def test_cards(id_: str, ko: str, en: str) -> None:
    one = HOME.appliance(id_)
    assert one is not None
    assert (WORDING.summary(one, HOME.state(id_), "ko"), WORDING.summary(one, HOME.state(id_), "en")) == (
        ko,
        en,
    )


def test_a_card_names_the_programme_when_there_is_no_phase() -> None:
    running = state(run_control__state="running", program__selected="표준", remaining_time__seconds=3480)
    washer = HOME.appliance("washer")
    assert washer is not None
    assert WORDING.summary(washer, running, "ko") == "표준 · 58분 남음"


def test_why_something_is_missing() -> None:
    said_ = WORDING.missing(Missing("run_control", "no_start_control"))
    assert {code: said_[code] for code in ("ko", "en")} == {
        "ko": "시작 버튼을 찾지 못했어요. 상태만 알려 주는 연결이니, 시작은 기기에서 눌러 주세요.",
        "en": "No start button was found: this connection can only report. Start it on the appliance.",
    }
    assert (
        WORDING.missing(Missing("position", "unheard_of"))["ko"]
        == "열린 정도를 쓸 수 없어요. 기기에서 직접 해 주세요."
    )


@pytest.mark.parametrize(
    ("names", "areas", "type_", "ko", "en"),
    [
        (("세탁기", "Washer"), (), "washer", "세탁기", "Washer"),
        (("Washer",), (), "washer", "세탁기", "Washer"),
        (("통돌이",), (), "washer", "통돌이", "통돌이"),
        (("Washing Machine",), (), "washer", "세탁기", "Washing Machine"),
        (("Bixby",), (), "washer", "Bixby", "Bixby"),
        (("Kitchen Light",), ("Kitchen",), "light", "불", "Kitchen Light"),
        (("LG OLED",), (), "tv", "LG OLED", "LG OLED"),
        (("TV",), (), "tv", "TV", "TV"),
        ((), (), "fan", "선풍기", "fan"),
        (("Thing 3",), (), "unknown", "Thing 3", "Thing 3"),
    ],
)
def test_names(names: tuple[str, ...], areas: tuple[str, ...], type_: str, ko: str, en: str) -> None:
    one = appliance("x", type_, names, areas, offer("power"))
    assert (WORDING.name(one, "ko"), WORDING.name(one, "en")) == (ko, en)


def test_two_of_one_name_are_told_apart_by_their_room() -> None:
    two = tuple(
        appliance(
            area, "light", ("Kitchen Light",) if area == "Kitchen" else ("Light",), (area,), offer("power")
        )
        for area in ("Kitchen", "Living Room")
    )
    home = Home({"Kitchen": state(power__on=True), "Living Room": state(power__on=False)}, all=two)
    assert said(TellStep("told.state", {"appliances": "Kitchen"}), "ko", home) == "주방 불은 켜져 있어요."
    assert said(TellStep("told.state", appliance="Living Room"), "ko", home) == "거실 불은 꺼져 있어요."
