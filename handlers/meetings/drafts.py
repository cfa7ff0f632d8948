"""Store drafts of meetings: what was typed is kept, previewed in full, and saved when its author
confirms.
"""

from __future__ import annotations

from handlers.access import rights, secretariat_vacancy
from handlers.chat.cards import Button, Buttons, Card, Facts, Item, Part, Text
from handlers.chat.errors import Missing, UserError
from handlers.chat.record_ids import parse_id
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.meetings import meeting_preview, outlines
from handlers.meetings.audience import may_see_meeting, need_meeting_role
from handlers.meetings.button_values import DRAFT, MEETING, OCCURRENCE, FormSource
from handlers.meetings.occurrence_facts import describe_cancellation
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from handlers.meetings.outlines import Outline
from handlers.meetings.overlaps import draw_overlap_warnings
from handlers.meetings.rsvps.seat_claims import is_seat_taker
from handlers.moderation.competition import draw_competition_hint
from storage.meetings.meetings import CANCELLED as CALLED_OFF
from storage.meetings.meetings import PLANNED as APPROVED
from storage.meetings.meetings import Meeting, MeetingDraft


def format_meeting_draft_value(draft: MeetingDraft, version: int | None = None) -> str:
    return FormSource(DRAFT, draft.id, draft.version if version is None else version).encode_value()


async def load_or_create_meeting_draft(turn: Turn, value: str) -> MeetingDraft:
    """Lock and return the draft of a form, or create one. Raises the same error for not found and not
    allowed.
    """
    await rights.check_right_at_entry(turn, "meetings.write")
    if not value:
        await rights.need_member(turn)
        zone = turn.person.zone or turn.arena.zone.key
        return _build_meeting_draft(turn, Outline(zone=zone))
    source = FormSource.parse_value(value)
    if source.kind == DRAFT:
        draft = await load_own_meeting_draft(turn, str(source.id))
        draft.version = source.version or draft.version
        return draft
    found = await find_occurrence_view(turn.store, source.id) if source.kind == OCCURRENCE else None
    meeting = found.meeting if found else await turn.store.meetings.find(source.id if source.kind == MEETING else None)
    meeting = await need_changeable_meeting(turn, meeting)
    if found is not None:
        need_changeable_occurrence(turn, found)
        draft = _build_meeting_draft(turn, outlines.build_occurrence_outline(found))
        draft.occurrence_id = found.id
    else:
        draft = _build_meeting_draft(turn, await outlines.build_meeting_outline(turn.store, meeting))
    draft.meeting_id, draft.version = meeting.id, source.version or meeting.version
    return draft


async def need_changeable_meeting(turn: Turn, meeting: Meeting | None) -> Meeting:
    """Return the meeting if the reader runs it and it is not called off, else raise an error."""
    if meeting is None or not await _may_know_meeting(turn, meeting):
        raise Missing(turn.say("I cannot find that meeting."))
    await need_meeting_role(turn, meeting, action="meetings.more")
    if meeting.state == CALLED_OFF:
        raise UserError(turn.say("{title} is called off.", title=meeting.title))
    return meeting


def need_changeable_occurrence(turn: Turn, found: OccurrenceView) -> None:
    """Raise UserError if the occurrence is called off or has begun."""
    if found.cancelled:
        raise UserError(describe_cancellation(found, turn.say))
    if found.occurrence.start_at <= turn.now:
        raise UserError(turn.say("{title} has begun: it cannot be changed any more.", title=found.title))


async def load_own_meeting_draft(turn: Turn, value: str) -> MeetingDraft:
    """Lock and return the draft. Raises the same error for not found and not allowed."""
    draft = await turn.store.meetings.lock_meeting_draft(parse_id(value))
    gone = turn.say("I cannot find that meeting.")
    if draft is None:
        raise Missing(gone)
    await rights.need_right(
        turn, *((rights.OWNER,) if draft.person_id == turn.person.id else ()), action="meetings.draft", missing=gone
    )
    return draft


