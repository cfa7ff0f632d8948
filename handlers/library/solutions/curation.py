"""Curate: readers say that they use it or doubt it, and whoever looks after it says whether it is still true."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Buttons, Card, Field, Form, Quote, Reply, Text, note
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import signature
from handlers.language.finding import keep
from handlers.library.solutions.lookup import get_local_day, load_editable_solution, load_visible_solution
from handlers.library.solutions.publishing import document, redraw, spread, tell_owner, verify
from handlers.library.solutions.showing import owner_buttons, status
from storage.library.solutions import PUBLISHED, RETIRED, Solution

router = Router()
#: characters of a doubt's reason
LONGEST = 1000


@router.on(Click, "solutions.used")
async def use(event: Click, turn: Turn) -> Reply:
    """Once per person; organisations are what is counted."""
    solution = await published(turn, event.value)
    new = await turn.store.solutions.use(solution.id, turn.person.id, turn.person.stands_for)
    n = await turn.store.solutions.uses(solution.id)
    count = turn.say.many("{n} organisation uses {code}.", "{n} organisations use {code}.", n, code=solution.code)
    if not new:
        return note(turn.say("You have said so already. {count}", count=count))
    await redraw(turn.store, solution)
    return note(turn.say("Noted. {count}", count=count))


@router.on(Click, "solutions.doubt", opens=True)
async def write_doubt(event: Click, turn: Turn) -> Reply:
    solution, say = await published(turn, event.value), turn.say
    hint = say("The owner reads it, and can ask you.")
    reason = Field("reason", say("What is no longer true?"), "text", hint=hint, most=LONGEST)
    title = say("No longer true")
    return Reply(form=Form(title, "solutions.doubt", (reason,), say("Send"), str(solution.id), note=solution.title))


@router.on(Submission, "solutions.doubt")
async def doubt(event: Submission, turn: Turn) -> Reply:
    """Readers see at once that it needs a check, and its owner is asked."""
    solution, reason = await published(turn, event.value, lock=True), event.text("reason")
    if not reason:
        raise UserError("", {"reason": turn.say("Say in a few words what is wrong.")})
    row = await turn.store.solutions.doubt(solution.id, turn.person.id, reason[:LONGEST])
    solution.doubted_at = solution.doubted_at or turn.now
    await keep(turn.store, document(solution))
    await redraw(turn.store, solution)
    args = {"solution": solution.id, "doubt": row.id}
    key = f"doubt:{row.id}:{turn.now.isoformat()}"
    if await tell_owner(turn.store, solution, "solutions.doubted", args, key=key):
        return note(turn.say("Thank you. {code} is marked, and its owner is asked.", code=solution.code))
    return note(turn.say("Thank you. {code} is marked. It has no owner who can be asked.", code=solution.code))


@router.on(Click, "solutions.confirm")
async def confirm(event: Click, turn: Turn) -> Reply:
    """It is still true: doubts are settled, and the next check is set."""
    solution = await load_editable_solution(turn, event.value)
    if solution.state != PUBLISHED:
        raise UserError(turn.say("{code} is retired. Bring it back first.", code=solution.code))
    doubters = await verify(turn, solution)
    await spread(turn.store, solution)
    await tell_doubters(turn, solution, doubters)
    assert solution.verify_by is not None
    day = turn.say.day(solution.verify_by)
    return note(turn.say("Noted: {code} is true. I ask again {day}.", code=solution.code, day=day))


async def tell_doubters(turn: Turn, solution: Solution, people: set[int]) -> None:
    """Those who doubted hear what came of it."""
    for id in sorted(people - {turn.person.id}):
        person = await turn.store.people.find(id)
        if person is not None:
            key = f"solution:{solution.id}:settled:{turn.now.isoformat()}:{id}"
            await outgoing.to_person(turn.store, person, "solutions.settled", {"solution": solution.id}, key=key)


@router.card("solutions.settled")
async def draw_settled(view: View) -> Card | None:
    solution, say = await view.store.solutions.find(view["solution"]), view.say
    if solution is None or not solution.title:
        return None
    mark = await status(view.store, solution, say, get_local_day(view))
    text = say("You doubted {code}. It has been looked at: {status}.", code=solution.code, status=mark)
    return Card("", (Text(text), Text(solution.title, "strong")))


@router.card("solutions.doubted")
async def draw_doubted(view: View) -> Card | None:
    """To whoever looks after it: what is wrong, and the three ways on."""
    solution, say = await view.store.solutions.find(view["solution"]), view.say
    doubt = await view.store.solutions.find_doubt(view["doubt"])
    if solution is None or doubt is None:
        return None
    if doubt.settled_at is not None or solution.state != PUBLISHED:
        return await looked_at(view, solution)
    by = await signature(view.store, doubt.person_id, None, say)
    parts = (Text(solution.title, "strong"), Quote(doubt.reason, by), Buttons(owner_buttons(say, solution)))
    return Card(say("Is {code} still true?", code=solution.code), parts)


async def published(turn: Turn, value: str, *, lock: bool = False) -> Solution:
    solution = await load_visible_solution(turn, value, lock=lock)
    if solution.state == RETIRED:
        raise UserError(turn.say("{code} is retired.", code=solution.code))
    if solution.state != PUBLISHED:
        raise Missing(turn.say("I do not find that solution."))
    return solution


async def looked_at(view: View, solution: Solution) -> Card | None:
    """What a question to the owner becomes when it is settled; one not sent yet is not needed."""
    if not view.delivery.message or not solution.title:
        return None
    mark = await status(view.store, solution, view.say, get_local_day(view))
    text = view.say("{code} has been looked at: {status}.", code=solution.code, status=mark)
    return Card("", (Text(text, "subtle"),))
