"""Map matches to rows: what fits what, what each side has said, and how far the two have come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.importers.file_kinds import FileKind
from bot.importers.rows.columns import (
    ColumnMapping,
    DayColumn,
    FlagColumn,
    NumberColumn,
    ReferenceColumn,
    TextColumn,
    TextListColumn,
    TimeColumn,
    locate_row_error,
    read_row_objects,
)
from bot.importers.rows.record_names import RecordNames, load_record_names, seed_with_names
from bot.importers.rows.shared_fields import parse_code_field
from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import Row
from handlers.exchange.matches.match_requests import KIND
from storage.exchange.listings import AMOUNT as LONGEST_AMOUNT
from storage.exchange.match_amounts import MatchAmount
from storage.exchange.match_questions import QUESTION as LONGEST_QUESTION
from storage.exchange.match_questions import MatchQuestion
from storage.exchange.match_votes import MatchVote
from storage.exchange.matches import (
    BOTH,
    CLOSINGS,
    FIRST,
    NO,
    NOTE,
    PROPOSED,
    PURPOSES,
    SIDES,
    STAGES,
    STEP,
    VOTES,
    YES,
    ListingMatch,
)
from storage.exchange.planned_stops import PlannedStop
from storage.kit.database import Store


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
        "facilitator": ("facilitator_id", ReferenceColumn("people")), "next_step": ("next_step", TextColumn(STEP)),
        "next_on": ("next_on", DayColumn()), "stalled": ("stalled", NumberColumn(0)),
        "stalled_on": ("stalled_on", DayColumn()),
        "closing": ("closing", TextColumn(choices=CLOSINGS)),
        "closed": ("closed_at", TimeColumn()), "told": ("told_at", TimeColumn()),
        "created": ("created_at", TimeColumn()),
    },
    ("id", "votes", "questions", "amounts", "stops"),
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


async def export_match_rows(store: Store) -> list[dict[str, Any]]:
    """Return all matches, in the order of their numbers, with what was said of them."""
    names, votes, said, amounts = (
        await load_record_names(store),
        dict[int, list[MatchVote]](),
        dict[int, list[MatchQuestion]](),
        dict[int, list[MatchAmount]](),
    )
    stops: dict[int, list[PlannedStop]] = {}
    for stop in await store.planned_stops.list_all_stops():
        stops.setdefault(stop.match_id, []).append(stop)
    for amount in await store.match_amounts.list_all_amounts():
        amounts.setdefault(amount.match_id, []).append(amount)
    for question in await store.match_questions.list_all_sent_questions():
        said.setdefault(question.match_id, []).append(question)
    for vote in await store.match_votes.list_all_votes():
        votes.setdefault(vote.match_id, []).append(vote)
    return [
        {"id": match.code}
        | MATCH.write_columns(match, names)
        | {"votes": [VOTE.write_columns(vote, names) for vote in votes.get(match.id, ())]}
        | {"questions": [QUESTION.write_columns(one, names) for one in said.get(match.id, ())]}
        | {"stops": [STOP.write_columns(one, names) for one in stops.get(match.id, ())]}
        | {"amounts": [AMOUNT.write_columns(one, names) for one in amounts.get(match.id, ())]}
        for match in sorted(await store.matches.list_all_matches(), key=lambda one: int(one.code[2:]))
    ]


async def seed_match_row(store: Store, row: Row, names: RecordNames) -> None:
    """Add the match if it is not there; one that is stays as it is. Who has not answered is asked."""
    values, code = MATCH.read_columns(row, names), parse_code_field(row, "T")
    if await store.matches.find_match_by_code(code) is not None:
        return
    for part in PARTS:
        if row.get(part) and not isinstance(row[part], list) and str(row[part]).strip("0 "):
            raise RowError(part, "a table has only their number; load it as JSON Lines")
    defaults: dict[str, Any] = {"score": 0.0, "factors": {}, "named": False}
    filled = defaults | {column: value for column, value in values.items() if value not in (None, "")}
    filled = {"first_side": BOTH, "stage": PROPOSED, "created_at": store.now, "stage_at": store.now} | filled
    await _refuse_same_match(store, filled)
    match = await store.bulk_rows.insert_row(ListingMatch(**filled, code=code))
    names.add_names("matches", [(match.id, code)])
    for part, add_part in PARTS.items():
        for n, one in read_row_objects(row, part):
            try:
                await add_part(store, match, one, names)
            except RowError as error:
                raise locate_row_error(part, n, error) from error


async def _refuse_same_match(store: Store, values: dict[str, Any]) -> None:
    """Raise RowError where another match has the same pair and the same facts."""
    offer, need, facts = (values.get(column) for column in ("offer_id", "need_id", "facts_key"))
    if offer is None or need is None:
        return
    for one in await store.matches.list_matches_of_listing(offer):
        if (one.offer_id, one.need_id, one.facts_key) == (offer, need, facts):
            raise RowError("facts", f"{one.code} is of the same pair, on the same facts")


async def _add_vote(store: Store, match: ListingMatch, row: Row, names: RecordNames) -> None:
    values = {"asked_at": store.now} | {
        column: value for column, value in VOTE.read_columns(row, names).items() if value not in (None, "")
    }
    organisation_id = match.get_organisation_id(values["side"])
    vote = await store.bulk_rows.insert_row(MatchVote(**values, match_id=match.id, organisation_id=organisation_id))
    if vote.vote not in (YES, NO) and match.known_at is None and match.told_at is None:
        await store.escalations.begin_escalations(KIND, {vote.id: store.now})


async def _add_question(store: Store, match: ListingMatch, row: Row, names: RecordNames) -> None:
    values = {"created_at": store.now, "sent_at": store.now} | {
        column: value for column, value in QUESTION.read_columns(row, names).items() if value not in (None, "")
    }
    organisation_id = match.get_organisation_id(values["side"])
    await store.bulk_rows.insert_row(MatchQuestion(**values, match_id=match.id, organisation_id=organisation_id))


async def _add_amount(store: Store, match: ListingMatch, row: Row, names: RecordNames) -> None:
    values = {"said_at": store.now} | {
        column: value for column, value in AMOUNT.read_columns(row, names).items() if value not in (None, "")
    }
    organisation_id = match.get_organisation_id(values["side"])
    await store.bulk_rows.insert_row(MatchAmount(**values, match_id=match.id, organisation_id=organisation_id))


async def _add_stop(store: Store, match: ListingMatch, row: Row, names: RecordNames) -> None:
    values: dict[str, Any] = {"said_at": store.now, "share": 0} | {
        column: value for column, value in STOP.read_columns(row, names).items() if value not in (None, "")
    }
    if values["first_day"] > values["last_day"]:
        raise RowError("last", "must not be before the first day")
    organisation_id = match.get_organisation_id(values["side"])
    await store.bulk_rows.insert_row(PlannedStop(**values, match_id=match.id, organisation_id=organisation_id))


PARTS = {"votes": _add_vote, "questions": _add_question, "amounts": _add_amount, "stops": _add_stop}
FILE = FileKind(
    name="matches",
    seed=seed_with_names(seed_match_row),
    export=export_match_rows,
    people=("facilitator",),
    fields={"": MATCH, "votes": VOTE, "questions": QUESTION, "amounts": AMOUNT, "stops": STOP},
)
