"""State transitions with a clock of the test."""

from bot.rasa.breaker import Breaker
from tests.bot.rasa.parts import Clock


def opened() -> tuple[Breaker, Clock]:
    clock = Clock()
    breaker = Breaker(clock)
    for _ in range(3):
        assert breaker.lets_through()
        breaker.failed()
    return breaker, clock


def test_closed_lets_all_through() -> None:
    breaker = Breaker(Clock())
    assert all(breaker.lets_through() for _ in range(100))


def test_two_failures_do_not_open_it_and_a_success_forgets_them() -> None:
    breaker = Breaker(Clock())
    for _ in range(10):
        breaker.failed()
        breaker.failed()
        breaker.succeeded()
    assert not breaker.open
    assert breaker.lets_through()


def test_three_failures_open_it() -> None:
    breaker, clock = opened()
    assert breaker.open
    assert not breaker.lets_through()
    clock.now += 4.9
    assert not breaker.lets_through()


def test_one_probe_after_five_seconds() -> None:
    breaker, clock = opened()
    clock.now += 5
    assert breaker.lets_through()
    assert not breaker.lets_through()


def test_a_probe_that_succeeds_closes_it() -> None:
    breaker, clock = opened()
    clock.now += 5
    assert breaker.lets_through()
    breaker.succeeded()
    assert not breaker.open
    assert breaker.lets_through()


def test_the_waits_double_up_to_a_minute() -> None:
    breaker, clock = opened()
    waits = []
    for _ in range(6):
        began = clock.now
        while not breaker.lets_through():
            clock.now += 0.5
        breaker.failed()
        waits.append(clock.now - began)
    assert waits == [5, 10, 20, 40, 60, 60]


def test_after_it_closed_the_waits_begin_anew() -> None:
    breaker, clock = opened()
    clock.now += 5
    breaker.lets_through()
    breaker.failed()
    clock.now += 10
    breaker.lets_through()
    breaker.succeeded()
    for _ in range(3):
        breaker.failed()
    clock.now += 5
    assert breaker.lets_through()


def test_one_that_was_let_through_before_does_not_double_the_wait() -> None:
    breaker, clock = opened()
    breaker.failed()
    clock.now += 5
    assert breaker.lets_through()


def test_a_probe_that_nobody_tells_of_is_forgotten() -> None:
    breaker, clock = opened()
    clock.now += 5
    assert breaker.lets_through()
    clock.now += 5
    assert breaker.lets_through()
