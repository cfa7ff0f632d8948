"""Handle an installation: tell the installer what comes next, ask the secretariat who owns the workspace."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.events import Installed
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.directory.members.member_welcome import draw_language_buttons
from handlers.directory.rooms import room_recovery
from handlers.directory.workspaces import workspace_acceptance
from storage.directory.people import GUEST, MEMBER
from storage.directory.workspaces import Workspace

router = Router()


class WorkspaceWelcomeCard(CardArguments, frozen=True):
    template = "workspaces.welcome"

    workspace: str


@router.on(Installed, "")
async def on_workspace_installed(event: Installed, turn: Turn) -> None:
    store, place = turn.store, event.place
    first = await store.workspaces.find_workspace(place.platform, place.workspace) is None
    # None if the platform did not say who installed it: then there is nobody to write to.
    by = turn.person.id if event.sender.user else None
    workspace = await store.workspaces.record_workspace_installed(
        place.platform, place.workspace, event.workspace_name, by
    )
    await store.workspaces.set_workspace_reachability(place.platform, place.workspace, away=False)
    if first:
        await _assess_new_workspace(turn, workspace, event.id)
    if by is not None:
        await outgoing.post_to_person(
            store, turn.person, WorkspaceWelcomeCard(workspace.workspace_key),
            key=f"installed:{event.id}", subject=f"workspace:{workspace.workspace_key}", account_id=turn.account.id,
        )  # fmt: skip
    await room_recovery.retry_lost_rooms(
        store, await store.workspaces.lock_workspace_rooms(place.platform, place.workspace), event.id
    )


async def _assess_new_workspace(turn: Turn, workspace: Workspace, event_id: str) -> None:
    """Accept a known workspace, or make its people guests until the secretariat has decided.

    Anybody may install the bot anywhere. The check runs only the first time:
    later activity there says nothing about the owner.
    """
    if not await turn.store.people.list_secretariat() or await _is_workspace_known(turn, workspace):
        workspace.accepted = True
        return
    if turn.person.role == MEMBER and not turn.person.confirmed:
        turn.person.role = GUEST
    await workspace_acceptance.ask_workspace_owner(turn.store, workspace, event_id)


async def _is_workspace_known(turn: Turn, workspace: Workspace) -> bool:
    """Return True if the network has rooms or people there already: then one of its own has registered them."""
    place = (workspace.platform, workspace.workspace)
    if await turn.store.workspaces.lock_workspace_rooms(*place):
        return True
    people = await turn.store.workspaces.list_workspace_members(*place)
    return any(person.code or person.confirmed or person.secretariat for person, _ in people)


@router.card(WorkspaceWelcomeCard)
async def draw_workspace_welcome_card(view: View[WorkspaceWelcomeCard]) -> Card | None:
    workspace, person, say = (
        await view.store.workspaces.find_workspace_by_key(view.args.workspace),
        view.person,
        view.say,
    )
    if workspace is None or person is None:
        return None
    parts: list[Part] = [Text(line) for line in _list_installation_lines(say)]
    if not workspace.accepted:
        parts.append(Text(_describe_guest_period(view)))
    begin = Button(say("Set up"), "setups.house", workspace.workspace_key, "primary")
    parts.append(Buttons((begin, *draw_language_buttons(say))))
    title = say("{name} is installed in {workspace}", name=view.arena.name, workspace=workspace.own_name)
    return Card(title if workspace.own_name else say("{name} is here now", name=view.arena.name), tuple(parts))


def _list_installation_lines(say: Say) -> tuple[str, ...]:
    """List what the bot does, and each permission with its reason and what works without it."""
    return (
        say("I bring questions and solutions to industrial parks and clusters, whichever chat they use."),
        say(
            "I read what is addressed to me and the threads I have opened, so that answers reach those who asked."
            " Where I may not read threads, use the button “Answer”."
        ),
        say(
            "I write in channels I am invited to, and never join one on my own. Without a channel, people ask and"
            " answer in direct messages."
        ),
        say(
            "I see names and languages, so that others know who is asking, in a language they can read. Without"
            " this I show the account name."
        ),
        say(
            "I store questions, answers and solutions, and no other messages. If you remove me, my keys to your"
            " chat are deleted at once. Setup takes three steps; you do not have to be a member."
        ),
    )


def _describe_guest_period(view: View) -> str:
    return view.say(
        "Everybody here is a guest until the secretariat has said whose workspace this is. It has been asked."
    )
