"""Where there is a model, what a question means says too what it is about; without one its words do."""

from __future__ import annotations

import numpy as np

from handlers.language import Mind, TopicWords, considered, make_sense
from handlers.language.embedders import E5
from handlers.language.learning import examples
from handlers.language.meanings import Meanings
from handlers.language.sensing import FILE, fitted, key
from tests.evaluation.sets import topic_examples
from tests.meanings import EVERY_MODEL, opened


def topic(slug: str, *questions: str) -> TopicWords:
    return TopicWords(slug, (slug,), "", (), tuple((text, (slug,)) for text in questions))


#: for each of the stand-in's subjects
TOPICS = (
    topic("noise", "støy fra kverna", "naboen hører bråk", "støyskjerm ved veien"),
    topic("animals", "katt og hund", "bikkje i hagen", "mons er borte"),
)


async def taught(model: str) -> tuple[Mind, Meanings]:
    mind, meanings = Mind(), await opened(model)
    mind.learn(TOPICS)
    await make_sense(mind, meanings)
    return mind, meanings


@EVERY_MODEL
async def test_a_question_in_other_words_is_about_what_it_means(model: str) -> None:
    mind, meanings = await taught(model)
    assert mind.senses
    for text, slug in (("larm og bråk fra verket om natta", "noise"), ("vovse og pusekatt", "animals")):
        await meanings.read(text)
        guess = considered(mind, meanings, text)
        assert guess.topics[0][0] == slug
        assert dict(guess.topics)[slug] > dict(mind.guess(text).topics)[slug]
        assert abs(sum(share for _, share in guess.topics) - 1) < 1e-6


async def test_without_a_model_words_decide_and_nothing_is_learnt() -> None:
    mind, none = Mind(), Meanings()
    mind.learn(TOPICS)
    await make_sense(mind, none)
    assert not mind.senses
    assert considered(mind, none, "støy") == considered(mind, None, "støy") == mind.guess("støy")


async def test_a_sense_of_topics_that_are_no_more_is_not_taken() -> None:
    mind, _ = await taught("subjects")
    mind.learn(TOPICS[:1])
    assert not mind.senses
    mind.sense(lambda meant: (0.0, 0.0), TOPICS)
    assert not mind.senses


def test_what_is_fitted_tells_the_topics_apart_that_it_was_given() -> None:
    vectors = np.eye(4, dtype=np.float32)
    scores = fitted(["a", "b"], vectors, [0, 0, 1, 1], [1.0, 1.0, 1.0, 0.5])
    for vector, right in zip(vectors, (0, 0, 1, 1), strict=True):
        assert int(np.argmax(scores.scores(vector))) == right
        assert abs(np.exp(scores.scores(vector)).sum() - 1) < 1e-5


def test_every_example_that_comes_with_the_bot_has_its_vector() -> None:
    """Else the first process with a model makes those that are missing, at every start: run tests.evaluation.means."""
    texts = {text for text, _ in examples()} | {str(row["text"]) for row in topic_examples()}
    rows = np.load(FILE)
    assert set(rows["key"].tolist()) == {key(text) for text in texts}
    assert rows["codes"].shape == (len(texts), E5.dimension)
