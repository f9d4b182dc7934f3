"""A process that starts the embedded servers and waits to be killed: `python parent.py FOLDER`."""

import asyncio
import json
import sys
from pathlib import Path

from bot.embedded.broker import EmbeddedBroker
from bot.embedded.store import EmbeddedStore


async def main(folder: Path) -> None:
    store, broker = EmbeddedStore(folder), EmbeddedBroker(folder)
    url, settings = await store.start(), await broker.start()
    facts = {"url": url, "port": settings.port, "store": store.pid, "broker": broker.pid}
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


asyncio.run(main(Path(sys.argv[1])))
