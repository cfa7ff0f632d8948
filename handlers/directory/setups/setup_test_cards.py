"""Send test cards to the workspace and to the secretariat in another one, and show what arrives."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import msgspec

from handlers.chat import outgoing
from handlers.chat.button_values import RecordValue
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.room_names import name_room
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory import setup_permission
from handlers.directory.setups import setup_checklist
from handlers.directory.setups.setup_test_receipts import SeenTestCard
from handlers.directory.setups.setup_test_results import SetupTestCard, build_test_subject
from handlers.directory.workspaces.workspace_names import name_workspace
from handlers.directory.workspaces.workspace_ownership import find_claimed_owner
from storage.directory.people import Account, Person
from storage.directory.rooms import LOST, Room
from storage.directory.workspaces import Workspace

router = Router()
#: minimum time between two tests of one workspace
PAUSE = timedelta(seconds=15)
#: maximum number of rooms and of people to choose from
MOST_CHOICES = 40
Target = Room | tuple[Person, Account]


@router.on(Click, "setups.test")
async def on_setup_test(event: Click, turn: Turn) -> None:
    """Send to the first room that carries topics, else to oneself.

    Send also to the secretariat elsewhere, if it is anywhere. The clicked card shows what arrives.
    """
    workspace = await _load_testable_workspace(turn, event.value)
    rooms = await turn.store.rooms.list_workspace_rooms(workspace.platform, workspace.workspace)
    carrying = [room for room in rooms if room.state != LOST and await turn.store.rooms.list_room_topic_ids(room.id)]
    await _send_test_card(turn, workspace, event.id, carrying[0] if carrying else (turn.person, turn.account))
    across = await _find_secretariat_target(turn, workspace)
    if across is not None:
        await _send_test_card(turn, workspace, event.id, across, across=True)
    await turn.store.outbox.refresh_copies(
        setup_permission.build_setup_subject(workspace.platform, workspace.workspace)
    )


@router.on(Click, "setups.choose", opens=True)
async def on_setup_test_open(event: Click, turn: Turn) -> Reply:
    """Choose the target in the workspace, for people who look after many workspaces."""
    workspace, say = await setup_permission.load_setup_workspace(turn, event.value), turn.say
    options = [(key, name) for key, (name, _) in (await _list_test_targets(turn, workspace)).items()]
    if not options:
        raise UserError(
            say("I do not know any rooms or people there yet. Somebody there must first add me or write to me.")
        )
    fields = (Field("where", say("Where?"), "choice", options[0][0], options=tuple(options)),)
    return Reply(form=Form(say("Send test card"), "setups.choose", fields, say("Send"), workspace.workspace_key))


@router.on(Submission, "setups.choose")
async def on_setup_test_submit(event: Submission, turn: Turn) -> Reply:
    workspace = await _load_testable_workspace(turn, event.value)
    target = (await _list_test_targets(turn, workspace)).get(event.get_text("where"))
    if target is None:
        raise UserError("", {"where": turn.say("Choose where.")})
    await _send_test_card(turn, workspace, event.id, target[1])
    await turn.store.outbox.refresh_copies(
        setup_permission.build_setup_subject(workspace.platform, workspace.workspace)
    )
    await setup_checklist.post_setup_card(turn, workspace, event.id)
    return build_text_reply(turn.say("Sent. My message to you shows what has arrived."))


@router.card(SetupTestCard)
async def draw_setup_test_card(view: View[SetupTestCard]) -> Card | None:
    workspace, say = await view.store.workspaces.find_workspace_by_key(view.args.workspace), view.say
    if workspace is None:
        return None
    text = say(
        "It has arrived, so messages from {name} reach you here. You do not need to do anything.", name=view.arena.name
    )
    named = await find_claimed_owner(view.store, workspace) or name_workspace(say, workspace)
    title = say("Test card from {house}", house=named)
    seen = Button(say("I see it"), "setups.seen", SeenTestCard(workspace.workspace_key, view.args.by).encode_value())
    return Card(title, (Text(text), Buttons((seen,))) if view.args.across else (Text(text),))


@router.sent(SetupTestCard)
async def on_setup_test_arrived(view: View[SetupTestCard]) -> None:
    await _redraw_setup_card(view)


@router.lost(SetupTestCard)
async def on_setup_test_failed(view: View[SetupTestCard]) -> None:
    await _redraw_setup_card(view)


async def _redraw_setup_card(view: View[SetupTestCard]) -> None:
    workspace = await view.store.workspaces.find_workspace_by_key(view.args.workspace)
    if workspace is not None:
        subject = setup_permission.build_setup_subject(workspace.platform, workspace.workspace)
        await view.store.outbox.refresh_copies(subject)


async def _load_testable_workspace(turn: Turn, key: str) -> Workspace:
    workspace = await setup_permission.load_setup_workspace(turn, key)
    if workspace.tested_at is not None and turn.now - workspace.tested_at < PAUSE:
        raise UserError(turn.say("A test card was sent just now. Wait a moment."))
    workspace.tested_at = turn.now
    return workspace


async def _list_test_targets(turn: Turn, workspace: Workspace) -> dict[str, tuple[str, Target]]:
    """Return the possible targets by key, rooms before people."""
    store = turn.store
    found: dict[str, tuple[str, Target]] = {}
    for room in (await store.rooms.list_workspace_rooms(workspace.platform, workspace.workspace))[:MOST_CHOICES]:
        found[RecordValue("room", room.id).encode_value()] = (name_room(turn.say, room), room)
    for person, account in (await store.workspaces.list_workspace_members(workspace.platform, workspace.workspace))[
        :MOST_CHOICES
    ]:
        found.setdefault(RecordValue("person", person.id).encode_value(), (person.name, (person, account)))
    return found


async def _find_secretariat_target(turn: Turn, workspace: Workspace) -> Target | None:
    """Find a room of the secretariat in another workspace, on another platform if possible.

    Without a room, find one of its people.
    """
    store, here = turn.store, (workspace.platform, workspace.workspace)
    rooms = [room for room in await store.rooms.list_triage_rooms() if (room.platform, room.workspace) != here]
    if rooms:
        return min(rooms, key=lambda room: room.platform == workspace.platform)
    people: list[tuple[Person, Account]] = [
        (person, account)
        for person in await store.people.list_secretariat()
        for account in await store.people.list_reachable_accounts(person.id)
        if (account.platform, account.workspace) != here
    ]
    return min(people, key=lambda pair: pair[1].platform == workspace.platform, default=None)


async def _send_test_card(
    turn: Turn, workspace: Workspace, event_id: str, target: Target, *, across: bool = False
) -> None:
    test = hashlib.sha256(event_id.encode()).hexdigest()[:16]
    card = SetupTestCard(workspace.workspace_key, turn.person.id, across, test)
    key, of = f"proof:{workspace.workspace_key}:{test}:{across}", build_test_subject(workspace)
    if isinstance(target, Room):
        draft = outgoing.build_room_draft(target, card, key=key, subject=of)
    else:
        draft = outgoing.build_private_draft(*target, card, key=key, subject=of)
    await turn.store.outbox.post_deliveries(msgspec.structs.replace(draft, expires_at=turn.now + timedelta(hours=1)))
