"""Laws that hold for any sentence: politeness changes nothing, a negation always disarms, nothing raises."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.engine import load_engine, load_languages
from nlu.engines.base import Focus
from nlu.korean.hangul import from_keys, is_syllable, letters, to_keys
from nlu.understanding import Understanding
from tests.nlu.home import home
from tests.nlu.test_sentences import may_act, shown

_ENGINE = None
_HOME = home()

_KO_THINGS = [
    "티비",
    "세탁기",
    "거실 불",
    "안방 에어컨",
    "거실 커튼",
    "선풍기",
    "가습기",
    "보일러",
    "오븐",
    "로봇청소기",
]
_KO_STEMS = {
    "켜": ("켜", "켜줘", "켜지 마", "켰어", "켜면", "켤까", "켤게", "켜고 싶다"),
    "끄": ("꺼", "꺼줘", "끄지 마", "껐어", "끄면", "끌까", "끌게", "끄고 싶다"),
}
_KO_POLITE = [
    "{}",
    "{}요",
    "제발 {}",
    "{} 제발",
    "지금 {}",
    "좀 {}",
    "집사야 {}",
    "{} 고마워",
    "{}ㅋㅋㅋ",
    "{}ㅠㅠ",
    "{}!!",
    "{}~",
    "{} 🙏",
    "빨리 {}",
    "{}여",
    "{}용",
    "{} ㅎㅎ",
    "ㅋㅋ {}",
    "{} please",
    "{}...",
    "{} 😂",
    "🥵 {}",
    "\u200b{}\u00a0",
    "음 {}",
    "({})",
]
_KO_NEGATIONS = [
    "{t} {s}지 마",
    "{t} {s}지마세요",
    "{t} {s}지 말아줘",
    "{t} {s}지 마라",
    "{t} {s}지 말라니까",
    "{t} {s}면 안 돼",
    "{t} 절대 {s}지 마",
    "{t} {s}지 않아도 돼",
    "{t} {s}지는 마",
    "{t} {s}지 좀 마",
    "{t} 안 {s}도 돼",
]
_EN_THINGS = [
    "the tv",
    "the washer",
    "the living room light",
    "the bedroom aircon",
    "the fan",
    "the oven",
    "the boiler",
]
_EN_COMMANDS = ["turn on {}", "turn {} on", "switch off {}", "turn off {}", "start {}"]
_EN_POLITE = [
    "{}",
    "please {}",
    "{} please",
    "can you {}",
    "could you please {}?",
    "hey jipsa {}",
    "{} now",
    "{} thanks",
    "{}!!",
    "{} lol",
    "just {}",
    "ok {}",
    "would you {}",
    "{} pleeease",
    "{} 😂",
    "🙏 {}",
    "uh {}",
    "{}...",
    "{} ㅋㅋ",
    "\u200b{}\u00a0",
    "plz {} thx",
]
_EN_NEGATIONS = [
    "don't {}",
    "do not {}",
    "please don't {}",
    "never {}",
    "you must not {}",
    "{}? no don't",
    "dont {}",
    "you shouldn't {}",
    "don't ever {}",
    "let's not {}",
    "we won't {}",
]


def understood(text: str, focus: Focus | None = None) -> Understanding:
    """By one engine, made at the first use."""
    global _ENGINE
    if _ENGINE is None:
        _ENGINE = load_engine()
    return _ENGINE.understand(text, _HOME, focus or Focus())


def _action(text: str) -> str:
    return shown(understood(text))


@pytest.mark.parametrize("thing", _KO_THINGS)
@pytest.mark.parametrize("stem", _KO_STEMS)
def test_korean_politeness_changes_nothing(thing: str, stem: str) -> None:
    plain = _action(f"{thing} {_KO_STEMS[stem][1]}")
    for frame in _KO_POLITE:
        assert _action(frame.format(f"{thing} {_KO_STEMS[stem][1]}")) == plain, frame


@given(
    st.sampled_from(_KO_THINGS),
    st.sampled_from(["켜줘", "꺼줘", "켜주세요", "꺼라", "켜줄래", "꺼주실래요"]),
    st.data(),
)
@settings(max_examples=150, deadline=None)
def test_korean_spacing_changes_nothing(thing: str, verb: str, data: st.DataObject) -> None:
    sentence = f"{thing} {verb}"
    bare = sentence.replace(" ", "")
    spaced = "".join(char + (" " if data.draw(st.integers(0, 3)) == 0 else "") for char in bare)
    assert [i.name for i in understood(bare).intents] == [i.name for i in understood(sentence).intents]
    if data.draw(st.booleans()):
        assert understood(spaced).mood in ("command", "chat", "question")
        names = {i.name for i in understood(spaced).intents}
        assert names <= {i.name for i in understood(sentence).intents} | {"query.state"}


@pytest.mark.parametrize("thing", _KO_THINGS)
@pytest.mark.parametrize("stem", _KO_STEMS)
def test_a_korean_negation_disarms(thing: str, stem: str) -> None:
    for frame in _KO_NEGATIONS:
        assert understood(frame.format(t=thing, s=stem)).mood != "command", frame


@pytest.mark.parametrize("thing", _EN_THINGS)
@pytest.mark.parametrize("command", _EN_COMMANDS)
def test_english_politeness_changes_nothing(thing: str, command: str) -> None:
    sentence = command.format(thing)
    plain = _action(sentence)
    for frame in _EN_POLITE:
        assert _action(frame.format(sentence)) == plain, frame
    assert _action(sentence.upper()) == plain


@pytest.mark.parametrize("thing", _EN_THINGS)
@pytest.mark.parametrize("command", _EN_COMMANDS)
def test_an_english_negation_disarms(thing: str, command: str) -> None:
    for frame in _EN_NEGATIONS:
        assert understood(frame.format(command.format(thing))).mood != "command", frame


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("거실 에어컨 24도로 해줘", "24도로 거실 에어컨 해줘"),
        ("세탁기 울코스로 돌려줘", "울코스로 세탁기 돌려줘"),
        ("거실 불 꺼줘", "꺼줘 거실 불"),
        ("냉장고 빼고 다 꺼", "다 꺼 냉장고 빼고"),
    ],
)
def test_korean_order_is_free(one: str, other: str) -> None:
    def meaning(text: str) -> list[tuple[str, frozenset[tuple[str, object]]]]:
        return [(i.name, frozenset((s.name, s.value) for s in i.slots)) for i in understood(text).intents]

    assert meaning(one) == meaning(other)


_LETTERS = st.text(
    alphabet="가나다라마바사아자차카타파하켜꺼줘지마안못불등문물 abcdefgturnofly0123456789?!.,'\n\t",
    max_size=60,
)


@given(st.one_of(st.text(max_size=200), _LETTERS))
@settings(max_examples=400, deadline=None)
def test_random_text_never_raises(text: str) -> None:
    understanding = understood(text)
    for intent in understanding.intents:
        for slot in intent.slots:
            assert 0 <= slot.start <= slot.end <= len(understanding.normalized)
    for pending in (True, False):
        understood(text, Focus(pending=pending, appliances=("tv-1",), language="en"))


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_text_without_a_known_word_never_acts(text: str) -> None:
    letters = "".join(char for char in text if not any(map(_is_read, unicodedata.normalize("NFKC", char))))
    assert not may_act(understood(letters))


def _is_read(char: str) -> bool:
    known = char.isascii() or char in "°℃℉" or char in _SYMBOLS
    return known or "\u1100" <= char <= "\u11ff" or "ㄱ" <= char <= "힣"


_SYMBOLS = frozenset("".join(symbol for language in load_languages().values() for symbol in language.symbols))

_SLIPS = st.tuples(
    st.sampled_from(["drop", "double", "swap", "change"]),
    st.integers(0, 60),
    st.sampled_from("ㅋㄲㅏㅓㅣㅁㄴabnofstu"),
)


def _slipped(text: str, slip: tuple[str, int, str]) -> str:
    """`text` with one letter (a jamo of a syllable) dropped, doubled, swapped or changed."""
    kind, place, other = slip
    spelled = letters(text)
    at = place % len(spelled)
    match kind:
        case "drop":
            spelled = spelled[:at] + spelled[at + 1 :]
        case "double":
            spelled = spelled[:at] + spelled[at] + spelled[at:]
        case "swap":
            spelled = spelled[:at] + spelled[at : at + 2][::-1] + spelled[at + 2 :]
        case _:
            spelled = spelled[:at] + other + spelled[at + 1 :]
    return from_keys(to_keys(spelled)) if any(map(is_syllable, text)) else spelled


_WAYS = {"power.turn_on": "on", "run_control.start": "on", "power.turn_off": "off"}


def _done(understanding: Understanding) -> set[str]:
    """What would be done to something that is named."""
    return {_WAYS.get(intent.name, intent.name) for intent in understanding.intents if intent.slots}


@given(st.sampled_from(_EN_THINGS), st.sampled_from(_EN_COMMANDS), _SLIPS)
@settings(max_examples=400, deadline=None)
def test_a_slip_never_makes_an_english_command_another(
    thing: str, command: str, slip: tuple[str, int, str]
) -> None:
    sentence = command.format(thing)
    read = understood(_slipped(sentence, slip))
    assert not may_act(read) or _done(read) <= _done(understood(sentence))


@given(st.sampled_from(_KO_THINGS), st.sampled_from(["켜줘", "꺼줘", "켜 주세요", "끄라고"]), _SLIPS)
@settings(max_examples=400, deadline=None)
def test_a_slip_never_makes_a_korean_command_another(
    thing: str, verb: str, slip: tuple[str, int, str]
) -> None:
    sentence = f"{thing} {verb}"
    read = understood(_slipped(sentence, slip))
    # 오번 is no slip to see: it is channel 5
    assert not may_act(read) or _done(read) <= _done(understood(sentence)) | {"channel.set"}


@given(st.sampled_from(_EN_THINGS), st.sampled_from(_EN_COMMANDS), st.sampled_from(_EN_NEGATIONS), _SLIPS)
@settings(max_examples=400, deadline=None)
def test_a_slip_never_arms_an_english_no(
    thing: str, command: str, negation: str, slip: tuple[str, int, str]
) -> None:
    assert not may_act(understood(_slipped(negation.format(command.format(thing)), slip)))


@given(st.sampled_from(_KO_THINGS), st.sampled_from(["켜", "끄"]), st.sampled_from(_KO_NEGATIONS), _SLIPS)
@settings(max_examples=400, deadline=None)
def test_a_slip_never_arms_a_korean_no(
    thing: str, stem: str, negation: str, slip: tuple[str, int, str]
) -> None:
    assert not may_act(understood(_slipped(negation.format(t=thing, s=stem), slip)))


def test_long_text_is_read_in_bounds() -> None:
    assert len(understood("불 꺼줘 " * 2000).normalized) <= 2000
