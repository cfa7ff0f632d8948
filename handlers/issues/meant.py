"""Which issue a button means, for this person: foreign and missing look the same."""

from __future__ import annotations

from handlers import rights
from handlers.chat.errors import UserError
from handlers.chat.turn import Turn
from handlers.issues.seals import read_value
from storage.database import Store
from storage.issues import CHECK, DRAFT, OPEN, PUBLIC, REPLACED, Issue
from storage.people import Person


def numbers(value: str) -> tuple[int, int | None, int | None]:
    """The issue, the version of its text that was shown, and the organisation."""
    found = read_value(value)
    return found.record, found.version, found.organisation


async def visible_to(store: Store, person: Person, issue: Issue) -> bool:
    """What is not published is its raiser's; what waits for the check is the secretariat's too."""
    if issue.state in PUBLIC:
        return not person.guest and await rights.within(store, person, issue)
    return person.id == issue.raised_by_id or (person.secretariat and issue.state == CHECK)


async def visible(turn: Turn, value: str, *, lock: bool = False) -> Issue:
    id = numbers(value)[0]
    found = await (turn.store.issues.lock(id) if lock else turn.store.issues.find(id))
    sees = found is not None and await visible_to(turn.store, turn.person, found)
    rights.see(turn, sees, turn.say("I do not find that issue."))
    assert found is not None
    return found


def ties(person: Person, issue: Issue) -> tuple[str, ...]:
    raised = (rights.AUTHOR,) if person.id == issue.raised_by_id else ()
    return (*raised, rights.OWNER) if person.id == issue.owner_id else raised


async def own_draft(turn: Turn, value: str) -> Issue:
    """One's own, held, as long as nobody else has it."""
    issue = await visible(turn, value, lock=True)
    await rights.need(turn, *ties(turn.person, issue), missing=turn.say("I do not find that issue."))
    if issue.state != DRAFT:
        raise UserError(turn.say("{code} is no longer a draft.", code=issue.code))
    return issue


async def to_check(turn: Turn, value: str, *, lock: bool = True) -> Issue:
    """One that waits for the secretariat."""
    await rights.need_secretariat(turn)
    issue = await visible(turn, value, lock=lock)
    if issue.state != CHECK:
        raise UserError(turn.say("{code} has been looked at already.", code=issue.code))
    return issue


async def open_issue(turn: Turn, value: str, *, lock: bool = True) -> Issue:
    """One that can still be supported."""
    issue = await visible(turn, value, lock=lock)
    if issue.state not in OPEN:
        raise UserError(turn.say("{code} is closed. What was said of it stays as it is.", code=issue.code))
    return issue


async def to_steer(turn: Turn, value: str, *, lock: bool = True) -> Issue:
    """For whoever works with it: also a closed one, unless another stands in its place."""
    issue = await visible(turn, value, lock=lock)
    await rights.need(turn, *ties(turn.person, issue))
    if issue.state not in PUBLIC or issue.state == REPLACED:
        raise UserError(turn.say("{code} is closed. What was said of it stays as it is.", code=issue.code))
    return issue


async def is_frozen(store: Store, issue: Issue) -> bool:
    """An organisation that did not raise it stands behind the text, be it on a condition."""
    said = await store.supports.of(issue.id)
    return any(
        one.organisation_id != issue.organisation_id and one.stance in ("support", "conditional") for one, _ in said
    )
