"""Map what is offered and needed to rows."""

from __future__ import annotations

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
    TimeColumn,
    locate_row_error,
    read_row_objects,
)
from bot.importers.rows.record_names import RecordNames, load_record_names, seed_with_names
from bot.importers.rows.shared_fields import CELSIUS, parse_code_field, read_row_audience
from handlers.access.visibility.audience_format import format_audience
from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import Row
from handlers.exchange.flow_types import FLOW_TYPES
from handlers.exchange.listings.listing_fields import is_amount_text_of
from handlers.exchange.listings.listing_publication import find_listing_topic, synchronise_listing
from handlers.language import detect_language
from storage.exchange.listing_questions import FIELDS, OUTCOMES, VALUE, ListingQuestion
from storage.exchange.listings import (
    AMOUNT,
    DAILY_HOURS,
    DIRECTIONS,
    LEVELS,
    MEMBERS_LEVEL,
    QUALITY,
    REFERENCE,
    STANDINGS,
    STATES,
    TEXT,
    WASTE_CODE,
    Listing,
)
from storage.exchange.seat_claims import TakenSeats
from storage.exchange.unmatched_listings import ANSWERS, UnmatchedListing
from storage.kit.database import Store

_FULL = 100


@dataclass(frozen=True, slots=True)
class MonthsColumn:
    """Hold twelve percentages, as a list or in one cell; empty where they are not known."""

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> list[int]:
        given = row.get(name) or []
        shares = given.split(";") if isinstance(given, str) else given
        try:
            found = [int(share) for share in shares]
        except (TypeError, ValueError):
            found = [-1]
        if found and (len(found) != 12 or not any(found) or not all(0 <= share <= _FULL for share in found)):
            raise RowError(name, "must be twelve percentages, January first")
        return found

    def write_column_value(self, value: Any, names: RecordNames) -> list[int]:
        return list(value)


LISTING = ColumnMapping(
    {
        "site": ("site_id", ReferenceColumn("sites", required=True)),
        "direction": ("direction", TextColumn(required=True, choices=DIRECTIONS)),
        "type": ("type", TextColumn(required=True, choices=tuple(FLOW_TYPES))),
        "text": ("text", TextColumn(TEXT)), "amount": ("amount", TextColumn(AMOUNT)),
        "temperature": ("temperature", CELSIUS), "back": ("back", CELSIUS),
        "months": ("months", MonthsColumn()),
        "daily_hours": ("daily_hours", TextColumn(choices=DAILY_HOURS)), "quality": ("quality", TextColumn(QUALITY)),
        "standing": ("standing", TextColumn(choices=STANDINGS)),
        "waste_code": ("waste_code", TextColumn(WASTE_CODE)), "hazardous": ("hazardous", FlagColumn()),
        "conditional": ("conditional", FlagColumn()), "max_km": ("max_km", NumberColumn()),
        "level": ("level", TextColumn(choices=LEVELS)), "contact": ("contact_id", ReferenceColumn("people")),
        "state": ("state", TextColumn(choices=STATES)), "valid_to": ("valid_to", DayColumn(required=True)),
        "created": ("created_at", TimeColumn()), "reference": ("reference", TextColumn(REFERENCE)),
    },
    ("id", "reach", "unmatched", "questions", "seats"),
)  # fmt: skip
UNMATCHED = ColumnMapping(
    {
        "facts": ("facts_key", TextColumn(32, required=True)), "told": ("told_at", TimeColumn()),
        "answer": ("answer", TextColumn(choices=ANSWERS)), "by": ("by_id", ReferenceColumn("people")),
        "answered": ("answered_at", TimeColumn()), "settled": ("settled_at", TimeColumn()),
    }
)  # fmt: skip
QUESTION = ColumnMapping(
    {
        "field": ("field", TextColumn(required=True, choices=FIELDS)), "asked": ("asked_at", TimeColumn()),
        "counterparts": ("counterparts", NumberColumn()), "named": ("named", FlagColumn()),
        "proposed": ("proposed", TextColumn(VALUE)), "proposed_by": ("proposed_by_id", ReferenceColumn("people")),
        "answer": ("answer", TextColumn(choices=OUTCOMES)), "said": ("said", TextColumn(VALUE)),
        "by": ("by_id", ReferenceColumn("people")), "answered": ("answered_at", TimeColumn()),
        "fits": ("fits", NumberColumn()), "settled": ("settled_at", TimeColumn()),
    }
)  # fmt: skip
SEATS = ColumnMapping(
    {
        "organisation": ("organisation_id", ReferenceColumn("organisations", required=True)),
        "seats": ("seats", NumberColumn(1)), "waiting": ("waiting", FlagColumn()),
        "by": ("by_id", ReferenceColumn("people")), "claimed": ("claimed_at", TimeColumn()),
    }
)  # fmt: skip


