"""The bot comes to a room: it asks, privately, which topics live there."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.events import Invited, RoomChanged
from handlers.chat.places import Place
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory import keepers
from handlers.directory.rooms import losing
from handlers.directory.rooms.linking import catch_up, may_link, room_topics
from handlers.directory.rooms.standing import house_of, standing
from handlers.notifications.reasons import ARCHIVED
from storage.directory.people import Person
from storage.directory.rooms import LOST, Room

router = Router()


@router.on(Invited, "")
async def come(event: Invited, turn: Turn) -> None:
    """Added: remember the room and ask. Taken out: it is lost."""
    if not event.added:
        room = await turn.store.rooms.at(event.place.platform, event.place.workspace, event.place.channel)
        if room is not None:
            await losing.lose(turn.store, room.id, "removed")
        return
    room = await remember(turn, event.place, event.room_name)
    await turn.store.outbox.refresh(keepers.subject(room.platform, room.workspace))
    if await may_link(turn, room):
        await _ask(turn, room, [turn.person], event.id)
        return
    await _ask(turn, room, [one for one in await who_links(turn) if one.id != turn.person.id], event.id)
    args = {"room": room.id}
    key = f"room:{room.id}:waits:{event.id}"
    await outgoing.to_person(turn.store, turn.person, "rooms.waits", args, key=key, account_id=turn.account.id)


@router.on(RoomChanged, "")
async def change(event: RoomChanged, turn: Turn) -> None:
    """Renamed, archived or restored; a room the bot was taken out of stays lost."""
    place = event.place
    room = await turn.store.rooms.at(place.platform, place.workspace, place.channel)
    if room is None:
        return
    room.name = event.room_name or room.name
    if not event.open:
        await losing.lose(turn.store, room.id, "archived")
    elif room.lost_why in ARCHIVED:
        await _reopen(turn, room)


async def remember(turn: Turn, place: Place, name: str = "") -> Room:
    """The room at this place, open again if it was lost for want of an invitation."""
    room = await turn.store.rooms.at(place.platform, place.workspace, place.channel)
    if room is None:
        person = turn.person
        room = Room(
            platform=place.platform, workspace=place.workspace, channel=place.channel, name=name[:200],
            language=turn.arena.language, linked_by_id=person.id,
            organisation_id=person.organisation_id if person.confirmed else None,
        )  # fmt: skip
        room.organisation_id = await house_of(turn.store, room)
        room.state = await standing(turn.store, room)
        return await turn.store.rooms.add(room)
    room.name = name[:200] or room.name
    if room.linked_by_id is None:
        room.linked_by_id = turn.person.id
    await _reopen(turn, room)
    return room


async def _reopen(turn: Turn, room: Room) -> None:
    if room.state == LOST:
        room.state, room.lost_why = await standing(turn.store, room), ""
        await catch_up(turn.store, room)
        await turn.store.outbox.refresh(f"room:{room.id}")


async def who_links(turn: Turn) -> Sequence[Person]:
    """Whom to ask when the one who invited the bot may not link the room."""
    house = turn.person.organisation_id if turn.person.confirmed else None
    acting = await turn.store.organisations.representatives(house) if house else ()
    return acting or await turn.store.people.secretariat()


async def _ask(turn: Turn, room: Room, people: Sequence[Person], event_id: str) -> None:
    for person in people:
        account = turn.account.id if person.id == turn.person.id else None
        key, args = f"room:{room.id}:invited:{event_id}:{person.id}", {"room": room.id, "by": turn.person.id}
        await outgoing.to_person(
            turn.store, person, "rooms.invited", args, key=key, subject=f"room:{room.id}", account_id=account
        )


@router.card("rooms.invited")
async def draw_invited(view: View) -> Card | None:
    """Says what lives there once it is linked, so that an old card tells the truth."""
    room, by = await view.store.rooms.find(view["room"]), await view.store.people.find(view["by"])
    if room is None:
        return None
    say, name = view.say, room.name or room.channel
    row = Buttons((Button(say("Choose topics"), "rooms.link", str(room.id), "primary"),))
    topics = await room_topics(view.store, room, say)
    if topics:
        return Card("", (Text(say("I am in {room}. Topics here: {topics}.", room=name, topics=topics)), row))
    text = say("Questions about the topics you choose come to this room, and its answers go back to those who asked.")
    if by is not None and view.person is not None and by.id != view.person.id:
        text = say("{name} invited me.", name=by.name) + " " + text
    return Card(say("Which topics live in {room}?", room=name), (Text(text), row))


@router.card("rooms.waits")
async def draw_waits(view: View) -> Card | None:
    room, say = await view.store.rooms.find(view["room"]), view.say
    if room is None:
        return None
    name = room.name or room.channel
    text = say(
        "Thanks for inviting me to {room}. The secretariat and your organisation's contacts can choose which topics "
        "live there. I have asked them.",
        room=name,
    )
    return Card("", (Text(text),))
