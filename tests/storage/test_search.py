"""The search index: what is put is found, with its scope decided inside the query."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from storage.kit.database import Store
from storage.search.search_index import AMONG, IndexEntry, SearchScope
from storage.search.search_rows import SearchDocument, SearchNgrams, SearchPosting
from storage.search.search_statements import COMMON
from tests.storage.entries import entry

EVERYWHERE = SearchScope(("solution", "question"), ("open", "members", "circle"))


async def put(store: Store, record: int, terms: dict[str, float], **values: object) -> None:
    await store.search_index.put_entries(entry(record, terms, **values))


async def found(store: Store, terms: dict[str, float], scope: SearchScope = EVERYWHERE, limit: int = 10) -> list[int]:
    return [one.record_id for one in await store.search_index.list_best_candidates(terms, scope, limit)]


async def test_the_document_with_the_highest_sum_of_weight_and_impact_comes_first(store: Store) -> None:
    await put(store, 1, {"nett": 1.0})
    await put(store, 2, {"nett": 1.5, "kø": 1.0})
    await put(store, 3, {"damp": 2.0})
    assert await found(store, {"nett": 1.0, "kø": 0.5}) == [2, 1]
    assert await found(store, {"nett": 1.0, "damp": 5.0}) == [3, 2, 1]


async def test_what_is_out_of_reach_is_not_found_even_when_it_would_fill_the_limit(store: Store) -> None:
    for record in range(1, 30):
        await put(store, record, {"nett": 2.0}, level="circle")
    await put(store, 30, {"nett": 1.0}, level="members", topic_id=4)
    await put(store, 31, {"nett": 0.9}, kind="question", topic_id=5)
    assert await found(store, {"nett": 1.0}, SearchScope(("solution", "question"), ("open", "members")), 5) == [30, 31]
    assert await found(store, {"nett": 1.0}, SearchScope(("question",), ("open", "members"))) == [31]
    assert await found(
        store, {"nett": 1.0}, SearchScope(("solution", "question"), ("open", "members"), topic_id=5)
    ) == [31]
    assert await found(store, {"nett": 1.0}, SearchScope((), ("open",))) == []
    assert await found(store, {"nett": 1.0}, SearchScope(("solution",), ())) == []


async def test_what_narrows_a_search_is_decided_inside_it_too(store: Store) -> None:
    day = date(2027, 3, 1)
    for record in range(1, 12):
        await put(store, record, {"nett": 2.0}, organisation_id=1, verified_until=day - timedelta(days=1))
    await put(store, 20, {"nett": 1.0}, organisation_id=2, language="nn", verified_until=day, topic_id=4)
    await put(store, 21, {"nett": 0.9}, second_topic_id=4, unanswered=True)
    kinds, levels = ("solution",), ("open",)
    for scope, records in (
        (SearchScope(kinds, levels, organisation_id=2), [20]),
        (SearchScope(kinds, levels, language="nn"), [20]),
        (SearchScope(kinds, levels, verified_on=day), [20]),
        (SearchScope(kinds, levels, verified_on=day + timedelta(days=1)), []),
        (SearchScope(kinds, levels, topic_id=4), [20, 21]),
        (SearchScope(kinds, levels, 4, 2, "nn", day), [20]),
        (SearchScope(kinds, levels, 4, 1), []),
    ):
        assert await found(store, {"nett": 1.0}, scope, 2) == records
    assert [
        one.unanswered
        for one in await store.search_index.list_best_candidates({"nett": 1.0}, SearchScope(kinds, levels, 4), 2)
    ] == [
        False,
        True,
    ]


async def test_a_document_that_is_put_again_takes_the_place_of_the_old_one(store: Store) -> None:
    await put(store, 1, {"nett": 1.0, "kø": 1.0})
    await put(store, 1, {"damp": 1.0}, level="members")
    assert await found(store, {"nett": 1.0, "kø": 1.0}) == []
    assert await found(store, {"damp": 1.0}, SearchScope(("solution",), ("members",))) == [1]
    assert await store.search_index.count_documents_by_term(["nett", "damp"]) == (1, {"damp": 1})


async def test_nothing_is_left_of_a_document_that_is_removed(store: Store) -> None:
    await put(store, 1, {"nett": 1.0})
    await put(store, 1, {"nett": 1.0}, kind="question")
    await store.search_index.remove_from_index("solution", 1)
    await store.search_index.remove_from_index("solution", 99)
    assert [one.kind for one in await store.search_index.list_best_candidates({"nett": 1.0}, EVERYWHERE, 10)] == [
        "question"
    ]
    await store.search_index.remove_from_index("question", 1)
    for table in (SearchDocument, SearchPosting, SearchNgrams):
        assert await store.session.scalar(sa.select(sa.func.count()).select_from(table)) == 0


async def test_terms_are_counted_and_those_in_no_document_left_out(store: Store) -> None:
    await put(store, 1, {"nett": 1.0, "kø": 1.0})
    await put(store, 2, {"nett": 1.0})
    assert await store.search_index.count_documents_by_term(["nett", "kø", "ukjent"]) == (2, {"nett": 2, "kø": 1})
    assert await store.search_index.count_documents_by_term([]) == (2, {})


async def test_what_many_documents_hold_is_counted_now_and_then(store: Store) -> None:
    await store.search_index.store_term_counts(await store.search_index.count_common_terms())
    await put(store, 10_000, {"kø": 1.0})
    assert await store.search_index.count_documents_by_term(["kø"]) == (1, {"kø": 1})
    await store.search_index.remove_from_index("solution", 10_000)
    many = COMMON + 10
    await store.search_index.put_entries(*(entry(record, {"nett": 1.0, f"sak{record}": 1.0}) for record in range(many)))
    assert await store.search_index.count_documents_by_term(["nett", "sak7"]) == (many, {"nett": many, "sak7": 1})
    await store.search_index.store_term_counts(await store.search_index.count_common_terms())
    await store.search_index.put_entries(entry(many, {"nett": 1.0, "sak7": 1.0}))
    assert await store.search_index.count_documents_by_term(["nett", "sak7"]) == (many, {"nett": many, "sak7": 2})
    await store.search_index.put_entries(*(entry(many + record, {"damp": 1.0}) for record in range(1, many + 3)))
    assert await store.search_index.count_documents_by_term(["damp"]) == (many + 2, {"damp": many + 2})
    await store.search_index.store_term_counts(await store.search_index.count_common_terms())
    assert await store.search_index.count_documents_by_term(["nett", "damp"]) == (
        2 * many + 3,
        {"nett": many + 1, "damp": many + 2},
    )


async def test_documents_put_together_are_found_each_by_its_own_terms_and_those_out_of_reach_fill_no_limit(
    store: Store,
) -> None:
    """As many as the first look does not reach beyond, and one within reach behind them all."""
    limit = 5
    await store.search_index.put_entries(
        *(entry(record, {"nett": 2.0}, level="circle") for record in range(1, AMONG * limit + 2)),
        entry(50, {"nett": 1.0, "kø": 1.0}),
        entry(51, {}),
    )
    assert await found(store, {"nett": 1.0}, SearchScope(("solution",), ("open",)), limit) == [50]
    assert await found(store, {"nett": 1.0}, limit=limit) == [1, 2, 3, 4, 5]
    await store.search_index.put_entries(entry(50, {"damp": 1.0}), entry(51, {"nett": 9.0}))
    assert await found(store, {"nett": 1.0, "kø": 1.0}, SearchScope(("solution",), ("open",)), limit) == [51]


@pytest.mark.parametrize("start", ["nett", "støy", "åæø"])
async def test_terms_are_found_by_their_beginning_on_both_engines_whatever_the_letters(
    store: Store, start: str
) -> None:
    await put(store, 1, {f"{start}verk": 1.0, f"{start}a": 1.0, "ne": 1.0, "sto": 1.0, "zebra": 1.0, "=støy": 1.0})
    await put(store, 2, {f"{start}verk": 1.0})
    assert sorted(await store.search_index.list_terms_with_prefix(start)) == sorted([f"{start}a", f"{start}verk"])


async def test_it_tells_which_terms_a_document_holds_and_with_what_impact(store: Store) -> None:
    await put(store, 1, {"nett": 1.0, "kø": 0.5})
    (one,) = await store.search_index.list_best_candidates({"nett": 1.0}, EVERYWHERE, 10, ["kø", "damp"])
    assert one.held == {"nett": pytest.approx(1.0), "kø": pytest.approx(0.5)}


async def test_letters_and_marks_of_the_candidates_are_told(store: Store) -> None:
    document = entry(7, {"nett": 1.0}, kind="question", language="nn", unanswered=True).document
    await store.search_index.put_entries(
        IndexEntry(document, {"nett": 1.0}, SearchNgrams(marks="18 voss", grams=b"\x01\x02\x03\x04"))
    )
    (one,) = await store.search_index.list_best_candidates({"nett": 1.0}, EVERYWHERE, 10)
    assert (one.kind, one.language, one.marks, one.grams) == ("question", "nn", "18 voss", b"\x01\x02\x03\x04")
