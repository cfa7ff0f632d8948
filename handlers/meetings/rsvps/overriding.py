"""Override: whoever runs the meeting answers for somebody, also after the deadline."""

from __future__ import annotations

from handlers.access.organisation_fields import people_chosen, people_field
from handlers.chat import outgoing
from handlers.chat.cards import Button, Card, Field, Form, Reply, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.meetings.audience import may_see, need_run
from handlers.meetings.rsvps import own
from handlers.meetings.rsvps.answering import give
from handlers.meetings.rsvps.buttons import labels
from handlers.meetings.rsvps.lookup import load_invited_sitting
from handlers.meetings.sittings import Sitting, sitting
from storage.meetings.rsvps import SUBSTITUTE

router = Router()


def button(say: Say, sitting: Sitting) -> Button:
    """For whoever runs the meeting."""
    return Button(say("Answer for somebody"), "rsvps.override", str(sitting.id))


@router.on(Click, "rsvps.override", opens=True)
async def choose(event: Click, turn: Turn) -> Reply:
    say, sitting = turn.say, await load_invited_sitting(turn, event.value, lock=False)
    await need_run(turn, sitting.meeting)
    _need_alive(turn, sitting)
    person = await people_field(turn, "person", say("Who?"), several=False, required=True)
    options = tuple((answer, label) for answer, label in labels(say).items() if answer != SUBSTITUTE)
    answer = Field("answer", say("Answer"), "choice", options=options)
    form = Form(say("Answer for somebody"), "rsvps.override", (person, answer), say("Save"), str(sitting.id))
    return Reply(form=form)


@router.on(Submission, "rsvps.override")
async def override(event: Submission, turn: Turn) -> Reply:
    """The person is told, and can change it as long as it is open."""
    say, sitting, said = turn.say, await load_invited_sitting(turn, event.value), event.text("answer")
    await need_run(turn, sitting.meeting)
    _need_alive(turn, sitting)
    if said not in labels(say) or said == SUBSTITUTE:
        raise UserError("", {"answer": say("Choose an answer.")})
    people = await people_chosen(turn, event, "person")
    if len(people) != 1:
        raise UserError("", {"person": say("Choose one person.")})
    if not await may_see(turn.store, sitting.meeting, people[0]):
        raise UserError("", {"person": say("{name} is not among those the meeting is for.", name=people[0].name)})
    rsvp = await give(turn, sitting, people[0], said)
    if people[0].id != turn.person.id:
        key = f"occurrence:{sitting.id}:override:{people[0].id}:{event.id}"
        await outgoing.to_person(turn.store, people[0], "rsvps.override", {"occurrence": sitting.id}, key=key)
    if rsvp.waiting_since is not None:
        return note(say("{name} is on the waiting list: all seats are taken.", name=people[0].name))
    return note(say("Noted for {name}: {answer}.", name=people[0].name, answer=labels(say)[said]))


@router.card("rsvps.override")
async def draw_override(view: View) -> Card | None:
    found = await sitting(view.store, view["occurrence"])
    if found is None or view.person is None or not found.takes_place:
        return None
    return await own.card(view.store, found, view.person, view.say, arena=view.arena)


def _need_alive(turn: Turn, sitting: Sitting) -> None:
    if not sitting.takes_place:
        raise UserError(turn.say("{title} does not take place.", title=sitting.title))
    if sitting.occurrence.end_at <= turn.now:
        raise UserError(turn.say("{title} is over. The minutes say who was there.", title=sitting.title))
