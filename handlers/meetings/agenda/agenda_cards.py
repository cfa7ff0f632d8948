"""Draw the agenda in order, with the standing competition-law reminder on top, for rooms and in
private.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Text
from handlers.chat.rich_text.plain_text import shorten_markup
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.say import Say
from handlers.chat.turn import View
from handlers.meetings import occurrence_facts
from handlers.meetings.agenda import agenda_background, agenda_texts, meeting_papers
from handlers.meetings.audience import may_run_meeting
from handlers.meetings.card_arguments import OccurrenceCard
from handlers.meetings.meeting_rooms import may_meeting_stay_in_room
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from handlers.moderation.competition import draw_competition_reminder
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.agenda import ACCEPTED, CARRIED, PROPOSED, TREATED, AgendaItem
from storage.meetings.meetings import ORGANISATIONS
from storage.meetings.minutes import LOCKED, REVIEW

router = Router()
#: proposals that whoever runs the meeting decides on at once: each has a main action, which no platform hides
MOST_PROPOSALS = 3


class AgendaCard(OccurrenceCard, frozen=True):
    template = "agenda.card"


class ShownAgenda(OccurrenceCard, frozen=True):
    template = "agenda.shown"


def build_agenda_subject(occurrence_id: int) -> str:
    """Return the subject of all copies of an agenda, in rooms and in private, which are redrawn together."""
    return f"agenda:{occurrence_id}"


@router.card(AgendaCard)
async def draw_agenda_card(view: View[AgendaCard]) -> Card | None:
    """Draw the agenda for everybody in a room."""
    found = await find_occurrence_view(view.store, view.args.occurrence)
    if found is None or (found.cancelled and not view.delivery.was_told):
        return None
    if not await may_meeting_stay_in_room(view.store, found.meeting, view.delivery.room_id):
        return draw_withheld(view)
    items = await view.store.agenda.list_agenda_items(found.id)
    parts, row = await draw_shared_agenda(view.store, found, items, view.say)
    if occurrence_facts.is_occurrence_upcoming(found, view.now):
        row = (Button(view.say("Propose an item"), "agenda.propose", str(found.id)), *row)
    return Card(describe_agenda_title(view.say, found), (*parts, *([Buttons(row)] if row else [])))


def describe_agenda_title(say: Say, occurrence: OccurrenceView) -> str:
    return say("Agenda: {title}", title=occurrence.title)


async def draw_shared_agenda(
    store: Store, occurrence: OccurrenceView, items: Sequence[AgendaItem], say: Say, proposals: int = 0
) -> tuple[list[Part], tuple[Button, ...]]:
    """Draw what everybody who may see the meeting may know of its agenda, and the button to what is cut.

    `proposals`: number of entries that follow.
    """
    most = agenda_background.limit_background(len(items) + proposals)
    parts: list[Part] = [
        draw_competition_reminder(say),
        Text(occurrence_facts.describe_occurrence_time(occurrence, say), "subtle"),
    ]
    parts += [
        *occurrence_facts.draw_occurrence_state(occurrence, say, store.now),
        *_draw_sending_state(occurrence, items, say),
    ]
    times = list_item_times(occurrence, items)
    for item, (start, end) in zip(items, times, strict=True):
        parts.append(await draw_agenda_item(store, occurrence, item, say, (start, end), most))
    if not items:
        parts.append(Text(say("Nothing is on the agenda yet.")))
    parts += meeting_papers.draw_meeting_papers(occurrence.occurrence.papers, say)
    return parts, agenda_background.draw_background_buttons(say, occurrence.id, items, most)


async def draw_personal_agenda(store: Store, occurrence: OccurrenceView, say: Say, person: Person) -> Card:
    """Draw the agenda with the proposals that the person may see and the actions they may take."""
    runs, items = may_run_meeting(person, occurrence.meeting), await store.agenda.list_agenda_items(occurrence.id)
    proposed = [
        item
        for item in await store.agenda.list_agenda_items(occurrence.id, (PROPOSED,))
        if runs or item.proposed_by_id == person.id
    ]
    later = len(proposed) - MOST_PROPOSALS if runs and len(proposed) > MOST_PROPOSALS else 0
    parts, read = await draw_shared_agenda(store, occurrence, items, say, len(proposed) - later)
    most = agenda_background.limit_background(len(items) + len(proposed) - later)
    for item in proposed[: len(proposed) - later]:
        parts.append(
            await draw_item_proposal(store, item, say, person, most)
            if runs
            else draw_own_item_proposal(say, item, most)
        )
    if later:
        text = say.many("{n} more proposal when you have decided on these.",
                        "{n} more proposals when you have decided on these.", later)  # fmt: skip
        parts.append(Text(text, "subtle"))
    if runs:
        parts += _draw_overlong_warning(occurrence, items, say)
    row = (*await _draw_agenda_actions(store, occurrence, items, say, person), *read)
    return Card(describe_agenda_title(say, occurrence), (*parts, *([Buttons(row)] if row else [])))


def list_item_times(
    occurrence: OccurrenceView, items: Sequence[AgendaItem]
) -> list[tuple[datetime | None, datetime | None]]:
    """Return begin and end of each item, None from the first item of unknown length on."""
    at: datetime | None = occurrence.occurrence.start_at
    found: list[tuple[datetime | None, datetime | None]] = []
    for item in items:
        end = None if at is None or item.minutes is None else at + timedelta(minutes=item.minutes)
        found.append((at, end))
        at = end
    return found


async def draw_agenda_item(
    store: Store,
    occurrence: OccurrenceView,
    item: AgendaItem,
    say: Say,
    times: tuple[datetime | None, datetime | None],
    most: int = agenda_background.LINES,
) -> Item:
    """Draw an item with its number, kind, owner, length and time of day."""
    note = [agenda_texts.describe_item_kinds(say)[item.kind], await agenda_texts.describe_item_owner(store, item, say)]
    if item.minutes is not None:
        note.append(say.many("{n} minute", "{n} minutes", item.minutes))
    start, end = times
    clock = Say(say.language, occurrence.zone).format_clock
    if start is not None:
        note.append(clock(start) if end is None else f"{clock(start)}–{clock(end)}")
    if item.state == CARRIED:
        note.append(say("Carried over"))
    elif is_item_changed(occurrence, item):
        note.append(say("New or changed"))
    note.append(await _describe_carried_from(store, occurrence, item, say))
    row = await agenda_texts.draw_issue_button(store, item, say)
    title, text = agenda_texts.describe_item_title(say, item), shorten_markup(item.text, most)
    return Item(title, text, " · ".join(filter(None, note)), row, marked=True)


async def _describe_carried_from(store: Store, occurrence: OccurrenceView, item: AgendaItem, say: Say) -> str:
    """Return the meeting at which the item was not reached; empty for a new item.

    A meeting for some organisations is named on its own agendas alone.
    """
    earlier = (await store.agenda.map_carried_items([item.id])).get(item.id)
    held = await find_occurrence_view(store, earlier.occurrence_id) if earlier else None
    if held is None or (held.meeting.audience == ORGANISATIONS and held.meeting.id != occurrence.meeting.id):
        return ""
    return say("Carried over from {title}", title=f"{held.title}, {say.format_day(held.occurrence.start_at)}")


def is_item_changed(occurrence: OccurrenceView, item: AgendaItem) -> bool:
    """Return True if the item changed since the agenda was sent."""
    sent = occurrence.occurrence.agenda_sent_at
    return sent is not None and item.changed_at is not None and item.changed_at > sent and item.state != TREATED


def _draw_sending_state(occurrence: OccurrenceView, items: Sequence[AgendaItem], say: Say) -> list[Part]:
    sent = occurrence.occurrence.agenda_sent_at
    if occurrence.cancelled:
        return []
    if sent is None:
        return [Text(say("A draft: the agenda is not sent out yet."), "subtle")] if items else []
    if any(is_item_changed(occurrence, item) for item in items):
        return [Text(say("Changed since it was sent on {day}.", day=say.format_day(sent)), "subtle")]
    return [Text(say("Sent on {day}.", day=say.format_day(sent)), "subtle")]


async def draw_item_proposal(
    store: Store, item: AgendaItem, say: Say, reader: Person, most: int = agenda_background.LINES
) -> Item:
    """Draw a proposed item for those who run the meeting."""
    id, by = str(item.id), await agenda_texts.describe_item_proposer(store, item, say, reader)
    note = f"{agenda_texts.describe_item_kinds(say)[item.kind]} · {say('Proposed by {name}', name=by)}"
    row = (
        Button(say("Add to agenda"), "agenda.accept", id, "primary"),
        Button(say("Decline"), "agenda.refuse", id),
        Button(say("Change"), "agenda.edit", id),
    )
    title = agenda_texts.format_item_title(say, item)
    return Item(title, shorten_markup(item.text, most), note, row, marked=True)


def draw_own_item_proposal(say: Say, item: AgendaItem, most: int = agenda_background.LINES) -> Item:
    id = str(item.id)
    row = (Button(say("Change"), "agenda.edit", id), Button(say("Withdraw it"), "agenda.withdraw", id))
    note = say("The organiser decides, and I will tell you.")
    title = agenda_texts.format_item_title(say, item)
    return Item(title, shorten_markup(item.text, most), note, row, marked=True)


def _draw_overlong_warning(occurrence: OccurrenceView, items: Sequence[AgendaItem], say: Say) -> list[Part]:
    over = sum(item.minutes or 0 for item in items) - int(occurrence.length.total_seconds() // 60)
    if over <= 0:
        return []
    return [
        Text(
            say.many(
                "The items take {n} minute more than there is time for.",
                "The items take {n} minutes more than there is time for.",
                over,
            )
        )
    ]


async def _draw_agenda_actions(
    store: Store, occurrence: OccurrenceView, items: Sequence[AgendaItem], say: Say, person: Person
) -> tuple[Button, ...]:
    id, minutes = str(occurrence.id), await store.minute_book.find_minutes(occurrence.id)
    row = []
    if may_run_meeting(person, occurrence.meeting):
        if occurrence.cancelled and await store.agenda.list_agenda_items(occurrence.id, (ACCEPTED, PROPOSED)):
            row.append(Button(say("Carry the agenda over"), "agenda.carry", id, "primary"))
        if not occurrence.cancelled and (minutes is None or minutes.state != LOCKED):
            row.append(Button(say("Add an item"), "agenda.add", id, "" if items else "primary"))
            row += [Button(say("Change order"), "agenda.arrange", id)] if items else []
            sent = occurrence.occurrence.agenda_sent_at is not None
            if (items or sent) and occurrence_facts.is_occurrence_upcoming(occurrence, store.now):
                row.append(
                    Button(say("Papers"), "agenda.papers", id)
                    if sent
                    else Button(say("Send the agenda"), "agenda.publish", id, "primary")
                )
        if not occurrence.cancelled and not occurrence_facts.is_occurrence_upcoming(occurrence, store.now):
            row.append(Button(say("Minutes"), "minutes.show", id))
        return tuple(row)
    if occurrence_facts.is_occurrence_upcoming(occurrence, store.now):
        row.append(Button(say("Propose an item"), "agenda.propose", id))
    if minutes is not None and minutes.state in (REVIEW, LOCKED):
        row.append(Button(say("Minutes"), "minutes.show", id))
    return tuple(row)
