"""A reminder as it is drawn when it is sent: asked again whether it still holds, with the answer that was given."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import View
from handlers.dates import zones
from handlers.dates.hours import Hours, hours_of
from handlers.meetings.reminders import kinds
from handlers.meetings.reminders.choosing import outdone, told_apart
from handlers.meetings.reminders.kinds import HOUR, THANKS
from handlers.meetings.reminders.moments import moments
from handlers.meetings.reminders.wishes import still_standing, with_papers
from handlers.meetings.rsvps import own
from handlers.meetings.sittings import Sitting, sitting
from storage.directory.people import Person
from storage.meetings.meetings import PLANNED
from storage.meetings.minutes import DRAFT, LOCKED
from storage.meetings.occurrences import CANCELLED

router = Router()


@router.card("reminders.card")
async def draw(view: View) -> Card | None:
    """Nothing when it was moved or called off, has begun, is not theirs any more, or a later one is due."""
    found, person = await sitting(view.store, view["occurrence"]), view.person
    if found is None or person is None or view["moves"] != found.occurrence.moves:
        return None
    kind, hours = view["kind"], hours_of(person, view.arena)
    if not _holds(view, found, kind) or not await _is_theirs(view, found, person, hours):
        return None
    if kind == THANKS:
        return await _thanks(view, found)
    body = await own.card(view.store, found, person, view.say, lead=_lead(view.say, kind), arena=view.arena)
    return Card(_title(view, found, kind, hours), body.parts)


def _holds(view: View, found: Sitting, kind: str) -> bool:
    occurrence, now = found.occurrence, view.now
    if kind == THANKS:
        return found.meeting.state == PLANNED and occurrence.state != CANCELLED and occurrence.end_at <= now
    if not found.takes_place or occurrence.start_at <= now:
        return False
    # it comes by itself, so that nobody else looks at the hours
    return kind != HOUR or view.person is None or hours_of(view.person, view.arena).opens(now)


async def _is_theirs(view: View, found: Sitting, person: Person, hours: Hours) -> bool:
    who = await still_standing(view.store, found, person)
    if who is None or ("late" in view.delivery.args and (who.answer or who.asked)):
        return False
    papers = found.id in await with_papers(view.store, [found])
    mine = told_apart(found, moments(found, hours), who, view.now, papers=papers)
    return not outdone(mine, view["kind"], zones.local(view.now, hours.zone).date())


def _title(view: View, found: Sitting, kind: str, hours: Hours) -> str:
    say, title = view.say, found.title
    if kind in (kinds.HOLD, kinds.INVITATION) and found.occurrence.moves:
        return say("New time: {title}", title=title)
    match kind:
        case kinds.HOLD:
            return say("Save the date: {title}", title=title)
        case kinds.CALL:
            return say("Something for the agenda of {title}?", title=title)
        case kinds.INVITATION:
            return say("Invitation: {title}", title=title)
        case kinds.PAPERS:
            return say("Agenda and papers: {title}", title=title)
        case kinds.SIGNUP:
            return say("Do you come to {title}?", title=title)
    here = Say(say.language, hours.zone)
    start, clock = found.occurrence.start_at, here.clock(found.occurrence.start_at)
    away = (zones.local(start, hours.zone).date() - zones.local(view.now, hours.zone).date()).days
    if away == 0:
        return say("{title} is today at {clock}", title=title, clock=clock)
    if away == 1:
        return say("{title} is tomorrow at {clock}", title=title, clock=clock)
    return say("{title} is on {day}", title=title, day=here.when(start))


def _lead(say: Say, kind: str) -> str:
    match kind:
        case kinds.HOLD:
            return say("The invitation follows. Answer now if you know already.")
        case kinds.CALL:
            return say("Propose what the others should hear of, discuss or decide.")
        case kinds.SIGNUP:
            return say("The deadline for signing up is near.")
    return ""


async def _thanks(view: View, found: Sitting) -> Card | None:
    """What is still true of the minutes: they may be out by the time this is told. None: their own word thanks too."""
    say, minutes = view.say, await view.store.minutes.find(found.id)
    state = minutes.state if minutes is not None else DRAFT
    if state == LOCKED and not view.delivery.message:
        return None
    thanks = say("Thank you for coming. The minutes come to you when they are written.")
    lines = (
        thanks if state == DRAFT else say("Thank you for coming."),
        say("Was something forgotten? Put it on the agenda of the next meeting, or ask the network."),
    )
    row = Buttons((Button(say("Next meetings"), "meetings.page"),))
    return Card(say("Thank you for {title}", title=found.title), (*map(Text, lines), row))
