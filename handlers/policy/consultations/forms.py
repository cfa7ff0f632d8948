"""The form in which a consultation is registered and changed, and what is read from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handlers.chat.cards import Field, Form
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import Turn
from handlers.dates.typed import NotATime, explain, read_day
from handlers.language import language_of
from handlers.meetings.reading import is_link
from handlers.policy.issues.forms import by_field
from storage.policy.consultations import Consultation

#: characters
TITLE, SENDER, LINK, TEXT = 300, 200, 500, 3000
#: what a field holds already, by its name
Filled = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wrote into the form."""

    #: title, sender, link and text
    words: Mapping[str, str]
    deadline: date
    topic_ids: tuple[int, ...]

    def write(self, consultation: Consultation) -> None:
        for name, text in self.words.items():
            setattr(consultation, name, text)
        consultation.deadline = self.deadline
        consultation.language = language_of(f"{consultation.title}. {consultation.text}")


async def form(turn: Turn, title: str, do: str, filled: Filled, value: str, submit: str, note: str = "") -> Form:
    """`filled`: what is known already, by the names of the fields."""
    say = turn.say

    def text(name: str, most: int) -> str:
        found = filled.get(name, "")
        return found[:most] if isinstance(found, str) else ""

    topics = sorted(await turn.store.topics.all(), key=by_field)
    options = tuple((topic.slug, topic.name(say.language)) for topic in topics)
    dates = say("As the authority wrote it, for example «17 March 2027».")
    fields = (
        Field("title", say("What is it about?"), value=text("title", TITLE), most=TITLE),
        Field("sender", say("Who asks?"), value=text("sender", SENDER), most=SENDER),
        Field("link", say("Link to it"), value=text("link", LINK), required=False, most=LINK),
        Field("deadline", say("Deadline"), value=text("deadline", 100), hint=dates, most=100),
        Field("topics", say("Topics"), "choices", filled.get("topics", ()), options=options),
        Field("text", say("In a few words"), "text", text("text", TEXT), required=False, most=TEXT),
    )
    return Form(title, do, fields, submit, value, note)


async def read(event: Submission, turn: Turn, kept: date | None = None) -> Wanted:
    """Raises UserError with what is wrong at each field. `kept`: a deadline that may stay, though it has passed."""
    say = turn.say
    given = {name: " ".join(event.text(name).split()) for name in ("title", "sender", "link")}
    given["text"] = event.text("text")
    wrong = {}
    if not given["title"]:
        wrong["title"] = say("Write what it is about.")
    if not given["sender"]:
        wrong["sender"] = say("Write who asks.")
    if given["link"] and not is_link(given["link"]):
        wrong["link"] = say("Paste the whole address, beginning with https://.")
    for name, most in (("title", TITLE), ("sender", SENDER), ("link", LINK), ("text", TEXT)):
        if len(given[name]) > most:
            wrong[name] = say("Shorten it to {n} characters.", n=most)
    topics = [await turn.store.topics.by_slug(slug) for slug in event.chosen("topics")]
    topic_ids = tuple(dict.fromkeys(topic.id for topic in topics if topic is not None))
    if not topic_ids:
        wrong["topics"] = say("Choose at least one topic.")
    day = _deadline(event.text("deadline"), turn, kept, wrong)
    if wrong or day is None:
        raise UserError("", wrong)
    return Wanted(given, day, topic_ids)


def _deadline(text: str, turn: Turn, kept: date | None, wrong: dict[str, str]) -> date | None:
    """Any day that is not over: an authority may well have written a Sunday or a public holiday."""
    say = turn.say
    if kept is not None and text == say.day(kept):
        return kept
    if not text:
        wrong["deadline"] = say("Write the deadline.")
        return None
    try:
        return read_day(text, turn.now, turn.arena.zone)
    except NotATime as error:
        wrong["deadline"] = explain(say, error.reason, text)
        return None


async def words_of(turn: Turn, consultation: Consultation) -> dict[str, str | tuple[str, ...]]:
    """What the form is filled with."""
    topics = [await turn.store.topics.find(id) for id in await turn.store.consultations.topics(consultation.id)]
    names = ("title", "sender", "link", "text")
    return {
        **{name: getattr(consultation, name) for name in names},
        "topics": tuple(topic.slug for topic in topics if topic is not None),
        "deadline": turn.say.day(consultation.deadline) if consultation.deadline else "",
    }
