"""How the bot is reached and how it runs."""

from __future__ import annotations

from bot.runtime.optional_libraries import hidden

# for tracebacks in colour, which are not ours (see bot/runtime/logs.py): 5 MB, and a tenth of the start
with hidden("rich"):
    import structlog  # noqa: F401 - the first to import it decides
