"""Ways of asking for one thing: what is around an order is taken off, and something else put there."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from nlu.errors import LanguageError
from nlu.korean.conjugation import conjugate
from nlu.korean.particles import first_form
from nlu.language import Language, compose, line_of, plain
from nlu.training.around import HOLE, Around, Back, tidy
from nlu.training.sentence import Sentence, Span, Spans, draw, joined

_FILE = Path(__file__).parent / "ways.yaml"
_NO_ORDERS = ("query", "answer", "social", "comfort", "conversation")
# families of intents that are no orders
_NOT_TO_US = "chat"
# talk in which nobody is asked for anything
_NO_ACTS = ("come", "give")
# what nobody is asked to do, and the verb that is itself an ending
_TRIED = "보다"
# behind another verb it only softens that: 해봐
_ORDER = "라"
# 켜라 is an order as 켜 is


class WaysData(BaseModel):
    """The row of one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    called: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    always: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()


class _File(BaseModel):
    languages: Mapping[str, WaysData]


def load_ways(languages: Mapping[str, Language], path: Path = _FILE) -> dict[str, "Ways"]:
    """How things are asked for in each language. Raises LanguageError."""
    tree = compose(path)
    try:
        rows = _File.model_validate({"languages": plain(tree, path)}).languages
    except ValidationError as error:
        first = error.errors()[0]
        where = first["loc"][1:]
        key = ".".join(map(str, where))
        raise LanguageError(path.name, line_of(tree, where), key, first["msg"]) from error
    return {code: Ways(one, rows.get(code, WaysData())) for code, one in languages.items()}


class Ways:
    """Those of one language."""

    def __init__(self, language: Language, data: WaysData) -> None:
        self._data = data
        self._of_talk = Around(data.called)
        self._of_orders = Around((*data.called, *data.verbs, *data.always))
        self._endings = Back(data.endings)
        words = [word for verb in language.verbs for word in verb.words]
        self._verbs = frozenset(word.partition(" ")[0] for word in words)
        self._stems = _order_forms(language) if data.bare else ()

    def family(self, sentence: Sentence) -> str:
        """Equal for all sentences that only differ in how they are asked and in what is marked."""
        if _is_order(sentence):
            spans = self._without_ending(self._of_orders.off(sentence.spans))
        else:
            spans = self._of_talk.off(sentence.spans)
        parts: list[str] = []
        for span in spans:
            text = first_form(span.text) if parts and parts[-1].endswith(">") else span.text
            parts.append(joined(re.sub(r"\ban\b", "a", text)) if span.entity is None else f"<{span.entity}>")
        return "".join(parts)

    def otherwise(self, sentence: Sentence, *key: str | int) -> Sentence:
        """The sentence said in another way, if there is one; the same key gives the same way."""
        if sentence.intent == _NOT_TO_US:
            return sentence
        ways = [HOLE, HOLE, HOLE, *self._data.called]
        if _is_order(sentence):
            spans = self._with_ending(self._of_orders.off(sentence.spans), key)
            ways += self._orders(spans)
        else:
            spans = self._of_talk.off(sentence.spans)
        front, _, back = ways[draw(len(ways), *key, "way")].partition(HOLE)
        if spans[-1].text.endswith("?"):
            back = ""
        return replace(sentence, spans=tidy((Span(front), *spans, Span(back))))

    def _orders(self, spans: Spans) -> tuple[str, ...]:
        """What may stand around an order."""
        if spans[-1].text.endswith("?"):
            return ()
        first = spans[0].text.split() if spans[0].entity is None else []
        verbs = self._data.verbs if first and first[0].lower() in self._verbs else ()
        return (*verbs, *verbs, *self._data.always)

    def _with_ending(self, spans: Spans, key: tuple[str | int, ...]) -> Spans:
        core = self._without_ending(spans)
        is_bare = self._is_bare(core)
        if core == spans and not is_bare:
            return spans
        endings = (*(self._data.bare if is_bare else ()), *self._data.endings)
        ending = endings[draw(len(endings), *key, "ending")]
        apart = len(ending) > 1 and draw(2, *key, "apart")
        return tidy((*core, Span(" " + ending if apart else ending)))

    def _without_ending(self, spans: Spans) -> Spans:
        core = self._endings.off(spans)
        if core == spans and self._data.bare and spans[-1].entity is None:
            shorter = replace(spans[-1], text=spans[-1].text.removesuffix(_ORDER))
            core = (*spans[:-1], shorter) if self._ends_in_stem(shorter.text) else spans
        return tidy(core) or spans

    def _is_bare(self, spans: Spans) -> bool:
        return spans[-1].entity is None and self._ends_in_stem(spans[-1].text)

    def _ends_in_stem(self, text: str) -> bool:
        return bool(self._stems) and text.replace(" ", "").endswith(self._stems)


def _is_order(sentence: Sentence) -> bool:
    family = sentence.intent.partition(".")[0]
    return family not in _NO_ORDERS and sentence.intent not in (_NOT_TO_US, "people.list")


def _order_forms(language: Language) -> tuple[str, ...]:
    """Verb forms that are an order by themselves: 켜, 꺼, 해."""
    irregular = {key: frozenset(stems) for key, stems in language.irregular.items()}
    acting = (verb for verb in language.verbs if "passive" not in verb.gives and verb.act not in _NO_ACTS)
    words = [word for verb in acting for word in verb.words if word != _TRIED]
    forms = [form for word in (*words, *language.light_verbs) for form in conjugate(word, irregular)["V"]]
    return tuple(sorted(frozenset(form.replace(" ", "") for form in forms)))
