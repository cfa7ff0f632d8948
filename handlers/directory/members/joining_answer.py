"""Answer "how do I get a colleague in?": what they do, who confirms them, and who takes in an organisation."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.turn import Turn
from handlers.directory.contacts.contact_messages import draw_secretariat_buttons
from handlers.directory.display_names import format_person_name
from handlers.directory.members.guest_requests import draw_guest_refusal
from handlers.directory.members.membership_claims import list_membership_confirmers
from storage.directory.organisations import Organisation

MOST_NAMED = 3


async def draw_joining_answer(turn: Turn) -> Card:
    """Draw the steps, for the asker's organisation where they have one; for guests, whom to ask themselves."""
    if turn.person.guest:
        return await draw_guest_refusal(turn, "")
    say, organisation = turn.say, await turn.store.organisations.find(turn.person.stands_for)
    parts: list[Part] = [
        Text(
            say("Whoever wants in writes “hello” to me in their own chat, and says where they work.")
            if organisation is None
            else say(
                "Your colleague writes “hello” to me where you do, and says that they work at {organisation}.",
                organisation=organisation.name,
            )
        )
    ]
    if organisation is not None:
        parts += await _draw_who_confirms(turn, organisation)
    text = say("Is it another organisation that wants in? The secretariat takes it in, and knows what it costs.")
    return Card("", (*parts, Text(text, "subtle"), *await draw_secretariat_buttons(turn)))


async def _draw_who_confirms(turn: Turn, organisation: Organisation) -> list[Part]:
    """Draw who can confirm a colleague; for the contact and the deputy, the people that they have confirmed."""
    say, store = turn.say, turn.store
    if await store.organisations.is_representative(turn.person.id, organisation.id):
        people = Button(say("People"), "departures.people", str(organisation.id))
        return [Text(say("You are asked, and can confirm it.")), Buttons((people,))]
    found = (await list_membership_confirmers(store, organisation.id, turn.person))[:MOST_NAMED]
    if not found:
        return []
    names = say.listed([format_person_name(one, say, turn.now) for one in found], either=True)
    return [Text(say("{names} can confirm it.", names=names))]
