"""Draw the card of a consultation in the rooms of its topics. The card is redrawn at every change."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.label_ends import join_label
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.policy.consultations import consultation_texts, consultation_view, cosigning, signer_totals, step_timeline
from handlers.policy.consultations.card_arguments import ConsultationCard
from storage.policy.consultations import OPEN, PUBLIC

router = Router()
#: maximum number of characters of the description
ROOM = 240


@router.card(ConsultationCard)
async def draw_consultation_room_card(view: View[ConsultationCard]) -> Card | None:
    """Draw the room card. Return None for a withdrawn sending: there is nothing to redraw."""
    consultation, say = await view.store.consultations.find(view.args.consultation), view.say
    if consultation is None or consultation.state not in PUBLIC or view.args.sending != consultation.sendings:
        return None
    parts: list[Part] = [*await consultation_view.draw_consultation_core(view, consultation, ROOM)]
    coming = await step_timeline.describe_next_step(view, consultation)
    if coming and consultation.state == OPEN:
        parts.append(Text(coming))
    parts += await signer_totals.draw_signer_totals(view, consultation)
    parts += await consultation_view.draw_consultation_outcome(view, consultation)
    row = list(cosigning.draw_response_buttons(say, consultation)) if consultation.state == OPEN else []
    row.append(Button(say("Show more"), "consultations.open", str(consultation.id)))
    if consultation.link:
        row.append(Button(say("Go to consultation"), url=consultation.link))
    if consultation.state == OPEN:
        parts.append(Text(say("Each organisation answers once, through its contact or deputy."), "subtle"))
    title = consultation_texts.format_consultation_title(consultation)
    summary = join_label(title, consultation_texts.describe_consultation_state(view, consultation))
    return Card(title, (*parts, Buttons(tuple(row))), summary=summary)
