"""Somebody's organisation at home: who acts for it, and for those who do, the channels that carry nothing."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn
from handlers.directory.contacts.organisations import acting
from handlers.directory.contacts.writing import button as write_button
from handlers.directory.naming import shorten
from handlers.notifications.reasons import explain
from handlers.overview.home.sections import Section, listed
from storage.directory.memberships import Belonging
from storage.directory.rooms import LOST, WAITING, Room

#: channels
MOST = 20


async def section(turn: Turn) -> Section:
    """The one they act for, its silent channels, then others they belong to."""
    say, store = turn.say, turn.store
    found = [await _organisation(turn, one) for one in await store.memberships.of(turn.person)]
    title = say("Your organisation") if len(found) < 2 else say("Your organisations")
    rooms: Sequence[Room] = ()
    if not turn.person.guest:
        houses = [one.id for one in await store.organisations.represented_by(turn.person.id)]
        rooms = await store.rooms.silent(houses, MOST)
        found[1:1] = [_room(turn, room) for room in rooms]
    return Section("organisations", title, len(found), 1, listed(found), capped=len(rooms) >= MOST)


async def _organisation(turn: Turn, one: Belonging) -> Item:
    """Who acts for it, and a way to reach them; a guest has only its name."""
    say, house, me = turn.say, one.organisation, turn.person
    note = "" if one.confirmed else say("Its contact has not confirmed yet that you belong there.")
    if me.guest:
        return Item(house.name, note=note)
    people = [person for person in await turn.store.organisations.representatives(house.id) if not person.guest]
    lines = [f"{label}: {names}" for label, names in await acting(turn, house, people)]
    text = " · ".join(lines) or say("Nobody acts for {name} yet. Ask the secretariat.", name=house.name)
    row = [write_button(say, person) for person in people if person.id != me.id][:1]
    row.append(Button(say("Show"), "contacts.organisation", str(house.id)))
    if me.id in {person.id for person in people}:
        row.append(Button(say("People"), "departures.people", str(house.id)))
    return Item(house.name, shorten(text, 200), note, tuple(row))


def _room(turn: Turn, room: Room) -> Item:
    """Lost, waiting until its house is let in, or without a topic."""
    say = turn.say
    text = say("No topics yet")
    if room.state == LOST:
        why, what_to_do = explain(say, room.lost_why)
        text = say("⚠️ Out of reach: {why}. {what}", why=why, what=what_to_do)
    elif room.state == WAITING:
        text = say("Waits until the secretariat has said whose house this is.")
    button = Button(say("Choose topics"), "rooms.link", str(room.id))
    return Item(shorten(room.name or room.channel, 80), text, room.platform.capitalize(), (button,))
