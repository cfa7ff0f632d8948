"""Let organisers answer for somebody else, also after the deadline."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Button, Card, Field, Form, Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.meetings.audience import need_meeting_role
from handlers.meetings.card_arguments import OccurrenceCard
from handlers.meetings.occurrence_view import OccurrenceView, build_notice_subject, find_occurrence_view
from handlers.meetings.people_fields import draw_meeting_person_field, parse_meeting_person
from handlers.meetings.rsvps import personal_rsvp
from handlers.meetings.rsvps.lookup import load_answerable_occurrence
from handlers.meetings.rsvps.rsvp_answers import record_rsvp
from handlers.meetings.rsvps.rsvp_buttons import describe_rsvp_answers
from storage.meetings.rsvps import SUBSTITUTE

router = Router()


class RsvpOverrideNotice(OccurrenceCard, frozen=True):
    template = "rsvps.override"


def draw_rsvp_override_button(say: Say, occurrence: OccurrenceView) -> Button:
    """Draw the button for organisers."""
    return Button(say("Answer for somebody"), "rsvps.override", str(occurrence.id))


@router.on(Click, "rsvps.override", opens=True)
async def on_rsvp_override_open(event: Click, turn: Turn) -> Reply:
    say, occurrence = turn.say, await load_answerable_occurrence(turn, event.value, lock=False)
    await need_meeting_role(turn, occurrence.meeting)
    _need_answerable_occurrence(turn, occurrence)
    person = await draw_meeting_person_field(turn, occurrence, "person", say("Who?"))
    options = tuple((answer, label) for answer, label in describe_rsvp_answers(say).items() if answer != SUBSTITUTE)
    answer = Field("answer", say("Answer"), "choice", options=options)
    form = Form(say("Answer for somebody"), "rsvps.override", (person, answer), say("Save"), str(occurrence.id))
    return Reply(form=form)


@router.on(Submission, "rsvps.override")
async def on_rsvp_override_submit(event: Submission, turn: Turn) -> Reply:
    """Record the answer and notify the person, who can change it as long as sign-up is open."""
    say, occurrence, said = turn.say, await load_answerable_occurrence(turn, event.value), event.get_text("answer")
    await need_meeting_role(turn, occurrence.meeting)
    _need_answerable_occurrence(turn, occurrence)
    if said not in describe_rsvp_answers(say) or said == SUBSTITUTE:
        raise UserError("", {"answer": say("Choose an answer.")})
    person = await parse_meeting_person(turn, event, occurrence, "person")
    if person is None:
        raise UserError("", {"person": say("Choose one person.")})
    rsvp = await record_rsvp(turn, occurrence, person, said)
    if person.id != turn.person.id:
        key = f"occurrence:{occurrence.id}:override:{person.id}:{event.id}"
        notice, subject = RsvpOverrideNotice(occurrence.id), build_notice_subject(occurrence.id)
        await outgoing.post_to_person(turn.store, person, notice, key=key, subject=subject)
    if rsvp.waiting_since is not None:
        return build_text_reply(say("{name} is on the waiting list: all seats are taken.", name=person.name))
    return build_text_reply(
        say("Noted for {name}: {answer}.", name=person.name, answer=describe_rsvp_answers(say)[said])
    )


@router.card(RsvpOverrideNotice)
async def draw_rsvp_override_card(view: View[RsvpOverrideNotice]) -> Card | None:
    found = await find_occurrence_view(view.store, view.args.occurrence)
    if found is None:
        return None
    return await personal_rsvp.draw_rsvp_notice(view, found, "", holds=found.takes_place)


def _need_answerable_occurrence(turn: Turn, occurrence: OccurrenceView) -> None:
    if not occurrence.takes_place:
        raise UserError(turn.say("{title} does not take place.", title=occurrence.title))
    if occurrence.occurrence.end_at <= turn.now:
        raise UserError(turn.say("{title} is over. The minutes say who was there.", title=occurrence.title))
