"""Retract what a person wrote, and index and redraw what changes with them, whatever kind it is of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from handlers.chat.record_kinds import list_record_kinds
from handlers.library.index_repair import refresh_documents
from storage.directory.people import Person
from storage.kit.database import Store
from storage.overview.name_removal import Changed

#: kind -> ids of the records that change with the person
ChangedRecords = dict[str, set[int]]


async def retract_authored_content(store: Store, person: Person) -> ChangedRecords:
    touched: ChangedRecords = defaultdict(set)
    # A kind whose records belong to another is declared after it, and goes first: an answer before its question.
    for kind in reversed([*list_record_kinds().values()]):
        if kind.erasure is not None:
            touched[kind.name] |= await kind.erasure.retract(store, person)
    return touched


def add_changed_rows(touched: ChangedRecords, changed: Changed) -> None:
    """Add the records of which a text has changed, by their tables."""
    for kind in list_record_kinds().values():
        if kind.search is not None or kind.erasure is not None:
            touched[kind.name].update(key[0] for key in changed.get(kind.table.__tablename__, ()))


async def refresh_changed_records(store: Store, person: Person, touched: ChangedRecords) -> None:
    """Index the records as they are now, and redraw the messages that show one or tell of the person."""
    for kind in list_record_kinds().values():
        if kind.erasure is not None and kind.erasure.find_parents is not None:
            parents = await kind.erasure.find_parents(store, touched[kind.name])
            touched[parents.kind] |= parents.ids
    for name, kind in list_record_kinds().items():
        if kind.search is not None:
            await refresh_documents(store, name, sorted(touched[name]))
    shown: Mapping[str, Collection[int]] = {**touched, "by": (person.id,), "person": (person.id,)}
    for row in await store.personal_data.authored_content.list_copies_showing(shown):
        await store.outbox.redraw_delivery(row)