async def export_listing_rows(store: Store) -> list[dict[str, Any]]:
    """Return all listings, in the order of their numbers."""
    names, rows, told = await load_record_names(store), [], dict[int, list[UnmatchedListing]]()
    for one in await store.unmatched_listings.list_all_unmatched():
        told.setdefault(one.listing_id, []).append(one)
    asked = dict[int, list[ListingQuestion]]()
    for question in await store.listing_questions.list_all_questions():
        asked.setdefault(question.listing_id, []).append(question)
    taken = dict[int, list[TakenSeats]]()
    for claim in await store.seat_claims.list_all_claims():
        taken.setdefault(claim.listing_id, []).append(claim)
    for listing in sorted(await store.listings.list_all_listings(), key=lambda one: int(one.code[2:])):
        reach = await format_audience(store, listing.reach_id) or "all"
        unmatched = [UNMATCHED.write_columns(one, names) for one in told.get(listing.id, ())]
        questions = [QUESTION.write_columns(one, names) for one in asked.get(listing.id, ())]
        row = {"id": listing.code} | LISTING.write_columns(listing, names)
        seats = [SEATS.write_columns(one, names) for one in taken.get(listing.id, ())]
        rows.append(row | {"reach": reach, "unmatched": unmatched, "questions": questions, "seats": seats})
    return rows


async def seed_listing_row(store: Store, row: Row, names: RecordNames) -> None:
    """Add the listing, or change the one of this code to what the row says. No room hears of it."""
    values, code = LISTING.read_columns(row, names), parse_code_field(row, "B")
    if values.get("amount") and not is_amount_text_of(values["type"], values["amount"]):
        raise RowError("amount", f"is no amount of {values['type']}: write a number and its unit, such as 4 MW")
    site = await store.sites.find(values["site_id"])
    assert site is not None
    values["organisation_id"], values["topic_id"] = (
        site.organisation_id,
        await find_listing_topic(store, values["type"]),
    )
    values["level"], created = values.get("level") or MEMBERS_LEVEL, values.pop("created_at", None)
    values |= await read_row_audience(store, row)
    listing = await store.listings.find_listing_by_code(code)
    if listing is None:
        listing = await _add_listing(store, code, values, names)
    for column, value in values.items():
        setattr(listing, column, value)
    listing.created_at = created or listing.created_at
    await synchronise_listing(store, listing)
    for name, add in (("unmatched", _add_unmatched), ("questions", _add_question), ("seats", _add_seats)):
        for n, one in read_row_objects(row, name):
            try:
                await add(store, listing, one, names)
            except RowError as error:
                raise locate_row_error(name, n, error) from error


async def _add_seats(store: Store, listing: Listing, row: Row, names: RecordNames) -> None:
    """Store what an organisation takes, unless that is known."""
    values = {column: value for column, value in SEATS.read_columns(row, names).items() if value not in (None, "")}
    if await store.seat_claims.find_claim_of_organisation(listing.id, values["organisation_id"]) is None:
        await store.seat_claims.add(
            TakenSeats(**({"seats": 1, "claimed_at": store.now} | values), listing_id=listing.id)
        )


async def _add_question(store: Store, listing: Listing, row: Row, names: RecordNames) -> None:
    """Store that its owner was asked something, unless that is known."""
    values = {column: value for column, value in QUESTION.read_columns(row, names).items() if value not in (None, "")}
    values["asked_at"] = values.get("asked_at") or store.now
    known = await store.listing_questions.list_questions_of_listing(listing.id)
    if (values["field"], values["asked_at"]) not in {(one.field, one.asked_at) for one in known}:
        await store.listing_questions.add(ListingQuestion(**values, listing_id=listing.id))


async def _add_unmatched(store: Store, listing: Listing, row: Row, names: RecordNames) -> None:
    """Store that its owner was told that nothing fits, unless that is known."""
    values = {"told_at": store.now} | {
        column: value for column, value in UNMATCHED.read_columns(row, names).items() if value not in (None, "")
    }
    if not await store.unmatched_listings.is_told(listing.id, values["facts_key"]):
        await store.unmatched_listings.add(UnmatchedListing(**values, listing_id=listing.id))


async def _add_listing(store: Store, code: str, values: dict[str, Any], names: RecordNames) -> Listing:
    language = detect_language(values.get("text") or values["type"])
    listing = await store.listings.add(Listing(code=code, language=language, sendings=0, **values))
    names.add_names("listings", [(listing.id, code)])
    return listing


FILE = FileKind(
    name="listings",
    seed=seed_with_names(seed_listing_row),
    export=export_listing_rows,
    people=("contact",),
    fields={"": LISTING, "unmatched": UNMATCHED, "questions": QUESTION, "seats": SEATS},
)
