"""Hide and restore solutions; a hidden one is not searchable and its verification stops."""

from __future__ import annotations

from handlers.chat.record_moderation import Moderable
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn
from handlers.directory.display_names import format_signature
from handlers.library.solutions.lookup import load_visible_solution
from handlers.library.solutions.publication import (
    VERIFY,
    build_solution_subject,
    build_verification_subject,
    resume_verification,
    synchronise_solution,
)
from handlers.notifications import escalation
from storage.kit.database import Store
from storage.library.solutions import HIDDEN, PUBLISHED, Solution


def build_solution_moderable(solution: Solution) -> Moderable:
    author_id = solution.author_id or solution.owner_id

    async def describe_solution_author(store: Store, say: Say) -> str:
        return await format_signature(store, author_id, solution.organisation_id, say)

    return Moderable(
        kind="solution",
        row=solution,
        subject=build_solution_subject(solution.id),
        author_id=author_id,
        text="\n".join(filter(None, (solution.title, solution.done, solution.result))),
        hidden=solution.state == HIDDEN,
        shown=solution.state == PUBLISHED,
        name=lambda say: say("solution {code}", code=solution.code),
        by=describe_solution_author,
    )


class SolutionModeration:
    async def find_moderable(self, store: Store, id: int, *, lock: bool = False) -> Moderable | None:
        solution = await (store.solutions.lock(id) if lock else store.solutions.find(id))
        return build_solution_moderable(solution) if solution is not None else None

    async def find_visible(self, turn: Turn, id: int) -> Moderable:
        return build_solution_moderable(await load_visible_solution(turn, str(id)))

    async def list_alternatives(self, store: Store, row: Solution) -> list[Moderable]:
        return []

    async def hide_record(self, store: Store, arena: Arena, row: Solution) -> str:
        before, row.state = row.state, HIDDEN
        await escalation.stop_escalation(store, VERIFY, row.id, build_verification_subject(row.id))
        await synchronise_solution(store, row)
        return before

    async def restore_record(self, store: Store, arena: Arena, row: Solution, before: str) -> None:
        row.state = before or PUBLISHED
        await resume_verification(store, row)
        await synchronise_solution(store, row)
