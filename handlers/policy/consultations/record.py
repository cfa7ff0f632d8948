"""The record kinds of consultations, and of comments on the drafts of their answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from handlers.chat.cards import Item
from handlers.chat.modes import POLICY
from handlers.chat.records import Entry, Ownership, RecordKind, Searched
from handlers.chat.turn import Telling, Turn
from handlers.directory.naming import consultation_subject
from handlers.language.finding import Document, Hit
from handlers.policy.consultations import found, voicing, waiting
from handlers.policy.consultations.moderating import CommentModeration
from handlers.policy.consultations.publishing import document
from handlers.policy.consultations.under_way import list_consultations_under_way
from storage.directory import handovers
from storage.kit.database import Store
from storage.policy.consultation_responses import ConsultationNote
from storage.policy.consultations import PUBLIC, Consultation


async def _find_shown(store: Store, args: Mapping[str, Any]) -> AsyncIterator[Consultation]:
    consultation = await store.consultations.find(args.get("consultation"))
    if consultation is not None:
        yield consultation


async def _write_documents(store: Store, consultations: Sequence[Consultation]) -> list[Document]:
    public = [consultation for consultation in consultations if consultation.state in PUBLIC]
    topics = await store.consultations.topics_of([consultation.id for consultation in public])
    return [document(consultation, topics[consultation.id]) for consultation in public]


async def _draw_hit(turn: Turn, hit: Hit, _value: str) -> Item | None:
    return await found.item(turn, hit.id, hit.why)


async def _describe(what: Telling, id: int) -> Entry:
    consultation = await what.store.consultations.find(id)
    title = consultation.title if consultation else ""
    return Entry(title, what.say("Consultation"), "consultations.open", str(id))


async def _redraw(store: Store, id: int) -> None:
    await store.outbox.refresh(consultation_subject(id))


CONSULTATION = RecordKind(
    name="consultation",
    label=lambda say: say("Consultation"),
    table=Consultation,
    find=lambda store, key: store.consultations.find(key),
    list_writers=lambda consultation: (consultation.registered_by_id, consultation.owner_id),
    find_shown=_find_shown,
    search=Searched(POLICY, _write_documents, _draw_hit, "consultations.open"),
    ownerships=(Ownership(handovers.CONSULTATION, _describe, _redraw),),
    list_pending=waiting.items,
    list_under_way=list_consultations_under_way,
    organisation_choices=frozenset({*voicing.ACTIONS.values(), "consultations.confirm", "consultations.figures"}),
)
COMMENT = RecordKind(
    name="comment",
    label=lambda say: say("Comment"),
    table=ConsultationNote,
    find=lambda store, key: store.voices.find_note(key),
    moderation=CommentModeration(),
)
KINDS = (CONSULTATION, COMMENT)
