"""Text of the files: whatever a sentence holds, it is read again as it was."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from nlu.examples import Example
from nlu.training.files import domain_file, nlu_file
from nlu.training.sentence import Sentence, Span, sentence_of

_SIGNS = st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="[]{}")
_LINES = st.lists(st.text(_SIGNS, min_size=1), min_size=1, max_size=6).map(" ".join)


def _read(text: str) -> dict[tuple[str, str], list[str]]:
    items = yaml.safe_load(text)["nlu"] or []
    names = ("intent", "synonym", "lookup")
    return {
        (name, item[name]): [line[2:] for line in item["examples"].rstrip("\n").split("\n")]
        for item in items
        for name in names
        if name in item
    }


@given(lines=st.lists(_LINES, min_size=1, max_size=8))
def test_any_sentence_is_read_again(lines: list[str]) -> None:
    text = nlu_file([Sentence("chat", "en", (Span(line),)) for line in lines], {})
    assert _read(text) == {("intent", "chat"): lines}


@given(word=_LINES, value=_LINES)
def test_any_synonym_is_read_again(word: str, value: str) -> None:
    read = _read(nlu_file([], {}, {word: value}, {value: [word]}))
    assert read[("lookup", value)] == [word]
    assert word == value or read[("synonym", value)] == [word]


def test_names_that_yaml_would_read_otherwise() -> None:
    synonyms = {"오프": "off", "hdmi 일": "hdmi 1", "전구색": "2700", "a: b #c": "no"}
    assert {name for _, name in _read(nlu_file([], {}, synonyms))} == {"off", "hdmi 1", "2700", "no"}


def test_marks_say_what_words_stand_for() -> None:
    spans = (
        Span("티비", "appliance_type"),
        Span(" "),
        Span("24", "value"),
        Span(" "),
        Span("확", "extreme", "a_lot"),
    )
    text = nlu_file([Sentence("volume.set", "ko", spans)], {"티비": "tv", "24": "24"})
    assert (
        '- [티비]{"entity": "appliance_type", "value": "tv"} [24](value) [확]{"entity": "extreme", "value": "a_lot"}\n'
        in text
    )


def test_the_domain_lists_names_once_in_order() -> None:
    assert yaml.safe_load(domain_file({"b", "a"}, ["y", "x"])) == {
        "version": "3.1",
        "intents": ["a", "b"],
        "entities": ["x", "y"],
    }


@given(text=st.text(min_size=1, max_size=30))
def test_an_example_is_one_line(text: str) -> None:
    sentence = sentence_of(Example("chat", f"a{text}b", (), "mine.yml", 1), "en")
    assert len(sentence.text) == len(text) + 2
    bare = sentence.text.translate(str.maketrans("[]{}", "()()"))
    assert _read(nlu_file([Sentence("chat", "en", (Span(bare),))], {})) == {("intent", "chat"): [bare]}
