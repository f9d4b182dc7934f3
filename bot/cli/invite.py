"""`jipsa invite`: not there yet."""

from typing import Annotated

import typer

from bot.errors import UserError


def invite(
    role: Annotated[str, typer.Option("--role", help="owner, adult, child or guest.")] = "adult",
    hours: Annotated[int | None, typer.Option("--hours", min=1, help="How long a guest may stay.")] = None,
) -> int:
    """A pairing code for a new person (not there yet)."""
    raise UserError("Inviting people is not there yet: name them in the config file under `people` instead.")
