"""emulate (npm): a Slack of its own, written by others; it keeps the conversation and knows Slack's errors."""

import json
from pathlib import Path

from tests.support.doubles import node, npm_package
from tests.support.servers import Server, free_port

BOT_TOKEN = "xoxb-1-token-of-jipsa"
BOT_USER, BOT_ID, APP_ID = "U0JIPSA00", "B0JIPSA00", "A0JIPSA00"
SIGNING_SECRET = "the-signing-secret-of-jipsa"
TEAM, TEAM_NAME, CHANNEL = "T000000001", "우리 집", "family"


def emulate(folder: Path, people: tuple[str, ...], public_url: str) -> Server:
    """The server, not yet started. People's tokens are xoxp-<name>.

    public_url: of what stands in front of it; it stands in the addresses it gives away.
    """
    seed = folder / "slack.json"
    seed.write_text(json.dumps({"slack": _seed(people)}), "utf-8")
    script, port = npm_package("emulate") / "dist" / "index.js", free_port()
    command = [
        str(node()), str(script), "start", "-p", str(port), "-s", "slack", "--config", str(seed),
        "--base-url", public_url,
    ]  # fmt: skip
    return Server(command, port, folder)


def _seed(people: tuple[str, ...]) -> dict[str, object]:
    tokens: list[dict[str, str]] = [{"token": f"xoxp-{one}", "user": one} for one in people]
    return {
        "team": {"name": TEAM_NAME, "domain": "our-home"},
        "users": [{"name": one} for one in people],
        "channels": [{"name": CHANNEL}],
        "oauth_apps": [
            {
                "client_id": "1.1", "client_secret": "secret", "name": "Jipsa", "app_id": APP_ID, "bot_id": BOT_ID,
                "bot_user_id": BOT_USER, "bot_name": "jipsa", "redirect_uris": [],
            }
        ],
        "tokens": [{"token": BOT_TOKEN, "user_id": BOT_USER, "bot_id": BOT_ID, "app_id": APP_ID}, *tokens],
        "signing_secret": SIGNING_SECRET,
    }  # fmt: skip
