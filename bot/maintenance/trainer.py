"""Train the topic classifier: follow the topics, and try what people have confirmed since."""

from __future__ import annotations

import asyncio

import structlog

from bot.runtime.gc_tuning import return_freed_memory
from bot.runtime.metrics import Metrics
from handlers.language import TopicClassifier, find_training_set, prepare_related_words, train_meaning_classifier
from handlers.language.text_embeddings import TextEmbeddings
from handlers.language.training_runs import find_training_candidate, save_training_run
from storage.kit.database import UNAVAILABLE, Database

log = structlog.get_logger()
#: seconds between looks: topics change in another process too
EVERY = 30.0


class TopicTrainer:
    """Train the classifier, one trainer per process.

    All learning is done in a thread, beside the loop that answers people.
    """

    def __init__(
        self, database: Database, mind: TopicClassifier, meanings: TextEmbeddings, metrics: Metrics, *, tries: bool
    ) -> None:
        self.database = database
        self.mind = mind
        self.meanings = meanings
        self.metrics = metrics
        #: whether it tries new lessons (workers do), or only follows what was taken
        self.tries = tries
        self._woken = asyncio.Event()

    def wake_trainer(self) -> None:
        """Wake the loop if a topic was changed; called after each unit of work."""
        if self.mind.stale:
            self._woken.set()

    async def finish_first_lesson(self) -> None:
        """Prepare what is only read from now on, and give back the memory that it took to learn."""
        await asyncio.to_thread(prepare_related_words)
        await asyncio.to_thread(return_freed_memory)

    async def run_training_loop(self) -> None:
        while True:
            await self._wait_for_changed_topic()
            try:
                await self.train_current_topics()
                if self.tries:
                    await self.try_new_lesson()
                await train_meaning_classifier(self.mind, self.meanings)
            except UNAVAILABLE as error:
                log.warning("learning waits for the database", error=str(error))
            except Exception:  # a bug in learning must not end it: what is known goes on to serve
                log.exception("learning failed")

    async def train_current_topics(self) -> None:
        """Learn the topics as they are, and what people have taught so far.

        Do nothing when all of it is learnt already.
        """
        async with self.database.read() as store:
            teaching, lesson = (
                await find_training_set(self.mind, store),
                await store.training_runs.find_active_training_run(),
            )
        if teaching is not None:
            self.mind.stale = False
            await asyncio.to_thread(teaching.train_classifier, self.mind)
            self.metrics.lessons.set_current_lesson(teaching.version, lesson)

    async def try_new_lesson(self) -> None:
        """Learn what was confirmed since.

        The new lesson is taken when it is no worse on questions that nobody learnt from.
        """
        async with self.database.read(patient=True) as store:
            trial = await find_training_candidate(store)
        if trial is None:
            return
        other, lesson = await asyncio.to_thread(trial.train_candidate, self.mind)
        async with self.database.begin(patient=True) as store:
            if not await save_training_run(store, trial, lesson):
                return
        if lesson.taken:
            self.mind.adopt_model(other, (trial.teaching.known_by[0], lesson.id))
            self.metrics.lessons.set_current_lesson(lesson.version, lesson)
        self.metrics.lessons.count_tried_lesson("taken" if lesson.taken else "refused")
        (log.info if lesson.taken else log.warning)(
            "a lesson is taken" if lesson.taken else "a lesson is refused: routing would be worse",
            number=lesson.id,
            confirmed=lesson.confirmed_count,
            held=lesson.held,
            accuracy=round(lesson.accuracy, 4),
            accuracy_before=round(lesson.accuracy_before, 4),
            loss=round(lesson.loss, 4),
            loss_before=round(lesson.loss_before, 4),
        )

    async def _wait_for_changed_topic(self) -> None:
        """Wait until somebody has changed a topic.

        A caller that wakes the loop before the change is visible wakes it again.
        """
        try:
            await asyncio.wait_for(self._woken.wait(), EVERY)
        except TimeoutError:
            self.mind.stale = False
        self._woken.clear()
