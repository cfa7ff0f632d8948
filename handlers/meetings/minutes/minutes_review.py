"""Review the draft: attendees have three working days to correct it, and the keeper answers each
correction.
"""

from __future__ import annotations

from datetime import datetime, time

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Quote, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import build_next_version
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Turn, View
from handlers.dates.time_zones import convert_to_instant, convert_to_local, find_zone
from handlers.dates.workdays import add_workdays
from handlers.directory.display_names import format_signature
from handlers.meetings.agenda.lookup import load_visible_occurrence
from handlers.meetings.card_arguments import MinutesDraftNotice
from handlers.meetings.minutes import minutes_card
from handlers.meetings.minutes.attendance import list_attendees
from handlers.meetings.minutes.draft_distribution import send_minutes_draft
from handlers.meetings.minutes.edit_conflict import hash_minutes
from handlers.meetings.minutes.lookup import (
    begin_minutes,
    find_minutes_keeper,
    has_attended,
    load_correction_to_answer,
    load_occurrence_to_minute,
)
from handlers.meetings.minutes.missing_parts import build_missing_parts_reply
from handlers.meetings.minutes.shown_minutes import build_changed_minutes_reply
from handlers.meetings.minutes_subjects import build_correction_subject, build_minutes_subject, redraw_minutes
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from handlers.notifications.reader_hours import wait_for_reader_hours
from storage.meetings.actions import OPEN
from storage.meetings.minutes import DRAFT, LOCKED, REVIEW, Correction, Minutes

router = Router()
#: Working days for corrections, and the time of day at which the last one ends.
PATIENCE, EVENING = 3, time(16)
#: maximum number of characters of a correction, and of an answer
LONGEST_CORRECTION = 1500


class CorrectionRequest(CardArguments, frozen=True):
    template = "minutes.correction"

    correction: int


class CorrectionAnswerNotice(CardArguments, frozen=True):
    template = "minutes.answered"

    correction: int


@router.on(Click, "minutes.send")
async def on_minutes_send(event: Click, turn: Turn) -> Reply:
    found = await load_occurrence_to_minute(turn, event.value)
    begun = await turn.store.minute_book.find_minutes(found.id)
    if begun is not None and begun.state != DRAFT:
        return build_text_reply(turn.say("They already have it."))
    if found.occurrence.end_at > turn.now:
        raise UserError(turn.say("{title} is not over yet.", title=found.title))
    if missing := await build_missing_parts_reply(turn, found, closing=False):
        return missing
    minutes = await begin_minutes(turn, found)
    until = _compute_review_end(turn)
    minutes.state, minutes.review_until, minutes.version = REVIEW, until, build_next_version(minutes.version, turn.now)
    await turn.store.outbox.cancel_deliveries(subject=build_minutes_subject(found.id))
    people = [person for person in await list_attendees(turn.store, found) if person.id != turn.person.id]
    await send_minutes_draft(turn, found, minutes, people)
    await redraw_minutes(turn.store, found.id)
    if not people:
        return build_text_reply(turn.say("Nobody else was there. You can approve the minutes now."))
    day = turn.say.format_period(until)
    return build_text_reply(turn.say("On its way to those who were there. They can correct it by {when}.", when=day))


