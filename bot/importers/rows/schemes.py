"""Schemes as rows: what they are called, and in a file of the whole network what organisations say of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.importers.rows import published
from bot.importers.rows.columns import Moment, Named, Part, Whole, Words, read_parts, within
from bot.importers.rows.naming import Names, find_names
from handlers.chat.rows import RowError
from handlers.chat.rows.fields import Row, need_known, text
from handlers.policy.rounds import floor
from handlers.policy.schemes.counting import key
from storage.kit.database import Store
from storage.policy.published_editions import Edition
from storage.policy.rounds import NAMED, PRIVATE, UNNAMED
from storage.policy.schemes import HIT, MISSED, Scheme, SchemeReport

SHARED = (PRIVATE, UNNAMED, NAMED)
SCHEME = Part({"about": ("about", Words()), "retired": ("retired_at", Moment())}, ("id", "reports", "editions"))
REPORT = Part(
    {
        "organisation": ("organisation_id", Named("organisations", required=True)), "year": ("year", Whole()),
        "verdict": ("verdict", Words(required=True, choices=(HIT, MISSED))), "reason": ("reason", Words()),
        "shared": ("shared", Words(choices=SHARED)), "round": ("round_id", Named("rounds")),
        "person": ("person_id", Named("people")), "at": ("given_at", Moment()),
    }
)  # fmt: skip
#: what an edition says of a year, beside who made it and when
TOLD = ("year", "n", "told", "reasons", "counted")


async def export_rows(store: Store) -> list[dict[str, Any]]:
    """By name; neither what an organisation has said nor what is published of it."""
    names = Names()
    return [{"id": one.name} | SCHEME.write(one, names) for one in await store.schemes.all(retired=True)]


async def export_whole(store: Store) -> list[dict[str, Any]]:
    names, rows = await find_names(store), []
    for one in await store.schemes.all(retired=True):
        reports = await store.bulk.find_where(SchemeReport.scheme_id, one.id)
        editions = await store.editions.of_scheme(one.id)
        rows.append(
            {"id": one.name}
            | SCHEME.write(one, names)
            | {
                "reports": sorted((REPORT.write(report, names) for report in reports), key=_by_year),
                "editions": [await _write_edition(store, edition, names) for edition in editions],
            }
        )
    return rows


def _by_year(report: dict[str, Any]) -> tuple[int, str]:
    return report["year"], report["organisation"]


async def seed_rows(store: Store, rows: Sequence[Row]) -> list[RowError | None]:
    """Add the scheme of this name; of what is said of it, what an organisation has not said of that year."""
    names, errors = await find_names(store), list[RowError | None]()
    for row in rows:
        try:
            await _seed_row(store, row, names)
            errors.append(None)
        except RowError as error:
            errors.append(error)
    return errors


async def _seed_row(store: Store, row: Row, names: Names) -> None:
    values, name = SCHEME.read(row, names), text(row, "id", most=100, required=True)
    scheme = await store.schemes.named(name)
    if scheme is None:
        scheme = await store.schemes.add(Scheme(name=name, about=""))
        names.know("schemes", [(scheme.id, name)])
    for column, value in values.items():
        setattr(scheme, column, value)
    for n, one in read_parts(row, "reports"):
        try:
            said = {"given_at": store.now} | REPORT.read(one, names)
        except RowError as error:
            raise within("reports", n, error) from error
        if not said.get("year"):
            raise RowError("reports", f"{n}: year: is required")
        if await store.schemes.report(scheme.id, said["organisation_id"], said["year"]) is None:
            await store.bulk.add(SchemeReport(**said, scheme_id=scheme.id))
    there = len(await store.editions.of_scheme(scheme.id))
    for n, one in read_parts(row, "editions"):
        if n > there:
            try:
                await _add_edition(store, scheme, n, one, names)
            except RowError as error:
                raise within("editions", n, error) from error


async def _write_edition(store: Store, edition: Edition, names: Names) -> dict[str, Any]:
    data = edition.data
    counted = await published.find_counted(store, edition)
    return {
        "year": data["year"], "n": data["n"], "told": data["told"],
        "reasons": sorted(names.code("organisations", id) for id in data["reasons"]),
        "counted": sorted(names.code("organisations", one.organisation_id) for one in counted),
    } | published.ABOUT.write(edition, names)  # fmt: skip


async def _add_edition(store: Store, scheme: Scheme, number: int, row: Row, names: Names) -> None:
    """What could not have been published is not loaded either."""
    need_known(row, (*TOLD, *published.ABOUT.columns))
    year, told, n = row.get("year"), row.get("told"), row.get("n")
    if not isinstance(year, int) or not isinstance(told, dict) or not isinstance(n, int):
        raise RowError("told", "needs a year, n and what is told of hit and missed")
    published.need_told(told, n, (HIT, MISSED))
    if n < floor.LEAST_OF_CHOICE:
        raise RowError("n", f"is under {floor.LEAST_OF_CHOICE}: so few are not told of")
    houses = {field: published.read_houses(row, field, names) for field in ("reasons", "counted")}
    data = {"year": year, "n": n, "told": told, "reasons": houses["reasons"]}
    counted = [(key(scheme.id, year), id) for id in houses["counted"]]
    about = {name: row[name] for name in published.ABOUT.columns if name in row}
    await published.add_edition(store, {"scheme_id": scheme.id}, number, data, counted, about, names)
