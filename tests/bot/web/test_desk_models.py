"""Which names of files the desk takes: those that count in a folder of own words, and can be written."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.desk_models import file_name
from nlu.yaml_checks import read_folder


@pytest.mark.parametrize(
    "name",
    [
        "../own.yml",
        "..%2fown.yml/../x.yml",
        "/etc/own.yml",
        "a/b.yml",
        "a\\b.yml",
        ".own.yml",
        "#own.yml",
        "~own.yml",
        ".yml",
        "own.txt",
        "own.yml~",
        "own",
        "",
        " own.yml",
        "o\x00wn.yml",
        "o\nwn.yml",
        "o\u202ewn.yml",
        "o\u200bwn.yml",
        "o\ud83ewn.yml",
        f"{'별' * 90}.yml",
    ],
)
def test_names_that_do_not_count(name: str) -> None:
    with pytest.raises(ValueError, match=r"^a file's name "):
        file_name(name)


@pytest.mark.parametrize("name", ["우리 집.yml", "A-1.YAML", "own.v2.yaml", f"{'별' * 78}.yml"])
def test_names_that_do(name: str) -> None:
    assert file_name(name) == name


@given(st.text(max_size=60), st.sampled_from((".yml", ".yaml", ".YML", ".Yaml", "")))
def test_what_is_taken_is_found_in_the_folder_again(stem: str, end: str) -> None:
    try:
        name = file_name(stem + end)
    except ValueError:
        return
    with TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(b"x")
        (Path(folder) / f".{name}.new").write_bytes(b"y")
        assert read_folder(Path(folder)) == {name: b"x"}
