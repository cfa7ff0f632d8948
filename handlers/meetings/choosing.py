"""What may be done with a meeting by who runs it: change it, call it off; of a series, one or all."""

from __future__ import annotations

from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings import cancelling, drafts, forms, offsets, outlines, writing
from handlers.meetings.audience import need_run
from handlers.meetings.personal import seen
from handlers.meetings.showing import when
from handlers.meetings.sittings import Sitting

router = Router()


@router.on(Click, "meetings.more", opens=True)
async def more(event: Click, turn: Turn) -> Reply:
    found, say = await _run(turn, event.value), turn.say
    options = (
        ("change", say("Change title, time or place")),
        ("details", say("Change deadline, seats or text")),
        ("offsets", say("Change when I remind of it")),
        ("cancel", say("Call it off")),
        ("deliveries", say("See where it has come to")),
    )
    fields = [Field("what", say("What do you want to do?"), "choice", "change", options=options)]
    if found.meeting.rule:
        which = (("one", say("Only this one, {when}", when=when(found, say))), ("all", say("All that are to come")))
        fields.append(Field("which", say("Which?"), "choice", "one", options=which))
    note = f"{found.title}\n{when(found, say)}"
    return Reply(form=Form(say("The meeting"), "meetings.more", tuple(fields), say("Next"), str(found.id), note))


@router.on(Submission, "meetings.more")
async def choose(event: Submission, turn: Turn) -> Reply:
    """The next form. Deadline and text are those of the whole series."""
    found, say = await _run(turn, event.value), turn.say
    one = bool(found.meeting.rule) and event.text("which") != "all"
    if found.meeting.rule and event.text("which") not in ("one", "all"):
        raise UserError("", {"which": say("Choose one, or all that are to come.")})
    meeting = f"m{found.meeting.id}:{found.meeting.version}"
    match event.text("what"):
        case "cancel":
            return Reply(form=cancelling.reason_form(turn, found, one=one))
        case "deliveries":
            from handlers.notifications.deliveries import showing as deliveries

            return await deliveries.reply(turn, f"meeting:{found.id}")
        case "change":
            value = f"o{found.id}:{found.meeting.version}" if one else meeting
            return Reply(form=writing.form_of(turn, await drafts.begun(turn, value), value))
        case "details":
            if one:
                value = f"o{found.id}:{found.meeting.version}"
                note = say("Of one date: title, time, place, link and seats. The rest is for all.")
                return Reply(form=forms.single_form(turn, outlines.of_sitting(found), value, note))
            draft = await drafts.begun(turn, meeting)
            return Reply(form=forms.details_form(turn, outlines.read(draft.data), meeting))
        case "offsets":
            draft = await drafts.begun(turn, meeting)
            return Reply(form=offsets.offsets_form(say, outlines.read(draft.data), meeting))
    raise UserError("", {"what": say("Choose what to do.")})


async def _run(turn: Turn, value: str) -> Sitting:
    found = await seen(turn, value)
    await need_run(turn, found.meeting)
    drafts.need_coming(turn, found)
    return found
