"""Korean and English words, cut where entities begin and end, with what they mean."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from components.concepts import MEANT, Concepts
from components.segmentation import Words, pieces


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class HomeTokenizer(Tokenizer):
    """Splits 거실에 세탁기를 into 거실, 에, 세탁기, 를 and 24도로 into 24, 도, 로. Offsets are those of the text."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Settings, each with its default."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            # nouns that particles stick to: appliances, rooms, units, number words
            "words": [],
            # what sticks to them: 을, 를, 에, 으로 …; chains of them need not be listed
            "particles": [],
            # verbs without 다 that may follow with no space: 켜, 끄, 돌리 …
            "stems": [],
            # names of concepts, separated by spaces → words that mean all of them; "켜*": what begins so
            "concepts": {},
            # more is no sentence: the rest becomes one last token
            "max_tokens": 128,
        }

    def __init__(self, config: dict[str, Any]) -> None:
        """Take the word lists."""
        super().__init__(config)
        self._words = Words.of(config["words"], config["particles"], config["stems"])
        self._concepts = Concepts.of(config["concepts"])
        self._most = config["max_tokens"]

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Tokens of a text; a text of nothing but spaces and punctuation is one token."""
        text = message.get(attribute)
        spans = list(pieces(text, self._words)) or [(0, len(text))]
        if len(spans) > self._most:
            spans = [*spans[: self._most - 1], (spans[self._most - 1][0], spans[-1][1])]
        tokens = [Token(text[start:end], start, end) for start, end in spans]
        for meant in self._concepts.read([token.text for token in tokens]):
            for token in tokens[meant.start : meant.end]:
                token.set(MEANT, meant)
        return tokens
