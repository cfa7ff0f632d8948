"""Tell people without a mandate who signs for their organisation, and ask those signers with one click."""

from __future__ import annotations

import msgspec

from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_signature
from handlers.notifications.reader_hours import wait_for_reader_hours
from handlers.policy.consultations import consultation_texts
from handlers.policy.consultations.lookup import load_open_consultation
from handlers.policy.consultations.response_kind import VOICES
from handlers.policy.organisation_answers.answer_kind import AnswerCard
from handlers.policy.organisation_answers.mandates import ask_representatives, draw_mandates
from storage.policy.consultations import OPEN, Consultation

router = Router()


class SignatureRequest(AnswerCard, frozen=True, kw_only=True):
    template = "consultations.asked"

    record: int = msgspec.field(name="consultation")


async def draw_signers_card(turn: Turn, consultation: Consultation) -> Card:
    """Draw who may sign for the reader's organisation, with the button that asks them.

    Where the organisation signs the draft already, draw who signed which version.
    """
    from handlers.policy.consultations import response_options

    organisation = await VOICES.find_own_organisation(turn, consultation)
    if organisation is not None and await response_options.filter_signing_organisations(
        turn, consultation, [organisation]
    ):
        return await response_options.draw_signed_card(turn, consultation, [organisation])
    return await draw_mandates(VOICES, turn, consultation)


@router.on(Click, "consultations.ask")
async def on_consultation_ask(event: Click, turn: Turn) -> Reply:
    consultation = await load_open_consultation(turn, event.value, lock=False)
    return await ask_representatives(VOICES, SignatureRequest, event, turn, consultation)


@router.card(SignatureRequest)
async def draw_signature_request_card(view: View[SignatureRequest]) -> Card | None:
    """Draw the request to sign for a representative of the organisation.

    Redraw it as long as the consultation can be answered.
    """
    from handlers.policy.consultations import cosigning, response_options

    store, say, asked = view.store, view.say, view.args
    consultation = await store.consultations.find(asked.record)
    organisation = await store.organisations.find(asked.organisation)
    if consultation is None or organisation is None or view.person is None:
        return None
    if not await store.organisations.is_representative(view.person.id, organisation.id):
        return draw_withheld(view)
    if consultation.state == OPEN:
        wait_for_reader_hours(view)
    by = await format_signature(store, asked.by, None, say)
    parts: list[Part] = [
        Text(say("{name} asks for the position of {organisation}.", name=by, organisation=organisation.name)),
        Text(consultation_texts.describe_consultation_state(view, consultation), "subtle"),
    ]
    parts += await response_options.draw_own_signatures(view, consultation, [organisation])
    if consultation.state == OPEN:
        show = Button(say("Show"), "consultations.open", str(consultation.id))
        signed = consultation.version and await response_options.filter_signing_organisations(
            view, consultation, [organisation]
        )
        row = () if signed else cosigning.draw_response_buttons(say, consultation, organisation.id)
        parts.append(Buttons((*row, show)))
    return Card(consultation_texts.format_consultation_title(consultation), tuple(parts))
