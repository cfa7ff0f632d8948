"""What the bot can do: the list of capabilities, one line each."""

from __future__ import annotations

from handlers.chat.routing import Router


def capabilities() -> Router:
    """Every capability's entries in one router; two claims to one entry stop the bot here."""
    from handlers import (
        actions,
        admin,
        agenda,
        answers,
        audit,
        calendar,
        digest,
        help,
        home,
        meetings,
        members,
        minutes,
        originals,
        pushes,
        questions,
        reminders,
        rooms,
        rsvps,
        solutions,
        topics,
        upkeep,
    )
    from handlers.chat import outgoing

    router = Router()
    for capability in (
        outgoing,
        questions,
        answers,
        originals,
        solutions,
        topics,
        rooms,
        meetings,
        rsvps,
        agenda,
        minutes,
        actions,
        calendar,
        reminders,
        digest,
        pushes,
        members,
        home,
        help,
        admin,
        audit,
        upkeep,
    ):
        router.include(capability.router)
    return router
