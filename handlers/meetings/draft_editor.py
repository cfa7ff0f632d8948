"""Edit a draft, from the forms to the preview; nothing is saved before its author confirms."""

from __future__ import annotations

import msgspec

from handlers.access.organisation_fields import normalise_name
from handlers.chat.cards import Form, Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings import drafts, form_parser, forms, outlines
from handlers.meetings.button_values import DRAFT, FormSource
from handlers.meetings.outlines import Outline
from storage.meetings.meetings import ALL, TOPICS, MeetingDraft

router = Router()


@router.on(Click, "meetings.write", opens=True)
async def on_meeting_write_open(event: Click, turn: Turn) -> Reply:
    draft = await load_unsaved_meeting_draft(turn, event.value)
    return Reply(form=draw_meeting_draft_form(turn, draft, event.value))


@router.on(Submission, "meetings.write")
async def on_meeting_write_submit(event: Submission, turn: Turn) -> Reply:
    """Parse the form and store the draft. Ask for the audience in another form if needed."""
    draft = await load_unsaved_meeting_draft(turn, event.value)
    outline = form_parser.parse_meeting_form(event, turn, outlines.decode_meeting_outline(draft.data))
    await drafts.save_meeting_draft(turn, draft, outline)
    if draft.occurrence_id is None and _needs_audience(outline, event):
        return Reply(
            form=await forms.draw_meeting_audience_form(turn, outline, drafts.format_meeting_draft_value(draft))
        )
    return Reply(await drafts.draw_meeting_draft_preview(turn, draft))


@router.on(Submission, "meetings.audience")
async def on_meeting_audience_submit(event: Submission, turn: Turn) -> Reply:
    draft = await load_timed_meeting_draft(turn, event.value)
    outline = outlines.decode_meeting_outline(draft.data)
    chosen = await (_parse_audience_topics if outline.audience == TOPICS else _parse_audience_organisations)(
        event, turn
    )
    name = "topics" if outline.audience == TOPICS else "organisations"
    await drafts.save_meeting_draft(turn, draft, msgspec.structs.replace(outline, **{name: tuple(sorted(chosen))}))
    return Reply(await drafts.draw_meeting_draft_preview(turn, draft))


@router.on(Click, "meetings.details", opens=True)
async def on_meeting_details_open(event: Click, turn: Turn) -> Reply:
    draft = await load_timed_meeting_draft(turn, event.value)
    return Reply(form=forms.draw_meeting_details_form(turn, outlines.decode_meeting_outline(draft.data), event.value))


@router.on(Submission, "meetings.details")
async def on_meeting_details_submit(event: Submission, turn: Turn) -> Reply:
    draft = await load_timed_meeting_draft(turn, event.value)
    await drafts.save_meeting_draft(
        turn, draft, form_parser.parse_meeting_details(event, turn, outlines.decode_meeting_outline(draft.data))
    )
    return Reply(await drafts.draw_meeting_draft_preview(turn, draft))


@router.on(Click, "meetings.audience", opens=True)
async def on_meeting_audience_open(event: Click, turn: Turn) -> Reply:
    draft = await load_timed_meeting_draft(turn, event.value)
    return Reply(
        form=await forms.draw_meeting_audience_form(turn, outlines.decode_meeting_outline(draft.data), event.value)
    )


@router.on(Click, "meetings.draft")
async def on_meeting_draft(event: Click, turn: Turn) -> Reply:
    """Show the preview of a draft that was left, from the home page."""
    source = FormSource(DRAFT, parse_id(event.value)).encode_value()
    return Reply(await drafts.draw_meeting_draft_preview(turn, await load_timed_meeting_draft(turn, source)))


@router.on(Click, "meetings.drop")
async def on_meeting_drop(event: Click, turn: Turn) -> Reply:
    draft = await drafts.load_own_meeting_draft(turn, event.value)
    if draft.saved_at is None:
        await turn.store.meetings.delete_meeting_draft(draft)
    return build_text_reply(turn.say("Discarded. Nothing was saved."), replace=True)


def draw_meeting_draft_form(turn: Turn, draft: MeetingDraft, value: str) -> Form:
    outline = outlines.decode_meeting_outline(draft.data)
    if draft.occurrence_id is not None:
        return forms.draw_occurrence_form(turn, outline, value)
    title = turn.say("Change the meeting") if draft.meeting_id else ""
    return forms.draw_meeting_form(turn, outline, value, title=title)


async def load_unsaved_meeting_draft(turn: Turn, value: str) -> MeetingDraft:
    draft = await drafts.load_or_create_meeting_draft(turn, value)
    if draft.saved_at is not None:
        raise UserError(turn.say("It is already saved."))
    return draft


async def load_timed_meeting_draft(turn: Turn, value: str) -> MeetingDraft:
    """Return the unsaved draft for the later forms, which need a time. Only requests not made by the
    bot's forms lack one.
    """
    draft = await load_unsaved_meeting_draft(turn, value)
    if not outlines.decode_meeting_outline(draft.data).starts:
        raise UserError(turn.say("Say first what the meeting is called and when it is."))
    return draft


def _needs_audience(outline: Outline, event: Submission) -> bool:
    """Return True if the meeting is for some, and the form for its audience was not filled in since."""
    return outline.audience != ALL and bool(event.get_text("audience"))


async def _parse_audience_topics(event: Submission, turn: Turn) -> set[int]:
    known = {str(topic.id): topic.id for topic in await turn.store.topics.list_all_topics()}
    found = {known[value] for value in event.get_choices("who") if value in known}
    if not found:
        raise UserError("", {"who": turn.say("Choose at least one topic.")})
    return found


async def _parse_audience_organisations(event: Submission, turn: Turn) -> set[int]:
    """Parse organisations by id, or by one name per line."""
    rows = await turn.store.organisations.list_all_organisations()
    known = {str(row.id): row.id for row in rows} | {normalise_name(row.name): row.id for row in rows}
    found = set()
    for entry in (line.strip() for value in event.get_choices("who") for line in value.splitlines()):
        if entry and (entry not in known and normalise_name(entry) not in known):
            raise UserError("", {"who": turn.say("I do not know an organisation called {name}.", name=entry)})
        if entry:
            found.add(known[entry] if entry in known else known[normalise_name(entry)])
    if not found:
        raise UserError("", {"who": turn.say("Choose at least one organisation.")})
    return found
