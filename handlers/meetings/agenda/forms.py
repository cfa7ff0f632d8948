"""Draw the form of an agenda item, and parse what was typed into it."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from handlers.chat.cards import Field, Form
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.meetings.agenda import agenda_texts
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.meetings.people_fields import draw_meeting_person_field, parse_meeting_person
from storage.meetings.agenda import DISCUSSION, KINDS, AgendaItem

TITLE, TEXT = 200, 3000
MOST_MINUTES = 600


@dataclass(frozen=True, slots=True)
class AgendaItemInput:
    """Hold what somebody typed into the form of an agenda item."""

    kind: str
    title: str
    text: str
    minutes: int | None

    def apply_to_item(self, say: Say, item: AgendaItem) -> bool:
        """Copy the input into the item. Return True if that changed the item."""
        before = (item.kind, agenda_texts.format_item_title(say, item), item.text, item.minutes)
        if self.title != before[1]:  # a late correction that is called otherwise is so for every reader
            item.title, item.corrects, item.corrects_on = self.title, "", None
        item.kind, item.text, item.minutes = self.kind, self.text, self.minutes
        return before != (self.kind, self.title, self.text, self.minutes)


def draw_agenda_item_fields(
    say: Say, item: AgendaItem | None = None, *, title: str = "", text: str = ""
) -> tuple[Field, ...]:
    kind = item.kind if item else DISCUSSION
    minutes = "" if item is None or item.minutes is None else str(item.minutes)
    return (
        Field(
            "title",
            say("What is it about?"),
            value=agenda_texts.format_item_title(say, item) if item else title,
            most=TITLE,
        ),
        Field(
            "kind",
            say("What should the meeting do?"),
            "choice",
            kind,
            options=tuple(agenda_texts.describe_item_kinds(say).items()),
        ),
        Field("text", say("Background"), "text", item.text if item else text, required=False, most=TEXT),
        Field("minutes", say("How many minutes?"), "number", minutes, required=False),
    )


def parse_agenda_item(turn: Turn, event: Submission) -> AgendaItemInput:
    """Return the typed item. Raises UserError at each field that is wrong."""
    say, title, kind, given = (
        turn.say,
        " ".join(event.get_text("title").split()),
        event.get_text("kind"),
        event.get_text("minutes"),
    )
    wrong: dict[str, str] = {}
    if not title:
        wrong["title"] = say("Write what it is about.")
    elif len(title) > TITLE:
        wrong["title"] = say("At most {n} characters: put the rest under background.", n=TITLE)
    if kind not in KINDS:
        wrong["kind"] = say("Choose one of these.")
    minutes = _parse_item_minutes(given)
    if given and minutes is None:
        wrong["minutes"] = say("Write a number of minutes between 1 and {most}.", most=MOST_MINUTES)
    if wrong:
        raise UserError("", wrong)
    return AgendaItemInput(kind, title, event.get_text("text")[:TEXT], minutes)


def restore_typed_values(form: Form, event: Submission) -> Form:
    """Return the form with the values typed before, so that nothing is lost when it is sent again."""
    inputs = tuple(
        msgspec.structs.replace(field, value=event.values[field.name]) if field.name in event.values else field
        for field in form.fields
    )
    return msgspec.structs.replace(form, fields=inputs)


async def draw_item_owner_field(turn: Turn, occurrence: OccurrenceView, item: AgendaItem | None) -> Field:
    label, chosen = turn.say("Who presents it?"), item.owner_id if item else None
    return await draw_meeting_person_field(turn, occurrence, "owner", label, chosen, required=False)


async def parse_item_owner(turn: Turn, event: Submission, occurrence: OccurrenceView) -> int | None:
    person = await parse_meeting_person(turn, event, occurrence, "owner")
    return person.id if person else None


def _parse_item_minutes(given: str) -> int | None:
    """Parse a duration such as "20" or "20 min". Return None if it is none."""
    number = given.removesuffix("utter").removesuffix("utes").removesuffix(".").removesuffix("min").strip()
    if not (number.isascii() and number.isdecimal() and len(number) < 5):
        return None
    return int(number) if 1 <= int(number) <= MOST_MINUTES else None
