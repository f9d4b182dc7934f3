"""Remarks on own intent files: each fault is found where it stands, and good files get none."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlu.engine import Engines
from nlu.examples import Annotation, Example, Training, training_of
from nlu.finding import Finding
from nlu.lint.looked_at import Candidate
from nlu.lint.talk import everyday
from nlu.linting import MOST, lint
from nlu.own import NeverWord, OwnAppliance, OwnCommand, OwnTest
from nlu.own_tests import acts
from nlu.replay import Risk
from nlu.understanding import Understanding
from nlu.vocabulary import Vocabulary

Look = Callable[..., list[Finding]]
_HEAD = 'version: "3.1"\n'


def _risk(read: Understanding) -> Risk:
    if not acts(read):
        return "nothing"
    return "risky" if any(one.name == "lock.unlock" for one in read.intents) else "harmless"


def _forbidden(read: Understanding) -> bool:
    about = [slot.value for one in read.intents for slot in one.slots]
    return "gas_valve" in about and any(one.name == "position.open" for one in read.intents)


def _candidate(
    engines: Engines, vocabulary: Vocabulary, training: Training, heard: Iterable[str] = ()
) -> Candidate:
    own = engines.of_home(training)
    return Candidate(training, own, engines, vocabulary, _risk, _forbidden, tuple(heard))


@pytest.fixture
def look(engines: Engines, vocabulary: Vocabulary) -> Look:
    def look(text: str, heard: Iterable[str] = ()) -> list[Finding]:
        training = training_of({"own.yml": (_HEAD + text).encode()})
        return lint(_candidate(engines, vocabulary, training, heard))

    return look


def _examples(intent: str, *sentences: str) -> str:
    lines = "".join(f"    - {one}\n" for one in sentences)
    return f"- intent: {intent}\n  examples: |\n{lines}"


def _command(name: str, steps: Iterable[str], says: Iterable[str] = ()) -> str:
    said = "".join(f"    - {one}\n" for one in says)
    done = "".join(f"    - {one}\n" for one in steps)
    return f"- name: {name}\n" + (f"  says: |\n{said}" if said else "") + f"  steps: |\n{done}"


_GOOD = [
    "nlu:\n"
    + _examples(
        "power.turn_off", "[거실](area) [조명](appliance_type) 좀 재워 줘", "tuck the [lamp](appliance_type) in"
    )
    + "- synonym: light-living\n  examples: |\n    - 왕별\n",
    """nlu:
- intent: power.turn_off
  examples: |
    - [거실](area) [조명](appliance_type) 좀 재워 줘
- synonym: light-living
  examples: |
    - 왕별
- lookup: program
  examples: |
    - 울섬세
commands:
- name: 영화 모드
  says: |
    - 영화 볼거야
    - movie time
  steps: |
    - 거실 불 30%로
    - 커튼 닫아
    - 티비 켜줘
never: |
  - 불금
tests:
- say: 왕별 꺼
  means: power.turn_off appliance=light-living
- say: 불금이다
  means: nothing
appliances:
  washer-1: {names: {ko: [통돌이], en: Topper}, area: {ko: 다용도실, en: Utility room}, type: washer, hidden: false}
