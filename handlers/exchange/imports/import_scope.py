"""Say for which sites a table may speak, who brings it in, and what one of its rows says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from handlers.chat.rows import reason
from handlers.chat.turn import Arena
from handlers.exchange.imports.row_cells import RowCells
from handlers.exchange.sites.lookup import list_organisations_written_by, list_sites_written_by
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.exchange.sites import Site
from storage.kit.database import Store


@dataclass(frozen=True, slots=True)
class ImportScope:
    """Hold for which sites rows may speak, who brings them in, and when."""

    sites: Sequence[Site]
    organisations: Sequence[Organisation]
    now: datetime
    zone: ZoneInfo
    #: None: the command line
    person_id: int | None = None
    _known: dict[str, list[Site]] = field(default_factory=dict)

    def find_sites(self, name: str, organisation: str) -> list[Site]:
        """Return the sites of this name or code; all for an empty name."""
        if not self._known:
            for site in self.sites:
                for key in {site.code.casefold(), site.name.casefold(), f"{site.name}, {site.municipality}".casefold()}:
                    self._known.setdefault(key, []).append(site)
        found = self._known.get(name.casefold(), []) if name else list(self.sites)
        ids = {
            one.id
            for one in self.organisations
            if organisation.casefold() in (one.name.casefold(), one.code.casefold())
        }
        return [site for site in found if not organisation or site.organisation_id in ids]

    def list_place_names(self) -> set[tuple[int, int, str]]:
        """Return the sites and organisations with their names: rows that are read for others have to be read anew."""
        sites = {(site.organisation_id, site.id, site.name) for site in self.sites}
        return sites | {(one.id, 0, one.name) for one in self.organisations}


async def load_import_scope(store: Store, person: Person, arena: Arena) -> ImportScope:
    """Return the sites and organisations for which this person may bring something in."""
    sites, organisations = (
        await list_sites_written_by(store, person),
        await list_organisations_written_by(store, person),
    )
    return ImportScope(sites, organisations, store.now, arena.zone, person.id)


class RowPlace(Protocol):
    """Describe where a row is of: a site, or an organisation."""

    @property
    def id(self) -> Any: ...

    @property
    def organisation_id(self) -> Any: ...

    @property
    def name(self) -> Any: ...


class ImportedRow(NamedTuple):
    """Hold what a row says: its own name for itself, its site or organisation, and values by column."""

    number: int
    reference: str
    site: RowPlace
    values: dict[str, Any]


def find_row_site(row: RowCells, scope: ImportScope) -> Site | None:
    name = row.find_text("site")
    found = scope.find_sites(name, row.find_text("organisation"))
    if len(found) == 1:
        return found[0]
    if found:
        fault = reason("there are several sites. Write the name of one, or its code, such as A-3.")
        row.add_fault("site", fault, reason("site"))
    elif name:
        row.add_fault("site", reason("“{said}” is none of your sites.", said=name[:60]))
    else:
        row.add_fault("organisation", reason("no site of it is written down."), reason("site"))
    return None
