"""Answers to our questions, follow-ups and mixed languages."""

import pytest

from nlu.engines.base import Engine, Focus
from nlu.vocabulary import Vocabulary
from tests.nlu.test_sentences import shown

_PENDING = Focus(pending=True, appliances=("oven-1",))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("응", "answer.yes"),
        ("네", "answer.yes"),
        ("ㅇㅇ", "answer.yes"),
        ("그래 해줘", "answer.yes"),
        ("응 ㅋㅋ", "answer.yes"),
        ("아니", "answer.no"),
        ("ㄴㄴ", "answer.no"),
        ("아니 하지마", "answer.no"),
        ("됐어", "answer.no"),
        ("yes", "answer.yes"),
        ("Yes please!", "answer.yes"),
        ("sure", "answer.yes"),
        ("ok", "answer.yes"),
        ("no", "answer.no"),
        ("no thanks", "answer.no"),
        ("don't", "answer.no"),
        ("두 번째", "answer.choice ordinal=2"),
        ("the second one", "answer.choice ordinal=2"),
        ("2번", "answer.choice ordinal=2 value=2"),
        ("1234", "answer.code value=1234"),
        ("안방", "answer.choice area=안방"),
        ("the washer", "answer.choice appliance_type=washer"),
        ("안방 거", "answer.choice area=안방"),
        ("거실 에어컨", "answer.choice appliance=aircon-living"),
        ("거실 걸로", "answer.choice area=거실"),
        ("거실이랑 안방", "answer.choice area=거실 area=안방"),
        ("안방 빼고 다", "answer.choice except_area=안방 quantifier=all"),
        ("the one in the living room", "answer.choice area=거실 pronoun=it"),
        ("bedroom please", "answer.choice area=안방"),
    ],
)
def test_answers_while_a_question_is_open(
    engine: Engine, vocabulary: Vocabulary, text: str, meaning: str
) -> None:
    assert shown(engine.understand(text, vocabulary, _PENDING)) == meaning


def test_a_new_command_is_no_answer(engine: Engine, vocabulary: Vocabulary) -> None:
    assert shown(engine.understand("불 다 꺼줘", vocabulary, _PENDING)).startswith("power.turn_off")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("그거 꺼", "power.turn_off pronoun=it"),
        ("turn it off", "power.turn_off pronoun=it"),
        ("24도로", "temperature.set value=24 unit=celsius"),
        ("24", "setting.set value=24"),
        ("더 크게", "volume.adjust direction=up"),
        ("건조기도", "conversation.repeat appliance_type=dryer"),
        ("same for the dryer", "conversation.repeat appliance_type=dryer"),
        ("아니 안방 거", "conversation.correct area=안방"),
        ("그거 말고 안방", "conversation.correct area=안방"),
        ("안방 말이야", "conversation.correct area=안방"),
        ("그리고 안방 불", "conversation.repeat appliance=light-bedroom"),
        ("안방도 똑같이 해줘", "conversation.repeat area=안방"),
        ("not that one, the kitchen one", "conversation.correct area=부엌 pronoun=it"),
        ("i meant the bedroom", "conversation.correct area=안방"),
        ("the dryer too", "conversation.repeat appliance_type=dryer"),
        ("and the living room light", "conversation.repeat appliance=light-living"),
        ("do the same in the bedroom", "conversation.repeat area=안방"),
        ("조금만 더", "conversation.repeat"),
        ("1도 더", "conversation.repeat amount=1 unit=celsius"),
        ("a bit more", "conversation.repeat extreme=a_bit"),
        ("다시 켜", "power.turn_on"),
        ("멈춰", "run_control.stop"),
        ("pause", "run_control.pause"),
    ],
)
def test_follow_ups(engine: Engine, vocabulary: Vocabulary, text: str, meaning: str) -> None:
    focus = Focus(appliances=("aircon-living",), capability="temperature")
    assert shown(engine.understand(text, vocabulary, focus)) == meaning


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("불 켜줘", "ko"),
        ("turn on the tv", "en"),
        ("거실 light 켜줘", "ko"),
        ("turn on 에어컨", "en"),
        ("TV 켜", "ko"),
    ],
)
def test_the_language_is_that_of_the_message(
    engine: Engine, vocabulary: Vocabulary, text: str, language: str
) -> None:
    understanding = engine.understand(text, vocabulary, Focus())
    assert understanding.language == language
    assert understanding.mood == "command"
    assert understanding.intents
    assert not understanding.leftovers


def test_a_text_without_letters_has_the_language_of_the_person(
    engine: Engine, vocabulary: Vocabulary
) -> None:
    assert engine.understand("24", vocabulary, Focus(language="en")).language == "en"
