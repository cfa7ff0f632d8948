"""The guess of a topic: from its words, its examples and what people have confirmed."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from handlers.language import TopicClassifier, TopicWords
from tests.handlers.language.test_words import ODD

TOPICS = (
    TopicWords("nett", ("Nett", "Nett", "Grid"), "Kapasitetskø", (("nettkapasitet", True), ("trafo", False))),
    TopicWords("energi", ("Energi", "Energi", "Energy"), "Kraft", (("strømpris", True), ("varmepumpe", False))),
    TopicWords("hms", ("HMS", "HMS", "HSE"), "Beredskap", (("sikkerhet", True), ("industrivern", True))),
)


def with_(slug: str, **more: object) -> list[TopicWords]:
    """The topics, one of them knowing more."""
    return [replace(topic, **more) if topic.slug == slug else topic for topic in TOPICS]  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def mind() -> TopicClassifier:
    mind = TopicClassifier()
    mind.train_model(TOPICS)
    return mind


def best(mind: TopicClassifier, text: str) -> str:
    return mind.guess_topics(text).topics[0][0]


def test_a_mind_that_has_learnt_nothing_asks() -> None:
    mind = TopicClassifier()
    assert not mind.is_trained
    assert (mind.guess_topics("nett").topics, mind.guess_topics("nett").ask, mind.guess_topics("nett").second) == (
        (),
        True,
        "",
    )
    mind.train_model([])
    assert not mind.is_trained


def test_keywords_lead_to_their_topic_inflected_misspelt_and_in_compounds(mind: TopicClassifier) -> None:
    assert best(mind, "Hva med nettkapasiteten hos oss?") == "nett"
    assert best(mind, "nettkapsitet") == "nett"
    assert best(mind, "Kva blir straumprisen?") == "energi"
    assert best(mind, "What is the electricity price?") == "energi"
    assert best(mind, "felles industrivernleder") == "hms"


def test_probabilities_add_up_and_come_best_first(mind: TopicClassifier) -> None:
    shares = [share for _, share in mind.guess_topics("nettkapasitet og strømpris").topics]
    assert sum(shares) == pytest.approx(1.0)
    assert shares == sorted(shares, reverse=True)
    assert len(shares) == len(TOPICS)


def test_a_clear_question_is_not_asked_about_and_an_empty_one_is(mind: TopicClassifier) -> None:
    assert not mind.guess_topics("nettkapasitet i trafo").ask
    assert mind.guess_topics("Hva mener dere om dette?").ask
    assert mind.guess_topics("🎉").ask


def test_a_question_about_two_topics_names_the_second(mind: TopicClassifier) -> None:
    guess = mind.guess_topics("nettkapasitet og strømpris")
    assert {guess.topics[0][0], guess.second} == {"nett", "energi"}
    assert mind.guess_topics("nettkapasitet").second == ""


def test_examples_teach_what_no_keyword_says() -> None:
    mind = TopicClassifier()
    mind.train_model(with_("nett", examples=(("Vi får ikke plass på linja før 2032", ("nett",)),)))
    assert best(mind, "Når får vi plass på linja?") == "nett"


def test_confirmed_questions_move_the_guess() -> None:
    mind = TopicClassifier()
    mind.train_model(TOPICS)
    before = dict(mind.guess_topics("kompressoren bråker").topics)["energi"]
    asked = tuple((text, 1.0) for text in ("kompressoren bråker", "bråk fra kompressor", "kompressor om natta"))
    mind.train_model(with_("energi", confirmed=asked))
    assert dict(mind.guess_topics("kompressoren bråker").topics)["energi"] > before
    assert best(mind, "kompressoren bråker") == "energi"


def test_a_topic_alone_takes_every_question() -> None:
    mind = TopicClassifier()
    mind.train_model(TOPICS[:1])
    assert mind.guess_topics("hva som helst").topics == (("nett", 1.0),)


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_get_a_guess_quickly(mind: TopicClassifier, text: str) -> None:
    mind.guess_topics("oppvarming")
    began = time.thread_time()
    guess = mind.guess_topics(text)
    assert time.thread_time() - began < 0.05
    assert sum(share for _, share in guess.topics) == pytest.approx(1.0)
