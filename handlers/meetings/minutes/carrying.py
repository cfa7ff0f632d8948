"""Carry over: what was not reached goes to a later meeting with its number, and each names the other."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Form, Reply, Text
from handlers.chat.edits import next_version
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.meetings.agenda import words
from handlers.meetings.agenda.changes import QUIET, changed
from handlers.meetings.agenda.coming import coming, meeting_chosen, meeting_field
from handlers.meetings.agenda.deciding import take_up
from handlers.meetings.agenda.lookup import load_item_to_run
from handlers.meetings.minutes import showing
from handlers.meetings.minutes.lookup import begin_minutes, has_attended, need_writable_minutes
from handlers.meetings.sittings import Sitting
from handlers.meetings.sittings import sitting as find
from handlers.notifications.pushes import push
from storage.meetings.agenda import ACCEPTED, CARRIED, TREATED, WITHDRAWN, AgendaItem

router = Router()


@router.on(Click, "minutes.carry", opens=True)
async def choose(event: Click, turn: Turn) -> Reply:
    """Those meetings that this person runs too; the next of the series is chosen already."""
    item, found = await load_item_to_run(turn, event.value, lock=False)
    await _need_here(turn, item, found)
    say, meetings = turn.say, [one for one in await coming(turn, run=True) if one.id != found.id]
    if not meetings:
        raise UserError(say("You run no meeting that is to come. Plan one first."))
    field = meeting_field(say, meetings, found.meeting.id)
    form = Form(
        say("Carry over"), "minutes.carry", (field,), say("Carry over"), str(item.id), note=words.title(say, item)
    )
    return Reply(form=form)


@router.on(Submission, "minutes.carry")
async def carry(event: Submission, turn: Turn) -> Reply:
    await _hold(turn, event.value, parse_id(event.text("meeting")))
    item, found = await load_item_to_run(turn, event.value)
    await _need_here(turn, item, found)
    to = await meeting_chosen(turn, event, run=True)
    if to.id == found.id:
        raise UserError("", {"meeting": turn.say("Choose a meeting that is to come.")})
    await begin_minutes(turn, found)
    item.state, item.version = CARRIED, next_version(item.version, turn.now)
    await turn.store.session.flush()  # so that the number is free
    new = AgendaItem(
        occurrence_id=to.id,
        kind=item.kind,
        title=item.title,
        text=item.text,
        owner_id=item.owner_id,
        minutes=item.minutes,
        number=item.number,
        year=item.year,
        proposed_by_id=item.proposed_by_id,
        question_id=item.question_id,
        issue_id=item.issue_id,
    )
    await take_up(turn.store, to, new)
    await turn.store.agenda.add(new)
    item.carried_to_id = new.id
    await changed(turn, to, new)
    await _tell_proposer(turn, found, item, new)
    return Reply(await showing.card(turn, found))


@router.on(Click, "minutes.uncarry")
async def take_back(event: Click, turn: Turn) -> Reply:
    """As long as the later meeting has not begun."""
    carried = await turn.store.agenda.find(parse_id(event.value))
    there = await turn.store.agenda.find(carried.carried_to_id) if carried else None
    await _hold(turn, event.value, there.occurrence_id if there else 0)
    item, found = await load_item_to_run(turn, event.value)
    await need_writable_minutes(turn, found)
    new = await turn.store.agenda.lock(item.carried_to_id) if item.carried_to_id else None
    to = await find(turn.store, new.occurrence_id) if new else None
    if item.state != CARRIED or new is None or to is None:
        raise UserError(turn.say("It is not carried over."))
    if new.state != ACCEPTED or to.occurrence.start_at <= turn.now:
        raise UserError(turn.say("It was taken up at {title} already.", title=to.title))
    new.state, new.number, new.year, new.version = WITHDRAWN, None, None, next_version(new.version, turn.now)
    await turn.store.session.flush()
    item.state = TREATED if item.decision or item.note else ACCEPTED
    item.carried_to_id, item.version = None, next_version(item.version, turn.now)
    await changed(turn, to, item)
    return Reply(await showing.card(turn, found), replace=event.direct)


async def _tell_proposer(turn: Turn, sitting: Sitting, item: AgendaItem, new: AgendaItem) -> None:
    """Who wanted it and was not there learns where it is taken up, once it may be taken back no more."""
    proposer = await turn.store.people.find(item.proposed_by_id)
    if proposer is None or proposer.guest or proposer.id == turn.person.id:
        return
    if await has_attended(turn.store, sitting, proposer):
        return
    key = f"agenda:item:{item.id}:carried:{new.id}"
    args, at = {"item": item.id, "to": new.id}, turn.now + QUIET
    await push(turn.store, turn.arena, proposer, "agenda.carried", args, key=key, at=at)


@router.card("agenda.carried")
async def draw(view: View) -> Card | None:
    """To the proposer; None when it was taken back, or they were there after all."""
    item, new = await view.store.agenda.find(view["item"]), await view.store.agenda.find(view["to"])
    here = await find(view.store, item.occurrence_id) if item else None
    there = await find(view.store, new.occurrence_id) if new else None
    if item is None or new is None or here is None or there is None or view.person is None:
        return None
    if not view.delivery.message and (
        item.carried_to_id != new.id or await has_attended(view.store, here, view.person)
    ):
        return None
    say = view.say
    text = say("«{item}» was not reached at {title}. It is carried over to {later}.",
               item=words.title(say, item), title=here.title, later=there.title)  # fmt: skip
    when = Text(say.when(there.occurrence.start_at, zone=there.zone), "subtle")
    return Card("", (Text(text), when, Buttons((Button(say("Agenda"), "agenda.show", str(there.id)),))))


async def _hold(turn: Turn, value: str, other: int) -> None:
    """Both meetings, in the order in which everybody holds them."""
    item = await turn.store.agenda.find(parse_id(value))
    for id in sorted({other, item.occurrence_id if item else 0} - {0}):
        await turn.store.occurrences.lock(id)


async def _need_here(turn: Turn, item: AgendaItem, sitting: Sitting) -> None:
    await need_writable_minutes(turn, sitting)
    if item.state not in (ACCEPTED, TREATED):
        raise UserError(turn.say("It is carried over already, or not on this agenda any more."))
