"""The first member of the secretariat: a code that only the operator can know lets somebody in while nobody is."""

from __future__ import annotations

import base64
import hashlib
import hmac

from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.errors import NotAllowed, UserError
from handlers.chat.records import record_kinds
from handlers.chat.turn import Turn
from storage.directory.people import SECRETARIAT, Person
from storage.kit.database import Store

#: characters of base32: 60 bits
CODE_LENGTH = 12


def first_secretariat_code(secret: bytes) -> str:
    """What `check` prints for the operator, who gives it to the first member of the secretariat."""
    return base64.b32encode(hmac.digest(secret, b"first-secretariat", hashlib.sha256)).decode()[:CODE_LENGTH]


async def enter_code(turn: Turn, code: str) -> Reply:
    """`admin kode XXXX`, in chat."""
    say, known = turn.say, await turn.store.people.secretariat()
    if turn.person.secretariat:
        raise UserError(say("You are in the secretariat already. Write «admin»."))
    if known:
        names = ", ".join(person.name for person in known[:3])
        raise NotAllowed(say("The secretariat has members already. Ask {names} to let you in.", names=names))
    given = "".join(filter(str.isalnum, code)).upper()
    if not turn.arena.secret or not hmac.compare_digest(
        given.encode(), first_secretariat_code(turn.arena.secret).encode()
    ):
        raise NotAllowed(say("That code is not right. Whoever runs the bot gets it from the command «check»."))
    await admit(turn, turn.person)
    text = say("You are in the secretariat now. Write «admin» to see topics, rooms, organisations and people.")
    waits = say("What has waited for you is under «home».")
    row = Buttons((Button(say("Administer"), "admin.show", style="primary"), Button(say("Home"), "home.show")))
    return Reply(Card("", (Text(f"{text} {waits}"), row)))


async def admit(turn: Turn, person: Person) -> None:
    """Into the secretariat; what waits for it is shown at once."""
    person.role = SECRETARIAT
    await turn.store.session.flush()
    await show_waiting(turn.store, person)


async def show_waiting(store: Store, person: Person) -> None:
    """Show this new member of the secretariat what waits for it; clocks that stood still begin with the first one."""
    first = len(await store.people.secretariat()) <= 1
    for kind in record_kinds().values():
        if kind.show_to_secretariat is not None:
            await kind.show_to_secretariat(store, person, first)
    if first:
        await _show_workspaces(store)


async def _show_workspaces(store: Store) -> None:
    from handlers.directory.workspaces import accepting, knocking  # they know who is in the secretariat

    for workspace in await store.workspaces.all():
        if workspace.pending:
            await accepting.ask(store, workspace, "first")
    for workspace in (await store.workspaces.knocking())[: knocking.TOLD]:
        await knocking.ask(store, workspace)
