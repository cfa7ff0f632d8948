"""Identify the person behind an account, known or met for the first time."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.events import Sender
from handlers.chat.turn import Arena
from handlers.language.language_detection import guess_written_language
from storage.directory.people import GUEST, MEMBER, Account, Person
from storage.kit.database import Store


async def choose_sender_language(store: Store, sender: Sender, arena: Arena) -> str:
    """Return the language of the person, else of their client, else of the arena."""
    known = await store.people.find_person_by_account(sender.platform, sender.workspace, sender.user)
    if known is None:
        return sender.language or arena.language
    return sender.language if known[0].language_open and sender.language else known[0].language


async def identify_event_sender(store: Store, sender: Sender, arena: Arena, said: str = "") -> tuple[Person, Account]:
    """Return the person behind an account; a new person becomes a member, or a guest if the platform says so.

    `said` tells their language while neither they nor their client has named one. An event without a user is done
    by nobody: return a guest without an account, who is not stored.
    """
    known = await store.senders.find_sender(sender.platform, sender.workspace, sender.user)
    if known.person is not None and known.account is not None:
        person, account = known.person, known.account
        if store.now - account.seen_at > timedelta(hours=1):
            account.seen_at = store.now
        if sender.name and not account.name:
            account.name = sender.name
            person.name = sender.name if person.name == account.user else person.name
        await _update_guest_status(store, sender, person, account)
        if sender.language and person.language_open:
            await _update_person_language(store, person, sender.language)
            person.language_open = False
        elif person.language_open:
            await _update_person_language(store, person, guess_written_language(said) or person.language)
        return person, account
    guest = sender.guest or sender.unsure
    account = Account(
        platform=sender.platform, workspace=sender.workspace, user=sender.user, name=sender.name, guest=guest
    )
    person = Person(
        name=sender.name or sender.user,
        language=sender.language or guess_written_language(said) or arena.language,
        language_open=not sender.language,
        role=GUEST if guest else MEMBER,
    )
    if not sender.user:
        return person, account
    if await store.workspaces.is_awaiting_acceptance(sender.platform, sender.workspace):
        person.role = GUEST  # as all people there, until the workspace is accepted
    return await store.people.add_person_with_account(person, account), account


async def _update_guest_status(store: Store, sender: Sender, person: Person, account: Account) -> None:
    """Update whether the account is a guest: the platform does not always tell so at once."""
    if sender.guest and not account.guest:
        account.guest = True
        person.role = GUEST if person.role == MEMBER and not person.confirmed else person.role
    elif sender.member and account.guest:
        account.guest = False
        if person.role == GUEST and not await store.workspaces.is_awaiting_acceptance(
            sender.platform, sender.workspace
        ):
            person.role = MEMBER


async def _update_person_language(store: Store, person: Person, language: str) -> None:
    """Store the language of a person whose first event came without one.

    Private notices sent meanwhile are redrawn in that language.
    """
    if person.language != language:
        person.language = language
        await store.private_notices.redraw_private_notices(person.id)
