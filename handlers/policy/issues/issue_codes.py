"""Find another issue by the code that somebody types."""

from __future__ import annotations

import re

from handlers.chat.cards import Field
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import Turn
from handlers.policy.issues.lookup import may_see_issue
from storage.policy.issues import OPEN, Issue

#: "S-7", "s7", "7"
_CODE = re.compile(r"\s*+(?:s\s*+-?\s*+)?(\d{1,6})\s*+", re.IGNORECASE)


async def find_typed_issue(turn: Turn, text: str) -> Issue | None:
    found = _CODE.fullmatch(text)
    return await turn.store.issues.find_coded_issue(f"S-{int(found[1])}") if found else None


async def find_numbered_issue(turn: Turn, number: int) -> Issue | None:
    """Return the issue with this number in its code if the person may see it."""
    found = await turn.store.issues.find_coded_issue(f"S-{number}")
    return found if found is not None and await may_see_issue(turn.store, turn.person, found) else None


def is_issue_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


def draw_issue_code_field(turn: Turn) -> Field:
    return Field("code", turn.say("Which issue?"), hint=turn.say("Its code, for example S-7."), most=20)


async def parse_other_issue(turn: Turn, event: Submission, issue: Issue) -> Issue:
    """Return another open issue. Raise UserError at the field for anything else."""
    text = event.get_text("code")
    other = await find_typed_issue(turn, text)
    if other is not None and other.id == issue.id:
        raise UserError("", {"code": turn.say("{code} cannot be merged with itself.", code=issue.code)})
    if other is None or other.state not in OPEN:
        raise UserError("", {"code": turn.say("I cannot find an open issue {code}.", code=text)})
    return other
