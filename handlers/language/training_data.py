"""Collect what the topic classifier is trained on: topics, bundled examples and confirmed questions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from handlers.language.lexicon import FOLDER, load_word_sections
from handlers.language.topic_classifier import TopicClassifier, TopicWords
from handlers.language.training_samples import weigh_confirmed_questions
from storage.directory.topics import Topic
from storage.kit.database import Store
from storage.questions.training_runs import ConfirmedQuestion

Examples = list[tuple[str, tuple[str, ...]]]
#: maximum number of confirmed questions, newest first
MOST_CONFIRMED = 3000


@dataclass(frozen=True)
class TrainingSet:
    """Hold all training data, and the key by which it is recognised."""

    #: hash of the topics, and number of the training run with confirmed questions (0 for none)
    known_by: tuple[str, int]
    topics: Sequence[TopicWords]
    #: ids of its confirmed questions
    questions: Sequence[int] = ()

    @cached_property
    def version(self) -> str:
        """Return a hash of every word in it: equal versions train equal classifiers."""
        return hashlib.sha256(repr(self.topics).encode()).hexdigest()

    def train_classifier(self, classifier: TopicClassifier) -> None:
        """Train the classifier. Needs no database, and may run in a thread."""
        classifier.train_model(self.topics)
        classifier.learnt = self.known_by


async def find_training_set(classifier: TopicClassifier, store: Store) -> TrainingSet | None:
    """Return the topics and what people have taught so far; None if the classifier is up to date."""
    topics, today = await store.topics.list_all_topics(), await store.topics.map_current_slugs()
    training_run = await store.training_runs.find_active_training_run()
    number = training_run.id if training_run else 0
    if classifier.learnt == (_hash_topics(topics, today), number):
        return None
    ids = training_run.questions if training_run else []
    return await build_training_set(
        store, await store.training_runs.list_confirmed_questions(MOST_CONFIRMED, ids) if ids else [], number
    )


async def build_training_set(store: Store, confirmed: Sequence[ConfirmedQuestion], number: int = 0) -> TrainingSet:
    """Combine the texts of the topics, the bundled examples and these confirmed questions."""
    topics, today = await store.topics.list_all_topics(), await store.topics.map_current_slugs()
    asked: dict[str, list[tuple[str, float]]] = {}
    for one, weight in weigh_confirmed_questions(confirmed):
        asked.setdefault(one.slug, []).append((one.text, weight))
    given, hints = _group_examples(today), _group_trade_words(today)
    words = [
        _build_topic_words(topic, given.get(topic.slug, []), asked.get(topic.slug, []), hints.get(topic.slug, []))
        for topic in topics
    ]
    return TrainingSet((_hash_topics(topics, today), number), words, [one.id for one in confirmed])


def _hash_topics(topics: Sequence[Topic], today: Mapping[str, str]) -> str:
    """Return a hash that is equal while nothing has changed that the classifier learns from topics."""
    told = [
        (one.slug, one.name_nb, one.name_nn, one.name_en, one.description, one.keywords, one.examples) for one in topics
    ]
    return hashlib.sha256(repr((told, sorted(today.items()))).encode()).hexdigest()


def _build_topic_words(
    topic: Topic, given: Examples, confirmed: list[tuple[str, float]], hints: list[str]
) -> TopicWords:
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
def load_examples() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the bundled questions with the slugs they belong to, best first."""
    lines = (FOLDER / "examples.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line]
    return tuple((str(row["text"]), tuple(row["topics"])) for row in rows)


def _group_examples(now: Mapping[str, str]) -> dict[str, Examples]:
    """Group the bundled examples by the present topic of their first slug: topics are merged and renamed."""
    found: dict[str, Examples] = {}
    for text, slugs in load_examples():
        today = tuple(now[slug] for slug in slugs if slug in now)
        if today and slugs[0] in now:
            found.setdefault(today[0], []).append((text, today))
    return found


def _group_trade_words(now: Mapping[str, str]) -> dict[str, list[str]]:
    """Group the words of the trade by the topic they belong to now."""
    found: dict[str, list[str]] = {}
    for slug, words in load_word_sections("trade.txt").items():
        if slug in now:
            found.setdefault(now[slug], []).extend(words)
    return found
