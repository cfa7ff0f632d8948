"""The record kind of solutions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from handlers.access import rights
from handlers.chat.cards import Button, Item
from handlers.chat.modes import PRACTICAL
from handlers.chat.records import Entry, Ownership, RecordKind, Searched, Sending
from handlers.chat.turn import Telling, Turn
from handlers.directory.naming import shorten
from handlers.language.finding import Document, Hit
from handlers.language.matches import worded
from handlers.library.solutions.lookup import get_local_day, may_see_solution
from handlers.library.solutions.matches import told
from handlers.library.solutions.moderating import SolutionModeration
from handlers.library.solutions.publishing import document, subject
from handlers.library.solutions.showing import status, used_by
from storage.kit.database import Store
from storage.library.solutions import CIRCLE, PUBLISHED, Solution


async def _find_shown(store: Store, args: Mapping[str, Any]) -> AsyncIterator[Solution]:
    trial = await store.trials.find(args["trial"]) if "trial" in args else None
    for id in (args.get("solution"), trial.solution_id if trial else None):
        solution = await store.solutions.find(id)
        if solution is not None:
            yield solution


async def _write_documents(store: Store, solutions: Sequence[Solution]) -> list[Document]:
    return [document(solution) for solution in solutions if solution.state == PUBLISHED]


async def _draw_hit(turn: Turn, hit: Hit, value: str) -> Item | None:
    solution = await turn.store.solutions.find(hit.id)
    if solution is None or not await may_see_solution(turn.store, turn.person, solution):
        return None
    mark = await status(turn.store, solution, turn.say, get_local_day(turn))
    uses = used_by(turn.say, await turn.store.solutions.uses(solution.id))
    why = told(turn.say, worded(hit.why, document(solution).text))
    notes = " · ".join(filter(None, (mark, solution.park, uses, why)))
    show = Button(turn.say("Show"), "solutions.open", value)
    return Item(f"{solution.code} {solution.title}", shorten(solution.done, 200), notes, (show,))


async def _describe(what: Telling, id: int) -> Entry:
    found = await what.store.solutions.find(id)
    return Entry(found.title if found else "", what.say("Solution"), "solutions.open", str(id))


async def _redraw(store: Store, id: int) -> None:
    await store.outbox.refresh(subject(id))


async def _find_sending(turn: Turn, id: int) -> Sending | None:
    solution = await turn.store.solutions.find(id)
    if solution is None or solution.state != PUBLISHED or solution.level == CIRCLE:
        return None
    title, topics = f"{solution.code} {solution.title}", frozenset({solution.topic_id})
    mine = rights.ties_to_solution(turn.person, solution)
    return Sending(f"solution:{id}", subject(id), title, topics, mine, solution.reach_id)


SOLUTION = RecordKind(
    name="solution",
    label=lambda say: say("Solution"),
    table=Solution,
    find=lambda store, key: store.solutions.find(key),
    list_writers=lambda solution: (solution.owner_id, solution.author_id),
    find_shown=_find_shown,
    search=Searched(PRACTICAL, _write_documents, _draw_hit, "solutions.open"),
    moderation=SolutionModeration(),
    ownerships=(Ownership("solution", _describe, _redraw),),
    find_sending=_find_sending,
)
KINDS = (SOLUTION,)
