"""Draw the card of `oppsett`: what is set up and what is left.

Each step can be skipped, resumed and changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from handlers.access import secretariat_vacancy
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Card, Item, Reply, Text, build_text_reply
from handlers.chat.events import Click, Command
from handlers.chat.room_names import name_room
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory import setup_permission
from handlers.directory.rooms.room_links import describe_room_topics
from handlers.directory.setups.setup_test_results import describe_test_results
from handlers.directory.workspaces.workspace_ownership import describe_workspace_contacts, find_claimed_owner
from storage.directory.rooms import LOST, WAITING, Room
from storage.directory.workspaces import Workspace

router = Router()
#: maximum number of rooms with a button of their own
MOST_ROOMS = 5


class SetupCard(CardArguments, frozen=True):
    template = "setups.card"

    workspace: str


@router.on(Command, "setup")
async def on_setup(event: Command, turn: Turn) -> Reply | None:
    """Send the set-up card of the current workspace to the private chat."""
    workspace = await turn.store.workspaces.ensure_workspace(turn.account.platform, turn.account.workspace)
    await setup_permission.load_setup_workspace(turn, workspace.workspace_key)
    await post_setup_card(turn, workspace, event.id)
    return None if event.direct else build_text_reply(turn.say("I have written to you in our private chat."))


@router.on(Click, "setups.show")
async def on_setup_show(event: Click, turn: Turn) -> Reply:
    await post_setup_card(turn, await setup_permission.load_setup_workspace(turn, event.value), event.id)
    return build_text_reply(turn.say("The set-up is in our private chat."))


async def post_setup_card(turn: Turn, workspace: Workspace, event_id: str) -> None:
    """Post the card to this person. The same event posts it once."""
    await outgoing.post_to_person(
        turn.store, turn.person, SetupCard(workspace.workspace_key),
        key=f"setup:{workspace.workspace_key}:{turn.person.id}:{event_id}", account_id=turn.account.id,
        subject=setup_permission.build_setup_subject(workspace.platform, workspace.workspace),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SetupStep:
    """Describe one of the three steps. A completed step can be repeated."""

    title: str
    done: bool
    text: str
    buttons: tuple[Button, ...]
    note: str = ""

    def draw_setup_step(self, number: int) -> Item:
        title = f"✅ {self.title}" if self.done else f"{number}. {self.title}"
        return Item(title, self.text, self.note, self.buttons)


@router.card(SetupCard)
async def draw_setup_card(view: View[SetupCard]) -> Card | None:
    workspace, say = await view.store.workspaces.find_workspace_by_key(view.args.workspace), view.say
    if workspace is None:
        return None
    steps = (
        await _draw_ownership_step(view, workspace),
        await _draw_rooms_step(view, workspace),
        await _draw_delivery_step(view, workspace),
    )
    if all(step.done for step in steps):
        last = say("Everything is in place. Write “setup” when something changes.")
    else:
        last = say("Stop when you like, and write “setup” to continue. Each step can be changed.")
    items = [step.draw_setup_step(number) for number, step in enumerate(steps, 1)]
    named = await find_claimed_owner(view.store, workspace) or workspace.own_name
    title = say("Set up {workspace}", workspace=named) if named else say("Connect your organisation")
    return Card(title, (*items, Text(last, "subtle")))


async def _draw_ownership_step(view: View, workspace: Workspace) -> SetupStep:
    say, named = view.say, await find_claimed_owner(view.store, workspace)
    text = named or say("Choose your organisation, or propose it, and say who acts for it.")
    if workspace.is_pending:
        asked = say("The secretariat has been asked to confirm it.")
        text = f"{named}. {await secretariat_vacancy.describe_kept_by_secretariat(view.store, say, asked)}"
    change = Button(
        say("Change") if named else say("Set up"),
        "setups.house",
        workspace.workspace_key,
        _pick_button_style(bool(named)),
    )
    return SetupStep(
        say("Which organisation this is"),
        bool(named),
        text,
        (change,),
        await describe_workspace_contacts(view, workspace),
    )


async def _draw_rooms_step(view: View, workspace: Workspace) -> SetupStep:
    """Draw one line for each room, and a button for the first few."""
    say, store = view.say, view.store
    rooms = await store.rooms.list_workspace_rooms(workspace.platform, workspace.workspace)
    used = {room.id: room.triage or bool(await store.rooms.list_room_topic_ids(room.id)) for room in rooms}
    lines = [await _describe_setup_room(view, room) for room in rooms]
    how = say("Invite me to a channel, or write “admin room” to me in it. One channel for all topics is enough.")
    row = tuple(
        Button(
            say("Topics in {room}", room=name_room(say, room)[:40]),
            "rooms.link",
            str(room.id),
            _pick_button_style(used[room.id]),
        )
        for room in rooms[:MOST_ROOMS]
    )
    return SetupStep(say("Rooms and topics"), any(used.values()), "\n".join(lines) or how, row, how if lines else "")


async def _describe_setup_room(view: View, room: Room) -> str:
    say, name = view.say, name_room(view.say, room)
    if room.state == LOST:
        return say("{room}: cannot be reached", room=name)
    topics = await describe_room_topics(view.store, room, say) or say("no topics yet")
    if room.state == WAITING:
        return say("{room}: {topics}, once the secretariat has agreed", room=name, topics=topics)
    return f"{name}: {topics}"


async def _draw_delivery_step(view: View, workspace: Workspace) -> SetupStep:
    say, (lines, arrived) = view.say, await describe_test_results(view, workspace)
    text = lines or say("I send a card to one of your rooms and one to the secretariat, and show whether they arrive.")
    send = Button(
        say("Send again") if lines else say("Send test card"),
        "setups.test",
        workspace.workspace_key,
        _pick_button_style(arrived),
    )
    return SetupStep(say("Test card"), arrived, text, (send,))


def _pick_button_style(done: bool) -> Literal["", "primary"]:
    return "" if done else "primary"
