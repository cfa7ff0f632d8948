"""Show the secretariat which organisations have not answered what is asked now."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Card, Item, Part, Text
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import Turn
from handlers.policy.consultations import consultation_texts, signatures
from handlers.policy.rounds import round_texts
from storage.policy import consultations, rounds

#: maximum numbers of rounds and of consultations on the card, and of characters of the names of one of them
MOST, NAMES = 6, 600


async def draw_missing_answers(turn: Turn) -> Card:
    """Draw each open consultation and round with the organisations that have not answered."""
    await rights.need_secretariat(turn)
    say, items = turn.say, [*await _list_silent_consultations(turn), *await _list_silent_rounds(turn)]
    title = say("Who has not answered")
    if not items:
        return Card(title, (Text(say("Nobody: all who are asked now have answered.")),))
    lead = Text(say("I remind their contacts myself before the deadline."), "subtle")
    return Card(title, (lead, *items))


async def _list_silent_consultations(turn: Turn) -> list[Part]:
    viewer = await turn.store.audiences.build_viewer(turn.person)
    found: list[Part] = []
    for one in (await turn.store.consultations.list_consultations_in_states((consultations.OPEN,), viewer))[:MOST]:
        silent = await signatures.list_organisations_without_answer(turn, one)
        if silent:
            line = consultation_texts.describe_consultation_state(turn, one)
            show = Button(turn.say("Show"), "consultations.open", str(one.id))
            title = consultation_texts.format_consultation_title(one)
            found.append(_draw_silent_item(turn, title, [organisation.name for organisation in silent], line, show))
    return found


async def _list_silent_rounds(turn: Turn) -> list[Part]:
    found: list[Part] = []
    for one in await turn.store.rounds.list_rounds_of_recipients((rounds.OPEN,), None, MOST):
        answers = await turn.store.rounds.list_round_answers(one.id)
        silent = [organisation.name for answer, organisation in answers if answer.state == rounds.ASKED]
        if silent:
            line = round_texts.describe_round_state_line(turn, one)
            show = Button(turn.say("Show"), "rounds.open", str(one.id))
            found.append(_draw_silent_item(turn, f"{one.code} {one.title}", silent, line, show))
    return found


def _draw_silent_item(turn: Turn, title: str, names: list[str], line: str, show: Button) -> Item:
    return Item(shorten_text(title, 150), shorten_text(turn.say.listed(names), NAMES), line, (show,))
