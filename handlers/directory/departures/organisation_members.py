"""List the people of an organisation for its representatives, with a way to end each membership."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import Missing
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.departures.departure_forms import need_departure_right
from handlers.directory.display_names import format_person_name
from storage.directory.organisations import CONTACT, DEPUTY

router = Router()
PAGE = 10


@router.on(Click, "departures.people")
async def on_organisation_members_page(event: Click, turn: Turn) -> Reply:
    """Show the members. The value is "3", or "3:10" for the page that begins with the eleventh."""
    say, store = turn.say, turn.store
    organisation_number, _, page = event.value.partition(":")
    organisation = await store.organisations.find(parse_id(organisation_number))
    if organisation is None:
        raise Missing(say("I do not find that organisation."))
    await need_departure_right(turn, organisation)
    roles = await store.organisations.map_representative_roles(organisation.id)
    people = await store.memberships.list_confirmed_members(organisation.id)
    skip = int(page) if page.isdecimal() and len(page) < 6 and int(page) < len(people) else 0
    words = {CONTACT: say("Contact"), DEPUTY: say("Deputy")}
    parts: list[Part] = []
    for person in people[skip : skip + PAGE]:
        end = Button(say("End membership"), "departures.leave", f"{organisation.id}:{person.id}", "danger")
        parts.append(
            Item(format_person_name(person, say, turn.now), words.get(roles.get(person.id, ""), ""), buttons=(end,))
        )
    row = []
    if skip:
        row.append(Button(say("Previous page"), "departures.people", f"{organisation_number}:{max(0, skip - PAGE)}"))
    if skip + PAGE < len(people):
        row.append(Button(say("Next page"), "departures.people", f"{organisation_number}:{skip + PAGE}"))
    if row:
        parts.append(Buttons(tuple(row)))
    if not parts:
        parts.append(Text(say("Nobody belongs to it yet.")))
    return Reply(Card(say("People in {name}", name=organisation.name), tuple(parts)), replace=bool(page))
