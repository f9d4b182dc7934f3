"""YAML from strangers: what could hang, fill the memory or mislead is one sentence with its place."""

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nlu.errors import LanguageError
from nlu.examples import load_training, training_of
from nlu.yaml_checks import MAX_FILE_BYTES, MAX_FILES, MAX_FOLDER_BYTES, read_folder, tree_of

HEAD = 'version: "3.1"\nnlu:\n'
GOOD = HEAD + "- intent: power.turn_on\n  examples: |\n    - turn on\n"


def fault(raw: bytes | str) -> LanguageError:
    with pytest.raises(LanguageError) as caught:
        training_of({"own.yml": raw if isinstance(raw, bytes) else raw.encode()})
    assert caught.value.file == "own.yml"
    return caught.value


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        (BOMB, 2, 8, "alias"),
        (HEAD + "- intent: &x power.turn_on\n  examples: *x\n", 4, 13, "alias"),
        (HEAD + "- " + "[" * 100 + "]" * 100, 3, 9, "nested more than"),
        (HEAD + "- {intent: {a: {b: {c: {d: {e: {f: {}}}}}}}}\n", 3, 29, "nested more than"),
        (HEAD + "- ? [a]\n  : b\n", 3, 5, "a key must be a plain word"),
        (HEAD + "- ? {a: b}\n  : b\n", 3, 5, "a key must be a plain word"),
        (HEAD + "- intent: a\n  intent: b\n  examples: |\n    - x\n", 4, None, "stands twice"),
        ('version: "3.1"\nversion: "3.1"\nnlu: []\n', 2, None, "stands twice"),
        (HEAD + "- intent: x\n\texamples: |\n", 4, 1, "There is a tab here. Indent with spaces."),
        (HEAD + "- intent: power: on\n", 3, 16, "colon too many"),
        (HEAD + "- intent: 'power\n", 4, 1, "never closed"),
        (HEAD + "- intent: @power\n", 3, 11, "cannot begin with this character"),
        (GOOD + "---\n" + GOOD, 6, 1, "not valid YAML"),
        (GOOD + "<<<<<<< HEAD\n", 6, 1, "merge"),
        (GOOD + "||||||| base\n", 6, 1, "merge"),
        (GOOD + "    - a\x00b\n", 6, 8, "control character"),
        (GOOD + "    - a\x1b[2Jb\n", 6, 8, "control character"),
        (GOOD + f"    - {'아' * 500}\n", 6, None, "longer than 200 characters"),
    ],
)  # fmt: skip
def test_what_is_wrong_and_where(text: str, line: int, column: int | None, reason: str) -> None:
    error = fault(text)
    assert (error.line, error.column) == (line, column)
    assert reason in error.reason
    assert str(error).startswith(f"own.yml, line {line}")


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (("\ufeff" + GOOD).encode("utf-16-le"), "UTF-16"),
        (GOOD.encode("utf-16"), "UTF-16"),
        (GOOD.encode("utf-16-be"), "UTF-16"),
        ((GOOD + "    - 불 켜\n").encode("cp949"), "CP949"),
        ((GOOD + "    - café\n").encode("latin-1"), "not in UTF-8: save it as UTF-8"),
    ],
)
def test_other_encodings_are_named(raw: bytes, named: str) -> None:
    error = fault(raw)
    assert named in error.reason and "save it as UTF-8" in error.reason


@pytest.mark.parametrize("deep", ["[", "{a: ", "- ", "? ", "[[a]: "])
def test_no_depth_breaks_the_parser(deep: str) -> None:
    assert fault(HEAD + deep * 100_000).line == 3


def test_the_line_of_what_is_no_utf_8() -> None:
    assert fault((GOOD + "    - 불 켜\n").encode("cp949")).line == 6


def test_what_windows_writes_is_read() -> None:
    raw = ("\ufeff" + GOOD.replace("\n", "\r\n")).encode()
    [example] = training_of({"own.yml": raw}).examples
    assert (example.text, example.line) == ("turn on", 5)


