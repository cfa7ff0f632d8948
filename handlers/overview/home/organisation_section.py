"""Draw somebody's organisations at home, and for representatives the channels that carry nothing."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Button, Item
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.room_names import name_room
from handlers.chat.turn import Turn
from handlers.directory.contacts.contact_messages import draw_contact_button
from handlers.directory.contacts.organisation_card import list_representative_rows
from handlers.notifications.delivery_failures import explain_failure
from handlers.overview.home.sections import HomeSection, slice_drawn_items
from storage.directory.memberships import MembershipView
from storage.directory.rooms import LOST, WAITING, Room

MOST_ROOMS = 20


async def draw_organisation_section(turn: Turn) -> HomeSection:
    """Draw the organisation they act for, its silent channels, then their other organisations."""
    say, store = turn.say, turn.store
    found = [
        await _draw_home_organisation(turn, one)
        for one in await store.memberships.list_memberships_of_person(turn.person)
    ]
    title = say("Your organisation") if len(found) < 2 else say("Your organisations")
    rooms: Sequence[Room] = ()
    if not turn.person.guest:
        organisation_ids = [
            one.id for one in await store.organisations.list_organisations_represented_by(turn.person.id)
        ]
        rooms = await store.rooms.list_rooms_needing_setup(organisation_ids, MOST_ROOMS)
        found[1:1] = [_draw_silent_room(turn, room) for room in rooms]
    return HomeSection("organisations", title, len(found), 1, slice_drawn_items(found), capped=len(rooms) >= MOST_ROOMS)


async def _draw_home_organisation(turn: Turn, one: MembershipView) -> Item:
    """Draw who acts for the organisation, and a way to reach them. A guest sees only its name."""
    say, organisation, me = turn.say, one.organisation, turn.person
    note = "" if one.confirmed else say("Your organisation's contact has not confirmed yet that you belong there.")
    if me.guest:
        return Item(organisation.name, note=note)
    people = [
        person for person in await turn.store.organisations.list_representatives(organisation.id) if not person.guest
    ]
    lines = [f"{label}: {names}" for label, names in await list_representative_rows(turn, organisation, people)]
    text = " · ".join(lines) or say("Nobody can answer for {name} yet. Ask the secretariat.", name=organisation.name)
    row = [draw_contact_button(say, person) for person in people if person.id != me.id][:1]
    row.append(Button(say("Show"), "contacts.organisation", str(organisation.id)))
    if me.id in {person.id for person in people}:
        row.append(Button(say("People"), "departures.people", str(organisation.id)))
    return Item(organisation.name, shorten_text(text, 200), note, tuple(row))


def _draw_silent_room(turn: Turn, room: Room) -> Item:
    """Draw why the room is silent: lost, waiting for its workspace's acceptance, or without a topic."""
    say = turn.say
    text = say("No topics yet")
    if room.state == LOST:
        why, what_to_do = explain_failure(say, room.lost_why)
        text = say("⚠️ Cannot be reached: {why}. {what}", why=why, what=what_to_do)
    elif room.state == WAITING:
        text = say("Waiting for the secretariat to say whose workspace this is.")
    button = Button(say("Choose topics"), "rooms.link", str(room.id))
    return Item(shorten_text(name_room(say, room), 80), text, room.platform.capitalize(), (button,))
