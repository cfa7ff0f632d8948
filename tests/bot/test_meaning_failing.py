"""Search by meaning works for whoever belongs where they may, and when it fails words decide and nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from copy import copy

import numpy as np
import pytest
import sqlalchemy as sa
from prometheus_client import generate_latest
from structlog.testing import capture_logs

from bot.intake import query_meaning
from bot.maintenance.embedding_worker import EmbeddingWorker
from handlers.language import meaning_classifier
from handlers.language.embedders import Kind
from handlers.language.text_embeddings import TextEmbeddings
from storage.kit.database import Database
from storage.questions.questions import Question
from storage.search import vectors
from tests.bot.test_embedding_worker import MEANT, saved, titles
from tests.conversation import Conversation, Someone
from tests.handlers.questions.test_asking import GRID
from tests.meanings import Subjects, opened

FAILURES = 'arena_meaning_failures_total{why="%s"}'


@pytest.fixture
async def talk(database: Database) -> Conversation:
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    talk.dispatcher.meanings = await opened()
    await saved(talk.database)
    await EmbeddingWorker(talk.database, talk.dispatcher.meanings).embed_saved_records(worker=True)
    return talk


async def questions(talk: Conversation) -> int:
    async with talk.database.read() as store:
        return await store.session.scalar(sa.select(sa.func.count()).select_from(Question)) or 0


def failures(talk: Conversation, why: str = "failed") -> str:
    lines = generate_latest(talk.dispatcher.metrics.registry).decode().splitlines()
    return next(line.split()[1] for line in lines if line.startswith(FAILURES % why))


async def asks_and_searches(talk: Conversation, someone: Someone) -> list[str]:
    """What a search by words brings; the question is kept, whatever becomes of its meaning."""
    before = await questions(talk)
    assert (await someone.commands(GRID)).card is not None
    assert await questions(talk) == before + 1
    assert titles(await someone.commands("katt i trafoen", "find"))[:1] == ["V-001 Katt i trafoen"]
    return titles(await someone.commands(MEANT, "find"))


@pytest.mark.parametrize(
    ("organisation", "role"),
    [("fjord", "member"), ("", "member"), ("fjord", "secretariat"), ("", "guest")],
    ids=["with an organisation", "with none", "of the secretariat", "a guest"],
)
async def test_whoever_asks_finds_by_meaning_whatever_they_belong_to(
    talk: Conversation, organisation: str, role: str
) -> None:
    someone = await talk.person("ola", organisation=organisation, role=role)
    with capture_logs() as logs:
        found = titles(await someone.commands(MEANT, "find"))
        assert found == (["V-001 Katt i trafoen"] if organisation else []), "it is for confirmed members"
        assert (await someone.commands(GRID)).card is not None
    assert [line["event"] for line in logs if line["log_level"] in ("error", "warning")] == []


async def test_a_model_that_fails_loses_no_question_and_words_decide(talk: Conversation) -> None:
    class Broken(Subjects):
        def embed_texts(self, texts: Sequence[str], kind: Kind) -> np.ndarray:
            raise RuntimeError("the engine is broken")

    talk.dispatcher.meanings = TextEmbeddings(Broken)
    await talk.dispatcher.meanings.load_model()
    with capture_logs() as logs:
        assert await asks_and_searches(talk, await talk.person("ola", organisation="fjord")) == []
    told = [line for line in logs if line["event"] == "search by meaning failed: words alone decide"]
    assert len(told) == 3
    assert all(line["log_level"] == "error" and line["exc_info"] for line in told)
    assert failures(talk) == "3.0"


async def test_a_statement_that_breaks_its_unit_of_work_loses_no_question_and_words_decide(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = sa.text("SELECT nothing FROM nowhere WHERE :ids = :ids").bindparams(sa.bindparam("ids", expanding=False))
    monkeypatch.setattr(vectors, "_select_vectors_in_scope", lambda *_: broken)
    with capture_logs() as logs:
        assert await asks_and_searches(talk, await talk.person("ola", organisation="fjord")) == []
    assert len([line for line in logs if line["event"] == "search by meaning failed: words alone decide"]) >= 2
    assert float(failures(talk)) >= 2


async def test_what_was_learnt_of_meaning_and_fails_loses_no_question(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(vector: object) -> Sequence[float]:
        raise ZeroDivisionError

    assert talk.dispatcher.meanings is not None
    talk.classifier._model = copy(talk.classifier._model)  # other conversations know it too
    await meaning_classifier.train_meaning_classifier(talk.classifier, talk.dispatcher.meanings)
    talk.classifier._model.sense = fails
    ola = await talk.person("ola", organisation="fjord")
    assert (await ola.commands(GRID)).card is not None
    assert await questions(talk) == 1
    assert failures(talk) == "1.0"


async def test_a_model_that_is_late_keeps_nobody_waiting_and_is_there_for_who_asks_again(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()

    class Late(Subjects):
        def embed_texts(self, texts: Sequence[str], kind: Kind) -> np.ndarray:
            gate.wait(20)
            return super().embed_texts(texts, kind)

    monkeypatch.setattr(query_meaning, "PATIENCE", 0.05)
    matrix, talk.dispatcher.meanings = talk.dispatcher.meanings.matrix, TextEmbeddings(Late)
    await talk.dispatcher.meanings.load_model()
    talk.dispatcher.meanings.replace_matrix(matrix)
    ola = await talk.person("ola", organisation="fjord")
    assert titles(await ola.commands(MEANT, "find")) == []
    assert failures(talk, "late") == "1.0"
    gate.set()
    await talk.dispatcher.meanings.read_meaning(MEANT)
    assert titles(await ola.commands(MEANT, "find")) == ["V-001 Katt i trafoen"]


async def test_what_a_handler_searches_with_beside_its_text_is_read_outside_and_found_by_meaning(
    talk: Conversation,
) -> None:
    """The words that are left when a filter is taken out of them."""
    ola = await talk.person("ola", organisation="fjord")
    assert titles(await ola.commands(f"{MEANT} tema:nett", "find")) == ["V-001 Katt i trafoen"]
    assert failures_none(talk)


def failures_none(talk: Conversation) -> bool:
    return b"arena_meaning_failures_total{" not in generate_latest(talk.dispatcher.metrics.registry)
