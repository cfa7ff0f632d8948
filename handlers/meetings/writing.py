"""Write: from the forms to the echo, with nothing saved before its author says yes."""

from __future__ import annotations

import msgspec

from handlers.access.organisation_fields import plain
from handlers.chat.cards import Form, Reply, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings import drafts, forms, outlines, reading
from handlers.meetings.outlines import Outline
from storage.meetings.meetings import ALL, TOPICS, MeetingDraft

router = Router()


@router.on(Click, "meetings.write", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    draft = await unsaved(turn, event.value)
    return Reply(form=form_of(turn, draft, event.value))


@router.on(Submission, "meetings.write")
async def read(event: Submission, turn: Turn) -> Reply:
    """Understood, and kept; who it is for may need another form."""
    draft = await unsaved(turn, event.value)
    outline = reading.first(event, turn, outlines.read(draft.data))
    await drafts.keep(turn, draft, outline)
    if draft.occurrence_id is None and _unaddressed(outline, event):
        return Reply(form=await forms.audience_form(turn, outline, drafts.value_of(draft)))
    return Reply(await drafts.confirmation(turn, draft))


@router.on(Submission, "meetings.audience")
async def address(event: Submission, turn: Turn) -> Reply:
    draft = await timed(turn, event.value)
    outline = outlines.read(draft.data)
    chosen = await (_topics if outline.audience == TOPICS else _organisations)(event, turn)
    name = "topics" if outline.audience == TOPICS else "organisations"
    await drafts.keep(turn, draft, msgspec.structs.replace(outline, **{name: tuple(sorted(chosen))}))
    return Reply(await drafts.confirmation(turn, draft))


@router.on(Click, "meetings.details", opens=True)
async def write_details(event: Click, turn: Turn) -> Reply:
    draft = await timed(turn, event.value)
    return Reply(form=forms.details_form(turn, outlines.read(draft.data), event.value))


@router.on(Submission, "meetings.details")
async def read_details(event: Submission, turn: Turn) -> Reply:
    draft = await timed(turn, event.value)
    await drafts.keep(turn, draft, reading.details(event, turn, outlines.read(draft.data)))
    return Reply(await drafts.confirmation(turn, draft))


@router.on(Click, "meetings.audience", opens=True)
async def choose_audience(event: Click, turn: Turn) -> Reply:
    draft = await timed(turn, event.value)
    return Reply(form=await forms.audience_form(turn, outlines.read(draft.data), event.value))


@router.on(Click, "meetings.draft")
async def go_on(event: Click, turn: Turn) -> Reply:
    """Where it was left, from the home page."""
    return Reply(await drafts.confirmation(turn, await timed(turn, f"d{event.value}")))


@router.on(Click, "meetings.drop")
async def drop(event: Click, turn: Turn) -> Reply:
    draft = await drafts.own(turn, event.value)
    if draft.saved_at is None:
        await turn.store.meetings.drop(draft)
    return note(turn.say("Dropped. Nothing was saved."), replace=True)


def form_of(turn: Turn, draft: MeetingDraft, value: str) -> Form:
    outline = outlines.read(draft.data)
    if draft.occurrence_id is not None:
        return forms.single_form(turn, outline, value)
    title = turn.say("Change the meeting") if draft.meeting_id else ""
    return forms.first_form(turn, outline, value, title=title)


async def unsaved(turn: Turn, value: str) -> MeetingDraft:
    draft = await drafts.begun(turn, value)
    if draft.saved_at is not None:
        raise UserError(turn.say("It is already saved."))
    return draft


async def timed(turn: Turn, value: str) -> MeetingDraft:
    """As `unsaved`, for what comes after the first form; only what no form of the bot sends has no time by then."""
    draft = await unsaved(turn, value)
    if not outlines.read(draft.data).starts:
        raise UserError(turn.say("Say first what the meeting is called and when it is."))
    return draft


def _unaddressed(outline: Outline, event: Submission) -> bool:
    """It is for some, and the form that asks for whom has not been filled in since."""
    return outline.audience != ALL and bool(event.text("audience"))


async def _topics(event: Submission, turn: Turn) -> set[int]:
    known = {str(topic.id): topic.id for topic in await turn.store.topics.all()}
    found = {known[value] for value in event.chosen("who") if value in known}
    if not found:
        raise UserError("", {"who": turn.say("Choose at least one topic.")})
    return found


async def _organisations(event: Submission, turn: Turn) -> set[int]:
    """By id, or one name per line."""
    rows = await turn.store.organisations.all()
    known = {str(row.id): row.id for row in rows} | {plain(row.name): row.id for row in rows}
    found = set()
    for entry in (line.strip() for value in event.chosen("who") for line in value.splitlines()):
        if entry and (entry not in known and plain(entry) not in known):
            raise UserError("", {"who": turn.say("I know no organisation called {name}.", name=entry)})
        if entry:
            found.add(known[entry] if entry in known else known[plain(entry)])
    if not found:
        raise UserError("", {"who": turn.say("Choose at least one organisation.")})
    return found
