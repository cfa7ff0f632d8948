"""Where an issue comes from: nothing, a line of chat, a message somebody wrote, or a question."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.chat.errors import Missing
from handlers.chat.events import Click, Quoted
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.policy.issues.forms import TITLE, Filled
from handlers.questions.following import visible
from storage.questions.questions import PUBLIC


@dataclass(frozen=True, slots=True)
class Origin:
    """What the form begins with."""

    #: what the form carries: "" or "question:12"
    value: str = ""
    words: Filled = field(default_factory=dict)
    #: a few words above the form
    note: str = ""


async def of_click(event: Click, turn: Turn) -> Origin:
    """From the button's value, or from the message that the shortcut was used on."""
    if event.quoted is None:
        return await of_value(turn, event.value)
    question = await _behind(event.quoted, turn)
    if question:
        return await _of_question(turn, question)
    text = event.quoted.text
    author = event.quoted.author
    mine = author is not None and (author.platform, author.workspace, author.user) == (
        turn.account.platform, turn.account.workspace, turn.account.user,
    )  # fmt: skip
    own = "" if mine else turn.say("Somebody else wrote this text. Say it in your own words.")
    return Origin(words={"title": shorten(text, TITLE), "problem": text, **_topics(turn, text)}, note=own)


async def of_value(turn: Turn, value: str) -> Origin:
    kind, _, rest = value.partition(":")
    if kind == "question":
        return await _of_question(turn, rest)
    return Origin(words={"title": rest} if kind == "title" else {})


async def question_of(turn: Turn, value: str) -> int | None:
    """The question that a form carries, read again: what a form carries proves nothing."""
    kind, _, id = value.partition(":")
    if kind != "question":
        return None
    return (await visible(turn, id)).id


async def _of_question(turn: Turn, id: str) -> Origin:
    question = await visible(turn, id)
    if question.state not in PUBLIC:
        raise Missing(turn.say("I do not find that question."))
    topics = [await turn.store.topics.find(id) for id in (question.topic_id, question.second_topic_id)]
    slugs = tuple(topic.slug for topic in topics if topic is not None)
    words: Filled = {"title": shorten(question.text, TITLE), "problem": question.text, "topics": slugs}
    own = (
        ""
        if question.asker_id == turn.person.id
        else turn.say("Somebody else wrote this text. Say it in your own words.")
    )
    return Origin(f"question:{question.id}", words, own)


async def _behind(quoted: Quoted, turn: Turn) -> str:
    """The id of the question that this message is, or is a copy of; "" for any other."""
    place = quoted.place
    if place is None:
        return ""
    source = f"{place.platform}/{place.workspace}/{place.channel}/{quoted.message}"
    asked = await turn.store.questions.by_source(source)
    if asked is not None and asked.state in PUBLIC:
        return str(asked.id)
    copy = await turn.store.outbox.of_message(place.platform, place.workspace, place.channel, quoted.message)
    if copy is None or copy.message != quoted.message:
        return ""
    return str(copy.args.get("question", ""))


def _topics(turn: Turn, text: str) -> Filled:
    """Where it is clear."""
    guess = turn.mind.guess(text)
    return {"topics": (guess.topics[0][0],)} if guess.topics and not guess.ask else {}
