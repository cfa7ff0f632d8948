"""Perform a step on its day, and notify only people who have something to do on that day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from handlers.chat.turn import Arena
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.consultations import recipients
from handlers.policy.consultations.card_arguments import (
    CommentsNotice,
    ConsultationNotice,
    InterestNotice,
    SignaturesNotice,
    WriterNotice,
)
from handlers.policy.consultations.consultation_publication import (
    build_consultation_notice_subject,
    publish_consultation,
)
from handlers.policy.consultations.step_schedule import ANNOUNCE, COMMENTS, DRAFT, FINAL, INTEREST, SEND, SIGNATURES
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.consultation_responses import COMMENT, YES
from storage.policy.consultations import Consultation

#: steps that a later step does not supersede
ALWAYS = (ANNOUNCE, SEND)


async def perform_step(
    store: Store, arena: Arena, consultation: Consultation, step: str, until: datetime | None
) -> None:
    """Perform the step. Its notices expire at `until`, when the next step comes."""
    if step == ANNOUNCE:
        consultation.announced_at = store.now
        await publish_consultation(store, consultation)
        return
    if step == INTEREST:
        people = await _list_unheard_people(store, consultation)
        await _schedule_step_notices(store, arena, consultation, InterestNotice(consultation.id), people, until)
    elif step == COMMENTS:
        people = await _list_people_without_comment(store, consultation) if consultation.version else []
        await _schedule_step_notices(store, arena, consultation, CommentsNotice(consultation.id), people, until)
    elif step == SIGNATURES:
        people = await _list_unanswered_people(store, consultation) if consultation.version else []
        await _schedule_step_notices(store, arena, consultation, SignaturesNotice(consultation.id), people, until)
    elif (step, bool(consultation.version), consultation.final) not in _NOTHING_TO_DO:
        people = list(await recipients.list_consultation_keepers(store, consultation))
        await _schedule_step_notices(store, arena, consultation, WriterNotice(consultation.id, step), people, until)
    await publish_consultation(store, consultation)


#: (step, has a draft, draft is final): combinations in which the writer has nothing left to do
_NOTHING_TO_DO = {(DRAFT, True, False), (DRAFT, True, True), (FINAL, True, True)}


async def notify_consultation_people(
    store: Store,
    arena: Arena,
    people: Iterable[Person],
    card: ConsultationNotice,
    key: str,
    expires_at: datetime | None = None,
) -> None:
    """Schedule the notice within the hours of each person. Idempotent per key and person."""
    subject = build_consultation_notice_subject(card.consultation)
    for person in people:
        await schedule_notification(
            store, arena, person, card, key=f"{key}:{person.id}", at=store.now, subject=subject, expires_at=expires_at
        )


async def _schedule_step_notices(
    store: Store,
    arena: Arena,
    consultation: Consultation,
    card: ConsultationNotice,
    people: Iterable[Person],
    until: datetime | None,
) -> None:
    """Schedule the notice once; what is asked of the writer, once for each deadline."""
    key = f"consultation:{card.consultation}:{card.template.removeprefix('consultations.')}"
    key = f"{key}:{card.step}:{consultation.deadline}" if isinstance(card, WriterNotice) else key
    await notify_consultation_people(store, arena, people, card, key, until)


async def _list_unheard_people(store: Store, consultation: Consultation) -> list[Person]:
    """Return the recipients for organisations that have not responded at all."""
    heard = {organisation.id for _, organisation in await store.consultation_responses.list_responses(consultation.id)}
    organisations = [
        one for one in await recipients.list_recipient_organisations(store, consultation) if one.id not in heard
    ]
    return list((await recipients.choose_recipient_people(store, organisations, consultation)).values())


async def _list_unanswered_people(store: Store, consultation: Consultation) -> list[Person]:
    """Return the recipients for organisations whose response does not count as an answer."""
    organisations = await recipients.list_recipient_organisations(store, consultation)
    done = recipients.list_answered_organisation_ids(
        await store.consultation_responses.list_responses(consultation.id), organisations, consultation
    )
    return list(
        (
            await recipients.choose_recipient_people(
                store, [one for one in organisations if one.id not in done], consultation
            )
        ).values()
    )


async def _list_people_without_comment(store: Store, consultation: Consultation) -> list[Person]:
    """Return the people of organisations that are concerned, do not sign yet and have not commented."""
    wrote = {
        note.organisation_id
        for note in await store.consultation_responses.list_consultation_log(consultation.id, COMMENT)
    }
    waiting = [
        organisation
        for response, organisation in await store.consultation_responses.list_responses(consultation.id)
        if response.affected == YES and not response.signs and organisation.id not in wrote
    ]
    return list((await recipients.choose_recipient_people(store, waiting, consultation)).values())
