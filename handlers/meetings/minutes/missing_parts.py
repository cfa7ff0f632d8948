"""Show what minutes lack before they can be sent, or approved, in a card that follows what is written."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Redrawn, Reply, Text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import ReaderContext, Turn, View
from handlers.meetings.agenda.lookup import may_see_occurrence
from handlers.meetings.audience import may_run_meeting
from handlers.meetings.card_arguments import OccurrenceCard
from handlers.meetings.minutes import minutes_card
from handlers.meetings.minutes.completeness import list_closing_obstacles, list_unwritten_parts
from handlers.meetings.minutes_subjects import build_shown_minutes_subject
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from storage.meetings.minutes import LOCKED, REVIEW

router = Router()


class MissingMinutesParts(OccurrenceCard, frozen=True):
    template = "minutes.unwritten"

    #: True for what is missing before they can be approved
    closing: bool = False


async def build_missing_parts_reply(turn: Turn, found: OccurrenceView, *, closing: bool) -> Reply | None:
    """Build the reply that lists what is missing; None if nothing is."""
    if not await _list_missing_parts(turn, found, closing=closing):
        return None
    args = MissingMinutesParts(found.id, closing)
    card = await _draw_missing_parts(turn, found, args)
    return Reply(card, redrawn=Redrawn(args, build_shown_minutes_subject(found.id)))


@router.card(MissingMinutesParts)
async def draw_missing_parts_card(view: View[MissingMinutesParts]) -> Card | None:
    found, at = await find_occurrence_view(view.store, view.args.occurrence), view.build_person_context()
    if found is None or at is None:
        return None
    if not may_run_meeting(at.person, found.meeting) or not await may_see_occurrence(at.store, at.person, found):
        return draw_withheld(view)
    return await _draw_missing_parts(at, found, view.args)


async def _list_missing_parts(at: ReaderContext, found: OccurrenceView, *, closing: bool) -> list[str]:
    minutes = await at.store.minute_book.find_minutes(found.id)
    list_missing = list_closing_obstacles if closing else list_unwritten_parts
    return await list_missing(at.store, found, minutes, at.say)


async def _draw_missing_parts(at: ReaderContext, found: OccurrenceView, args: MissingMinutesParts) -> Card:
    say, id, minutes = at.say, str(found.id), await at.store.minute_book.find_minutes(found.id)
    show = Button(say("Minutes"), "minutes.show", id)
    if minutes is not None and minutes.state == LOCKED:
        return Card("", (Text(say("They are approved.")), Buttons((show,))))
    if not args.closing and minutes is not None and minutes.state == REVIEW:
        return Card("", (Text(say("On its way to those who were there.")), Buttons((show,))))
    title = (
        say("{title} cannot be closed yet", title=found.title)
        if args.closing
        else say("Before the minutes of {title} can be sent", title=found.title)
    )
    if lacking := await _list_missing_parts(at, found, closing=args.closing):
        row = () if await at.store.agenda.list_agenda_items(found.id) else (minutes_card.draw_item_button(say, id),)
        if minutes is None or not minutes.counted:
            row = (*row, Button(say("Attendance"), "minutes.attendance", id))
        lines = "\n".join(f"• {line}" for line in lacking)
        return Card(title, (Text(lines), Buttons((*row, show))))
    go_on = await minutes_card.draw_next_step(at, found, closing=args.closing)
    return Card(
        minutes_card.describe_minutes_title(say, found), (Text(say("Nothing is missing.")), Buttons((go_on, show)))
    )
