"""Parts of names by which people call their things."""

from nlu.canonical import Canonical
from nlu.engine import load_languages
from nlu.short_names import short_names
from nlu.vocabulary import Thing

_KNOWN = {"bulb", "light", "living room", "room", "lamp", "aircon", "dryer", "거실", "조명"}


def _short(*things: Thing) -> dict[str, tuple[str, ...]]:
    return short_names(things, Canonical(load_languages().values()), _KNOWN.__contains__)


def test_a_part_that_tells_more_than_room_and_type_is_a_name() -> None:
    found = _short(Thing("l", "light", ("Philips Hue bulb 3",)), Thing("k", "light", ("싱크대 조명",)))
    assert found["hue bulb 3"] == ("l",)
    assert found["필립스"] == ("l",)
    assert found["싱크대"] == ("k",)
    assert not {"bulb 3", "bulb", "3", "조명", "philips hue bulb 3"} & set(found)


def test_a_room_is_no_name() -> None:
    assert _short(Thing("a", "air_conditioner", ("Living Room Aircon",))) == {}


def test_a_part_of_several_names_is_kept_only_where_all_are_of_one_type() -> None:
    washer, dryer = Thing("w", "washer", ("Zorbo One",)), Thing("d", "dryer", ("Zorbo Two",))
    assert "zorbo" not in _short(washer, dryer)
    assert _short(washer, Thing("v", "washer", ("Zorbo Two",)))["zorbo"] == ("w", "v")
