"""Answer “undo”: show the last question while nothing has been sent, and then what can still be done with it."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Quote, Reply, Text
from handlers.chat.events import Command
from handlers.chat.rich_text.plain_text import shorten_markup
from handlers.chat.turn import Turn
from handlers.questions import receipts
from storage.questions.questions import ACCEPTED, DRAFT, HIDDEN, TRIAGE, Question

#: states in which nothing has been sent to a room yet
UNSENT = (DRAFT, ACCEPTED, TRIAGE)
#: maximum number of characters of a question that is shown again
MOST_CHARACTERS = 150


async def show_what_can_be_undone(_event: Command, turn: Turn) -> Reply:
    """Undo nothing by itself: the word names no record, and somebody may mean another."""
    await rights.need_member(turn)
    asked = await turn.store.questions.list_questions_asked_by(turn.person.id, 1)
    if asked and asked[0].state in UNSENT:
        return await receipts.build_receipt_reply(turn, asked[0], replace=False)
    return Reply(_draw_what_is_left(turn, asked[0] if asked and asked[0].state != HIDDEN else None))


def _draw_what_is_left(turn: Turn, question: Question | None) -> Card:
    say = turn.say
    elsewhere = say("Something else, such as a meeting or an offer? You change that where it stands.")
    home = Button(say("Home"), "home.show")
    if question is None:
        nothing = Text(say("You have no question that can be undone."))
        return Card("", (nothing, Text(elsewhere, "subtle"), Buttons((home,))))
    sent = say("Question {id} has been sent, so it can no longer be undone.", id=question.number)
    left = say("You can change its text, move it, or withdraw it under “Change or report”.")
    row = (
        Button(say("Change or report"), "questions.more", str(question.id), "primary"),
        Button(say("Edit"), "questions.edit", str(question.id)),
        Button(say("Wrong topic? Move"), "questions.choose", str(question.id)),
        home,
    )
    quote = (Quote(shorten_markup(question.text, MOST_CHARACTERS)),) if question.text else ()
    return Card("", (Text(f"{sent} {left}"), *quote, Text(elsewhere, "subtle"), Buttons(row)))
