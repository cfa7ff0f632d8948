"""The bot understands no worse than was recorded, and PostgreSQL finds what SQLite finds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers.language import classify_smalltalk
from handlers.language.embedders import Embedder
from handlers.language.training_data import load_examples
from storage.kit.database import Database
from tests.evaluation.figures import (
    both_ways,
    carrying,
    describing,
    duplicates,
    looking_up,
    reading_meetings,
    requesting,
    routing,
    stating,
    suggesting,
    talking,
)
from tests.evaluation.measures import Figures, found, held_back, of_sets
from tests.evaluation.records import FALL, fallen, recorded
from tests.evaluation.rich_text import read_texts
from tests.evaluation.sets import BARE_WORDS, QUESTIONS, SEARCHES, SUGGESTIONS, rows
from tests.meanings import MODELS

#: how far the engines may be apart: what is equally good comes in any order
APART = 0.005


def known(kind: str, way: str = "by words") -> Figures:
    """What was recorded of one kind."""
    return {name: value for name, value in recorded()[way].items() if name.startswith(f"{kind}/")}


async def found_in(url: str, name: str, model: Callable[[], Embedder] | None = None) -> dict[str, Figures]:
    """The figures of a set's searches by words and, with a model, by meaning too."""
    database = Database(url)
    outcomes = await both_ways(database, name, model)
    await database.close()
    return {way: of_sets("search", {name: these}, found, held_back) for way, these in outcomes.items()}


async def test_questions_are_routed_no_worse_than_recorded(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    figures = await routing(database)
    await database.close()
    assert fallen(figures, known("routing")) == []


def test_small_talk_is_told_no_worse_than_recorded() -> None:
    assert fallen(talking(), known("smalltalk")) == []


async def test_bare_words_reach_nobody_and_are_read_no_worse_than_recorded(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    figures = await looking_up(database)
    await database.close()
    assert fallen(figures, known("words")) == []
    assert {figures[f"words/{name}/kept"] for name in BARE_WORDS} == {1}


async def test_requests_to_the_bot_are_told_from_questions_no_worse_than_recorded(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    figures = await requesting(database)
    await database.close()
    assert fallen(figures, known("requests")) == []


async def test_lines_about_meetings_are_read_no_worse_than_recorded(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    figures = await reading_meetings(database)
    await database.close()
    assert fallen(figures, known("meetings")) == []


def test_what_people_write_keeps_its_meaning_everywhere() -> None:
    lost = [(one.row["id"], one.places) for found in read_texts().values() for one in found if not one.whole]
    assert lost == []
    assert fallen(carrying(), known("rich")) == []


def test_offers_and_needs_are_read_no_worse_than_recorded() -> None:
    assert fallen(describing(), known("plants")) == []


def test_offers_and_needs_in_the_private_chat_are_told_no_worse_than_recorded() -> None:
    assert fallen(stating(), known("stated")) == []


@pytest.mark.parametrize("before", ["", "Hei! ", "Takk for sist. ", "Hi all, "])
def test_no_question_is_taken_for_small_talk(before: str) -> None:
    asked = [row["text"] for name in (*QUESTIONS, "park_searches") for row in rows(name) if row.get("relevant", True)]
    assert [text for text in asked if classify_smalltalk(before + text)] == []
    taken = [
        (slugs[0], classify_smalltalk(before + text))
        for text, slugs in load_examples()
        if classify_smalltalk(before + text)
    ]
    # some ask the bot about itself, which is a topic too
    assert set(taken) <= {("arena", "about")}
    assert len(taken) < 5


def test_questions_that_ask_the_same_are_told_from_near_misses_no_worse_than_recorded() -> None:
    assert fallen(duplicates(), known("duplicates")) == []


@pytest.mark.parametrize("name", SEARCHES)
async def test_searches_find_no_less_than_recorded_and_the_same_on_both_engines(
    sqlite_url: str, postgres_url: str, name: str
) -> None:
    (here,), (there,) = [(await found_in(url, name)).values() for url in (sqlite_url, postgres_url)]
    assert fallen(here, known(f"search/{name}")) == []
    assert {figure: value for figure, value in here.items() if abs(there[figure] - value) > APART} == {}


async def test_searches_by_meaning_find_no_less_than_recorded_where_there_is_a_model(sqlite_url: str) -> None:
    """In the smallest library: it takes a while to read."""
    for way, figures in (await found_in(sqlite_url, "searches", MODELS.get("e5"))).items():
        assert fallen(figures, known("search/searches", way)) == []


@pytest.mark.parametrize("name", SUGGESTIONS)
async def test_suggestions_are_no_less_apt_than_recorded_and_the_same_on_both_engines(
    sqlite_url: str, postgres_url: str, name: str
) -> None:
    figures = []
    for url in (sqlite_url, postgres_url):
        database = Database(url)
        outcomes = await both_ways(database, name, None)
        figures.append(suggesting({name: outcomes["by words"]}))
        await database.close()
    here, there = figures
    assert fallen(here, known("suggestions")) == []
    assert {figure: value for figure, value in here.items() if abs(there[figure] - value) > APART} == {}


def test_a_figure_that_fell_or_is_gone_is_named_and_nothing_else_is() -> None:
    before = known("search")
    name = "search/all/nn/ndcg"
    assert fallen(before, before) == []
    assert fallen(before | {name: before[name] + 0.02, "search/new/ndcg": 0.1}, before) == []
    assert fallen(before | {name: before[name] - FALL}, before) == []
    worse = fallen(before | {name: before[name] - 0.02}, before)
    assert [str(one) for one in worse] == [f"{name}: {before[name]:g} -> {before[name] - 0.02:g}"]
    gone = fallen({other: before[other] for other in before if other != name}, before)
    assert [str(one) for one in gone] == [f"{name}: {before[name]:g} -> nothing"]
