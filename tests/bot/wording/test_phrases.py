"""The sentences: the same keys in both languages, all facts known, and broken files told by line."""

import pytest

from appliance_bridge.catalogue import load_catalogue
from bot.config_errors import ConfigError
from bot.message import Language
from bot.strict_yaml import parse
from bot.wording.keys import ASKED, BUTTONS, TOLD, ids
from bot.wording.lines import FORMS
from bot.wording.phrases import Phrases, Words, load_phrases, parse_phrase, phrases_from

LANGUAGES: tuple[Language, ...] = ("ko", "en")
FORM_SLOTS = {*FORMS, "may_alone", "names"}
DERIVED = {
    "who",
    "setting",
    "at",
    "duration",
    "options",
    "type",
    "minimum",
    "maximum",
    "things",
    "what",
    "when",
    "room",
    "state",
}
OWN = {
    "told.remaining": {"time"}, "told.value": {"value"}, "told.clock": {"time"}, "told.person": {"count"},
    "told.picture": {"time", "duration"},
}  # fmt: skip


@pytest.fixture(scope="module")
def both() -> dict[Language, Phrases]:
    return {language: load_phrases(language) for language in LANGUAGES}


def test_both_languages_have_the_same_keys(both: dict[Language, Phrases]) -> None:
    assert set(both["ko"]) == set(both["en"])
    assert list(both["ko"]) == list(both["en"])


def sentences_of(phrases: Phrases, key: str) -> list[str]:
    return [one for one in phrases if one == key or one.startswith(f"{key}.")]


@pytest.mark.parametrize("key", [*TOLD, *ASKED, *BUTTONS])
def test_every_key_a_plan_may_use_can_be_said(both: dict[Language, Phrases], key: str) -> None:
    if key not in {"told.state", "told.yes_no_state"}:  # these are said with state.* and line.*
        assert sentences_of(both["ko"], key)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("key", "facts"), [*TOLD.items(), *ASKED.items()])
def test_sentences_use_only_the_facts_of_their_key(
    both: dict[Language, Phrases], language: Language, key: str, facts: tuple[str, ...]
) -> None:
    allowed = {fact.strip("[]") for fact in facts} | FORM_SLOTS | DERIVED | OWN.get(key, set())
    for one in sentences_of(both[language], key):
        for phrase in both[language].variants(one):
            assert phrase.slots <= allowed, (one, phrase.text)


def actions(phrases: Phrases) -> set[str]:
    return {key.removeprefix("action.").rpartition(".")[0] for key in phrases if key.startswith("action.")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_has_all_its_forms(both: dict[Language, Phrases], language: Language) -> None:
    for action in actions(both[language]):
        for form in set(FORMS) - {"doing"}:
            assert f"action.{action}.{form}" in both[language], action


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_of_the_catalogue_is_said(both: dict[Language, Phrases], language: Language) -> None:
    for capability in load_catalogue().capabilities.values():
        for action in capability.actions:
            assert f"action.{capability.name}.{action}.done" in both[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_and_capability_has_a_name(both: dict[Language, Phrases], language: Language) -> None:
    catalogue = load_catalogue()
    assert {f"type.{name}" for name in catalogue.types} <= set(both[language])
    assert {f"attribute.{name}" for name in catalogue.capabilities} <= set(both[language])


def test_each_state_has_a_line_for_cards(both: dict[Language, Phrases]) -> None:
    words = {key.partition(".")[2].partition("@")[0] for key in both["ko"] if key.startswith("state.")}
    assert {f"brief.{word}" for word in words} <= set(both["ko"])


def test_each_refusal_has_a_word_for_wrists(both: dict[Language, Phrases]) -> None:
    reasons = {key.partition(".")[2].partition("@")[0] for key in both["ko"] if key.startswith("refused.")}
    assert {f"why.{reason}" for reason in reasons} <= set(both["ko"])


def phrases(text: str, language: Language = "ko") -> Phrases:
    forms = "particles" if language == "ko" else "number"
    return phrases_from(parse(f"{text}\nabout: {{forms: {forms}}}", "x.yaml"), language)


def test_the_richest_sentence_that_can_be_filled_is_said() -> None:
    one = phrases('a: ["{x}", "{x} {y}", "{x} {z} {y}", "-"]')
    assert one.say("a") == "-"
    assert one.say("a", x="1") == "1"
    assert one.say("a", x="1", y="2", unused="9") == "1 2"
    assert one.find("a", y="2") == "-"


def test_what_is_missing_everywhere_is_an_ellipsis() -> None:
    one = phrases('a: "{x} {y}"')
    assert one.find("a", x="1") is None
    assert one.say("a", x="1") == "1 …"


def test_equal_sentences_are_chosen_from() -> None:
    table = {"a": tuple(parse_phrase(text) for text in ("one", "two", "three {x}"))}
    assert Phrases("en", table, lambda texts: texts[-1]).say("a") == "two"
    assert Phrases("en", table).say("a") == "one"


def test_forms_by_language() -> None:
    assert phrases('a: "{x:이/가} {x?은/는}"').say("a", x="불") == "불이 은"
    english = phrases('a: "{x:is/are} {x?it/them}"', "en")
    assert english.say("a", x=Words("the lamp")) == "the lamp is it"
    assert english.say("a", x=Words("the lamps", 2)) == "the lamps are them"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('a: "{x"', 1, "slot"),
        ('a: "x}"', 1, "slot"),
        ('b: "x"\na: "{x:를/을}"', 2, "particles"),
        ("a: 3", 1, "text"),
        ("a:\n  b: ['x', '']", 2, "text"),
        ("a: []", 1, "text"),
        ("a: {}", 1, "text"),
        ("a:", 1, "text"),
        ('a: "x"\na: "y"', 2, "twice"),
    ],
)
def test_broken_files_are_told(text: str, line: int, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        phrases(text)
    assert caught.value.line == line
    assert says in caught.value.sentence


def test_ids() -> None:
    assert ids(["a-1", "b_2"]) == "a-1 b_2"
