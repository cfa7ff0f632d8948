"""Vectors beside the index: a document whose words change or go loses its own at once, and waits for another."""

from __future__ import annotations

import sqlalchemy as sa

from storage.access.audiences import CHOSEN, OUTSIDE, Viewer
from storage.directory.organisations import Organisation
from storage.kit.database import Database, Store
from storage.search.search_index import SearchScope
from storage.search.search_rows import SearchDocument, SearchVector
from storage.search.vectors import UnembeddedDocument
from tests.storage.entries import entry

EVERYWHERE = SearchScope(("solution", "question"), ("open", "members", "circle"))


async def put(store: Store, record: int, **values: object) -> int:
    await store.search_index.put_entries(entry(record, {"nett": 1.0}, **values))
    found = await store.session.scalar(
        sa.select(SearchDocument.id).filter_by(record_id=record, kind=values.get("kind", "solution"))
    )
    assert found is not None
    return found


async def records(store: Store, model: str = "m") -> list[int]:
    return [one.record_id for one in await store.vectors.list_unembedded_documents(model, 10)]


async def test_documents_without_a_vector_of_the_model_are_missing_the_newest_first(store: Store) -> None:
    ids = [await put(store, record) for record in (1, 2, 3)]
    assert await records(store) == [3, 2, 1]
    await store.vectors.put_vectors("m", {ids[1]: b"two"})
    assert await records(store) == [3, 1]
    assert await store.vectors.count_unembedded_documents("m") == 2
    assert await store.vectors.list_unembedded_documents("m", 1) == [UnembeddedDocument(ids[2], "solution", 3)]
    assert await records(store, "other") == [3, 2, 1]
    await store.vectors.put_vectors("other", {ids[1]: b"zwei"})
    assert await records(store) == [3, 2, 1]


async def test_whoever_looks_now_and_then_sees_what_is_new_and_that_something_has_gone(store: Store) -> None:
    one, two = await put(store, 1), await put(store, 2, language="en")
    assert await store.vectors.compute_vector_version("m") == (0, 0)
    await store.vectors.put_vectors("m", {one: b"1", two: b"2"})
    first, second = await store.vectors.list_vectors_after("m", 0, 10)
    assert [(row.document_id, row.language, row.vector) for row in (first, second)] == [
        (one, "nb", b"1"),
        (two, "en", b"2"),
    ]
    assert await store.vectors.compute_vector_version("m") == (2, second.id)
    await store.vectors.delete_vectors([two])
    assert await store.vectors.compute_vector_version("m") == (1, first.id)
    await store.vectors.put_vectors("m", {two: b"3"})
    (third,) = await store.vectors.list_vectors_after("m", second.id, 10)
    assert third.vector == b"3"
    assert third.id > second.id, "an id that was given is not given again"
    assert await store.vectors.list_vector_ids("m") == [first.id, third.id]
    assert await store.vectors.list_vectors_by_id([third.id, 999]) == [third]


async def test_a_document_that_is_put_again_waits_for_a_new_vector_if_its_words_are_new(store: Store) -> None:
    id = await put(store, 1, seal="one")
    await store.vectors.put_vectors("m", {id: b"old"})
    assert await put(store, 1, seal="one", level="members") == id
    assert await records(store) == []
    assert await put(store, 1, seal="other") == id
    assert await records(store) == [1]


async def test_a_document_that_is_removed_takes_its_vector_with_it_or_leaves_it_if_that_is_undone(
    database: Database,
) -> None:
    async with database.begin() as store:
        await store.vectors.put_vectors("m", {await put(store, 1): b"1"})
    async with database.begin() as store:
        await store.search_index.remove_from_index("solution", 1)
        assert (await store.vectors.compute_vector_version("m"))[0] == 0
        await store.session.rollback()
    async with database.read() as store:
        assert await store.vectors.count_unembedded_documents("m") == 0
        assert (await store.vectors.compute_vector_version("m"))[0] == 1
    async with database.begin() as store:
        await store.search_index.remove_from_index("solution", 1)
    async with database.read() as store:
        assert await store.session.scalar(sa.select(sa.func.count()).select_from(SearchVector)) == 0


async def test_only_vectors_of_documents_within_reach_are_told(store: Store) -> None:
    wanted = await put(store, 1, topic_id=7)
    secret, elsewhere, question = (
        await put(store, 2, level="circle", topic_id=7),
        await put(store, 3, topic_id=8),
        await put(store, 4, kind="question", topic_id=7),
    )
    await store.vectors.put_vectors("m", dict.fromkeys((wanted, secret, elsewhere, question), b"v"))
    every = await store.vectors.list_vector_ids("m")
    scope = SearchScope(("solution",), ("open", "members"), topic_id=7)
    ((_, one),) = await store.vectors.list_candidates_in_scope(scope, every)
    assert (one.document_id, one.kind, one.record_id, one.language) == (wanted, "solution", 1, "nb")
    assert len(await store.vectors.list_candidates_in_scope(EVERYWHERE, every)) == 4
    assert await store.vectors.list_candidates_in_scope(EVERYWHERE, []) == []


async def test_vectors_are_told_to_each_as_far_as_they_see(store: Store) -> None:
    mine, other = [await store.organisations.add(Organisation(code=code, name=code, kind="park")) for code in "ab"]
    reach = await store.audiences.ensure_audience(CHOSEN, [mine.id])
    ids = [await put(store, 1), await put(store, 2, reach_id=reach.id)]
    await store.vectors.put_vectors("m", dict.fromkeys(ids, b"v"))
    every = await store.vectors.list_vector_ids("m")
    for sight, seen in (
        (OUTSIDE, [1]),
        (Viewer(organisation_id=mine.id), [1, 2]),
        (Viewer(organisation_id=other.id), [1]),
        (Viewer(organisation_id=other.id, region="region:vestland", person_id=7), [1]),
        (Viewer(whole=True), [1, 2]),
    ):
        scope = SearchScope(("solution",), ("open",), sight=sight)
        assert sorted(one.record_id for _, one in await store.vectors.list_candidates_in_scope(scope, every)) == seen


async def test_documents_that_are_locked_are_told_as_they_are(store: Store) -> None:
    id = await put(store, 1, kind="question")
    assert await store.vectors.lock_documents([id, 999]) == {UnembeddedDocument(id, "question", 1)}
