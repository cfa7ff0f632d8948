"""Overflow: what somebody wrote when they wrote too much at once is kept, and said to be."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.events import Event
from handlers.chat.turn import Turn
from handlers.moderation.holding import keeping
from handlers.moderation.holding.posts import words_of
from handlers.notifications import limits
from storage.moderation.held_messages import LIMIT


async def too_much(event: Event, turn: Turn, *, tell: bool) -> Reply | None:
    """What was typed is kept."""
    keeps = bool(words_of(event))
    if keeps:
        await keeping.keep(turn, event, LIMIT)
    if not tell:
        return None
    kept = turn.say("What you write meanwhile is kept: you find it at home.")
    home = Buttons((Button(turn.say("Home"), "home.show"),))
    return Reply(Card("", (Text(limits.sentence(turn.say)), *((Text(kept), home) if keeps else ()))), brief=not keeps)
