"""What is kept is found at once, across languages and spellings; nonsense finds nothing; near-duplicates are told."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from handlers.language.document_search import (
    SUGGEST,
    Document,
    Hit,
    index_documents,
    list_similar_documents,
    search_documents,
    unindex_document,
)
from handlers.language.index_terms import LISTS
from handlers.language.matches import Match, add_matched_words
from storage.kit.database import Database, Store
from storage.search.search_index import SearchScope
from tests.handlers.language.test_words import ODD


def record(
    id: int, title: str, body: str, *, kind: str = "solution", level: str = "open", topic: int | None = None
) -> Document:
    return Document(kind, id, topic, "nb", None, level, title, body, "")


LIBRARY = (
    record(1, "Støyskjerm og nattestopp på knuseverk", "Målt støy hos fire naboer. Skjerm av containere.", topic=7),
    record(2, "Varme fra serverrom tørker flis", "1,8 MW på 48 °C ble kjølt bort. Tørke 300 m unna.", topic=3),
    record(3, "Tre verksemder deler kjølevassinntak", "Kvar hadde eiga pumpe. Felles inntak på djupare vatn.", topic=3),
    record(4, "Felles høringssvar fra seks parker", "Hver park skrev sitt. Ett utkast og felles vedlegg.", topic=12),
    record(5, "Spent acid reused for water treatment", "Neutralising was costly. Tank and dosing line.", topic=3),
    record(6, "Hvem kan lære bort robotsveising?", "Vi har små serier.", kind="question", topic=14),
    record(7, "Grunnvann i kjelleren", "Pumpe og drenering i kretsen.", level="circle", topic=9),
)  # fmt: skip


@pytest.fixture
async def library(store: Store) -> Store:
    for document in LIBRARY:
        await index_documents(store, document)
    return store


def ids(hits: list[Hit]) -> list[int]:
    return [hit.id for hit in hits]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("bråk fra knuseverket om natta", 1),
        ("stoeyskjerm", 1),
        ("noise screen", 1),
        ("støyskjrem", 1),
        ("use of data centre heat", 2),
        ("tørke flis", 2),
        ("dele inntak for kjølevann", 3),
        ("shared cooling water intake", 3),
        ("felles høyringssvar", 4),
        ("hoeringssvar", 4),
        ("consultation response together", 4),
        ("hva gjør vi med brukt syre", 5),
        ("kven kan robotsveising", 6),
    ],
)
async def test_it_is_found_first_in_whatever_language_and_spelling(library: Store, text: str, id: int) -> None:
    hits = await search_documents(library, text)
    assert ids(hits)[:1] == [id]
    assert 0 < hits[0].score <= 1


async def test_a_hit_says_what_each_word_has_to_do_with_it(library: Store) -> None:
    for text, why in (
        ("Har noen en Støyskjerm mot naboar?", [("støyskjerm", "same", ""), ("naboar", "same", "")]),
        ("støyskjrem av containere", [("støyskjrem", "spelling", "støyskjerm"), ("containere", "same", "")]),
        ("inntak av kjølevann", [("inntak", "same", ""), ("kjølevann", "part", "kjølevassinntak")]),
        ("noise screen", [("noise screen", "concept", "støyskjerm")]),
        ("bjørkeflis", [("bjørkeflis", "part", "flis")]),
        ("heat from the network", [("heat", "concept", "varme")]),
    ):
        (hit, *_) = await search_documents(library, text)
        record = next(one for one in LIBRARY if (one.kind, one.id) == (hit.kind, hit.id))
        assert [(one.typed, one.relation, one.held) for one in add_matched_words(hit.why, record.text)] == why, text


async def test_what_is_kept_is_found_after_the_commit_and_gone_after_it_is_dropped(database: Database) -> None:
    async with database.begin() as store:
        await index_documents(store, LIBRARY[0])
    async with database.read() as store:
        assert ids(await search_documents(store, "knuseverk")) == [1]
    async with database.begin() as store:
        await unindex_document(store, "solution", 1)
        await unindex_document(store, "solution", 1)
    async with database.read() as store:
        assert await search_documents(store, "knuseverk") == []


async def test_what_is_kept_anew_is_found_by_its_new_words_only(library: Store) -> None:
    await index_documents(library, record(1, "Vannsprederanlegg for støv", "Tåke over lageret"))
    assert ids(await search_documents(library, "tåke over lageret")) == [1]
    assert await search_documents(library, "knuseverk") == []


async def test_reach_decides_what_is_found(library: Store) -> None:
    assert await search_documents(library, "drenering i kjelleren") == []
    assert ids(await search_documents(library, "drenering i kjelleren", SearchScope(levels=("circle",)))) == [7]
    assert await search_documents(library, "robotsveising", SearchScope(("solution",))) == []
    assert ids(await search_documents(library, "felles inntak", SearchScope(topic_id=3))) == [3]
    assert await search_documents(library, "felles inntak", SearchScope(topic_id=4)) == []


async def test_what_is_out_of_reach_neither_shows_nor_counts_whatever_it_says(library: Store) -> None:
    """It may make a word less telling: that shows in scores, which members do not see, and here in nothing else."""

    async def seen(text: str) -> list[tuple[int, tuple[Match, ...]]]:
        return [(hit.id, hit.why) for hit in await search_documents(library, text, limit=3)]

    texts = ("felles inntak for kjølevatn", "støyskjerm mot naboer", "robotsveising", "gjerdestolper")
    before = [await seen(text) for text in texts]
    for number, text in enumerate(texts * 60):
        await index_documents(library, record(100 + number, text, f"{text}. {text}", level="circle"))
    assert [await seen(text) for text in texts] == before
    assert before[-1] == []
    assert ids(await list_similar_documents(library, record(500, texts[0], f"{texts[0]}. {texts[0]}"))) == [3]


async def test_pages_follow_each_other(store: Store) -> None:
    for id in range(1, 8):
        await index_documents(store, record(id, "Kvikkleire på tomta " + "utredet " * id, "Stabilisering"))
    whole = ids(await search_documents(store, "kvikkleire"))
    assert sorted(whole) == list(range(1, 8))
    assert ids(await search_documents(store, "kvikkleire", limit=3)) == whole[:3]
    assert ids(await search_documents(store, "kvikkleire", limit=3, skip=3)) == whole[3:6]
    assert ids(await search_documents(store, "kvikkleire", limit=3, skip=9)) == []


@pytest.mark.parametrize(
    "text",
    [
        "asdf qwer",
        "god sommer",
        "Dzień dobry, jak się masz? Chciałbym kupić nowy samochód",
        "lorem ipsum dolor sit amet",
        "hva skal vi ha til lunsj",
        "takk for hjelpa",
        "hei",
        "Где найти список участников?",
        *ODD[5:7],
    ],
)
async def test_nonsense_finds_nothing(library: Store, text: str) -> None:
    assert await search_documents(library, text) == []


@pytest.mark.parametrize("text", ODD)
async def test_odd_texts_are_searched_and_kept_without_error(library: Store, text: str) -> None:
    await search_documents(library, text)
    began = time.process_time()
    hits = await search_documents(library, text)
    assert time.process_time() - began < 0.25
    assert len(hits) <= 10
    await index_documents(library, record(99, text[:200], text))
    await list_similar_documents(library, record(98, text[:200], text))


async def test_one_common_word_is_no_reason_to_suggest_anything(library: Store) -> None:
    text = "Skjermen i kantina er svart, hvem ringer jeg til da?"
    assert await search_documents(library, text, floor=SUGGEST) == []
    assert ids(await search_documents(library, "Hvem har bygd støyskjerm mot naboene?", floor=SUGGEST)) == [1]


async def test_a_near_duplicate_is_told_and_the_document_itself_is_not(library: Store) -> None:
    again = record(50, "Støyskjerm på knuseverk", "Målt støy over grensen hos naboer. Skjerm av containere.")
    assert ids(await list_similar_documents(library, again)) == [1]
    await index_documents(library, again)
    assert ids(await list_similar_documents(library, again)) == [1]
    assert await list_similar_documents(library, record(51, "Ny kantine for alle", "Felles middag og vaskeri")) == []


async def test_other_figures_or_another_place_make_another_case(store: Store) -> None:
    await index_documents(store, record(1, "Vi trenger 18 MW i Odda", "Nettselskapet svarer ikke", kind="question"))
    same = record(2, "Vi trenger 18 MW i Odda", "Nettselskapet svarer ikke oss", kind="question")
    assert ids(await list_similar_documents(store, same)) == [1]
    assert (
        await list_similar_documents(
            store, record(2, "Vi trenger 6 MW i Odda", "Nettselskapet svarer ikke", kind="question")
        )
        == []
    )
    assert (
        await list_similar_documents(store, record(2, "Vi trenger 6 MW", "Nettselskapet svarer ikke", kind="question"))
        == []
    )
    assert (
        await list_similar_documents(
            store, record(2, "Vi trenger 18 MW i Sauda", "Nettselskapet svarer ikke", kind="question")
        )
        == []
    )
    assert await list_similar_documents(store, record(2, "Vi trenger 18 MW i Odda", "Nettselskapet svarer ikke")) == []


#: prints what is read while a record is indexed for the first time
READS = """
import sys
read = set()
sys.addaudithook(lambda event, found: event == "open" and read.add(str(found[0])))
from handlers.language.document_search import Document, _build_index_entry as index
from handlers.language.lexicon import FOLDER
from storage.search.search_index import SearchScope
index(Document("solution", 1, 1, "nb", None, "open", "Støyskjermen på Herøya", "Målt straum. A noise screen.", ""))
print(*sorted(path.removeprefix(f"{FOLDER}/") for path in read if path.startswith(str(FOLDER)) and "__" not in path))
"""
#: read as well, by what a search or a line of chat needs and a record does not
NO_LISTS = {"smalltalk.txt", "page_words.txt"}


def test_the_index_sees_for_itself_when_a_list_has_changed_that_its_words_are_made_by() -> None:
    done = subprocess.run([sys.executable, "-c", READS], capture_output=True, text=True, check=True)
    assert {name for name in done.stdout.split() if not name.endswith(".py")} - NO_LISTS == set(LISTS)
