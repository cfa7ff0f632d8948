"""Ask about power that is too large for a park, before the question goes out: "60 GW" is mostly 60 MW."""

from __future__ import annotations

import re
from decimal import Decimal

from handlers.chat.cards import Button, Buttons, Card, Quote, Text
from handlers.chat.rich_text.plain_text import shorten_markup
from handlers.chat.say import Say
from handlers.questions.button_values import QuestionUnit
from storage.questions.questions import Question

#: largest power in GW that nobody is asked about
MOST_GIGAWATTS = Decimal(2)
_GIGAWATTS = re.compile(r"(?<![\w.,])(\d{1,9}(?:[.,]\d{1,3})?)(\s?)GW(?![\w/])", re.IGNORECASE)


def find_doubtful_power(text: str) -> str:
    """Return the first number of gigawatts above the limit, as it was written; "" without any."""
    found = (match[1] for match in _GIGAWATTS.finditer(text))
    return next((number for number in found if _is_doubtful(number)), "")


def correct_power_units(text: str) -> str:
    """Write every doubtful power in megawatts."""
    return _GIGAWATTS.sub(lambda match: f"{match[1]}{match[2]}MW" if _is_doubtful(match[1]) else match[0], text)


def draw_power_check_card(say: Say, question: Question, number: str) -> Card:
    """Ask whether the asker means megawatts."""
    row = (
        Button(
            say("Yes, {n} MW", n=number), "questions.unit", QuestionUnit(question.id, "MW").encode_value(), "primary"
        ),
        Button(say("No, {n} GW", n=number), "questions.unit", QuestionUnit(question.id, "GW").encode_value()),
        Button(say("Cancel"), "questions.cancel", str(question.id)),
    )
    text = say("{n} GW is more than any park uses. Nothing is sent before you have answered.", n=number)
    return Card(
        say("Do you mean {n} MW?", n=number), (Quote(shorten_markup(question.text, 300)), Text(text), Buttons(row))
    )


def _is_doubtful(number: str) -> bool:
    return Decimal(number.replace(",", ".")) > MOST_GIGAWATTS
