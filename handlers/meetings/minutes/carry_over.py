"""Carry an item that was not reached over to a later meeting, with its number; the items refer to
each other.
"""

from __future__ import annotations

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Form, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import build_next_version, parse_id
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Turn, View
from handlers.meetings.agenda import agenda_texts
from handlers.meetings.agenda.agenda_cards import build_agenda_subject
from handlers.meetings.agenda.agenda_change_notices import QUIET, announce_agenda_change
from handlers.meetings.agenda.item_decisions import put_on_agenda
from handlers.meetings.agenda.lookup import load_agenda_item_to_run
from handlers.meetings.agenda.upcoming_occurrences import (
    draw_meeting_field,
    list_choosable_occurrences,
    load_chosen_occurrence,
)
from handlers.meetings.minutes.lookup import begin_minutes, has_attended, need_writable_minutes
from handlers.meetings.minutes.shown_minutes import build_changed_minutes_reply
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.meetings.agenda import ACCEPTED, CARRIED, TREATED, WITHDRAWN, AgendaItem

router = Router()


class CarriedItemNotice(CardArguments, frozen=True):
    template = "agenda.carried"

    item: int
    #: id of the later meeting's item
    to: int


@router.on(Click, "minutes.carry", opens=True)
async def on_minutes_carry_open(event: Click, turn: Turn) -> Reply:
    """Offer the upcoming meetings that the reader runs too. The next one of the series is preset."""
    item, found = await load_agenda_item_to_run(turn, event.value, lock=False)
    await _need_carriable_item(turn, item, found)
    say, meetings = turn.say, [one for one in await list_choosable_occurrences(turn, run=True) if one.id != found.id]
    if not meetings:
        raise UserError(say("You are not running any upcoming meetings. Plan one first."))
    field = draw_meeting_field(say, meetings, found.meeting.id)
    form = Form(
        say("Carry over"),
        "minutes.carry",
        (field,),
        say("Carry over"),
        str(item.id),
        note=agenda_texts.describe_item_title(say, item),
    )
    return Reply(form=form)


@router.on(Submission, "minutes.carry")
async def on_minutes_carry_submit(event: Submission, turn: Turn) -> Reply:
    await _lock_both_occurrences(turn, event.value, parse_id(event.get_text("meeting")))
    item, found = await load_agenda_item_to_run(turn, event.value)
    await _need_carriable_item(turn, item, found)
    to = await load_chosen_occurrence(turn, event, run=True)
    if to.id == found.id:
        raise UserError("", {"meeting": turn.say("Choose an upcoming meeting.")})
    await begin_minutes(turn, found)
    await continue_agenda_item(turn, found, item, to)
    return await build_changed_minutes_reply(turn, found)


async def continue_agenda_item(turn: Turn, found: OccurrenceView, item: AgendaItem, to: OccurrenceView) -> None:
    """Put the item on the later agenda with its number, and tell. The caller holds the locks of both meetings."""
    item.state, item.version = CARRIED, build_next_version(item.version, turn.now)
    await turn.store.session.flush()  # flush, so that the number is free
    new = AgendaItem(
        occurrence_id=to.id,
        kind=item.kind,
        title=item.title,
        corrects=item.corrects,
        corrects_on=item.corrects_on,
        text=item.text,
        owner_id=item.owner_id,
        minutes=item.minutes,
        number=item.number,
        year=item.year,
        proposed_by_id=item.proposed_by_id,
        question_id=item.question_id,
        issue_id=item.issue_id,
    )
    await put_on_agenda(turn.store, to, new)
    await turn.store.agenda.add_agenda_item(new)
    item.carried_to_id = new.id
    await announce_agenda_change(turn, to, new)
    await _schedule_carried_notice(turn, found, item, new)


