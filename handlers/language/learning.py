"""What the mind learns from: topics in the store, examples and words that come with the bot, what people confirmed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from handlers.language.evidence import weighed
from handlers.language.lexicon import FOLDER, sections
from handlers.language.routing import Mind, TopicWords
from storage.directory.topics import Topic
from storage.kit.database import Store
from storage.questions.training_runs import Confirmed

Examples = list[tuple[str, tuple[str, ...]]]
#: questions whose topic people chose or confirmed, the newest
MOST_CONFIRMED = 3000


@dataclass(frozen=True)
class Teaching:
    """All that is to be learnt, and by what it is known again."""

    #: hash of the topics, and the number of the lesson that was taken from people, 0 for none
    known_by: tuple[str, int]
    topics: Sequence[TopicWords]
    #: ids of the confirmed questions in it
    questions: Sequence[int] = ()

    @cached_property
    def version(self) -> str:
        """Hash of every word that is learnt: equal versions guess alike."""
        return hashlib.sha256(repr(self.topics).encode()).hexdigest()

    def teach(self, mind: Mind) -> None:
        """Needs no database, and may be done in a thread."""
        mind.learn(self.topics)
        mind.learnt = self.known_by


async def lesson_for(mind: Mind, store: Store) -> Teaching | None:
    """The topics, and what people have taught so far. None when the mind knows it."""
    topics, today = await store.topics.all(), await store.topics.today()
    lesson = await store.lessons.taken()
    number = lesson.id if lesson else 0
    if mind.learnt == (_version(topics, today), number):
        return None
    ids = lesson.questions if lesson else []
    return await teaching(store, await store.lessons.confirmed(MOST_CONFIRMED, ids) if ids else [], number)


async def teaching(store: Store, confirmed: Sequence[Confirmed], number: int = 0) -> Teaching:
    """What the topics say of themselves, the examples that come with the bot, and these questions."""
    topics, today = await store.topics.all(), await store.topics.today()
    asked: dict[str, list[tuple[str, float]]] = {}
    for one, weight in weighed(confirmed):
        asked.setdefault(one.slug, []).append((one.text, weight))
    given, hints = _given(today), _hints(today)
    words = [
        _words(topic, given.get(topic.slug, []), asked.get(topic.slug, []), hints.get(topic.slug, []))
        for topic in topics
    ]
    return Teaching((_version(topics, today), number), words, [one.id for one in confirmed])


def _version(topics: Sequence[Topic], today: Mapping[str, str]) -> str:
    """Equal where nothing that the mind learns from topics has changed."""
    told = [
        (one.slug, one.name_nb, one.name_nn, one.name_en, one.description, one.keywords, one.examples) for one in topics
    ]
    return hashlib.sha256(repr((told, sorted(today.items()))).encode()).hexdigest()


def _words(topic: Topic, given: Examples, confirmed: list[tuple[str, float]], hints: list[str]) -> TopicWords:
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
