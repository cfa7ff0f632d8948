"""The learner: keeps the mind up with the topics, and tries what people have confirmed since."""

from __future__ import annotations

import asyncio

import structlog

from bot.runtime.gc_tuning import give_back
from bot.runtime.metrics import Metrics
from handlers.language import Mind, lesson_for, make_sense, prepare
from handlers.language.lessons import keep, trial_for
from handlers.language.meanings import Meanings
from storage.kit.database import UNAVAILABLE, Database

log = structlog.get_logger()
#: seconds between looks: topics change in another process too
EVERY = 30.0


class Learner:
    """One per process. All learning is done in a thread, beside the loop that answers people."""

    def __init__(self, database: Database, mind: Mind, meanings: Meanings, metrics: Metrics, *, tries: bool) -> None:
        self.database = database
        self.mind = mind
        self.meanings = meanings
        self.metrics = metrics
        #: whether it tries new lessons (workers do), or only follows what was taken
        self.tries = tries
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """After each unit of work: a topic that was changed in it is learnt at once."""
        if self.mind.stale:
            self._woken.set()

    async def run(self) -> None:
        await asyncio.to_thread(prepare)
        await asyncio.to_thread(give_back)
        while True:
            await self._pause()
            try:
                await self.follow()
                if self.tries:
                    await self.try_more()
                await make_sense(self.mind, self.meanings)
            except UNAVAILABLE as error:
                log.warning("learning waits for the database", error=str(error))
            except Exception:  # a bug in learning must not end it: what is known goes on to serve
                log.exception("learning failed")

    async def follow(self) -> None:
        """Learn the topics as they are, and what people have taught so far; nothing when it is known."""
        async with self.database.read() as store:
            teaching, lesson = await lesson_for(self.mind, store), await store.lessons.taken()
        if teaching is not None:
            self.mind.stale = False
            await asyncio.to_thread(teaching.teach, self.mind)
            self.metrics.lessons.learnt(teaching.version, lesson)

    async def try_more(self) -> None:
        """Learn what was confirmed since, and take it when it is no worse on questions that nobody learnt from."""
        async with self.database.read(patient=True) as store:
            trial = await trial_for(store)
        if trial is None:
            return
        other, lesson = await asyncio.to_thread(trial.run, self.mind)
        async with self.database.begin(patient=True) as store:
            if not await keep(store, trial, lesson):
                return
        if lesson.taken:
            self.mind.become(other, (trial.teaching.known_by[0], lesson.id))
            self.metrics.lessons.learnt(lesson.version, lesson)
        self.metrics.lessons.tried("taken" if lesson.taken else "refused")
        (log.info if lesson.taken else log.warning)(
            "a lesson is taken" if lesson.taken else "a lesson is refused: routing would be worse",
            number=lesson.id,
            confirmed=lesson.size,
            held=lesson.held,
            accuracy=round(lesson.accuracy, 4),
            accuracy_before=round(lesson.accuracy_before, 4),
            loss=round(lesson.loss, 4),
            loss_before=round(lesson.loss_before, 4),
        )

    async def _pause(self) -> None:
        """Until somebody has changed a topic. Whoever says so before the change is there to be seen says it again."""
        try:
            await asyncio.wait_for(self._woken.wait(), EVERY)
        except TimeoutError:
            self.mind.stale = False
        self._woken.clear()
