"""`jipsa doctor`: what is wrong, and how to mend it."""

import asyncio
from pathlib import Path

from bot.cli.common import ERROR, OK, AsJson, Config, StateDir, Token, Url, out, out_json, state_folder
from bot.errors import UserError
from bot.house import Check


def doctor(
    config: Config = None,
    json: AsJson = False,
    url: Url = None,
    token: Token = None,
    state_dir: StateDir = None,
) -> int:
    """Check config, store, broker, messengers and the running Jipsa; exit code 1 when anything is wrong."""
    checks = asyncio.run(_checks(config, url, token, state_dir))
    if json:
        out_json([{"name": check.name, "ok": check.ok, "text": check.text} for check in checks])
    else:
        width = max(len(check.name) for check in checks)
        out(*(f"{'ok ' if check.ok else 'BAD'}  {check.name:{width}}  {check.text}" for check in checks))
    return OK if all(check.ok for check in checks) else ERROR


async def _checks(
    config: Path | None, url: str | None, token: str | None, state_dir: Path | None
) -> list[Check]:
    from bot.cli.checkup import (
        broker_check,
        config_check,
        folder_check,
        messenger_checks,
        other_broker_checks,
        store_check,
        trained_check,
        words_check,
    )
    from bot.embedded.instance import find_instance

    first, settings = config_check(config)
    checks = [first]
    folder = state_dir or (settings.state_dir if config is not None and settings else None)
    if url is None:
        checks.append(folder_check(state_folder(folder)))
    if url is not None or find_instance(state_folder(folder)) is not None:
        return checks + await _told_by_the_instance(url, token, folder)
    if settings is not None:
        checks += [await store_check(settings), await broker_check(settings)]
        checks += await other_broker_checks(settings)
        checks += [trained_check(settings, state_folder(folder)), words_check(settings, state_folder(folder))]
        checks += messenger_checks(settings)
    return [*checks, Check("instance", True, "Jipsa is not running now; `jipsa run` starts it.")]


async def _told_by_the_instance(url: str | None, token: str | None, folder: Path | None) -> list[Check]:
    from bot.cli.api import Api, find

    try:
        async with Api(find(url, token, folder)) as api:
            lines = await api.health()
            return [Check("instance", True, f"Jipsa answers at {api.url}.")] + [
                Check(str(line["name"]), bool(line["ok"]), str(line["text"])) for line in lines
            ]
    except UserError as error:
        return [Check("instance", False, str(error))]
