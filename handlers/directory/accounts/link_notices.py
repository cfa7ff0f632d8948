"""Notify both sides that accounts are linked, refused or unlinked."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import View
from storage.directory.account_links import AccountLink
from storage.directory.people import Account, Person
from storage.kit.database import Store

router = Router()


class LinkClaimCard(CardArguments, frozen=True):
    template = "accounts.claim"

    link: int


class AccountsLinkedNotice(CardArguments, frozen=True):
    template = "accounts.linked"


class LinkRefusedNotice(CardArguments, frozen=True):
    template = "accounts.refused"

    by: int


class AccountSeparatedNotice(CardArguments, frozen=True):
    template = "accounts.alone"

    #: id of the person it was linked with
    person: int


class AccountUnlinkedNotice(CardArguments, frozen=True):
    template = "accounts.unlinked"

    platform: str


def build_link_subject(link: AccountLink) -> str:
    """Return the subject of the confirmers' cards. It uses the code's hash, because link ids are reused."""
    return f"link:{link.code_hash[:20]}"


async def send_link_claims(store: Store, link: AccountLink, people: Sequence[int]) -> None:
    for person in await store.people.list_people_by_id(people):
        key, card = f"{build_link_subject(link)}:claim:{person.id}", LinkClaimCard(link.id)
        await outgoing.post_to_person(store, person, card, key=key, subject=build_link_subject(link))


async def notify_accounts_linked(store: Store, person: Person, link_id: int) -> None:
    link = await store.account_links.find(link_id)
    if link is None:
        return
    await store.outbox.refresh_copies(build_link_subject(link))
    for id in (link.account_id, link.other_id):
        await outgoing.post_to_person(
            store, person, AccountsLinkedNotice(), key=f"{build_link_subject(link)}:linked:{id}", account_id=id
        )


async def notify_link_refused(store: Store, person: Person, account: Account, link: AccountLink, by: Person) -> None:
    key, notice = f"{build_link_subject(link)}:refused:{account.id}", LinkRefusedNotice(by.id)
    await outgoing.post_to_person(store, person, notice, key=key, account_id=account.id)


async def notify_account_unlinked(store: Store, kept: Person, alone: Person, account: Account, number: str) -> None:
    """Notify the account that is separate now, and the person who keeps the others."""
    key, notice = f"unlink:{number}:{account.id}", AccountSeparatedNotice(kept.id)
    await outgoing.post_to_person(store, alone, notice, key=key, account_id=account.id)
    await outgoing.post_to_person(store, kept, AccountUnlinkedNotice(account.platform), key=f"unlink:{number}:kept")


@router.card(AccountsLinkedNotice)
async def draw_accounts_linked_card(view: View[AccountsLinkedNotice]) -> Card | None:
    if view.person is None:
        return None
    accounts = await view.store.people.list_reachable_accounts(view.person.id)
    where = view.say.listed(sorted({account.platform.capitalize() for account in accounts}))
    text = view.say("Your accounts are linked: {where}. If that was not you, unlink them now.", where=where)
    return Card("", (Text(text), Buttons((Button(view.say("Linked accounts"), "accounts.show"),))))


@router.card(LinkRefusedNotice)
async def draw_link_refused_card(view: View[LinkRefusedNotice]) -> Card | None:
    by = await view.store.people.find(view.args.by)
    name = by.name if by else view.say("the secretariat")
    text = view.say("{name} could not confirm that both accounts are yours. They stay separate. Ask {name}.", name=name)
    return Card("", (Text(text),))


@router.card(AccountSeparatedNotice)
async def draw_account_separated_card(view: View[AccountSeparatedNotice]) -> Card | None:
    before = await view.store.people.find(view.args.person)
    name = before.name if before else view.say("a former contact")
    text = view.say(
        "This account is no longer linked to {name}. Say which organisation you belong to before you continue.",
        name=name,
    )
    return Card("", (Text(text), Buttons((Button(view.say("Choose your organisation"), "members.where"),))))


@router.card(AccountUnlinkedNotice)
async def draw_account_unlinked_card(view: View[AccountUnlinkedNotice]) -> Card | None:
    where = view.args.platform.capitalize()
    return Card("", (Text(view.say("One of your accounts, in {where}, is no longer linked.", where=where)),))
