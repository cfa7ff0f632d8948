"""Register the record kinds of consultations, and of comments on the drafts of their answers."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.arena_modes import POLICY
from handlers.chat.cards import Item
from handlers.chat.record_codes import RecordCodes, find_own_deadline
from handlers.chat.record_erasure import Erasure
from handlers.chat.record_kinds import DigestNews, HandoverEntry, Ownership, RecordKind, SearchSupport, show_argument
from handlers.chat.turn import RenderContext, Turn
from handlers.language.document_search import Document, Hit
from handlers.policy.consultations import consultation_hits, pending_consultations, response_texts
from handlers.policy.consultations.comment_moderation import CommentModeration
from handlers.policy.consultations.consultation_list import list_ongoing_consultations
from handlers.policy.consultations.consultation_publication import build_consultation_document, redraw_consultation
from handlers.policy.consultations.lookup import find_numbered_consultation
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.consultation_responses import ConsultationLogEntry
from storage.policy.consultations import PUBLIC, Consultation


async def _build_consultation_documents(store: Store, consultations: Sequence[Consultation]) -> list[Document]:
    public = [consultation for consultation in consultations if consultation.state in PUBLIC]
    topics = await store.consultations.map_topic_ids_by_consultation([consultation.id for consultation in public])
    return [build_consultation_document(consultation, topics[consultation.id]) for consultation in public]


async def _draw_consultation_search_hit(turn: Turn, hit: Hit, _value: str) -> Item | None:
    return await consultation_hits.draw_consultation_hit(turn, hit.id, hit.why)


async def _describe_owned_consultation(what: RenderContext, id: int) -> HandoverEntry:
    consultation = await what.store.consultations.find(id)
    title = consultation.title if consultation else ""
    return HandoverEntry(title, what.say("Consultation"), "consultations.open", str(id))


async def _retract_proposals(store: Store, person: Person) -> set[int]:
    """Delete the proposals of a person who is erased; a consultation that was taken up stays without the name."""
    for proposal in await store.consultations.list_consultations_proposed_by(person.id):
        await store.consultations.delete_proposal(proposal)
    return await store.personal_data.authored_content.list_involved_consultation_ids(person.id)


CONSULTATION = RecordKind(
    name="consultation",
    label=lambda say: say("Consultation"),
    table=Consultation,
    find=lambda store, key: store.consultations.find(key),
    list_writers=lambda consultation: (consultation.registered_by_id, consultation.owner_id),
    find_shown=show_argument("consultation", lambda store, key: store.consultations.find(key)),
    search=SearchSupport(POLICY, _build_consultation_documents, _draw_consultation_search_hit, "consultations.open"),
    ownerships=(Ownership("hearing", _describe_owned_consultation, redraw_consultation),),
    erasure=Erasure(_retract_proposals),
    codes=RecordCodes(
        "H",
        lambda number: f"H-{number}",
        find_numbered_consultation,
        "consultations.open",
        deadline_form="consultations.edit",
        find_deadline=find_own_deadline,
    ),
    list_pending=pending_consultations.list_pending_consultations,
    list_deadlines=pending_consultations.list_consultation_deadlines,
    news=DigestNews(lambda say: say("New consultations in your topics"), pending_consultations.list_new_consultations),
    list_under_way=list_ongoing_consultations,
    organisation_choices=frozenset(
        {*response_texts.ACTIONS.values(), "consultations.confirm", "consultations.figures"}
    ),
)
COMMENT = RecordKind(
    name="comment",
    label=lambda say: say("Comment"),
    table=ConsultationLogEntry,
    find=lambda store, key: store.consultation_responses.find_consultation_log_entry(key),
    moderation=CommentModeration(),
)


KINDS = (CONSULTATION, COMMENT)
