"""The messengers under the contract, and what each scenario needs of one."""

import importlib
from collections.abc import Mapping

from tests.contracts.messengers.bench import Bench

BENCHES: Mapping[str, str] = {
    "terminal": "tests.contracts.messengers.terminal:TerminalBench",
    "web": "tests.contracts.messengers.web:WebBench",
    "telegram": "tests.contracts.messengers.telegram:TelegramBench",
    "slack": "tests.contracts.messengers.slack:SlackBench",
    "line": "tests.contracts.messengers.line:LineBench",
    "kakao": "tests.contracts.messengers.kakao:KakaoBench",
}

OURS = {"terminal", "web"}
"""Who gets in there has signed in before: they know no strangers, and no platform stands between."""

UNTRUSTED = {"kakao"}
"""Does not prove who wrote, so nobody is invited from there."""

NEEDS: Mapping[str, set[str]] = {
    # scenario → abilities (see bench.py). strangers: people we do not know may write there. trust: see above
    "test_a_code_makes_an_account_somebody_and_works_once": {"strangers"},
    "test_strangers_hear_one_polite_line_and_nothing_else": {"strangers"},
    "test_a_command_in_private_is_obeyed": set(),
    "test_a_mention_in_the_group_is_obeyed_and_everybody_hears_it_once": {"groups"},
    "test_what_is_overheard_leaves_no_trace": {"groups"},
    "test_a_wake_word_is_as_good_as_a_mention": {"groups"},
    "test_a_button_pressed_by_a_stranger_does_nothing": {"groups", "strangers"},
    "test_only_who_has_the_right_confirms": {"groups"},
    "test_a_question_is_answered_by_a_button": set(),
    "test_a_message_delivered_twice_has_one_effect_and_one_answer": {"redelivery"},
    "test_a_button_pressed_twice_has_one_effect": set(),
    "test_an_old_button_says_that_it_is_old": {"buttons"},
    "test_a_late_command_asks_again": {"send_time"},
    "test_what_was_late_is_said_once_and_stands_in_one_place": set(),
    "test_a_long_answer_arrives_whole": set(),
    "test_names_arrive_as_they_are": set(),
    "test_an_invitation_shows_a_picture_that_says_what_it_is": {"trust"},
    "test_a_wrong_signature_is_refused_and_does_nothing": {"signature"},
    "test_an_outage_is_said_and_survived": {"outage"},
    "test_what_was_said_during_an_outage_is_not_obeyed_late": {"outage", "send_time"},
    "test_a_group_that_moves_keeps_what_was_promised_and_set": {"migration"},
    "test_two_people_in_one_group_never_mix": {"groups"},
    "test_a_muted_group_is_told_nothing_unasked": {"groups", "first_word"},
    "test_quiet_hours_are_kept": {"groups", "first_word"},
    "test_an_appliance_answers_under_its_own_name": set(),
    "test_what_is_for_one_person_is_not_shown_to_the_group": {"groups"},
}


def load(name: str) -> Bench:
    """A bench by name. Raises ImportError, AttributeError."""
    module, _, class_name = BENCHES[name].partition(":")
    bench: Bench = getattr(importlib.import_module(module), class_name)()
    return bench


def names_for(scenario: str) -> list[str]:
    """The benches that have what a scenario needs."""
    return [
        name
        for name in BENCHES
        if (bench := _loaded(name)) is not None and NEEDS[scenario] <= _abilities(bench)
    ]


def _loaded(name: str) -> Bench | None:
    try:
        return load(name)
    except Exception:  # it fails under its own name in test_benches.py
        return None


def _abilities(bench: Bench) -> set[str]:
    found: set[str] = set(bench.abilities)
    if bench.name not in OURS:
        found.add("strangers")
    if bench.name not in UNTRUSTED:
        found.add("trust")
    return found
