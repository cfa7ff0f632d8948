"""Draw the parts of the page on record kinds that repeat the registry of kinds, and the columns of every table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields
from importlib import import_module
from textwrap import fill

import handlers
from handlers.chat.record_kinds import RecordKind, list_record_kinds
from storage.data_classification.data_groups import GROUPS, DataGroup
from storage.data_classification.inventory import (
    ACCOUNT,
    AUTHOR,
    NAMED,
    ORGANISATION,
    OWN,
    PERSONAL,
    TEXT,
    list_classified_columns,
)
from tests.page_tables import WIDTH, draw_table, join_codes, list_tables

#: the facets that a kind may leave out
FACETS = [field.name for field in fields(RecordKind) if field.default is not MISSING]
#: how columns are told of -> their classes
_TOLD = {
    "whose it is": (OWN, AUTHOR),
    "who else is named": (NAMED,),
    "accounts": (ACCOUNT,),
    "about the person": (PERSONAL,),
    "what people wrote": (TEXT,),
    "of the organisation": (ORGANISATION,),
}


def list_facets(kind: RecordKind) -> list[str]:
    return [name for name in FACETS if getattr(kind, name)]


def _draw_kinds() -> str:
    modules = {kind.name: name for name in handlers.RECORDS for kind in import_module(f"handlers.{name}").KINDS}
    rows = (
        (
            f"`{name}`", f"`{kind.table.__tablename__}`",
            f"`handlers/{modules[name].replace('.', '/')}.py`", join_codes(list_facets(kind)),
        )
        for name, kind in list_record_kinds().items()
    )  # fmt: skip
    return "\n".join(draw_table(("kind", "table", "declared in", "takes part in"), rows))


def _draw_modes() -> str:
    searched = ((f"`{name}`", f"`{kind.search.mode}`") for name, kind in list_record_kinds().items() if kind.search)
    return "\n".join(draw_table(("kind", "mode"), searched))


def _draw_ownerships() -> str:
    owned = ((f"`{one.code}`", f"`{name}`") for name, kind in list_record_kinds().items() for one in kind.ownerships)
    return "\n".join(draw_table(("code", "kind"), owned))


def _draw_columns() -> str:
    return "\n\n".join("\n".join(_draw_group_columns(group)) for group in GROUPS)


def _draw_group_columns(group: DataGroup) -> Iterator[str]:
    yield f"### {group.title}"
    cells = {name: list(_draw_cells(name)) for name in list_tables(group)}
    rows = [(f"`{name}`", *row) for name, row in cells.items() if any(row)]
    if rows:
        yield ""
        yield from draw_table(("table", *_TOLD), rows)
    bare = [name for name, row in cells.items() if not any(row)]
    if bare:
        yield "\n" + fill(f"Numbers, states and secrets alone: {join_codes(bare)}.", WIDTH)


def _draw_cells(table: str) -> Iterator[str]:
    return (join_codes(list_classified_columns(table, *classes)) for classes in _TOLD.values())


PARTS: dict[str, Callable[[], str]] = {
    "columns": _draw_columns,
    "kinds": _draw_kinds,
    "modes": _draw_modes,
    "ownerships": _draw_ownerships,
}
