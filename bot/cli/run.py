"""`jipsa run`: everything in one process."""

import asyncio
from typing import Annotated

import typer

from bot.cli.common import Config, StateDir


def run(
    context: typer.Context,
    config: Config = None,
    state_dir: StateDir = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="Port of the web page; 0: any free one.")
    ] = None,
    chat: Annotated[bool, typer.Option("--chat/--no-chat", help="A chat in this terminal.")] = True,
) -> int:
    """Run Jipsa: with no config a simulated home, a web page and a chat in this terminal."""
    from appliance_bridge.catalogue import load_catalogue
    from bot.config import load_settings

    # a mistake in it is told at once, before the slow part
    catalogue = load_catalogue()
    settings = load_settings(config, appliance_types=catalogue.types, capabilities=catalogue.capabilities)

    from bot.errors import UserError
    from bot.options import RunOptions
    from bot.running import run as run_app
    from bot.web.server import WebError

    debug = bool(context.find_root().params.get("debug"))
    options = RunOptions(state_dir=state_dir, config=config, port=port, chat=chat, debug=debug)
    try:
        return asyncio.run(run_app(settings, options))
    except WebError as error:
        raise UserError(str(error)) from error
