"""Cards of the exchange fit a phone: few lines, five actions, and no word said twice."""

from __future__ import annotations

from math import ceil

from bot.platforms.button_folding import fold_card_buttons
from handlers.chat.cards import MOST_SEEN, Button, Buttons, Card, Facts, Item, Quote, Text
from handlers.exchange.plots.plot_facts import FACTS, NUMBER, YEAR
from tests.conftest import Clock
from tests.conversation import Conversation
from tests.exchanges import HERE, THERE, asked, contact_of, known, opens_part, propose
from tests.handlers.exchange.test_plots import adds

#: letters of a line, and lines, of the narrowest drawing on a phone of 390 x 844
LETTERS, LINES = 38, 34


def count_lines(card: Card) -> int:
    """Lines that the card takes on a phone, at least."""
    texts = [card.title]
    for part in card.parts:
        match part:
            case Text(text=text) | Quote(text=text):
                texts += text.split("\n")
            case Facts(rows=rows):
                texts += [f"{label}: {text}" for label, text in rows]
            case Item(title=title, text=text, note=note):
                texts += [title, *text.split("\n"), note]
            case Buttons(row=row):
                texts += ["" for _ in range(0, len(row), 2)]
    return sum(ceil(len(text) / LETTERS) or 1 for text in texts)


def list_seen(card: Card) -> list[Button]:
    """Actions that are seen at once."""
    parts = fold_card_buttons(card).parts
    return [
        button for part in parts if isinstance(part, Buttons | Item)
        for button in (part.row if isinstance(part, Buttons) else part.buttons)
    ]  # fmt: skip


async def test_a_plot_of_which_all_is_known_has_a_line_for_each_part(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    card = await adds(kari, area="160", free_area="120", zoning="adopted", ground="rock", ground_investigated="yes")
    for label in (
        "Quay, railway and road",
        "Water, heat and fibre",
        "Grid",
        "Reserved and queued",
        "Ownership and option",
    ):
        opened = await opens_part(kari, card, label)
        form = opened.form
        assert form is not None
        said = {one.name: FACTS[one.name].kind for one in form.fields}
        values = {
            name: "2029" if kind == YEAR else "12" if kind == NUMBER else "yes" for name, kind in said.items()
            if not FACTS[name].choices and kind in (YEAR, NUMBER, "flag")
        }  # fmt: skip
        card = await kari.submits(opened, **values)
    assert card.card is not None
    rows = dict(row for part in card.card.parts if isinstance(part, Facts) for row in part.rows)
    assert rows["Zoning and ground"] == "Zoning: Plan adopted · Ground: Rock · Ground investigated"
    assert rows["Quay, railway and road"].startswith("Quay · Length of quay: 12 m · Draught at quay: 12 m · Crane on")
    assert "Free capacity: 12 MW from 2029" in rows["Grid"]
    history = (await kari.clicks(card, "History")).card
    assert history is not None
    assert count_lines(history) <= LINES * 3 // 4
    assert count_lines(card.card) <= LINES
    assert len(list_seen(card.card)) <= MOST_SEEN


async def test_what_is_asked_about_a_plot_adds_no_action(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    card = await adds(kari, free_area="80 da")
    changed = (await kari.submits(await kari.clicks(card, "Change"), free_area="40 da")).card
    assert changed is not None
    assert [button.label for button in changed.list_buttons()].count("Taken into use") == 1
    assert len(list_seen(changed)) <= MOST_SEEN


async def test_a_match_says_once_who_offers_and_who_needs(talk: Conversation, clock: Clock) -> None:
    ola, kari = await contact_of(talk, "ola", "dømeøyra", HERE), await contact_of(talk, "kari", "eksempel", THERE)
    await propose(talk, clock, kari, ola)
    for who in (kari, ola):
        await who.clicks(asked(who)[-1], "Interesting")
    await talk.settle()
    (card,) = [post.card for post in known(kari)]
    rows = [row for part in card.parts if isinstance(part, Facts) for row in part.rows]
    assert {("B-1", "Heat, 4 MW, 55 °C"), ("B-2", "Heat, 4 MW, 65 °C")} <= set(rows)
    assert ("Next step", "Agree on a next step") in rows
    assert count_lines(card) <= LINES
