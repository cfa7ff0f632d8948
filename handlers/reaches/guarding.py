"""Guard: no card shows anybody, and no room, what is out of their reach, whenever and why ever it was promised."""

from __future__ import annotations

from collections.abc import AsyncIterator

from handlers import rights
from handlers.chat.routing import Router
from handlers.chat.turn import View
from storage.consultations import Consultation
from storage.issues import Issue
from storage.questions import Question
from storage.solutions import Solution

router = Router()


@router.guard("reaches")
async def allowed(view: View) -> bool:
    """By the records that the delivery names; asked again at every drawing, for a reach may have been narrowed."""
    async for thing in _shown(view):
        if thing.reach_id is not None and not await _may(view, thing):
            return False
    return True


async def _may(view: View, thing: Question | Solution | Issue | Consultation) -> bool:
    store, row = view.store, view.delivery
    if view.person is not None:
        return await rights.within(store, view.person, thing)
    room = await store.rooms.find(row.room_id)
    return await store.reaches.sees(await store.reaches.sight_in(room), thing.reach_id)


async def _shown(view: View) -> AsyncIterator[Question | Solution | Issue | Consultation]:
    store, args = view.store, view.delivery.args
    answer = await store.answers.find(args.get("answer"))
    trial = await store.trials.find(args["trial"]) if "trial" in args else None
    for id in (args.get("question"), args.get("other"), answer.question_id if answer else None):
        question = await store.questions.find(id)
        if question is not None:
            yield question
    issue = await store.issues.find(args.get("issue"))
    if issue is not None:
        yield issue
    consultation = await store.consultations.find(args.get("consultation"))
    if consultation is not None:
        yield consultation
    for id in (args.get("solution"), trial.solution_id if trial else None):
        solution = await store.solutions.find(id)
        if solution is not None:
            yield solution
