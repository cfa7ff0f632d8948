"""Propose: a member wants something on the agenda, changes it, or takes it back, until it is decided on."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Form, Item, Part, Reply, Text, note
from handlers.chat.edits import next_version
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import shorten
from handlers.meetings.agenda import showing, words
from handlers.meetings.agenda.changes import changed
from handlers.meetings.agenda.forms import fields, owner_chosen, owner_field, retyped, wanted
from handlers.meetings.agenda.lookup import (
    load_visible_item,
    load_visible_sitting,
    need_coming_sitting,
    need_open_agenda,
)
from handlers.meetings.audience import may_run, need_run
from handlers.meetings.sittings import Sitting, sitting
from handlers.moderation.competition import hint
from storage.meetings.agenda import ACCEPTED, PROPOSED, TREATED, WITHDRAWN, AgendaItem

router = Router()
#: wishes of one person for one meeting that wait
MOST = 10


@router.on(Click, "agenda.propose", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    found = await load_visible_sitting(turn, event.value, lock=False)
    await need_coming_sitting(turn, found)
    return Reply(form=form(turn, found))


def form(turn: Turn, sitting: Sitting) -> Form:
    say = turn.say
    about = f"{sitting.title}, {say.when(sitting.occurrence.start_at, zone=sitting.zone)}"
    return Form(say("Propose an item"), "agenda.propose", fields(say), say("Propose"), str(sitting.id), note=about)


@router.on(Submission, "agenda.propose")
async def propose(event: Submission, turn: Turn) -> Reply:
    found = await load_visible_sitting(turn, event.value)
    await need_coming_sitting(turn, found)
    want = wanted(turn, event)
    item = AgendaItem(occurrence_id=found.id, owner_id=turn.person.id, proposed_by_id=turn.person.id)
    want.write(item)
    return await suggest(turn, found, item)


async def suggest(turn: Turn, sitting: Sitting, item: AgendaItem) -> Reply:
    """Tell whoever runs the meeting, and show the proposer what they have proposed."""
    mine = [one for one in await turn.store.agenda.of(sitting.id, (PROPOSED,)) if one.proposed_by_id == turn.person.id]
    if any((one.kind, one.title, one.text) == (item.kind, item.title, item.text) for one in mine):
        raise UserError(turn.say("You have proposed this already. The organiser decides."))
    if len(mine) >= MOST:
        raise UserError(turn.say("You have {n} proposals for this meeting that wait. Take one back first.", n=MOST))
    item.state = PROPOSED
    await turn.store.agenda.add(item)
    organiser = await turn.store.people.find(sitting.meeting.organiser_id)
    if organiser is not None and organiser.id != turn.person.id:
        await outgoing.to_person(
            turn.store, organiser, "agenda.proposed", {"item": item.id}, key=f"agenda:item:{item.id}:proposed"
        )
    return _shown(turn, sitting, item, turn.say("Proposed for {title}. You hear what is decided.", title=sitting.title))


@router.card("agenda.proposed")
async def draw_wish(view: View) -> Card | None:
    """To the organiser; None when it was taken back or decided on before."""
    item = await view.store.agenda.find(view["item"])
    found = await sitting(view.store, item.occurrence_id) if item else None
    if item is None or found is None or view.person is None or item.state != PROPOSED or not found.takes_place:
        return None
    title = view.say("Proposed for the agenda of {title}", title=found.title)
    return Card(title, (await showing.wish(view.store, item, view.say, view.person),))


@router.on(Click, "agenda.edit", opens=True)
async def edit(event: Click, turn: Turn) -> Reply:
    item, found = await load_visible_item(turn, event.value, lock=False)
    await _need_mine(turn, item, found)
    return Reply(form=await edit_form(turn, item, found))


async def edit_form(turn: Turn, item: AgendaItem, sitting: Sitting, *, lead: str = "") -> Form:
    say, inputs = turn.say, list(fields(turn.say, item))
    if may_run(turn.person, sitting.meeting):
        inputs.append(await owner_field(turn, item))
    title = words.number(say, item) or say("Change the item")
    return Form(title, "agenda.edit", tuple(inputs), say("Save"), f"{item.id}:{item.version}", note=lead)


@router.on(Submission, "agenda.edit")
async def save(event: Submission, turn: Turn) -> Reply:
    """A form that was opened on an older item comes back with what was typed, and says what stands there now."""
    id, _, version = event.value.partition(":")
    item, found = await load_visible_item(turn, id)
    await _need_mine(turn, item, found)
    want = wanted(turn, event)
    owner_id = await owner_chosen(turn, event, found) if "owner" in event.values else item.owner_id
    if version != str(item.version):
        return await _meanwhile(turn, item, found, event)
    different = item.owner_id != owner_id
    if want.write(item) or different:
        item.owner_id, item.version = owner_id, next_version(item.version, turn.now)
        await changed(turn, found, item)
    return _shown(turn, found, item, turn.say("Changed."), *hint(turn.say, f"{item.title}\n{item.text}"))


async def _meanwhile(turn: Turn, item: AgendaItem, sitting: Sitting, event: Submission) -> Reply:
    now = f"{item.title}\n{shorten(item.text, 300)}".strip()
    form = await edit_form(
        turn, item, sitting, lead=turn.say("Somebody changed it meanwhile. It now says: {text}", text=now)
    )
    return Reply(form=retyped(form, event))


@router.on(Click, "agenda.withdraw")
async def withdraw(event: Click, turn: Turn) -> Reply:
    item, found = await load_visible_item(turn, event.value)
    await rights.need_author(turn, item.proposed_by_id)
    if item.state == WITHDRAWN:
        return note(turn.say("Taken back."), replace=True)
    if item.state != PROPOSED:
        raise UserError(turn.say("It is decided on already. Ask whoever runs {title}.", title=found.title))
    item.state, item.version = WITHDRAWN, next_version(item.version, turn.now)
    return note(turn.say("Taken back."), replace=True)


async def _need_mine(turn: Turn, item: AgendaItem, sitting: Sitting) -> None:
    """The proposer as long as it waits, whoever runs the meeting until it is closed."""
    if may_run(turn.person, sitting.meeting) and item.state in (PROPOSED, ACCEPTED, TREATED):
        await need_run(turn, sitting.meeting)
        await need_open_agenda(turn, sitting)
        return
    await rights.need_author(turn, item.proposed_by_id)
    if item.state != PROPOSED:
        raise UserError(turn.say("It is decided on already. Ask whoever runs {title}.", title=sitting.title))
    await need_coming_sitting(turn, sitting)


def _shown(turn: Turn, sitting: Sitting, item: AgendaItem, lead: str, *more: Part) -> Reply:
    say = turn.say
    parts: list[Part] = [Text(lead), *more]
    if item.state == PROPOSED and item.proposed_by_id == turn.person.id:
        parts.append(showing.own_wish(say, item))
    else:
        parts.append(Item(words.title(say, item), shorten(item.text, 400)))
    parts.append(Buttons((Button(say("Agenda"), "agenda.show", str(sitting.id)),)))
    return Reply(Card("", tuple(parts)))
