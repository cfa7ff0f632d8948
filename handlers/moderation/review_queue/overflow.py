"""Hold what somebody wrote beyond the rate limit, and tell them that it is kept."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.events import Event
from handlers.chat.turn import Turn
from handlers.moderation.review_queue import held_messages
from handlers.moderation.review_queue.post_kinds import extract_post_text
from handlers.notifications import sending_limits
from storage.moderation.held_messages import LIMIT


async def hold_overflow(event: Event, turn: Turn, *, tell: bool) -> Reply | None:
    """Hold the text beyond the rate limit; return what its writer is told, or None unless `tell`."""
    keeps = bool(extract_post_text(event))
    if keeps:
        await held_messages.hold_message(turn, event, LIMIT)
    if not tell:
        return None
    kept = turn.say("What you write in the meantime is saved: you find it under “home”.")
    home = Buttons((Button(turn.say("Home"), "home.show"),))
    return Reply(
        Card("", (Text(sending_limits.describe_rate_limit(turn.say)), *((Text(kept), home) if keeps else ()))),
        brief=not keeps,
    )
