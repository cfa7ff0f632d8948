"""Map schemes to rows: names, and in a whole network's file the reports of organisations."""

from __future__ import annotations

from typing import Any

from bot.importers.file_kinds import FileKind
from bot.importers.rows import edition_parts
from bot.importers.rows.columns import (
    ColumnMapping,
    NumberColumn,
    ReferenceColumn,
    TextColumn,
    TimeColumn,
    locate_row_error,
    read_row_objects,
)
from bot.importers.rows.record_names import RecordNames, load_record_names, seed_with_names
from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import Row, parse_text_field, validate_field_names
from handlers.policy.rounds import disclosure_control
from handlers.policy.schemes.scheme_totals import build_scheme_key
from storage.kit.database import Store
from storage.policy.published_editions import PublishedEdition
from storage.policy.rounds import NAMED, PRIVATE, UNNAMED
from storage.policy.schemes import HIT, MISSED, Scheme, SchemeReport

SHARED = (PRIVATE, UNNAMED, NAMED)
SCHEME = ColumnMapping(
    {"about": ("about", TextColumn()), "retired": ("retired_at", TimeColumn())}, ("id", "reports", "editions")
)
REPORT = ColumnMapping(
    {
        "organisation": ("organisation_id", ReferenceColumn("organisations", required=True)),
        "year": ("year", NumberColumn()),
        "verdict": ("verdict", TextColumn(required=True, choices=(HIT, MISSED))), "reason": ("reason", TextColumn()),
        "shared": ("shared", TextColumn(choices=SHARED)), "round": ("round_id", ReferenceColumn("rounds")),
        "person": ("person_id", ReferenceColumn("people")), "at": ("given_at", TimeColumn()),
    }
)  # fmt: skip
#: fields of a year's edition, beside its author and time
TOLD = ("year", "n", "told", "reasons", "counted")


async def export_scheme_rows(store: Store) -> list[dict[str, Any]]:
    """Return schemes by name, with neither reports of organisations nor editions."""
    names = RecordNames()
    return [
        {"id": one.name} | SCHEME.write_columns(one, names)
        for one in await store.schemes.list_all_schemes(retired=True)
    ]


async def export_schemes_with_reports(store: Store) -> list[dict[str, Any]]:
    names, rows = await load_record_names(store), []
    for one in await store.schemes.list_all_schemes(retired=True):
        reports = await store.bulk_rows.list_rows_with_value(SchemeReport.scheme_id, one.id)
        editions = await store.published_editions.list_editions_of_scheme(one.id)
        rows.append(
            {"id": one.name}
            | SCHEME.write_columns(one, names)
            | {
                "reports": sorted(
                    (REPORT.write_columns(report, names) for report in reports), key=_build_report_sort_key
                ),
                "editions": [await _write_scheme_edition(store, edition, names) for edition in editions],
            }
        )
    return rows


def _build_report_sort_key(report: dict[str, Any]) -> tuple[int, str]:
    return report["year"], report["organisation"]


async def seed_scheme_row(store: Store, row: Row, names: RecordNames) -> None:
    """Add the scheme of this name, and the reports that its organisations have not given for that year."""
    values, name = SCHEME.read_columns(row, names), parse_text_field(row, "id", most=100, required=True)
    scheme = await store.schemes.find_scheme_by_name(name)
    if scheme is None:
        scheme = await store.schemes.add(Scheme(name=name, about=""))
        names.add_names("schemes", [(scheme.id, name)])
    for column, value in values.items():
        setattr(scheme, column, value)
    for n, one in read_row_objects(row, "reports"):
        try:
            said = {"given_at": store.now} | REPORT.read_columns(one, names)
        except RowError as error:
            raise locate_row_error("reports", n, error) from error
        if not said.get("year"):
            raise RowError("reports", f"{n}: year: is required")
        if await store.schemes.find_scheme_report(scheme.id, said["organisation_id"], said["year"]) is None:
            await store.bulk_rows.insert_row(SchemeReport(**said, scheme_id=scheme.id))
    there = len(await store.published_editions.list_editions_of_scheme(scheme.id))
    for n, one in read_row_objects(row, "editions"):
        if n > there:
            try:
                await _add_scheme_edition(store, scheme, n, one, names)
            except RowError as error:
                raise locate_row_error("editions", n, error) from error


async def _write_scheme_edition(store: Store, edition: PublishedEdition, names: RecordNames) -> dict[str, Any]:
    data = edition.data
    counted = await edition_parts.list_counted_organisations(store, edition)
    return {
        "year": data["year"], "n": data["n"], "told": data["told"],
        "reasons": sorted(names.find_code("organisations", id) for id in data["reasons"]),
        "counted": sorted(names.find_code("organisations", one.organisation_id) for one in counted),
    } | edition_parts.ABOUT.write_columns(edition, names)  # fmt: skip


async def _add_scheme_edition(store: Store, scheme: Scheme, number: int, row: Row, names: RecordNames) -> None:
    """Add an edition.

    Raise RowError for figures that could not have been published.
    """
    validate_field_names(row, (*TOLD, *edition_parts.ABOUT.columns))
    year, told, n = row.get("year"), row.get("told"), row.get("n")
    if not isinstance(year, int) or not isinstance(told, dict) or not isinstance(n, int):
        raise RowError("told", "needs a year, n and what is told of hit and missed")
    edition_parts.validate_choice_counts(told, n, (HIT, MISSED))
    if n < disclosure_control.LEAST_OF_CHOICE:
        raise RowError("n", f"is under {disclosure_control.LEAST_OF_CHOICE}: so few are not told of")
    organisation_ids = {
        field: edition_parts.read_organisation_ids(row, field, names) for field in ("reasons", "counted")
    }
    data = {"year": year, "n": n, "told": told, "reasons": organisation_ids["reasons"]}
    counted = [(build_scheme_key(scheme.id, year), id) for id in organisation_ids["counted"]]
    about = {name: row[name] for name in edition_parts.ABOUT.columns if name in row}
    await edition_parts.add_published_edition(store, {"scheme_id": scheme.id}, number, data, counted, about, names)


FILE = FileKind(
    name="schemes",
    seed=seed_with_names(seed_scheme_row),
    export=export_scheme_rows,
    export_whole=export_schemes_with_reports,
    named_later=("reports", "editions"),
    fields={"": SCHEME, "reports": REPORT, "editions": (*TOLD, *edition_parts.ABOUT.columns)},
)
