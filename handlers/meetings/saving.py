"""Save: the author said yes. A meeting is planned, proposed or changed, and whoever it concerns hears of it."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, Turn
from handlers.meetings import audience, cards, changing, drafts, following, outlines, personal, proposals, series
from handlers.meetings.outlines import SHARED, Outline
from handlers.meetings.reminders.planning import replan
from handlers.meetings.sittings import Sitting, subject
from handlers.meetings.sittings import sitting as find
from handlers.notifications import forecasts
from storage.kit.database import Store
from storage.meetings.meetings import PLANNED, PROPOSED, REFUSED, Meeting, MeetingDraft

router = Router()


@router.on(Click, "meetings.save")
async def save(event: Click, turn: Turn) -> Reply:
    draft = await drafts.own(turn, event.value)
    if draft.saved_at is not None:
        return await _saved(turn, draft)
    outline = outlines.read(draft.data)
    if not outline.title or not outline.starts or outline.unaddressed or outline.start_at <= turn.now:
        text = turn.say("Something is missing, or its time has passed meanwhile.")
        row = (drafts.next_button(turn, draft), Button(turn.say("Cancel"), "meetings.drop", str(draft.id)))
        return Reply(Card(outline.title, (Text(text), Buttons(row))), replace=True)
    if draft.meeting_id is None:
        return await _create(turn, draft, outline)
    meeting = await drafts.changeable(turn, await turn.store.meetings.lock(draft.meeting_id))
    if meeting.version != draft.version:
        return Reply(await drafts.confirmation(turn, draft), replace=True)
    draft.saved_at = turn.now
    if meeting.state == PLANNED:
        return await _change(turn, draft, meeting, outline)
    outlines.apply(meeting, outline)
    await turn.store.meetings.address(meeting.id, outline.topics, outline.organisations)
    changing.touch(turn.store, meeting)
    return await proposals.proposed_anew(turn, meeting)


async def create(store: Store, outline: Outline, organiser_id: int, state: str) -> Meeting:
    """A new meeting without a card anywhere."""
    values = {name: getattr(outline, name) for name in SHARED}
    meeting = await store.meetings.add(
        Meeting(uid=changing.new_uid(), organiser_id=organiser_id, state=state, why="", **values)
    )
    await store.meetings.address(meeting.id, outline.topics, outline.organisations)
    return meeting


async def publish(store: Store, arena: Arena, meeting: Meeting) -> int:
    """Its occurrences, the cards in its rooms, the reminders. Returns the number of rooms."""
    await series.materialise(store, meeting)
    await replan(store, arena, *(Sitting(meeting, row) for row in await store.occurrences.of(meeting.id)))
    return await cards.spread(store, meeting)


async def _create(turn: Turn, draft: MeetingDraft, outline: Outline) -> Reply:
    state = PLANNED if turn.person.secretariat else PROPOSED
    meeting = await create(turn.store, outline, turn.person.id, state)
    draft.meeting_id, draft.saved_at = meeting.id, turn.now
    if state == PROPOSED:
        return await proposals.propose(turn, meeting)
    meeting.approved_by_id = turn.person.id
    rooms = await publish(turn.store, turn.arena, meeting)
    return Reply(await planned_card(turn, meeting, rooms), replace=True)


async def planned_card(turn: Turn, meeting: Meeting, rooms: int) -> Card:
    """What became of it, on top of the meeting itself."""
    say = turn.say
    lead = say.many("Planned. Its card goes to {n} room.", "Planned. Its card goes to {n} rooms.", rooms)
    first = await turn.store.occurrences.of(meeting.id)
    takes = await forecasts.told(turn, await audience.rooms(turn.store, meeting), subject(first[0].id) if first else "")
    lead = f"{lead} {takes}".strip()
    if not rooms:
        lead = say("Planned. It has no card in any room; those invited hear from me.")
    return await personal.first_card(turn, meeting, lead)


async def _change(turn: Turn, draft: MeetingDraft, meeting: Meeting, outline: Outline) -> Reply:
    store, say = turn.store, turn.say
    if draft.occurrence_id is not None:
        await store.occurrences.lock(draft.occurrence_id)
        found = await find(store, draft.occurrence_id)
        assert found is not None
        drafts.need_coming(turn, found)
        change = changing.change_one(store, found, outline)
    else:
        for row in await store.occurrences.of(meeting.id):
            await store.occurrences.lock(row.id)
        if not meeting.rule and any(row.start_at <= turn.now for row in await store.occurrences.of(meeting.id)):
            raise UserError(say("{title} has begun: it cannot be changed any more.", title=meeting.title))
        change = await changing.change_all(store, meeting, outline)
    asked = await following.follow(store, turn.arena, change, turn.person.id)
    lead = say("Saved. Every card shows it.")
    if asked:
        lead += " " + say.many("{n} person is asked anew.", "{n} people are asked anew.", asked)
    if draft.occurrence_id is not None:
        return Reply(await personal.card(turn, change.touched[0], lead), replace=True)
    return Reply(await personal.first_card(turn, change.meeting, lead), replace=True)


async def _saved(turn: Turn, draft: MeetingDraft) -> Reply:
    """A second click on Save."""
    meeting = await turn.store.meetings.find(draft.meeting_id)
    if meeting is None:
        raise Missing(turn.say("I do not find that meeting."))
    if meeting.state in (PROPOSED, REFUSED):
        return Reply(await proposals.card_for(turn, meeting), replace=True)
    return Reply(await personal.first_card(turn, meeting, turn.say("It is already saved.")), replace=True)
