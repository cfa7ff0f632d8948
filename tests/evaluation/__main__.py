"""`python -m tests.evaluation` prints how well the bot understands, and how fast."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from handlers.understanding.meanings import Meanings
from storage import migrate
from storage.database import Database
from tests.evaluation.measures import (
    Routing,
    Searching,
    fill,
    recognised,
    routing,
    rows,
    searching,
    taught,
    topic_examples,
)
from tests.meanings import MODELS


async def main() -> None:
    console = Console(width=130)
    with tempfile.TemporaryDirectory() as folder:
        console.print(await _routing(Path(folder)), await _searching(Path(folder)), _smalltalk(), sep="\n")


async def _routing(folder: Path) -> Table:
    table = Table(
        "routing", "questions", "right", "first", "of three", "unasked", "right unasked", "errors asked", "ms"
    )
    for name, with_examples in (
        ("questions", True),
        ("plain_questions", True),
        ("fresh_questions", True),
        ("held_questions", True),
        ("later_questions", True),
        ("exam_questions", True),
        ("topics' own examples", False),
    ):
        database = await _opened(folder / f"{name}.db")
        async with database.begin() as store:
            mind = await taught(store, with_examples=with_examples)
        await database.close()
        questions = rows(name) if with_examples else topic_examples()
        began = time.perf_counter()
        found = routing(mind, questions)
        table.add_row(name, *_cells(found), f"{(time.perf_counter() - began) / len(questions) * 1000:.2f}")
        if name == "later_questions":
            for language in ("nb", "nn", "en"):
                own = [row for row in questions if row["lang"] == language]
                table.add_row(f"  of them {language}", *_cells(routing(mind, own)), "")
    return table


def _cells(found: Routing) -> list[str]:
    shares = (found.right, found.first, found.three, found.unasked, found.right_unasked, found.errors_asked)
    return [str(found.questions), *(f"{share:.3f}" for share in shares)]


async def _searching(folder: Path) -> Table:
    columns = ("nDCG@10", "first", "of five", "suggested", "nothing for nonsense", "no vain suggestion", "ms")
    table = Table("search", "searches", *columns)
    for library, name in (
        ("library", "searches"),
        ("park_library", "park_searches"),
        ("exam_library", "exam_searches"),
    ):
        database, meanings = await _opened(folder / f"{name}.db"), Meanings(MODELS.get("e5"))
        ways = [("words", None)] + [("words and meaning", meanings)] * await meanings.open()
        names, searches = await fill(database, rows(library), meanings), rows(name)
        for way, by_meaning in ways:
            async with database.read() as store:
                began = time.perf_counter()
                found = await searching(store, names, searches, by_meaning)
                spent = (time.perf_counter() - began) / len(searches) / 2 * 1000
                table.add_row(f"{name}, by {way}", *_found(found), f"{spent:.2f}")
                if name == "park_searches":
                    for language in ("nb", "nn", "en"):
                        own = [row for row in searches if row["lang"] == language]
                        table.add_row(
                            f"  of them {language}", *_found(await searching(store, names, own, by_meaning)), ""
                        )
        await database.close()
    return table


def _found(found: Searching) -> list[str]:
    shares = (found.ndcg, found.first, found.five, found.suggested, found.nothing, found.unsuggested)
    return [str(found.searches), *(f"{share:.3f}" for share in shares)]


def _smalltalk() -> Table:
    table = Table("small talk", "kind", "seen", "recognised", "held out", "recognised")
    for name in ("smalltalk", "smalltalk_later"):
        texts = rows(name)
        for kind in dict.fromkeys(row["kind"] for row in texts):
            of_kind = [row for row in texts if row["kind"] == kind]
            seen, held = ([row for row in of_kind if row["held_out"] is so] for so in (False, True))
            shares = (str(len(seen)), f"{recognised(seen):.3f}", str(len(held)), f"{recognised(held):.3f}")
            table.add_row(name, kind or "none", *shares)
    return table


async def _opened(path: Path) -> Database:
    database = Database(f"sqlite:///{path}")
    await migrate.to(database)
    return database


if __name__ == "__main__":
    asyncio.run(main())
