"""Remind owners before the day, on it and after it, and in the end whoever stands for their organisation."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from handlers.chat.cards import Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.dates.hours import Hours, hours_of
from handlers.dates.workdays import workdays_after, workdays_before
from handlers.directory.naming import signature
from handlers.meetings.actions.lines import buttons, due_note
from handlers.meetings.actions.listing import origin
from handlers.meetings.actions.telling import is_given_now, mark, over, still, subject
from handlers.meetings.sittings import sitting
from handlers.notifications.pushes import push
from storage.directory.organisations import CONTACT
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.actions import Action

router = Router()
#: working days before the day, and after it; with the last step the organisation's contact is told too
BEFORE, AFTER, LAST = 3, 2, 5
MORNING = time(9)
#: how long the last word may be late
PATIENCE = timedelta(days=30)
#: the longest that working days may lie apart from those of the calendar
_SPAN = timedelta(days=60)


@router.plan("actions")
async def plan(store: Store, arena: Arena, until: datetime) -> None:
    for action in await store.actions.due_between((store.now - _SPAN).date(), (until + _SPAN).date()):
        owner = await store.people.find(action.owner_id)
        if owner is not None:
            await _promise(store, arena, action, owner, until)


def steps(hours: Hours, due: date) -> list[tuple[str, datetime, datetime]]:
    """Name, time and end of each: a word that is not out by the time of the next is not sent any more."""
    found = [
        ("before", hours.at_or_before(workdays_before(due, BEFORE), MORNING)),
        ("on", hours.at_or_before(due, MORNING)),
        ("after", hours.at_or_after(workdays_after(due, AFTER), MORNING)),
        ("last", hours.at_or_after(workdays_after(due, LAST), MORNING)),
    ]
    ends = [at for _, at in found[1:]] + [found[-1][1] + PATIENCE]
    return [(name, at, end) for (name, at), end in zip(found, ends, strict=True)]


async def _promise(store: Store, arena: Arena, action: Action, owner: Person, until: datetime) -> None:
    for name, at, end in steps(hours_of(owner, arena), action.due):
        if action.set_at < at <= until and end > store.now:
            await _push(store, arena, action, owner, name, at, end)
            if name == "last":
                for person in await _others(store, action):
                    await _push(store, arena, action, person, "contact", at, end)


async def _push(
    store: Store, arena: Arena, action: Action, person: Person, name: str, at: datetime, end: datetime
) -> None:
    await push(
        store,
        arena,
        person,
        "actions.late" if name == "contact" else "actions.due",
        {"action": action.id, "mark": mark(action)},
        key=f"action:{action.id}:{name}:{person.id}:{mark(action)}",
        at=at,
        subject=subject(action.id),
        expires_at=end,
        early=name in ("before", "on"),
    )


async def _others(store: Store, action: Action) -> list[Person]:
    """The contacts of the owner's organisation; where the owner is the only one, who runs the meeting."""
    found: list[Person] = []
    if action.organisation_id is not None:
        roles = await store.organisations.roles(action.organisation_id)
        people = await store.organisations.representatives(action.organisation_id)
        found = [person for person in people if roles.get(person.id) == CONTACT and person.id != action.owner_id]
    if not found:
        held = await sitting(store, action.occurrence_id)
        organiser = await store.people.find(held.meeting.organiser_id) if held else None
        found = [organiser] if organiser is not None and organiser.id != action.owner_id else []
    return [person for person in found if not person.guest]


@router.card("actions.due")
async def draw(view: View) -> Card | None:
    """To the owner."""
    action, say = await view.store.actions.find(view["action"]), view.say
    if action is None or view.person is None or action.owner_id != view.person.id:
        return None
    if not still(view, action):
        return over(view, action)
    if not view.delivery.message and await is_given_now(view, action):
        return None
    today = view.now.astimezone(view.arena.zone).date()
    note = " · ".join(filter(None, (due_note(action, say, today), await origin(view.store, action))))
    return Card(say("You promised"), (Text(action.text), Text(note, "subtle"), Buttons(buttons(say, action))))


@router.card("actions.late")
async def draw_late(view: View) -> Card | None:
    """To one who may help: without buttons, for it is not theirs."""
    action, say = await view.store.actions.find(view["action"]), view.say
    if action is None or view.person is None:
        return None
    if not still(view, action):
        return over(view, action)
    who = await signature(view.store, action.owner_id, action.organisation_id, say)
    today = view.now.astimezone(view.arena.zone).date()
    note = " · ".join(filter(None, (due_note(action, say, today), await origin(view.store, action))))
    text = say("{name} promised this and is late. Can you help?", name=who)
    return Card("", (Text(text), Text(action.text), Text(note, "subtle")))
