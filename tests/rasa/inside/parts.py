"""Our components, built the way Rasa's graph builds them."""

import tempfile
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

WORDS = {
    "words": ["세탁기", "거실", "안방", "에어컨", "불", "문", "차", "커튼", "온도", "공기 청정기", "도", "분", "이십사"],
    "particles": ["을", "를", "이", "가", "에", "에서", "은", "는", "로", "으로", "도", "까지", "이랑", "ㄹ", "만 빼고"],
    "stems": ["켜", "끄", "돌리", "열", "맞추", "하"],
}  # fmt: skip
CONCEPTS = {
    "type type:washer": ["세탁기", "washer", "washing machine"],
    "type type:light": ["불", "light"],
    "area": ["거실", "living room"],
    "verb:on": ["켜*", "켠*", "turn on", "switch on"],
    "verb:off": ["끄*", "꺼*", "turn off"],
    "verb:power": ["전원 넣*"],
    "unit:celsius": ["도", "°"],
    "particle:also": ["도"],
}
ODD = [
    "", " ", "...", "?!", "😀", "👨‍👩‍👧‍👦 불 켜줘 🔥🔥", "1️⃣", "\ud800", "불\udfff켜줘", "a\x00b\x1cc", "ㅋㅋㅋㅋ", "ㅠㅠ 불끄지마ㅋㅋ",
    "거실불".encode().decode(), "\u1100\u1161\u11a8", "café naïve", "엔\u0301", "エアコンをつけて", "照明", "αβγ24도", "²³½ ①번",
    "don't it's I’ll", "-18도 −5° +3 22.5도 1,000 7:30", "a_b tv's", "\u200b불\ufeff켜", "세탁기" * 200, "불 " * 5000, "x" * 10_000,
    "\u3000거실에\u00a0불",
]  # fmt: skip


def built(component: type[GraphComponent], config: dict[str, Any]) -> Any:
    """A component with its defaults and this config."""
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage.create(Path(folder))
        context = ExecutionContext(GraphSchema({}), node_name=component.__name__)
        full = {**component.get_default_config(), **config}
        return component.create(full, storage, Resource(component.__name__), context)


def tokens(tokenizer: Any, text: str) -> list[Token]:
    """The tokens of one text."""
    message = Message({TEXT: text})
    tokenizer.process([message])
    found: list[Token] = message.get(TOKENS_NAMES[TEXT])
    return found
