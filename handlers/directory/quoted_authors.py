"""Identify who wrote a message that somebody pointed at."""

from __future__ import annotations

from handlers.chat.events import Sender
from handlers.chat.turn import Turn
from storage.directory.people import GUEST, MEMBER, Account, Person


async def identify_quoted_author(turn: Turn, author: Sender) -> Person:
    """Return the person of the account that wrote a message; add a new person so that they can be asked."""
    known = await turn.store.people.find_person_by_account(author.platform, author.workspace, author.user)
    if known is not None:
        return known[0]
    unknown_question = author.guest or author.unsure
    account = Account(
        platform=author.platform, workspace=author.workspace, user=author.user, name=author.name, guest=unknown_question
    )
    guest = unknown_question or await turn.store.workspaces.is_awaiting_acceptance(author.platform, author.workspace)
    person = Person(
        name=author.name or author.user,
        language=author.language or turn.arena.language,
        role=GUEST if guest else MEMBER,
    )
    return await turn.store.people.add_person_with_account(person, account)
