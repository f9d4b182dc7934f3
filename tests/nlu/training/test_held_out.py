"""What is held out and how much of each intent is trained with."""

from nlu.training.balance import FEWEST, MOST, balanced
from nlu.training.held_out import held_out
from nlu.training.sentence import Sentence, Span


def _written(count: int, intent: str = "power.turn_on", language: str = "en") -> list[Sentence]:
    return [Sentence(intent, language, (Span(f"{language} {intent} {number}"),)) for number in range(count)]


def _apart(sentences: list[Sentence]) -> dict[Sentence, str]:
    return {one: one.text for one in sentences}


def test_of_six_one_is_held_out_and_of_five_none() -> None:
    for count, wanted in ((5, 0), (6, 1), (20, 3), (100, 15)):
        sentences = _written(count)
        assert len(held_out(sentences, _apart(sentences))) == wanted


def test_each_language_of_an_intent_has_its_share() -> None:
    sentences = [*_written(40, language="ko"), *_written(6, language="en")]
    held = held_out(sentences, _apart(sentences))
    assert sum(one.startswith("en") for one in held) == 1


def test_a_large_family_is_trained_with() -> None:
    sentences = _written(12)
    families = {one: "large" if number < 10 else one.text for number, one in enumerate(sentences)}
    held = held_out(sentences, families)
    assert held and "large" not in held


def test_one_example_more_changes_little() -> None:
    sentences = _written(101)
    fewer, more = (held_out(some, _apart(some)) for some in (sentences[:100], sentences))
    assert len(fewer - more) <= 1


def test_variants_fill_up_and_too_many_are_left_out() -> None:
    few, many = _written(4, "a"), _written(300, "b")
    numbers = dict.fromkeys(few, 0)

    def vary(sentence: Sentence, number: int) -> Sentence | None:
        numbers[sentence] += 1
        return (
            Sentence(sentence.intent, "en", (Span(f"{sentence.text} again {number}"),))
            if number % 2
            else None
        )

    found = balanced([*few, *many], _apart([*few, *many]), vary)
    assert sum(one.intent == "a" for one in found) == FEWEST
    assert sum(one.intent == "b" for one in found) == MOST
    assert set(few) <= set(found)
    assert max(numbers.values()) - min(numbers.values()) <= 1


def test_talk_is_never_varied_and_languages_share_what_is_left() -> None:
    sentences = [*_written(2000, "chat", "en"), *_written(900, "chat", "ko")]
    found = balanced(sentences, _apart(sentences), lambda sentence, number: sentence)
    assert len(found) == 1200
    assert sum(one.language == "ko" for one in found) == 600


def test_without_variants_there_are_fewer() -> None:
    sentences = _written(3)
    assert balanced(sentences, _apart(sentences), lambda sentence, number: sentence) == sentences
