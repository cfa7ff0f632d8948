"""Drafts: what was typed is kept, echoed in full, and becomes a meeting when its author says yes."""

from __future__ import annotations

import re

from handlers.access import rights, vacancy
from handlers.chat.cards import Button, Buttons, Card, Facts, Item, Part, Text
from handlers.chat.errors import Missing, UserError
from handlers.chat.record_ids import parse_id
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.meetings import echo, outlines
from handlers.meetings.audience import may_see, need_run
from handlers.meetings.outlines import Outline
from handlers.meetings.rsvps.places import takes_seat
from handlers.meetings.sittings import Sitting, sitting
from handlers.moderation.competition import hint
from storage.meetings.meetings import CANCELLED as CALLED_OFF
from storage.meetings.meetings import PLANNED as APPROVED
from storage.meetings.meetings import Meeting, MeetingDraft
from storage.meetings.occurrences import PLANNED

#: "d5:3" draft, "m12:3" meeting, "o34:3" one occurrence, each with the version that was seen
_VALUE = re.compile(r"([dmo])(\d{1,16})(?::(\d{1,9}))?")


def value_of(draft: MeetingDraft, version: int | None = None) -> str:
    return f"d{draft.id}:{draft.version if version is None else version}"


async def begun(turn: Turn, value: str) -> MeetingDraft:
    """The draft a form belongs to, held; a new one where there is none. Foreign and missing look the same."""
    await rights.enter(turn, "meetings.write")
    if not value:
        await rights.need_member(turn)
        zone = turn.person.zone or turn.arena.zone.key
        return _new(turn, Outline(zone=zone))
    match = _VALUE.fullmatch(value)
    kind, id, version = (match[1], parse_id(match[2]), int(match[3] or 0)) if match else ("", 0, 0)
    if kind == "d":
        draft = await own(turn, str(id))
        draft.version = version or draft.version
        return draft
    found = await sitting(turn.store, id) if kind == "o" else None
    meeting = found.meeting if found else await turn.store.meetings.find(id if kind == "m" else None)
    meeting = await changeable(turn, meeting)
    if found is not None:
        need_coming(turn, found)
        draft = _new(turn, outlines.of_sitting(found))
        draft.occurrence_id = found.id
    else:
        draft = _new(turn, await outlines.of_meeting(turn.store, meeting))
    draft.meeting_id, draft.version = meeting.id, version or meeting.version
    return draft


async def changeable(turn: Turn, meeting: Meeting | None) -> Meeting:
    """A meeting this person runs, and that is not called off."""
    if meeting is None or not await _may_know(turn, meeting):
        raise Missing(turn.say("I do not find that meeting."))
    await need_run(turn, meeting, action="meetings.more")
    if meeting.state == CALLED_OFF:
        raise UserError(turn.say("{title} is called off.", title=meeting.title))
    return meeting


def need_coming(turn: Turn, found: Sitting) -> None:
    """Neither called off, nor begun."""
    if found.cancelled or found.occurrence.state != PLANNED:
        raise UserError(turn.say("{title} is called off.", title=found.title))
    if found.occurrence.start_at <= turn.now:
        raise UserError(turn.say("{title} has begun: it cannot be changed any more.", title=found.title))


async def own(turn: Turn, value: str) -> MeetingDraft:
    """The draft of this id, held; foreign and missing look the same."""
    draft = await turn.store.meetings.draft(parse_id(value))
    gone = turn.say("I do not find that meeting.")
    if draft is None:
        raise Missing(gone)
    await rights.need(
        turn, *((rights.OWNER,) if draft.person_id == turn.person.id else ()), action="meetings.draft", missing=gone
    )
    return draft


async def keep(turn: Turn, draft: MeetingDraft, outline: Outline) -> None:
    """An earlier try at the same change gives way."""
    draft.data = outlines.written(outline)
    await turn.store.meetings.keep(draft)
    if draft.meeting_id is not None:
        for other in await turn.store.meetings.unsaved(draft.person_id, limit=50):
            same = (other.meeting_id, other.occurrence_id) == (draft.meeting_id, draft.occurrence_id)
            if same and other.id != draft.id:
                await turn.store.meetings.drop(other)


async def current(turn: Turn, draft: MeetingDraft) -> tuple[Meeting | None, Outline | None]:
    """The meeting that the draft changes, and how it is now."""
    meeting = await turn.store.meetings.find(draft.meeting_id)
    if meeting is None:
        return None, None
    if draft.occurrence_id is not None:
        found = await sitting(turn.store, draft.occurrence_id)
        return meeting, outlines.of_sitting(found) if found else None
    return meeting, await outlines.of_meeting(turn.store, meeting)


