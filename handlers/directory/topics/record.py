"""The record kind of topics, which their leads look after."""

from __future__ import annotations

from handlers.chat.records import Entry, Ownership, RecordKind
from handlers.chat.turn import Telling
from storage.directory import handovers
from storage.directory.topics import Topic


async def _describe(what: Telling, id: int) -> Entry:
    found = await what.store.topics.find(id)
    name = found.name(what.say.language) if found else ""
    return Entry(name, what.say("Topic you lead"), "contacts.topic", found.slug if found else "")


TOPIC = RecordKind(
    name="topic",
    label=lambda say: say("Topic"),
    table=Topic,
    find=lambda store, key: store.topics.find(key),
    ownerships=(Ownership(handovers.LEAD, _describe),),
)
KINDS = (TOPIC,)
