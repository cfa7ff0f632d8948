"""Competition law: the standing reminder, and a private hint when a text looks like what competitors must not share."""

from __future__ import annotations

from handlers.competition.sensing import sensitive
from handlers.competition.words import hint, reminder

__all__ = ["hint", "reminder", "sensitive"]
