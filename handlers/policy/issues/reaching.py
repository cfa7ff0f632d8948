"""Reach of an issue that is out: let more see it, or fewer; its cards stay in the rooms within that."""

from __future__ import annotations

from handlers.access.reaches import choosing, telling
from handlers.chat.cards import Form, Reply, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.policy.issues.lookup import load_issue_to_steer
from handlers.policy.issues.publishing import move
from storage.access.audiences import SECRETARIAT, Reach
from storage.kit.database import Store
from storage.policy.issue_log import REACH, IssueNote
from storage.policy.issues import Issue

router = Router()


@router.on(Click, "issues.reach", opens=True)
async def choose(event: Click, turn: Turn) -> Reply:
    issue, say = await load_issue_to_steer(turn, event.value, lock=False), turn.say
    fields = await choosing.fields(turn, await turn.store.reaches.find(issue.reach_id))
    title, about = say("Who may see it?"), f"{issue.code} {issue.title}"
    return Reply(form=Form(title, "issues.reach", fields, say("Save"), str(issue.id), note=about))


@router.on(Submission, "issues.reach")
async def change(event: Submission, turn: Turn) -> Reply:
    """Rooms within its new reach get the card, the others lose it, and nobody is told of it by a message."""
    issue, say = await load_issue_to_steer(turn, event.value), turn.say
    reach = await choosing.chosen(turn, event)
    id = reach.id if reach else None
    if id == issue.reach_id:
        return note(say("Nothing was changed."))
    if reach is not None:
        await _need_no_agenda(turn, issue)
        await _need_its_own(turn, issue, reach)
    issue.reach_id = id
    await turn.store.histories.note(IssueNote(issue_id=issue.id, kind=REACH, person_id=turn.person.id))
    await move(turn.store, issue)
    seen = await telling.seen_by(turn.store, id, say)
    return note(say("{code} has another reach. {seen}", code=issue.code, seen=seen))


async def _need_no_agenda(turn: Turn, issue: Issue) -> None:
    """What stands on an agenda, or comes there with a word, is read by everybody who is invited."""
    if await turn.store.agenda.names_issue(issue.id):
        text = turn.say("It is on the agenda of a meeting, or proposed for one, so all members may see it.")
        raise UserError("", {"reach": text})


async def _need_its_own(turn: Turn, issue: Issue, reach: Reach) -> None:
    outside = await left_out(turn.store, issue, reach)
    if outside:
        names = turn.say.listed(outside)
        text = turn.say("{names} would no longer see it, and have a part in it. Let them see it too.", names=names)
        raise UserError("", {"reach": text})


async def left_out(store: Store, issue: Issue, reach: Reach) -> list[str]:
    """Who has spoken of it, and whose it is, would see it no longer: no word stands on what one may not read."""
    theirs = {house.id: house.name for _, house in await store.supports.of(issue.id)}
    house = await store.organisations.find(issue.organisation_id)
    if house is not None:
        theirs[house.id] = house.name
        if reach.kind == SECRETARIAT:  # whoever raised it sees it in any case
            del theirs[house.id]
    within = {one.id for one in await store.reaches.houses(reach.id)}
    return [name for id, name in theirs.items() if id not in within]
