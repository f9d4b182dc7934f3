"""What a file of sentences says of its language as a whole."""

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.config_errors import ConfigError
from bot.strict_yaml import Document, dotted

KEY = "about"
"""Where it stands in the file."""

Forms = Literal["number", "particles"]


class About(BaseModel):
    """Facts of a language that code asks for; everything else is sentences."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    forms: Forms = "number"
    # what {name:A/B} chooses by: one or many, or the Korean particle after the last sound
    letters: str = ""
    # what it is written with, as a class of a regular expression
    shared: bool = False
    # other languages write foreign names with these letters: only a name of nothing else is of this language
    article: str = ""
    # before the name of a thing inside a sentence
    owned: str = ""
    # pattern of names that need no article
    actor: Literal["each", "once"] = "each"
    # which sentences name who did it: all, or only the first
    course: tuple[str, ...] = ()
    # endings of programme names that already say that they are one
    fallback: str = ""
    # the language of what this file does not say

    def is_mine(self, text: str) -> bool:
        """Whether a name is written in this language."""
        letter = re.compile(f"[{self.letters}]")
        if not self.letters or not letter.search(text):
            return False
        return not self.shared or all(letter.match(char) for char in text if char.isalpha())

    def needs_article(self, name: str) -> bool:
        """Whether a name cannot stand alone in a sentence."""
        if not self.article or not re.match(f"[{self.letters}]", name):
            return False
        return not (self.owned and re.match(self.owned, name, re.IGNORECASE))


def about(document: Document) -> About:
    """What a file says about its language; raises ConfigError."""
    try:
        return About.model_validate(document.data.get(KEY) or {})
    except ValidationError as error:
        first = error.errors()[0]
        path = (KEY, *(str(part) for part in first["loc"]))
        raise ConfigError(document.file, document.line(path), dotted(path), f"{first['msg']}.") from None
