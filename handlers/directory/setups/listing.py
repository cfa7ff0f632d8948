"""`oppsett`: one card with what is set up and what is left; each step can be left, taken up again and changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from handlers.access import vacancy
from handlers.chat import outgoing
from handlers.chat.cards import Button, Card, Item, Reply, Text, note
from handlers.chat.events import Click, Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory import keepers
from handlers.directory.rooms.linking import room_topics
from handlers.directory.setups.outcomes import outcomes
from handlers.directory.workspaces.claims import acting, claim
from storage.directory.rooms import LOST, WAITING, Room
from storage.directory.workspaces import Workspace

router = Router()
#: rooms that have a button of their own
MOST = 5


@router.on(Command, "setup")
async def set_up(event: Command, turn: Turn) -> Reply | None:
    """The house one stands in, in the private chat."""
    workspace = await turn.store.workspaces.know(turn.account.platform, turn.account.workspace)
    await keepers.found(turn, workspace.key)
    await show(turn, workspace, event.id)
    return None if event.direct else note(turn.say("I have written to you in our private chat."))


@router.on(Click, "setups.show")
async def show_again(event: Click, turn: Turn) -> Reply:
    await show(turn, await keepers.found(turn, event.value), event.id)
    return note(turn.say("The set-up is in our private chat."))


async def show(turn: Turn, workspace: Workspace, happening: str) -> None:
    """Promise the card to this person; the same happening gives it once."""
    await outgoing.to_person(
        turn.store, turn.person, "setups.card", {"workspace": workspace.key},
        key=f"setup:{workspace.key}:{turn.person.id}:{happening}", account_id=turn.account.id,
        subject=keepers.subject(workspace.platform, workspace.workspace),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One of three; what is done can be done anew."""

    title: str
    done: bool
    text: str
    buttons: tuple[Button, ...]
    note: str = ""

    def item(self, number: int) -> Item:
        title = f"✅ {self.title}" if self.done else f"{number}. {self.title}"
        return Item(title, self.text, self.note, self.buttons)


@router.card("setups.card")
async def draw(view: View) -> Card | None:
    workspace, say = await view.store.workspaces.keyed(view["workspace"]), view.say
    if workspace is None:
        return None
    steps = (await _house(view, workspace), await _rooms(view, workspace), await _test(view, workspace))
    if all(step.done for step in steps):
        last = say("Everything is in place. Write «setup» when something changes.")
    else:
        last = say("Leave it when you like, and write «setup» to go on. Each step can be changed.")
    items = [step.item(number) for number, step in enumerate(steps, 1)]
    named = await claim(view.store, workspace) or workspace.name
    title = say("Set up {workspace}", workspace=named) if named else say("Set up your house")
    return Card(title, (*items, Text(last, "subtle")))


async def _house(view: View, workspace: Workspace) -> Step:
    say, named = view.say, await claim(view.store, workspace)
    text = named or say("Choose your organisation, or propose it, and say who acts for it.")
    if workspace.pending:
        asked = say("The secretariat has been asked to confirm it.")
        text = f"{named}. {await vacancy.tell_kept(view.store, say, asked)}"
    change = Button(say("Change") if named else say("Set up"), "setups.house", workspace.key, _style(bool(named)))
    return Step(say("Whose house it is"), bool(named), text, (change,), await acting(view, workspace))


async def _rooms(view: View, workspace: Workspace) -> Step:
    """One line for each room, and a button for the first few."""
    say, store = view.say, view.store
    rooms = await store.rooms.of_workspace(workspace.platform, workspace.workspace)
    used = {room.id: room.triage or bool(await store.rooms.topics(room.id)) for room in rooms}
    lines = [await _line(view, room) for room in rooms]
    how = say("Invite me to a channel, or write «admin room» to me in it. One channel for all topics is enough.")
    row = tuple(
        Button(say("Topics in {room}", room=_name(room)[:40]), "rooms.link", str(room.id), _style(used[room.id]))
        for room in rooms[:MOST]
    )
    return Step(say("Rooms and topics"), any(used.values()), "\n".join(lines) or how, row, how if lines else "")


async def _line(view: View, room: Room) -> str:
    say, name = view.say, _name(room)
    if room.state == LOST:
        return say("{room}: out of reach", room=name)
    topics = await room_topics(view.store, room, say) or say("no topics yet")
    if room.state == WAITING:
        return say("{room}: {topics}, from when the secretariat has said yes", room=name, topics=topics)
    return f"{name}: {topics}"


async def _test(view: View, workspace: Workspace) -> Step:
    say, (lines, arrived) = view.say, await outcomes(view, workspace)
    text = lines or say("I send a card to one of your rooms and one to the secretariat, and show that they arrive.")
    send = Button(say("Send again") if lines else say("Send test card"), "setups.test", workspace.key, _style(arrived))
    return Step(say("Test card"), arrived, text, (send,))


def _name(room: Room) -> str:
    return room.name or room.channel


def _style(done: bool) -> Literal["", "primary"]:
    return "" if done else "primary"
