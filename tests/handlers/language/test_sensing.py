"""Where there is a model, what a question means says too what it is about; without one its words do."""

from __future__ import annotations

import numpy as np

from handlers.language import TopicClassifier, TopicWords, guess_topics_by_meaning, train_meaning_classifier
from handlers.language.embedders import E5Embedder
from handlers.language.meaning_classifier import FILE, fit_meaning_classifier, hash_text
from handlers.language.text_embeddings import TextEmbeddings
from handlers.language.training_data import load_examples
from tests.evaluation.sets import topic_examples
from tests.meanings import EVERY_MODEL, opened


def topic(slug: str, *questions: str) -> TopicWords:
    return TopicWords(slug, (slug,), "", (), tuple((text, (slug,)) for text in questions))


#: for each of the stand-in's subjects
TOPICS = (
    topic("noise", "støy fra kverna", "naboen hører bråk", "støyskjerm ved veien"),
    topic("animals", "katt og hund", "bikkje i hagen", "mons er borte"),
)


async def taught(model: str) -> tuple[TopicClassifier, TextEmbeddings]:
    mind, meanings = TopicClassifier(), await opened(model)
    mind.train_model(TOPICS)
    await train_meaning_classifier(mind, meanings)
    return mind, meanings


@EVERY_MODEL
async def test_a_question_in_other_words_is_about_what_it_means(model: str) -> None:
    mind, meanings = await taught(model)
    assert mind.has_meaning_model
    for text, slug in (("larm og bråk fra verket om natta", "noise"), ("vovse og pusekatt", "animals")):
        await meanings.read_meaning(text)
        guess = guess_topics_by_meaning(mind, meanings, text)
        assert guess.topics[0][0] == slug
        assert dict(guess.topics)[slug] > dict(mind.guess_topics(text).topics)[slug]
        assert abs(sum(share for _, share in guess.topics) - 1) < 1e-6


async def test_without_a_model_words_decide_and_nothing_is_learnt() -> None:
    mind, none = TopicClassifier(), TextEmbeddings()
    mind.train_model(TOPICS)
    await train_meaning_classifier(mind, none)
    assert not mind.has_meaning_model
    assert (
        guess_topics_by_meaning(mind, none, "støy")
        == guess_topics_by_meaning(mind, None, "støy")
        == mind.guess_topics("støy")
    )


async def test_a_sense_of_topics_that_are_no_more_is_not_taken() -> None:
    mind, _ = await taught("subjects")
    mind.train_model(TOPICS[:1])
    assert not mind.has_meaning_model
    mind.set_meaning_model(lambda meant: (0.0, 0.0), TOPICS)
    assert not mind.has_meaning_model


def test_what_is_fitted_tells_the_topics_apart_that_it_was_given() -> None:
    vectors = np.eye(4, dtype=np.float32)
    scores = fit_meaning_classifier(["a", "b"], vectors, [0, 0, 1, 1], [1.0, 1.0, 1.0, 0.5])
    for vector, right in zip(vectors, (0, 0, 1, 1), strict=True):
        assert int(np.argmax(scores.compute_log_probabilities(vector))) == right
        assert abs(np.exp(scores.compute_log_probabilities(vector)).sum() - 1) < 1e-5


def test_every_example_that_comes_with_the_bot_has_its_vector() -> None:
    """Else the first process with a model makes those that are missing, at every start: run tests.evaluation.means."""
    texts = {text for text, _ in load_examples()} | {str(row["text"]) for row in topic_examples()}
    rows = np.load(FILE)
    assert set(rows["key"].tolist()) == {hash_text(text) for text in texts}
    assert rows["codes"].shape == (len(texts), E5Embedder.dimension)
