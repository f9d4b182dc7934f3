"""Who is calling: the instance's bearer token, one-time sign-in codes and signed sessions."""

import base64
import binascii
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable

from starlette.responses import Response

CODE_LIFETIME_S = 600.0
SESSION_LIFETIME_S = 30 * 24 * 3600.0


class Auth:
    """Checks tokens and sessions. Sessions are signed, not stored, so a restart keeps a page signed in."""

    def __init__(
        self,
        token: str,
        secret: bytes,
        clock: Callable[[], float] = time.time,
        void_before: Callable[[str], float] = lambda _: 0.0,
    ) -> None:
        """void_before: person id → codes and sessions from before this moment count no more."""
        if not token or len(secret) < 16:
            raise ValueError("The bearer token must not be empty and the secret needs at least 16 bytes.")
        self._token = token.encode()
        self._secret = secret
        self._clock = clock
        self._void_before = void_before
        self._codes: dict[str, tuple[str, float]] = {}
        # Cookies ignore ports: two instances on one machine must not sign each other out.
        self.cookie_name = f"jipsa_{self._sign('cookie name')[:8]}"

    def is_token(self, value: str) -> bool:
        """Whether this is the instance's bearer token."""
        return hmac.compare_digest(value.encode("utf-8", "replace"), self._token)

    def new_code(self, person_id: str) -> str:
        """A code for `/?code=…` that signs this person in once, within ten minutes."""
        now = self._clock()
        self._codes = {code: entry for code, entry in self._codes.items() if entry[1] > now}
        code = secrets.token_urlsafe(16)
        self._codes[code] = (person_id, now + CODE_LIFETIME_S)
        return code

    def redeem(self, code: str) -> str | None:
        """The person of a code, which is thereby spent; None when it is unknown, used or too old."""
        person, expires = self._codes.pop(code, (None, 0.0))
        if person is None or expires <= self._clock():
            return None
        return person if expires - CODE_LIFETIME_S >= self._void_before(person) else None

    def new_session(self, person_id: str) -> str:
        """The value of a session cookie for this person."""
        expires = int(self._clock() + SESSION_LIFETIME_S)
        claim = f"{expires}.{base64.urlsafe_b64encode(person_id.encode()).decode()}"
        return f"{claim}.{self._sign(claim)}"

    def person_of(self, session: str) -> str | None:
        """The person of a session cookie, or None when it is forged or too old."""
        claim, _, signature = session.rpartition(".")
        if not hmac.compare_digest(signature.encode("utf-8", "replace"), self._sign(claim).encode()):
            return None
        expires, _, person = claim.partition(".")
        try:
            if int(expires) <= self._clock():
                return None
            named = base64.urlsafe_b64decode(person).decode()
            return named if int(expires) - SESSION_LIFETIME_S >= self._void_before(named) else None
        except (ValueError, binascii.Error):
            return None

    def sign_in(self, response: Response, person_id: str, *, secure: bool) -> None:
        """Make the page that gets this response this person's; secure: only over TLS from now on."""
        response.set_cookie(
            self.cookie_name,
            self.new_session(person_id),
            max_age=int(SESSION_LIFETIME_S),
            path="/",
            secure=secure,
            httponly=True,
            samesite="strict",
        )

    def _sign(self, claim: str) -> str:
        return hmac.new(self._secret, claim.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
