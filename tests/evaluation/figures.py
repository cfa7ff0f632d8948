"""All that is measured: by words, by meaning too where there is a model, and the baselines beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from statistics import median
from typing import Any

from handlers.language.embedders import Embedder
from handlers.language.text_embeddings import TextEmbeddings
from storage.kit.database import Database
from tests.evaluation.bare_words import kept_back, read_words
from tests.evaluation.baselines import KeywordCount, StemIndex, Stems
from tests.evaluation.bot_requests import answered, read_requests
from tests.evaluation.duplicates import halves
from tests.evaluation.exchange.outcomes import measure_exchange
from tests.evaluation.measures import (
    Figures,
    Guessed,
    Searched,
    bins,
    found,
    held_back,
    of_sets,
    offered,
    placed,
    ranked,
    recognised,
    taken,
    trusted,
)
from tests.evaluation.meeting_lines import read_lines, understood
from tests.evaluation.outcomes import fill, paired, routed, searched, told
from tests.evaluation.plant_lines import described, read_plant_lines
from tests.evaluation.records import Record
from tests.evaluation.rich_text import carried, read_texts
from tests.evaluation.sets import QUESTIONS, SEARCHES, SUGGESTIONS, rows
from tests.evaluation.stated_lines import asked_about, read_stated_lines

Opened = Callable[[], AbstractAsyncContextManager[Database]]


async def measured(opened: Opened, model: Callable[[], Embedder] | None) -> Record:
    """`opened`: an empty database, another one every time. By meaning only where there is a model."""
    async with opened() as database:
        record = {
            "baselines": baselines(),
            "by words": await routing(database) | talking() | duplicates() | carrying() | describing() | stating(),
        }
        record["by words"] |= measure_exchange()
    async with opened() as database:
        record["by words"] |= await looking_up(database)
    async with opened() as database:
        record["by words"] |= await requesting(database)
    async with opened() as database:
        record["by words"] |= await reading_meetings(database)
    meanings = TextEmbeddings(model)
    if await meanings.load_model():
        async with opened() as database:
            record["by meaning"] = await routing(database, meanings)
    meanings.close()
    outcomes: dict[str, dict[str, list[Searched]]] = {}
    for name in (*SEARCHES, *SUGGESTIONS):
        async with opened() as database:
            for way, found in (await both_ways(database, name, model)).items():
                outcomes.setdefault(way, {})[name] = found
    for way, sets in outcomes.items():
        record[way] = record.get(way, {}) | searching(sets) | suggesting(sets)
    return record


async def both_ways(database: Database, name: str, model: Callable[[], Embedder] | None) -> dict[str, list[Searched]]:
    """The searches of a set by words and, where there is a model, by meaning too; in an empty database."""
    meanings = TextEmbeddings(model)  # it knows one database
    ready = await meanings.load_model()
    await fill(database, rows((SEARCHES | SUGGESTIONS)[name]), meanings)
    ways = {"by words": None} | ({"by meaning": meanings} if ready else {})
    outcomes = {way: await searched(database, name, how) for way, how in ways.items()}
    meanings.close()
    return outcomes


async def routing(database: Database, meanings: TextEmbeddings | None = None) -> Figures:
    """In an empty database."""
    async with database.begin() as store:
        guessed = await routed(store, meanings)
    asked = _together(guessed, QUESTIONS)
    return of_sets("routing", guessed | {"all": asked}, placed, trusted) | _confidence(asked) | _took("routing", asked)


def searching(outcomes: Mapping[str, Sequence[Searched]]) -> Figures:
    every, sets = _together(outcomes, SEARCHES), {name: outcomes[name] for name in SEARCHES}
    return of_sets("search", {**sets, "all": every}, found, held_back) | _took("search", every)


def suggesting(outcomes: Mapping[str, Sequence[Searched]]) -> Figures:
    return of_sets("suggestions", {name: outcomes[name] for name in SUGGESTIONS}, lambda _: {}, offered)


def talking() -> Figures:
    return of_sets("smalltalk", told(), recognised)


async def looking_up(database: Database) -> Figures:
    """In an empty database."""
    return of_sets("words", await read_words(database), kept_back)


async def requesting(database: Database) -> Figures:
    """In an empty database."""
    return of_sets("requests", await read_requests(database), answered)


async def reading_meetings(database: Database) -> Figures:
    """In an empty database."""
    return of_sets("meetings", await read_lines(database), understood)


def carrying() -> Figures:
    return of_sets("rich", read_texts(), carried)


def describing() -> Figures:
    return of_sets("plants", read_plant_lines(), described)


def stating() -> Figures:
    return of_sets("stated", read_stated_lines(), asked_about)


def duplicates() -> Figures:
    return of_sets("duplicates", paired(), ranked, taken)


def baselines() -> Figures:
    count, indexes = KeywordCount(), {name: StemIndex(rows(library)) for name, library in SEARCHES.items()}
    guessed = {name: [count.guess(row) for row in rows(name)] for name in QUESTIONS}
    outcomes = {name: [index.search(row) for row in rows(name)] for name, index in indexes.items()}
    pairs = {name: [Stems().in_common(row) for row in half] for name, half in halves(rows("duplicates")).items()}
    return (
        of_sets("routing", guessed | {"all": _together(guessed, QUESTIONS)}, placed)
        | of_sets("search", outcomes | {"all": _together(outcomes, SEARCHES)}, found)
        | of_sets("duplicates", pairs, ranked)
    )


def _together(sets: Mapping[str, Sequence[Any]], names: Sequence[str]) -> list[Any]:
    return [one for name in names for one in sets[name]]


def _confidence(guessed: Sequence[Guessed]) -> Figures:
    """How many guesses are how sure, and right: what the plot of it is drawn from."""
    return {
        f"confidence/{place}/{figure}": value
        for place, bin in enumerate(bins(guessed))
        for figure, value in bin._asdict().items()
    }


def _took(what: str, outcomes: Sequence[Any]) -> Figures:
    return {f"ms/{what}": median(one.seconds for one in outcomes) * 1000}
