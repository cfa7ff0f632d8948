"""Draw and parse the form that raises and changes an issue."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from handlers.chat.cards import Field, Form
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.say import capitalise_first_letter
from handlers.chat.turn import Turn
from handlers.dates.day_fields import parse_day_field
from handlers.dates.time_zones import find_zone
from handlers.dates.workdays import find_last_workday, is_public_holiday
from handlers.language import detect_language
from handlers.policy.issues import issue_texts
from storage.directory.topics import Topic
from storage.policy.issues import ADDRESSEES, FIELDS, Issue

#: maximum numbers of characters
TITLE, TEXT, NAME = 120, 3000, 200
#: initial values of the form: field name -> value
Filled = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class IssueInput:
    """Hold what somebody entered into the issue form."""

    #: title, problem, affected, wanted, addressee_kind and addressee, by field name
    words: Mapping[str, str]
    deadline: date | None
    topic_ids: tuple[int, ...]

    def fill_issue(self, issue: Issue) -> None:
        for name, text in self.words.items():
            setattr(issue, name, text)
        issue.deadline = self.deadline
        issue.language = detect_language(f"{issue.title}. {issue.problem}. {issue.wanted}")


async def draw_issue_form(
    turn: Turn, title: str, do: str, filled: Filled, value: str, note: str, *, submit: str
) -> Form:
    """Draw the form. `filled` holds known values by field name."""
    say = turn.say

    def get_filled(name: str) -> str:
        found = filled.get(name, "")
        return found if isinstance(found, str) else ""

    kinds = tuple(issue_texts.list_addressee_labels(say).items())
    fields = (
        Field("title", say("What is it about?"), value=get_filled("title")[:TITLE], most=TITLE),
        Field("problem", say("What is the problem?"), "text", get_filled("problem")[:TEXT], most=TEXT),
        Field("affected", say("Who is affected, and how?"), "text", get_filled("affected")[:TEXT], required=False,
              most=TEXT),
        Field("wanted", say("What should change?"), "text", get_filled("wanted")[:TEXT], most=TEXT),
        Field("addressee_kind", say("Who can change it?"), "choice", get_filled("addressee_kind"), options=kinds),
        Field(
            "addressee", say("Name of recipient"), "line", get_filled("addressee")[:NAME],
            say("For example the Ministry of Energy."),
            required=False, most=NAME, folded=True,
        ),
        await _draw_issue_topics_field(turn, filled.get("topics", ())),
        Field("deadline", say("Deadline"), "date", get_filled("deadline"), say("Leave empty if there is none."),
              required=False),
    )  # fmt: skip
    return Form(title, do, fields, submit, value, note)


async def parse_issue_form(event: Submission, turn: Turn, *deadlines: date | None) -> IssueInput:
    """Parse the form.

    Raise UserError with the errors of each field. `deadlines` are those it had, which may have passed.
    """
    say = turn.say
    given = {name: event.get_text(name) for name in ("problem", "affected", "wanted", "addressee_kind")}
    given |= {name: " ".join(event.get_text(name).split()) for name in ("title", "addressee")}
    missing = {
        "title": say("Write what it is about."),
        "problem": say("Write what the problem is."),
        "wanted": say("Write what should change."),
    }
    wrong = {name: text for name, text in missing.items() if not given[name]}
    for name, most in (("title", TITLE), ("addressee", NAME), ("problem", TEXT), ("affected", TEXT), ("wanted", TEXT)):
        if len(given[name]) > most:
            wrong[name] = say("Shorten it to {n} characters.", n=most)
    if given["addressee_kind"] not in ADDRESSEES:
        wrong["addressee_kind"] = say("Choose who can change it.")
    topics = [await turn.store.topics.find_topic_by_slug(slug) for slug in event.get_choices("topics")]
    topic_ids = tuple(dict.fromkeys(topic.id for topic in topics if topic is not None))
    if not topic_ids:
        wrong["topics"] = say("Choose at least one topic.")
    try:
        until = parse_office_day(event, turn, "deadline", deadlines)
    except UserError as error:
        raise UserError("", wrong | error.fields) from error
    if wrong:
        raise UserError("", wrong)
    return IssueInput(given, until, topic_ids)


def parse_office_day(event: Submission, turn: Turn, name: str, kept: Collection[date | None] = ()) -> date | None:
    """Parse a working day, today or later, or one of `kept`. Raise UserError at the field for anything else."""
    say, day = turn.say, parse_day_field(turn, event, name, find_zone(turn.person.zone) or turn.arena.zone, kept)
    if day is None or day in kept:
        return day
    if day.weekday() >= 5 or is_public_holiday(day):
        before = say.format_period(find_last_workday(day))
        why = say("{day} is not a working day. The one before is {before}.", day=say.format_period(day), before=before)
        raise UserError("", {name: capitalise_first_letter(why)})
    return day


async def list_issue_form_values(turn: Turn, issue: Issue) -> dict[str, str | tuple[str, ...]]:
    """Return the values with which the form of an existing issue is filled."""
    topics = [await turn.store.topics.find(id) for id in await turn.store.issues.list_issue_topic_ids(issue.id)]
    names = ("title", "problem", "affected", "wanted", "addressee_kind", "addressee")
    return {
        **{name: getattr(issue, name) for name in names},
        "topics": tuple(topic.slug for topic in topics if topic is not None),
        "deadline": issue.deadline.isoformat() if issue.deadline else "",
    }


def get_topic_sort_key(topic: Topic) -> tuple[bool, int, str]:
    """Return the sort key: the four fields first, in their order, and then the other topics."""
    return (False, FIELDS.index(topic.slug), "") if topic.slug in FIELDS else (True, 0, topic.slug)


async def _draw_issue_topics_field(turn: Turn, chosen: str | tuple[str, ...]) -> Field:
    topics = sorted(await turn.store.topics.list_all_topics(), key=get_topic_sort_key)
    options = tuple((topic.slug, topic.get_name(turn.say.language)) for topic in topics)
    hint = turn.say("Climate, energy, grid and circular economy come first.")
    return Field("topics", turn.say("Topics"), "choices", chosen, hint, options=options)
