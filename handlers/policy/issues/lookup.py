"""Load the issue that a button names, if the person has the right to use it."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.rights.lookup import load_visible_record
from handlers.chat.errors import UserError
from handlers.chat.turn import Turn
from handlers.policy.issues.stance_buttons import parse_stance_value
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.issues import CHECK, DRAFT, OPEN, PUBLIC, REPLACED, Issue


async def may_see_issue(store: Store, person: Person, issue: Issue) -> bool:
    """Return True if the person may see the issue.

    A draft is its raiser's; the secretariat also sees an issue to be checked.
    """
    if issue.state in PUBLIC:
        return await rights.is_visible_to_member(store, person, issue)
    return person.id == issue.raised_by_id or (person.secretariat and issue.state == CHECK)


async def load_visible_issue(turn: Turn, value: str, *, lock: bool = False) -> Issue:
    id = parse_stance_value(value).record
    missing = turn.say("I cannot find that issue.")
    return await load_visible_record(turn, turn.store.issues, id, may_see_issue, missing, lock=lock)


def list_issue_ties(person: Person, issue: Issue) -> tuple[str, ...]:
    raised = (rights.AUTHOR,) if person.id == issue.raised_by_id else ()
    return (*raised, rights.OWNER) if person.id == issue.owner_id else raised


async def load_own_issue_draft(turn: Turn, value: str) -> Issue:
    """Return the person's own draft, with its row lock. Raise UserError once it is no draft any more."""
    issue = await load_visible_issue(turn, value, lock=True)
    await rights.need_right(turn, *list_issue_ties(turn.person, issue), missing=turn.say("I cannot find that issue."))
    if issue.state != DRAFT:
        raise UserError(turn.say("{code} is no longer a draft.", code=issue.code))
    return issue


async def load_issue_to_check(turn: Turn, value: str, *, lock: bool = True) -> Issue:
    """Return an issue that waits for the secretariat. Raise UserError once it has been checked."""
    await rights.need_secretariat(turn)
    issue = await load_visible_issue(turn, value, lock=lock)
    if issue.state != CHECK:
        raise UserError(turn.say("{code} has already been reviewed.", code=issue.code))
    return issue


async def load_open_issue(turn: Turn, value: str, *, lock: bool = True) -> Issue:
    """Return an issue that can still be supported. Raise UserError for a closed one."""
    issue = await load_visible_issue(turn, value, lock=lock)
    if issue.state not in OPEN:
        raise UserError(turn.say("{code} is closed. What was said about it is kept.", code=issue.code))
    return issue


async def load_issue_to_edit(turn: Turn, value: str, *, lock: bool = True) -> Issue:
    """Return an open issue whose text the person may change. Raise UserError for a closed one."""
    issue = await load_open_issue(turn, value, lock=lock)
    await rights.need_right(turn, *list_issue_ties(turn.person, issue))
    return issue


async def load_issue_to_steer(turn: Turn, value: str, *, lock: bool = True) -> Issue:
    """Return an issue for its owner. A closed one may be returned, unless another issue has replaced it."""
    issue = await load_visible_issue(turn, value, lock=lock)
    await rights.need_right(turn, *list_issue_ties(turn.person, issue))
    if issue.state not in PUBLIC or issue.state == REPLACED:
        raise UserError(turn.say("{code} is closed. What was said about it is kept.", code=issue.code))
    return issue


async def is_issue_frozen(store: Store, issue: Issue) -> bool:
    """Return True if an organisation other than the raiser's supports the text, with or without a condition."""
    said = await store.issue_stances.list_stances(issue.id)
    return any(
        one.organisation_id != issue.organisation_id and one.stance in ("support", "conditional") for one, _ in said
    )
