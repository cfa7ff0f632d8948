"""Find what an issue is raised from: nothing, a line of chat, a message, or a question."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.chat.button_values import ButtonValue
from handlers.chat.errors import Missing
from handlers.chat.events import Click, Quoted
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import Turn
from handlers.policy.issues.forms import TITLE, Filled
from handlers.questions.question_followers import load_visible_question
from storage.questions.questions import PUBLIC

#: Origins of an issue: a question, a command with its title, or its own draft.
QUESTION, TITLED, DRAFT = "question", "title", "draft"


class OriginValue(ButtonValue, frozen=True):
    """Hold what an issue is raised from: "question:12", "title:Nettleie", "draft:7"."""

    kind: str = ""
    #: an id or a text, depending on the origin
    rest: str = ""


@dataclass(frozen=True, slots=True)
class IssueOrigin:
    """Hold what the form of a new issue begins with."""

    #: value of the form: "" or "question:12"
    value: str = ""
    words: Filled = field(default_factory=dict)
    #: note above the form
    note: str = ""


async def build_origin_from_click(event: Click, turn: Turn) -> IssueOrigin:
    """Return the origin from the button's value, or from the message that the shortcut was used on."""
    if event.quoted is None:
        return await build_origin_from_value(turn, event.value)
    question = await _find_quoted_question_id(event.quoted, turn)
    if question:
        return await build_origin_from_question(turn, question)
    text = event.quoted.text
    author = event.quoted.author
    mine = author is not None and (author.platform, author.workspace, author.user) == (
        turn.account.platform, turn.account.workspace, turn.account.user,
    )  # fmt: skip
    own = "" if mine else turn.say("Somebody else wrote this text. Say it in your own words.")
    return IssueOrigin(
        words={"title": shorten_text(text, TITLE), "problem": event.quoted.written, **_guess_issue_topics(turn, text)},
        note=own,
    )


async def build_origin_from_value(turn: Turn, value: str) -> IssueOrigin:
    origin = OriginValue.parse_value(value)
    if origin.kind == QUESTION:
        return await build_origin_from_question(turn, origin.rest)
    return IssueOrigin(words={"title": origin.rest} if origin.kind == TITLED else {})


async def load_origin_question_id(turn: Turn, value: str) -> int | None:
    """Return the id of the question that a form carries.

    It is loaded again: the value of a form proves nothing.
    """
    origin = OriginValue.parse_value(value)
    if origin.kind != QUESTION:
        return None
    return (await load_visible_question(turn, origin.rest)).id


async def build_origin_from_question(turn: Turn, id: str) -> IssueOrigin:
    question = await load_visible_question(turn, id)
    if question.state not in PUBLIC:
        raise Missing(turn.say("I cannot find that question."))
    topics = [await turn.store.topics.find(id) for id in (question.topic_id, question.second_topic_id)]
    slugs = tuple(topic.slug for topic in topics if topic is not None)
    words: Filled = {
        "title": shorten_text(question.text, TITLE),
        "problem": question.text,
        "topics": slugs,
    }
    own = (
        ""
        if question.asker_id == turn.person.id
        else turn.say("Somebody else wrote this text. Say it in your own words.")
    )
    return IssueOrigin(OriginValue(QUESTION, str(question.id)).encode_value(), words, own)


async def _find_quoted_question_id(quoted: Quoted, turn: Turn) -> str:
    """Return the id of the question that this message is, or is a copy of; "" for any other message."""
    place = quoted.place
    if place is None:
        return ""
    source = f"{place.platform}/{place.workspace}/{place.channel}/{quoted.message}"
    asked = await turn.store.questions.find_question_by_source(source)
    if asked is not None and asked.state in PUBLIC:
        return str(asked.id)
    copy = await turn.store.channel_messages.find_delivery_of_message(
        place.platform, place.workspace, place.channel, quoted.message
    )
    if copy is None or copy.message != quoted.message:
        return ""
    return str(copy.args.get("question", ""))


def _guess_issue_topics(turn: Turn, text: str) -> Filled:
    """Return the topic if the guess is certain."""
    guess = turn.classifier.guess_topics(text)
    return {"topics": (guess.topics[0][0],)} if guess.topics and not guess.ask else {}
