"""Draw the forms of a meeting: six basic fields, five more details, and one occurrence by itself."""

from __future__ import annotations

from handlers.access.option_fields import draw_option_field
from handlers.access.organisation_fields import ORGANISATION_SEARCH
from handlers.access.zone_fields import draw_zone_field
from handlers.chat.cards import Field, Form, OptionSource
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.dates import recurrence
from handlers.meetings import time_fields
from handlers.meetings.outlines import Outline
from storage.meetings.meetings import ALL, ORGANISATIONS, TOPICS

#: maximum numbers of characters
TITLE, PLACE, LINK, TEXT = 120, 300, 500, 3000


def draw_meeting_form(turn: Turn, outline: Outline, value: str, *, title: str = "", note: str = "") -> Form:
    say = turn.say
    audiences = ((ALL, say("All members")), (TOPICS, say("Some topics")), (ORGANISATIONS, say("Some organisations")))
    fields = (
        *_draw_title_and_time(turn, outline),
        Field(
            "repeats", say("Repeats"), "line", outline.repeats or format_typed_rule(outline, say),
            say("“every other Tuesday, 10 times”, “last Thursday of the month”. Empty: once."),
            required=False, most=200,
        ),
        *_draw_place_and_link(say, outline),
        Field("audience", say("For whom?"), "choice", outline.audience, options=audiences),
    )  # fmt: skip
    return Form(title or say("New meeting"), "meetings.write", fields, say("Preview"), value, note)


def draw_occurrence_form(turn: Turn, outline: Outline, value: str, note: str = "") -> Form:
    """Draw the form of one occurrence of a series, for what differs from the others."""
    say = turn.say
    seats = Field(
        "capacity", say("Seats"), "number", str(outline.capacity or ""), say("Empty: no limit."),
        required=False, most=6,
    )  # fmt: skip
    fields = (*_draw_title_and_time(turn, outline), *_draw_place_and_link(say, outline), seats)
    return Form(say("Change this one"), "meetings.write", fields, say("Preview"), value, note)


def draw_meeting_details_form(turn: Turn, outline: Outline, value: str, note: str = "") -> Form:
    say = turn.say
    fields = (
        Field(
            "signup", say("Sign-up deadline"), "line", format_typed_deadline(outline, say),
            say("“7 days before”, or a date. Empty: until it begins."), required=False, most=100,
        ),
        Field(
            "capacity", say("Seats"), "number", str(outline.capacity or ""),
            say("In the meeting room. When they are taken, there is a waiting list. Empty: no limit."),
            required=False, most=6,
        ),
        Field("seats_each", say("Seats for each organisation"), "number", str(outline.seats_each or ""),
              required=False, most=6),
        Field("text", say("About the meeting"), "text", outline.text[:TEXT], required=False, most=TEXT),
        draw_zone_field(turn, outline.zone),
    )  # fmt: skip
    return Form(say("More about the meeting"), "meetings.details", fields, say("Preview"), value, note)


async def draw_meeting_audience_form(turn: Turn, outline: Outline, value: str) -> Form:
    """Ask which topics, or which organisations."""
    say, title = turn.say, turn.say("For whom?")
    if outline.audience == TOPICS:
        rows = tuple((str(row.id), row.get_name(say.language)) for row in await turn.store.topics.list_all_topics())
        chosen = tuple(map(str, outline.topics))
        field = Field("who", say("Topics"), "choices", chosen, options=rows)
        return Form(title, "meetings.audience", (field,), say("Preview"), value)
    organisations = await turn.store.organisations.list_all_organisations()
    hint = say("Only they see the meeting. It is not shown in any room.")
    own = {turn.person.stands_for} - {None} if not turn.person.secretariat else set()
    asked = [str(id) for id in outline.organisations or own]
    field = draw_option_field(
        "who", say("Organisations"), [(str(row.id), row.name) for row in organisations],
        OptionSource(ORGANISATION_SEARCH), chosen=asked, several=True, required=True,
        hint=hint,
    )  # fmt: skip
    return Form(title, "meetings.audience", (field,), say("Preview"), value)


def format_typed_rule(outline: Outline, say: Say) -> str:
    return recurrence.describe_rule(recurrence.parse_rrule(outline.rule), say) if outline.rule else ""


def format_typed_deadline(outline: Outline, say: Say) -> str:
    if outline.signup_days is None:
        return ""
    days = say.many("{n} day before", "{n} days before", outline.signup_days)
    return f"{days} {outline.signup_time}"


def _draw_title_and_time(turn: Turn, outline: Outline) -> tuple[Field, ...]:
    return (
        Field("title", turn.say("Title"), "line", outline.title[:TITLE], most=TITLE),
        *time_fields.draw_time_fields(turn, outline),
    )


def _draw_place_and_link(say: Say, outline: Outline) -> tuple[Field, ...]:
    return (
        Field("place", say("Where"), "line", outline.place[:PLACE], required=False, most=PLACE),
        Field("link", say("Link"), "line", outline.link[:LINK], "https://…", required=False, most=LINK),
    )
