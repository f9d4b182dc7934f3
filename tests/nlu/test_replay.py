"""Messages read with both engines: only what differs counts, the worst first."""

from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.engine import Engines
from nlu.engines.base import Focus
from nlu.examples import Training
from nlu.replay import Changed, Effect, Read, Risk, replay
from nlu.understanding import Intent, Leftover, Slot, Understanding
from nlu.vocabulary import Vocabulary

_SAID = ("거실 불 켜줘", "현관문 열어", "왕별 꺼", "왕별 꺼", "밥 먹었어?", "turn off the tv")


def _read(**meanings: str) -> Read:
    def read(text: str) -> Understanding:
        name = meanings.get(text, "")
        return Understanding(text, text, "en", "command" if name else "chat", (Intent(name),) if name else ())

    return read


def _risk(read: Understanding) -> Risk:
    if not read.intents:
        return "nothing"
    return "risky" if read.intents[0].name == "lock.unlock" else "harmless"


def test_only_what_differs_is_told_and_the_worst_comes_first() -> None:
    said = ["a", "b", "b", "c", "d", "d", "d", "e"]
    before = _read(a="power.turn_on", c="power.turn_on", e="lock.unlock")
    after = _read(a="power.turn_on", b="power.turn_off", c="lock.unlock", d="power.turn_off")
    effect = replay(said, before, after, _risk)
    assert effect.of == 8
    assert [(one.text, one.count) for one in effect.changed] == [("c", 1), ("d", 3), ("b", 2), ("e", 1)]
    assert effect.changed[0] == Changed("c", 1, "power.turn_on", "lock.unlock", "harmless", "risky")
    assert effect.worse and not effect.changed[3].worse


def test_what_was_risky_before_is_no_worse() -> None:
    def risk(read: Understanding) -> Risk:
        return "risky"

    effect = replay(["a"], _read(a="lock.unlock"), _read(a="oven.on"), risk)
    assert len(effect.changed) == 1 and not effect.worse


def test_each_sentence_is_read_once() -> None:
    asked: list[str] = []

    def read(text: str) -> Understanding:
        asked.append(text)
        return Understanding(text, text, "en", "chat")

    assert replay(["a", "a", "b"], read, read, _risk) == Effect(3)
    assert sorted(asked) == ["a", "a", "b", "b"]


def test_slots_moods_and_leftovers_differ_and_ways_do_not() -> None:
    plain = Understanding("x", "x", "en", "command", (Intent("power.turn_on"),))
    same = Understanding("x", "x", "en", "command", (Intent("power.turn_on", (), 0.5, 1, 2),), rule="phrase")
    assert replay(["x"], lambda _: plain, lambda _: same, _risk).changed == ()
    slot = Slot("area", "거실", 0, 1, "거실")
    others = (
        Understanding("x", "x", "en", "command", (Intent("power.turn_on", (slot,)),)),
        Understanding("x", "x", "en", "negated", (Intent("power.turn_on"),)),
        Understanding(
            "x", "x", "en", "command", (Intent("power.turn_on"),), leftovers=(Leftover("y", 0, 1),)
        ),
    )
    for other in others:
        assert len(replay(["x"], lambda _: plain, lambda _, other=other: other, _risk).changed) == 1


def test_own_words_change_what_they_are_about_and_nothing_else(
    engines: Engines, vocabulary: Vocabulary
) -> None:
    before = engines.of_home(Training())
    after = engines.of_home(Training(synonyms=(("왕별", "light-living"),)))
    effect = replay(_SAID, _of(before, vocabulary), _of(after, vocabulary), _risk)
    assert [(one.text, one.count, one.after) for one in effect.changed] == [
        ("왕별 꺼", 2, "power.turn_off appliance=light-living")
    ]


@settings(max_examples=30, deadline=None)
@given(said=st.lists(st.one_of(st.sampled_from(_SAID), st.text(max_size=20)), max_size=5))
def test_the_same_words_change_nothing(engines: Engines, vocabulary: Vocabulary, said: list[str]) -> None:
    one, other = (engines.of_home(Training()) for _ in range(2))
    assert replay(said, _of(one, vocabulary), _of(other, vocabulary), _risk) == Effect(len(said))


def _of(engines: Engines, vocabulary: Vocabulary) -> Read:
    return lambda text: engines.built_in.understand(text, vocabulary, Focus())


def test_the_same_words_may_set_more_going_in_another_home() -> None:
    read = _read(a="power.turn_on", b="lock.unlock")
    effect = replay(["a", "b"], read, read, _risk, lambda one: "risky")
    assert [(one.text, one.before == one.after, one.worse) for one in effect.changed] == [("a", True, True)]
    assert replay(["a", "b"], read, read, lambda one: "risky", _risk).changed == ()
