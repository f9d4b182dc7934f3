"""The sections of intent files that Rasa does not know: what is read, and each fault with its place and a way out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.contract import load_contract
from nlu.engine import Engines, load_engines
from nlu.errors import LanguageError
from nlu.examples import training_of
from nlu.own import NeverWord, OwnAppliance, OwnCommand, OwnTest
from nlu.own_checks import command_faults
from nlu.own_sections import MOST_COMMANDS, MOST_STEPS
from nlu.training.contract import check_training, faults
from tests.nlu.home import home

HEAD = 'version: "3.1"\n'
WHOLE = """\
version: "3.1"
# everything that a file may hold
nlu:
- intent: power.turn_on
  examples: |
    - [티비](appliance_type) 깨워
- synonym: tv
  examples: |
    - 바보상자
- lookup: program
  examples: |
    - 울섬세
    - 이불털기

commands:
- name: 영화 모드
  says: |
    - 영화 볼거야

    - movie time
  steps: |
    - 거실 불 30%로
    - 티비 켜줘
- steps:
    - 불 꺼
    # between
    - "티비: 꺼"
  name: 나 간다
never: |
  - 불금
  - TGIF
tests:
- say: 바보상자 켜
  means: power.turn_on appliance_type=tv
- means: nothing
  say: 불금이다
appliances:
  washer-1: {names: {ko: [통돌이, 빨래통], en: Topper}, area: {ko: 다용도실, en: Utility room}, type: washer, hidden: false}
  42: {hidden: true}
