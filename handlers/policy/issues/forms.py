"""The form in which an issue is raised and changed, and what is read from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from handlers.chat.cards import Field, Form
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import Turn
from handlers.dates.typed import NotATime, explain, read_day
from handlers.dates.workdays import is_public_holiday, last_workday
from handlers.dates.zones import zone_named
from handlers.language import language_of
from handlers.policy.issues import words
from storage.directory.topics import Topic
from storage.policy.issues import ADDRESSEES, FIELDS, Issue

#: characters
TITLE, TEXT, NAME = 120, 3000, 200
#: what a field holds already, by its name
Filled = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wrote into the form."""

    #: title, problem, affected, wanted, addressee_kind and addressee
    words: Mapping[str, str]
    deadline: date | None
    topic_ids: tuple[int, ...]

    def write(self, issue: Issue) -> None:
        for name, text in self.words.items():
            setattr(issue, name, text)
        issue.deadline = self.deadline
        issue.language = language_of(f"{issue.title}. {issue.problem}. {issue.wanted}")


async def form(turn: Turn, title: str, do: str, filled: Filled, value: str, note: str) -> Form:
    """`filled`: what is known already, by the names of the fields."""
    say = turn.say

    def text(name: str) -> str:
        found = filled.get(name, "")
        return found if isinstance(found, str) else ""

    kinds = tuple(words.addressees(say).items())
    fields = (
        Field("title", say("What is it about?"), value=text("title")[:TITLE], most=TITLE),
        Field("problem", say("What is the problem?"), "text", text("problem")[:TEXT], most=TEXT),
        Field("affected", say("Who is hit, and how?"), "text", text("affected")[:TEXT], required=False, most=TEXT),
        Field("wanted", say("What should change?"), "text", text("wanted")[:TEXT], most=TEXT),
        Field("addressee_kind", say("Who can change it?"), "choice", text("addressee_kind"), options=kinds),
        Field(
            "addressee", say("Its name"), "line", text("addressee")[:NAME], say("For example the Ministry of Energy."),
            required=False, most=NAME,
        ),
        await _topics(turn, filled.get("topics", ())),
        deadline(turn, text("deadline")),
    )  # fmt: skip
    return Form(title, do, fields, say("Next"), value, note)


def deadline(turn: Turn, value: str) -> Field:
    hint = turn.say("For example «17 March» or «in 14 days»; empty where there is none.")
    return Field("deadline", turn.say("Deadline"), value=value, hint=hint, required=False, most=100)


async def read(event: Submission, turn: Turn, *deadlines: date | None) -> Wanted:
    """Raises UserError with what is wrong at each field. `deadlines`: those it had, which may be over by now."""
    say = turn.say
    given = {name: event.text(name) for name in ("problem", "affected", "wanted", "addressee_kind")}
    given |= {name: " ".join(event.text(name).split()) for name in ("title", "addressee")}
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
    topics = [await turn.store.topics.by_slug(slug) for slug in event.chosen("topics")]
    topic_ids = tuple(dict.fromkeys(topic.id for topic in topics if topic is not None))
    if not topic_ids:
        wrong["topics"] = say("Choose at least one field.")
    try:
        until = _kept(event, turn, deadlines) or read_date(event, turn, "deadline")
    except UserError as error:
        raise UserError("", wrong | error.fields) from error
    if wrong:
        raise UserError("", wrong)
    return Wanted(given, until, topic_ids)


def _kept(event: Submission, turn: Turn, deadlines: Iterable[date | None]) -> date | None:
    """The one that the form was filled with, left as it was."""
    return next((day for day in deadlines if day is not None and turn.say.day(day) == event.text("deadline")), None)


def read_date(event: Submission, turn: Turn, name: str) -> date | None:
    """A day on which offices are open, today or later; a UserError at the field for anything else."""
    say, text = turn.say, event.text(name)
    if not text:
        return None
    try:
        day = read_day(text, turn.now, zone_named(turn.person.zone) or turn.arena.zone)
    except NotATime as error:
        raise UserError("", {name: explain(say, error.reason, text)}) from error
    if day.weekday() >= 5 or is_public_holiday(day):
        before = say.when(last_workday(day))
        raise UserError(
            "", {name: say("{day} is no working day. The one before is {before}.", day=say.when(day), before=before)}
        )
    return day


async def words_of(turn: Turn, issue: Issue) -> dict[str, str | tuple[str, ...]]:
    """What the form is filled with when an issue is changed."""
    topics = [await turn.store.topics.find(id) for id in await turn.store.issues.topics(issue.id)]
    names = ("title", "problem", "affected", "wanted", "addressee_kind", "addressee")
    return {
        **{name: getattr(issue, name) for name in names},
        "topics": tuple(topic.slug for topic in topics if topic is not None),
        "deadline": turn.say.day(issue.deadline) if issue.deadline else "",
    }


def by_field(topic: Topic) -> tuple[bool, int, str]:
    """The four fields first, in their order, and then the other topics."""
    return (False, FIELDS.index(topic.slug), "") if topic.slug in FIELDS else (True, 0, topic.slug)


async def _topics(turn: Turn, chosen: str | tuple[str, ...]) -> Field:
    topics = sorted(await turn.store.topics.all(), key=by_field)
    options = tuple((topic.slug, topic.name(turn.say.language)) for topic in topics)
    hint = turn.say("Climate, energy, grid and circular economy come first.")
    return Field("topics", turn.say("Fields"), "choices", chosen, hint, options=options)
