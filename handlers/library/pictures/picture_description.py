"""Ask what a picture shows and who took it: one line each, the first for those who cannot see it."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.chat.cards import Field
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.say import Say

#: maximum number of characters of each
LINE = 200
#: answers to what may be seen in a picture; only the first two let it in
NOTHING, AGREED, UNSURE = "nothing", "agreed", "unsure"


def draw_description_fields(say: Say, alt: str, credit: str) -> tuple[Field, ...]:
    return (
        Field("alt", say("What does it show?"), "line", alt, say("One line, for those who cannot see it."), most=LINE),
        Field("credit", say("Who took it?"), "line", credit[:LINE], say("It stands below the picture."), most=LINE),
    )


def draw_seen_field(say: Say) -> Field:
    seen = (
        (NOTHING, say("No")),
        (AGREED, say("Yes, and those it concerns have agreed")),
        (UNSURE, say("Yes, or I do not know")),
    )
    return Field("seen", say("Are there people, screens or signs in the picture?"), "choice", options=seen)


def list_seen_faults(seen: str, say: Say) -> dict[str, str]:
    """Return what is wrong about the answer to that question, if anything is."""
    if seen in {NOTHING, AGREED}:
        return {}
    return {"seen": say("Then it cannot be taken along. Ask them first, or take one without them.")}


def parse_description_fields(event: Submission, say: Say, wrong: Mapping[str, str]) -> tuple[str, str]:
    """Return both lines. Raises UserError with what is wrong in them, beside what is `wrong` elsewhere."""
    return clean_description(event.get_text("alt"), event.get_text("credit"), say, wrong)


def clean_description(alt: str, credit: str, say: Say, wrong: Mapping[str, str]) -> tuple[str, str]:
    """Return the two in a line each. Raises UserError as above."""
    alt, credit = " ".join(alt.split()), " ".join(credit.split())
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
