"""`jipsa say`: one message to the running Jipsa."""

import asyncio
import uuid
from typing import Annotated

import typer

from bot.cli.common import EXIT_CODES, OK, AsJson, Chat, Person, StateDir, Token, Url, out, out_json


def say(
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="What to say; quotes are not needed.")],
    person: Person = None,
    chat: Chat = None,
    json: AsJson = False,
    url: Url = None,
    token: Token = None,
    state_dir: StateDir = None,
) -> int:
    """Say one thing and print the reply.

    Exit code: 0 acted or answered, 3 asked back, 4 refused, 5 not understood, 1 error.
    """
    from bot.cli.api import Api, find
    from bot.messengers.answers import answer_of
    from bot.messengers.plain_text import reply_lines

    async def ask() -> dict[str, object]:
        async with Api(find(url, token, state_dir)) as api:
            sender = await api.person(person)
            return await api.say(
                {
                    "text": " ".join(text),
                    "sender": sender,
                    "chat": chat or f"terminal:{sender}",
                    "id": uuid.uuid4().hex,
                }
            )

    answer = asyncio.run(ask())
    if json:
        out_json(answer)
    else:
        out(*reply_lines(answer_of(answer).replies))
    return EXIT_CODES.get(str(answer.get("outcome")), OK)
