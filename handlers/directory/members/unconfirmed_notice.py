"""Tell somebody whom no organisation has confirmed what they do not see yet, and who can change that."""

from __future__ import annotations

from handlers.access import rights, secretariat_vacancy
from handlers.access.rights.lookup import describe_unconfirmed_sight
from handlers.chat.cards import Buttons, Part, Text
from handlers.chat.turn import Turn
from handlers.directory.members.membership_claims import draw_membership_button, list_membership_confirmers


async def draw_unconfirmed_notice(turn: Turn) -> list[Part]:
    """Draw who confirms the person, or a button to say where they belong; nothing for members and guests."""
    say, person, store = turn.say, turn.person, turn.store
    if person.guest or rights.is_confirmed_member(person):
        return []
    seen = describe_unconfirmed_sight(say)
    organisation = await store.organisations.find(person.organisation_id)
    if organisation is None:
        return [Text(seen, "subtle"), Buttons((draw_membership_button(turn),))]
    waits = say("{organisation} has not confirmed yet that you belong there.", organisation=organisation.name)
    asked = await list_membership_confirmers(store, organisation.id, person)
    names = say.listed([one.name for one in asked[:3]], either=True)
    who = (
        say("{names} can confirm it.", names=names)
        if names
        else f"{say('Nobody can confirm it yet.')} {secretariat_vacancy.describe_secretariat_entry(say)}"
    )
    return [Text(f"{waits} {who} {seen}", "subtle")]
