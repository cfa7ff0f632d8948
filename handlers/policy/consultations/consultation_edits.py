"""Change the texts, the owner, the audience and the deadline of a consultation.

A new deadline reschedules the remaining steps.
"""

from __future__ import annotations

import msgspec

from handlers.access.organisation_fields import CONFIRMED, draw_people_field, parse_responsible_field
from handlers.access.visibility import audience_fields
from handlers.chat.cards import Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_subjects import build_consultation_subject
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.dates.day_fields import fill_typed_day
from handlers.meetings.agenda.forms import restore_typed_values
from handlers.policy.consultations import (
    consultation_news,
    consultation_texts,
    consultation_view,
    forms,
    step_actions,
    step_scheduler,
)
from handlers.policy.consultations.card_arguments import WriterNotice
from handlers.policy.consultations.consultation_publication import publish_consultation
from handlers.policy.consultations.lookup import load_consultation_to_steer
from handlers.policy.consultations.recipients import is_taking_part
from handlers.policy.organisation_answers.button_values import AnswerValue, fingerprint_words, parse_answer_value
from storage.access.audiences import Audience
from storage.directory.people import Person
from storage.policy.consultation_responses import DEADLINE, ConsultationLogEntry
from storage.policy.consultations import OPEN, Consultation

router = Router()


@router.on(Click, "consultations.edit", opens=True)
async def on_consultation_edit_open(event: Click, turn: Turn) -> Reply:
    consultation = await load_consultation_to_steer(turn, event.value, OPEN, lock=False)
    return Reply(form=fill_typed_day(await _draw_edit_form(turn, consultation), "deadline", event.value))


async def _draw_edit_form(turn: Turn, consultation: Consultation, lead: str = "") -> Form:
    say, filled = turn.say, await forms.list_form_values(turn, consultation)
    value = AnswerValue(consultation.id, text=await _fingerprint_consultation(turn, consultation)).encode_value()
    note = lead or consultation_texts.format_consultation_title(consultation)
    form = await forms.draw_consultation_form(
        turn, say("Change"), "consultations.edit", filled, value, say("Save"), note
    )
    owner = [consultation.owner_id] if consultation.owner_id else []
    audience = await turn.store.audiences.find(consultation.reach_id)
    who = await draw_people_field(turn, "owner", say("Who writes the answer?"), owner, several=False, among=CONFIRMED)
    kept = (msgspec.structs.replace(one, folded=one.name == "link" and bool(one.value)) for one in form.fields)
    fields = (*kept, who, *await audience_fields.draw_short_audience_fields(turn, audience))
    return msgspec.structs.replace(form, fields=fields)


async def _fingerprint_consultation(turn: Turn, consultation: Consultation) -> int:
    """Return a number that differs once anything that the form is filled with has changed."""
    filled = await forms.list_form_values(turn, consultation)
    words = [str(sorted(value) if isinstance(value, tuple) else value) for _, value in sorted(filled.items())]
    return fingerprint_words(*words, str(consultation.owner_id), str(consultation.reach_id))


@router.on(Submission, "consultations.edit")
async def on_consultation_edit_submit(event: Submission, turn: Turn) -> Reply:
    """Save the form. One that was opened on other values is returned with what was typed."""
    consultation = await load_consultation_to_steer(turn, event.value, OPEN)
    seen = parse_answer_value(event.value).text
    if seen is not None and seen != await _fingerprint_consultation(turn, consultation):
        now = f"{consultation.title}\n{consultation_texts.describe_consultation_state(turn, consultation)}"
        lead = turn.say("Somebody has changed it in the meantime. It now says: {text}", text=now)
        return Reply(form=restore_typed_values(await _draw_edit_form(turn, consultation, lead), event))
    before, store = consultation.deadline, turn.store
    wanted, audience = (
        await forms.parse_consultation_form(event, turn, before),
        await audience_fields.parse_audience_fields(turn, event),
    )
    await _require_involved_organisations(turn, consultation, audience)
    owner = await parse_responsible_field(turn, event, "owner")
    topics = set(await store.consultations.list_consultation_topic_ids(consultation.id))
    narrowed = (audience.id if audience else None) != consultation.reach_id or topics != set(wanted.topic_ids)
    wanted.fill_consultation(consultation)
    had, consultation.owner_id = consultation.owner_id, owner.id if owner else None
    consultation.reach_id = audience.id if audience else None
    await store.consultations.set_consultation_topics(consultation.id, wanted.topic_ids)
    if narrowed:
        await store.outbox.withdraw_copies(build_consultation_subject(consultation.id))
        consultation.sendings += 1
    if consultation.deadline != before:
        await step_scheduler.schedule_consultation_steps(store, turn.arena, consultation)
        entry = ConsultationLogEntry(
            consultation_id=consultation.id, kind=DEADLINE, what=wanted.deadline.isoformat(),
            person_id=turn.person.id,
        )  # fmt: skip
        await consultation_news.publish_consultation_news(store, turn.arena, consultation, entry)
    await _notify_new_owner(turn, consultation, owner, had)
    await publish_consultation(store, consultation)
    return await consultation_view.build_consultation_reply(turn, consultation)


async def _notify_new_owner(turn: Turn, consultation: Consultation, owner: Person | None, before: int | None) -> None:
    """Notify whoever is to write the answer from now on, unless they chose so themselves."""
    if owner is None or owner.id in (before, turn.person.id):
        return
    notice = WriterNotice(consultation.id, step_scheduler.OWNER)
    key = f"consultation:{consultation.id}:owner:{turn.now.isoformat()}"
    await step_actions.notify_consultation_people(turn.store, turn.arena, [owner], notice, key)


async def _require_involved_organisations(turn: Turn, consultation: Consultation, audience: Audience | None) -> None:
    """Raise UserError if an organisation that takes part could no longer read what it signs, or withdraw it."""
    if audience is None or audience.id == consultation.reach_id:
        return
    within = await turn.store.audiences.list_organisation_ids_in_audience(audience.id)
    outside = [
        organisation.name
        for response, organisation in await turn.store.consultation_responses.list_responses(consultation.id)
        if is_taking_part(response) and organisation.id not in within
    ]
    if outside:
        names = turn.say.listed(outside)
        text = turn.say("{names} could no longer see it, but are involved in it. Let them see it too.", names=names)
        raise UserError("", {"reach": text})
