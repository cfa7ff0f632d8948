"""Handle competition law: the standing reminder, and a private hint about a text that looks sensitive.

Sensitive is what competitors must not share.
"""

from __future__ import annotations

from handlers.moderation.competition.competition_texts import draw_competition_hint, draw_competition_reminder
from handlers.moderation.competition.rules import find_sensitive_kinds, load_compiled_rules

__all__ = ["compile_competition_rules", "draw_competition_hint", "draw_competition_reminder", "find_sensitive_kinds"]


def compile_competition_rules() -> None:
    """Compile the rules now (in a thread), not while somebody waits whose text is the first one checked."""
    load_compiled_rules()
