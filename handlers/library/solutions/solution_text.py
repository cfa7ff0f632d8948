"""Show the whole text of a solution, page by page."""

from __future__ import annotations

from handlers.chat.button_values import RecordPage
from handlers.chat.cards import Button, Buttons, Card, Part, Quote, Reply
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.text_pages import split_text_pages
from handlers.chat.turn import Turn
from handlers.library.solutions.lookup import load_visible_solution
from handlers.library.solutions.solution_card import list_core_fields, list_further_fields
from storage.library.solutions import Solution

router = Router()


@router.on(Click, "solutions.text")
async def on_solution_text(event: Click, turn: Turn) -> Reply:
    """Show a page of the text: "12", "12:1"."""
    page = RecordPage.parse_value(event.value)
    solution = await load_visible_solution(turn, str(page.record))
    pages = _list_pages(turn.say, solution)
    here = min(page.page, len(pages) - 1)
    parts: list[Part] = [Quote(pages[here])]
    row = []
    if here + 1 < len(pages):
        row.append(Button(turn.say("Next page"), event.name, RecordPage(solution.id, here + 1).encode_value()))
    if here:
        row.append(Button(turn.say("Previous page"), event.name, RecordPage(solution.id, here - 1).encode_value()))
    row.append(Button(turn.say("Show"), "solutions.open", str(solution.id)))
    title = f"{solution.code} {solution.title}"
    return Reply(Card(title, (*parts, Buttons(tuple(row)))), replace=":" in event.value)


def _list_pages(say: Say, solution: Solution) -> list[str]:
    """Return the fields in order, as many on a page as there is room for; a longer one has pages of its own."""
    fields = [*list_core_fields(say, solution), *list_further_fields(say, solution)]
    return split_text_pages("\n\n".join(f"**{label}**\n{text}" for label, text in fields))
