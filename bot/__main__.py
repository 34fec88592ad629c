"""`python -m bot` is `hjalpen`."""

from bot.cli import main

main()
