"""Draw and parse the form that registers and changes a consultation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handlers.chat.cards import Field, Form
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import Turn
from handlers.dates.day_fields import parse_day_field
from handlers.language import detect_language
from handlers.meetings.form_parser import is_web_link
from handlers.policy.issues.forms import get_topic_sort_key
from storage.policy.consultations import Consultation

#: maximum numbers of characters
TITLE, SENDER, LINK, TEXT = 300, 200, 500, 3000
#: initial values of the form: field name -> value
Filled = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ConsultationInput:
    """Hold what somebody entered into the consultation form."""

    #: title, sender, link and text, by field name
    words: Mapping[str, str]
    deadline: date
    topic_ids: tuple[int, ...]

    def fill_consultation(self, consultation: Consultation) -> None:
        for name, text in self.words.items():
            setattr(consultation, name, text)
        consultation.deadline = self.deadline
        consultation.language = detect_language(f"{consultation.title}. {consultation.text}")


async def draw_consultation_form(
    turn: Turn, title: str, do: str, filled: Filled, value: str, submit: str, note: str = ""
) -> Form:
    """Draw the form. `filled` holds known values by field name."""
    say = turn.say

    def get_filled_text(name: str, most: int) -> str:
        found = filled.get(name, "")
        return found[:most] if isinstance(found, str) else ""

    topics = sorted(await turn.store.topics.list_all_topics(), key=get_topic_sort_key)
    options = tuple((topic.slug, topic.get_name(say.language)) for topic in topics)
    fields = (
        Field("title", say("What is it about?"), value=get_filled_text("title", TITLE), most=TITLE),
        Field("sender", say("Who asks?"), value=get_filled_text("sender", SENDER), most=SENDER),
        Field("link", say("Link to it"), value=get_filled_text("link", LINK), required=False, most=LINK),
        Field("deadline", say("Deadline"), "date", get_filled_text("deadline", 100), say("As the authority set it.")),
        Field("topics", say("Topics"), "choices", filled.get("topics", ()), options=options),
        Field("text", say("In a few words"), "text", get_filled_text("text", TEXT), required=False, most=TEXT),
    )
    return Form(title, do, fields, submit, value, note)


async def parse_consultation_form(event: Submission, turn: Turn, kept: date | None = None) -> ConsultationInput:
    """Parse the form.

    Raise UserError with the errors of each field. `kept` is a deadline that may stay, though it has passed.
    """
    say = turn.say
    given = {name: " ".join(event.get_text(name).split()) for name in ("title", "sender", "link")}
    given["text"] = event.get_text("text")
    wrong = {}
    if not given["title"]:
        wrong["title"] = say("Write what it is about.")
    if not given["sender"]:
        wrong["sender"] = say("Write who asks.")
    if given["link"] and not is_web_link(given["link"]):
        wrong["link"] = say("Paste the whole address, starting with https://.")
    for name, most in (("title", TITLE), ("sender", SENDER), ("link", LINK), ("text", TEXT)):
        if len(given[name]) > most:
            wrong[name] = say("Shorten it to {n} characters.", n=most)
    topics = [await turn.store.topics.find_topic_by_slug(slug) for slug in event.get_choices("topics")]
    topic_ids = tuple(dict.fromkeys(topic.id for topic in topics if topic is not None))
    if not topic_ids:
        wrong["topics"] = say("Choose at least one topic.")
    day = _parse_form_deadline(event, turn, kept, wrong)
    if wrong or day is None:
        raise UserError("", wrong)
    return ConsultationInput(given, day, topic_ids)


def _parse_form_deadline(event: Submission, turn: Turn, kept: date | None, wrong: dict[str, str]) -> date | None:
    """Parse a day that is not over. An authority may well set a Sunday or a public holiday as its deadline."""
    try:
        day = parse_day_field(turn, event, "deadline", turn.arena.zone, (kept,))
    except UserError as error:
        wrong |= error.fields
        return None
    if day is None:
        wrong["deadline"] = turn.say("Choose the deadline.")
    return day


async def list_form_values(turn: Turn, consultation: Consultation) -> dict[str, str | tuple[str, ...]]:
    """Return the values with which the form is filled."""
    topics = [
        await turn.store.topics.find(id)
        for id in await turn.store.consultations.list_consultation_topic_ids(consultation.id)
    ]
    names = ("title", "sender", "link", "text")
    return {
        **{name: getattr(consultation, name) for name in names},
        "topics": tuple(topic.slug for topic in topics if topic is not None),
        "deadline": consultation.deadline.isoformat() if consultation.deadline else "",
    }
