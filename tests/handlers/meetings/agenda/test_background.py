"""The background of items is cut on the agenda, and read whole behind a button, with its links."""

from __future__ import annotations

from handlers.chat.cards import Item
from tests.conversation import Conversation, Someone
from tests.handlers.meetings.agenda.test_proposing import labels, said
from tests.handlers.meetings.agenda.test_sending import adds, sends

LONG = (
    "Read [the report](https://example.org/report) first. " + "The queue for the grid is long. " * 10 + "That is all."
)


async def test_a_short_background_stands_on_the_agenda(sara: Someone, kari: Someone, meeting: int) -> None:
    await adds(sara, meeting, "Queue for the grid", text="We wait for **years**.")
    shown = await kari.does("agenda.show", str(meeting))
    assert "We wait for years." in said(shown)
    assert "The whole text" not in labels(shown)


async def test_a_long_one_is_read_whole_page_by_page(
    talk: Conversation, sara: Someone, kari: Someone, meeting: int
) -> None:
    for n in range(4):
        await adds(sara, meeting, f"Item {n}", text=LONG)
    shown = await kari.does("agenda.show", str(meeting))
    assert "That is all." not in said(shown)
    pages = [await kari.clicks(shown, "The whole text")]
    while "Next page" in labels(pages[-1]):
        pages.append(await kari.clicks(pages[-1], "Next page"))
    assert sum(said(page).count("That is all.") for page in pages) == 4
    assert sum(str(page.card).count("(https://example.org/report)") for page in pages) == 4
    assert all(page.replace for page in pages[1:])
    assert labels(pages[-1])[-2:] == ["Previous page", "Agenda"]
    await sends(sara, meeting)
    assert "The whole text" in kari.last.labels


async def test_many_items_have_one_line_each(sara: Someone, kari: Someone, meeting: int) -> None:
    for n in range(6):
        await adds(sara, meeting, f"Item {n}", text="The queue for the grid is long, and nobody says when it ends.")
    shown = await kari.does("agenda.show", str(meeting))
    assert shown.card is not None
    assert all(len(part.text) <= 50 for part in shown.card.parts if isinstance(part, Item))
    assert "The whole text" in labels(shown)


async def test_it_is_for_those_who_see_the_meeting(talk: Conversation, sara: Someone, meeting: int) -> None:
    await adds(sara, meeting, "Queue for the grid", text=LONG)
    guest = await talk.person("gunn", role="guest")
    assert "That is all." not in said(await guest.does("agenda.background", str(meeting)))
