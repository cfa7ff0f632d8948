"""What becomes of a few bare words: whether they are kept from the network, and taken for what they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from bot.cli.interpret_command import build_reader_turn
from bot.runtime.bootstrap_data import ensure_initial_topics
from handlers.chat.turn import Arena
from handlers.language import TopicClassifier
from handlers.overview.bare_words.readings import CONFIRM, QUESTION
from handlers.overview.line_interpretation import interpret_line
from storage.kit.database import Database, Store
from tests.evaluation.measures import Figures, share
from tests.evaluation.sets import BARE_WORDS, Row, rows


class Read(NamedTuple):
    """A line of the set, and what it was taken for."""

    row: Row
    kind: str
    target: str | None

    @property
    def as_meant(self) -> bool:
        """Of what the bot asks first there is no target to be wrong."""
        targets: list[Any] = self.row.get("target", [self.target])
        return self.kind in self.row["expect"] and (self.kind == CONFIRM or self.target in targets)


async def read_words(database: Database) -> dict[str, list[Read]]:
    return await read_sets(database, BARE_WORDS)


async def read_sets(database: Database, names: Sequence[str]) -> dict[str, list[Read]]:
    """Each line as somebody reads it who may see everything; in an empty database, with the topics that come along."""
    async with database.begin() as store:
        await ensure_initial_topics(store)
    async with database.read() as store:
        return {name: [await _read_row(store, row) for row in rows(name)] for name in names}


async def _read_row(store: Store, row: Row) -> Read:
    turn = build_reader_turn(store, Arena(), TopicClassifier(), row["lang"])
    reading = await interpret_line(turn, row["text"], store.now)
    return Read(row, reading.kind, reading.target)


def kept_back(read: Sequence[Read]) -> Figures:
    """The share that reaches nobody unasked, and the share that is taken for what was meant."""
    return {
        "count": len(read),
        "kept": share(one.kind != QUESTION for one in read),
        "meant": share(one.as_meant for one in read),
    }
