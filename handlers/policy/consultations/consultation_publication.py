"""Publish a consultation: index it for search, and post its card to the rooms of its topics once it is announced."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.record_subjects import build_consultation_subject
from handlers.language.document_search import Document, index_documents, unindex_document
from handlers.policy.consultations.card_arguments import ConsultationCard
from storage.kit.database import Store
from storage.library.solutions import MEMBERS
from storage.policy.consultations import PUBLIC, Consultation


def build_consultation_notice_subject(id: int) -> str:
    """Return the subject under which private messages about the consultation are redrawn."""
    return f"consultation:{id}:notice"


def build_shown_consultation_subject(id: int) -> str:
    """Return the subject of what somebody has opened."""
    return f"consultation:{id}:shown"


def build_consultation_document(consultation: Consultation, topic_ids: list[int]) -> Document:
    """Build the search document from the question and the answer."""
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


async def publish_consultation(store: Store, consultation: Consultation) -> int:
    """Update the search index and redraw all copies.

    Return the number of rooms that the consultation is announced in.
    """
    await store.session.flush()
    await redraw_consultation(store, consultation.id)
    if consultation.state not in PUBLIC:
        await unindex_document(store, "consultation", consultation.id)
        return 0
    topics = await store.consultations.list_consultation_topic_ids(consultation.id)
    await index_documents(store, build_consultation_document(consultation, topics))
    if consultation.announced_at is None:
        return 0
    rooms = await store.audiences.list_rooms_within_audience(
        consultation.reach_id, await store.rooms.list_open_rooms_of_topics(topics)
    )
    id, sending = consultation.id, consultation.sendings
    card, key = ConsultationCard(id, sending), f"consultation:{id}:{sending}"
    await store.outbox.post_deliveries(
        *(
            outgoing.build_room_draft(room, card, key=f"{key}:room:{room.id}", subject=build_consultation_subject(id))
            for room in rooms
        )
    )
    return len(rooms)


async def redraw_consultation(store: Store, id: int) -> None:
    await store.session.flush()
    await store.outbox.refresh_copies(build_consultation_subject(id))
    await store.outbox.refresh_copies(build_consultation_notice_subject(id))
    await store.outbox.refresh_copies(build_shown_consultation_subject(id))
