"""The classifier follows the store: new words, merged topics, confirmed questions. It learns only what has changed."""

from __future__ import annotations

from typing import Any

from handlers.language import TopicClassifier
from handlers.language.lexicon import load_default_topics
from handlers.language.training_data import load_examples
from handlers.language.training_runs import train_from_people
from storage.directory.people import Person
from storage.directory.topics import Topic
from storage.kit.database import Store
from storage.questions.questions import OPEN, Question


async def add(store: Store, slug: str, *terms: str) -> Topic:
    keywords: list[Any] = [{"term": term, "head": True} for term in terms]
    topic = Topic(slug=slug, name_nb=slug, name_nn=slug, name_en=slug, description="", keywords=keywords, examples=[])
    return await store.topics.add(topic)


async def empty(store: Store) -> None:
    for topic in await store.topics.list_all_topics():
        await store.session.delete(topic)
    await store.session.flush()


async def test_topics_are_learnt_from_the_store_with_the_examples_that_come_along(store: Store) -> None:
    await empty(store)
    await add(store, "nett", "nettkapasitet")
    await add(store, "rekruttering", "lærling")
    classifier = TopicClassifier()
    await train_from_people(classifier, store)
    assert classifier.is_trained
    assert classifier.guess_topics("Ingen søker på stillingene våre").topics[0][0] == "rekruttering"


async def test_nothing_is_learnt_twice_and_a_new_keyword_is_learnt(store: Store) -> None:
    await empty(store)
    topic = await add(store, "vannrør", "rør")
    await add(store, "annet", "kaffe")
    classifier = TopicClassifier()
    await train_from_people(classifier, store)
    learnt = classifier.learnt
    await train_from_people(classifier, store)
    assert classifier.learnt is learnt
    topic.keywords = [*topic.keywords, {"term": "sprinkler", "head": True}]
    await store.session.flush()
    await train_from_people(classifier, store)
    assert classifier.learnt != learnt
    assert classifier.guess_topics("sprinkleren lekker").topics[0][0] == "vannrør"


async def test_a_topic_merged_into_another_brings_its_examples_along(store: Store) -> None:
    await empty(store)
    people = await add(store, "folk", "folk")
    await add(store, "nett", "nettkapasitet")
    old = await add(store, "rekruttering", "lærling")
    old.merged_into_id = people.id
    await store.session.flush()
    classifier = TopicClassifier()
    await train_from_people(classifier, store)
    guess = classifier.guess_topics("Ingen søker på stillingene våre")
    assert guess.topics[0][0] == "folk"
    assert "rekruttering" not in dict(guess.topics)


async def test_questions_whose_topic_people_confirmed_are_learnt(store: Store) -> None:
    await empty(store)
    first, _ = await add(store, "en", "alfa"), await add(store, "to", "beta")
    person = Person(name="Kari", language="nb", created_at=store.now)
    store.session.add(person)
    await store.session.flush()
    for text in ("trepaller i bytte", "gamle trepaller", "trepaller på lager") * 3:
        await store.questions.add(
            Question(
                asker_id=person.id, topic_id=first.id, text=text, language="nb", state=OPEN, topic_confirmed=True,
                origin={}, suggested=[], guess=[],
            )
        )  # fmt: skip
    classifier = TopicClassifier()
    await train_from_people(classifier, store)
    assert classifier.guess_topics("noen som har trepaller?").topics[0][0] == "en"


def test_the_examples_that_come_along_are_many_varied_and_belong_to_known_topics() -> None:
    known = {topic["slug"] for topic in load_default_topics()}
    rows = load_examples()
    assert {slug for _, slugs in rows for slug in slugs} == known
    assert all(sum(slugs[0] == slug for _, slugs in rows) >= 12 for slug in known)
    assert len({text.lower() for text, _ in rows}) == len(rows)
