"""Draw and read who sees what an organisation lays out: guests too, members or some of them, or nobody."""

from __future__ import annotations

from typing import Any, Protocol

import msgspec

from handlers.access.visibility import audience_fields
from handlers.chat.cards import Field
from handlers.chat.events import Submission
from handlers.chat.turn import Turn
from storage.access.audiences import Audience
from storage.exchange.listings import HIDDEN_LEVEL, MEMBERS_LEVEL, OPEN_LEVEL

_APART = {OPEN_LEVEL, HIDDEN_LEVEL}


class LeveledRecord(Protocol):
    """Describe a record with a level, and with an audience within the level of members."""

    @property
    def level(self) -> Any: ...

    @property
    def reach_id(self) -> Any: ...


async def draw_level_fields(
    turn: Turn, record: LeveledRecord, labels: dict[str, str], hint: str, usual: str = ""
) -> tuple[Field, Field]:
    """Draw the audiences of every record, and before and behind them open to guests and hidden.

    `labels`: what these two are called; `usual`: the option that a new record has, if it is one of them.
    """
    now = await turn.store.audiences.find(record.reach_id)
    who, organisations = await audience_fields.draw_audience_fields(turn, now)
    value = record.level if record.level in _APART else who.value
    if usual in dict(who.options):
        value = usual
    options = ((OPEN_LEVEL, labels[OPEN_LEVEL]), *who.options, (HIDDEN_LEVEL, labels[HIDDEN_LEVEL]))
    return msgspec.structs.replace(who, hint=hint, options=options, value=value), organisations


async def parse_level_fields(event: Submission, turn: Turn, record: LeveledRecord) -> dict[str, Any]:
    """Return level and audience. Raise UserError with what is wrong at each field."""
    level = event.get_text("reach")
    if level in _APART:
        return {"level": level, "reach_id": None}
    now = await turn.store.audiences.find(record.reach_id)
    audience: Audience | None = await audience_fields.parse_audience_fields(turn, event, now)
    return {"level": MEMBERS_LEVEL, "reach_id": audience.id if audience is not None else None}
