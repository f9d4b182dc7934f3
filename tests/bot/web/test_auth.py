"""Tokens, one-time codes and signed sessions."""

import pytest

from bot.web.auth import CODE_LIFETIME_S, SESSION_LIFETIME_S, Auth
from tests.bot.web.conftest import SECRET, TOKEN


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def test_token_is_compared_whole() -> None:
    auth = Auth(TOKEN, SECRET)
    assert auth.is_token(TOKEN)
    assert not any(auth.is_token(wrong) for wrong in ("", TOKEN[:-1], TOKEN + "x", "토큰", "\ud800"))


def test_code_works_once() -> None:
    auth = Auth(TOKEN, SECRET)
    code = auth.new_code("mom")
    assert auth.redeem(code) == "mom"
    assert auth.redeem(code) is None
    assert auth.redeem("never made") is None


def test_code_grows_old() -> None:
    clock = Clock()
    auth = Auth(TOKEN, SECRET, clock)
    code = auth.new_code("mom")
    clock.now += CODE_LIFETIME_S
    assert auth.redeem(code) is None


def test_session_survives_a_restart_and_ends() -> None:
    clock = Clock()
    session = Auth(TOKEN, SECRET, clock).new_session("엄마.1")
    after_restart = Auth("another token", SECRET, clock)
    assert after_restart.person_of(session) == "엄마.1"
    clock.now += SESSION_LIFETIME_S
    assert after_restart.person_of(session) is None


@pytest.mark.parametrize(
    "forge",
    [
        lambda session: "",
        lambda session: "..",
        lambda session: session[:-1] + ("0" if session[-1] != "0" else "1"),
        lambda session: "9999999999" + session[10:],
        lambda session: session.replace(".", ".x", 1),
        lambda session: "가.나.다",
    ],
)
def test_forged_session_is_nobody(forge: object) -> None:
    auth = Auth(TOKEN, SECRET)
    assert auth.person_of(forge(auth.new_session("mom"))) is None  # type: ignore[operator]


def test_other_secret_means_other_cookie_and_no_session() -> None:
    ours, theirs = Auth(TOKEN, SECRET), Auth(TOKEN, SECRET[::-1])
    assert ours.cookie_name != theirs.cookie_name
    assert theirs.person_of(ours.new_session("mom")) is None


@pytest.mark.parametrize(("token", "secret"), [("", SECRET), (TOKEN, b"short")])
def test_weak_secrets_are_refused(token: str, secret: bytes) -> None:
    with pytest.raises(ValueError, match="at least 16 bytes"):
        Auth(token, secret)
