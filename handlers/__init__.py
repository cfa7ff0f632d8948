"""What the bot can do: the list of capabilities, one line each."""

from __future__ import annotations

from handlers.chat.routing import Router


def capabilities() -> Router:
    """Every capability's entries in one router; two claims to one entry stop the bot here."""
    from handlers import answers, help, home, members, originals, questions, rooms, rsvps, solutions, topics, upkeep
    from handlers.admin import router as admin
    from handlers.chat import outgoing

    router = Router()
    router.include(outgoing.router)
    router.include(questions.router)
    router.include(answers.router)
    router.include(originals.router)
    router.include(solutions.router)
    router.include(topics.router)
    router.include(rooms.router)
    router.include(rsvps.router)
    router.include(members.router)
    router.include(home.router)
    router.include(help.router)
    router.include(admin)
    router.include(upkeep.router)
    return router
