"""Own commands and never-words: what begins them, what does not, and that nothing else changes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.contract import load_contract, load_values
from nlu.engine import Engines, load_engines
from nlu.engines.base import Engine, Focus
from nlu.engines.trained import TrainedReader
from nlu.examples import Training, training_of
from nlu.known_values import KnownValues
from nlu.language import compose, plain
from nlu.never import NeverWords
from nlu.normalize import normalize
from nlu.own import NeverWord
from nlu.understanding import Understanding
from nlu.vocabulary import Thing, Vocabulary
from tests.nlu.home import home

_TABLES = Path(__file__).parents[1] / "sentences"
_OWN = """\
version: "3.1"
commands:
- name: 영화 모드
  says: |
    - 영화 볼거야
    - movie time
  steps: |
    - 거실 불 30%로
    - 거실 커튼 닫아
    - 티비 켜줘
- name: movie mode
  says: [film night]
  steps: [turn on the tv, close the living room curtain]
- name: 나 간다
  steps:
  - 로봇청소기 돌려줘
- name: 오븐 어때
  steps: |
    - 오븐 꺼졌어?
- name: 외출
  steps: |
    - 보일러 외출로 해줘
    - 거실 불 꺼
- name: 김장 코스
  steps: |
    - 식물등 켜줘
    - 거실 불 켜줘
never: |
  - 불금
  - TGIF
  - 해피 아워
  - 심심