@router.card(MinutesDraftNotice)
async def draw_minutes_draft_card(view: View[MinutesDraftNotice]) -> Card | None:
    """Draw the draft for an attendee, in its present state."""
    found, person = await find_occurrence_view(view.store, view.args.occurrence), view.person
    minutes = await view.store.minute_book.find_minutes(view.args.occurrence)
    if found is None or person is None or minutes is None:
        return None
    if not await has_attended(view.store, found, person):
        return draw_withheld(view)
    if minutes.state == LOCKED and view.delivery.was_told:
        show = Buttons((Button(view.say("Minutes"), "minutes.show", str(found.id)),))
        return Card(minutes_card.describe_minutes_title(view.say, found), (Text(view.say("They are approved.")), show))
    if minutes.state != REVIEW or minutes.review_until is None:
        return None
    text = view.say("The minutes of {title} are a draft until {when}. Is anything wrong?",
                    title=found.title, when=view.say.format_period(minutes.review_until))  # fmt: skip
    mine = [
        one
        for one in await view.store.actions.list_actions_of_occurrence(found.id)
        if one.owner_id == person.id and one.state == OPEN
    ]
    parts = await minutes_card.draw_minutes_record(view.store, found, minutes, view.say, apart=[one.id for one in mine])
    parts += minutes_card.draw_promised_actions(mine, view.say, view.today)
    row = (Button(view.say("Suggest a correction"), "minutes.correct", str(found.id), "primary"),
           Button(view.say("Minutes"), "minutes.show", str(found.id)))  # fmt: skip
    return Card(minutes_card.describe_minutes_title(view.say, found), (Text(text), *parts[1:], Buttons(row)))


@router.on(Click, "minutes.correct", opens=True)
async def on_minutes_correct_open(event: Click, turn: Turn) -> Reply:
    found, _ = await _load_minutes_in_review(turn, event.value, lock=False)
    text = Field("text", turn.say("What is wrong, and what should it say?"), "text", most=LONGEST_CORRECTION)
    form = Form(
        turn.say("Suggest a correction"), "minutes.correct", (text,), turn.say("Send"), str(found.id), note=found.title
    )
    return Reply(form=form)


@router.on(Submission, "minutes.correct")
async def on_minutes_correct_submit(event: Submission, turn: Turn) -> Reply:
    found, minutes = await _load_minutes_in_review(turn, event.value)
    text = event.get_text("text")
    if not text:
        raise UserError("", {"text": turn.say("Write what is wrong.")})
    known = await turn.store.minute_book.list_corrections(found.id)
    if any(one.person_id == turn.person.id and one.text == text[:LONGEST_CORRECTION] for one in known):
        return build_text_reply(turn.say("The minute-taker already has it."))
    seen = await hash_minutes(turn.store, minutes)
    one = await turn.store.minute_book.add_correction(found.id, turn.person.id, text[:LONGEST_CORRECTION], seen)
    person = await find_minutes_keeper(turn.store, found, minutes)
    if person is not None:
        about = build_correction_subject(one.id)
        await outgoing.post_to_person(turn.store, person, CorrectionRequest(one.id), key=about, subject=about)
    await redraw_minutes(turn.store, found.id)
    return build_text_reply(turn.say("Sent. I will tell you whether it is added."))


@router.card(CorrectionRequest)
async def draw_minutes_correction_card(view: View[CorrectionRequest]) -> Card | None:
    """Draw the correction for the keeper."""
    one, say = await view.store.minute_book.find_correction(view.args.correction), view.say
    found = await find_occurrence_view(view.store, one.occurrence_id) if one else None
    if one is None or found is None:
        return None
    if one.taken is not None:
        return _draw_answered_request(view, one, found) if view.delivery.was_told else None
    wait_for_reader_hours(view)
    row = (
        Button(say("Added"), "minutes.take", str(one.id), "primary"),
        Button(say("Not added"), "minutes.leave", str(one.id)),
        Button(say("Minutes"), "minutes.show", str(found.id)),
    )
    by = await format_signature(view.store, one.person_id, None, say)
    title = say("A correction to the minutes of {title}", title=found.title)
    hint = say("Add it to the item first, then press Added.")
    return Card(title, (Quote(one.text, by), Text(hint, "subtle"), Buttons(row)))


def _draw_answered_request(view: View, one: Correction, found: OccurrenceView) -> Card:
    """Draw what became of a correction, in place of the request."""
    said = view.say("Added") if one.taken else view.say("Not added")
    title = view.say("A correction to the minutes of {title}", title=found.title)
    return Card("", (Text(f"{title}: {said}", "subtle"), Quote(one.text)))


