"""Load the issue that a button names, for whoever may do with it what they want."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.rights.lookup import load_visible
from handlers.chat.errors import UserError
from handlers.chat.turn import Turn
from handlers.policy.issues.seals import read_value
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.issues import CHECK, DRAFT, OPEN, PUBLIC, REPLACED, Issue


def parse_issue_value(value: str) -> tuple[int, int | None, int | None]:
    """Return the issue, the version of its text that was shown, and the organisation."""
    found = read_value(value)
    return found.record, found.version, found.organisation


async def may_see_issue(store: Store, person: Person, issue: Issue) -> bool:
    """Return whether the person may see it: a draft is its raiser's; one to be checked is the secretariat's too."""
    if issue.state in PUBLIC:
        return not person.guest and await rights.within(store, person, issue)
    return person.id == issue.raised_by_id or (person.secretariat and issue.state == CHECK)


async def load_visible_issue(turn: Turn, value: str, *, lock: bool = False) -> Issue:
    id = parse_issue_value(value)[0]
    missing = turn.say("I do not find that issue.")
    return await load_visible(turn, turn.store.issues, id, may_see_issue, missing, lock=lock)


def list_issue_ties(person: Person, issue: Issue) -> tuple[str, ...]:
    raised = (rights.AUTHOR,) if person.id == issue.raised_by_id else ()
    return (*raised, rights.OWNER) if person.id == issue.owner_id else raised


async def load_own_issue_draft(turn: Turn, value: str) -> Issue:
    """Return one's own, held, as long as nobody else has it."""
    issue = await load_visible_issue(turn, value, lock=True)
    await rights.need(turn, *list_issue_ties(turn.person, issue), missing=turn.say("I do not find that issue."))
    if issue.state != DRAFT:
        raise UserError(turn.say("{code} is no longer a draft.", code=issue.code))
    return issue


async def load_issue_to_check(turn: Turn, value: str, *, lock: bool = True) -> Issue:
    """Return one that waits for the secretariat."""
    await rights.need_secretariat(turn)
    issue = await load_visible_issue(turn, value, lock=lock)
    if issue.state != CHECK:
        raise UserError(turn.say("{code} has been looked at already.", code=issue.code))
    return issue


async def load_open_issue(turn: Turn, value: str, *, lock: bool = True) -> Issue:
    """Return one that can still be supported."""
    issue = await load_visible_issue(turn, value, lock=lock)
    if issue.state not in OPEN:
        raise UserError(turn.say("{code} is closed. What was said of it stays as it is.", code=issue.code))
    return issue


async def load_issue_to_steer(turn: Turn, value: str, *, lock: bool = True) -> Issue:
    """Return one for whoever works with it: also a closed one, unless another stands in its place."""
    issue = await load_visible_issue(turn, value, lock=lock)
    await rights.need(turn, *list_issue_ties(turn.person, issue))
    if issue.state not in PUBLIC or issue.state == REPLACED:
        raise UserError(turn.say("{code} is closed. What was said of it stays as it is.", code=issue.code))
    return issue


async def is_issue_frozen(store: Store, issue: Issue) -> bool:
    """Return whether an organisation that did not raise it stands behind the text, be it on a condition."""
    said = await store.supports.of(issue.id)
    return any(
        one.organisation_id != issue.organisation_id and one.stance in ("support", "conditional") for one, _ in said
    )
