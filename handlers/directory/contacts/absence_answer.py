"""Answer "jeg er på ferie fra mandag": until when, and who answers for the organisation meanwhile."""

from __future__ import annotations

import msgspec

from handlers.chat.cards import Card, Part, Text
from handlers.chat.turn import Turn
from handlers.directory.contacts.contact_messages import draw_secretariat_buttons
from handlers.directory.display_names import format_person_name
from handlers.directory.members.notification_hours import draw_absence_card
from handlers.language.lexicon import load_wordlist
from handlers.language.text_analysis import split_tokens
from storage.directory.organisations import Organisation


async def draw_absence_answer(turn: Turn, text: str) -> Card:
    """Draw the hours, with the pause that the line names; whoever is away reads who is asked in their place."""
    card, paused = draw_absence_card(turn, text)
    if load_wordlist("asked_absent", "bot_questions.txt").isdisjoint(split_tokens(text)):
        return card
    parts: list[Part] = []
    if not paused:
        until = turn.say("Until when are you away? Write “away until 5 January”, or choose the day under Change.")
        parts.append(Text(until))
    for organisation in await turn.store.organisations.list_organisations_represented_by(turn.person.id):
        parts += await _draw_stand_in(turn, organisation)
    return msgspec.structs.replace(card, parts=(*parts, *card.parts))


async def _draw_stand_in(turn: Turn, organisation: Organisation) -> list[Part]:
    """Draw who else answers for the organisation, or who appoints somebody."""
    say, acting = turn.say, await turn.store.organisations.list_representatives(organisation.id)
    others = [one for one in acting if one.id != turn.person.id and not one.guest]
    if others:
        names = say.listed([format_person_name(one, say, turn.now) for one in others])
        text = say("Meanwhile {names} can answer for {organisation}.", names=names, organisation=organisation.name)
        return [Text(text)]
    text = say(
        "Nobody else can answer for {organisation}. The secretariat appoints a deputy.", organisation=organisation.name
    )
    return [Text(text), *await draw_secretariat_buttons(turn)]
