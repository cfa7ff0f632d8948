"""Confirm a link: the contact or the secretariat says whether two accounts are the same person."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Facts, Reply, Text, build_text_reply
from handlers.chat.errors import NotAllowed, UserError
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.directory.accounts import account_merge, link_notices
from handlers.directory.display_names import format_signature
from storage.directory import account_links
from storage.directory.account_links import AccountLink
from storage.directory.people import Account, Person

router = Router()


@router.card(link_notices.LinkClaimCard)
async def draw_link_claim_card(view: View[link_notices.LinkClaimCard]) -> Card | None:
    link, say = await view.store.account_links.find(view.args.link), view.say
    if link is None or link.other_id is None:
        return None
    if link.state != account_links.WAITING:
        return await _draw_settled_link(view, link) if view.delivery.was_told else None
    rows = []
    for id in (link.account_id, link.other_id):
        account = await view.store.people.find_account(id)
        person = await view.store.people.find(account.person_id) if account else None
        if account is None or person is None:
            return None
        rows.append(
            (account.platform.capitalize(), await format_signature(view.store, person.id, person.stands_for, say))
        )
    text = say(
        "Somebody typed the code from the first account on the second one. Confirm if you know that both belong to"
        " the same person."
    )
    row = (
        Button(say("Confirm"), "accounts.confirm", str(link.id), "primary"),
        Button(say("Reject"), "accounts.reject", str(link.id)),
    )
    return Card(say("Are these the same person?"), (Facts(tuple(rows)), Text(text), Buttons(row)))


async def _draw_settled_link(view: View, link: AccountLink) -> Card:
    """Draw how it ended: whoever decided reads the same as in the answer, which this takes the place of."""
    account = await view.store.people.find_account(link.account_id)
    person = await view.store.people.find(account.person_id) if account else None
    text = view.say("The accounts stay separate, and both will be told.")
    if link.state == account_links.DONE:
        text = _describe_one_person(view.say, person) if person else view.say("It is confirmed.")
    return Card("", (Text(text, "subtle"),))


def _describe_one_person(say: Say, person: Person) -> str:
    return say("{name} is now the same person on both accounts.", name=person.name)


@router.on(Click, "accounts.confirm")
async def on_account_link_confirm(event: Click, turn: Turn) -> Reply:
    link, one, other = await _load_pending_link(turn, event.value)
    store, link_id = turn.store, link.id
    link.state = account_links.DONE
    await store.session.flush()
    first, second = one[0], other[0]
    mine = second.id == turn.person.id  # the person of this event keeps their record
    kept = await account_merge.merge_person_accounts(store, second if mine else first, first if mine else second)
    text = _describe_one_person(turn.say, kept)
    await link_notices.notify_accounts_linked(store, kept, link_id)
    return build_text_reply(text, replace=True)


@router.on(Click, "accounts.reject")
async def on_account_link_reject(event: Click, turn: Turn) -> Reply:
    link, one, other = await _load_pending_link(turn, event.value)
    link.state = account_links.REFUSED
    for person, account in (one, other):
        await link_notices.notify_link_refused(turn.store, person, account, link, turn.person)
    await turn.store.outbox.refresh_copies(link_notices.build_link_subject(link))
    return build_text_reply(turn.say("The accounts stay separate, and both will be told."), replace=True)


async def _load_pending_link(
    turn: Turn, value: str
) -> tuple[AccountLink, tuple[Person, Account], tuple[Person, Account]]:
    """Load the pending link and both of its sides, if this person may decide about it.

    Raises UserError if the link is no longer pending, NotAllowed if somebody else must decide.
    """
    store, say = turn.store, turn.say
    link = await store.account_links.lock(parse_id(value))
    sides = []
    for id in (link.account_id, link.other_id) if link is not None else ():
        account = await store.people.find_account(id)
        person = await store.people.find(account.person_id) if account else None
        if account is not None and person is not None:
            sides.append((person, account))
    if link is None or len(sides) < 2 or link.state != account_links.WAITING:
        raise UserError(say("That link no longer waits for anybody."))
    asked = await account_merge.list_link_confirmers(store, sides[0][0], sides[1][0]) or ()
    may = turn.person.id in {person.id for person in asked}
    if not may and turn.person.id in {person.id for person, _ in sides}:
        raise NotAllowed(say("Somebody else must say this: the organisation's contact, or the secretariat."))
    await rights.need_right(turn, *((rights.REPRESENTATIVE,) if may else ()))
    return link, sides[0], sides[1]
