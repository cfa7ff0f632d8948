"""Set how often one person is reminded of one meeting: as usual, less, or never."""

from __future__ import annotations

from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.rsvps import personal_rsvp
from handlers.meetings.rsvps.lookup import load_answerable_occurrence
from storage.meetings.rsvps import DAY, HOUR, NONE, USUAL

router = Router()
#: value for the default preference, because a form cannot hold an empty value
STANDARD = "usual"


@router.on(Click, "rsvps.remind", opens=True)
async def on_rsvp_remind_open(event: Click, turn: Turn) -> Reply:
    """Offer the reminders that the meeting has."""
    from handlers.meetings.reminders.reminder_kinds import find_reminder_days

    say, occurrence = turn.say, await load_answerable_occurrence(turn, event.value, lock=False)
    rsvp = await turn.store.rsvps.find_rsvp(occurrence.id, turn.person.id)
    if rsvp is None:
        raise UserError(say("First say whether you are coming. I remind you if you have not answered."))
    fewer = [(DAY, say("The day before")), (HOUR, say("An hour before"))]
    sent = [(kind, label) for kind, label in fewer if find_reminder_days(occurrence, kind) is not None]
    options = ((STANDARD, say("As usual")), *sent, (NONE, say("None")))
    chosen = rsvp.remind if rsvp.remind in dict(options) else STANDARD
    field = Field("remind", say("When shall I remind you?"), "choice", chosen, options=options)
    return Reply(form=Form(say("Reminders"), "rsvps.remind", (field,), say("Save"), str(occurrence.id)))


@router.on(Submission, "rsvps.remind")
async def on_rsvp_remind_submit(event: Submission, turn: Turn) -> Reply:
    occurrence, wanted = await load_answerable_occurrence(turn, event.value), event.get_text("remind")
    rsvp = await turn.store.rsvps.find_rsvp(occurrence.id, turn.person.id)
    if rsvp is None or wanted not in (STANDARD, DAY, HOUR, NONE):
        raise UserError("", {"remind": turn.say("Choose one of these.")})
    rsvp.remind = USUAL if wanted == STANDARD else wanted
    return Reply(
        await personal_rsvp.draw_personal_rsvp_card(turn.store, occurrence, turn.person, turn.say, arena=turn.arena)
    )
