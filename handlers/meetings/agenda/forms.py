"""The form of an agenda item, and what is read from it."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from handlers.access.organisation_fields import people_chosen, people_field
from handlers.chat.cards import Field, Form
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.meetings.agenda import words
from handlers.meetings.audience import may_see
from handlers.meetings.sittings import Sitting
from storage.meetings.agenda import DISCUSSION, KINDS, AgendaItem

TITLE, TEXT = 200, 3000
#: minutes: a day of meeting
LONGEST = 600


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wrote into the form."""

    kind: str
    title: str
    text: str
    minutes: int | None

    def write(self, item: AgendaItem) -> bool:
        """Into the item; whether that changed it."""
        before = (item.kind, item.title, item.text, item.minutes)
        item.kind, item.title, item.text, item.minutes = self.kind, self.title, self.text, self.minutes
        return before != (self.kind, self.title, self.text, self.minutes)


def fields(say: Say, item: AgendaItem | None = None, *, title: str = "", text: str = "") -> tuple[Field, ...]:
    kind = item.kind if item else DISCUSSION
    minutes = "" if item is None or item.minutes is None else str(item.minutes)
    return (
        Field("title", say("What is it about?"), value=item.title if item else title, most=TITLE),
        Field("kind", say("What shall the meeting do?"), "choice", kind, options=tuple(words.kinds(say).items())),
        Field("text", say("Background"), "text", item.text if item else text, required=False, most=TEXT),
        Field("minutes", say("How many minutes?"), value=minutes, hint=say("For example 20."), required=False),
    )


def wanted(turn: Turn, event: Submission) -> Wanted:
    """A UserError at the field that is wrong."""
    say, title, kind, given = turn.say, " ".join(event.text("title").split()), event.text("kind"), event.text("minutes")
    wrong: dict[str, str] = {}
    if not title:
        wrong["title"] = say("Write what it is about.")
    elif len(title) > TITLE:
        wrong["title"] = say("At most {n} characters: put the rest under background.", n=TITLE)
    if kind not in KINDS:
        wrong["kind"] = say("Choose one of these.")
    minutes = _minutes(given)
    if given and minutes is None:
        wrong["minutes"] = say("Write a number of minutes between 1 and {most}.", most=LONGEST)
    if wrong:
        raise UserError("", wrong)
    return Wanted(kind, title, event.text("text")[:TEXT], minutes)


def retyped(form: Form, event: Submission) -> Form:
    """The form with what was typed into it before: nothing is lost when it has to be sent once more."""
    inputs = tuple(
        msgspec.structs.replace(field, value=event.values[field.name]) if field.name in event.values else field
        for field in form.fields
    )
    return msgspec.structs.replace(form, fields=inputs)


async def owner_field(turn: Turn, item: AgendaItem | None) -> Field:
    chosen = [item.owner_id] if item and item.owner_id else []
    return await people_field(turn, "owner", turn.say("Who leads it through?"), chosen, several=False)


async def owner_chosen(turn: Turn, event: Submission, sitting: Sitting) -> int | None:
    people = await people_chosen(turn, event, "owner")
    if not people:
        return None
    if people[0].guest or not await may_see(turn.store, sitting.meeting, people[0]):
        text = turn.say("{name} is not among those the meeting is for.", name=people[0].name)
        raise UserError("", {"owner": text})
    return people[0].id


def _minutes(given: str) -> int | None:
    """ "20", "20 min"."""
    number = given.removesuffix("utter").removesuffix("utes").removesuffix(".").removesuffix("min").strip()
    if not (number.isascii() and number.isdecimal() and len(number) < 5):
        return None
    return int(number) if 1 <= int(number) <= LONGEST else None
