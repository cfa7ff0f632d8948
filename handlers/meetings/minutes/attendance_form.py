"""Note who attended, in a form that is prefilled from the answers, for those who run the meeting."""

from __future__ import annotations

from handlers.access.option_fields import reply_with_found_options
from handlers.access.organisation_fields import draw_people_field, list_people_options, parse_people_field
from handlers.chat.button_values import RecordVersion
from handlers.chat.cards import ROOM, Field, Form, OptionSource, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Query, Submission
from handlers.chat.record_ids import build_next_version
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.minutes.attendance import compute_attendance, list_attendees
from handlers.meetings.minutes.draft_distribution import send_minutes_draft
from handlers.meetings.minutes.edit_conflict import reply_minutes_conflict
from handlers.meetings.minutes.lookup import begin_minutes, load_occurrence_to_minute
from handlers.meetings.minutes.shown_minutes import build_changed_minutes_reply
from handlers.meetings.occurrence_view import OccurrenceView
from storage.directory.people import Person
from storage.meetings.minutes import REVIEW, Minutes
from storage.meetings.rsvps import GOING, Rsvp

router = Router()
#: maximum number of attendees who are not members, and of characters of a line
MOST_GUESTS, LONGEST_LINE = 300, 200


@router.on(Click, "minutes.attendance", opens=True)
async def on_minutes_attendance_open(event: Click, turn: Turn) -> Reply:
    found = await load_occurrence_to_minute(turn, event.value, lock=False)
    return Reply(form=await draw_attendance_form(turn, found, await turn.store.minute_book.find_minutes(found.id)))


async def draw_attendance_form(turn: Turn, occurrence: OccurrenceView, minutes: Minutes | None) -> Form:
    say, hint = turn.say, turn.say("One a line: name, organisation. A number is so many people: 45, Testvik.")
    chosen, others = await compute_attendance(turn.store, occurrence, minutes)
    # Attendees may have left since.
    former = OptionSource("minutes.attendance", str(occurrence.id))
    people = await draw_people_field(turn, "people", say("Members who were there"), chosen, former=former)
    more = Field("others", say("Others who were there"), "text", others, hint, required=False)
    value = RecordVersion(occurrence.id, minutes.version if minutes else 0).encode_value()
    return Form(say("Attendance"), "minutes.attendance", (people, more), say("Save"), value, note=occurrence.title)


@router.on(Query, "minutes.attendance")
async def on_minutes_attendance_search(event: Query, turn: Turn) -> Reply:
    """Find people who may have attended the occurrence that the event's value names."""
    await load_occurrence_to_minute(turn, event.value, lock=False)
    return reply_with_found_options(event, await list_people_options(turn, left=True))


@router.on(Submission, "minutes.attendance")
async def on_minutes_attendance_submit(event: Submission, turn: Turn) -> Reply:
    seen = RecordVersion.parse_value(event.value)
    found = await load_occurrence_to_minute(turn, str(seen.record))
    people = await parse_people_field(turn, event, "people", left=True)
    known = await turn.store.minute_book.find_minutes(found.id)
    if seen.version != (known.version if known else 0):
        return await reply_minutes_conflict(turn, event, await draw_attendance_form(turn, found, known))
    others = _parse_others(turn, event)
    minutes = await begin_minutes(turn, found)
    before = {person.id for person in await list_attendees(turn.store, found)}
    await record_attendance(turn, found, people)
    minutes.others = "\n".join(others)
    minutes.counted, minutes.version = True, build_next_version(minutes.version, turn.now)
    if minutes.state == REVIEW:  # they can correct it as the others can
        added = [one for one in people if one.id not in before and one.id != turn.person.id and not one.guest]
        await send_minutes_draft(turn, found, minutes, added)
    return await build_changed_minutes_reply(turn, found)


def _parse_others(turn: Turn, event: Submission) -> list[str]:
    """Return a line for each of the others. Raise UserError for more than fit, so that nobody is left out unseen."""
    lines = [line.strip() for line in event.get_text("others").splitlines() if line.strip()]
    if len(lines) > MOST_GUESTS or any(len(line) > LONGEST_LINE for line in lines) or len("\n".join(lines)) > ROOM:
        text = turn.say(
            "At most {lines} lines of {letters} characters. A number is so many people: 45, Testvik.",
            lines=MOST_GUESTS, letters=LONGEST_LINE,
        )  # fmt: skip
        raise UserError("", {"others": text})
    return lines


async def record_attendance(turn: Turn, occurrence: OccurrenceView, people: list[Person]) -> None:
    """Store who attended. People who came without an answer get one; absent people who had accepted keep
    theirs.
    """
    there = {person.id: person for person in people}
    for rsvp in await turn.store.rsvps.list_rsvps_of_occurrence(occurrence.id):
        rsvp.attended = there.pop(rsvp.person_id, None) is not None
    for person in there.values():
        await turn.store.rsvps.store_rsvp(
            Rsvp(
                occurrence_id=occurrence.id,
                person_id=person.id,
                organisation_id=person.stands_for,
                answer=GOING,
                moves=occurrence.occurrence.moves,
                by_id=turn.person.id,
                attended=True,
                answered_at=turn.now,
            )
        )
