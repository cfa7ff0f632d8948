"""Ask: from a line or a form to an accepted question, with known solutions shown first and the topic chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from handlers.access import rights
from handlers.access.reaches import choosing
from handlers.access.rights import trail
from handlers.chat import verbs
from handlers.chat.cards import ROOM, Button, Buttons, Card, Field, Form, Reply, Text
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Command, Submission
from handlers.chat.places import Place
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import source_of
from handlers.language import considered, is_smalltalk, language_of
from handlers.language.matches import stored
from handlers.overview.help import introduction
from handlers.questions import drafts, duplicates, files, publishing, reaching
from storage.access.audiences import Reach
from storage.questions.questions import DRAFT, WITHDRAWN, Question

router = Router()
#: characters; longer texts are better sent as a file
LONGEST = 4000


@router.on(Command, "ask", searches=True)
async def ask(event: Command, turn: Turn) -> Reply | None:
    """A question in free text; without text, the form. A change that came before it has been heeded."""
    source = source_of(event.place, event.message)
    early = await turn.store.early_changes.find(source)
    text = event.text.strip() if early is None else early.text
    if early is not None and not text:
        return None
    if not text:
        return await _ask_for_text(event, turn)
    small = is_smalltalk(text)
    if small:
        return introduction(turn, small)
    await rights.need_member(turn)
    meant = verbs.near(text)
    beside = files.kept(event.files)
    reply = await draft(turn, text, place=event.place, direct=event.direct, source=source, beside=beside)
    await trail.note_typed(turn, "questions.send")
    if not meant or reply.card is None:
        return reply
    hint = Text(turn.say("Did you mean «{verb}»? Then write it again like that, and undo this.", verb=meant), "subtle")
    return msgspec.structs.replace(reply, card=msgspec.structs.replace(reply.card, parts=(*reply.card.parts, hint)))


@router.on(Click, "questions.write", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    """The form, with the text of the message it was opened on."""
    return Reply(form=await ask_form(turn, event.quoted.text if event.quoted else ""))


@router.on(Submission, "questions.send", searches=True)
async def send_form(event: Submission, turn: Turn) -> Reply:
    text = event.text("text")
    if not text:
        raise UserError("", {"text": turn.say("Write what you wonder about.")})
    reach, anonymous = await choosing.chosen(turn, event), event.text("as") == "anonymous"
    await reaching.need_fitting(turn, reach, anonymous=anonymous, name="as")
    return await draft(
        turn,
        text,
        place=event.place,
        direct=event.direct,
        topic=event.text("topic"),
        anonymous=anonymous,
        reach=reach,
    )


@router.on(Click, "questions.ask_anyway")
async def ask_anyway(event: Click, turn: Turn) -> Reply:
    """None of the suggestions was enough."""
    question = await own_draft(turn, event.value)
    if question.state != DRAFT:
        return Reply(await drafts.accepted_card(turn, question), replace=True)
    if question.topic_id is None:
        return Reply(await drafts.choice_card(turn, question), replace=True)
    return await publishing.accept(turn, question)


@router.on(Click, "questions.send")
async def send(event: Click, turn: Turn) -> Reply:
    """The asker chose a topic ("12:nett"), or none of the three ("12:")."""
    id, _, slug = event.value.partition(":")
    question = await own_draft(turn, id)
    if question.state != DRAFT:
        return Reply(await drafts.accepted_card(turn, question), replace=True)
    topic = await turn.store.topics.by_slug(slug) if slug else None
    question.topic_id = topic.id if topic else None
    question.topic_confirmed, question.topic_by_id = topic is not None, turn.person.id if topic else None
    return await publishing.accept(turn, question)


@router.on(Click, "questions.also")
async def send_also(event: Click, turn: Turn) -> Reply:
    """The question is about two topics ("12:areal"): the rooms of the other one get it too."""
    id, _, slug = event.value.partition(":")
    question, topic = await own_draft(turn, id), await turn.store.topics.by_slug(slug)
    if topic is None or question.state in (DRAFT, WITHDRAWN):
        raise Missing(turn.say("I do not find that topic."))
    if topic.id != question.topic_id:
        question.second_topic_id = topic.id
    return await publishing.widen(turn, question)


@router.on(Click, "questions.ask_this")
async def ask_this(event: Click, turn: Turn) -> Reply:
    """The bot answered itself what the button carries, and that was not enough."""
    reply = await draft(turn, event.value, place=event.place, direct=event.direct)
    return msgspec.structs.replace(reply, replace=True)


@router.on(Click, "questions.cancel")
async def cancel(event: Click, turn: Turn) -> Reply:
    """Drop a draft, or undo within the grace period; the text comes back so that nothing typed is lost."""
    question = await own_draft(turn, event.value)
    return await publishing.undo(turn, question)


@router.on(Click, "questions.helped")
async def helped(event: Click, turn: Turn) -> Reply:
    """A suggestion was enough ("12:solution:3"): the question is never sent, and the solution counts one more."""
    id, _, hit = event.value.partition(":")
    question = await own_draft(turn, id)
    found = next((one for one in question.suggested if f"{one[0]}:{one[1]}" == hit), None)
    if found is None:
        raise Missing(turn.say("I do not find that question."))
    return await publishing.answered_by_library(turn, question, *found[:2])


async def draft(
    turn: Turn,
    text: str,
    *,
    place: Place,
    direct: bool = False,
    source: str = "",
    beside: Sequence[Any] = (),
    topic: str = "",
    anonymous: bool = False,
    reach: Reach | None = None,
) -> Reply:
    """Keep the question, look for what is known, and send it at once when nothing needs the asker's word."""
    _need_short(turn, text)
    hits = await duplicates.known(turn, text)
    question = Question(
        asker_id=turn.person.id,
        account_id=turn.account.id,
        organisation_id=turn.person.stands_for,
        reach_id=reach.id if reach else None,
        text=text,
        files=list(beside),
        language=language_of(text),
        state=DRAFT,
        anonymous=anonymous,
        source=source,
        origin=msgspec.to_builtins(place) | {"direct": direct},
        suggested=[[hit.kind, hit.id, stored(hit.why)] for hit in hits],
        guess=[],
        sendings=0,
    )
    await _set_topic(turn, question, topic)
    if not hits and question.topic_id is not None:
        return await publishing.accept(turn, question, replace=False)
    await turn.store.questions.add(question)
    await drafts.remind_later(turn, question)
    return Reply(await (drafts.suggestions_card if hits else drafts.choice_card)(turn, question))


