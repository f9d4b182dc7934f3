"""Single changes of intent files: nothing else of them may change."""

import difflib
import json
from collections import Counter
from collections.abc import Callable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.editing import (
    with_appliance,
    with_command,
    with_example,
    with_never,
    with_synonym,
    with_test,
    without_command,
)
from nlu.errors import LanguageError
from nlu.examples import Training, training_of

OWN = """\
# 우리 집 말, seit 2024
version: '3.1'   # as Rasa has it

nlu:   # ours

  # the lamp
  - intent: power.turn_off    # asleep
    examples: |
      - [거실](area) 재워

      - 'quoted' "twice"

  - synonym: "light-living"
    examples: |-
        - 왕별
# between
commands:
  - steps:
      - 거실 불 30%로   # dimmed
      # then
      - "커튼 닫아"
    name: 영화 모드
  - name: 'bed'
    # whole messages
    says: |   # good night
      - 잘 자
    steps: |
      - 불 꺼
never: |
  - 불금
tests:
  # a test
  - {say: 왕별 꺼, means: power.turn_off appliance=light-living}
appliances:
  washer-1: {names: {ko: [통돌이], en: Topper}, hidden: false}
  # its friend
  light-living:
    names:
      ko:
        - 왕별   # by the kids
        - 큰별
      en: Big star
    type: light
# the end
"""

STYLES: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "BOM": lambda text: "\ufeff" + text,
    "no last line end": lambda text: text.rstrip("\n"),
    "many last line ends": lambda text: text + "\n\n",
    "marked document": lambda text: f"---\n{text}...\n",
    "no comment at the end": lambda text: text.removesuffix("# the end\n"),
}


def training(text: str) -> Training:
    return training_of({"own.yml": text.encode()})


def facts(text: str) -> Counter[tuple[object, ...]]:
    """All that is said, without the places."""
    if not text:
        return Counter()
    found = training(text)
    return Counter(
        [
            *(("example", one.intent, one.written) for one in found.examples),
            *(("synonym", *one) for one in found.synonyms),
            *(("command", one.name, one.says, one.steps) for one in found.commands),
            *(("never", one.text) for one in found.never),
            *(("test", one.say, one.means) for one in found.tests),
            *(
                ("appliance", one.id, one.type, repr(sorted(one.names.items())), repr(one.area), one.hidden)
                for one in found.appliances
            ),
        ]
    )


def comments(text: str) -> list[str]:
    return sorted(line.strip() for line in text.splitlines() if line.strip().startswith("#"))


