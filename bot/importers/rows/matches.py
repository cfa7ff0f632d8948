"""Map matches to rows: what fits what, what each side has said, and how far the two have come."""

from __future__ import annotations

from typing import Any

from bot.importers.file_kinds import FileKind
from bot.importers.rows.columns import locate_row_error, read_row_objects
from bot.importers.rows.match_columns import AMOUNT, MATCH, QUESTION, READINESS, STOP, VOTE
from bot.importers.rows.record_names import RecordNames, load_record_names, seed_with_names
from bot.importers.rows.shared_fields import parse_code_field
from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import Row
from handlers.exchange.matches.match_requests import KIND
from storage.exchange.match_amounts import MatchAmount
from storage.exchange.match_questions import MatchQuestion
from storage.exchange.match_readiness import MatchReadiness
from storage.exchange.match_votes import MatchVote
from storage.exchange.matches import BOTH, NO, PROPOSED, YES, ListingMatch
from storage.exchange.planned_stops import PlannedStop
from storage.kit.database import Store


async def export_match_rows(store: Store) -> list[dict[str, Any]]:
    """Return all matches, in the order of their numbers, with what was said of them."""
    names, votes, said, amounts = (
        await load_record_names(store),
        dict[int, list[MatchVote]](),
        dict[int, list[MatchQuestion]](),
        dict[int, list[MatchAmount]](),
    )
    stops: dict[int, list[PlannedStop]] = {}
    ready: dict[int, list[MatchReadiness]] = {}
    for said_ready in await store.match_readiness.list_all_readiness():
        ready.setdefault(said_ready.match_id, []).append(said_ready)
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
        | {"readiness": [READINESS.write_columns(one, names) for one in ready.get(match.id, ())]}
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


async def _add_readiness(store: Store, match: ListingMatch, row: Row, names: RecordNames) -> None:
    values: dict[str, Any] = {"said_at": store.now, "colours": {}} | {
        column: value for column, value in READINESS.read_columns(row, names).items() if value not in (None, "")
    }
    organisation_id = match.get_organisation_id(values["side"])
    await store.bulk_rows.insert_row(MatchReadiness(**values, match_id=match.id, organisation_id=organisation_id))


PARTS = {
    "votes": _add_vote,
    "questions": _add_question,
    "amounts": _add_amount,
    "stops": _add_stop,
    "readiness": _add_readiness,
}
FILE = FileKind(
    name="matches",
    seed=seed_with_names(seed_match_row),
    export=export_match_rows,
    people=("facilitator",),
    fields={"": MATCH, "votes": VOTE, "questions": QUESTION, "amounts": AMOUNT, "stops": STOP, "readiness": READINESS},
)
