"""Issues for tests: raised by somebody and published by the secretariat, as they do it in chat."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Reply
from handlers.chat.events import Value
from tests.conftest import Clock
from tests.conversation import Conversation, Someone

WORDS: dict[str, Value] = {
    "title": "Faster grid connection",
    "problem": "Parks wait for years for an answer about more power. Nobody says why.",
    "affected": "Every park with plans.",
    "wanted": "A deadline of six months for an answer. The grid company gives its reasons.",
    "addressee_kind": "ministry",
    "addressee": "Ministry of Energy",
    "topics": ("nett", "energi"),
    "deadline": "30 June 2027",
}


def said(reply: Reply) -> str:
    """All that a reply tells, with the words of its form and what is wrong in it."""
    card = reply.card.fallback if reply.card else ""
    labels = " ".join(button.label for button in reply.card.list_buttons()) if reply.card else ""
    notes = " ".join(part.note for part in (reply.card.parts if reply.card else ()) if getattr(part, "note", ""))
    return "\n".join((reply.card.title if reply.card else "", card, labels, notes, *reply.errors.values()))


async def raises(who: Someone, **more: Value) -> Reply:
    """With the command and its form; what follows is similar ones, or that the secretariat has it."""
    return await who.submits(await who.commands("ny", "issue"), **(WORDS | more))


async def published(who: Someone, secretariat: Someone, **more: Value) -> int:
    """The id of the issue, out in its rooms."""
    await raises(who, **more)
    id = next(button.value for button in secretariat.last.card.list_buttons() if button.do == "issues.publish")
    await secretariat.does("issues.publish", id)
    return int(id)


async def passes(talk: Conversation, clock: Clock, **time: float) -> None:
    """Time goes by, and what is planned is promised and sent as it does."""
    clock.forward(**time)
    for _ in range(2):
        async with talk.database.begin() as store:
            for plan in talk.courier.router.plans.values():
                await plan(store, talk.arena, store.now + timedelta(days=14))
        for work in talk.courier.router.works.values():
            await work(talk.database, talk.arena)
        await talk.settle()
