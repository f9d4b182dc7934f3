"""`jipsa chat`: the terminal chat with a running Jipsa."""

import asyncio
import sys

from bot.cli.common import OK, Chat, Person, StateDir, Token, Url, out


def chat(
    person: Person = None,
    chat: Chat = None,
    url: Url = None,
    token: Token = None,
    state_dir: StateDir = None,
) -> int:
    """Chat in this terminal; lines of a pipe are said one after the other."""
    from bot.cli.api import Api, find
    from bot.cli.http_talk import HttpTalk
    from bot.messengers.faces import Faces, load_emoji
    from bot.messengers.plain_text import reply_lines
    from bot.messengers.terminal import Terminal
    from bot.wording.replies import load_wording

    async def talk() -> None:
        async with Api(find(url, token, state_dir)) as api:
            sender = await api.person(person)
            talk = HttpTalk(api, sender, chat or f"terminal:{sender}")
            if sys.stdin.isatty():
                wording = load_wording()
                await Terminal(talk, words=wording, faces=Faces(wording, load_emoji())).run()
                return
            for line in sys.stdin:
                if text := line.strip():
                    out(*reply_lines((await talk.send(text)).replies))

    asyncio.run(talk())
    return OK
