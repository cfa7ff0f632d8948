"""Offer the reader the responses that remain, with what their organisations have answered already."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.turn import ReaderContext, Turn, View
from handlers.directory.display_names import format_signature
from handlers.policy.consultations import consultation_texts, cosigning, response_texts
from handlers.policy.organisation_answers.button_values import AnswerValue
from storage.directory.organisations import Organisation
from storage.policy.consultation_responses import YES
from storage.policy.consultations import Consultation


async def filter_signing_organisations(
    at: ReaderContext | View, consultation: Consultation, organisations: Sequence[Organisation]
) -> list[Organisation]:
    """Return those of the organisations that sign the newest version."""
    found = []
    for organisation in organisations:
        response = await at.store.consultation_responses.find_response(consultation.id, organisation.id)
        if response is not None and response.signs == YES and response.version >= consultation.version:
            found.append(organisation)
    return found


async def draw_own_signatures(
    at: ReaderContext | View, consultation: Consultation, organisations: Sequence[Organisation]
) -> list[Part]:
    """Draw who signed for each of these organisations, and which version."""
    lines = []
    for organisation in organisations:
        response = await at.store.consultation_responses.find_response(consultation.id, organisation.id)
        if response is not None and response.signs == YES:
            by = await format_signature(at.store, response.person_id, None, at.say)
            text = at.say(
                "{organisation} co-signs version {n}, through {name}.",
                organisation=organisation.name,
                n=response.version,
                name=by,
            )
            lines.append(text)
    return [Text("\n".join(lines))] if lines else []


async def draw_response_options(at: ReaderContext, consultation: Consultation) -> tuple[Button, ...]:
    """Return the buttons of the responses that remain.

    Leave out signing if all organisations of the reader sign this version already.
    """
    organisations = await _list_reader_organisations(at)
    row = cosigning.draw_response_buttons(at.say, consultation)
    if not consultation.version and len(organisations) == 1:
        return await _drop_given_response(at, consultation, organisations[0], row)
    if (
        not consultation.version
        or not organisations
        or len(await filter_signing_organisations(at, consultation, organisations)) < len(organisations)
    ):
        return row
    if not await at.store.organisations.list_organisations_represented_by(at.person.id):
        return ()
    value = str(consultation.id)
    return Button(at.say("Withdraw it"), response_texts.ACTIONS[response_texts.NOT_NOW], value), *row[2:]


async def _drop_given_response(
    at: ReaderContext, consultation: Consultation, organisation: Organisation, row: tuple[Button, ...]
) -> tuple[Button, ...]:
    """Leave out the button that says what the organisation has said already."""
    given = await at.store.consultation_responses.find_response(consultation.id, organisation.id)
    return row[1:] if given is not None and given.affected == YES else row


async def draw_signed_card(turn: Turn, consultation: Consultation, organisations: Sequence[Organisation]) -> Card:
    """Draw the signatures when all organisations have signed already.

    Representatives get a button to withdraw theirs; colleagues do not.
    """
    say, parts = turn.say, await draw_own_signatures(turn, consultation, organisations)
    row = [Button(say("Show"), "consultations.open", str(consultation.id))]
    if await turn.store.organisations.is_representative(turn.person.id, organisations[0].id):
        # With several organisations the person chooses one first.
        value = AnswerValue(consultation.id, organisations[0].id if len(organisations) == 1 else None).encode_value()
        row.insert(0, Button(say("Withdraw it"), response_texts.ACTIONS[response_texts.NOT_NOW], value))
    return Card(consultation_texts.format_consultation_title(consultation), (*parts, Buttons(tuple(row))))


async def _list_reader_organisations(at: ReaderContext) -> list[Organisation]:
    """Return the organisations that the reader represents, else the one they belong to."""
    acts = list(await at.store.organisations.list_organisations_represented_by(at.person.id))
    own = await at.store.organisations.find(at.person.stands_for)
    return acts or ([own] if own is not None else [])
