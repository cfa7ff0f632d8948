"""Find where a new solution comes from: nothing, a message, an answer, or a solved question."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.access import rights
from handlers.chat.button_values import RecordValue
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Quoted
from handlers.chat.rich_text.plain_text import shorten_markup
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_signature, sign_answer
from handlers.directory.quoted_authors import identify_quoted_author
from handlers.library.pictures.picture_offers import PicturedMessage, offer_quoted_pictures
from handlers.library.solutions.title_proposal import propose_title
from storage.questions.answers import Answer
from storage.questions.questions import PUBLIC, Question

#: what the value of a button begins with that carries the words of a line
TYPED = "typed:"


@dataclass(frozen=True, slots=True)
class SolutionOrigin:
    """Hold the initial values of the form and the author of the text."""

    #: Value of the form, so that the submission finds the same origin: "", "question:12", "answer:34", "person:7",
    #: "message:8".
    value: str = ""
    question_id: int | None = None
    #: audience of the question, and the initial audience of the solution
    reach_id: int | None = None
    #: author of the text; None if it is the person who saves
    author_id: int | None = None
    #: messages that it is made of, with their pictures
    messages: tuple[PicturedMessage, ...] = ()
    #: pictures of the message that the form was opened on
    batch: int | None = None
    words: dict[str, str] = field(default_factory=dict)


async def load_clicked_origin(event: Click, turn: Turn) -> SolutionOrigin:
    """Return the origin from the button's value, or from the message of the shortcut."""
    if event.quoted is None and event.value.startswith(TYPED):
        return await build_typed_origin(turn, event.value.removeprefix(TYPED))
    if event.quoted is None:
        return await load_solution_origin(turn, event.value)
    value = await find_quoted_record(event.quoted, turn)
    if value:
        return await load_solution_origin(turn, value)
    author = event.quoted.author
    person = await identify_quoted_author(turn, author) if author is not None else turn.person
    contact = await format_signature(turn.store, person.id, person.stands_for, turn.say)
    words = {
        "title": propose_title(event.quoted.written),
        "done": event.quoted.written,
        "topic": _guess_topic_slug(turn, event.quoted.text),
        "contact": contact,
    }
    batch = await offer_quoted_pictures(turn, event.quoted, person.id)
    other = None if person.id == turn.person.id else person.id
    if batch is not None:
        return SolutionOrigin(RecordValue("message", batch).encode_value(), author_id=other, words=words)
    if other is None:
        return SolutionOrigin(words=words)
    return SolutionOrigin(RecordValue("person", person.id).encode_value(), author_id=person.id, words=words)


async def build_typed_origin(turn: Turn, text: str) -> SolutionOrigin:
    """Build the origin of words that were typed after the verb: the form begins with them."""
    contact = await format_signature(turn.store, turn.person.id, turn.person.stands_for, turn.say)
    topic = _guess_topic_slug(turn, text) if text else ""
    return SolutionOrigin(words={"title": propose_title(text), "done": text, "topic": topic, "contact": contact})


async def load_solution_origin(turn: Turn, value: str) -> SolutionOrigin:
    """Return the origin of a form value; load it again on submission, since a form can be forged."""
    named = RecordValue.parse_value(value)
    kind, id = named.kind, named.id
    if kind == "question":
        return await _build_question_origin(turn, await _load_origin_question(turn, id))
    if kind == "answer":
        answer = await turn.store.answers.find(id)
        if answer is None or not answer.is_shown:
            raise Missing(turn.say("I cannot find that question."))
        return await _build_answer_origin(turn, await _load_origin_question(turn, answer.question_id), answer, value)
    if kind == "message":
        return await _load_message_origin(turn, id, value)
    if kind == "person":
        author = await turn.store.people.find(id)
        if author is None:
            raise _build_lost_author_error(turn)
        return SolutionOrigin(value, author_id=None if author.id == turn.person.id else author.id)
    contact = await format_signature(turn.store, turn.person.id, turn.person.stands_for, turn.say)
    return SolutionOrigin(words={"contact": contact})


