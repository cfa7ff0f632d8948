"""What is searched and handed over is declared with its kind, and where it is stored too."""

from __future__ import annotations

from handlers import capabilities
from handlers.chat.events import Click
from handlers.chat.records import ownerships, record_kinds, searched_kinds
from storage.directory.handovers import LEAD, OWNED
from storage.search.search_consistency import TABLES


def test_what_is_searched_and_handed_over_is_declared_where_it_is_stored_too() -> None:
    assert searched_kinds().keys() == TABLES.keys()
    assert ownerships().keys() == {*OWNED, LEAD}
    for kind in record_kinds().values():
        assert TABLES.get(kind.name, kind.table) is kind.table


def test_what_is_found_is_shown_by_a_button_that_somebody_answers() -> None:
    router = capabilities()
    for kind, found in searched_kinds().items():
        assert (Click, found.open) in router.handlers, kind
