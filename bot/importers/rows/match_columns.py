"""Map the columns of a match, and of what its sides say of it, to the fields of a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.importers.rows.columns import (
    ColumnMapping,
    DayColumn,
    FlagColumn,
    NumberColumn,
    ReferenceColumn,
    TextColumn,
    TextListColumn,
    TimeColumn,
)
from bot.importers.rows.record_names import RecordNames
from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import Row
from storage.exchange.listings import AMOUNT as LONGEST_AMOUNT
from storage.exchange.match_questions import QUESTION as LONGEST_QUESTION
from storage.exchange.match_readiness import ASPECTS, COLOURS
from storage.exchange.matches import CLOSINGS, FIRST, NOTE, PURPOSES, SIDES, STAGES, STEP, VOTES


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


@dataclass(frozen=True, slots=True)
class ShareColumn:
    """Hold a number from 0 to 1."""

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> float:
        value = row.get(name)
        if isinstance(value, str):  # of a table
            try:
                value = float(value.replace(",", ".") or 0)
            except ValueError:
                raise RowError(name, f"must be a number from 0 to 1, not {value!r}") from None
        if not _is_share(value):
            raise RowError(name, f"must be a number from 0 to 1, not {value!r}")
        return float(value or 0)

    def write_column_value(self, value: Any, names: RecordNames) -> float:
        return float(value)


@dataclass(frozen=True, slots=True)
class SharesColumn:
    """Hold numbers from 0 to 1 by their name."""

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> dict[str, float]:
        given = row.get(name) or {}
        if not isinstance(given, Mapping) or not all(_is_share(value) for value in given.values()):
            raise RowError(name, "must be an object with numbers from 0 to 1")
        return {str(key): float(value) for key, value in given.items()}

    def write_column_value(self, value: Any, names: RecordNames) -> dict[str, Any]:
        return dict(value)


@dataclass(frozen=True, slots=True)
class ColoursColumn:
    """Hold a colour for each of the questions how ready a side is."""

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> dict[str, str]:
        given = row.get(name) or {}
        if not isinstance(given, Mapping) or not set(given) <= {*ASPECTS} or not {*given.values()} <= {*COLOURS}:
            raise RowError(name, f"must be an object with some of {', '.join(ASPECTS)}, each {', '.join(COLOURS)}")
        return dict(given)

    def write_column_value(self, value: Any, names: RecordNames) -> dict[str, Any]:
        return dict(value)


MATCH = ColumnMapping(
    {
        "purpose": ("purpose", TextColumn(choices=PURPOSES)),
        "offer": ("offer_id", ReferenceColumn("listings")), "need": ("need_id", ReferenceColumn("listings")),
        "offered_by": ("offer_organisation_id", ReferenceColumn("organisations", required=True)),
        "needed_by": ("need_organisation_id", ReferenceColumn("organisations", required=True)),
        "facts": ("facts_key", TextColumn(32, required=True)), "named": ("named", FlagColumn()),
        "score": ("score", ShareColumn()), "factors": ("factors", SharesColumn()),
        "first": ("first_side", TextColumn(choices=FIRST)), "stage": ("stage", TextColumn(choices=STAGES)),
        "since": ("stage_at", TimeColumn()), "known": ("known_at", TimeColumn()),
        "studied": ("study_at", TimeColumn()), "piloted": ("pilot_at", TimeColumn()),
        "ran": ("running_at", TimeColumn()),
        "facilitator": ("facilitator_id", ReferenceColumn("people")), "next_step": ("next_step", TextColumn(STEP)),
        "next_on": ("next_on", DayColumn()), "stalled": ("stalled", NumberColumn(0)),
        "stalled_on": ("stalled_on", DayColumn()),
        "closing": ("closing", TextColumn(choices=CLOSINGS)),
        "closed": ("closed_at", TimeColumn()), "told": ("told_at", TimeColumn()),
        "created": ("created_at", TimeColumn()),
    },
    ("id", "votes", "questions", "amounts", "stops", "readiness"),
)  # fmt: skip
VOTE = ColumnMapping(
    {
        "side": ("side", TextColumn(required=True, choices=SIDES)), "vote": ("vote", TextColumn(choices=VOTES)),
        "by": ("by_id", ReferenceColumn("people")), "asked": ("asked_at", TimeColumn()),
        "voted": ("voted_at", TimeColumn()), "silent": ("silent_at", TimeColumn()),
        "reasons": ("reasons", TextListColumn()), "shared": ("shared", FlagColumn()),
        "note": ("note", TextColumn(NOTE)),
    }
)  # fmt: skip
QUESTION = ColumnMapping(
    {
        "side": ("side", TextColumn(required=True, choices=SIDES)),
        "text": ("text", TextColumn(LONGEST_QUESTION, required=True)), "by": ("by_id", ReferenceColumn("people")),
        "created": ("created_at", TimeColumn()), "sent": ("sent_at", TimeColumn()),
    }
)  # fmt: skip
AMOUNT = ColumnMapping(
    {
        "side": ("side", TextColumn(required=True, choices=SIDES)), "year": ("year", NumberColumn(2000)),
        "amount": ("amount", TextColumn(LONGEST_AMOUNT, required=True)), "by": ("by_id", ReferenceColumn("people")),
        "said": ("said_at", TimeColumn()),
    }
)  # fmt: skip
STOP = ColumnMapping(
    {
        "side": ("side", TextColumn(required=True, choices=SIDES)), "first": ("first_day", DayColumn(required=True)),
        "last": ("last_day", DayColumn(required=True)), "share": ("share", NumberColumn(0, most=99)),
        "by": ("by_id", ReferenceColumn("people")), "said": ("said_at", TimeColumn()),
    }
)  # fmt: skip
READINESS = ColumnMapping(
    {
        "side": ("side", TextColumn(required=True, choices=SIDES)), "asked": ("asked_on", DayColumn(required=True)),
        "colours": ("colours", ColoursColumn()), "by": ("by_id", ReferenceColumn("people")),
        "said": ("said_at", TimeColumn()),
    }
)  # fmt: skip