async def confirmation(turn: Turn, draft: MeetingDraft) -> Card:
    """Everything as it was understood; for a change, what becomes different as well."""
    say, outline = turn.say, outlines.read(draft.data)
    meeting, now = await current(turn, draft)
    if meeting is not None and now is not None and meeting.version != draft.version:
        return await _overtaken(turn, draft, meeting, now, outline)
    parts: list[Part] = []
    if now is not None:
        changed = await differences(turn, now, outline)
        if not changed:
            await turn.store.meetings.drop(draft)
            return Card(outline.title, (Text(say("Nothing was changed.")),))
        parts += [Text(say("This changes:"), "strong"), Facts(tuple(changed))]
    parts += [*await echo.parts(turn.store, outline, say), *await _seats(turn, draft, outline)]
    parts += hint(say, f"{outline.title}\n{outline.text}")
    proposes = meeting is None and not turn.person.secretariat
    save = say("Propose") if proposes else say("Save")
    row = [
        Button(save, "meetings.save", str(draft.id), "primary"),
        Button(say("Change"), "meetings.write", value_of(draft)),
    ]
    if draft.occurrence_id is None:
        row.append(Button(say("More"), "meetings.details", value_of(draft)))
        row.append(Button(say("Reminders"), "meetings.offsets", value_of(draft)))
    row.append(Button(say("Cancel"), "meetings.drop", str(draft.id)))
    if proposes:
        text = say("The secretariat decides about it, and you hear from me.")
        parts.append(Text(await vacancy.tell_kept(turn.store, say, text), "subtle"))
    return Card(outline.title, (Text(say("Not saved yet. Is this right?")), *parts, Buttons(tuple(row))))


async def differences(turn: Turn, now: Outline, then: Outline) -> list[tuple[str, str]]:
    """Label, and "before → after", for all that differs."""
    say, found = turn.say, []
    before = dict(_whole(await echo.rows(turn.store, now, say), now, say))
    after = dict(_whole(await echo.rows(turn.store, then, say), then, say))
    for label in [*before, *(label for label in after if label not in before)]:
        old, new = before.get(label, ""), after.get(label, "")
        if old != new:
            found.append((label, f"{old or '–'} → {new or '–'}"))
    return found


def item(turn: Turn, draft: MeetingDraft) -> Item:
    """What waits for its author, on the home page."""
    say, outline = turn.say, outlines.read(draft.data)
    row = (next_button(turn, draft), Button(say("Cancel"), "meetings.drop", str(draft.id)))
    return Item(outline.title or say("New meeting"), note=say("Not saved yet"), buttons=row)


def known(turn: Turn, draft: MeetingDraft) -> list[Part]:
    """What a line said, as far as it was understood."""
    say, outline = turn.say, outlines.read(draft.data)
    rows = (
        (say("Title"), outline.title),
        (say("When"), echo.when(outline, say) if outline.starts else outline.when),
        (say("Repeats"), outline.repeats),
        (say("Where"), outline.place),
        (say("Link"), outline.link),
        (say("Seats"), echo.seats(outline, say)),
    )
    said = tuple(row for row in rows if row[1])
    return [Facts(said)] if said else []


def next_button(turn: Turn, draft: MeetingDraft) -> Button:
    """To what is still missing, or to the echo."""
    say, outline = turn.say, outlines.read(draft.data)
    if not outline.title or not outline.starts or outline.repeats or outline.start_at <= turn.now:
        return Button(say("Fill in"), "meetings.write", value_of(draft), "primary")
    if outline.unaddressed:
        return Button(say("Fill in"), "meetings.audience", value_of(draft), "primary")
    return Button(say("Go on"), "meetings.draft", str(draft.id), "primary")


async def _overtaken(turn: Turn, draft: MeetingDraft, meeting: Meeting, now: Outline, then: Outline) -> Card:
    """Somebody else was faster: nothing is saved, nothing is lost."""
    say = turn.say
    changed = await differences(turn, now, then)
    parts: list[Part] = [
        Text(say("Somebody changed this meeting while you wrote. Nothing of yours is saved yet.")),
        Text(say("As it is now:"), "strong"),
        Facts(tuple(await echo.rows(turn.store, now, say))),
    ]
    if changed:
        parts += [Text(say("What you wrote would change:"), "strong"), Facts(tuple(changed))]
    row = (
        Button(say("Look through it again"), "meetings.write", value_of(draft, meeting.version), "primary"),
        Button(say("Cancel"), "meetings.drop", str(draft.id)),
    )
    return Card(then.title, (*parts, Buttons(row)))


async def _seats(turn: Turn, draft: MeetingDraft, outline: Outline) -> list[Part]:
    """Fewer seats than people who have one: allowed, and said."""
    if draft.meeting_id is None or outline.capacity is None:
        return []
    taken = 0
    for row in await turn.store.occurrences.of(draft.meeting_id):
        if row.start_at > turn.now and draft.occurrence_id in (None, row.id):
            rsvps = await turn.store.rsvps.of(row.id)
            taken = max(taken, sum(takes_seat(rsvp) and rsvp.waiting_since is None for rsvp in rsvps))
    if taken <= outline.capacity:
        return []
    text = turn.say.many(
        "{n} has a seat already. Nobody loses theirs; those who come later wait in line.",
        "{n} have a seat already. Nobody loses theirs; those who come later wait in line.",
        taken,
    )
    return [Text(f"⚠️ {text}")]


async def _may_know(turn: Turn, meeting: Meeting) -> bool:
    """Who may not see a meeting does not learn who runs it."""
    if turn.person.secretariat or turn.person.id == meeting.organiser_id:
        return True
    return meeting.state == APPROVED and await may_see(turn.store, meeting, turn.person)


def _whole(rows: list[tuple[str, str]], outline: Outline, say: Say) -> list[tuple[str, str]]:
    """With the title, and the text as a whole."""
    about = say("About")
    return [(say("Title"), outline.title), *((label, outline.text if label == about else text) for label, text in rows)]


def _new(turn: Turn, outline: Outline) -> MeetingDraft:
    return MeetingDraft(person_id=turn.person.id, version=0, data=outlines.written(outline))
