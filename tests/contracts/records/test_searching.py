"""What is searched and handed over is declared with its kind, and where it is stored too."""

from __future__ import annotations

from handlers import build_capability_router
from handlers.chat.events import Click
from handlers.chat.record_kinds import list_ownerships, list_record_kinds, list_searched_kinds
from storage.directory.handovers import LEAD, map_owned_records
from storage.kit.record_declarations import CodedRecords, collect_declarations
from storage.search.search_consistency import map_indexed_records

#: kind -> why a restore need not know its codes
CODED_ELSEWHERE = {"meeting": "its code comes from a file, and none is given out"}


def test_what_is_searched_and_handed_over_is_declared_where_it_is_stored_too() -> None:
    indexed = map_indexed_records()
    assert list_searched_kinds().keys() == indexed.keys()
    assert list_ownerships().keys() == {*map_owned_records(), LEAD}
    for kind in list_record_kinds().values():
        assert kind.name not in indexed or indexed[kind.name].table is kind.table


def test_a_table_with_codes_declares_them_for_restores_and_files() -> None:
    declared = {one.table: one for one in collect_declarations(CodedRecords)}
    for kind in list_record_kinds().values():
        if hasattr(kind.table, "code") and kind.name not in CODED_ELSEWHERE:
            assert kind.table in declared, f"{kind.name} has codes: a restore would give one out twice"


def test_what_is_found_is_shown_by_a_button_that_somebody_answers() -> None:
    router = build_capability_router()
    for kind, found in list_searched_kinds().items():
        assert (Click, found.open) in router.handlers, kind
