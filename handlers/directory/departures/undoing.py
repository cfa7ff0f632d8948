"""Undo: within a day the contact or the secretariat takes somebody back, with what is still where it was put."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Card, Reply, Text, note
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.records import record_kinds
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.departures import handing
from handlers.directory.departures.leaving import need_acting
from handlers.directory.departures.telling import may_undo, subject
from storage.directory.handovers import LEAD, HandedOver, Handover
from storage.directory.people import Person
from storage.kit.database import Store

router = Router()


@router.on(Click, "departures.undo")
async def undo(event: Click, turn: Turn) -> Reply:
    store, say = turn.store, turn.say
    handover = await store.handovers.find(parse_id(event.value))
    person = await store.people.lock(handover.person_id) if handover is not None else None
    if handover is None or person is None:
        raise Missing(say("I do not find that."))
    if handover.undone_at is not None:
        return note(say("That is undone already."), replace=True)
    organisation = await store.organisations.find(handover.organisation_id)
    if organisation is None or person.id == turn.person.id:
        raise Missing(say("I do not find that."))
    await need_acting(turn, organisation)
    if not await may_undo(store, handover, turn.person):
        raise UserError(say("It can be undone within a day, and that is over."))
    handover.undone_at = turn.now
    await _take_back(store, handover, person)
    for part in await store.handovers.parts(handover.id):
        await _give_back(store, handover, part)
    await store.outbox.refresh(subject(handover))
    args = {"organisation": handover.organisation_id, "by": turn.person.id}
    await outgoing.to_person(store, person, "departures.undone", args, key=f"{subject(handover)}:undone")
    names = {"name": person.name, "organisation": organisation.name}
    return note(say("{name} belongs to {organisation} again.", **names), replace=True)


async def _take_back(store: Store, handover: Handover, person: Person) -> None:
    """Where they belonged, what they were there, and their calendars."""
    await store.memberships.add(person, handover.organisation_id, confirmed=True)
    if handover.acted:
        await store.organisations.appoint(handover.organisation_id, person.id, handover.acted)
    if handover.last:
        person.role, person.left_at = handover.role, None
        await store.feeds.restore(person.id, handover.at)
    await store.outbox.refresh(f"member:{person.id}")


async def _give_back(store: Store, handover: Handover, part: HandedOver) -> None:
    """What has gone on to somebody else meanwhile stays there."""
    leaving = {kind.leaving.code: kind.leaving for kind in record_kinds().values() if kind.leaving is not None}
    if part.what in leaving:
        await leaving[part.what].give_back(store, handover, part.record_id, part.detail)
    elif part.what == LEAD:
        mine, _, was = part.detail.partition(":")
        if part.to_id is not None:
            await store.handovers.lead_again(part.record_id, part.to_id, was)
        await store.handovers.lead(part.record_id, None, handover.person_id, deputy=mine == "deputy")
    elif part.to_id is not None and await store.handovers.give(
        part.what, part.record_id, part.to_id, handover.person_id
    ):
        await handing.redraw(store, part.what, part.record_id)


@router.card("departures.undone")
async def draw(view: View) -> Card | None:
    organisation = await view.store.organisations.find(view["organisation"])
    by = await view.store.people.find(view["by"])
    if organisation is None or by is None:
        return None
    text = view.say(
        "You belong to {organisation} again: {name} has undone it. What you looked after is yours.",
        organisation=organisation.name,
        name=by.name,
    )
    return Card("", (Text(text),))
