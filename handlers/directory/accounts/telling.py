"""Tell both sides: accounts are linked, or are not, or no longer."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import View
from storage.directory.account_links import Link
from storage.directory.people import Account, Person
from storage.kit.database import Store

router = Router()


def subject(link: Link) -> str:
    """The cards of those who are asked; ids are given anew when old links are forgotten."""
    return f"link:{link.code_hash[:20]}"


async def ask(store: Store, link: Link, people: Sequence[int]) -> None:
    for person in await store.people.named(people):
        key, args = f"{subject(link)}:claim:{person.id}", {"link": link.id}
        await outgoing.to_person(store, person, "accounts.claim", args, key=key, subject=subject(link))


async def tell_linked(store: Store, person: Person, link_id: int) -> None:
    link = await store.links.look(link_id)
    if link is None:
        return
    await store.outbox.refresh(subject(link))
    for id in (link.account_id, link.other_id):
        await outgoing.to_person(
            store, person, "accounts.linked", {}, key=f"{subject(link)}:linked:{id}", account_id=id
        )


async def tell_refused(store: Store, person: Person, account: Account, link: Link, by: Person) -> None:
    key, args = f"{subject(link)}:refused:{account.id}", {"by": by.id}
    await outgoing.to_person(store, person, "accounts.refused", args, key=key, account_id=account.id)


async def tell_unlinked(store: Store, kept: Person, alone: Person, account: Account, number: str) -> None:
    """The account that stands alone now, and the one from which it was done."""
    key, args = f"unlink:{number}:{account.id}", {"person": kept.id}
    await outgoing.to_person(store, alone, "accounts.alone", args, key=key, account_id=account.id)
    where = {"platform": account.platform}
    await outgoing.to_person(store, kept, "accounts.unlinked", where, key=f"unlink:{number}:kept")


@router.card("accounts.linked")
async def draw_linked(view: View) -> Card | None:
    if view.person is None:
        return None
    accounts = await view.store.people.accounts(view.person.id)
    where = view.say.listed(sorted({account.platform.capitalize() for account in accounts}))
    text = view.say("Your accounts are linked: {where}. If that was not you, unlink them now.", where=where)
    return Card("", (Text(text), Buttons((Button(view.say("Linked accounts"), "accounts.show"),))))


@router.card("accounts.refused")
async def draw_refused(view: View) -> Card | None:
    by = await view.store.people.find(view["by"])
    name = by.name if by else view.say("the secretariat")
    text = view.say("{name} could not confirm that both accounts are you. They stay apart. Ask {name}.", name=name)
    return Card("", (Text(text),))


@router.card("accounts.alone")
async def draw_alone(view: View) -> Card | None:
    before = await view.store.people.find(view["person"])
    name = before.name if before else view.say("a former contact")
    text = view.say("This account is no longer linked with {name}. Say where you belong to go on.", name=name)
    return Card("", (Text(text), Buttons((Button(view.say("Where do you belong?"), "members.where"),))))


@router.card("accounts.unlinked")
async def draw_unlinked(view: View) -> Card | None:
    where = view["platform"].capitalize()
    return Card("", (Text(view.say("An account of yours in {where} is no longer linked.", where=where)),))
