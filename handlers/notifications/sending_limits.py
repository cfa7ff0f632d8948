"""Limit what one person sends at once, and how often anybody may write to everybody."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.chat.cards import Reply, build_text_reply
from handlers.chat.events import Event, Submission
from handlers.chat.say import Say
from handlers.chat.turn import Turn

#: Quota of one person: questions, solutions and other posts to all rooms, within this time.
BROADCASTS, WITHIN = 5, timedelta(hours=1)


def describe_rate_limit(say: Say) -> str:
    return say("You are sending more than I can handle at once. Continue in a minute.")


def build_rate_limit_reply(event: Event, say: Say) -> Reply:
    """Return the refusal of an event too many: at the field of a form, which stays open, or beside the button."""
    if isinstance(event, Submission):
        return Reply(errors={next(iter(event.values), ""): describe_rate_limit(say)})
    return build_text_reply(describe_rate_limit(say))


async def take_broadcast_quota(turn: Turn) -> datetime | None:
    """Use up one broadcast of this person's quota; return None if they may write to everybody now.

    Otherwise return when they may again.
    """
    return await turn.store.broadcast_quota.claim_broadcast(turn.person.id, BROADCASTS, WITHIN)


def describe_broadcast_wait(say: Say, at: datetime) -> str:
    """Return why the message does not go out now, and when it can."""
    return say.many(
        "You have sent {n} thing to everybody within an hour. This one is saved, and can be sent from {clock}.",
        "You have sent {n} things to everybody within an hour. This one is saved, and can be sent from {clock}.",
        BROADCASTS,
        clock=say.format_clock(at),
    )
