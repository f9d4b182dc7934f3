"""Codes and messages of appliances become troubles that people can do something about, or stay what they are."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance_bridge.errors import CatalogueError
from appliance_bridge.troubles import load_troubles
from bot.languages import languages
from bot.wording.replies import load_wording

TROUBLES = load_troubles()


@pytest.mark.parametrize(
    ("kind", "maker", "said", "expected"),
    [
        ("washer", "LG", "OE", "drain"),
        ("washer", "LG Electronics", "oe", "drain"),
        ("washer", "Samsung Electronics", "OE", "overfilled"),
        ("washer", "Samsung", "5C", "drain"),
        ("washer", None, "UE", "unbalanced"),
        ("washer", "Winia", "UE", "unbalanced"),
        ("washer_dryer", "LG", "dE1", "door_open"),
        ("washer", None, "문 열림", "door_open"),
        ("dishwasher", "BOSCH", "E:15", "leak"),
        ("dishwasher", None, "Salt nearly empty", "salt_low"),
        ("robot_vacuum", "Roborock", "5", "main_brush"),
        ("robot_vacuum", "Dreame", "Main brush is jammed", "main_brush"),
        ("boiler", "KD Navien", "E012", "flame_out"),
        ("kettle", None, "Overheating", "overheated"),
    ],
)
def test_what_is_known(kind: str, maker: str | None, said: str, expected: str) -> None:
    assert TROUBLES.of(kind, maker, said) == expected


@pytest.mark.parametrize(
    ("kind", "maker", "said"),
    [
        ("washer", None, "OE"),  # LG cannot drain, Samsung has too much water
        ("washer", "LG", "5C"),  # another maker's code
        ("robot_vacuum", None, "5"),  # a bare number
        ("robot_vacuum", "Dreame", "5"),
        ("oven", "LG", "E99"),
        ("washer", "LG", ""),
    ],
)
def test_what_is_not_known_stays_so(kind: str, maker: str | None, said: str) -> None:
    assert TROUBLES.of(kind, maker, said) is None


@pytest.mark.parametrize("language", [one for one in languages() if one in ("ko", "en")])
def test_everything_known_can_be_said(language: str) -> None:
    wording = load_wording()
    for trouble in TROUBLES.all():
        assert len(wording.say(f"trouble.{trouble}", language)) > 10  # type: ignore[arg-type]


@given(
    st.text(max_size=300), st.text(max_size=30) | st.none(), st.sampled_from(["washer", "robot_vacuum", "x"])
)
def test_any_message_is_looked_up(said: str, maker: str | None, kind: str) -> None:
    assert TROUBLES.of(kind, maker, said) in {None, *TROUBLES.all()}


def test_a_code_of_two_meanings_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("types: [washer]\nmakers:\n  lg:\n    drain: [OE]\n    leak: [oe]\n")
    with pytest.raises(CatalogueError, match=r"a\.yaml.*5.*OE|oe"):
        load_troubles(tmp_path)
