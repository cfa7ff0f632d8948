"""Ask what a picture shows and who took it: one line each, the first for those who cannot see it."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.chat.cards import Field
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.say import Say

#: maximum number of characters of each
LINE = 200


def draw_description_fields(say: Say, alt: str, credit: str) -> tuple[Field, ...]:
    return (
        Field("alt", say("What does it show?"), "line", alt, say("One line, for those who cannot see it."), most=LINE),
        Field("credit", say("Who took it?"), "line", credit[:LINE], say("It stands below the picture."), most=LINE),
    )


def parse_description_fields(event: Submission, say: Say, wrong: Mapping[str, str]) -> tuple[str, str]:
    """Return both lines. Raises UserError with what is wrong in them, beside what is `wrong` elsewhere."""
    alt, credit = (" ".join(event.get_text(name).split()) for name in ("alt", "credit"))
    found = dict(wrong)
    if not alt:
        found["alt"] = say("Say in one line what the picture shows.")
    if not credit:
        found["credit"] = say("Write who took the picture.")
    for name, text in (("alt", alt), ("credit", credit)):
        if len(text) > LINE:
            found[name] = say("Shorten it to {n} characters.", n=LINE)
    if found:
        raise UserError("", found)
    return alt, credit
