"""List the people of an organisation for its representatives, with a way to end each membership."""

from __future__ import annotations

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.contacts.organisation_card import load_organisation
from handlers.directory.departures.departure_forms import DepartureValue, need_departure_right
from handlers.directory.display_names import format_person_name
from storage.directory.organisations import CONTACT, DEPUTY

router = Router()
PAGE = 4


class MembersPage(ButtonValue, frozen=True):
    """Name the organisation, and where the page of its members begins: "3:10"."""

    organisation: int
    #: empty when the list is opened
    start: str = ""


@router.on(Click, "departures.people")
async def on_organisation_members_page(event: Click, turn: Turn) -> Reply:
    """Show the members. The value is "3", or "3:10" for the page that begins with the eleventh."""
    say, store = turn.say, turn.store
    page = MembersPage.parse_value(event.value)
    organisation = await load_organisation(turn, page.organisation)
    await need_departure_right(turn, organisation)
    roles = await store.organisations.map_representative_roles(organisation.id)
    people = await store.memberships.list_confirmed_members(organisation.id)
    start = parse_position(page.start)
    skip = start if start < len(people) else 0
    words = {CONTACT: say("Contact"), DEPUTY: say("Deputy")}
    parts: list[Part] = []
    for person in people[skip : skip + PAGE]:
        leave = DepartureValue(organisation.id, person.id)
        end = Button(say("End membership"), "departures.leave", leave.encode_value(), "danger")
        parts.append(
            Item(format_person_name(person, say, turn.now), words.get(roles.get(person.id, ""), ""), buttons=(end,))
        )
    row = draw_page_buttons(
        say,
        "departures.people",
        skip,
        PAGE,
        more=skip + PAGE < len(people),
        value=lambda at: MembersPage(organisation.id, str(at)),
    )
    if row:
        parts.append(Buttons(tuple(row)))
    if not parts:
        parts.append(Text(say("Nobody belongs to it yet.")))
    return Reply(Card(say("People in {name}", name=organisation.name), tuple(parts)), replace=bool(page.start))
