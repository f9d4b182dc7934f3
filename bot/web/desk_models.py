"""What requests to the desk of admins say. What comes back stands in `desk_bodies.py`."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from bot.web.models import MAX_TEXT, Name, RequestBody
from nlu.yaml_checks import MAX_FILE_BYTES, MAX_FILES

_MAX_NAME_BYTES = 240
# file systems take 255, and something is appended while a file is written
_BREAK = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# ends a line somewhere, or is a control character
_MAX_LINE = 500
# a sentence has 200 characters, and may have marks


def file_name(name: str) -> str:
    """A name that counts in a folder of own words; ValueError in plain words otherwise."""
    if not name.lower().endswith((".yml", ".yaml")):
        raise ValueError("a file's name ends with .yml or .yaml")
    if name[0] in ".#~":
        raise ValueError("a file's name does not begin with a dot, # or ~")
    if "/" in name or "\\" in name or not name.isprintable() or name != name.strip():
        raise ValueError("a file's name is one plain word, without slashes and invisible characters")
    if len(name.encode()) > _MAX_NAME_BYTES:
        raise ValueError("a file's name is at most 100 characters long, or 80 in Hangul")
    return name


def _small_enough(text: str) -> str:
    if len(text.encode()) > MAX_FILE_BYTES:
        raise ValueError(f"a file has at most {MAX_FILE_BYTES:,} bytes: split it")
    return text


def _one_line(text: str) -> str:
    if not text.strip() or _BREAK.search(text):
        raise ValueError("this is one line of plain text")
    return text.strip()


FileName = Annotated[str, Field(min_length=5, max_length=100), AfterValidator(file_name)]
FileText = Annotated[str, Field(max_length=MAX_FILE_BYTES), AfterValidator(_small_enough)]
Files = Annotated[dict[FileName, FileText | None], Field(max_length=MAX_FILES)]
Line = Annotated[str, Field(min_length=1, max_length=_MAX_LINE), AfterValidator(_one_line)]
Word = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_one_line)]
Spoken = Literal["ko", "en"]


class CheckOrder(RequestBody):
    """Files that would stand in the folder; null: a file that would be gone."""

    files: Files


class SaveOrder(CheckOrder):
    """Files to write. `base`: the `mark` of the folder that was changed."""

    files: Annotated[Files, Field(min_length=1)]
    base: Name
    use_anyway: bool = False
    what: Line | None = None
    # one line for the history


class Nothing(RequestBody):
    """No more is needed."""


class FolderOrder(RequestBody):
    """`base`: the `mark` of the folder that was looked at; null: whatever it holds."""

    base: Name | None = None


class AnywayOrder(RequestBody):
    """use_anyway: also when own tests fail or something riskier would be done."""

    use_anyway: bool = False


class TryOrder(RequestBody):
    """A sentence, and who would say it; default: who asks. `files`: with these in the folder."""

    text: str = Field(max_length=MAX_TEXT)
    person: Name | None = None
    files: Files | None = None


class TeachOrder(AnywayOrder):
    """An example in Rasa's notation for an intent."""

    intent: Name
    example: Line
    text: str | None = Field(None, max_length=MAX_TEXT)
    # the message of the group that it was made from


class CommandOrder(AnywayOrder):
    """An own command."""

    name: Line
    says: list[Line] = Field(default_factory=list, max_length=50)
    steps: list[Line] = Field(min_length=1, max_length=50)


class OverrideOrder(AnywayOrder):
    """All that the own files shall say of an appliance; what is not named is as it announced itself."""

    model_config = ConfigDict(json_schema_extra={"description": "All that the own files shall say of it."})

    type: Word | None = None
    names: dict[Spoken, Word | Annotated[list[Word], Field(max_length=20)]] = Field(default_factory=dict)
    area: dict[Spoken, Word] = Field(default_factory=dict)
    hidden: bool = False
    base: Name
