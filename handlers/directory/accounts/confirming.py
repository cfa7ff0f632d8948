"""Confirm a link: the contact or the secretariat says whether two accounts are the same person."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Facts, Reply, Text, note
from handlers.chat.errors import NotAllowed, UserError
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.accounts import joining, telling
from handlers.directory.naming import signature
from storage.directory import account_links
from storage.directory.account_links import Link
from storage.directory.people import Account, Person

router = Router()


@router.card("accounts.claim")
async def draw(view: View) -> Card | None:
    link, say = await view.store.links.look(view["link"]), view.say
    if link is None or link.other_id is None:
        return None
    if link.state != account_links.WAITING:
        text = say("It is confirmed.") if link.state == account_links.DONE else say("It is refused.")
        return Card("", (Text(text, "subtle"),)) if view.delivery.message else None
    rows = []
    for id in (link.account_id, link.other_id):
        account = await view.store.people.account(id)
        person = await view.store.people.find(account.person_id) if account else None
        if account is None or person is None:
            return None
        rows.append((account.platform.capitalize(), await signature(view.store, person.id, person.stands_for, say)))
    text = say("Somebody typed on the second the code of the first. Confirm if you know that both are one person.")
    row = (
        Button(say("Confirm"), "accounts.confirm", str(link.id), "primary"),
        Button(say("Reject"), "accounts.reject", str(link.id)),
    )
    return Card(say("Are these the same person?"), (Facts(tuple(rows)), Text(text), Buttons(row)))


@router.on(Click, "accounts.confirm")
async def confirm(event: Click, turn: Turn) -> Reply:
    link, one, other = await _waiting(turn, event.value)
    store, link_id = turn.store, link.id
    link.state = account_links.DONE
    await store.session.flush()
    first, second = one[0], other[0]
    mine = second.id == turn.person.id  # who answers goes on as they are
    kept = await joining.join(store, second if mine else first, first if mine else second)
    name = kept.name
    await telling.tell_linked(store, kept, link_id)
    return note(turn.say("{name} is one person on both accounts now.", name=name), replace=True)


@router.on(Click, "accounts.reject")
async def reject(event: Click, turn: Turn) -> Reply:
    link, one, other = await _waiting(turn, event.value)
    link.state = account_links.REFUSED
    for person, account in (one, other):
        await telling.tell_refused(turn.store, person, account, link, turn.person)
    await turn.store.outbox.refresh(telling.subject(link))
    return note(turn.say("The accounts stay apart, and both are told."), replace=True)


async def _waiting(turn: Turn, value: str) -> tuple[Link, tuple[Person, Account], tuple[Person, Account]]:
    """The link and both its sides, if this person may say whether it is right."""
    store, say = turn.store, turn.say
    link = await store.links.find(parse_id(value))
    sides = []
    for id in (link.account_id, link.other_id) if link is not None else ():
        account = await store.people.account(id)
        person = await store.people.find(account.person_id) if account else None
        if account is not None and person is not None:
            sides.append((person, account))
    if link is None or len(sides) < 2 or link.state != account_links.WAITING:
        raise UserError(say("That link no longer waits for anybody."))
    asked = await joining.confirmers(store, sides[0][0], sides[1][0]) or ()
    may = turn.person.id in {person.id for person in asked}
    if not may and turn.person.id in {person.id for person, _ in sides}:
        raise NotAllowed(say("Somebody else must say so: the organisation's contact, or the secretariat."))
    await rights.need(turn, *((rights.REPRESENTATIVE,) if may else ()))
    return link, sides[0], sides[1]
