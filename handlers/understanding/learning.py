"""What the mind learns from: topics in the store, examples and words that come with the bot, confirmed questions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from handlers.understanding.lexicon import FOLDER, sections
from handlers.understanding.routing import Mind, TopicWords
from storage.database import Store
from storage.topics import Topic

Examples = list[tuple[str, tuple[str, ...]]]
#: questions whose topic people chose or confirmed, the newest
MOST_CONFIRMED = 3000
#: the mind learns anew when confirmed questions have grown by this share
GROWTH = 1.15


@dataclass(frozen=True)
class Lesson:
    """All that is to be learnt, and by what it is known again."""

    version: str
    confirmed: int
    topics: Sequence[TopicWords]

    def teach(self, mind: Mind) -> None:
        """Needs no database, and may be done in a thread."""
        mind.learn(self.topics)
        mind.learnt = (self.version, self.confirmed)


async def lesson_for(mind: Mind, store: Store) -> Lesson | None:
    """None when nothing has changed that would change a guess."""
    topics = await store.topics.all()
    today = await store.topics.today()
    confirmed = await store.questions.confirmed_count()
    version = _version(topics, today)
    if mind.learnt[0] == version and confirmed <= mind.learnt[1] * GROWTH + 5:
        return None
    asked: dict[str, list[tuple[str, str]]] = {}
    for text, slug in await store.questions.confirmed(MOST_CONFIRMED):
        asked.setdefault(today[slug], []).append((text, today[slug]))
    given, hints = _given(today), _hints(today)
    words = [
        _words(topic, given.get(topic.slug, []), asked.get(topic.slug, []), hints.get(topic.slug, []))
        for topic in topics
    ]
    return Lesson(version, confirmed, words)


async def learn_from(mind: Mind, store: Store) -> None:
    """Learn the topics now, unless nothing has changed that would change a guess."""
    lesson = await lesson_for(mind, store)
    if lesson is not None:
        lesson.teach(mind)


def _version(topics: Sequence[Topic], today: Mapping[str, str]) -> str:
    """Equal where nothing that the mind learns from topics has changed."""
    told = [
        (one.slug, one.name_nb, one.name_nn, one.name_en, one.description, one.keywords, one.examples) for one in topics
    ]
    return hashlib.sha256(repr((told, sorted(today.items()))).encode()).hexdigest()


def _words(topic: Topic, given: Examples, confirmed: list[tuple[str, str]], hints: list[str]) -> TopicWords:
    own = [(str(one["text"]), tuple(one["topics"])) for one in topic.examples]
    return TopicWords(
        slug=topic.slug,
        names=(topic.name_nb, topic.name_nn, topic.name_en),
        description=topic.description,
        keywords=tuple((str(one["term"]), bool(one.get("head"))) for one in topic.keywords),
        examples=tuple(own + given),
        confirmed=tuple(confirmed),
        hints=tuple(hints),
    )


@cache
def examples() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Questions and the slugs they belong to, best first, as they come with the bot."""
    lines = (FOLDER / "examples.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line]
    return tuple((str(row["text"]), tuple(row["topics"])) for row in rows)


def _given(now: Mapping[str, str]) -> dict[str, Examples]:
    """The bot's examples by the topic that their first slug is today, since topics are merged and renamed."""
    found: dict[str, Examples] = {}
    for text, slugs in examples():
        today = tuple(now[slug] for slug in slugs if slug in now)
        if today and slugs[0] in now:
            found.setdefault(today[0], []).append((text, today))
    return found


def _hints(now: Mapping[str, str]) -> dict[str, list[str]]:
    """The trade's words by the topic they belong to today."""
    found: dict[str, list[str]] = {}
    for slug, words in sections("trade.txt").items():
        if slug in now:
            found.setdefault(now[slug], []).extend(words)
    return found
