"""Notify the people involved in a consultation of a new deadline, of the answer sent, and of the outcome.

Nobody else is notified.
"""

from __future__ import annotations

import msgspec

from handlers.chat.cards import Button, Buttons, Card, Part, Quote, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.directory.display_names import format_signature
from handlers.policy.consultations import (
    consultation_log,
    consultation_texts,
    consultation_view,
    recipients,
    step_actions,
    step_timeline,
)
from handlers.policy.consultations.card_arguments import ConsultationNotice
from storage.kit.database import Store
from storage.policy.consultation_responses import DEADLINE, ConsultationLogEntry
from storage.policy.consultations import OPEN, PUBLIC, Consultation

router = Router()


class ConsultationNewsNotice(ConsultationNotice, frozen=True):
    template = "consultations.news"

    entry: int = msgspec.field(name="note")


async def publish_consultation_news(
    store: Store, arena: Arena, consultation: Consultation, entry: ConsultationLogEntry
) -> None:
    """Log the entry, and notify everybody involved but its author, each within their own hours."""
    await store.consultation_responses.add_consultation_log_entry(entry)
    people = [one for one in await recipients.list_involved_people(store, consultation) if one.id != entry.person_id]
    card, key = ConsultationNewsNotice(consultation.id, entry.id), f"consultation:{consultation.id}:note:{entry.id}"
    await step_actions.notify_consultation_people(store, arena, people, card, key)


@router.card(ConsultationNewsNotice)
async def draw_consultation_news_card(view: View[ConsultationNewsNotice]) -> Card | None:
    """Draw one log entry with the state of the consultation.

    Return None for a deadline that has changed once more.
    """
    consultation = await view.store.consultations.find(view.args.consultation)
    entry = await view.store.consultation_responses.find_consultation_log_entry(view.args.entry)
    if consultation is None or entry is None or consultation.state not in PUBLIC:
        return None
    now = consultation.deadline.isoformat() if consultation.deadline is not None else ""
    if entry.kind == DEADLINE and entry.what != now and not view.delivery.was_told:
        return None  # superseded: the later change has a card of its own
    by = await format_signature(view.store, entry.person_id, None, view.say) if entry.person_id else ""
    parts: list[Part] = [Text(consultation_log.label_consultation_entry(view, entry), "strong")]
    parts += [Quote(entry.text, by)] if entry.text else []
    parts.append(Text(consultation_texts.describe_consultation_state(view, consultation), "subtle"))
    if entry.kind == DEADLINE and consultation.state == OPEN:
        coming = await step_timeline.describe_next_step(view, consultation)
        parts += [Text(coming)] if coming else []
    if consultation.state != OPEN and not entry.text:
        parts += await consultation_view.draw_consultation_outcome(view, consultation)
    parts.append(Buttons((Button(view.say("Show"), "consultations.open", str(consultation.id)),)))
    return Card(consultation_texts.format_consultation_title(consultation), tuple(parts))
