"""Appliances that few homes have, with verbs of their own: said rightly they act, said otherwise never."""

import pytest

from nlu.engines.base import Engine, Focus
from nlu.vocabulary import Thing, Vocabulary
from tests.nlu.test_sentences import may_act, shown

_NAMES = {
    "pet_feeder": "급식기", "lawn_mower": "잔디깎이", "styler": "스타일러", "ev_charger": "차 충전기",
    "electric_blanket": "전기장판", "air_fryer": "에어프라이어", "bath": "욕조", "bidet": "비데",
    "ventilation": "환기장치", "water_purifier": "정수기", "projector": "프로젝터", "aquarium": "어항",
    "massage_chair": "안마의자", "kettle": "전기포트", "doorbell": "초인종", "sprinkler": "스프링클러",
    "washer": "세탁기",
}  # fmt: skip
HOME = Vocabulary(tuple(Thing(kind, kind, (name,)) for kind, name in _NAMES.items()), "rare")


@pytest.mark.parametrize(
    ("sentence", "meaning"),
    [
        ("강아지 밥 줘", "run_control.start appliance_type=pet_feeder"),
        ("강아지 밥 좀 줘", "run_control.start appliance_type=pet_feeder"),
        ("고양이 사료 줘", "run_control.start appliance_type=pet_feeder"),
        ("feed the cat", "run_control.start appliance_type=pet_feeder"),
        ("잔디 좀 깎아줘", "run_control.start appliance_type=lawn_mower"),
        ("잔디깎이 집으로 보내", "run_control.return_to_dock appliance_type=lawn_mower"),
        ("mow the lawn", "run_control.start appliance_type=lawn_mower"),
        ("send the mower home", "run_control.return_to_dock appliance_type=lawn_mower"),
        ("스타일러 돌려", "run_control.start appliance_type=styler"),
        ("충전기 켜줘", "power.turn_on appliance_type=ev_charger"),
        ("전기장판 켜줘", "power.turn_on appliance_type=electric_blanket"),
        ("전기장판 온도 40도로", "temperature.set appliance_type=electric_blanket value=40 unit=celsius"),
        ("put the heating pad on low", "fan_speed.set appliance_type=electric_blanket fan_speed=low"),
        ("preheat the air fryer to 200",
         "temperature.set appliance_type=air_fryer value=200 + run_control.start appliance_type=air_fryer"),
        ("욕조에 물 받아줘", "run_control.start appliance_type=bath"),
        ("fill the tub", "run_control.start appliance_type=bath"),
        ("비데 온도 올려줘", "temperature.adjust appliance_type=bidet direction=up"),
        ("환기 세게 해줘", "fan_speed.adjust appliance_type=ventilation direction=up"),
        ("정수기 필터 얼마나 남았어?", "query.value appliance_type=water_purifier attribute=consumable"),
        ("어항 온도 몇 도야?", "query.value appliance_type=aquarium attribute=temperature"),
        ("안마의자 세게", "level.adjust appliance_type=massage_chair direction=up"),
        ("초인종 소리 줄여줘", "volume.adjust appliance_type=doorbell direction=down"),
        ("turn on the sprinkler", "power.turn_on appliance_type=sprinkler"),
    ],
)  # fmt: skip
def test_they_are_understood(engine: Engine, sentence: str, meaning: str) -> None:
    assert shown(engine.understand(sentence, HOME, Focus())) == meaning


@pytest.mark.parametrize(
    "sentence",
    [
        "강아지 밥 주지 마", "강아지 밥 줬어?", "강아지 밥 줬어", "밥 줘", "나 밥 줘", "애기 밥 줘", "아기 밥 먹여줘",
        "고양이가 밥을 안 먹어", "강아지 어디 있어", "잔디 깎지 마", "잔디 깎았어?", "전기장판 켜지 마",
        "전기장판 껐나?", "물 받지 마", "욕조에 물 받았어?", "빨래 받아줘", "택배 받아줘", "전화 받아줘",
        "비 오면 스프링클러 꺼줘", "컵에 물 채워줘",
        "don't feed the cat", "did you feed the cat?", "i fed the dog", "has the cat been fed",
        "the dog is barking", "where is the dog", "the cat is on the washer", "don't mow the lawn",
        "i mowed the lawn yesterday", "is the electric blanket on?", "fill my cup",
    ],
)  # fmt: skip
def test_what_is_no_command_never_acts(engine: Engine, sentence: str) -> None:
    assert not may_act(engine.understand(sentence, HOME, Focus()))