async def _load_message_origin(turn: Turn, batch: int, value: str) -> SolutionOrigin:
    """Return the origin of a message with pictures, which were remembered when the form was opened."""
    first = await turn.store.solution_pictures.find(batch)
    if first is None or first.solution_id is not None:
        raise _build_lost_author_error(turn)
    author_id = None if first.author_id == turn.person.id else first.author_id
    return SolutionOrigin(value, author_id=author_id, batch=first.batch)


def _build_lost_author_error(turn: Turn) -> UserError:
    return UserError(turn.say("The author of the text is no longer here. Write it in your own words."))


async def _build_question_origin(turn: Turn, question: Question) -> SolutionOrigin:
    value = RecordValue("question", question.id).encode_value()
    answer = await turn.store.answers.find(question.accepted_answer_id)
    if answer is not None and answer.deleted_at is None:
        return await _build_answer_origin(turn, question, answer, value)
    words = await _build_question_values(turn, question) | _build_done_values(question.outcome)
    messages = _list_asked_pictures(question)
    return SolutionOrigin(value, question.id, question.reach_id, messages=messages, words=words)


def _list_asked_pictures(question: Question) -> tuple[PicturedMessage, ...]:
    """Return the question's own message; none where the picture would name who asks anonymously."""
    return () if question.anonymous else (PicturedMessage(question.asker_id, question.source, question.files),)


async def _build_answer_origin(turn: Turn, question: Question, answer: Answer, value: str) -> SolutionOrigin:
    if question.anonymous and answer.author_id == question.asker_id != turn.person.id:
        raise UserError(turn.say("Only whoever asked can share this: they would be named as its author."))
    words = await _build_question_values(turn, question) | _build_done_values(answer.text)
    words["contact"] = await sign_answer(turn.store, answer, turn.say)
    # An outcome that nobody wrote is the beginning of the answer, and is no result.
    if question.accepted_answer_id == answer.id and question.outcome != shorten_markup(answer.text, 300):
        words["result"] = question.outcome
    author_id = None if answer.author_id == turn.person.id else answer.author_id
    answered = PicturedMessage(answer.author_id, answer.source, answer.files)
    messages = (*_list_asked_pictures(question), answered)
    return SolutionOrigin(value, question.id, question.reach_id, author_id, messages, words=words)


async def _build_question_values(turn: Turn, question: Question) -> dict[str, str]:
    topic = await turn.store.topics.find(question.topic_id)
    contact = await format_signature(turn.store, turn.person.id, turn.person.stands_for, turn.say)
    return {
        "problem": question.text,
        "topic": topic.slug if topic else "",
        "contact": contact,
    }


def _build_done_values(done: str) -> dict[str, str]:
    return {"title": propose_title(done), "done": done}


async def _load_origin_question(turn: Turn, id: int | None) -> Question:
    question = await turn.store.questions.find(id)
    there = (
        question is not None
        and question.state in PUBLIC
        and await rights.is_visible_to(turn.store, turn.person, question)
    )
    if question is None or not there:
        raise Missing(turn.say("I cannot find that question."))
    return question


async def find_quoted_record(quoted: Quoted, turn: Turn) -> str:
    """Return the value of the answer or question that this message is or copies; "" for any other."""
    place = quoted.place
    if place is None:
        return ""
    source = f"{place.platform}/{place.workspace}/{place.channel}/{quoted.message}"
    written = await turn.store.answers.find_answer_by_source(source)
    if written is not None:
        return RecordValue("answer", written.id).encode_value()
    asked = await turn.store.questions.find_question_by_source(source)
    if asked is not None and asked.state in PUBLIC:
        return RecordValue("question", asked.id).encode_value()
    copy = await turn.store.channel_messages.find_delivery_of_message(
        place.platform, place.workspace, place.channel, quoted.message
    )
    if copy is None or copy.message != quoted.message:
        return ""
    named = (RecordValue(kind, copy.args[kind]) for kind in ("answer", "question") if kind in copy.args)
    return next((value.encode_value() for value in named), "")


def _guess_topic_slug(turn: Turn, text: str) -> str:
    """Return the topic's slug if the guess is sure, else ""."""
    guess = turn.classifier.guess_topics(text)
    return guess.topics[0][0] if guess.topics and not guess.ask else ""
