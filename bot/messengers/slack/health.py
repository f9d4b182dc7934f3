"""How the connection to Slack fares, in one line."""

from bot.house import Check
from bot.messengers.slack.decode import NAME, Identity
from bot.messengers.slack.failures import NEEDED, missing_scopes, scopes_sentence

_NAMING = "chat:write.customize"
_NO_BOT = (
    'The bot_token is not a bot\'s. Copy the "Bot User OAuth Token" (xoxb-…) from OAuth & Permissions at '
    "api.slack.com/apps to messengers.slack.bot_token."
)


class Health:
    """Told what happens; says how it is."""

    def __init__(self, *, by_socket: bool) -> None:
        self._by_socket = by_socket
        self._ours: Identity | None = None
        self._problem = "Slack has not answered yet."
        self._socket_problem = "Connecting to Slack." if by_socket else ""

    @property
    def may_name(self) -> bool:
        """Whether messages may bear another name: without that scope Slack drops the name without a word."""
        return self._ours is None or _NAMING not in missing_scopes(self._ours.scopes)

    def known(self, ours: Identity) -> None:
        """Slack says who we are."""
        self._ours = ours
        self._problem = "" if ours.bot else _NO_BOT

    def refused(self, problem: str) -> None:
        """Slack does not, for this reason."""
        self._problem = problem

    def socket(self, connected: bool, problem: str) -> None:
        """Socket Mode is on or off."""
        self._socket_problem = "" if connected else problem

    def check(self) -> Check:
        """One line."""
        problem = self._problem or self._socket_problem
        if problem or self._ours is None:
            return Check(NAME, False, problem, messenger=True)
        way = "by Socket Mode" if self._by_socket else "by HTTP at /hooks/slack"
        line = f'@{self._ours.name} in the workspace "{self._ours.team_name}", {way}.'
        missing = missing_scopes(self._ours.scopes)
        usable = not any(scope in missing for scope in NEEDED)
        return Check(NAME, usable, f"{line} {scopes_sentence(missing)}".strip(), messenger=True)
