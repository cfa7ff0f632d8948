"""Show the whole text of a solution, page by page."""

from __future__ import annotations

from handlers.chat.button_values import RecordPage
from handlers.chat.cards import ROOM, Button, Buttons, Card, Part, Quote, Reply
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.rich_text.markup_writer import escape_marks
from handlers.chat.routing import Router
from handlers.chat.text_pages import split_text_pages
from handlers.chat.turn import Turn
from handlers.library.solutions.lookup import load_visible_solution
from handlers.library.solutions.solution_card import (
    list_core_fields,
    list_further_fields,
    list_solution_facts,
    list_solution_remarks,
)
from storage.library.solutions import Solution

router = Router()


@router.on(Click, "solutions.text")
async def on_solution_text(event: Click, turn: Turn) -> Reply:
    """Show a page of the text: "12", "12:1"."""
    page = RecordPage.parse_value(event.value)
    solution = await load_visible_solution(turn, str(page.record))
    pages = await _list_pages(turn, solution)
    here = min(page.page, len(pages) - 1)
    parts: list[Part] = [Quote(pages[here])]
    more = here + 1 < len(pages)
    row = draw_page_buttons(turn.say, event.name, here, 1, more=more, value=lambda at: RecordPage(solution.id, at))
    row.append(Button(turn.say("Show"), "solutions.open", str(solution.id)))
    title = f"{solution.code} {solution.title}"
    return Reply(Card(title, (*parts, Buttons(tuple(row)))), replace=":" in event.value)


async def _list_pages(turn: Turn, solution: Solution) -> list[str]:
    """Return the fields, the facts and what others remark, as many on a page as there is room for.

    A longer one has several pages.
    """
    fields = [*list_core_fields(turn.say, solution), *list_further_fields(turn.say, solution)]
    texts = [f"**{label}**\n{text}" for label, text in fields]
    facts = [f"**{label}:** {escape_marks(text)}" for label, text in await list_solution_facts(turn, solution)]
    doubts = await turn.store.solutions.list_open_doubts(solution.id)
    said = [
        f"**{escape_marks(' · '.join(filter(None, (one.title, one.note))))}**\n{escape_marks(one.text)}"
        for one in await list_solution_remarks(turn, solution, doubts, ROOM)
    ]
    return split_text_pages("\n\n".join((*texts, "\n".join(facts), *said)))
