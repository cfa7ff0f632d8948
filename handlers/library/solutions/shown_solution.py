"""Show a whole solution to one person in a card that follows it, wherever it is changed."""

from __future__ import annotations

from handlers.access.visibility import audience_texts
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Redrawn, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import ReaderContext, Turn, View
from handlers.library.pictures import picture_offers
from handlers.library.solutions import search_log
from handlers.library.solutions.lookup import load_visible_solution, may_see_solution
from handlers.library.solutions.publication import build_solution_notice_subject, build_solution_subject
from handlers.library.solutions.solution_card import draw_full_solution
from handlers.notifications import delivery_forecast
from storage.library.solutions import CIRCLE, PUBLISHED, Solution

router = Router()


class ShownSolution(CardArguments, frozen=True):
    template = "solutions.shown"

    solution: int
    #: version that was saved, for its writer, who sees the whole record as soon as there is another; 0: for any reader
    saved: int = 0
    #: number of rooms that its card went to when it was saved
    rooms: int = 0


@router.on(Click, "solutions.open")
async def on_solution_open(event: Click, turn: Turn) -> Reply:
    """Show the solution; opened from a search, log the words and not the person."""
    opened = search_log.OpenedRecord.parse_value(event.value)
    solution = await load_visible_solution(turn, str(opened.id))
    if solution.state == PUBLISHED:
        await search_log.log_opened_record(turn, "solution", solution.id, opened.searched)
    return await build_solution_reply(turn, solution)


async def build_solution_reply(turn: Turn, solution: Solution, *, replace: bool = False) -> Reply:
    """Build the reply that shows the solution."""
    return await _build_shown_reply(turn, solution, ShownSolution(solution.id), replace=replace)


async def build_saved_reply(turn: Turn, solution: Solution, rooms: int, *, replace: bool = False) -> Reply:
    """Build the reply to the person who has just saved it, whose card goes to so many rooms."""
    args = ShownSolution(solution.id, solution.version, rooms)
    return await _build_shown_reply(turn, solution, args, replace=replace)


async def _build_shown_reply(turn: Turn, solution: Solution, args: ShownSolution, *, replace: bool) -> Reply:
    card = await _draw_shown_solution(turn, solution, args)
    return Reply(card, replace=replace, redrawn=Redrawn(args, build_solution_notice_subject(solution.id)))


@router.card(ShownSolution)
async def draw_shown_solution_card(view: View[ShownSolution]) -> Card | None:
    solution, at = await view.store.solutions.find(view.args.solution), view.build_person_context()
    if solution is None or at is None:
        return None
    if not await may_see_solution(view.store, at.person, solution):
        return draw_withheld(view)
    return await _draw_shown_solution(at, solution, view.args)


async def _draw_shown_solution(at: ReaderContext, solution: Solution, args: ShownSolution) -> Card:
    if args.saved == solution.version and solution.state == PUBLISHED:
        return await _draw_saved_card(at, solution, args.rooms)
    return await draw_full_solution(at, solution)


async def _draw_saved_card(at: ReaderContext, solution: Solution, rooms: int) -> Card:
    say, id = at.say, str(solution.id)
    topic = await at.store.topics.find(solution.topic_id)
    name = topic.get_name(say.language) if topic else ""
    if rooms:
        where = say.many("{n} room", "{n} rooms", rooms)
        text = say("Others find it from now on, and its card goes to {topic} ({where}).", topic=name, where=where)
        takes = await delivery_forecast.describe_delivery_forecast(
            at,
            await at.store.rooms.list_open_rooms_of_topics([solution.topic_id]),
            build_solution_subject(solution.id),
        )
        text = f"{text} {takes}".strip()
    elif solution.level == CIRCLE:
        text = say("The secretariat finds it from now on. No room gets its card.")
    else:
        text = say(
            "Others can find it from now on. No room has the topic {topic} yet, so nobody gets its card.", topic=name
        )
    row = (
        *(() if solution.result else (Button(say("Write the result"), "solutions.edit", id, "primary"),)),
        *await picture_offers.draw_solution_offer(at, solution),
        Button(say("Add more"), "solutions.extend", id, "primary" if solution.result else ""),
        Button(say("Show"), "solutions.open", id),
        *((Button(say("Change"), "solutions.edit", id),) if solution.result else ()),
        Button(say("Who may see it"), "solutions.reach", id),
    )
    asked = say("What came of it? One line is enough, and it is what others look for first.")
    title = say("✅ {code} is saved", code=solution.code)
    seen = Text(await audience_texts.describe_audience_size(at.store, solution.reach_id, say), "subtle")
    lacking = () if solution.result else (Text(asked),)
    return Card(title, (Text(solution.title, "strong"), Text(text), seen, *lacking, Buttons(row)))
