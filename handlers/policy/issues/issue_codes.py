"""Choose another issue by its title, and find one by the code that somebody types."""

from __future__ import annotations

import re

from handlers.access.option_fields import draw_option_field
from handlers.chat.cards import Field, OptionSource
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import Turn
from handlers.policy.issues.lookup import may_see_issue
from storage.policy.issues import OPEN, Issue

#: "S-7", "s7", "7"
_CODE = re.compile(r"\s*+(?:s\s*+-?\s*+)?(\d{1,6})\s*+", re.IGNORECASE)
#: the search that finds another issue as somebody types
ISSUE_SEARCH = "issues.find_other"


async def find_typed_issue(turn: Turn, text: str) -> Issue | None:
    found = _CODE.fullmatch(text)
    return await turn.store.issues.find_coded_issue(f"S-{int(found[1])}") if found else None


async def find_numbered_issue(turn: Turn, number: int) -> Issue | None:
    """Return the issue with this number in its code if the person may see it."""
    found = await turn.store.issues.find_coded_issue(f"S-{number}")
    return found if found is not None and await may_see_issue(turn.store, turn.person, found) else None


def is_issue_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


async def draw_issue_code_field(turn: Turn, issue: Issue) -> Field:
    """Draw the choice of another open issue. Raise UserError where there is none."""
    options = await list_other_issue_options(turn, issue.id)
    if not options:
        raise UserError(turn.say("There is no other open issue."))
    source = OptionSource(ISSUE_SEARCH, str(issue.id))
    return draw_option_field("code", turn.say("Which issue?"), options, source, required=True)


async def list_other_issue_options(turn: Turn, id: int | None) -> list[tuple[str, str]]:
    """Return the open issues besides this one as (code, code and title)."""
    viewer = await turn.store.audiences.build_viewer(turn.person)
    issues = await turn.store.issues.list_issues_in_states(OPEN, viewer)
    return [(one.code, f"{one.code} {one.title}") for one in issues if one.id != id]


async def parse_other_issue(turn: Turn, event: Submission, issue: Issue) -> Issue:
    """Return another open issue. Raise UserError at the field for anything else."""
    text = event.get_text("code")
    other = await find_typed_issue(turn, text)
    if other is not None and other.id == issue.id:
        raise UserError("", {"code": turn.say("{code} cannot be merged with itself.", code=issue.code)})
    if other is None or other.state not in OPEN:
        raise UserError("", {"code": turn.say("I cannot find an open issue {code}.", code=text)})
    return other