"""


def fault(*texts: str) -> LanguageError:
    """The first fault of files one.yml, two.yml …, their names included."""
    files = {f"{name}.yml": text.encode() for name, text in zip(("one", "two"), texts, strict=False)}
    with pytest.raises(LanguageError) as caught:
        check_training(training_of(files), load_contract())
    return caught.value


def test_a_whole_file() -> None:
    training = training_of({"own.yml": WHOLE.encode()})
    assert [one.text for one in training.examples] == ["티비 깨워"]
    assert training.synonyms == (("바보상자", "tv"),)
    assert training.lookups == (("program", "울섬세"), ("program", "이불털기"))
    assert [(one.entity, one.line) for one in training.tables] == [("program", 10)]
    movie, going = training.commands
    assert movie == OwnCommand(
        "영화 모드", ("영화 볼거야", "movie time"), ("거실 불 30%로", "티비 켜줘"), "own.yml", 16
    )
    assert going == OwnCommand("나 간다", (), ("불 꺼", "티비: 꺼"), "own.yml", 28)
    assert training.never == (NeverWord("불금", "own.yml", 30), NeverWord("TGIF", "own.yml", 31))
    assert training.tests == (
        OwnTest("바보상자 켜", "power.turn_on appliance_type=tv", "own.yml", 33),
        OwnTest("불금이다", "nothing", "own.yml", 36),
    )
    names = {"ko": ("통돌이", "빨래통"), "en": ("Topper",)}
    area = {"ko": "다용도실", "en": "Utility room"}
    assert training.appliances == (
        OwnAppliance("washer-1", "own.yml", 38, "washer", names, area),
        OwnAppliance("42", "own.yml", 39, hidden=True),
    )
    assert list(faults(training, load_contract())) == []


def test_what_a_program_writes_in_quotes_is_read() -> None:
    text = HEAD + COMMAND + '  steps: "- 불 꺼\\n- 티비 꺼\\n"\n'
    [command] = training_of({"own.yml": text.encode()}).commands
    assert command.steps == ("불 꺼", "티비 꺼")


@pytest.mark.parametrize(
    "section",
    [
        "nlu: []\n", "commands: []\n", "never: []\n", "tests: []\n", "appliances: {}\n", "never: ''\n",
        "never: [불금]\n", "appliances: {tv-1: {}}\n", "never: |\n  - 불금\n",
    ],
)  # fmt: skip
def test_one_section_is_enough(section: str) -> None:
    training_of({"own.yml": (HEAD + section).encode()})


COMMAND = "commands:\n- name: 영화 모드\n"


@pytest.mark.parametrize(
    ("text", "line", "key", "reason"),
    [
        ("", 1, "", "the file begins with"),
        (HEAD, 1, "", "the file begins with"),
        ("never: [불금]\n", 1, "version", "missing"),
        (HEAD + "comands: []\n", 2, "comands", "there is no such key; did you mean 'commands'?"),
        (HEAD + "qqq: []\n", 2, "qqq", "there is no such key"),
        (HEAD + "'': []\n", 2, "", "there is no such key"),
        (HEAD + "str: []\n", 2, "str", "there is no such key"),
        (HEAD + COMMAND + "  step: |\n    - x\n", 4, "commands.0.step", "did you mean 'steps'?"),
        (HEAD + COMMAND + "  saying: |\n    - x\n", 4, "commands.0.saying", "did you mean 'says'?"),
        (HEAD + "tests:\n- says: x\n  means: y\n", 3, "tests.0.says", "did you mean 'say'?"),
        (HEAD + "appliances:\n  tv-1: {name: x}\n", 3, "appliances.tv-1.name", "did you mean 'names'?"),
        (HEAD + COMMAND, 3, "commands.0.steps", "write 'steps: |' and below it"),
        (HEAD + COMMAND + "  steps:\n", 4, "steps", "write 'steps: |' and below it"),
        (HEAD + COMMAND + "  steps: |\n", 4, "steps", "a line '- …' for each step"),
        (HEAD + COMMAND + "  steps: []\n", 4, "steps", "write 'steps: |'"),
        (HEAD + COMMAND + "  steps: 불 꺼\n", 4, "steps", "write 'steps: |'"),
        (HEAD + COMMAND + "  steps: >\n    - 불 꺼\n    - 티비 꺼\n", 4, "steps", "write 'steps: |' instead"),
        (HEAD + COMMAND + "  steps: {a: b}\n", 4, "commands.0.steps", "write 'steps: |'"),
        (HEAD + COMMAND + "  steps:\n    - 불: 꺼\n", 5, "commands.0.steps.0", "write 'steps: |'"),
        (HEAD + COMMAND + "  steps:\n    - 불 꺼\n    -\n", 6, "steps", "nothing stands here"),
        (HEAD + COMMAND + "  steps:\n    - 불\n      꺼\n", 5, "steps", "on a line of its own"),
        (HEAD + COMMAND + "  steps: |\n    - 불 꺼\n    티비 꺼\n", 6, "steps", "every line begins with '- '"),
        (HEAD + COMMAND + f"  steps: |\n    - {'아' * 201}\n", 5, "steps", "longer than 200"),
        (HEAD + COMMAND + f"  steps: [{', '.join(['불 꺼'] * (MOST_STEPS + 1))}]\n", 4, "steps", "more than 20 steps"),
        (HEAD + COMMAND + "  says: |\n    영화\n  steps: [불 꺼]\n", 5, "says", "every line begins with '- '"),
        (HEAD + "commands: |\n  - 영화 모드\n", 2, "commands", "begins with '- name: …'"),
        (HEAD + "commands:\n", 2, "commands", "begins with '- name: …'"),
        (HEAD + "commands:\n- 영화 모드\n", 3, "commands.0", "begins with '- name: …'"),
        (HEAD + "commands:\n- name: ''\n  steps: [불 꺼]\n", 3, "name", "nothing stands here"),
        (HEAD + "commands:\n- name: [a]\n  steps: [불 꺼]\n", 3, "commands.0.name", "a word must stand here"),
        (HEAD + "commands:\n- name: '?!'\n  steps: [불 꺼]\n", 3, "?!", "no letter"),
        (HEAD + "never: 불금\n", 2, "never", "write 'never: |' and below it"),
        (HEAD + "never:\n- 불금\n- '...'\n", 4, "...", "no letter"),
        (HEAD + "never: {a: b}\n", 2, "never", "for each word"),
        (HEAD + "tests:\n- say: x\n", 3, "tests.0.means", "missing"),
        (HEAD + "tests:\n- say: x\n  means: ''\n", 4, "means", "or 'nothing'"),
        (HEAD + "tests:\n- x\n", 3, "tests.0", "begins with '- say: …'"),
        (HEAD + "appliances:\n- tv-1\n", 2, "appliances", "stands the id"),
        (HEAD + "appliances:\n  tv-1: 왕눈이\n", 3, "appliances.tv-1", "stands the id"),
        (HEAD + "appliances:\n  tv-1: {names: 왕눈이}\n", 3, "appliances.tv-1.names", "{ko: 통돌이, en: Topper}"),
        (HEAD + "appliances:\n  tv-1:\n    area: 거실\n", 4, "appliances.tv-1.area", "{ko: 통돌이, en: Topper}"),
        (HEAD + "appliances:\n  tv-1:\n    names:\n      ko: []\n", 5, "ko", "write a name"),
        (HEAD + "appliances:\n  tv-1:\n    names: {ko: ['', a]}\n", 4, "ko", "write a name"),
        (HEAD + "appliances:\n  tv-1:\n    hidden: maybe\n", 4, "appliances.tv-1.hidden", "write true or false"),
        (HEAD + "appliances:\n  tv-1:\n    type: ''\n", 4, "type", "write a type"),
        (HEAD + "nlu:\n- lookup: x\n  intent: y\n  examples: |\n    - b\n", 5, "examples", "or of one lookup"),
        (HEAD + "nlu:\n- lookup: progam\n  examples: |\n    - b\n", 3, "progam", "did you mean 'program'?"),
    ],
)  # fmt: skip
def test_what_is_wrong_and_where(text: str, line: int, key: str, reason: str) -> None:
    error = fault(text)
    assert (error.file, error.line, error.key) == ("one.yml", line, key)
    assert reason in error.reason


def test_a_phrase_stands_for_one_command() -> None:
    one = HEAD + COMMAND + "  steps: [불 꺼]\n"
    error = fault(one, HEAD + "commands:\n- name: 밤\n  says: ['영화모드!']\n  steps: [불 꺼]\n")
    assert (error.file, error.line, error.key) == ("two.yml", 3, "영화모드!")
    assert "one.yml, line 3" in error.reason
    twice = HEAD + COMMAND + "  says: [영화 모드]\n  steps: [불 꺼]\n"
    check_training(training_of({"one.yml": twice.encode()}), load_contract())


def test_a_step_is_no_own_command() -> None:
    text = HEAD + COMMAND + "  steps: [불 꺼]\n- name: 밤\n  steps: [불 꺼, 영화모드]\n"
    error = fault(text)
    assert (error.line, error.key) == (5, "영화모드") and "write out what 영화 모드 does" in error.reason


def test_an_appliance_stands_in_one_place() -> None:
    text = HEAD + "appliances: {tv-1: {hidden: true}}\n"
    error = fault(text, text)
    assert (error.file, error.key) == ("two.yml", "tv-1") and "one.yml, line 2" in error.reason


def test_all_sections_count() -> None:
    for section, lines in (
        ("never: [a, b, c]\n", 3), ("tests:\n- {say: a, means: b}\n", 1), ("appliances: {a: {}, b: {}}\n", 2),
        (COMMAND + "  says: [a]\n  steps: [b, c]\n", 4), ("nlu:\n- lookup: mode\n  examples: |\n    - a\n", 1),
    ):  # fmt: skip
        raw = (HEAD + section).encode()
        training_of({"own.yml": raw}, lines)
        with pytest.raises(LanguageError, match="more than"):
            training_of({"own.yml": raw}, lines - 1)
    many = "".join(f"- {{name: n{n}, steps: [a]}}\n" for n in range(MOST_COMMANDS + 1))
    with pytest.raises(LanguageError, match="more than 200 own commands"):
        training_of({"own.yml": (HEAD + "commands:\n" + many).encode()})


@pytest.fixture(scope="module")
def engines() -> Engines:
    return load_engines()


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("불 켜지 마", "not to do"), ("don't watch tv", "not to do"), ("불 켰어?", "question"), ("비 오면 불 꺼", "waits"),
        ("7시에 불 켜", "names a time"), ("응", "answer"), ("yes", "answer"), ("3", "PIN"), ("> 영화", "quotation"),
        ("티비 언제 꺼", "question"), ("안 돼", "answer"),
    ],
)  # fmt: skip
def test_phrases_that_stand_for_nothing(engines: Engines, phrase: str, reason: str) -> None:
    text = HEAD + f'commands:\n- name: 밤\n  says: ["{phrase}"]\n  steps: [불 꺼, 티비 꺼]\n'
    training = training_of({"own.yml": text.encode()})
    found = list(command_faults(training, engines.of_home(training), home()))
    assert [(one.file, one.line, one.key) for one in found] == [("own.yml", 3, phrase)]
    assert reason in found[0].reason and "say it otherwise" in found[0].reason


@pytest.mark.parametrize(
    "phrase",
    [
        "영화 모드", "영화 볼거야", "나 간다", "다녀올게", "잘자", "good night", "나 왔어", "밥 먹자", "손님 온다", "티비",
        "movie time", "i'm home", "출근한다", "빨래 끝", "집에 가는 중", "이제 잔다", "bedtime", "청소 시간", "밥 다 먹었어",
        "집들이", "티타임", "게임", "청소 타임", "외출 준비 끝",
    ],
)  # fmt: skip
def test_phrases_that_families_use(engines: Engines, phrase: str) -> None:
    text = HEAD + f'commands:\n- name: "{phrase}"\n  steps: [거실 불 꺼, 티비 꺼]\n'
    training = training_of({"own.yml": text.encode()})
    own = engines.of_home(training)
    assert [str(one) for one in command_faults(training, own, home())] == []


@pytest.mark.parametrize(
    ("steps", "key", "reason"),
    [
        (["불 꺼", "불 켜지 마"], "불 켜지 마", "not to do"),
        (["불 꺼", "오븐 켰어?"], "오븐 켰어?", "other steps"),
        (["불 꺼", "비 오면 티비 꺼"], "비 오면 티비 꺼", "waits"),
        (["불 꺼", "7시에 티비 꺼"], "7시에 티비 꺼", "names a time"),
        (["불 꺼", "고마워"], "고마워", "nothing to do"),
        (["불 꺼", "응"], "응", "nothing to do"),
    ],
)
def test_steps_that_are_nothing_to_do_now(engines: Engines, steps: list[str], key: str, reason: str) -> None:
    text = HEAD + COMMAND + "  steps: |\n" + "".join(f"    - {one}\n" for one in steps)
    training = training_of({"own.yml": text.encode()})
    [found] = command_faults(training, engines.of_home(training), home())
    assert found.key == key and reason in found.reason


@pytest.mark.parametrize("step", ["스팀다리미 꺼졌어?", "차고 난로 켜져 있어?", "is the sauna off?"])
def test_a_question_about_what_is_away_is_a_step_all_the_same(engines: Engines, step: str) -> None:
    training = training_of({"own.yml": (HEAD + COMMAND + f"  steps:\n    - {step}\n").encode()})
    assert list(command_faults(training, engines.of_home(training), home())) == []


_PIECES = [
    "commands:", "- name: ", "  says: |", "  steps: |", "    - 불 꺼", "never: |", "  - 불금", "tests:", "- say: x",
    "  means: y", "appliances:", "  tv-1: {", "}", "hidden: true", "[", "]", "nlu:", "- lookup: program", ">", "''",
    "  examples: |", "\t", "#", "- ", "  -", "{}", "a: b", "str: x", "version: '3.1'",
]  # fmt: skip


@settings(deadline=None)
@given(lines=st.lists(st.lists(st.sampled_from(_PIECES), max_size=3).map("".join), max_size=9))
def test_no_file_gets_through_as_a_traceback(lines: list[str]) -> None:
    for head in ("", HEAD):
        raw = (head + "\n".join(lines)).encode()
        try:
            training = training_of({"own.yml": raw})
        except LanguageError as error:
            assert error.file == "own.yml" and error.line >= 1 and error.reason
        else:
            assert all(one.steps and one.line for one in training.commands)
            list(faults(training, load_contract()))


@settings(deadline=None)
@given(text=st.text(max_size=80))
def test_no_text_gets_through_as_a_traceback(text: str) -> None:
    for tried in (
        text,
        HEAD + text,
        HEAD + COMMAND + f"  steps: |\n    - {text}\n",
        HEAD + f"never:\n- {text}\n",
    ):
        try:
            training_of({"own.yml": tried.encode("utf-8", "surrogatepass")})
        except LanguageError as error:
            assert error.file == "own.yml"
