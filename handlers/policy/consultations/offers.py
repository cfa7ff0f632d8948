"""Offers: the answers that one reader may give, with what their organisations have said already."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.turn import Turn, View
from handlers.directory.naming import signature
from handlers.policy.consultations import signing, voicing, words
from handlers.policy.organisation_answers.button_values import AnswerValue
from storage.directory.organisations import Organisation
from storage.policy.consultation_responses import YES
from storage.policy.consultations import Consultation


async def find_signed(
    at: Turn | View, consultation: Consultation, houses: Sequence[Organisation]
) -> list[Organisation]:
    """Return those of these organisations that sign the newest version."""
    found = []
    for house in houses:
        voice = await at.store.voices.find(consultation.id, house.id)
        if voice is not None and voice.signs == YES and voice.version >= consultation.version:
            found.append(house)
    return found


async def describe_signatures(
    at: Turn | View, consultation: Consultation, houses: Sequence[Organisation]
) -> list[Part]:
    """Say who signed for each of these organisations, and which version."""
    lines = []
    for house in houses:
        voice = await at.store.voices.find(consultation.id, house.id)
        if voice is not None and voice.signs == YES:
            by = await signature(at.store, voice.person_id, None, at.say)
            text = at.say(
                "{organisation} signs version {n}, by {name}.", organisation=house.name, n=voice.version, name=by
            )
            lines.append(text)
    return [Text("\n".join(lines))] if lines else []


async def offer_answers(turn: Turn, consultation: Consultation) -> tuple[Button, ...]:
    """Return what the reader may say: no signature where all their organisations sign this version already."""
    houses = await _houses_of(turn)
    row = signing.buttons(turn.say, consultation)
    if not consultation.version or not houses or len(await find_signed(turn, consultation, houses)) < len(houses):
        return row
    if not await turn.store.organisations.represented_by(turn.person.id):
        return ()
    value = str(consultation.id)
    return Button(turn.say("Take it back"), voicing.ACTIONS[voicing.NOT_NOW], value), *row[2:]


async def signed_card(turn: Turn, consultation: Consultation, houses: Sequence[Organisation]) -> Card:
    """All of them sign already: to somebody who may act for them, or who is a colleague."""
    say, parts = turn.say, await describe_signatures(turn, consultation, houses)
    row = [Button(say("Show"), "consultations.open", str(consultation.id))]
    if await turn.store.organisations.represents(turn.person.id, houses[0].id):
        # for which of several is asked first
        value = AnswerValue(consultation.id, houses[0].id if len(houses) == 1 else None).write()
        row.insert(0, Button(say("Take it back"), voicing.ACTIONS[voicing.NOT_NOW], value))
    return Card(words.named(consultation), (*parts, Buttons(tuple(row))))


async def _houses_of(turn: Turn) -> list[Organisation]:
    """Those the reader acts for; where there are none, the one they belong to."""
    acts = list(await turn.store.organisations.represented_by(turn.person.id))
    own = await turn.store.organisations.find(turn.person.stands_for)
    return acts or ([own] if own is not None else [])
