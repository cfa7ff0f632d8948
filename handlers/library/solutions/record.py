"""Declare the record kind of solutions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from handlers.access import rights
from handlers.chat.arena_modes import PRACTICAL
from handlers.chat.button_values import RecordValue
from handlers.chat.cards import Button, Item
from handlers.chat.record_codes import RecordCodes
from handlers.chat.record_erasure import Erasure
from handlers.chat.record_kinds import DigestNews, HandoverEntry, Ownership, RecordKind, SearchSupport, SentRecord
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import RenderContext, Turn
from handlers.language.document_search import Document, Hit
from handlers.language.matches import add_matched_words
from handlers.library.solutions.lookup import find_numbered_solution, may_see_solution
from handlers.library.solutions.match_explanations import describe_matches
from handlers.library.solutions.new_solutions import list_new_solutions
from handlers.library.solutions.publication import build_solution_document, build_solution_subject, redraw_solution
from handlers.library.solutions.solution_badge import describe_solution_status, describe_use_count
from handlers.library.solutions.solution_erasure import retract_solutions
from handlers.library.solutions.solution_moderation import SolutionModeration
from handlers.library.solutions.solved_questions import find_visible_question
from handlers.library.solutions.unasked_authors import ConsentDeparture
from storage.kit.database import Store
from storage.library.solutions import CIRCLE, PUBLISHED, Solution


async def _list_shown_solutions(store: Store, args: Mapping[str, Any]) -> AsyncIterator[Solution]:
    trial = await store.solution_trials.find(args["trial"]) if "trial" in args else None
    for id in (args.get("solution"), trial.solution_id if trial else None):
        solution = await store.solutions.find(id)
        if solution is not None:
            yield solution


async def _build_solution_documents(store: Store, solutions: Sequence[Solution]) -> list[Document]:
    return [build_solution_document(solution) for solution in solutions if solution.state == PUBLISHED]


async def _draw_solution_hit(turn: Turn, hit: Hit, value: str) -> Item | None:
    solution = await turn.store.solutions.find(hit.id)
    if solution is None or not await may_see_solution(turn.store, turn.person, solution):
        return None
    mark = await describe_solution_status(turn.store, solution, turn.say, turn.today)
    uses = describe_use_count(turn.say, await turn.store.solutions.count_solution_uses(solution.id))
    why = describe_matches(turn.say, add_matched_words(hit.why, build_solution_document(solution).text))
    asked = await find_visible_question(turn, solution.question_id)
    source = turn.say("from question {id}", id=asked.number) if asked is not None else ""
    notes = " · ".join(filter(None, (mark, solution.park, source, uses, why)))
    show = Button(turn.say("Show"), "solutions.open", value)
    return Item(
        f"{solution.code} {solution.title}", shorten_text(solution.done, 80), notes, (show,), code=solution.code
    )


async def _describe_owned_solution(what: RenderContext, id: int) -> HandoverEntry:
    found = await what.store.solutions.find(id)
    return HandoverEntry(found.title if found else "", what.say("Solution"), "solutions.open", str(id))


async def _redraw_owned_solution(store: Store, id: int) -> None:
    found = await store.solutions.find(id)
    if found is not None:
        await redraw_solution(store, found)


async def _find_solution_sending(turn: Turn, id: int) -> SentRecord | None:
    solution = await turn.store.solutions.find(id)
    if solution is None or solution.state != PUBLISHED or solution.level == CIRCLE:
        return None
    title, topics = f"{solution.code} {solution.title}", frozenset({solution.topic_id})
    mine = rights.list_solution_ties(turn.person, solution)
    return SentRecord(RecordValue("solution", id), build_solution_subject(id), title, topics, mine, solution.reach_id)


SOLUTION = RecordKind(
    name="solution",
    label=lambda say: say("Solution"),
    table=Solution,
    find=lambda store, key: store.solutions.find(key),
    list_writers=lambda solution: (solution.owner_id, solution.author_id),
    find_shown=_list_shown_solutions,
    search=SearchSupport(PRACTICAL, _build_solution_documents, _draw_solution_hit, "solutions.open"),
    codes=RecordCodes("L", lambda number: f"L-{number:03d}", find_numbered_solution, "solutions.open"),
    moderation=SolutionModeration(),
    ownerships=(Ownership("solution", _describe_owned_solution, _redraw_owned_solution),),
    erasure=Erasure(retract_solutions),
    leaving=ConsentDeparture(),
    find_sending=_find_solution_sending,
    news=DigestNews(lambda say: say("New solutions in your topics"), list_new_solutions),
)
KINDS = (SOLUTION,)
