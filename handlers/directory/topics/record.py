"""Declare the record kind of topics, which their leads own."""

from __future__ import annotations

from handlers.chat.record_kinds import HandoverEntry, Ownership, RecordKind
from handlers.chat.turn import RenderContext
from storage.directory import handovers
from storage.directory.topics import Topic


async def _describe_topic_record(what: RenderContext, id: int) -> HandoverEntry:
    found = await what.store.topics.find(id)
    name = found.get_name(what.say.language) if found else ""
    return HandoverEntry(name, what.say("Topic you lead"), "contacts.topic", found.slug if found else "")


TOPIC = RecordKind(
    name="topic",
    label=lambda say: say("Topic"),
    table=Topic,
    find=lambda store, key: store.topics.find(key),
    ownerships=(Ownership(handovers.LEAD, _describe_topic_record),),
)
KINDS = (TOPIC,)
