"""List organisations without a contact for the secretariat, until somebody is named."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.record_ids import parse_position
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_person_name
from storage.directory.organisations import Organisation

router = Router()
#: maximum number of organisations listed one by one among pending items; more become one entry
SINGLE = 3
PAGE = 4


async def list_missing_contacts(turn: Turn) -> list[Item]:
    """Return what waits for the secretariat; nothing for anybody else."""
    if not turn.person.secretariat:
        return []
    found, say = await turn.store.organisations.list_organisations_without_contact(), turn.say
    if len(found) <= SINGLE:
        return [await _draw_missing_contact(turn, one) for one in found]
    title = say.many("{n} organisation has no contact", "{n} organisations have no contact", len(found))
    names = shorten_text(say.listed([one.name for one in found]), 200)
    return [Item(title, names, buttons=(Button(say("Show"), "contacts.missing"),))]


@router.on(Click, "contacts.missing")
async def on_missing_contacts_page(event: Click, turn: Turn) -> Reply:
    """Show the page that begins with this one, in place of the page before; empty for a first look."""
    await rights.need_secretariat(turn)
    found, say = await turn.store.organisations.list_organisations_without_contact(), turn.say
    skip = parse_position(event.value)
    parts: list[Part] = [await _draw_missing_contact(turn, one) for one in found[skip : skip + PAGE]]
    if not found:
        parts.append(Text(say("Every organisation has a contact.")))
    row = draw_page_buttons(say, "contacts.missing", skip, PAGE, more=skip + PAGE < len(found))
    if row:
        parts.append(Buttons(tuple(row)))
    return Reply(Card(say("Organisations without a contact"), tuple(parts)), replace=bool(event.value))


async def _draw_missing_contact(turn: Turn, organisation: Organisation) -> Item:
    """Draw who acts meanwhile, and the way to name a contact."""
    say = turn.say
    acting = await turn.store.organisations.list_representatives(organisation.id)
    names = ", ".join(format_person_name(one, say, turn.now) for one in acting if not one.guest)
    text = say("Deputy: {names}", names=names) if names else ""
    title = say("{organisation} has no contact", organisation=organisation.name)
    name_one = Button(say("Name a contact"), "admin.organisation", str(organisation.id))
    return Item(shorten_text(title, 150), text, buttons=(name_one,))