def changed(before: str, after: str) -> list[str]:
    """Lines of the diff."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in list(lines)[2:] if not line.startswith("@@")]


EDITS: dict[str, tuple[Callable[[str], str], list[str]]] = {
    "an example of an intent that is there": (
        lambda text: with_example(text, "power.turn_off", "- # 재워: [줘](area) 😴"),
        ["+      - - # 재워: [줘](area) 😴"],
    ),
    "of one that is not": (
        lambda text: with_example(text, "power.turn_on", "깨워"),
        ["+  - intent: power.turn_on", "+    examples: |", "+      - 깨워"],
    ),
    "a synonym": (lambda text: with_synonym(text, "light-living", "yes"), ["+        - yes"]),
    "a synonym of another value": (
        lambda text: with_synonym(text, "on", "켬"),
        ['+  - synonym: "on"', "+    examples: |", "+      - 켬"],
    ),
    "a command": (
        lambda text: with_command(text, "1e3", [], ["a: b", "- c"]),
        ['+  - name: "1e3"', "+    steps: |", "+      - a: b", "+      - - c"],
    ),
    "another step in a list": (
        lambda text: with_command(text, "영화 모드", [], ["거실 불 30%로", "커튼 닫아", "no"]),
        ['+      - "no"'],
    ),
    "sentences for a command that had none": (
        lambda text: with_command(text, "영화 모드", ["영화!"], ["거실 불 30%로", "커튼 닫아"]),
        ["+    says: |", "+      - 영화!"],
    ),
    "another step below a key": (
        lambda text: with_command(text, "bed", ["잘 자", "굿밤"], ["티비 꺼"]),
        ["+      - 굿밤", "-      - 불 꺼", "+      - 티비 꺼"],
    ),
    "no sentences any more": (
        lambda text: with_command(text, "bed", [], ["불 꺼"]),
        ["-    says: |   # good night", "-      - 잘 자"],
    ),
    "a word that means nothing": (lambda text: with_never(text, '"불토"'), ['+  - "불토"']),
    "a test": (
        lambda text: with_test(text, "불금: 이다", "nothing"),
        ['+  - say: "불금: 이다"', "+    means: nothing"],
    ),
    "a test that means something else": (
        lambda text: with_test(text, "왕별 꺼", "nothing"),
        [
            "-  - {say: 왕별 꺼, means: power.turn_off appliance=light-living}",
            "+  - {say: 왕별 꺼, means: nothing}",
        ],
    ),
    "an appliance": (
        lambda text: with_appliance(
            text, "tv-1", {"names": {"ko": ["바보, 상자", "no"]}, "hidden": True, "area": {}}
        ),
        ["+  tv-1:", '+    names: {ko: ["바보, 상자", "no"]}', "+    hidden: true"],
    ),
    "an appliance in a row": (
        lambda text: with_appliance(text, "washer-1", {"names": {"ko": ["통돌이"]}, "type": "washer"}),
        [
            "-  washer-1: {names: {ko: [통돌이], en: Topper}, hidden: false}",
            "+  washer-1: {names: {ko: [통돌이]}, type: washer}",
        ],
    ),
    "an appliance in lines": (
        lambda text: with_appliance(
            text, "light-living", {"names": {"ko": ["왕별", "큰별"], "en": ["Star"]}, "area": {"ko": "거실"}}
        ),
        ["-      en: Big star", "-    type: light", "+      en: [Star]", "+    area: {ko: 거실}"],
    ),
    "one name more": (
        lambda text: with_appliance(
            text, "light-living", {"names": {"ko": ("왕별", "큰별", "별"), "en": "Big star"}, "type": "light"}
        ),
        ["+        - 별"],
    ),
    "an appliance that goes": (
        lambda text: with_appliance(text, "washer-1", None),
        ["-  washer-1: {names: {ko: [통돌이], en: Topper}, hidden: false}"],
    ),
    "the last command": (
        lambda text: without_command(text, "bed"),
        [
            "-  - name: 'bed'",
            "-    # whole messages",
            "-    says: |   # good night",
            "-      - 잘 자",
            "-    steps: |",
            "-      - 불 꺼",
        ],
    ),
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize(("edit", "wanted"), EDITS.values(), ids=EDITS)
def test_only_the_change_is_in_the_diff(
    edit: Callable[[str], str], wanted: list[str], style: Callable[[str], str]
) -> None:
    before = style(OWN)
    after = edit(before)
    assert changed(before, after) == wanted
    assert {line[-1:] for line in after.splitlines(keepends=True)[:-1]} == {
        before.splitlines(keepends=True)[0][-1:]
    }
    assert after.endswith("\n") == before.endswith("\n")
    assert edit(after) == after


SENTENCES = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp", "Cn", "Co")), min_size=1, max_size=30)
    | st.sampled_from(["yes", "on", "1e3", "a: b", "- x", "#", "'", '"', "|", ">", "{}", "!x", "&a", "*a", "---", "😀", "null", "~", "1:30", "0x1", "끝 ", "%", "@", "`", "=", "a #b", "a:", "?", "? a", "...", "\\n", "key: |"])
).map(str.strip).filter(lambda text: bool(text) and not set("[]{}\ufeff") & set(text) and len(text.splitlines()) == 1)  # fmt: skip
NAMES = st.dictionaries(
    st.sampled_from(["ko", "en"]), st.lists(SENTENCES, min_size=1, max_size=3) | SENTENCES, max_size=2
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "names": NAMES,
        "area": st.dictionaries(st.just("ko"), SENTENCES),
        "type": SENTENCES,
        "hidden": st.booleans(),
    },
)
INTENTS = st.sampled_from(["power.turn_off", "power.turn_on"])
COMMANDS = st.sampled_from(["영화 모드", "bed", "yes", "a: b"])
STEP = st.one_of(
    st.tuples(st.just(with_example), st.tuples(INTENTS, SENTENCES)),
    st.tuples(st.just(with_synonym), st.tuples(st.sampled_from(["light-living", "off", "x"]), SENTENCES)),
    st.tuples(st.just(with_command), st.tuples(COMMANDS, st.lists(SENTENCES, max_size=3), st.lists(SENTENCES, min_size=1, max_size=3))),
    st.tuples(st.just(without_command), st.tuples(COMMANDS)),
    st.tuples(st.just(with_never), st.tuples(SENTENCES.filter(lambda text: any(map(str.isalnum, text))))),
    st.tuples(st.just(with_test), st.tuples(st.sampled_from(["왕별 꺼", "no", "- x"]), SENTENCES)),
    st.tuples(st.just(with_appliance), st.tuples(st.sampled_from(["washer-1", "light-living", "on"]), st.none() | FIELDS)),
)  # fmt: skip


def expected(
    before: Counter[tuple[object, ...]], edit: Callable[..., str], with_what: tuple[object, ...]
) -> Counter[tuple[object, ...]]:
    """What must be said after an edit: old and new."""
    kind = edit.__name__.removeprefix("with_").removeprefix("without_").removeprefix("out_")
    first = with_what[0]
    if kind == "example":
        return before | Counter([("example", *with_what)])
    if kind == "synonym":
        return before | Counter([("synonym", with_what[1], first)])
    if kind == "never":
        return before | Counter([("never", first)])
    rest = Counter({fact: count for fact, count in before.items() if fact[:2] != (kind, first)})
    if kind == "test":
        rest[("test", *with_what)] += 1
    elif kind == "command" and len(with_what) > 1:
        rest[("command", first, *map(tuple, with_what[1:]))] += 1  # type: ignore[arg-type]
    elif kind == "appliance" and with_what[1]:
        rest += only(first, with_what[1])
    return rest


def only(appliance: object, fields: object) -> Counter[tuple[object, ...]]:
    """What these fields say, read from JSON, which is YAML, too."""
    said = {key: one for key, one in fields.items() if one not in ({}, [])}  # type: ignore[attr-defined]
    if not said:
        return Counter()
    return facts(json.dumps({"version": "3.1", "appliances": {appliance: said}}, ensure_ascii=False))


@given(
    style=st.sampled_from(sorted(STYLES)),
    steps=st.lists(STEP, min_size=1, max_size=5),
    begin=st.sampled_from([OWN, ""]),
)
def test_a_file_says_the_old_and_the_new_and_keeps_its_comments(
    style: str, steps: list[tuple[Callable[..., str], tuple[object, ...]]], begin: str
) -> None:
    text = STYLES[style](begin) if begin else begin
    for edit, with_what in steps:
        before, text = text, edit(text, *with_what)
        wanted = expected(facts(before) if before else Counter(), edit, with_what)
        assert (facts(text) if text else Counter()) == wanted
        if edit is not without_command:
            assert not Counter(comments(before)) - Counter(comments(text))
        assert text.startswith("\ufeff") == before.startswith("\ufeff")


@given(
    style=st.sampled_from(sorted(STYLES)),
    name=SENTENCES,
    says=st.lists(SENTENCES, max_size=2),
    steps=st.lists(SENTENCES, min_size=1, max_size=3),
)
def test_what_is_done_and_undone_leaves_no_trace(
    style: str, name: str, says: list[str], steps: list[str]
) -> None:
    text = STYLES[style](OWN)
    assert without_command(with_command(text, name, says, steps), name) == text
    assert (
        with_appliance(with_appliance(text, name, {"type": steps[0], "names": {"ko": steps}}), name, None)
        == text
    )


@given(text=SENTENCES)
def test_other_readers_of_yaml_see_the_same_words(text: str) -> None:
    made = with_appliance(
        with_test(with_command("", text, [], [text]), text, text), text, {"names": {"ko": [text]}}
    )
    found = yaml.safe_load(made)
    assert found["commands"][0]["name"] == found["tests"][0]["say"] == found["tests"][0]["means"] == text
    assert found["appliances"] == {text: {"names": {"ko": [text]}}}


def test_a_new_file_is_a_whole_one() -> None:
    text = with_example("", "power.turn_off", "재워")
    assert text == 'version: "3.1"\nnlu:\n- intent: power.turn_off\n  examples: |\n    - 재워\n'
    assert with_never("# ours", "불금") == '# ours\nversion: "3.1"\nnever: |\n  - 불금\n'
    assert without_command(with_command("", "a", [], ["b"]), "a") == 'version: "3.1"\ncommands: []\n'
    assert with_command('version: "3.1"\ncommands: []  # none\n', "a", [], ["b"]).startswith(
        'version: "3.1"\ncommands:  # none\n- name: a\n'
    )
    assert "appliances:\n  a:\n    type: tv" in with_appliance(
        'version: "3.1"\nappliances: {}', "a", {"type": "tv"}
    )


@pytest.mark.parametrize(
    "text",
    [
        "{", "- a", "a", "version: '3.1'\nnlu:\n",
        "version: '3.1'\nnlus: []\n", "version: '3.1'\nnever: &a |\n  - 불\nx: *a\n", "version: '3.1'\nversion: '3.1'\n",
        'version: "3.1"\nnlu:\n- intent: a\n  examples: >\n    - b\n', "version: '3.1'\n\x01", "<<<<<<< a\n", "\ud800",
    ],
)  # fmt: skip
def test_a_broken_file_is_refused(text: str) -> None:
    for edit in (
        lambda: with_example(text, "power.turn_off", "재워", "own.yml"),
        lambda: with_command(text, "a", [], ["b"], "own.yml"),
        lambda: without_command(text, "a", "own.yml"),
        lambda: with_never(text, "a", "own.yml"),
        lambda: with_test(text, "a", "b", "own.yml"),
        lambda: with_appliance(text, "a", {"type": "tv"}, "own.yml"),
    ):
        with pytest.raises(LanguageError) as told:
            edit()
        assert told.value.file == "own.yml"


@pytest.mark.parametrize("word", ["", "  ", "a\nb", "a\u2028b", "a\x85b", "\x00", "\ud800", "x" * 201])
def test_what_is_no_line_of_words_is_refused(word: str) -> None:
    for edit in (
        lambda: with_example(OWN, "power.turn_off", word),
        lambda: with_command(OWN, "a", [word], ["b"]),
        lambda: with_command(OWN, word, [], ["b"]),
        lambda: with_never(OWN, word),
        lambda: with_appliance(OWN, word[:200].removesuffix("x" * 200), {"type": "tv"}),
        lambda: with_appliance(OWN, "a", {"names": {"ko": ["x", word]}}),
    ):
        with pytest.raises(LanguageError):
            edit()
    with pytest.raises(LanguageError):
        with_example(OWN, "power.turn_off", "[half")
    with pytest.raises(LanguageError):
        with_command(OWN, "a", [], [])
    with pytest.raises(LanguageError):
        with_appliance(OWN, "a", {"nmaes": {"ko": ["a"]}})


def test_files_all_in_rows() -> None:
    text = '{version: "3.1", commands: [{name: a, says: [x], steps: [b]}, ], tests: [], appliances: {}}\n'
    made = with_command(text, "c", ["d, e"], ["f"])
    made = with_test(made, "x: y", "nothing")
    made = with_never(made, "불금")
    assert facts(made) == Counter(
        [
            ("command", "a", ("x",), ("b",)),
            ("command", "c", ("d, e",), ("f",)),
            ("test", "x: y", "nothing"),
            ("never", "불금"),
        ]
    )
    assert facts(with_never(without_command(without_command(made, "a"), "c"), "월")) == Counter(
        [("test", "x: y", "nothing"), ("never", "불금"), ("never", "월")]
    )


def test_what_was_written_by_another_hand_first_is_found_where_it_stands() -> None:
    first = "commands:\n- name: a\n  steps: |\n    - b\nversion: '3.1'\nnever: ''\n"
    assert without_command(first, "a") == "\nversion: '3.1'\nnever: ''\n"
    assert with_never(first, "c").endswith("\nnever: |\n  - c\n")
    says_first = "version: '3.1'\ncommands:\n- says: [xx, yy]\n  name: a\n  steps: |\n    - b\n"
    assert with_command(says_first, "a", [], ["b"]) == says_first.replace("says: [xx, yy]\n  ", "")
    assert with_command(says_first, "a", ["yy"], ["b"]) == says_first.replace("xx, ", "")
    twice = with_command(says_first.replace("name: a", "name: z"), "a", [], ["b"]).replace(
        "name: z", "name: a"
    )
    assert not facts(without_command(twice, "a"))
