"""Let a question quote what somebody else wrote, who is asked first and named."""

from __future__ import annotations

from zlib import crc32

import msgspec

from handlers.access.visibility import audience_texts
from handlers.chat import outgoing
from handlers.chat.button_values import RecordValue
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Quote, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Quoted, Submission
from handlers.chat.rich_text.plain_text import shorten_markup
from handlers.chat.routing import Router
from handlers.chat.turn import RenderContext, Turn, View
from handlers.directory.display_names import describe_sender, sign_person
from handlers.directory.quoted_authors import identify_quoted_author
from handlers.library.solutions.solution_origins import find_quoted_record
from handlers.questions.button_values import QuotedText
from handlers.questions.question_form import draw_question_form
from storage.directory.people import Person
from storage.questions.questions import DRAFT, WORDS_ASKED, WORDS_UNREACHED, Question

router = Router()


class QuotedWordsRequest(CardArguments, frozen=True):
    """Hold the question whose words their author is asked for."""

    template = "questions.words"

    question: int


def build_words_subject(question_id: int) -> str:
    """Return the subject of what the author of the words is asked."""
    return f"question:{question_id}:words"


def compute_text_digest(text: str) -> str:
    """Return a digest of the words, however they are spaced: a form gives them back with other line ends."""
    return f"{crc32(' '.join(text.split()).encode()):08x}"


async def draw_quoting_form(turn: Turn, quoted: Quoted) -> Form:
    """Draw the form with the words of a message; the words of somebody else are sent when they agree."""
    text, author = await _find_quoted_words(turn, quoted)
    form, say = await draw_question_form(turn, text), turn.say
    shown, message = str(form.fields[0].value), quoted.message if quoted.author is not None else ""
    if author is None:
        value = QuotedText(turn.person.id, compute_text_digest(shown), message).encode_value() if message else ""
        return msgspec.structs.replace(form, value=value)
    words = Field(
        "words",
        say("Whose words are these?"),
        "choice",
        "theirs",
        options=(
            ("theirs", say("Those of {name}, who is asked first and named", name=author.name)),
            ("mine", say("Mine: I have written it in my own words")),
        ),
    )
    value = QuotedText(author.id, compute_text_digest(shown), message).encode_value()
    return msgspec.structs.replace(form, fields=(form.fields[0], words, *form.fields[1:]), value=value)


def parse_quoted_message(event: Submission, *, anonymous: bool) -> str:
    """Return the id of the message that the form was opened on, where the form was opened; "" for none.

    An anonymous question has none: a sign below one's own message would name who asks.
    """
    return QuotedText.parse_value(event.value).message if event.value and not anonymous else ""


async def parse_quoted_author(event: Submission, turn: Turn) -> Person | None:
    """Return who wrote the words of the form, if somebody else did.

    Raises UserError for the words of somebody else that are to pass for one's own.
    """
    if not event.value:
        return None
    quoted = QuotedText.parse_value(event.value)
    author = await turn.store.people.find(quoted.person)
    if author is None or author.id == turn.person.id:
        return None
    if event.get_text("words") != "mine":
        return author
    if compute_text_digest(event.get_text("text")) == quoted.digest:
        raise UserError("", {"text": turn.say("Somebody else wrote this text. Say it in your own words.")})
    return None


async def request_quoted_words(turn: Turn, question: Question) -> None:
    """Ask the author of the words; where nobody can be asked, the question says so. Idempotent."""
    store, about = turn.store, build_words_subject(question.id)
    if question.words_state == WORDS_ASKED:
        await store.outbox.refresh_copies(about)
        return
    author, key = await store.people.find(question.words_by_id), f"{about}:{turn.now.isoformat()}"
    asked = author is not None and await outgoing.post_to_person(
        store, author, QuotedWordsRequest(question.id), key=key, subject=about
    )
    question.words_state = WORDS_ASKED if asked else WORDS_UNREACHED


@router.card(QuotedWordsRequest)
async def draw_words_request_card(view: View[QuotedWordsRequest]) -> Card | None:
    """Draw for the author the words, who wants to send them, and who would see them."""
    question, say = await view.store.questions.find(view.args.question), view.say
    if question is None or question.state != DRAFT or question.words_state != WORDS_ASKED:
        settled = say("Done: the question no longer needs your answer.")
        return Card("", (Text(settled, "subtle"),)) if view.delivery.was_told else None
    by, id = await describe_sender(view.store, question, say), str(question.id)
    seen = await audience_texts.describe_audience_size(view.store, question.reach_id, say)
    row = (
        Button(say("Yes, send them"), "questions.words_yes", id, "primary"),
        Button(say("No"), "questions.words_no", id),
    )
    parts = (
        Text(say("{name} wants to ask the network with your words, and with your name.", name=by)),
        Quote(question.text, await sign_person(view.store, question.words_by_id, say)),
        Text(seen, "subtle"),
        Buttons(row),
    )
    return Card(say("May your words be sent to the network?"), parts)


async def draw_waiting_words_card(context: RenderContext, question: Question) -> Card:
    """Draw for the asker that the author of the words is asked, or cannot be."""
    say, id = context.say, str(question.id)
    author = await context.store.people.find(question.words_by_id)
    name = author.name if author else say("The one who wrote the text")
    row = [Button(say("Write it myself"), "questions.edit", id), Button(say("Cancel"), "questions.cancel", id)]
    if question.words_state == WORDS_ASKED:
        text = say("{name} wrote the text and has been asked. Nobody else sees it until there is an answer.", name=name)
    else:
        text = say("{name} cannot be reached here, so I could not ask. Your draft is kept for you alone.", name=name)
        row.insert(1, Button(say("Ask again"), "questions.ask_anyway", id))
    quote = Quote(shorten_markup(question.text, 300))
    return Card(say("Your question is not sent yet"), (quote, Text(text), Buttons(tuple(row))))


async def _find_quoted_words(turn: Turn, quoted: Quoted) -> tuple[str, Person | None]:
    """Return the words to begin with, and who wrote them if somebody else did.

    A card of the bot holds the words of those whose answer it tells. A question is not asked a second time.
    """
    if quoted.author is not None:
        author = await identify_quoted_author(turn, quoted.author)
        return quoted.written, None if author.id == turn.person.id else author
    value = await find_quoted_record(quoted, turn)
    record = RecordValue.parse_value(value)
    if not value:
        return quoted.written, None
    answer = await turn.store.answers.find(record.id) if record.kind == "answer" else None
    question = await turn.store.questions.find(answer.question_id) if answer is not None else None
    if answer is None or question is None or not answer.is_shown or question.anonymous:
        return "", None
    writer = await turn.store.people.find(answer.author_id)
    return answer.text, None if writer is None or writer.id == turn.person.id else writer
