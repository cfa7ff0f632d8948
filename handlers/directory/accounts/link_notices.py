"""Notify both sides that accounts are linked, refused or unlinked."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import View
from storage.directory.account_links import AccountLink
from storage.directory.people import Account, Person
from storage.kit.database import Store

router = Router()


def format_link_subject(link: AccountLink) -> str:
    """Return the subject of the confirmers' cards. It uses the code's hash, because link ids are reused."""
    return f"link:{link.code_hash[:20]}"


async def send_link_claims(store: Store, link: AccountLink, people: Sequence[int]) -> None:
    for person in await store.people.list_people_by_id(people):
        key, args = f"{format_link_subject(link)}:claim:{person.id}", {"link": link.id}
        await outgoing.post_to_person(store, person, "accounts.claim", args, key=key, subject=format_link_subject(link))


async def notify_accounts_linked(store: Store, person: Person, link_id: int) -> None:
    link = await store.account_links.find(link_id)
    if link is None:
        return
    await store.outbox.refresh_copies(format_link_subject(link))
    for id in (link.account_id, link.other_id):
        await outgoing.post_to_person(
            store, person, "accounts.linked", {}, key=f"{format_link_subject(link)}:linked:{id}", account_id=id
        )


async def notify_link_refused(store: Store, person: Person, account: Account, link: AccountLink, by: Person) -> None:
    key, args = f"{format_link_subject(link)}:refused:{account.id}", {"by": by.id}
    await outgoing.post_to_person(store, person, "accounts.refused", args, key=key, account_id=account.id)


async def notify_account_unlinked(store: Store, kept: Person, alone: Person, account: Account, number: str) -> None:
    """Notify the account that is separate now, and the person who keeps the others."""
    key, args = f"unlink:{number}:{account.id}", {"person": kept.id}
    await outgoing.post_to_person(store, alone, "accounts.alone", args, key=key, account_id=account.id)
    where = {"platform": account.platform}
    await outgoing.post_to_person(store, kept, "accounts.unlinked", where, key=f"unlink:{number}:kept")


@router.card("accounts.linked")
async def draw_accounts_linked_card(view: View) -> Card | None:
    if view.person is None:
        return None
    accounts = await view.store.people.list_reachable_accounts(view.person.id)
    where = view.say.listed(sorted({account.platform.capitalize() for account in accounts}))
    text = view.say("Your accounts are linked: {where}. If that was not you, unlink them now.", where=where)
    return Card("", (Text(text), Buttons((Button(view.say("Linked accounts"), "accounts.show"),))))


@router.card("accounts.refused")
async def draw_link_refused_card(view: View) -> Card | None:
    by = await view.store.people.find(view["by"])
    name = by.name if by else view.say("the secretariat")
    text = view.say("{name} could not confirm that both accounts are you. They stay apart. Ask {name}.", name=name)
    return Card("", (Text(text),))


@router.card("accounts.alone")
async def draw_account_separated_card(view: View) -> Card | None:
    before = await view.store.people.find(view["person"])
    name = before.name if before else view.say("a former contact")
    text = view.say("This account is no longer linked with {name}. Say where you belong to go on.", name=name)
    return Card("", (Text(text), Buttons((Button(view.say("Where do you belong?"), "members.where"),))))


@router.card("accounts.unlinked")
async def draw_account_unlinked_card(view: View) -> Card | None:
    where = view["platform"].capitalize()
    return Card("", (Text(view.say("An account of yours in {where} is no longer linked.", where=where)),))
