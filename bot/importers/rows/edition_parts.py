"""Read and write published editions as parts of rows.

An edition also names the organisations whose answers are counted in it: none is ever counted again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bot.importers.rows.columns import ColumnMapping, ReferenceColumn, TimeColumn
from bot.importers.rows.record_names import RecordNames
from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import Row, parse_texts_field
from handlers.policy.rounds import disclosure_control
from storage.kit.database import Store
from storage.policy.published_editions import CountedAnswer, PublishedEdition

ABOUT = ColumnMapping({"made": ("made_at", TimeColumn()), "made_by": ("made_by_id", ReferenceColumn("people"))})


async def list_counted_organisations(store: Store, edition: PublishedEdition) -> Sequence[CountedAnswer]:
    found: Sequence[CountedAnswer] = await store.bulk_rows.list_rows_with_value(CountedAnswer.edition_id, edition.id)
    return found


def read_organisation_ids(row: Row, field: str, names: RecordNames) -> list[int]:
    return sorted(names.load_id("organisations", code, field) for code in parse_texts_field(row, field, most=64))


def validate_choice_counts(told: Mapping[str, Any], n: int, options: Collection[str]) -> None:
    """Raise RowError for counts of a choice that disclosure control would not let through."""
    if set(told) != set(options):
        raise RowError("told", f"must tell of {', '.join(options)}")
    words = (disclosure_control.UNTOLD, disclosure_control.FEW, disclosure_control.MANY)
    exact = [value for value in told.values() if value not in words]
    if not all(
        isinstance(value, int) and disclosure_control.LEAST <= value <= n - disclosure_control.LEAST for value in exact
    ):
        raise RowError(
            "told", f"a count must leave at least {disclosure_control.LEAST} on either side, or be a word for it"
        )


async def add_published_edition(
    store: Store,
    of: Mapping[str, int],
    number: int,
    data: dict[str, Any],
    counted: Collection[tuple[str, int]],
    about: Row,
    names: RecordNames,
) -> None:
    """Add an edition with its number.

    Raise RowError where an answer in it is counted already: the answer could be worked out then.
    """
    for what in {what for what, _ in counted}:
        if await store.published_editions.list_organisations_counted_in(what) & {
            id for one, id in counted if one == what
        }:
            raise RowError("counted", "one of these is counted in another edition already")
    values = {"made_at": store.now} | ABOUT.read_columns(about, names)
    edition = await store.bulk_rows.insert_row(PublishedEdition(**of, **values, number=number, data=data))
    for what, id in counted:
        await store.bulk_rows.insert_row(CountedAnswer(what=what, organisation_id=id, edition_id=edition.id))