async def save_meeting_draft(turn: Turn, draft: MeetingDraft, outline: Outline) -> None:
    """Store the draft. Delete earlier drafts by the same author for the same change."""
    draft.data = outlines.encode_meeting_outline(outline)
    await turn.store.meetings.store_meeting_draft(draft)
    if draft.meeting_id is not None:
        for other in await turn.store.meetings.list_unsaved_drafts(draft.person_id, limit=50):
            same = (other.meeting_id, other.occurrence_id) == (draft.meeting_id, draft.occurrence_id)
            if same and other.id != draft.id:
                await turn.store.meetings.delete_meeting_draft(other)


async def find_drafted_meeting(turn: Turn, draft: MeetingDraft) -> tuple[Meeting | None, Outline | None]:
    """Return the meeting that the draft changes, and its present outline."""
    meeting = await turn.store.meetings.find(draft.meeting_id)
    if meeting is None:
        return None, None
    if draft.occurrence_id is not None:
        found = await find_occurrence_view(turn.store, draft.occurrence_id)
        return meeting, outlines.build_occurrence_outline(found) if found else None
    return meeting, await outlines.build_meeting_outline(turn.store, meeting)


async def draw_meeting_draft_preview(turn: Turn, draft: MeetingDraft) -> Card:
    """Draw everything as it was understood; for a change, also what becomes different."""
    say, outline = turn.say, outlines.decode_meeting_outline(draft.data)
    meeting, now = await find_drafted_meeting(turn, draft)
    if meeting is not None and now is not None and meeting.version != draft.version:
        return await _draw_meeting_draft_conflict(turn, draft, meeting, now, outline)
    changed = [] if now is None else await list_meeting_draft_differences(turn, now, outline)
    if now is not None and not changed:
        await turn.store.meetings.delete_meeting_draft(draft)
        return Card(outline.title, (Text(say("Nothing was changed.")),))
    parts: list[Part] = [
        *await meeting_preview.draw_outline(turn.store, outline, say, changed),
        *await draw_overlap_warnings(turn.store, outline, say, turn.person, meeting),
        *await _draw_seat_warning(turn, draft, outline),
    ]
    parts += draw_competition_hint(say, f"{outline.title}\n{outline.text}")
    proposes = meeting is None and not turn.person.secretariat
    save = say("Propose") if proposes else say("Save")
    row = [
        Button(save, "meetings.save", str(draft.id), "primary"),
        Button(say("Change"), "meetings.write", format_meeting_draft_value(draft)),
    ]
    if draft.occurrence_id is None:
        row.append(Button(say("More"), "meetings.details", format_meeting_draft_value(draft)))
        row.append(Button(say("Reminders"), "meetings.offsets", format_meeting_draft_value(draft)))
    row.append(Button(say("Cancel"), "meetings.drop", str(draft.id)))
    if proposes:
        text = say("The secretariat decides about it, and you hear from me.")
        parts.append(Text(await secretariat_vacancy.describe_kept_by_secretariat(turn.store, say, text), "subtle"))
    return Card(outline.title, (Text(say("Not saved yet. Is this right?")), *parts, Buttons(tuple(row))))


async def list_meeting_draft_differences(turn: Turn, now: Outline, then: Outline) -> list[tuple[str, str]]:
    """Return the label and "before → after" of everything that differs."""
    say, found = turn.say, []
    before = dict(_list_full_outline_rows(await meeting_preview.list_outline_facts(turn.store, now, say), now, say))
    after = dict(_list_full_outline_rows(await meeting_preview.list_outline_facts(turn.store, then, say), then, say))
    for label in [*before, *(label for label in after if label not in before)]:
        old, new = before.get(label, ""), after.get(label, "")
        if old != new:
            nothing = say("as usual") if label == say("Reminders") else "–"
            found.append((label, f"{old or nothing} → {new or nothing}"))
    return found