def write(folder: Path, name: str, text: str = GOOD) -> Path:
    (folder / name).write_text(text)
    return folder / name


def folder_fault(folder: Path) -> LanguageError:
    with pytest.raises(LanguageError) as caught:
        load_training(folder)
    return caught.value


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.yml").mkdir()
    assert (folder_fault(tmp_path / "a").file, "folder" in folder_fault(tmp_path / "a").reason) == (
        "x.yml",
        True,
    )
    (tmp_path / "b").mkdir()
    os.mkfifo(tmp_path / "b" / "x.yml")
    assert "no ordinary file" in folder_fault(tmp_path / "b").reason
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "x.yml").symlink_to(tmp_path / "c" / "y.yml")
    (tmp_path / "c" / "y.yml").symlink_to(tmp_path / "c" / "x.yml")
    assert "symbolic links" in folder_fault(tmp_path / "c").reason
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "x.yml").symlink_to("/dev/zero")
    assert "no ordinary file" in folder_fault(tmp_path / "d").reason
    (tmp_path / "e").mkdir()
    (tmp_path / "e" / "x.yml").symlink_to(tmp_path / "gone.yml")
    assert "no such file" in folder_fault(tmp_path / "e").reason
    write(tmp_path, "f")
    assert "not a directory" in folder_fault(tmp_path / "f").reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    write(tmp_path, "x.yml").chmod(0)
    assert "permission denied" in folder_fault(tmp_path).reason


def test_too_much_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    file = write(tmp_path, "x.yml", GOOD + "#" * MAX_FILE_BYTES)
    assert f"{MAX_FILE_BYTES:,} bytes" in folder_fault(tmp_path).reason
    file.unlink()
    for n in range(MAX_FOLDER_BYTES // MAX_FILE_BYTES + 1):
        write(tmp_path, f"{n}.yml", GOOD + "#" * (MAX_FILE_BYTES - len(GOOD)))
    assert f"{MAX_FOLDER_BYTES:,} bytes" in folder_fault(tmp_path).reason


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    for n in range(MAX_FILES + 1):
        write(tmp_path, f"{n:03}.yml")
    assert f"more than {MAX_FILES} files" in folder_fault(tmp_path).reason


def test_what_editors_leave_is_no_file(tmp_path: Path) -> None:
    for name in (
        ".own.yml.swp",
        ".#own.yml",
        "own.yml~",
        "#own.yml#",
        "~$own.yml",
        "._own.yml",
        "own.yml.bak",
        "4913",
    ):
        write(tmp_path, name, "{")
    write(tmp_path, "own.yml")
    write(tmp_path, "mine.yaml")
    assert list(read_folder(tmp_path)) == ["mine.yaml", "own.yml"]
    assert read_folder(tmp_path / "absent") == {}


def test_a_name_that_cannot_be_said(tmp_path: Path) -> None:
    Path(os.fsdecode(bytes(tmp_path) + b"/\xb0\xa1\n\x1b[2J.yml")).write_text("{")
    error = folder_fault(tmp_path)
    assert str(error).isprintable() and str(error).encode()


def test_too_many_lines_and_long_words(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match="more than 2 lines") as caught:
        training_of({"own.yml": (GOOD + "    - b\n    - c\n").encode()}, 2)
    assert caught.value.line == 7
    assert len(str(fault(HEAD + f"- {'x' * 100_000}: a\n"))) < 500


@given(st.one_of(st.text(max_size=80), st.text(st.sampled_from("[]{}:,&*!|>-?'\"\n\t #a%@`"), max_size=40)))
def test_a_tree_or_one_sentence(text: str) -> None:
    """As the plain parser reads it, when it is let through at all."""
    try:
        tree = tree_of(text.encode("utf-8", "surrogatepass"), "own.yml")
    except LanguageError as error:
        assert error.file == "own.yml" and "\n" not in str(error)[:300]
        return
    plain = yaml.compose(text.removeprefix("\ufeff"), Loader=yaml.CBaseLoader)
    assert (tree is None) == (plain is None)
    if tree is not None:
        assert yaml.serialize(tree) == yaml.serialize(plain)
