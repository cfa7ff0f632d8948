"""Acquaintance: who is behind an account, known or met for the first time."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.events import Sender
from handlers.chat.turn import Arena
from storage.directory.people import GUEST, MEMBER, Account, Person
from storage.kit.database import Store


async def language_of(store: Store, sender: Sender, arena: Arena) -> str:
    """Of the person, else of their client, else of the arena."""
    known = await store.people.by_account(sender.platform, sender.workspace, sender.user)
    if known is None:
        return sender.language or arena.language
    return sender.language if known[0].language_open and sender.language else known[0].language


async def meet(store: Store, sender: Sender, arena: Arena) -> tuple[Person, Account]:
    """The person behind an account; somebody never seen becomes a member, or a guest if the platform says so.

    What happens by itself is done by nobody: a guest without an account, who is not kept.
    """
    known = await store.people.by_account(sender.platform, sender.workspace, sender.user)
    if known is not None:
        person, account = known
        if store.now - account.seen_at > timedelta(hours=1):
            account.seen_at = store.now
        if sender.name and not account.name:
            account.name = sender.name
            person.name = sender.name if person.name == account.user else person.name
        await _learn_standing(store, sender, person, account)
        if sender.language and person.language_open:
            await _learn_language(store, person, sender.language)
        return person, account
    guest = sender.guest or sender.unsure
    account = Account(
        platform=sender.platform, workspace=sender.workspace, user=sender.user, name=sender.name, guest=guest
    )
    person = Person(
        name=sender.name or sender.user,
        language=sender.language or arena.language,
        language_open=not sender.language,
        role=GUEST if guest else MEMBER,
    )
    if not sender.user:
        return person, account
    if await store.workspaces.waits(sender.platform, sender.workspace):
        person.role = GUEST  # as everybody there, until somebody has said whose workspace it is
    return await store.people.add(person, account), account


async def _learn_standing(store: Store, sender: Sender, person: Person, account: Account) -> None:
    """As it turns out: the platform does not always tell at once who is a guest."""
    if sender.guest and not account.guest:
        account.guest = True
        person.role = GUEST if person.role == MEMBER and not person.confirmed else person.role
    elif sender.member and account.guest:
        account.guest = False
        if person.role == GUEST and not await store.workspaces.waits(sender.platform, sender.workspace):
            person.role = MEMBER


async def _learn_language(store: Store, person: Person, language: str) -> None:
    """The first event may come without it: what was said meanwhile is said in it too."""
    person.language_open = False
    if person.language != language:
        person.language = language
        await store.letters.redraw_all(person.id)