def draw_meeting_draft_item(turn: Turn, draft: MeetingDraft) -> Item:
    """Draw the draft for its author's home page."""
    say, outline = turn.say, outlines.decode_meeting_outline(draft.data)
    row = (draw_meeting_draft_button(turn, draft), Button(say("Cancel"), "meetings.drop", str(draft.id)))
    return Item(outline.title or say("New meeting"), note=say("Not saved yet"), buttons=row)


def draw_meeting_draft_button(turn: Turn, draft: MeetingDraft) -> Button:
    """Return the button to the form that is still incomplete, or to the preview."""
    say, outline = turn.say, outlines.decode_meeting_outline(draft.data)
    if not outline.title or not outline.starts or outline.repeats or outline.start_at <= turn.now:
        return Button(say("Fill in"), "meetings.write", format_meeting_draft_value(draft), "primary")
    if outline.unaddressed:
        return Button(say("Fill in"), "meetings.audience", format_meeting_draft_value(draft), "primary")
    return Button(say("Continue"), "meetings.draft", str(draft.id), "primary")


async def _draw_meeting_draft_conflict(
    turn: Turn, draft: MeetingDraft, meeting: Meeting, now: Outline, then: Outline
) -> Card:
    """Draw the conflict with a faster change: nothing is saved, and nothing is lost."""
    say = turn.say
    changed = await list_meeting_draft_differences(turn, now, then)
    parts: list[Part] = [
        Text(say("Somebody changed this meeting while you were writing. Your changes are not saved yet.")),
        Text(say("As it is now:"), "strong"),
        Facts(tuple(await meeting_preview.list_outline_facts(turn.store, now, say))),
    ]
    if changed:
        parts += [Text(say("What you wrote would change:"), "strong"), Facts(tuple(changed))]
    row = (
        Button(
            say("Look through it again"),
            "meetings.write",
            format_meeting_draft_value(draft, meeting.version),
            "primary",
        ),
        Button(say("Cancel"), "meetings.drop", str(draft.id)),
    )
    return Card(then.title, (*parts, Buttons(row)))


async def _draw_seat_warning(turn: Turn, draft: MeetingDraft, outline: Outline) -> list[Part]:
    """Warn if there are fewer seats than people who have one, which is allowed."""
    if draft.meeting_id is None or outline.capacity is None:
        return []
    taken = 0
    for row in await turn.store.occurrences.list_occurrences_of_meeting(draft.meeting_id):
        if row.start_at > turn.now and draft.occurrence_id in (None, row.id):
            rsvps = await turn.store.rsvps.list_rsvps_of_occurrence(row.id)
            taken = max(taken, sum(is_seat_taker(rsvp) and rsvp.waiting_since is None for rsvp in rsvps))
    if taken <= outline.capacity:
        return []
    text = turn.say.many(
        "{n} already has a seat. Nobody loses their seat; those who come later go on the waiting list.",
        "{n} already have a seat. Nobody loses their seat; those who come later go on the waiting list.",
        taken,
    )
    return [Text(f"⚠️ {text}")]


async def _may_know_meeting(turn: Turn, meeting: Meeting) -> bool:
    """Return False for people who may not see the meeting, so that they do not learn who runs it."""
    if turn.person.secretariat or turn.person.id == meeting.organiser_id:
        return True
    return meeting.state == APPROVED and await may_see_meeting(turn.store, meeting, turn.person)


def _list_full_outline_rows(rows: list[tuple[str, str]], outline: Outline, say: Say) -> list[tuple[str, str]]:
    """Return the rows with the title, and with the text in full."""
    about = say("About the meeting")
    return [(say("Title"), outline.title), *((label, outline.text if label == about else text) for label, text in rows)]


def _build_meeting_draft(turn: Turn, outline: Outline) -> MeetingDraft:
    return MeetingDraft(person_id=turn.person.id, version=0, data=outlines.encode_meeting_outline(outline))
