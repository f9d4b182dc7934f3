"""Intents files as admins break them: always one sentence with file and line, never a traceback."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.errors import LanguageError
from nlu.examples import Annotation, load_training

_HEAD = 'version: "3.1"\nnlu:\n'
_GOOD = "- intent: power.turn_on\n  examples: |\n    - turn on\n"


def _load(folder: Path, text: str) -> list[str]:
    (folder / "mine.yml").write_text(text, encoding="utf-8")
    return [one.text for one in load_training(folder).examples]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (
            _HEAD + _GOOD + "<<<<<<< HEAD\n    - b\n=======\n    - c\n>>>>>>> other\n",
            6,
            "a merge left its marks",
        ),
        (_HEAD + _GOOD + "=======\n", 6, "a merge left its marks"),
        (_HEAD + "- intent: x\n\texamples: |\n\t\t- b\n", 4, "tab"),
        (_HEAD + "- intent: x\n  examples: |\n\t- b\n", 5, "tab"),
        (_HEAD + "- intent: [x\n  examples: |\n    - b\n", 4, "did not find"),
        (_HEAD + '- intent: x\n  examples: |\n    - a\n    - [x]{"entity": } on\n', 6, "mark words as"),
        (_HEAD + "- intent: x\n  examples: |\n    - [x]{} on\n", 5, "mark words as"),
        (_HEAD + "- intent: x\n  examples: |\n    - turn [x on\n", 5, "mark words as"),
        (_HEAD + "- intent: x\n  examples: |\n    - turn [x] on\n", 5, "mark words as"),
        (_HEAD + '- intent: x\n  examples: |\n    - [x]{"value": "a"} on\n', 5, "mark words as"),
        (_HEAD + "- intent: x\n  examples: |\n    - [x]{entity: mode} on\n", 5, "mark words as"),
        (_HEAD + "- intent: x\n  examples:\n    - b\n", 4, "write 'examples: |'"),
        (_HEAD + "- intent: x\n", 3, "write 'examples: |'"),
        (_HEAD + _GOOD + "- intent: x\n  examples: >\n    - a\n    - b\n", 7, "write 'examples: |' instead"),
        (_HEAD + "- synonym: x\n  examples: >-\n    - a\n\n    - b\n", 4, "one sentence of all lines"),
        (_HEAD + "- intent: x\n  examples: |\n    - a\n\n    b\n", 7, "every example begins with '- '"),
        (_HEAD + "- intent: x\n  synonym: y\n  examples: |\n    - b\n", 5, "of one intent or of one synonym"),
        (_HEAD + "- examples: |\n    - b\n", 3, "of one intent or of one synonym"),
        (_HEAD + _GOOD + _GOOD.replace("examples", "examlpes"), 7, "no such key"),
        (_HEAD + "- *x\n", 3, "alias"),
        ("nlu: &a [*a]\n", 1, "alias"),
        ("", 1, "the file begins with"),
        ("hello", 1, "the file begins with"),
        ("nlu: []", 1, "missing"),
        (_HEAD, 2, "each item below"),
        (_HEAD + "- hello\n", 3, "each item below"),
        ("version: [3]\nnlu: []\n", 1, "a word must stand here"),
    ],
)
def test_what_is_wrong_and_where(tmp_path: Path, text: str, line: int, reason: str) -> None:
    with pytest.raises(LanguageError, match=reason) as caught:
        _load(tmp_path, text)
    assert (caught.value.file, caught.value.line) == ("mine.yml", line)


def test_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.yml").write_bytes((_HEAD + "# 한글\n").encode("cp949"))
    with pytest.raises(LanguageError, match="UTF-8"):
        load_training(tmp_path)


def test_a_sentence_that_stands_twice_has_its_own_line(tmp_path: Path) -> None:
    other = _GOOD.replace("power.turn_on", "social.greet")
    (tmp_path / "mine.yml").write_text(_HEAD + _GOOD + "# between\n\n" + other)
    assert [one.line for one in load_training(tmp_path).examples] == [5, 10]


def test_marks_of_all_kinds(tmp_path: Path) -> None:
    line = 'put the [tv](appliance_type) on [movies]{"entity": "mode", "value": "movie"} at [7]{"entity": "value", "value": 7}'
    (tmp_path / "mine.yml").write_text(f"{_HEAD}- intent: x\n  examples: |\n    - {line}\n")
    example = load_training(tmp_path).examples[0]
    assert example.text == "put the tv on movies at 7" and example.written == line
    assert example.annotations == (
        Annotation(8, 10, "appliance_type"), Annotation(14, 20, "mode", "movie"), Annotation(24, 25, "value", "7"),
    )  # fmt: skip


@given(text=st.text(st.sampled_from('[]{}()"entity:,value -x\n\tab한|>&*#'), max_size=60))
def test_no_text_gets_through_as_a_traceback(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    for tried in (_HEAD + text, _HEAD + f"- intent: x\n  examples: |\n    - {text}\n", text):
        try:
            sentences = _load(folder, tried)
        except LanguageError as error:
            assert error.file == "mine.yml" and error.line >= 1
        else:
            assert not any("[" in one or "]" in one for one in sentences)
