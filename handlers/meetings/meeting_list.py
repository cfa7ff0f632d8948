"""List the next meetings with the reader's answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from handlers.access import rights
from handlers.chat import verbs
from handlers.chat.button_values import RecordPage
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import Missing
from handlers.chat.events import Click, Command
from handlers.chat.new_record_orders import NEW
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.members.membership_claims import draw_membership_button
from handlers.meetings import drafts, line_drafts, meeting_proposals
from handlers.meetings.audience import describe_missing_meeting, may_see_meeting
from handlers.meetings.occurrence_facts import describe_occurrence_time
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from handlers.meetings.rsvps import personal_rsvp
from storage.meetings.meetings import Meeting, MeetingDraft

router = Router()
#: meetings on a card, and maximum number of meetings looked at
PAGE, MOST_MEETINGS = 4, 300


@router.on(Command, "meeting")
async def on_meeting_command(event: Command, turn: Turn) -> Reply:
    """List upcoming meetings for `møte`; start one for `møte ny ...`."""
    first, _, rest = event.text.strip().partition(" ")
    if verbs.fold_word(first) not in NEW:
        return Reply(await draw_meeting_list(turn, 0))
    return await line_drafts.start_meeting_draft(event, turn, rest.strip())


@router.on(Click, "meetings.page")
async def on_meeting_page(event: Click, turn: Turn) -> Reply:
    """Show the page that begins with this meeting, in place of the one before; empty for the first page."""
    skip = parse_position(event.value)
    return Reply(await draw_meeting_list(turn, skip), replace=bool(event.value))


async def draw_meeting_list(turn: Turn, skip: int) -> Card:
    say = turn.say
    if not rights.is_confirmed_member(turn.person):
        return await draw_outsider_meeting_list(turn)
    own = await _draw_unsettled_items(turn)
    before = len(own[:skip])
    more, found = await fold_visible_series(turn, skip + PAGE + 1 - len(own), since=skip - before)
    parts: list[Part] = [*own[skip : skip + PAGE]]
    room = PAGE - len(parts)
    parts += await draw_occurrence_items(turn, found[:room], more)
    if not found and len(own) <= skip + PAGE:
        parts.append(Text(say("No meetings are planned.")))
    row = draw_page_buttons(say, "meetings.page", skip, PAGE, more=len(found) > room or len(own) > skip + PAGE)
    if not skip:
        row.append(Button(say("Minutes of past meetings"), "minutes.list"))
    row.append(Button(say("New meeting") if turn.person.secretariat else say("Propose a meeting"), "meetings.write"))
    return Card(say("Next meetings"), (*parts, Buttons(tuple(row))))


@router.on(Click, "meetings.series")
async def on_series_dates(event: Click, turn: Turn) -> Reply:
    """List the coming dates of a series, page by page."""
    shown, say = RecordPage.parse_value(event.value), turn.say
    skip = shown.page * PAGE
    found = await list_visible_occurrences(turn, skip + PAGE + 1, since=skip, meeting_id=shown.record)
    if not found:
        raise Missing(say("I cannot find that meeting."))
    more = len(found) > PAGE
    row = draw_page_buttons(say, event.name, shown.page, 1, more=more, value=lambda at: RecordPage(shown.record, at))
    parts: list[Part] = [*await draw_occurrence_items(turn, found[:PAGE])]
    return Reply(Card(found[0].meeting.title, (*parts, *([Buttons(tuple(row))] if row else []))), replace=bool(skip))


async def draw_outsider_meeting_list(turn: Turn) -> Card:
    """Draw, for unconfirmed people, their own drafts and proposals, and how to get access to the rest."""
    say, own = turn.say, (await _draw_unsettled_items(turn))[:PAGE]
    told = describe_missing_meeting(turn.person, say)
    row = (draw_membership_button(turn),) if turn.person.organisation_id is None else ()
    return Card(say("Next meetings"), (*own, Text(told), *([Buttons(row)] if row else [])))


async def _draw_unsettled_items(turn: Turn) -> list[Item]:
    """Draw the reader's newest draft, and the proposals that wait, which come before what is planned.

    Older drafts stand on the home page.
    """
    return [
        *(
            drafts.draw_meeting_draft_item(turn, draft)
            for draft in await turn.store.meetings.list_unsaved_drafts(turn.person.id, limit=1)
        ),
        *[
            await meeting_proposals.draw_meeting_proposal_item(turn, row)
            for row in await list_open_meeting_proposals(turn)
        ],
    ]


async def fold_visible_series(turn: Turn, most: int, since: int) -> tuple[dict[int, int], list[OccurrenceView]]:
    """Return the next visible occurrence of each meeting, and how many more each has known.

    None for unconfirmed people.
    """
    found: list[OccurrenceView] = []
    if not rights.is_confirmed_member(turn.person):
        return {}, found
    rows = await turn.store.occurrences.list_planned_occurrences(limit=MOST_MEETINGS)
    dates, seen = Counter(row.meeting_id for row in rows), set[int]()
    for row in rows:
        if row.meeting_id in seen or len(found) >= most:
            continue
        seen.add(row.meeting_id)
        one = await find_occurrence_view(turn.store, row.id)
        if one is not None and one.takes_place and await may_see_meeting(turn.store, one.meeting, turn.person):
            found.append(one)
    return {one.id: dates[one.meeting.id] - 1 for one in found}, found[since:]


async def list_visible_occurrences(
    turn: Turn, most: int, since: int = 0, *, meeting_id: int | None = None, day: date | None = None
) -> list[OccurrenceView]:
    """Return visible meetings that are not over, from the `since`-th on; none for unconfirmed people.

    `meeting_id`: only the dates of this meeting. `day`: only those that start on it.
    """
    found: list[OccurrenceView] = []
    if not rights.is_confirmed_member(turn.person):
        return found
    for row in await turn.store.occurrences.list_planned_occurrences(limit=MOST_MEETINGS):
        if meeting_id not in (None, row.meeting_id) or (day and not row.starts.startswith(day.isoformat())):
            continue
        one = await find_occurrence_view(turn.store, row.id)
        if one is not None and one.takes_place and await may_see_meeting(turn.store, one.meeting, turn.person):
            found.append(one)
        if len(found) >= most:
            break
    return found[since:]


async def draw_occurrence_items(
    turn: Turn, found: Sequence[OccurrenceView], more: Mapping[int, int] = MappingProxyType({})
) -> list[Item]:
    """Draw time, place and the reader's own answer.

    `more`: occurrence -> number of later dates of its series, which are folded into it.
    """
    say, shown = turn.say, []
    for one in found:
        said = await personal_rsvp.draw_own_rsvp(turn.store, one, turn.person, say)
        note = " ".join(part.text for part in said if isinstance(part, Text))
        folded = more.get(one.id, 0)
        dates = say.many("and {n} more date", "and {n} more dates", folded) if folded else ""
        text = " · ".join(filter(None, (describe_occurrence_time(one, say), dates, one.place)))
        row = [Button(say("Show"), "meetings.show", str(one.id))]
        if folded:
            row.append(Button(say("All dates"), "meetings.series", RecordPage(one.meeting.id).encode_value()))
        shown.append(Item(one.title, text, note, tuple(row)))
    return shown


async def list_open_meeting_proposals(turn: Turn) -> Sequence[Meeting]:
    """Return all pending proposals to the secretariat, and to others their own."""
    if turn.person.secretariat:
        return await turn.store.meetings.list_proposed_meetings(limit=MOST_MEETINGS)
    return await turn.store.meetings.list_meetings_proposed_by(turn.person.id)


async def list_pending_meetings(turn: Turn) -> list[Item]:
    """Return the reader's drafts, and proposals that wait for the reader, for the home page."""
    drafted: Sequence[MeetingDraft] = await turn.store.meetings.list_unsaved_drafts(turn.person.id)
    found = [drafts.draw_meeting_draft_item(turn, draft) for draft in drafted]
    asked = [row for row in await list_open_meeting_proposals(turn) if turn.person.secretariat or row.why][:PAGE]
    return [*found, *[await meeting_proposals.draw_meeting_proposal_item(turn, row) for row in asked]]