""",
    "commands:\n"
    + _command("나 간다", ["불 다 꺼", "티비 꺼", "현관문 잠가"], ["집 비울게"])
    + _command("good night everyone", ["turn off all the lights", "lock the front door"], ["lights out crew"])
    + _command("오븐 어때", ["오븐 꺼졌어?"]),
    ("nlu:\n- synonym: air_conditioner\n  examples: |\n    - 찬바람이\n- synonym: living_room\n  examples: |\n    - 마루방\n"
    "- synonym: sleep\n  examples: |\n    - 코코낸내\nnever: |\n  - 불금\n  - 치킨\n"),
    "appliances:\n  never-seen: {hidden: true}\n",
    ("tests:\n- {say: 거실 불 꺼, means: power.turn_off}\n- {say: 거실 불 꺼, means: command}\n"
    "- {say: 밥 먹었어, means: nothing}\n- {say: 밥 먹었어, means: question}\n"),
]  # fmt: skip

_HEARD = [
    "거실 불 켜 줘",
    "turn off the tv",
    "밥 먹었어?",
    "what's for dinner?",
    "불금이다",
    "왕별 켜 줘",
] * 6


@pytest.mark.parametrize("text", _GOOD)
@pytest.mark.parametrize("heard", [(), _HEARD])
def test_good_files_get_no_remark(look: Look, text: str, heard: Iterable[str]) -> None:
    assert look(text, heard) == []


@pytest.mark.parametrize(
    ("text", "kind", "line", "facts"),
    [
        (
            "nlu:\n" + _examples("power.turn_off", "[tv](appliance_type) 뿅")
            + _examples("power.turn_on", "[tv](appliance_type)  뿅"),
            "conflict", 8, {"intent": "power.turn_on", "other_intent": "power.turn_off", "other_line": 5},
        ),
        (
            "nlu:\n" + _examples("power.turn_off", "[tv](appliance_type) 뿅")
            + _examples("power.turn_on", "[에어컨](appliance_type) 뿅"),
            "alike", 8, {"other": "tv 뿅", "other_file": "own.yml", "other_line": 5},
        ),
        ("nlu:\n" + _examples("power.turn_off", "불 켜줘"), "overrides", 5, {"other_intent": "power.turn_on"}),
        ("nlu:\n" + _examples("power.turn_off", "티비 재웠어?"), "shadowed", 5, {}),
        ("nlu:\n" + _examples("power.turn_off", "뭐해"), "shadowed", 5, {"means": "social.greet"}),
        ("nlu:\n" + _examples("power.turn_off", "거실 불 꺼", "안방 불 꺼"), "already", 5, {"count": 2}),
        ("nlu:\n" + _examples("power.turn_off", "좀"), "wordless", 5, {}),
        ("nlu:\n" + _examples("power.turn_off", "[tv](appliance_type) 재우면 좋겠다"), "mood.conditional", 5, {}),
        ("nlu:\n" + _examples("power.turn_off", "어제 [tv](appliance_type) 재웠대"), "mood.reported", 5, {}),
        ("nlu:\n" + _examples("power.turn_off", "아침 7시에 [tv](appliance_type) 재워"), "mood.scheduled", 5, {}),
        ("nlu:\n" + _examples("power.turn_off", "[tv](program) 뿅"), "slot_not_taken", 5, {"entity": "program"}),
        (
            "nlu:\n" + _examples("mode.set", '별빛 [별빛]{"entity": "mode", "value": "sleeep"} 뿅'),
            "unknown_mark", 5, {"value": "sleeep", "near": "sleep"},
        ),
        (
            "nlu:\n- synonym: light-livin\n  examples: |\n    - 왕별\n",
            "unknown_value", 5, {"word": "왕별", "near": "light-living"},
        ),
        ("appliances:\n  washer-11: {type: washer}\n", "unknown_appliance", 3, {"near": "washer-1"}),
        ("commands:\n" + _command("여름", ["티비 켜"], ["불 꺼줘"]), "phrase_taken", 3, {"sentence": "불 꺼줘"}),
        ("commands:\n" + _command("여름", ["티비 켜"], ["취소"]), "phrase_taken", 3, {}),
        ("commands:\n" + _command("여름", ["가스 밸브 열어"]), "forbidden", 3, {"sentence": "가스 밸브 열어"}),
        ("commands:\n" + _command("여름", ["티비 켜", "현관문 열어"]), "risky_command", 3, {"count": 1}),
        ("commands:\n" + _command("여름", ["뿌앙뿌앙"]), "step_not_understood", 3, {}),
        ("commands:\n" + _command("여름", ["차고 불 켜"]), "step_leftover", 3, {"words": "차고"}),
        ("commands:\n" + _command("여름", ["티비 켜", "티비 꺼졌어?"]), "step_idle", 3, {}),
        ("commands:\n" + _command("여름", ["티비 끄지 마"]), "step_idle", 3, {}),
        ("commands:\n" + _command("여름", ["그거 꺼"]), "step_asks", 3, {}),
        ("commands:\n" + _command("여름", ["꺼"]), "step_asks", 3, {}),
        ("commands:\n" + _command("밥", ["티비 켜"]), "too_short", 3, {"sentence": "밥"}),
        ("commands:\n" + _command("여름", ["turn on the tv"], ["ok"]), "too_short", 3, {"sentence": "ok"}),
        ("commands:\n" + _command("여름", ["티비 켜"], ["저녁은 김치찌개 어때"]), "everyday", 3, {}),
        ("never: |\n  - 꺼\n", "never_blocks", 3, {"word": "꺼"}),
        ("never: |\n  - lock\n", "never_blocks", 3, {"sentence": "lock the door"}),
        ("never: |\n  - 로봇청소기\n", "never_blocks", 3, {"word": "로봇청소기"}),
        (
            "tests:\n- {say: 왕별 꺼, means: power.turn_off}\n- {say: 왕별 꺼, means: nothing}\n",
            "tests_differ", 4, {"other_line": 3, "other_means": "power.turn_off"},
        ),
        ("tests:\n- {say: ㄱ, means: chat}\n- {say: ㄱ, means: question}\n", "tests_differ", 4, {}),
    ],
)  # fmt: skip
def test_what_is_found_and_where(
    look: Look, text: str, kind: str, line: int, facts: dict[str, object]
) -> None:
    found = [one for one in look(text) if one.kind == kind]
    assert [one.line for one in found] == [line]
    assert found[0].file == "own.yml"
    assert facts.items() <= found[0].facts.items()


@pytest.mark.parametrize("kind", ["conflict", "forbidden", "step_not_understood", "tests_differ"])
def test_what_contradicts_itself_or_cannot_be_done_is_an_error(look: Look, kind: str) -> None:
    text = (
        "nlu:\n" + _examples("power.turn_off", "[tv](appliance_type) 뿅") + _examples("power.turn_on", "tv 뿅")
        + "commands:\n" + _command("여름", ["가스 밸브 열어", "두 번째"])
        + "tests:\n- {say: 왕별 꺼, means: power.turn_off}\n- {say: 왕별 꺼, means: nothing}\n"
    )  # fmt: skip
    found = look(text)
    assert {one.level for one in found if one.kind == kind} == {"error"}
    assert [one.level for one in found] == sorted(
        (one.level for one in found), key=["error", "warning", "hint"].index
    )


def test_a_language_that_the_home_speaks_and_an_intent_does_not(look: Look) -> None:
    text = "nlu:\n" + _examples("power.turn_off", *(f"{one} 뿅" for one in ("빠밤", "쿠궁", "두둥")))
    assert [one for one in look(text) if one.kind == "unbalanced"] == []
    [found] = [one for one in look(text, _HEARD) if one.kind == "unbalanced"]
    assert (found.level, found.facts["language"], found.line) == ("hint", "en", 5)


def test_before_any_appliance_was_seen_no_value_is_called_unknown(engines: Engines) -> None:
    text = "nlu:\n- synonym: my-lamp\n  examples: |\n    - 왕별\nappliances:\n  my-lamp: {type: light}\n"
    training = training_of({"own.yml": (_HEAD + text).encode()})
    assert lint(_candidate(engines, Vocabulary(), training)) == []


def test_hidden_appliances_are_known(engines: Engines, vocabulary: Vocabulary) -> None:
    training = Training(appliances=(OwnAppliance("attic", "own.yml", 1, "light"),))
    candidate = _candidate(engines, vocabulary, training)
    assert [one.kind for one in lint(candidate)] == ["unknown_appliance"]
    assert lint(replace(candidate, ids=frozenset(("attic", "tv-1")))) == []


def test_what_was_heard_is_talk_as_well(look: Look) -> None:
    text = "nlu:\n- synonym: tv\n  examples: |\n    - 별님\n"
    assert look(text, ["별님 보고 소원 빌었어", "별님 켜줘"]) == []


def test_a_never_word_is_for_the_message_that_is_hardly_more_than_it(look: Look) -> None:
    assert look("never: |\n  - 불금\n", ["불금"]) == []
    # the message that should not have been heard, and others with the word in them
    blocked = look("never: |\n  - 티비\n", ["티비 켜"])
    assert [one.kind for one in blocked] == ["never_blocks"]


def test_everyday_talk_is_talk_and_what_is_wanted_is_heard(engines: Engines, vocabulary: Vocabulary) -> None:
    candidate = _candidate(engines, vocabulary, Training())
    known = everyday()
    assert len(known.talk) >= 500
    assert sum(any("가" <= letter <= "힣" for letter in line) for line in known.talk) >= 250
    doing = [line for line in known.talk if _is_done(candidate.as_shipped(line))]
    assert doing == []
    assert [line for line in known.wanted if not acts(candidate.as_shipped(line))] == []


def _is_done(read: Understanding) -> bool:
    return acts(read) and not read.leftovers and all(one.one("unknown") is None for one in read.intents)


def test_no_more_is_told_than_anybody_reads(look: Look) -> None:
    steps = ["두 번째"]
    many = "commands:\n" + "".join(_command(f"여름 {number}", steps) for number in range(MOST // 2 + 20))
    names = "appliances:\n" + "".join(f"  x{number}: {{type: tv}}\n" for number in range(MOST))
    found = look(many + names)
    assert len(found) == MOST and found[0].level == "error"


_words = st.one_of(
    st.sampled_from(
        ("거실 불 꺼", "tv", "뿅", "", " ", "movie time", "꺼", "불", "[", "응", "내일 7시에 켜")
    ),
    st.text(max_size=12),
)
_line = st.integers(0, 9)
_marks = st.builds(Annotation, _line, _line, st.sampled_from(("area", "mode", "x")), st.none() | _words)
_examples_of_any = st.builds(
    Example, st.sampled_from(("power.turn_off", "chat", "mode.set", "x.y", "")), _words,
    st.lists(_marks, max_size=2).map(tuple), st.just("a.yml"), _line,
)  # fmt: skip
_some_words = st.lists(_words, max_size=3).map(tuple)
_synonyms = st.lists(st.tuples(_words, _words), max_size=3).map(tuple)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    examples=st.lists(_examples_of_any, max_size=3).map(tuple),
    synonyms=_synonyms,
    commands=st.lists(
        st.builds(OwnCommand, _words, _some_words, _some_words, st.just("a.yml"), _line), max_size=2
    ),
    never=st.lists(st.builds(NeverWord, _words, st.just("a.yml"), _line), max_size=2),
    tests=st.lists(st.builds(OwnTest, _words, _words, st.just("a.yml"), _line), max_size=2),
    heard=_some_words,
)
def test_nothing_can_be_taught_that_it_stumbles_over(
    engines: Engines,
    vocabulary: Vocabulary,
    examples: tuple[Example, ...],
    synonyms: tuple[tuple[str, str], ...],
    commands: list[OwnCommand],
    never: list[NeverWord],
    tests: list[OwnTest],
    heard: tuple[str, ...],
) -> None:
    places = tuple(("a.yml", 1) for _ in synonyms)
    training = Training(
        examples=examples, synonyms=synonyms, synonym_places=places, commands=tuple(commands),
        never=tuple(never), tests=tuple(tests),
    )  # fmt: skip
    for one in lint(_candidate(engines, vocabulary, training, heard)):
        assert one.file == "a.yml"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("never: |\n  - 가스\n", "error"),
        ("never: |\n  - 아니\n", "error"),
        ("never: |\n  - cancel\n", "error"),
        ("never: |\n  - 불금\n", None),
        ("never: |\n  - 티비\n", "warning"),
        ("commands:\n" + _command("오븐 꺼", ["거실 불 꺼"]), "error"),
        ("commands:\n" + _command("여름", ["티비 켜"], ["가스 잠가"]), "error"),
        ("commands:\n" + _command("가스 잠가", ["가스 밸브 잠가 줘", "거실 불 꺼"]), "warning"),
        ("commands:\n" + _command("티비 꺼", ["거실 불 꺼"]), "warning"),
    ],
)
def test_no_words_take_away_what_keeps_a_home_from_harm(look: Look, text: str, level: str | None) -> None:
    found = [one.level for one in look(text) if one.kind in ("never_blocks", "phrase_taken")]
    assert found == ([] if level is None else [level])


@pytest.mark.parametrize(
    ("names", "level"),
    [
        ("tv-1: {names: {ko: [꺼]}}", "error"),
        ("tv-1: {names: {ko: [가스]}}", "error"),
        ("tv-1: {names: {ko: [네]}}", None),
        ("tv-1: {names: {ko: [불]}}", "warning"),
        ("tv-1: {names: {ko: [테레비, 왕눈이], en: Telly}}", None),
        ("tv-1: {names: {ko: [티비]}}", None),
        ("tv-1: {names: {ko: [꺼]}, hidden: true}", None),
    ],
)
def test_names_that_take_words_away(
    engines: Engines, vocabulary: Vocabulary, names: str, level: str | None
) -> None:
    training = training_of({"own.yml": f"{_HEAD}appliances:\n  {names}\n".encode()})
    [own] = training.appliances
    words = tuple(name for some in own.names.values() for name in some)
    things = [replace(one, names=words) if one.id == own.id else one for one in vocabulary.things]
    home = replace(vocabulary, things=tuple(things), version="named")
    found = [one for one in lint(_candidate(engines, home, training)) if one.kind == "name_blocks"]
    assert [(one.level, one.line) for one in found] == ([] if level is None else [(level, 3)])
