"""Moderate solutions: one that is hidden is nowhere to be found, and nobody is asked to verify it."""

from __future__ import annotations

from handlers.chat.records import Moderable
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.naming import signature
from handlers.library.solutions.lookup import load_visible_solution
from handlers.library.solutions.publishing import VERIFY, spread, subject, verify_subject
from handlers.notifications import chains
from storage.kit.database import Store
from storage.library.solutions import HIDDEN, PUBLISHED, Solution


def describe_solution(solution: Solution) -> Moderable:
    author_id = solution.author_id or solution.owner_id

    async def by(store: Store, say: Say) -> str:
        return await signature(store, author_id, solution.organisation_id, say)

    return Moderable(
        kind="solution",
        row=solution,
        subject=subject(solution.id),
        author_id=author_id,
        text="\n".join(filter(None, (solution.title, solution.done, solution.result))),
        hidden=solution.state == HIDDEN,
        shown=solution.state == PUBLISHED,
        name=lambda say: say("solution {code}", code=solution.code),
        by=by,
    )


class SolutionModeration:
    async def find(self, store: Store, id: int, *, lock: bool = False) -> Moderable | None:
        solution = await (store.solutions.lock(id) if lock else store.solutions.find(id))
        return describe_solution(solution) if solution is not None else None

    async def find_visible(self, turn: Turn, id: int) -> Moderable:
        return describe_solution(await load_visible_solution(turn, str(id)))

    async def list_beside(self, store: Store, row: Solution) -> list[Moderable]:
        return []

    async def hide(self, store: Store, row: Solution) -> str:
        before, row.state = row.state, HIDDEN
        await chains.end(store, VERIFY, row.id, verify_subject(row.id))
        await spread(store, row)
        return before

    async def restore(self, store: Store, row: Solution, before: str) -> None:
        row.state = before or PUBLISHED
        await spread(store, row)
