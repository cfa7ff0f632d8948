"""Show the background of the items of an agenda, page by page: on the agenda itself it is cut."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.button_values import RecordPage
from handlers.chat.cards import Button, Buttons, Card, Quote, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.rich_text.markup_writer import escape_marks
from handlers.chat.rich_text.plain_text import extract_plain_text
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.text_pages import split_text_pages
from handlers.chat.turn import Turn
from handlers.meetings.agenda import agenda_texts
from handlers.meetings.agenda.lookup import load_visible_occurrence
from storage.meetings.agenda import AgendaItem

router = Router()
#: number of entries beyond which each has one line of its background, and maximum numbers of characters of it
FEW, LINES, LINE = 3, 80, 45


def limit_background(entries: int) -> int:
    """Return the maximum number of characters of each background on a card with so many entries."""
    return LINES if entries <= FEW else LINE


def draw_background_buttons(say: Say, occurrence_id: int, items: Sequence[AgendaItem], most: int) -> tuple[Button, ...]:
    """Return the button to all of the background, where some of it does not fit."""
    if all(len(extract_plain_text(item.text)) <= most for item in items):
        return ()
    return (Button(say("The whole text"), "agenda.background", RecordPage(occurrence_id).encode_value()),)


@router.on(Click, "agenda.background")
async def on_agenda_background(event: Click, turn: Turn) -> Reply:
    """Show a page: "12", "12:1"."""
    shown, say = RecordPage.parse_value(event.value), turn.say
    found = await load_visible_occurrence(turn, str(shown.record), lock=False)
    items = await turn.store.agenda.list_agenda_items(found.id)
    named = [(agenda_texts.describe_item_title(say, item), item.text) for item in items if item.text]
    title, row = say("Agenda: {title}", title=found.title), [Button(say("Agenda"), "agenda.show", str(found.id))]
    if not named:
        return Reply(Card(title, (Text(say("Nothing is on the agenda yet.")), Buttons(tuple(row)))))
    pages = split_text_pages("\n\n".join(f"**{escape_marks(name)}**\n{text}" for name, text in named))
    here = min(shown.page, len(pages) - 1)
    more = here + 1 < len(pages)
    turning = draw_page_buttons(say, event.name, here, 1, more=more, value=lambda at: RecordPage(found.id, at))
    return Reply(Card(title, (Quote(pages[here]), Buttons((*turning, *row)))), replace=":" in event.value)