@router.on(Click, "minutes.uncarry")
async def on_minutes_uncarry(event: Click, turn: Turn) -> Reply:
    """Undo the carry-over, as long as the later meeting has not begun, or once the item is off its agenda."""
    carried = await turn.store.agenda.find(parse_id(event.value))
    there = await turn.store.agenda.find(carried.carried_to_id) if carried else None
    await _lock_both_occurrences(turn, event.value, there.occurrence_id if there else 0)
    item, found = await load_agenda_item_to_run(turn, event.value)
    await need_writable_minutes(turn, found)
    new = await turn.store.agenda.lock(item.carried_to_id) if item.carried_to_id else None
    to = await find_occurrence_view(turn.store, new.occurrence_id) if new else None
    if item.state != CARRIED or new is None or to is None:
        raise UserError(turn.say("It is not carried over."))
    if new.state == CARRIED:
        raise UserError(turn.say("It is carried over already, or not on this agenda any more."))
    if new.state != WITHDRAWN and (new.state != ACCEPTED or to.occurrence.start_at <= turn.now):
        raise UserError(turn.say("It was already discussed at {title}.", title=to.title))
    new.state, new.number, new.year, new.version = WITHDRAWN, None, None, build_next_version(new.version, turn.now)
    await turn.store.session.flush()
    item.state = TREATED if item.decision or item.note else ACCEPTED
    item.carried_to_id, item.version = None, build_next_version(item.version, turn.now)
    await announce_agenda_change(turn, to, item)
    return await build_changed_minutes_reply(turn, found, replace=event.direct)


async def _schedule_carried_notice(turn: Turn, occurrence: OccurrenceView, item: AgendaItem, new: AgendaItem) -> None:
    """Schedule a notice to a proposer who did not attend. It is delayed by a quiet period, in which the
    carry-over may be undone.
    """
    proposer = await turn.store.people.find(item.proposed_by_id)
    if proposer is None or proposer.guest or proposer.id == turn.person.id:
        return
    if await has_attended(turn.store, occurrence, proposer):
        return
    key = f"agenda:item:{item.id}:carried:{new.id}"
    notice, at = CarriedItemNotice(item.id, to=new.id), turn.now + QUIET
    subject = build_agenda_subject(new.occurrence_id)  # drawn again when the later meeting is moved
    await schedule_notification(turn.store, turn.arena, proposer, notice, key=key, at=at, subject=subject)


@router.card(CarriedItemNotice)
async def draw_agenda_carried_card(view: View[CarriedItemNotice]) -> Card | None:
    """Draw the notice to the proposer. Return None if the carry-over was undone, or the proposer attended
    after all.
    """
    item, new = await view.store.agenda.find(view.args.item), await view.store.agenda.find(view.args.to)
    here = await find_occurrence_view(view.store, item.occurrence_id) if item else None
    there = await find_occurrence_view(view.store, new.occurrence_id) if new else None
    if item is None or new is None or here is None or there is None or view.person is None:
        return None
    if item.carried_to_id != new.id:
        return draw_withheld(view)
    if not view.delivery.was_told and await has_attended(view.store, here, view.person):
        return None
    say = view.say
    names = {"item": agenda_texts.describe_item_title(say, item), "title": here.title, "later": there.title}
    if here.cancelled:
        text = say("{title} is called off. “{item}” is carried over to {later}.", **names)
    else:
        text = say("There was no time for “{item}” at {title}. It is carried over to {later}.", **names)
    when = Text(say.format_period(there.occurrence.start_at, zone=there.zone), "subtle")
    return Card("", (Text(text), when, Buttons((Button(say("Agenda"), "agenda.show", str(there.id)),))))


async def _lock_both_occurrences(turn: Turn, value: str, other: int) -> None:
    """Lock both meetings by ascending id, the lock order of every caller."""
    item = await turn.store.agenda.find(parse_id(value))
    for id in sorted({other, item.occurrence_id if item else 0} - {0}):
        await turn.store.occurrences.lock(id)


async def _need_carriable_item(turn: Turn, item: AgendaItem, occurrence: OccurrenceView) -> None:
    await need_writable_minutes(turn, occurrence)
    if item.state not in (ACCEPTED, TREATED):
        raise UserError(turn.say("It is carried over already, or not on this agenda any more."))
