"""Record that readers use or doubt a solution; its curator says whether it is still true."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Buttons, Card, Field, Form, Quote, Reply, Text, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_signature
from handlers.language.document_search import index_documents
from handlers.library.solutions.lookup import load_editable_solution, load_visible_solution
from handlers.library.solutions.publication import (
    build_solution_document,
    notify_solution_owner,
    redraw_solution,
    synchronise_solution,
    verify_solution,
)
from handlers.library.solutions.solution_actions import draw_curator_buttons
from handlers.library.solutions.solution_badge import describe_solution_status
from storage.library.solutions import PUBLISHED, RETIRED, Solution

router = Router()
LONGEST_REASON = 1000


class DoubtSettledNotice(CardArguments, frozen=True):
    template = "solutions.settled"

    solution: int


class SolutionDoubtedRequest(CardArguments, frozen=True):
    template = "solutions.doubted"

    solution: int
    doubt: int


@router.on(Click, "solutions.used")
async def on_solution_used(event: Click, turn: Turn) -> Reply:
    """Record the use, once per person; the count is of organisations."""
    solution = await load_published_solution(turn, event.value)
    new = await turn.store.solutions.record_solution_use(solution.id, turn.person.id, turn.person.stands_for)
    n = await turn.store.solutions.count_solution_uses(solution.id)
    count = turn.say.many("{n} organisation uses {code}.", "{n} organisations use {code}.", n, code=solution.code)
    if not new:
        return build_text_reply(turn.say("You have said so already. {count}", count=count))
    await redraw_solution(turn.store, solution)
    return build_text_reply(turn.say("Noted. {count}", count=count))


@router.on(Click, "solutions.doubt", opens=True)
async def on_solution_doubt_open(event: Click, turn: Turn) -> Reply:
    solution, say = await load_published_solution(turn, event.value), turn.say
    hint = say("The owner reads it, and can ask you.")
    reason = Field("reason", say("What is no longer true?"), "text", hint=hint, most=LONGEST_REASON)
    title = say("No longer true")
    return Reply(form=Form(title, "solutions.doubt", (reason,), say("Send"), str(solution.id), note=solution.title))


@router.on(Submission, "solutions.doubt")
async def on_solution_doubt_submit(event: Submission, turn: Turn) -> Reply:
    """Record the doubt, mark the solution for readers at once, and ask its owner."""
    solution, reason = await load_published_solution(turn, event.value, lock=True), event.get_text("reason")
    if not reason:
        raise UserError("", {"reason": turn.say("Say in a few words what is wrong.")})
    row = await turn.store.solutions.record_solution_doubt(solution.id, turn.person.id, reason[:LONGEST_REASON])
    solution.doubted_at = solution.doubted_at or turn.now
    await index_documents(turn.store, build_solution_document(solution))
    await redraw_solution(turn.store, solution)
    card, key = SolutionDoubtedRequest(solution.id, row.id), f"doubt:{row.id}:{turn.now.isoformat()}"
    if await notify_solution_owner(turn.store, solution, card, key=key):
        return build_text_reply(turn.say("Thank you. {code} is marked, and its owner is asked.", code=solution.code))
    return build_text_reply(
        turn.say("Thank you. {code} is marked. It has no owner who can be asked.", code=solution.code)
    )


@router.on(Click, "solutions.confirm")
async def on_solution_confirm(event: Click, turn: Turn) -> Reply:
    """Verify the solution: settle its doubts and set the next verify-by date."""
    solution = await load_editable_solution(turn, event.value)
    if solution.state != PUBLISHED:
        raise UserError(turn.say("{code} is retired. Restore it first.", code=solution.code))
    doubters = await verify_solution(turn, solution)
    await synchronise_solution(turn.store, solution)
    await notify_doubters(turn, solution, doubters)
    assert solution.verify_by is not None
    day = turn.say.format_day(solution.verify_by)
    return build_text_reply(
        turn.say("Noted: {code} is still true. I will ask again on {day}.", code=solution.code, day=day)
    )


async def notify_doubters(turn: Turn, solution: Solution, people: set[int]) -> None:
    """Tell the people who doubted the solution how their doubt was settled."""
    for id in sorted(people - {turn.person.id}):
        person = await turn.store.people.find(id)
        if person is not None:
            key = f"solution:{solution.id}:settled:{turn.now.isoformat()}:{id}"
            await outgoing.post_to_person(turn.store, person, DoubtSettledNotice(solution.id), key=key)


@router.card(DoubtSettledNotice)
async def draw_doubt_settled_card(view: View[DoubtSettledNotice]) -> Card | None:
    solution, say = await view.store.solutions.find(view.args.solution), view.say
    if solution is None or not solution.title:
        return None
    mark = await describe_solution_status(view.store, solution, say, view.today)
    text = say(
        "You reported that {code} is no longer true. It has been reviewed: {status}.", code=solution.code, status=mark
    )
    return Card("", (Text(text), Text(solution.title, "strong")))


@router.card(SolutionDoubtedRequest)
async def draw_solution_doubted_card(view: View[SolutionDoubtedRequest]) -> Card | None:
    """Show the curator of the solution what is wrong, with three possible actions."""
    solution, say = await view.store.solutions.find(view.args.solution), view.say
    doubt = await view.store.solutions.find_solution_doubt(view.args.doubt)
    if solution is None or doubt is None:
        return None
    if doubt.settled_at is not None or solution.state != PUBLISHED:
        return await draw_settled_request_card(view, solution)
    by = await format_signature(view.store, doubt.person_id, None, say)
    parts = (Text(solution.title, "strong"), Quote(doubt.reason, by), Buttons(draw_curator_buttons(say, solution)))
    return Card(say("Is {code} still true?", code=solution.code), parts)


async def load_published_solution(turn: Turn, value: str, *, lock: bool = False) -> Solution:
    solution = await load_visible_solution(turn, value, lock=lock)
    if solution.state == RETIRED:
        raise UserError(turn.say("{code} is retired.", code=solution.code))
    if solution.state != PUBLISHED:
        raise Missing(turn.say("I cannot find that solution."))
    return solution


async def draw_settled_request_card(view: View, solution: Solution) -> Card | None:
    """Redraw a settled question to the owner; return None for one that is not sent yet, which drops it."""
    if not view.delivery.was_told or not solution.title:
        return None
    mark = await describe_solution_status(view.store, solution, view.say, view.today)
    text = view.say("{code} has been reviewed: {status}.", code=solution.code, status=mark)
    return Card("", (Text(text, "subtle"),))
