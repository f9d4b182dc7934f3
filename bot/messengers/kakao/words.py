"""The few words the adapter itself says: KakaoTalk wants an answer before there is one."""

from bot.message import Language

_WORDS = {
    "ko": {
        "wait": "확인하고 있어요. 조금만 기다려 주세요.",
        "not_yet": "아직 결과가 없어요. 조금 뒤에 다시 눌러 주세요.",
        "nothing": "더 보여 드릴 것이 없어요.",
        "result": "결과 보기",
        "more": "더 보기",
    },
    "en": {
        "wait": "I'm on it. One moment, please.",
        "not_yet": "There is no result yet. Please press again in a moment.",
        "nothing": "There is nothing more to show.",
        "result": "Show result",
        "more": "Show more",
    },
}


def word(key: str, language: Language) -> str:
    """One of them; in English where the language is not among them."""
    return _WORDS.get(language, _WORDS["en"])[key]


def asks_for_more(text: str) -> bool:
    """Whether somebody typed what the button says."""
    return any(text.strip() in (one["result"], one["more"]) for one in _WORDS.values())
