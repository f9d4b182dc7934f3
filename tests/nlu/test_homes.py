"""Names, rooms and options of a home decide what words mean in it."""

import pytest

from nlu.engines.base import Engine, Focus
from nlu.options import match_option
from nlu.vocabulary import Thing, Vocabulary
from tests.nlu.test_sentences import shown


def _home(*things: Thing, version: str = "") -> Vocabulary:
    return Vocabulary(things, version)


def test_a_name_wins_over_a_type_word(engine: Engine) -> None:
    home = _home(Thing("plug-9", "plug", ("선풍기",)), Thing("light-1", "light", ("거실 불",), ("거실",)))
    assert shown(engine.understand("선풍기 켜줘", home, Focus())) == "power.turn_on appliance=plug-9"


def test_family_words_are_names(engine: Engine) -> None:
    home = _home(
        Thing("light-1", "light", ("할머니 방 불",), ("할머니 방",)),
        Thing("light-2", "light", ("거실 불",), ("거실",)),
        Thing("washer-2", "washer", ("big washer",), ()),
        Thing("washer-3", "washer", ("small washer",), ()),
    )
    assert shown(engine.understand("할머니 방 불 꺼줘", home, Focus())) == "power.turn_off appliance=light-1"
    assert (
        shown(engine.understand("start the big washer", home, Focus()))
        == "run_control.start appliance=washer-2"
    )


def test_one_name_for_two_kinds_is_never_assumed(engine: Engine) -> None:
    home = _home(Thing("fan-1", "fan", ("바람이",)), Thing("plug-1", "plug", ("바람이",)))
    slots = engine.understand("바람이 켜줘", home, Focus()).intents[0].slots
    assert [slot.value for slot in slots] == ["fan-1", "plug-1"]
    assert not any(slot.exact for slot in slots)


def test_two_rooms_of_one_kind_stay_apart(engine: Engine) -> None:
    home = _home(Thing("l1", "light", (), ("안방",)), Thing("l2", "light", (), ("침실",)))
    assert shown(engine.understand("침실 불 켜줘", home, Focus())) == "power.turn_on appliance=l2"
    assert shown(engine.understand("안방 불 켜줘", home, Focus())) == "power.turn_on appliance=l1"


def test_the_english_word_finds_the_korean_room(engine: Engine) -> None:
    home = _home(Thing("l1", "light", (), ("안방",)), Thing("l2", "light", (), ("거실",)))
    assert shown(engine.understand("bedroom light on", home, Focus())) == "power.turn_on appliance=l1"


_MIXED = _home(
    Thing("k1", "light", ("Counter",), ("Kitchen",)),
    Thing("k2", "dishwasher", ("식세기",), ("주방",)),
    Thing("l1", "light", ("거실등",), ("거실",)),
    Thing("l2", "air_conditioner", ("Living AC",), ("Living Room",)),
    Thing("e1", "light", ("Emma’s lamp",), ("Emma's Room",)),
    Thing("u1", "light", ("Hall light",), ("Upstairs",)),
    Thing("p1", "air_purifier", ("다이슨",), ("거실",)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("주방 불 켜줘", "power.turn_on appliance=k1"),
        ("부엌 불 켜줘", "power.turn_on appliance=k1"),
        ("run the kitchen dishwasher", "run_control.start appliance=k2"),
        ("거실 에어컨 켜줘", "power.turn_on appliance=l2"),
        ("living room light on", "power.turn_on appliance=l1"),
        (
            "주방만 빼고 불 다 꺼",
            "power.turn_off except_area=Kitchen except_area=주방 appliance_type=light quantifier=all",
        ),
        ("turn on emmas lamp", "power.turn_on appliance=e1"),
        ("turn on the light in emma's room", "power.turn_on appliance=e1"),
        ("2층 불 꺼줘", "power.turn_off appliance=u1"),
        ("3층 불 꺼줘", "power.turn_off unknown=층 불 | 3"),
        ("다이슨 켜줘", "power.turn_on appliance=p1"),
        ("turn on the dyson", "power.turn_on appliance=p1"),
        ("turn on the lg ac", "power.turn_on appliance_type=air_conditioner"),
    ],
)
def test_appliances_that_speak_different_languages_share_a_room(
    engine: Engine, text: str, meaning: str
) -> None:
    assert shown(engine.understand(text, _MIXED, Focus())) == meaning


def test_an_opened_door_without_a_lock_is_a_door(engine: Engine) -> None:
    home = _home(Thing("door-1", "door", ("현관문",)))
    assert shown(engine.understand("문 열어줘", home, Focus())) == "position.open appliance_type=door"


def test_a_corrected_word_is_marked(engine: Engine, vocabulary: Vocabulary) -> None:
    understanding = engine.understand("로봇청소가 돌려줘", vocabulary, Focus())
    assert understanding.intents[0].slots[0].exact is False


def test_options_are_words_of_this_home(engine: Engine) -> None:
    home = _home(Thing("washer-1", "washer", (), (), {"program": ("꿈나라 코스", "표준")}))
    assert (
        shown(engine.understand("세탁기 꿈나라 코스로 돌려줘", home, Focus()))
        == "run_control.start appliance_type=washer program=꿈나라 코스"
    )


def test_an_option_called_off_does_not_hide_the_verb(engine: Engine) -> None:
    home = _home(Thing("ac", "air_conditioner", ("aircon",), (), {"mode": ("off", "cool", "dry")}))
    assert (
        shown(engine.understand("turn off the aircon", home, Focus()))
        == "power.turn_off appliance_type=air_conditioner"
    )


def test_an_empty_home_knows_nothing(engine: Engine) -> None:
    assert shown(engine.understand("세탁기 돌려줘", _home(), Focus())) == "run_control.start unknown=세탁기"


def test_a_new_version_is_read_anew(engine: Engine) -> None:
    before = _home(Thing("fan-1", "fan", ("뽀로로",)), version="1")
    after = _home(Thing("fan-2", "fan", ("크롱이",)), version="2")
    assert shown(engine.understand("뽀로로 켜줘", before, Focus())) == "power.turn_on appliance=fan-1"
    assert shown(engine.understand("뽀로로 켜줘", after, Focus())) == "power.turn_on unknown=뽀로로"


def test_options_are_matched_by_meaning() -> None:
    assert match_option("wool", ["표준", "울/섬세", "이불"], "program") == ["울/섬세"]
    assert match_option("울", ["COTTON_40", "WOOL_40"], "program") == ["WOOL_40"]
    assert match_option("울코스", ["Cotton", "Wool"], "program") == ["Wool"]
    assert match_option("dry", ["냉방", "제습", "송풍"], "mode") == ["제습"]
    assert match_option("high", ["약풍", "강풍"], "fan_speed") == ["강풍"]
    assert match_option("cotton", ["COTTON_40", "COTTON_60"], "program") == ["COTTON_40", "COTTON_60"]
    assert match_option("disco", ["냉방", "제습"], "mode") == []
    assert match_option("", ["냉방"], "mode") == []


def test_three_thousand_appliances_are_kept_apart(engine: Engine) -> None:
    things = [Thing(f"light-{n}", "light", (f"방{n}호 불",), (f"방{n}호",)) for n in range(3000)]
    home = Vocabulary(tuple(things), "large")
    assert shown(engine.understand("방1234호 불 켜줘", home, Focus())) == "power.turn_on appliance=light-1234"