def _need_short(turn: Turn, text: str) -> None:
    if len(text) > LONGEST:
        too_long = turn.say(
            "The text is longer than {n} characters. Shorten it, or put the details in the thread afterwards.",
            n=LONGEST,
        )
        raise UserError(too_long, {"text": too_long})


async def _set_topic(turn: Turn, question: Question, chosen: str) -> None:
    """The topic the asker chose, else the guess when it is sure enough; a second one is offered, not taken."""
    guess = considered(turn.mind, turn.meanings, question.text)
    question.guess = [list(pair) for pair in guess.topics[:3]]
    topic = await turn.store.topics.by_slug(chosen) if chosen else None
    question.topic_confirmed, question.topic_by_id = topic is not None, turn.person.id if topic else None
    if topic is None and guess.topics and not guess.ask:
        topic = await turn.store.topics.by_slug(guess.topics[0][0])
    question.topic_id = topic.id if topic else None


async def ask_form(turn: Turn, text: str = "", topic: str = "") -> Form:
    say = turn.say
    hint, leave = say("Say what you have tried, and what you need."), say("Leave it empty, and I find the topic.")
    topics = [(row.slug, row.name(say.language)) for row in await turn.store.topics.all()]
    return Form(
        say("Ask the network"),
        "questions.send",
        submit=say("Ask"),
        fields=(
            Field("text", say("What do you wonder about?"), "text", text[:ROOM], hint),
            Field("topic", say("Topic"), "choice", topic, leave, required=False, options=tuple(topics)),
            Field(
                "as",
                say("Who asks?"),
                "choice",
                "me",
                options=(("me", say("My name and organisation")), ("anonymous", say("Anonymous to other members"))),
            ),
            *await choosing.fields(turn),
        ),
    )


def beyond(turn: Turn, text: str) -> str:
    """A warning above a form that has no room for the whole text."""
    if len(text) <= ROOM:
        return ""
    return turn.say("The text is longer than there is room for here. What comes after character {n} goes.", n=ROOM)


async def own_draft(turn: Turn, value: str) -> Question:
    """The question of this id, if it is this person's; foreign and missing look the same."""
    question = await turn.store.questions.lock(parse_id(value))
    gone = turn.say("I do not find that question.")
    if question is None:
        raise Missing(gone)
    await rights.need(turn, *((rights.ASKER,) if question.asker_id == turn.person.id else ()), missing=gone)
    return question


async def _ask_for_text(event: Command, turn: Turn) -> Reply:
    await rights.need_member(turn)
    if event.reply_to is None:
        return Reply(form=await ask_form(turn))
    # a line of chat opens no form: a button does
    button = Button(turn.say("Ask a question"), "questions.write", style="primary")
    return Reply(Card("", (Text(turn.say("What do you wonder about?")), Buttons((button,)))))
