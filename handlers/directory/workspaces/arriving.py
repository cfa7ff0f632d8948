"""The bot is installed in a workspace: the installer is told what comes next, the secretariat asked whose it is."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.events import Installed
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.directory.members.arriving import language_buttons
from handlers.directory.rooms import returning
from handlers.directory.workspaces import accepting
from storage.directory.people import GUEST, MEMBER
from storage.directory.workspaces import Workspace

router = Router()


@router.on(Installed, "")
async def arrive(event: Installed, turn: Turn) -> None:
    store, place = turn.store, event.place
    first = await store.workspaces.at(place.platform, place.workspace) is None
    # somebody, unless the platform did not say who: then there is nobody to write to
    by = turn.person.id if event.sender.user else None
    workspace = await store.workspaces.arrive(place.platform, place.workspace, event.workspace_name, by)
    await store.workspaces.reach(place.platform, place.workspace, away=False)
    if first:
        await _weigh(turn, workspace, event.id)
    if by is not None:
        await outgoing.to_person(
            store, turn.person, "workspaces.welcome", {"workspace": workspace.key},
            key=f"installed:{event.id}", subject=f"workspace:{workspace.key}", account_id=turn.account.id,
        )  # fmt: skip
    await returning.come_back(store, await store.workspaces.rooms(place.platform, place.workspace), event.id)


async def _weigh(turn: Turn, workspace: Workspace, event_id: str) -> None:
    """Anybody may install the bot anywhere: whoever is not known yet is a guest until the secretariat has spoken.

    Asked only the first time, for what happens in the workspace from then on says nothing of whose it is.
    """
    if not await turn.store.people.secretariat() or await _known(turn, workspace):
        workspace.accepted = True
        return
    if turn.person.role == MEMBER and not turn.person.confirmed:
        turn.person.role = GUEST
    await accepting.ask(turn.store, workspace, event_id)


async def _known(turn: Turn, workspace: Workspace) -> bool:
    """The network has rooms there already, or people: then somebody of its own has written them down."""
    place = (workspace.platform, workspace.workspace)
    if await turn.store.workspaces.rooms(*place):
        return True
    people = await turn.store.workspaces.members(*place)
    return any(person.code or person.confirmed or person.secretariat for person, _ in people)


@router.card("workspaces.welcome")
async def draw(view: View) -> Card | None:
    workspace, person, say = await view.store.workspaces.keyed(view["workspace"]), view.person, view.say
    if workspace is None or person is None:
        return None
    parts: list[Part] = [Text(line) for line in _lines(say)]
    if not workspace.accepted:
        parts.append(Text(_standing(view)))
    begin = Button(say("Set up"), "setups.house", workspace.key, "primary")
    parts.append(Buttons((begin, *language_buttons(say))))
    title = say("{name} is installed in {workspace}", name=view.arena.name, workspace=workspace.name)
    return Card(title if workspace.name else say("{name} is here now", name=view.arena.name), tuple(parts))


def _lines(say: Say) -> tuple[str, ...]:
    """What it does, and each right with its reason and with what works without it."""
    return (
        say("I carry questions and solutions between industrial parks and clusters, whichever chat they use."),
        say(
            "I read what is addressed to me and what is in the threads I opened, so that answers reach those who "
            "asked. Where I may not read threads, the button «Answer» does it."
        ),
        say(
            "I write in channels I am invited to, and join none by myself. Without any, people ask and answer in "
            "direct messages."
        ),
        say(
            "I see names and languages, so that others know who asks, in words they read. Without that I show what the "
            "account is called."
        ),
        say(
            "I keep questions, answers and solutions, and no other messages. Remove me, and my keys to your chat are "
            "deleted at once. Setting up takes three steps; you need not be a member."
        ),
    )


def _standing(view: View) -> str:
    return view.say(
        "Everybody here is a guest until the secretariat has said whose workspace this is. It is asked now."
    )
