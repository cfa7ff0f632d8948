"""Limits: what is said to somebody who sends too much at once, and how often anybody may write to everybody."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.chat.cards import Reply, note
from handlers.chat.events import Event, Submission
from handlers.chat.say import Say
from handlers.chat.turn import Turn

#: questions, solutions and what else fills every room, of one person
BROADCASTS, WITHIN = 5, timedelta(hours=1)


def sentence(say: Say) -> str:
    return say("That is more at once than I take from one person. Go on in a minute.")


def refuse(event: Event, say: Say) -> Reply:
    """Return what is said of one thing too much: at the field of a form, which stays open, or beside the button."""
    if isinstance(event, Submission):
        return Reply(errors={next(iter(event.values), ""): sentence(say)})
    return note(sentence(say))


async def broadcast(turn: Turn) -> datetime | None:
    """This person is about to write to everybody; None: they may. Else when they may again."""
    return await turn.store.allowances.take(turn.person.id, BROADCASTS, WITHIN)


def later(say: Say, at: datetime) -> str:
    """Why it does not go out now, and when it can."""
    return say.many(
        "You have sent {n} thing to everybody within an hour. It is kept, and can go out from {clock}.",
        "You have sent {n} things to everybody within an hour. It is kept, and can go out from {clock}.",
        BROADCASTS,
        clock=say.clock(at),
    )
