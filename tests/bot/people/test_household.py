"""The people of the config as persons."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.config_sections import PersonSettings, RuleSettings
from bot.errors import UserError
from bot.people.household import household, listed_accounts
from bot.people.person import Hours
from bot.people.pins import matches

SEOUL = ZoneInfo("Asia/Seoul")


def test_persons_from_the_config() -> None:
    given = {
        "mom": PersonSettings.model_validate(
            {"name": {"ko": "엄마", "en": "Mom"}, "role": "owner", "pin": "0417"}
        ),
        "guest": PersonSettings.model_validate(
            {"name": "Kim", "role": "guest", "language": "en", "until": "2026-12-24T18:00",
             "rules": [RuleSettings(effect="allow", types=("washer",), hours="22:00-07:30")]}
        ),
    }  # fmt: skip
    people = household(given, SEOUL)
    mom, guest = people["mom"], people["guest"]
    assert (mom.id, mom.name("ko"), mom.name("en"), mom.role) == ("mom", "엄마", "Mom", "owner")
    assert mom.pin_hash is not None
    assert matches("0417", mom.pin_hash)
    assert guest.pin_hash is None
    assert guest.until == datetime(2026, 12, 24, 9, 0, tzinfo=UTC)
    assert guest.rules[0].types == {"washer"}
    assert guest.rules[0].hours == Hours(time(22), time(7, 30))


def test_a_name_in_one_language_serves_both() -> None:
    given = {"a": PersonSettings.model_validate({"name": {"ko": "엄마"}, "role": "owner"})}
    assert household(given, SEOUL)["a"].name("en") == "엄마"


def test_accounts_from_the_config() -> None:
    given = {
        "mom": PersonSettings.model_validate(
            {"name": "엄마", "role": "owner", "accounts": {"telegram": ["1", "2"], "slack": "U1"}}
        ),
        "dad": PersonSettings.model_validate({"name": "아빠", "role": "adult"}),
    }
    assert listed_accounts(given) == {"telegram:1": "mom", "telegram:2": "mom", "slack:U1": "mom"}
    given["dad"] = PersonSettings.model_validate(
        {"name": "아빠", "role": "adult", "accounts": {"telegram": ["2"]}}
    )
    with pytest.raises(
        UserError, match=r'people\.dad\.accounts\.telegram: "2" is the account of mom already'
    ):
        listed_accounts(given)
