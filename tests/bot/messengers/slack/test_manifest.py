"""The app that people paste has what the adapter needs."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.config_messengers import SlackSettings
from bot.messengers.slack.entrance import PATH
from bot.messengers.slack.failures import SCOPES

FOLDER = Path(__file__).parents[4] / "deploy" / "slack"
BY_SOCKET, BY_HTTP = "manifest.yaml", "manifest-http.yaml"


def manifest(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text("utf-8"))


@pytest.mark.parametrize("name", [BY_SOCKET, BY_HTTP])
def test_it_asks_for_what_we_use_and_no_more(name: str) -> None:
    assert set(manifest(name)["oauth_config"]["scopes"]["bot"]) == set(SCOPES)


@pytest.mark.parametrize("name", [BY_SOCKET, BY_HTTP])
def test_it_keeps_slacks_limits_and_our_command(name: str) -> None:
    app = manifest(name)
    assert len(app["display_information"]["description"]) <= 140
    assert len(app["features"]["agent_view"]["agent_description"]) <= 300
    (command,) = app["features"]["slash_commands"]
    assert command["command"] == SlackSettings.model_fields["command"].default
    assert not app["settings"]["token_rotation_enabled"]


def test_both_ways_differ_in_the_way_alone() -> None:
    by_socket, by_http = manifest(BY_SOCKET), manifest(BY_HTTP)
    assert by_socket["settings"].pop("socket_mode_enabled") and not by_http["settings"].pop(
        "socket_mode_enabled"
    )
    addresses = [
        by_http["features"]["slash_commands"][0].pop("url"),
        by_http["settings"]["event_subscriptions"].pop("request_url"),
        by_http["settings"]["interactivity"].pop("request_url"),
    ]
    assert all(one.endswith(PATH) for one in addresses) and len(set(addresses)) == 1
    assert by_socket == by_http
