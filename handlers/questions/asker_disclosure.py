"""Reveal an anonymous asker to somebody who wonders who asks, only when the asker says yes."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Quote, Reply, Text, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.rich_text.plain_text import shorten_markup
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import describe_asker, format_signature, sign_person
from handlers.library.question_index import index_question
from handlers.questions.button_values import AskerDisclosure
from handlers.questions.cards import GONE, build_news_subject, draw_gone_question
from handlers.questions.question_followers import load_visible_question
from handlers.questions.question_intake import load_own_question
from storage.directory.people import Person
from storage.questions.questions import DRAFT, WITHDRAWN, Question

router = Router()


class WhoAsksRequest(CardArguments, frozen=True):
    template = "questions.who"

    question: int
    #: id of the person who would like to know the asker
    by: int


class AskerRevealedNotice(CardArguments, frozen=True):
    template = "questions.revealed"

    question: int


class AskerConcealedNotice(CardArguments, frozen=True):
    template = "questions.concealed"

    question: int


@router.on(Click, "questions.who")
async def on_question_who(event: Click, turn: Turn) -> Reply:
    """Ask the asker to be named, once per person; the asker decides for each person.

    Raises UserError when the asker cannot be reached.
    """
    await rights.need_member(turn)
    question, say = await load_visible_question(turn, event.value), turn.say
    if not question.anonymous or turn.person.id == question.asker_id:
        return build_text_reply(
            say(
                "{name} is asking.",
                name=await format_signature(turn.store, question.asker_id, question.organisation_id, say),
            )
        )
    person = await turn.store.people.find(question.asker_id)
    key = f"question:{question.id}:who:{turn.person.id}"
    told = person is not None and await outgoing.post_to_person(
        turn.store, person, WhoAsksRequest(question.id, turn.person.id), key=key, account_id=question.account_id
    )
    if not told:
        raise UserError(say("The asker cannot be reached here."))
    return build_text_reply(
        say(
            "The asker is told that you would like to know who they are, and sees your name. I will tell you what"
            " they say."
        )
    )


@router.card(WhoAsksRequest)
async def draw_who_asks_card(view: View[WhoAsksRequest]) -> Card | None:
    """Tell the asker who wonders who asks, and offer the choice."""
    question, say = await view.store.questions.find(view.args.question), view.say
    if question is None or question.state in (DRAFT, WITHDRAWN) or not question.anonymous:
        return None
    by = await sign_person(view.store, view.args.by, say)
    value = AskerDisclosure(question.id, view.args.by).encode_value()
    row = (Button(say("Show my name"), "questions.reveal", value), Button(say("No"), "questions.conceal", value))
    text = say("Only they see your name, and only if you agree.")
    parts = (Quote(shorten_markup(question.text, 300)), Text(text), Buttons(row))
    return Card(say("{name} would like to know who is asking", name=by), parts)


@router.on(Click, "questions.reveal")
async def on_asker_reveal(event: Click, turn: Turn) -> Reply:
    question, reader = await _parse_disclosure_request(turn, event.value)
    card, key = AskerRevealedNotice(question.id), f"question:{question.id}:revealed:{reader.id}"
    about = build_news_subject(question.id)
    await outgoing.post_to_person(turn.store, reader, card, key=key, subject=about)
    return build_text_reply(turn.say("{name} gets your name. Nobody else does.", name=reader.name), replace=True)


@router.on(Click, "questions.conceal")
async def on_asker_conceal(event: Click, turn: Turn) -> Reply:
    question, reader = await _parse_disclosure_request(turn, event.value)
    card, key = AskerConcealedNotice(question.id), f"question:{question.id}:concealed:{reader.id}"
    about = build_news_subject(question.id)
    await outgoing.post_to_person(turn.store, reader, card, key=key, subject=about)
    return build_text_reply(turn.say("{name} is told that you stay anonymous.", name=reader.name), replace=True)


@router.card(AskerRevealedNotice)
async def draw_asker_revealed_card(view: View[AskerRevealedNotice]) -> Card | None:
    """Name the asker to the person who wondered; posted by the asker's yes, and by nothing else."""
    question, say = await view.store.questions.find(view.args.question), view.say
    if question is None:
        return None
    if question.state in GONE:
        return draw_gone_question(view, question)
    by = await format_signature(view.store, question.asker_id, question.organisation_id, say)
    text = say("{name} asked question {id}, and has told only you. Keep it to yourself.", name=by, id=question.number)
    return Card("", (Text(text), Quote(shorten_markup(question.text, 300))))


@router.card(AskerConcealedNotice)
async def draw_asker_concealed_card(view: View[AskerConcealedNotice]) -> Card | None:
    question, say = await view.store.questions.find(view.args.question), view.say
    if question is None:
        return None
    if question.state in GONE:
        return draw_gone_question(view, question)
    text = say("The person asking question {id} stays anonymous.", id=question.number)
    return Card(
        "", (Text(text), Quote(shorten_markup(question.text, 300), await describe_asker(view.store, question, say)))
    )


async def reveal_asker_to_all(turn: Turn, question: Question) -> Reply:
    """Name the asker on every copy from now on, at the asker's own wish."""
    await rights.need_right(turn, *await rights.list_question_ties(turn, question), action="questions.name")
    question.anonymous = False
    await index_question(turn.store, question)
    await turn.store.outbox.refresh_copies(build_question_subject(question.id))
    return build_text_reply(turn.say("Your name is shown on every copy of question {id}.", id=question.number))


async def _parse_disclosure_request(turn: Turn, value: str) -> tuple[Question, Person]:
    """Return the person's own anonymous question, and somebody who sees it. Raises Missing for anything else."""
    asked = AskerDisclosure.parse_value(value)
    question = await load_own_question(turn, str(asked.question))
    reader = await turn.store.people.find(asked.reader)
    if reader is None or not question.anonymous or not await rights.is_visible_to(turn.store, reader, question):
        raise Missing(turn.say("I cannot find that question."))
    return question, reader
