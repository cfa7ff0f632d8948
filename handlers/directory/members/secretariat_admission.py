"""Admit the first member of the secretariat by a code that only the operator can know.

The code works only while the secretariat has no members.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from handlers.access.secretariat_vacancy import name_secretariat
from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.errors import NotAllowed, UserError
from handlers.chat.record_kinds import list_record_kinds
from handlers.chat.turn import Turn
from storage.directory.people import SECRETARIAT, Person
from storage.kit.database import Store

#: number of base32 characters: 60 bits
CODE_LENGTH = 12


def derive_secretariat_code(secret: bytes) -> str:
    """Return the code that `check` prints for the operator.

    The operator gives it to the first member of the secretariat.
    """
    return base64.b32encode(hmac.digest(secret, b"first-secretariat", hashlib.sha256)).decode()[:CODE_LENGTH]


async def enter_secretariat_code(turn: Turn, code: str) -> Reply:
    """Answer `admin kode XXXX`, typed in chat. Raises NotAllowed for a wrong code or once there are members."""
    say, known = turn.say, await turn.store.people.list_secretariat()
    if turn.person.secretariat:
        raise UserError(say("You are in the secretariat already. Write “admin”."))
    if known:
        names = await name_secretariat(turn.store, say)
        raise NotAllowed(say("The secretariat has members already. Ask {names} to let you in.", names=names))
    given = "".join(filter(str.isalnum, code)).upper()
    if not turn.arena.secret or not hmac.compare_digest(
        given.encode(), derive_secretariat_code(turn.arena.secret).encode()
    ):
        raise NotAllowed(say("That code is not right. Whoever runs the bot gets it from the command “check”."))
    await admit_to_secretariat(turn, turn.person)
    text = say("You are in the secretariat now. Write “admin” to see topics, rooms, organisations and people.")
    waits = say("What has waited for you is under “home”.")
    row = Buttons((Button(say("Administer"), "admin.show", style="primary"), Button(say("Home"), "home.show")))
    return Reply(Card("", (Text(f"{text} {waits}"), row)))


async def admit_to_secretariat(turn: Turn, person: Person) -> None:
    """Make the person a member of the secretariat, and show them at once what waits for it."""
    person.role = SECRETARIAT
    await turn.store.session.flush()
    await show_secretariat_queue(turn.store, person)


async def show_secretariat_queue(store: Store, person: Person) -> None:
    """Show a new member of the secretariat what waits for it.

    Clocks that stood still without a secretariat start with its first member.
    """
    first = len(await store.people.list_secretariat()) <= 1
    for kind in list_record_kinds().values():
        if kind.show_to_secretariat is not None:
            await kind.show_to_secretariat(store, person, first)
    if first:
        await _announce_pending_workspaces(store)


async def _announce_pending_workspaces(store: Store) -> None:
    from handlers.directory.workspaces import (  # they know who is in the secretariat
        access_requests,
        workspace_acceptance,
    )

    for workspace in await store.workspaces.list_all_workspaces():
        if workspace.is_pending:
            await workspace_acceptance.ask_workspace_owner(store, workspace, "first")
    for workspace in (await store.workspaces.list_knocking_workspaces())[: access_requests.TOLD]:
        await access_requests.announce_access_request(store, workspace)
