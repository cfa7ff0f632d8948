"""What is searched and handed over is declared with its kind, and where it is stored too."""

from __future__ import annotations

from handlers.chat.records import ownerships, record_kinds, searched_kinds
from storage.handovers import LEAD, OWNED
from storage.indexes import TABLES


def test_what_is_searched_and_handed_over_is_declared_where_it_is_stored_too() -> None:
    assert searched_kinds().keys() == TABLES.keys()
    assert ownerships().keys() == {*OWNED, LEAD}
    for kind in record_kinds().values():
        assert TABLES.get(kind.name, kind.table) is kind.table
