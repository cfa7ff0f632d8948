"""Describe the test cards of a workspace: where each went, whether it arrived, and what helps if not."""

from __future__ import annotations

from handlers.chat.card_arguments import CardArguments, read_arguments
from handlers.chat.room_names import name_room
from handlers.chat.turn import View
from handlers.notifications.delivery_failures import explain_failure
from storage.directory.workspaces import Workspace
from storage.queue.delivery_rows import DEAD, EXPIRED, SENT, Delivery

#: maximum number of cards of the last test: one for a room or a person, one for the secretariat
MOST_CARDS = 4


class SetupTestCard(CardArguments, frozen=True):
    template = "setups.proof"

    workspace: str
    #: id of the person who sent it
    by: int
    #: True if it was sent to the secretariat in another workspace
    across: bool = False
    #: id of the test, the same for all its cards
    test: str = ""


def build_test_subject(workspace: Workspace) -> str:
    return f"proof:{workspace.workspace_key}"


async def describe_test_results(view: View, workspace: Workspace) -> tuple[str, bool]:
    """Describe the last test for the card. Return also whether all of it has arrived."""
    rows = await view.store.workspaces.list_test_deliveries(build_test_subject(workspace), limit=MOST_CARDS)
    cards = [(row, card) for row in rows if isinstance(card := read_arguments(row), SetupTestCard)]
    last = [(row, card) for row, card in cards if card.test == cards[0][1].test]
    lines = [await _describe_test_delivery(view, workspace, row, card) for row, card in reversed(last)]
    if last and not any(card.across for _, card in last):
        lines.append(
            view.say("The secretariat is not in any other workspace yet, so nothing could be sent to another chat.")
            if workspace.accepted
            else ""
        )
    return "\n".join(filter(None, lines)), bool(last) and all(row.state == SENT for row, _ in last)


async def _describe_test_delivery(view: View, workspace: Workspace, row: Delivery, card: SetupTestCard) -> str:
    say, where = view.say, await _describe_test_target(view, row, card)
    if row.state == SENT and row.sent_at is not None:
        return say("{where}: arrived at {clock}", where=where, clock=say.format_clock(row.sent_at))
    if row.state == EXPIRED:
        return say("⚠️ {where}: not sent, it was too late", where=where)
    if row.state != DEAD:
        return say("{where}: on its way", where=where)
    why, what = explain_failure(say, row.last_error)
    who = await _describe_installer(view, workspace)
    return say("⚠️ {where}: did not arrive: {why}. {what} {who}", where=where, why=why, what=what, who=who).strip()


async def _describe_test_target(view: View, row: Delivery, card: SetupTestCard) -> str:
    """Describe the target. A room of another workspace is not named to people outside that workspace."""
    if card.across:
        return view.say("The secretariat, on {platform}", platform=row.platform.capitalize())
    room, person = await view.store.rooms.find(row.room_id), await view.store.people.find(row.person_id)
    return name_room(view.say, room) if room else person.name if person else row.channel


async def _describe_installer(view: View, workspace: Workspace) -> str:
    by = await view.store.people.find(workspace.installed_by_id)
    return view.say("{name} installed me there, and can do it.", name=by.name) if by else ""