@router.on(Click, "minutes.take")
async def on_correction_take(event: Click, turn: Turn) -> Reply:
    """Accept the correction. Refuse while the minutes are unchanged: the author is told that it is in."""
    one, found = await load_correction_to_answer(turn, event.value)
    minutes = await turn.store.minute_book.find_minutes(found.id)
    if one.taken is None and minutes is not None and one.draft_hash == await hash_minutes(turn.store, minutes):
        name = await format_signature(turn.store, one.person_id, None, turn.say)
        lead = turn.say("Nothing in the minutes is changed since {name} wrote this. Write it in first.", name=name)
        card = await minutes_card.draw_minutes_card(turn, found, minutes)
        return Reply(Card(card.title, (Text(lead), *card.parts)), replace=event.direct)
    await _record_correction_answer(turn, one, taken=True)
    return await build_changed_minutes_reply(turn, found, replace=event.direct)


@router.on(Click, "minutes.leave", opens=True)
async def on_correction_leave_open(event: Click, turn: Turn) -> Reply:
    one, _ = await load_correction_to_answer(turn, event.value, lock=False)
    why = Field("answer", turn.say("Why not?"), "text", most=LONGEST_CORRECTION)
    return Reply(form=Form(turn.say("Not added"), "minutes.leave", (why,), turn.say("Send"), str(one.id)))


@router.on(Submission, "minutes.leave")
async def on_correction_leave_submit(event: Submission, turn: Turn) -> Reply:
    one, found = await load_correction_to_answer(turn, event.value)
    answer = event.get_text("answer")
    if not answer:
        raise UserError("", {"answer": turn.say("Say in a few words why.")})
    await _record_correction_answer(turn, one, taken=False, answer=answer[:LONGEST_CORRECTION])
    return await build_changed_minutes_reply(turn, found)


async def _record_correction_answer(turn: Turn, one: Correction, *, taken: bool, answer: str = "") -> None:
    """Store the answer and notify the author. Raises UserError if the correction is answered already."""
    if one.taken is not None:
        raise UserError(turn.say("It has already been answered."))
    one.taken, one.answer = taken, answer
    await turn.store.session.flush()
    await turn.store.outbox.refresh_copies(build_correction_subject(one.id))
    person = await turn.store.people.find(one.person_id)
    if person is not None and person.id != turn.person.id:
        key = f"correction:{one.id}:answered"
        await outgoing.post_to_person(turn.store, person, CorrectionAnswerNotice(one.id), key=key)


@router.card(CorrectionAnswerNotice)
async def draw_correction_answered_card(view: View[CorrectionAnswerNotice]) -> Card | None:
    """Draw the answer for the author of the correction."""
    one, say = await view.store.minute_book.find_correction(view.args.correction), view.say
    found = await find_occurrence_view(view.store, one.occurrence_id) if one else None
    if one is None or found is None or one.taken is None:
        return None
    wait_for_reader_hours(view)
    if one.taken:
        return Card("", (Text(say("Your correction to the minutes of {title} has been added.", title=found.title)),))
    text = say("Your correction to the minutes of {title} was not added.", title=found.title)
    return Card("", (Text(text), Quote(one.answer)))


def _compute_review_end(turn: Turn) -> datetime:
    zone = find_zone(turn.person.zone) or turn.arena.zone
    day = add_workdays(convert_to_local(turn.now, zone).date(), PATIENCE)
    return convert_to_instant(datetime.combine(day, EVENING), zone)


async def _load_minutes_in_review(turn: Turn, value: str, *, lock: bool = True) -> tuple[OccurrenceView, Minutes]:
    """Return meeting and minutes for attendees. Raises UserError once the time for corrections is over."""
    found = await load_visible_occurrence(turn, value, lock=lock)
    minutes = await turn.store.minute_book.find_minutes(found.id)
    if minutes is None or not await has_attended(turn.store, found, turn.person):
        raise UserError(turn.say("The minutes of {title} are not there yet.", title=found.title))
    await rights.need_right(turn, rights.ATTENDEE)
    if minutes.state != REVIEW or minutes.review_until is None or minutes.review_until < turn.now:
        raise UserError(turn.say("The time for corrections is over. Raise it at the next meeting."))
    return found, minutes
