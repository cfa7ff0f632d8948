"""The test: a card to a room or person of the house, and one to the secretariat in another; what arrives is shown."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import msgspec

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory import keepers
from handlers.directory.setups import listing
from handlers.directory.setups.outcomes import subject
from handlers.directory.workspaces.claims import claim
from storage.directory.people import Account, Person
from storage.directory.rooms import LOST, Room
from storage.directory.workspaces import Workspace

router = Router()
#: between two tests of one house
PAUSE = timedelta(seconds=15)
#: rooms and people to choose from
MOST = 40
Target = Room | tuple[Person, Account]


@router.on(Click, "setups.test")
async def test(event: Click, turn: Turn) -> None:
    """To the first room that carries topics, else to oneself; and to the secretariat elsewhere, if it is anywhere.

    The card that was clicked shows what arrives.
    """
    workspace = await _testable(turn, event.value)
    rooms = await turn.store.rooms.of_workspace(workspace.platform, workspace.workspace)
    carrying = [room for room in rooms if room.state != LOST and await turn.store.rooms.topics(room.id)]
    await _send(turn, workspace, event.id, carrying[0] if carrying else (turn.person, turn.account))
    across = await _elsewhere(turn, workspace)
    if across is not None:
        await _send(turn, workspace, event.id, across, across=True)
    await turn.store.outbox.refresh(keepers.subject(workspace.platform, workspace.workspace))


@router.on(Click, "setups.choose", opens=True)
async def choose(event: Click, turn: Turn) -> Reply:
    """Where in the house, for those who look after many."""
    workspace, say = await keepers.found(turn, event.value), turn.say
    options = [(key, name) for key, (name, _) in (await _targets(turn, workspace)).items()]
    if not options:
        raise UserError(say("I know no room and nobody there yet. Somebody there must add me first, or write to me."))
    fields = (Field("where", say("Where?"), "choice", options[0][0], options=tuple(options)),)
    return Reply(form=Form(say("Send test card"), "setups.choose", fields, say("Send"), workspace.key))


@router.on(Submission, "setups.choose")
async def send(event: Submission, turn: Turn) -> Reply:
    workspace = await _testable(turn, event.value)
    target = (await _targets(turn, workspace)).get(event.text("where"))
    if target is None:
        raise UserError("", {"where": turn.say("Choose where.")})
    await _send(turn, workspace, event.id, target[1])
    await turn.store.outbox.refresh(keepers.subject(workspace.platform, workspace.workspace))
    await listing.show(turn, workspace, event.id)
    return note(turn.say("Sent. I have written to you what arrives."))


@router.card("setups.proof")
async def draw(view: View) -> Card | None:
    workspace, say = await view.store.workspaces.keyed(view["workspace"]), view.say
    if workspace is None:
        return None
    text = say("It has arrived, so messages from {name} arrive here. You need not do anything.", name=view.arena.name)
    named = await claim(view.store, workspace) or workspace.title
    title = say("Test card from {house}", house=named)
    seen = Button(say("I see it"), "setups.seen", f"{workspace.key} {view['by']}")
    return Card(title, (Text(text), Buttons((seen,))) if view["across"] else (Text(text),))


@router.sent("setups.proof")
async def arrived(view: View) -> None:
    await _redraw(view)


@router.lost("setups.proof")
async def failed(view: View) -> None:
    await _redraw(view)


async def _redraw(view: View) -> None:
    platform, _, id = str(view["workspace"]).partition(":")
    await view.store.outbox.refresh(keepers.subject(platform, id))


async def _testable(turn: Turn, key: str) -> Workspace:
    workspace = await keepers.found(turn, key)
    if workspace.tested_at is not None and turn.now - workspace.tested_at < PAUSE:
        raise UserError(turn.say("A test card was sent just now. Wait a moment."))
    workspace.tested_at = turn.now
    return workspace


async def _targets(turn: Turn, workspace: Workspace) -> dict[str, tuple[str, Target]]:
    """Rooms before people, by a key of their own."""
    store = turn.store
    found: dict[str, tuple[str, Target]] = {}
    for room in (await store.rooms.of_workspace(workspace.platform, workspace.workspace))[:MOST]:
        found[f"room:{room.id}"] = (room.name or room.channel, room)
    for person, account in (await store.workspaces.members(workspace.platform, workspace.workspace))[:MOST]:
        found.setdefault(f"person:{person.id}", (person.name, (person, account)))
    return found


async def _elsewhere(turn: Turn, workspace: Workspace) -> Target | None:
    """A room of the secretariat in another house, on another platform if there is one; else one of its people."""
    store, here = turn.store, (workspace.platform, workspace.workspace)
    rooms = [room for room in await store.rooms.triage() if (room.platform, room.workspace) != here]
    if rooms:
        return min(rooms, key=lambda room: room.platform == workspace.platform)
    people: list[tuple[Person, Account]] = [
        (person, account)
        for person in await store.people.secretariat()
        for account in await store.people.accounts(person.id)
        if (account.platform, account.workspace) != here
    ]
    return min(people, key=lambda pair: pair[1].platform == workspace.platform, default=None)


async def _send(turn: Turn, workspace: Workspace, event_id: str, target: Target, *, across: bool = False) -> None:
    test = hashlib.sha256(event_id.encode()).hexdigest()[:16]
    args = {"workspace": workspace.key, "by": turn.person.id, "across": across, "test": test}
    key, of = f"proof:{workspace.key}:{test}:{across}", subject(workspace)
    if isinstance(target, Room):
        draft = outgoing.to_room(target, "setups.proof", args, key=key, subject=of)
    else:
        draft = outgoing.private(*target, "setups.proof", args, key=key, subject=of)
    await turn.store.outbox.post(msgspec.structs.replace(draft, expires_at=turn.now + timedelta(hours=1)))
