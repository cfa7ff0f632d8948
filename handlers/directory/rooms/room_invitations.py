"""Handle the bot's invitation to a room: ask privately which topics belong there."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.events import Invited, RoomChanged
from handlers.chat.places import Place
from handlers.chat.room_names import name_room
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory import setup_permission
from handlers.directory.rooms import room_loss, room_recovery
from handlers.directory.rooms.room_links import (
    describe_room_topics,
    find_room_organisation_id,
    find_room_state,
    may_link_room,
    refresh_room,
)
from handlers.notifications.delivery_failures import ARCHIVED, ERASED
from storage.directory.people import Person
from storage.directory.rooms import LOST, Room
from storage.queue.delivery_rows import CARD
from storage.queue.outbox import DeliveryDraft

router = Router()


class RoomInvitationCard(CardArguments, frozen=True):
    template = "rooms.invited"

    room: int
    #: id of the person who invited the bot
    by: int


class RoomWaitsNotice(CardArguments, frozen=True):
    template = "rooms.waits"

    room: int


class GroupChatGreeting(CardArguments, frozen=True):
    template = "rooms.group_chat"


@router.on(Invited, "")
async def on_room_invited(event: Invited, turn: Turn) -> None:
    """Remember the room and ask for topics when the bot is added; mark it lost when the bot is removed."""
    known = await turn.store.rooms.find_room_by_channel(
        event.place.platform, event.place.workspace, event.place.channel
    )
    if not event.added:
        if known is not None:
            await room_loss.mark_room_lost(turn.store, known.id, "removed")
        return
    if event.group and known is None:
        await _greet_group_chat(turn, event)
        return
    room = await register_room(turn, event.place, event.room_name)
    room.private = event.private
    if event.team:
        await room_recovery.retry_team_rooms(turn.store, room, event.id)
    await turn.store.outbox.refresh_copies(setup_permission.build_setup_subject(room.platform, room.workspace))
    if await may_link_room(turn, room):
        await _ask_for_room_topics(turn, room, [turn.person], event.id)
        return
    await _ask_for_room_topics(
        turn, room, [one for one in await list_room_linkers(turn) if one.id != turn.person.id], event.id
    )
    notice, key = RoomWaitsNotice(room.id), f"room:{room.id}:waits:{event.id}"
    await outgoing.post_to_person(turn.store, turn.person, notice, key=key, account_id=turn.account.id)


async def _greet_group_chat(turn: Turn, event: Invited) -> None:
    """Say in the chat how to ask there, and no more: it carries no topics, and nobody set it up."""
    place, card = event.place, GroupChatGreeting()
    await turn.store.outbox.post_deliveries(
        DeliveryDraft(
            key=f"group_chat:{event.id}",
            platform=place.platform,
            workspace=place.workspace,
            channel=place.channel,
            template=card.template,
            args=card.encode_arguments(),
            language=turn.person.language,
            kind=CARD,
        )
    )


@router.card(GroupChatGreeting)
async def draw_group_chat_greeting(view: View[GroupChatGreeting]) -> Card:
    text = view.say("Mention me and write what you want to know: I ask the network. I read nothing else here.")
    return Card("", (Text(text),))


@router.on(RoomChanged, "")
async def on_room_changed(event: RoomChanged, turn: Turn) -> None:
    """Handle a room that was renamed, archived, deleted, restored or moved.

    A room that the bot was removed from stays lost.
    """
    place = event.place
    room = await turn.store.rooms.find_room_by_channel(place.platform, place.workspace, place.channel)
    if room is None:
        return
    room.name = event.room_name or room.name
    if event.new_channel:
        await _follow_moved_channel(turn, room, event.new_channel)
    elif not event.open:
        await room_loss.mark_room_lost(turn.store, room.id, "deleted" if event.deleted else "archived")
    elif room.lost_why in ARCHIVED | ERASED:
        await _reopen_room(turn, room)


async def _follow_moved_channel(turn: Turn, room: Room, channel: str) -> None:
    """Take the channel's new id for the room; one that was linked there meanwhile is left as it is."""
    if await turn.store.rooms.find_room_by_channel(room.platform, room.workspace, channel) is None:
        await turn.store.channel_moves.move_room_channel(room, channel)


async def register_room(turn: Turn, place: Place, name: str = "") -> Room:
    """Return the room at this place, created if new.

    Reopen a room that was lost for want of an invitation.
    """
    room = await turn.store.rooms.find_room_by_channel(place.platform, place.workspace, place.channel)
    if room is None:
        person = turn.person
        room = Room(
            platform=place.platform, workspace=place.workspace, channel=place.channel, name=name[:200],
            language=turn.arena.language, linked_by_id=person.id,
            organisation_id=person.organisation_id if person.confirmed else None,
        )  # fmt: skip
        room.organisation_id = await find_room_organisation_id(turn.store, room)
        room.state = await find_room_state(turn.store, room)
        return await turn.store.rooms.add(room)
    room.name = name[:200] or room.name
    if room.linked_by_id is None:
        room.linked_by_id = turn.person.id
    await _reopen_room(turn, room)
    return room


async def _reopen_room(turn: Turn, room: Room) -> None:
    if room.state == LOST:
        room.state, room.lost_why = await find_room_state(turn.store, room), ""
        await refresh_room(turn.store, room)
        await turn.store.outbox.refresh_copies(f"room:{room.id}")


async def list_room_linkers(turn: Turn) -> Sequence[Person]:
    """List whom to ask when the person who invited the bot may not link the room."""
    organisation_id = turn.person.organisation_id if turn.person.confirmed else None
    acting = await turn.store.organisations.list_representatives(organisation_id) if organisation_id else ()
    return acting or await turn.store.people.list_secretariat()


async def _ask_for_room_topics(turn: Turn, room: Room, people: Sequence[Person], event_id: str) -> None:
    for person in people:
        account = turn.account.id if person.id == turn.person.id else None
        key, card = f"room:{room.id}:invited:{event_id}:{person.id}", RoomInvitationCard(room.id, turn.person.id)
        await outgoing.post_to_person(turn.store, person, card, key=key, subject=f"room:{room.id}", account_id=account)


@router.card(RoomInvitationCard)
async def draw_room_invitation_card(view: View[RoomInvitationCard]) -> Card | None:
    """Draw the question, or the topics once the room is linked, so that an old card stays true."""
    room, by = await view.store.rooms.find(view.args.room), await view.store.people.find(view.args.by)
    if room is None:
        return None
    say, name = view.say, name_room(view.say, room)
    row = Buttons((Button(say("Choose topics"), "rooms.link", str(room.id), "primary"),))
    topics = await describe_room_topics(view.store, room, say)
    if topics:
        return Card("", (Text(say("I am in {room}. Topics here: {topics}.", room=name, topics=topics)), row))
    text = say("Questions about the topics you choose come to this room, and the answers go back to those who asked.")
    if by is not None and view.person is not None and by.id != view.person.id:
        text = say("{name} invited me.", name=by.name) + " " + text
    return Card(say("Which topics belong in {room}?", room=name), (Text(text), row))


@router.card(RoomWaitsNotice)
async def draw_room_waits_card(view: View[RoomWaitsNotice]) -> Card | None:
    room, say = await view.store.rooms.find(view.args.room), view.say
    if room is None:
        return None
    name = name_room(say, room)
    text = say(
        "Thanks for inviting me to {room}. The secretariat and your organisation's contacts can choose which topics "
        "live there. I have asked them.",
        room=name,
    )
    return Card("", (Text(text),))
