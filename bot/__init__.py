"""Run the bot: how it is reached from outside, and how its processes live."""

from __future__ import annotations

from bot.runtime.optional_libraries import hide_libraries

# for tracebacks in colour, which are not ours (see bot/runtime/logs.py): 5 MB, and a tenth of the start
with hide_libraries("rich"):
    import structlog  # noqa: F401 - the first to import it decides
