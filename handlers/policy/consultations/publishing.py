"""Publish: a consultation into the index and, once it is announced, into the rooms of its topics."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.directory.naming import consultation_subject as subject
from handlers.language.finding import Document, drop, keep
from storage.kit.database import Store
from storage.library.solutions import MEMBERS
from storage.policy.consultations import PUBLIC, Consultation


def notice_subject(id: int) -> str:
    """Under which private messages about it are redrawn."""
    return f"consultation:{id}:notice"


def document(consultation: Consultation, topic_ids: list[int]) -> Document:
    """What it is found by: what is asked, and what was answered."""
    first, second, *_ = (*topic_ids, None, None)
    return Document(
        kind="consultation",
        id=consultation.id,
        topic_id=first,
        second_topic_id=second,
        language=consultation.language,
        organisation_id=None,
        reach_id=consultation.reach_id,
        level=MEMBERS,
        title=consultation.title,
        body=". ".join(filter(None, (consultation.text, consultation.sent_text))),
        extra=". ".join(filter(None, (consultation.sender, consultation.outcome, consultation.code))),
    )


async def spread(store: Store, consultation: Consultation) -> int:
    """Found as it is now and shown so everywhere; gives how many rooms of its topics it is announced in."""
    await store.session.flush()
    await redraw(store, consultation.id)
    if consultation.state not in PUBLIC:
        await drop(store, "consultation", consultation.id)
        return 0
    topics = await store.consultations.topics(consultation.id)
    await keep(store, document(consultation, topics))
    if consultation.announced_at is None:
        return 0
    rooms = await store.reaches.rooms(consultation.reach_id, await store.rooms.of_topics(topics))
    id, sending = consultation.id, consultation.sendings
    args, key = {"consultation": id, "sending": sending}, f"consultation:{id}:{sending}"
    await store.outbox.post(
        *(
            outgoing.to_room(room, "consultations.card", args, key=f"{key}:room:{room.id}", subject=subject(id))
            for room in rooms
        )
    )
    return len(rooms)


async def redraw(store: Store, id: int) -> None:
    await store.session.flush()
    await store.outbox.refresh(subject(id))
    await store.outbox.refresh(notice_subject(id))
