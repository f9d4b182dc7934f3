"""What we know of people in Slack: their name, their language, our private chat with them."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from slack_sdk.web.async_client import AsyncWebClient

from bot.messengers.base import Account
from bot.messengers.recent import Recent
from bot.messengers.slack.failures import FAILURES

KNOWN_S = 3600.0
UNKNOWN_S = 60.0
# somebody we could not look up is looked up again after that
MOST = 2000


@dataclass(frozen=True, slots=True)
class _Known:
    account: Account
    until: float
    chat: str | None = None


class Directory:
    """Looked up once an hour; never fails."""

    def __init__(self, client: AsyncWebClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._people: Recent[str, _Known] = Recent(MOST)

    def known(self, account: Account) -> Account:
        """The account with what we know of it without asking."""
        found = self._people.get(account.id)
        return found.account if found else account

    async def person(self, account: Account) -> Account:
        """The account with the name and language Slack has for it."""
        found = self._people.get(account.id)
        if found is not None and found.until > self._clock():
            return found.account
        try:
            user = (await self._client.users_info(user=account.id, include_locale=True)).get("user") or {}
        except FAILURES:
            return self._keep(account, UNKNOWN_S).account
        profile = user.get("profile") or {}
        name = profile.get("display_name") or profile.get("real_name") or user.get("name")
        return self._keep(replace(account, name=name, language=user.get("locale")), KNOWN_S).account

    async def private_chat(self, user: str) -> str | None:
        """The id of our private chat with somebody; None when it cannot be opened now."""
        found = self._people.get(user)
        if found is not None and found.chat is not None:
            return found.chat
        try:
            answer = await self._client.conversations_open(users=user)
        except FAILURES:
            return None
        chat = str((answer.get("channel") or {}).get("id") or "") or None
        if chat is not None:
            self.is_with(user, chat)
        return chat

    def in_chat(self, chat: str) -> Account | None:
        """Whose private chat with us it is."""
        return next((one.account for one in self._people.values() if one.chat == chat), None)

    def is_with(self, user: str, chat: str) -> None:
        """This is our private chat with them: Slack said so."""
        known = self._people.get(user) or _Known(Account("slack", user), 0.0)
        self._people[user] = replace(known, chat=chat)

    def _keep(self, account: Account, seconds: float) -> _Known:
        before = self._people.get(account.id)
        kept = _Known(account, self._clock() + seconds, before.chat if before else None)
        self._people[account.id] = kept
        return kept
