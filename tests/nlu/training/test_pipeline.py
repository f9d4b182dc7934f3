"""The pipeline's template: filled where it is empty, otherwise left as it is."""

import pytest
import yaml

from nlu.errors import LanguageError
from nlu.frames import Frames
from nlu.language import Language
from nlu.training.pipeline import fill
from nlu.training.sentence import Sentence, Span
from nlu.training.words import Words
from tests.nlu.training.conftest import TEMPLATE


def test_only_the_lists_change(languages: dict[str, Language], frames: Frames) -> None:
    said = Sentence("channel.adjust", "ko", (Span("다음으로 "), Span("넘겨", "direction")))
    filled = fill(TEMPLATE, languages, Words(languages, None), frames, [said])
    kept = [line for line in filled.splitlines() if not line.strip().startswith(("words:", "particles:"))]
    assert kept == [line for line in TEMPLATE.splitlines() if "[]" not in line]
    tokenizer = yaml.safe_load(filled)["pipeline"][0]
    assert {"세탁기", "거실", "제습", "시작", "넘겨", "洗濯機"} <= set(tokenizer["words"])
    assert "washer" not in tokenizer["words"]
    assert {"을", "를", "으로"} <= set(tokenizer["particles"])


def test_stems_are_filled_where_they_are_wanted(languages: dict[str, Language], frames: Frames) -> None:
    template = TEMPLATE.replace("    particles: []\n", "    particles: []\n    stems: []\n    others: []\n")
    tokenizer = yaml.safe_load(fill(template, languages, Words(languages, None), frames, []))["pipeline"][0]
    assert {"켜", "끄", "하"} <= set(tokenizer["stems"])
    assert tokenizer["others"] == []


def test_concepts_are_filled_where_they_are_wanted(languages: dict[str, Language], frames: Frames) -> None:
    template = TEMPLATE + "  - name: HomeFeaturizer\n    concepts: {}\n    others: {}\n"
    featurizer = yaml.safe_load(fill(template, languages, Words(languages, None), frames, []))["pipeline"][2]
    assert {"turn on", "켜*"} <= set(featurizer["concepts"]["verb:on"])
    assert featurizer["others"] == {}


@pytest.mark.parametrize(
    ("template", "line"),
    [(TEMPLATE.replace("words: []", "words: [a]"), 1), ("pipeline: [\n", 2), ("", 1), ("- a\n", 1)],
)
def test_a_template_that_cannot_be_filled_is_named(
    languages: dict[str, Language], frames: Frames, template: str, line: int
) -> None:
    with pytest.raises(LanguageError) as caught:
        fill(template, languages, Words(languages, None), frames, [])
    assert (caught.value.file, caught.value.line) == ("config.yml", line)
