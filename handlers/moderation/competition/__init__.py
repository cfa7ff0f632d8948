"""Competition law: the standing reminder, and a private hint when a text looks like what competitors must not share."""

from __future__ import annotations

from handlers.moderation.competition.rules import probes
from handlers.moderation.competition.sensing import sensitive
from handlers.moderation.competition.words import hint, reminder

__all__ = ["hint", "prepare", "reminder", "sensitive"]


def prepare() -> None:
    """Compile the rules now (in a thread), and not while somebody waits whose text is the first one looked at."""
    probes()
