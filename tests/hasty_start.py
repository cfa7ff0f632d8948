"""Run `python -m tests.hasty_start COMMAND`: the bot, which waits three seconds for its database, not a minute."""

from __future__ import annotations

from bot import app
from bot.__main__ import run
from bot.cli import commands

#: seconds
PATIENCE = 3

if __name__ == "__main__":
    app.PATIENCE = commands.PATIENCE = PATIENCE
    run()
