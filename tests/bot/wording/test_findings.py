"""Remarks on intent files in both languages: every kind has its words, and Korean particles are right."""

import ast
from pathlib import Path

import pytest

import bot.desk.overrides
import nlu.lint
from bot.message import Language
from bot.wording.findings import finding_text
from bot.wording.phrases import Phrases, load_phrases
from nlu.finding import Finding

LANGUAGES: tuple[Language, ...] = ("ko", "en")
_MOODS = ("negated", "question", "conditional", "reported", "scheduled")
_ALL = {
    "sentence": "불 꺼", "other": "불 켜", "intent": "power.turn_off", "other_intent": "power.turn_on",
    "other_file": "own.yml", "other_line": 3, "means": "lock.lock", "other_means": "nothing", "entity": "program",
    "near": "movie", "count": 3, "language": "ko", "word": "왕별", "value": "movei", "command": "영화 모드",
    "words": "차고", "said": "밥 먹자", "type": "light",
}  # fmt: skip


@pytest.fixture(scope="module")
def both() -> dict[Language, Phrases]:
    return {language: load_phrases(language) for language in LANGUAGES}


def _kinds() -> list[str]:
    """All kinds that the checks can find: texts that stand where a kind does."""
    folder = Path(nlu.lint.__file__).parent
    texts = {
        node.value
        for path in (*folder.glob("*.py"), Path(bot.desk.overrides.__file__))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    told = {key.removeprefix("lint.") for key in load_phrases("en") if key.startswith("lint.")}
    return sorted(told & texts | {f"mood.{one}" for one in _MOODS})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_of_a_kind_and_can_be_filled(
    both: dict[Language, Phrases], language: Language
) -> None:
    told = {key.removeprefix("lint.") for key in both[language] if key.startswith("lint.")}
    assert {one for one in told if not one.startswith("language.")} == set(_kinds())
    for kind in _kinds():
        text = finding_text(Finding(kind, "hint", "own.yml", 1, _ALL), both[language])
        assert text.endswith((".", "?")) and "…" not in text and "{" not in text
        assert text.count(".") <= 8


@pytest.mark.parametrize(
    ("finding", "ko", "en"),
    [
        (
            Finding("out_of_reach", "warning", "own.yml", 3, {"value": "gas-valve-1", "type": "gas_valve", "other": "gas_valve"}),
            "gas-valve-1은 종류가 gas_valve예요. 숨기거나 종류를 바꾸면 이제 말로 잠그거나 닫거나 끌 수 없어요. 우리 집 기기라면 그대로 두세요.",
            "gas-valve-1 is of the type gas_valve. When it is hidden or of another type, nobody can lock, close or switch it off by a sentence any more. Leave it as it is, unless it is not yours.",
        ),
        (
            Finding("careless_type", "error", "own.yml", 3, {"value": "oven-1", "type": "light", "other": "oven"}),
            "oven-1은 종류가 oven이라서 확인이나 PIN을 받고 하는 일이 있는데, light로 바꾸면 바로 하거나 아예 못 하게 돼요. 종류를 그대로 두거나, 정말 oven이 아니면 설정 파일의 'appliances'에 적어 주세요.",
            "oven-1 is of the type oven, and needs a yes or a PIN for things that a light does at once, or not at all. Leave its type, or, if it really is no oven, say so in the config under 'appliances'.",
        ),
        (
            Finding("name_blocks", "error", "own.yml", 3, {"value": "tv-1", "word": "꺼", "sentence": "오븐 꺼"}),
            "tv-1을 '꺼'라고 부르면 '오븐 꺼'가 원래 뜻대로 통하지 않아요. 다른 이름을 골라 주세요.",
            "With '꺼' as a name of tv-1, '오븐 꺼' would no longer be understood as it should. Choose another name.",
        ),
        (
            Finding("already", "hint", "own.yml", 3, {"sentence": "불 꺼", "count": 1}),
            "'불 꺼'는 이 줄이 없어도 이미 알아들어요. 지워도 돼요.",
            "'불 꺼' is already understood without this line. You may remove it.",
        ),
        (
            Finding("already", "hint", "own.yml", 3, {"sentence": "불 꺼", "count": 4}),
            "'불 꺼' 같은 문장 4개는 이 줄들이 없어도 이미 알아들어요. 지워도 돼요.",
            "4 sentences like '불 꺼' are already understood without these lines. You may remove them.",
        ),
        (
            Finding("step_not_understood", "error", "own.yml", 3, {"command": "영화 밤", "sentence": "뿌앙"}),
            "'영화 밤'의 '뿌앙'을 알아들을 수 없어서 이 명령을 쓸 수 없어요. 평소에 통하는 말로 바꿔 주세요.",
            "'뿌앙' in '영화 밤' is not understood, so the command cannot be used. Write it as you would say it.",
        ),
        (
            Finding("unknown_value", "warning", "own.yml", 3, {"word": "왕별", "value": "light-livin", "near": "light-living"}),
            "'왕별'이 가리키는 light-livin은 아무도 모르는 값이라서 이 말은 통하지 않아요. 혹시 light-living이 맞는지 봐 주세요.",
            "'왕별' stands for light-livin, which nobody knows, so the word means nothing. Did you mean light-living?",
        ),
        (
            Finding("unbalanced", "hint", "own.yml", 3, {"intent": "power.turn_off", "count": 3, "language": "en"}),
            "power.turn_off는 예문이 3개인데 영어 예문은 없어요. 우리 집에서는 영어도 쓰니 한두 개 적어 주세요.",
            "power.turn_off has 3 sentences and none in English, which is spoken in this home, too. Add one or two.",
        ),
    ],
)  # fmt: skip
def test_sentences(both: dict[Language, Phrases], finding: Finding, ko: str, en: str) -> None:
    assert finding_text(finding, both["ko"]) == ko
    assert finding_text(finding, both["en"]) == en


def test_a_pack_without_these_words_falls_back() -> None:
    finding = Finding("wordless", "warning", "own.yml", 3, {"sentence": "좀"})
    assert "'좀' has no word" in finding_text(finding, load_phrases("ja"))
