"""What is suggested before a question is sent: what is clearly best, and nothing that chance has chosen."""

from __future__ import annotations

from dataclasses import replace

from handlers.language.document_search import SUGGEST, index_documents, search_documents
from storage.kit.database import Store
from tests.handlers.language.test_finding import LIBRARY, ids, record
from tests.handlers.language.test_meanings import filled, opened
from tests.meanings import find_meant

ASKED = "Hvem har erfaring med felles kjølevannsinntak, pumper, filter og begroing?"
INTAKE = record(1, "Felles kjølevannsinntak", "Pumper og filter holdt begroing unna.")


async def test_what_is_clearly_best_is_suggested_and_what_is_far_behind_is_not(store: Store) -> None:
    await index_documents(store, INTAKE, record(2, "Filter og pumper", "Verkstedet fikk nye filter og pumper."))
    assert ids(await search_documents(store, ASKED)) == [1, 2]
    assert ids(await search_documents(store, ASKED, floor=SUGGEST)) == [1]


async def test_two_that_hold_as_little_as_each_other_are_both_left_out(store: Store) -> None:
    one, other = (
        record(id, "Kjølevannsinntak", f"Nytt filter i {place}.") for id, place in ((11, "nord"), (12, "sør"))
    )
    asked = "Hvem har felles kjølevannsinntak med filter og stengeventiler?"
    await index_documents(store, *LIBRARY, one)
    assert ids(await search_documents(store, asked, floor=SUGGEST)) == [11]
    await index_documents(store, other)
    assert {11, 12} <= set(ids(await search_documents(store, asked)))
    assert await search_documents(store, asked, floor=SUGGEST) == []


async def test_a_question_without_an_answer_keeps_no_answer_from_being_suggested(store: Store) -> None:
    same = replace(record(9, ASKED, "", kind="question"), unanswered=True)
    await index_documents(store, same, record(1, "Kjølevannsinntak", "Pumper, filter og begroing."))
    hits = await search_documents(store, ASKED, floor=SUGGEST)
    assert sorted((hit.kind, hit.id) for hit in hits) == [("question", 9), ("solution", 1)]


async def test_what_is_further_in_meaning_than_the_closest_is_left_out(store: Store) -> None:
    near, further = (
        record(1, "Katt og hund", "Bikkje jaget mons"),
        record(2, "Varme til katt", "Damp ble kokhett for bikkje"),
    )
    meanings = await filled(store, await opened(), (near, further))
    asked = "pusekatt møter vovse"
    assert ids(await find_meant(store, asked, meanings=meanings)) == [1, 2]
    assert ids(await find_meant(store, asked, meanings=meanings, floor=SUGGEST)) == [1]