"""
_MOVIE_KO = ("level.set", "position.close", "power.turn_on")
_MOVIE_EN = ("power.turn_on", "position.close")
_CLEAN = ("run_control.start",)
_OUT = ("mode.set", "power.turn_off")


@pytest.fixture(scope="module")
def shipped() -> Engines:
    return load_engines()


@pytest.fixture(scope="module")
def own(shipped: Engines) -> Engine:
    return shipped.of_home(training_of({"own.yml": _OWN.encode()})).built_in


def names(read: Understanding) -> tuple[str, ...]:
    return tuple(one.name for one in read.intents)


def acts(read: Understanding) -> bool:
    """Whether it would be done without a question."""
    sure = all(one.confidence == 1 and one.one("unknown") is None for one in read.intents)
    return read.mood == "command" and read.understood and sure and not read.leftovers


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("영화 모드", _MOVIE_KO), ("영화모드", _MOVIE_KO), ("영화 모드!", _MOVIE_KO), ("영화 모드요", _MOVIE_KO),
        ("영화 모드 켜줘", _MOVIE_KO), ("영화모드 켜", _MOVIE_KO), ("영화 모드 좀 켜줘", _MOVIE_KO),
        ("영화 모드 시작", _MOVIE_KO), ("영화 모드 시작해줘", _MOVIE_KO), ("영화 모드 실행해 주세요", _MOVIE_KO),
        ("영화 모드로 해줘", _MOVIE_KO), ("영화 모드로 바꿔줘", _MOVIE_KO), ("영화 모드로", _MOVIE_KO),
        ("영화 모드 해줘", _MOVIE_KO), ("영화 모드 부탁해", _MOVIE_KO), ("영화 모드를 켜줄래?", _MOVIE_KO),
        ("영화 모드 ㄱㄱ", _MOVIE_KO), ("집사야 영화 모드 켜줘", _MOVIE_KO), ("영화 모드 틀어줘", _MOVIE_KO),
        ("영화 볼거야", _MOVIE_KO), ("집사야, 영화 볼거야~", _MOVIE_KO), ("movie time", _MOVIE_KO),
        ("Movie time, please!", _MOVIE_KO), ("영화 모드 지금 바로", _MOVIE_KO),
        ("movie mode", _MOVIE_EN), ("MOVIE MODE", _MOVIE_EN), ("start movie mode", _MOVIE_EN),
        ("turn on movie mode please", _MOVIE_EN), ("movie mode on", _MOVIE_EN), ("film night!", _MOVIE_EN),
        ("could you start movie mode?", _MOVIE_EN), ("activate movie mode", _MOVIE_EN),
        ("set movie mode", _MOVIE_EN), ("switch to movie mode", _MOVIE_EN), ("hey jipsa, movie mode", _MOVIE_EN),
        ("go into movie mode", _MOVIE_EN), ("나 간다", _CLEAN), ("나 간다~", _CLEAN), ("집사야 나 간다", _CLEAN),
        ("외출", _OUT), ("외출 시작", _OUT),
        ("영화 모드 켜고 안방 불 꺼줘", (*_MOVIE_KO, "power.turn_off")),
        ("영화 모드랑 안방 불 켜줘", (*_MOVIE_KO, "power.turn_on")),
    ],
)  # fmt: skip
def test_a_command_is_begun(own: Engine, text: str, meant: tuple[str, ...]) -> None:
    read = own.understand(text, home(), Focus())
    assert acts(read) and names(read) == meant
    assert read.engine == "own" and read.rule.startswith("own command: ") and "(own.yml, line " in read.rule
    assert all(0 <= one.start <= one.end <= len(read.normalized) for one in read.intents)


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("영화 모드 켜지 마", "negated"), ("영화 모드 하지 마", "negated"), ("영화 모드 시작하지 마세요", "negated"),
        ("don't start movie mode", "negated"), ("please don't turn on movie mode", "negated"),
        ("영화 모드 켰어?", "question"), ("언제 영화 모드 켜?", "question"), ("영화 모드 켜면 어떻게 돼?", "question"),
        ("did you start movie mode?", "question"), ("when does movie mode start?", "question"),
        ("7시에 영화 모드 켜줘", "scheduled"), ("영화 모드 30분 뒤에 켜줘", "scheduled"),
        ("내일 저녁 8시에 영화 모드로 해줘", "scheduled"), ("start movie mode at 7", "scheduled"),
        ("비 오면 영화 모드 켜줘", "conditional"), ("if it rains start movie mode", "conditional"),
    ],
)  # fmt: skip
def test_how_it_is_said_stays_what_it_is(own: Engine, text: str, mood: str) -> None:
    read = own.understand(text, home(), Focus())
    assert read.mood == mood
    assert read.engine == "own" and names(read) in (_MOVIE_KO, _MOVIE_EN)
    assert bool(read.times) == (mood == "scheduled")


@pytest.mark.parametrize(
    "text",
    [
        "영화 모드 꺼줘", "영화 모드 꺼", "영화 모드 취소", "영화 모드 취소해줘", "영화 모드 해제", "영화 모드 그만",
        "영화 모드 끄고 불 켜줘", "영화 모드 빼고 다 켜줘", "turn off movie mode", "cancel movie mode", "stop movie mode",
        "영화 모드 중지해", "영화 모드 종료", "end movie mode", "pause movie mode", "영화 모드 잠가", "open movie mode",
        "turn everything on except movie mode", "can you stop and start movie mode", "영화 모드 켜줘 영화 모드 꺼줘", "영화 모드 켜놓은 거 꺼줘", "영화 모드 30도로 해줘", "영화 모드 외출",
    ],
)  # fmt: skip
@pytest.mark.parametrize("about", [(), ("tv-1",), ("aircon-living",)])
def test_nothing_but_beginning_is_carried_out(own: Engine, text: str, about: tuple[str, ...]) -> None:
    assert not acts(own.understand(text, home(), Focus(appliances=about)))


@pytest.mark.parametrize(
    "text",
    [
        '"영화 모드"', "'movie mode'", "> 영화 모드", "엄마: 영화 모드", "mom: movie mode", "fwd: movie mode",
        "- 영화 모드\n- 외출", "영화 모드 나 간다", "영화 모드 movie mode", "영화 모드 켜줘 라고 말했어", "영화 모드?",
        "영화 볼거야?", "movie mode?", "영화 모드야?", "나 간다고 했어", "나 간다니까 왜", "나 간다는데",
        "the movie mode is nice", "영화 모드가 좋아", "영화 모드 좋더라", "영화 모드리 켜줘", "영화 모드리",
        "영화 모드 언급하지 마", "she said start movie mode", "영화 머드 켜줘", "거실 영화 모드 켜줘",
        "i love movie modes", "submovie mode", "could we do movie mode", "영화 모드 켜고 뿌뿌 해줘",
        "영화 모드 켠다고 했잖아", "영화 모드 켜놨어", "영화 모드 켜지겠지", "what is movie mode", "영화 모드가 뭐야",
        "영화 모드 켜야 하나", "영화 볼거야 말거야", "영화 볼거야 아마", "안 영화 볼거야",
    ],
)  # fmt: skip
def test_what_is_not_certain_is_not_done(own: Engine, text: str) -> None:
    assert not acts(own.understand(text, home(), Focus()))


@pytest.mark.parametrize(
    "text",
    [
        "티비 영화 모드로 해줘", "set tv to movie mode", "안방 에어컨 제습 모드로 해줘", "보일러 외출로 해줘",
        "보일러 외출 모드로 바꿔", "영화 모드리 켜줘", "나 간다고 했어", "불 켜줘", "movie", "모드", "",
        "영화 모드 틀지 말고 불 켜줘", "turn on the tv and set it to movie mode", "24", "응", "고마워",
    ],
)  # fmt: skip
def test_what_is_about_something_else_is_read_as_ever(own: Engine, shipped: Engines, text: str) -> None:
    for focus in (Focus(), Focus(pending=True), Focus(appliances=("tv-1",))):
        assert own.understand(text, home(), focus) == shipped.built_in.understand(text, home(), focus)


def test_one_step_may_be_a_question(own: Engine) -> None:
    for text in ("오븐 어때", "오븐 어때?", "집사야 오븐 어때?"):
        read = own.understand(text, home(), Focus())
        assert (read.mood, names(read), read.engine) == ("question", ("query.state",), "own")
        assert read.intents[0].one("state") == "off"


def test_a_step_that_this_home_cannot_do_is_told(own: Engine) -> None:
    read = own.understand("김장 코스 시작", home(), Focus())
    assert [one.text for one in read.leftovers] == ["식물등 켜줘"] and not acts(read)
    empty = Vocabulary((Thing("tv-1", "tv", ("티비",)),), "only a tv")
    read = own.understand("영화 모드", empty, Focus())
    assert names(read) == ("power.turn_on",)
    assert [one.text for one in read.leftovers] == ["거실 불 30%로", "거실 커튼 닫아"]


def test_homes_are_kept_apart_by_version(own: Engine) -> None:
    other = Vocabulary((Thing("tv-9", "tv", ("티비",)),), "another")
    for _ in range(2):
        assert acts(own.understand("영화 모드 켜줘", home(), Focus()))
        assert not acts(own.understand("영화 모드 켜줘", other, Focus()))
    nameless = (Vocabulary(), home_without_version())
    for _ in range(2):
        assert [acts(own.understand("영화 모드 켜줘", one, Focus())) for one in nameless] == [False, True]


def home_without_version() -> Vocabulary:
    return Vocabulary(home().things)


def test_an_answer_is_an_answer(shipped: Engines) -> None:
    text = 'version: "3.1"\ncommands:\n- name: 응\n  steps: [티비 켜줘]\n- name: 영화 볼거야\n  steps: [티비 켜줘]\n'
    engine = shipped.of_home(training_of({"own.yml": text.encode()})).built_in
    waiting = Focus(pending=True)
    assert names(engine.understand("응", home(), waiting)) == ("answer.yes",)
    assert names(engine.understand("응", home(), Focus())) == ("power.turn_on",)
    assert names(engine.understand("영화 볼거야", home(), waiting)) == ("power.turn_on",)


def test_a_command_called_like_a_thing_is_only_said_whole(shipped: Engines) -> None:
    text = 'version: "3.1"\ncommands:\n- name: 티비\n  steps: [거실 불 꺼]\n'
    engine = shipped.of_home(training_of({"own.yml": text.encode()})).built_in
    assert names(engine.understand("티비", home(), Focus())) == ("power.turn_off",)
    assert engine.understand("티비 켜줘", home(), Focus()) == shipped.built_in.understand(
        "티비 켜줘", home(), Focus()
    )


def test_the_conversation_is_no_subject_of_a_step(shipped: Engines) -> None:
    text = 'version: "3.1"\ncommands:\n- name: 암전\n  steps: [꺼줘]\n'
    engine = shipped.of_home(training_of({"own.yml": text.encode()})).built_in
    read = engine.understand("암전", home(), Focus(appliances=("oven-1",)))
    assert not any(one.one("appliance") == "oven-1" for one in read.intents)


def test_examples_are_learned_behind_own_words(shipped: Engines) -> None:
    engines = shipped.of_home(training_of({"own.yml": _OWN.encode()}))
    text = 'version: "3.1"\nnlu:\n- intent: power.turn_on\n  examples: |\n    - [티비](appliance_type) 깨워 봐라\n'
    before = engines.built_in.understand("티비 깨워 봐라", home(), Focus())
    engines.examples.learn(training_of({"t.yml": text.encode()}).examples)
    after = engines.built_in.understand("티비 깨워 봐라", home(), Focus())
    assert names(before) != names(after) == ("power.turn_on",)


@pytest.mark.parametrize(
    "text",
    [
        "불금", "불금이다", "불금에 불 켜줘", "불금이니까 불 켜줘", "오늘 불금!", "불금엔 티비 켜줘", "불금인데 티비 켜줘",
        "티비 켜줘 불금이야", "불금이네요", "불금도 불 켜줘", "tgif turn on the light", "TGIF!", "turn on the tv, tgif",
        "tgif니까 불 켜줘", "tgif's light on", "해피 아워 불 켜줘", "해피아워에 불 켜줘", "심심해 티비 켜줘", "심심하니까 불 켜",
        "영화 모드 켜줘 불금이잖아",
    ],
)  # fmt: skip
def test_a_never_word_makes_talk(own: Engine, text: str) -> None:
    for focus in (Focus(), Focus(pending=True)):
        read = own.understand(text, home(), focus)
        assert (read.mood, read.intents, read.leftovers, read.times) == ("chat", (), (), ())
        assert read.rule.startswith("never: ") and "(own.yml, line " in read.rule


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("이불금지", "불금"), ("이불 금지", "불금"), ("불금지역", "불금"), ("불 금방 켜줘", "불금"), ("불금방 켜줘", "불금"),
        ("tgifx", "tgif"), ("atgif", "tgif"), ("파티션", "파티"), ("파티쉐", "파티"), ("거실불금", "불금"),
        ("sunday", "sun"), ("sun day", "sunday"), ("불금융", "불금"),
    ],
)  # fmt: skip
def test_a_never_word_inside_another_word_is_none(text: str, word: str) -> None:
    assert NeverWords((NeverWord(word, "own.yml", 3),)).find(normalize(text, {})) is None


def test_no_trained_engine_is_asked_about_own_words(own: Engine, shipped: Engines) -> None:
    known = KnownValues(load_values(), ())
    reader = TrainedReader(shipped.grammar, load_contract(), known)
    for text in ("불금에 불 켜줘", "영화 모드 꺼줘"):
        assert not reader.wants(own.understand(text, home(), Focus()))


def test_without_own_sections_nothing_is_put_around(shipped: Engines) -> None:
    plain = shipped.of_home(Training(synonyms=(("바보상자", "tv"),)))
    assert plain.built_in.name == "chain"


def _sentences() -> Iterator[str]:
    for path in sorted(_TABLES.glob("*.yaml")):
        yield from list(_texts(plain(compose(path), path)))[::7]


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from (key,) if isinstance(value, str) else _texts(value)
    elif isinstance(node, list):
        for one in node:
            yield from _texts(one)


def test_all_other_sentences_mean_what_they_meant(shipped: Engines) -> None:
    text = 'version: "3.1"\ncommands:\n- name: 달빛 놀이\n  says: [moonlight party]\n  steps: [티비 켜줘]\nnever: [와글와글]\n'
    engine = shipped.of_home(training_of({"own.yml": text.encode()})).built_in
    assert engine.name == "own"
    sentences = list(_sentences())
    assert len(sentences) > 300
    for sentence in sentences:
        for focus in (Focus(), Focus(appliances=("tv-1",))):
            wanted = shipped.built_in.understand(sentence, home(), focus)
            assert engine.understand(sentence, home(), focus) == wanted, sentence


@settings(deadline=None, max_examples=60)
@given(
    text=st.lists(
        st.sampled_from(["영화 모드", "movie mode", "켜줘", "꺼", "불", "지 마", "?", '"', " ", "외출", "7시에", "랑", "로", "불금"]),
        max_size=7,
    ),
    pending=st.booleans(),
)  # fmt: skip
def test_it_is_pure_and_never_fails(own: Engine, text: list[str], pending: bool) -> None:
    said, focus = " ".join(text), Focus(pending=pending)
    read = own.understand(said, home(), focus)
    assert read == own.understand(said, home(), focus)
    known = {thing.id for thing in home().things}
    for intent in read.intents:
        assert {slot.value for slot in intent.slots if slot.name == "appliance"} <= known
    assert not (acts(read) and "지 마" in said)
    assert not any(slot.value in ("own_command",) for intent in read.intents for slot in intent.slots)


@settings(deadline=None, max_examples=60)
@given(text=st.text(max_size=60))
def test_no_text_raises(own: Engine, text: str) -> None:
    own.understand(text, home(), Focus())
