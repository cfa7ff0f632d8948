"""Train the topic classifier: follow the topics, and try what people have confirmed since."""

from __future__ import annotations

import asyncio

import structlog

from bot.runtime.gc_tuning import return_freed_memory
from bot.runtime.metrics import Metrics
from handlers.language import TopicClassifier, prepare_related_words, train_meaning_classifier
from handlers.language.text_embeddings import TextEmbeddings
from handlers.language.training_data import find_training_set
from handlers.language.training_runs import find_training_candidate, save_training_run
from storage.kit.database import UNAVAILABLE, Database

log = structlog.get_logger()
#: Seconds between checks, because other processes change topics too.
EVERY = 30.0


class TopicTrainer:
    """Train the classifier, one trainer per process.

    All learning is done in a thread, beside the loop that answers people.
    """

    def __init__(
        self,
        database: Database,
        classifier: TopicClassifier,
        meanings: TextEmbeddings,
        metrics: Metrics,
        *,
        tries: bool,
    ) -> None:
        self.database = database
        self.classifier = classifier
        self.meanings = meanings
        self.metrics = metrics
        #: True in workers, which train new models. Others only follow adopted ones.
        self.tries = tries
        self._woken = asyncio.Event()

    def wake_trainer(self) -> None:
        """Wake the loop if a topic was changed; called after each unit of work."""
        if self.classifier.stale:
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
                await train_meaning_classifier(self.classifier, self.meanings)
            except UNAVAILABLE as error:
                log.warning("learning waits for the database", error=str(error))
            except Exception:  # a bug must not stop the loop: the present model stays in use
                log.exception("learning failed")

    async def train_current_topics(self) -> None:
        """Learn the topics as they are, and what people have taught so far.

        Do nothing when all of it is learnt already.
        """
        async with self.database.read() as store:
            training_set, training_run = (
                await find_training_set(self.classifier, store),
                await store.training_runs.find_active_training_run(),
            )
        if training_set is not None:
            self.classifier.stale = False
            await asyncio.to_thread(training_set.train_classifier, self.classifier)
            self.metrics.lessons.set_current_lesson(training_set.version, training_run)

    async def try_new_lesson(self) -> None:
        """Learn what was confirmed since.

        The new lesson is taken when it is no worse on questions that nobody learnt from.
        """
        async with self.database.read(patient=True) as store:
            candidate = await find_training_candidate(store)
        if candidate is None:
            return
        other, training_run = await asyncio.to_thread(candidate.train_candidate, self.classifier)
        async with self.database.begin(patient=True) as store:
            if not await save_training_run(store, candidate, training_run):
                return
        if training_run.taken:
            self.classifier.adopt_model(other, (candidate.teaching.known_by[0], training_run.id))
            self.metrics.lessons.set_current_lesson(training_run.version, training_run)
        self.metrics.lessons.count_tried_lesson("taken" if training_run.taken else "refused")
        (log.info if training_run.taken else log.warning)(
            "a lesson is taken" if training_run.taken else "a lesson is refused: routing would be worse",
            number=training_run.id,
            confirmed=training_run.confirmed_count,
            held=training_run.held,
            accuracy=round(training_run.accuracy, 4),
            accuracy_before=round(training_run.accuracy_before, 4),
            loss=round(training_run.loss, 4),
            loss_before=round(training_run.loss_before, 4),
        )

    async def _wait_for_changed_topic(self) -> None:
        """Wait until somebody has changed a topic.

        A caller that wakes the loop before the change is visible wakes it again.
        """
        try:
            await asyncio.wait_for(self._woken.wait(), EVERY)
        except TimeoutError:
            self.classifier.stale = False
        self._woken.clear()
