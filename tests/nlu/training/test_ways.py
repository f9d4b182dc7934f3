"""Ways of asking: taken off, put on, and a family that never changes with them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.errors import LanguageError
from nlu.examples import Training
from nlu.language import Language
from nlu.training.sentence import Sentence, Span, sentence_of
from nlu.training.ways import Ways, load_ways
from nlu.training.words import language_of
from tests.nlu.training.conftest import taught

_MANY = 60


@pytest.fixture(scope="module")
def ways(languages: dict[str, Language]) -> dict[str, Ways]:
    return load_ways(languages)


def _said(language: str, text: str, intent: str = "power.turn_on") -> Sentence:
    return Sentence(intent, language, (Span(text),))


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("ko", "불 켜줘", "불 켜"),
        ("ko", "불 켜줘", "불켜 주세요"),
        ("ko", "불 켜줘", "집사야, 불 좀켜 줄 수 있어요?".replace("좀", "")),
        ("ko", "불 켜라", "미안한데 불 켜줄래? 부탁해"),
        ("ko", "물 줘", "물 주세요"),
        ("en", "turn on the light", "Could you please turn on the light?"),
        ("en", "turn on the light", "hey jipsa, can you turn on the light please"),
        ("en", "turn on the light", "I want you to turn on the light, thanks"),
    ],
)
def test_one_family(ways: dict[str, Ways], language: str, one: str, other: str) -> None:
    assert ways[language].family(_said(language, one)) == ways[language].family(_said(language, other))


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("ko", "불 켜줘", "불 꺼줘"),
        ("ko", "불 켜줘", "불 켜줘야 해"),
        ("en", "turn on the light", "turn off the light"),
    ],
)
def test_two_families(ways: dict[str, Ways], language: str, one: str, other: str) -> None:
    assert ways[language].family(_said(language, one)) != ways[language].family(_said(language, other))


def test_what_is_marked_makes_no_family(ways: dict[str, Ways]) -> None:
    one = (Span("에어컨", "appliance_type"), Span("을 켜줘"))
    other = (Span("티비", "appliance_type"), Span("를 켜"))
    assert len({ways["ko"].family(Sentence("power.turn_on", "ko", spans)) for spans in (one, other)}) == 1


def test_an_order_is_asked_for_in_many_ways(ways: dict[str, Ways]) -> None:
    texts = {ways["ko"].otherwise(_said("ko", "불 켜줘"), number).text for number in range(_MANY)}
    assert {"불 켜 주세요", "불 켜줄래?"} <= texts and len(texts) > 20
    texts = {ways["en"].otherwise(_said("en", "turn on the light"), number).text for number in range(_MANY)}
    assert {"could you turn on the light?", "please turn on the light"} <= texts


@pytest.mark.parametrize(
    ("language", "text"),
    [("ko", "거실 너무 어두워"), ("ko", "에어컨 24도로"), ("ko", "불 좀 밝게 해봐")],
)
def test_nothing_is_put_behind_what_is_no_bare_verb(ways: dict[str, Ways], language: str, text: str) -> None:
    texts = {ways[language].otherwise(_said(language, text), number).text for number in range(_MANY)}
    assert all(text in one for one in texts)
    assert not any(
        f"{text}{end}" in one or f"{text} {end}" in one for one in texts for end in ("줘", "주", "줄")
    )


def test_only_what_begins_with_a_verb_is_asked_with_can_you(ways: dict[str, Ways]) -> None:
    texts = {ways["en"].otherwise(_said("en", "lights on"), number).text for number in range(_MANY)}
    assert "lights on please" in texts
    assert not any("you lights" in text or "please lights" in text for text in texts)


@pytest.mark.parametrize("intent", ["query.state", "social.greet", "comfort.complaint", "people.list"])
def test_talk_and_questions_are_only_addressed(ways: dict[str, Ways], intent: str) -> None:
    texts = {ways["en"].otherwise(_said("en", "is it on?", intent), number).text for number in range(_MANY)}
    assert texts == {"is it on?", "jipsa, is it on?", "hey jipsa, is it on?", "jipsa is it on?"}


def test_talk_with_others_stays_as_it_is(ways: dict[str, Ways]) -> None:
    said = _said("ko", "불 켜줘", "chat")
    assert {ways["ko"].otherwise(said, number) for number in range(_MANY)} == {said}


def test_every_way_keeps_the_family(
    ways: dict[str, Ways], shipped: Training, languages: dict[str, Language]
) -> None:
    for example in shipped.examples[::7]:
        sentence = sentence_of(example, language_of(example.text, languages))
        own = ways[sentence.language]
        for number in range(8):
            assert own.family(own.otherwise(sentence, number)) == own.family(sentence), example


_TEXTS = st.text(st.sampled_from("켜 줘주세요라해봐 열어?!., ok please can you the"), min_size=1, max_size=30)


@given(text=_TEXTS, number=st.integers(0, 50), language=st.sampled_from(["ko", "en"]))
def test_no_text_is_lost_or_refused(ways: dict[str, Ways], text: str, number: int, language: str) -> None:
    said = _said(language, text)
    assert ways[language].otherwise(said, number).text or not text.strip()
    assert isinstance(ways[language].family(said), str)


def test_a_broken_file_is_named(tmp_path: Path, languages: dict[str, Language]) -> None:
    path = tmp_path / "ways.yaml"
    path.write_text("ko:\n  always: []\n  sometimes: []\n")
    with pytest.raises(LanguageError, match=r"ways\.yaml, line 3"):
        load_ways(languages, path)


def test_ways_of_a_taught_order(tmp_path: Path, ways: dict[str, Ways]) -> None:
    training = taught(tmp_path, "- intent: power.turn_on\n  examples: |\n    - [티비](appliance_type)\n")
    sentence = sentence_of(training.examples[0], "ko")
    for number in range(_MANY):
        varied = ways["ko"].otherwise(sentence, number)
        assert Span("티비", "appliance_type") in varied.spans
