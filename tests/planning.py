"""Meetings made in a conversation, as their organiser makes them: written, looked through and saved."""

from __future__ import annotations

from typing import Any

from handlers import build_capability_router
from handlers.chat.cards import Facts, Reply
from storage.meetings.meetings import Meeting
from storage.meetings.occurrences import Occurrence
from tests.conversation import Conversation, Post, Someone

LINE = "ny Arenamøte 2/27, tirsdag 16. mars kl 10-15, Eksempel Industripark"


async def plans(who: Someone, **values: Any) -> Reply:
    """By the form, up to what they see after Save; `who` in `for_whom` are names of topics or organisations."""
    reply = await writes(who, **values)
    return await who.clicks(reply, "Save")


async def writes(who: Someone, **values: Any) -> Reply:
    """By the form, up to the echo."""
    for_whom = values.pop("for_whom", ())
    filled = {"title": "Arena meeting 2/27", "when": "16 March 10:00-15:00", "place": "Eksempel Industripark"} | values
    reply = await who.submits(await who.does("meetings.write"), **filled)
    if reply.form is not None and for_whom:
        (field,) = reply.form.fields
        options = {label: value for value, label in field.options}
        reply = await who.submits(reply, who=tuple(options[name] for name in for_whom))
    return reply


async def changes(who: Someone, occurrence: int, which: str = "", what: str = "change", **values: Any) -> Reply:
    """Up to the echo."""
    form = await who.does("meetings.more", str(occurrence))
    chosen = {"what": what} | ({"which": which} if which else {})
    form = await who.submits(form, **chosen)
    return await who.submits(form, **values)


async def calls_off(who: Someone, occurrence: int, which: str = "", why: str = "Storm.") -> Reply:
    return await changes(who, occurrence, which, "cancel", why=why)


async def plan(talk: Conversation, *names: str) -> None:
    """What the clock does every five minutes."""
    router = build_capability_router()
    async with talk.database.begin() as store:
        for name in names or [name for name in router.plans if name.startswith("meetings.")]:
            await router.plans[name](store, talk.arena, store.now)
    await talk.settle()


async def occurrences(talk: Conversation, meeting: int = 1) -> list[Occurrence]:
    async with talk.database.read() as store:
        return list(await store.occurrences.list_occurrences_of_meeting(meeting))


async def meeting(talk: Conversation, id: int = 1) -> Meeting:
    async with talk.database.read() as store:
        found = await store.meetings.find(id)
        assert found is not None
        return found


async def told(talk: Conversation, who: Someone) -> list[Post]:
    """What they were told of meetings themselves, oldest first; reminders and answers to clicks left aside."""
    found = []
    async with talk.database.read() as store:
        for post in who.sees:
            delivery = await store.outbox.find_delivery(post.key.split()[0])
            if delivery is not None and delivery.template.startswith("meetings."):
                found.append(post)
    return found


async def news(talk: Conversation, who: Someone) -> Post:
    """The last of it."""
    return (await told(talk, who))[-1]


def said(reply: Reply) -> str:
    assert reply.card is not None, reply
    return reply.card.fallback


def labels(reply: Reply) -> list[str]:
    assert reply.card is not None, reply
    return [button.label for button in reply.card.list_buttons()]


def fact(reply: Reply, label: str) -> str:
    """The last value of that name on the card."""
    assert reply.card is not None
    rows = [row for part in reply.card.parts if isinstance(part, Facts) for row in part.rows]
    return dict(rows)[label]
