"""The card of a meeting in rooms: posted when it is planned, redrawn when anything changes, quiet when it is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.chat import outgoing
from handlers.chat.cards import Buttons, Card, Part, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.meetings import audience, links, series, showing
from handlers.meetings.rsvps import buttons, counts
from handlers.meetings.sittings import Sitting, sitting, subject
from storage.kit.database import Store
from storage.meetings.meetings import PLANNED, Meeting
from storage.meetings.occurrences import BEGUN, OVER, Occurrence

router = Router()
#: the next one of a series has a card at once; those after it so long before they begin
AHEAD = timedelta(days=14)


async def spread(store: Store, meeting: Meeting) -> int:
    """A card in each of its rooms for what is next. Returns the number of rooms."""
    if meeting.state != PLANNED:
        return 0
    rooms = await audience.rooms(store, meeting)
    coming = [row for row in await store.occurrences.of(meeting.id) if row.start_at > store.now]
    coming = [row for row in coming if row.state == PLANNED]
    for row in [row for n, row in enumerate(coming) if n == 0 or row.start_at <= store.now + AHEAD]:
        await store.outbox.post(
            *(
                outgoing.to_room(
                    room,
                    "meetings.card",
                    {"occurrence": row.id},
                    key=f"occurrence:{row.id}:room:{room.id}",
                    subject=subject(row.id),
                )
                for room in rooms
            )
        )
    return len(rooms)


async def redraw(store: Store, occurrences: Sequence[Occurrence]) -> None:
    """Every copy in rooms, and every private notice that is out."""
    from handlers.meetings.agenda import showing as agenda
    from handlers.meetings.telling import notices

    for row in occurrences:
        await store.outbox.refresh(subject(row.id))
        await store.outbox.refresh(notices(row.id))
        await store.outbox.refresh(agenda.subject(row.id))


@router.card("meetings.card")
async def draw(view: View) -> Card | None:
    found, say = await sitting(view.store, view["occurrence"]), view.say
    if found is None or (not view.delivery.message and not showing.is_coming(found, view.now)):
        return None
    if not await _belongs_here(view, found):
        gone = Card("", (Text(say("{title} is no longer for this room.", title=found.title), "subtle"),))
        return gone if view.delivery.message else None
    parts: list[Part] = await showing.parts(view.store, found, say)
    if not found.cancelled:
        parts += await counts.parts(view.store, found, say)
    if showing.is_coming(found, view.now):
        parts.append(buttons.row(say, found))
    row = links.buttons(say, view.arena, found, None, view.now)
    parts += [Buttons(row)] if row else []
    told = say("Called off.") if found.cancelled else ""
    return Card(found.title, tuple(parts), summary=f"{found.title}: {showing.when(found, say)} {told}".strip())


async def _belongs_here(view: View, found: Sitting) -> bool:
    rooms = await audience.rooms(view.store, found.meeting)
    return view.delivery.room_id is None or view.delivery.room_id in {room.id for room in rooms}


@router.plan("meetings.occurrences")
async def extend(store: Store, _arena: Arena, _until: datetime) -> None:
    """Series go on; what comes next gets its card; a room that was linked since gets one too."""
    for meeting in await store.meetings.recurring():
        if await store.meetings.lock(meeting.id) is not None:
            await series.materialise(store, meeting)
    seen = set()
    for row in await store.occurrences.between(store.now, store.now + series.HORIZON):
        if row.meeting_id not in seen:
            seen.add(row.meeting_id)
            meeting_found = await store.meetings.find(row.meeting_id)
            if meeting_found is not None:
                await spread(store, meeting_found)


@router.plan("meetings.shown")
async def grow_old(store: Store, _arena: Arena, _until: datetime) -> None:
    """When it begins the buttons go, when it is over the card says so."""
    for row in await store.occurrences.outdated():
        row.shown = OVER if row.end_at <= store.now else BEGUN
        await redraw(store, [row])
