"""Offer organisers what they may do with a meeting: change it or call it off; of a series, one or all."""

from __future__ import annotations

from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings import cancellation, draft_editor, drafts, forms, outlines, reminder_offsets
from handlers.meetings.audience import need_meeting_role
from handlers.meetings.button_values import MEETING, OCCURRENCE, FormSource
from handlers.meetings.occurrence_facts import describe_occurrence_time
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.meetings.personal_meeting_card import load_seen_occurrence

router = Router()


@router.on(Click, "meetings.more", opens=True)
async def on_meeting_more_open(event: Click, turn: Turn) -> Reply:
    found, say = await _load_occurrence_to_run(turn, event.value), turn.say
    options = (
        ("change", say("Change title, time or place")),
        ("details", say("Change deadline, seats or text")),
        ("offsets", say("Change reminders")),
        ("cancel", say("Call it off")),
        ("deliveries", say("See where it arrived")),
    )
    fields = [Field("what", say("What do you want to do?"), "choice", "change", options=options)]
    if found.meeting.rule:
        which = (
            ("one", say("Only this one, {when}", when=describe_occurrence_time(found, say))),
            ("all", say("All upcoming dates")),
        )
        fields.append(Field("which", say("Which meetings?"), "choice", "one", options=which))
    note = f"{found.title}\n{describe_occurrence_time(found, say)}"
    return Reply(form=Form(say("The meeting"), "meetings.more", tuple(fields), say("Choose"), str(found.id), note))


@router.on(Submission, "meetings.more")
async def on_meeting_more_submit(event: Submission, turn: Turn) -> Reply:
    """Open the chosen form. Deadline and text belong to the whole series."""
    found, say = await _load_occurrence_to_run(turn, event.value), turn.say
    one = bool(found.meeting.rule) and event.get_text("which") != "all"
    if found.meeting.rule and event.get_text("which") not in ("one", "all"):
        raise UserError("", {"which": say("Choose one, or all upcoming ones.")})
    meeting = FormSource(MEETING, found.meeting.id, found.meeting.version).encode_value()
    occurrence = FormSource(OCCURRENCE, found.id, found.meeting.version).encode_value()
    match event.get_text("what"):
        case "cancel":
            return Reply(form=await cancellation.draw_cancellation_form(turn, found, one=one))
        case "deliveries":
            from handlers.notifications.delivery_report import report_card

            return await report_card.build_report_reply(turn, "meeting", found.id)
        case "change":
            value = occurrence if one else meeting
            return Reply(
                form=draft_editor.draw_meeting_draft_form(
                    turn, await drafts.load_or_create_meeting_draft(turn, value), value
                )
            )
        case "details":
            if one:
                note = say("Of one date: title, time, place, link and seats. The rest is for all.")
                return Reply(
                    form=forms.draw_occurrence_form(turn, outlines.build_occurrence_outline(found), occurrence, note)
                )
            draft = await drafts.load_or_create_meeting_draft(turn, meeting)
            return Reply(
                form=forms.draw_meeting_details_form(turn, outlines.decode_meeting_outline(draft.data), meeting)
            )
        case "offsets":
            draft = await drafts.load_or_create_meeting_draft(turn, meeting)
            return Reply(
                form=reminder_offsets.draw_offsets_form(say, outlines.decode_meeting_outline(draft.data), meeting)
            )
    raise UserError("", {"what": say("Choose what to do.")})


async def _load_occurrence_to_run(turn: Turn, value: str) -> OccurrenceView:
    found = await load_seen_occurrence(turn, value)
    await need_meeting_role(turn, found.meeting)
    drafts.need_changeable_occurrence(turn, found)
    return found
