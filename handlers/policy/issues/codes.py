"""Another issue, by the code that somebody writes."""

from __future__ import annotations

import re

from handlers.chat.cards import Field
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import Turn
from storage.policy.issues import OPEN, Issue

#: "S-7", "s7", "7"
_CODE = re.compile(r"\s*+(?:s\s*+-?\s*+)?(\d{1,6})\s*+", re.IGNORECASE)


async def by_code(turn: Turn, text: str) -> Issue | None:
    found = _CODE.fullmatch(text)
    return await turn.store.issues.by_code(f"S-{int(found[1])}") if found else None


def is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


def field(turn: Turn) -> Field:
    return Field("code", turn.say("Which issue?"), hint=turn.say("Its code, for example S-7."), most=20)


async def chosen(turn: Turn, event: Submission, issue: Issue) -> Issue:
    """Another open one; a UserError at the field for anything else."""
    text = event.text("code")
    other = await by_code(turn, text)
    if other is not None and other.id == issue.id:
        raise UserError("", {"code": turn.say("{code} cannot be joined with itself.", code=issue.code)})
    if other is None or other.state not in OPEN:
        raise UserError("", {"code": turn.say("I find no open issue {code}.", code=text)})
    return other
