"""`python -m bot` is `jipsa`."""

from bot.cli import main

main()
