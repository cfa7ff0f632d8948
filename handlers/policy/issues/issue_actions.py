"""Draw what a reader may do with an issue; what is done seldom stands behind one button of a full card."""

from __future__ import annotations

import msgspec

from handlers.access.rights import is_action_allowed
from handlers.chat.cards import MOST_ACTIONS, Button, Buttons, Card, Reply
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext, Turn
from handlers.policy.issues.evidence_removal import draw_evidence_removal_button
from handlers.policy.issues.lookup import list_issue_ties, load_visible_issue
from handlers.policy.issues.stance_buttons import draw_stance_buttons
from handlers.policy.issues.stance_kind import STANCES
from storage.policy.issues import CHECK, DRAFT, OPEN, PUBLIC, REPLACED, Issue

router = Router()


async def draw_issue_actions(at: ReaderContext, issue: Issue) -> tuple[Button, ...]:
    """Draw what the reader most likely does first: an answer, until their organisations have given it."""
    if issue.state == DRAFT:
        return (*_draw_draft_actions(at, issue), *await draw_evidence_removal_button(at, issue.id))
    stances = draw_stance_buttons(at.say, issue) if issue.state in OPEN else ()
    more, seldom = await _draw_daily_actions(at, issue), await _draw_seldom_actions(at, issue)
    if len(stances) + len(more) + len(seldom) > MOST_ACTIONS:
        seldom = (Button(at.say("Change, text and file"), "issues.manage", str(issue.id)),)
    if await _have_organisations_answered(at, issue):
        return (*more, *(msgspec.structs.replace(stance, style="") for stance in stances), *seldom)
    if stances:  # one main action on a card
        more = tuple(msgspec.structs.replace(button, style="") for button in more)
    return (*stances, *more, *seldom)


@router.on(Click, "issues.manage")
async def on_issue_manage_open(event: Click, turn: Turn) -> Reply:
    issue = await load_visible_issue(turn, event.value)
    row = await _draw_seldom_actions(turn, issue)
    return Reply(Card(f"{issue.code} {issue.title}", (Buttons(row),)))


def draw_check_buttons(say: Say, id: str) -> tuple[Button, ...]:
    """Draw what the secretariat does with an issue that waits for it."""
    return (
        Button(say("Publish"), "issues.publish", id, "primary"),
        Button(say("Propose a merger"), "issues.propose_merger", id),
        Button(say("Send back"), "issues.return", id),
    )


def _draw_draft_actions(at: ReaderContext, issue: Issue) -> tuple[Button, ...]:
    say, id = at.say, str(issue.id)
    return (
        Button(say("Continue"), "issues.submit", id, "primary"),
        Button(say("Change"), "issues.redo", id),
        Button(say("Add evidence"), "issues.evidence", id),
        Button(say("Discard"), "issues.discard", id, "danger", say("Discard what you wrote?")),
    )


async def _have_organisations_answered(at: ReaderContext, issue: Issue) -> bool:
    """Return True if every organisation that the reader may answer for has answered this version."""
    mine = await STANCES.list_speaking_organisations(at, issue)
    stances = [await at.store.issue_stances.find_stance(issue.id, organisation.id) for organisation in mine]
    return bool(mine) and all(stance is not None and stance.version == issue.version for stance in stances)


async def _draw_daily_actions(at: ReaderContext, issue: Issue) -> tuple[Button, ...]:
    say, id = at.say, str(issue.id)
    row = list[Button]()
    if issue.state == CHECK and _is_allowed(at, issue, "issues.publish"):
        row += draw_check_buttons(say, id)
    if issue.state in PUBLIC and issue.state != REPLACED and _is_allowed(at, issue, "issues.work"):
        row.append(Button(say("Work on it"), "issues.work", id, "primary"))
    if await at.store.issue_followers.is_following_issue(issue.id, at.person.id):
        row.append(Button(say("Stop following"), "issues.unfollow", id))
    elif issue.state in OPEN:
        row.append(Button(say("Follow"), "issues.follow", id))
    if issue.state in (CHECK, *OPEN):
        row.append(Button(say("Add evidence"), "issues.evidence", id))
    if issue.state in OPEN and issue.reach_id is None:
        row.append(Button(say("Put on the agenda"), "agenda.issue", id))
    return (*row, Button(say("History"), "issues.history", id))


async def _draw_seldom_actions(at: ReaderContext, issue: Issue) -> tuple[Button, ...]:
    say, id = at.say, str(issue.id)
    row = [
        Button(say("The whole text"), "issues.text", id),
        Button(say("As a file"), "issues.file", id),
        *await draw_evidence_removal_button(at, issue.id),
    ]
    if issue.state in OPEN and _is_allowed(at, issue, "issues.edit"):
        row.append(Button(say("Change"), "issues.edit", id))
    if issue.state in PUBLIC and issue.state != REPLACED and _is_allowed(at, issue, "issues.reach"):
        row.append(Button(say("Who may see it"), "issues.reach", id))
    if issue.state in OPEN and _is_allowed(at, issue, "issues.merge"):
        row.append(Button(say("Merge or replace"), "issues.merge", id))
    if issue.state in (CHECK, *OPEN) and _is_allowed(at, issue, "issues.withdraw"):
        sure = say("Withdraw {code} everywhere?", code=issue.code)
        row.append(Button(say("Withdraw it"), "issues.withdraw", id, confirm=sure))
    return tuple(row)


def _is_allowed(at: ReaderContext, issue: Issue, action: str) -> bool:
    return is_action_allowed(at.person, action, *list_issue_ties(at.person, issue))
