"""Draw the asker's receipt: what has become of their question, with what they may still do about it."""

from __future__ import annotations

import math

import msgspec

from handlers.access import secretariat_vacancy
from handlers.access.visibility import audience_texts
from handlers.chat.button_values import RecordValue
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Part, Quote, Text
from handlers.chat.mistyped_verbs import correct_first_word
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.rich_text.plain_text import extract_plain_text, shorten_markup, shorten_text
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import RenderContext, View
from handlers.directory.display_names import describe_question_topics
from handlers.notifications import delivery_forecast
from handlers.questions import drafts
from handlers.questions.button_values import QuestionTopic
from handlers.questions.called_people import choose_called_people
from handlers.questions.room_selection import is_secretariat_only, list_question_rooms, list_standing_cards
from storage.questions.questions import ACCEPTED, ANSWERED, DRAFT, HIDDEN, SOLVED, TRIAGE, WITHDRAWN, Question

router = Router()
#: maximum number of characters of a button that does what a line may have meant
LABEL = 40


class QuestionReceiptCard(CardArguments, frozen=True):
    #: from when it told of the publication alone
    template = "questions.published"

    question: int
    #: slug of a second topic that is offered until the question is sent
    also: str = ""
    #: verb that the text may have meant
    meant: str = ""
    #: what its asker is asked while it is a draft, as `drafts` names it
    step: str = ""


@router.card(QuestionReceiptCard)
async def draw_question_receipt_card(view: View[QuestionReceiptCard]) -> Card | None:
    question = await view.store.questions.find(view.args.question)
    if question is None:
        return Card("", (Text(view.say("Your question has been withdrawn.")),))
    return await draw_question_receipt(view, question, view.args, view.place.platform)


async def draw_question_receipt(
    context: RenderContext, question: Question, args: QuestionReceiptCard, platform: str
) -> Card:
    """Draw how the question stands, for a message on this platform."""
    say = context.say
    if question.state == HIDDEN:
        return Card("", (Text(say("The secretariat has hidden question {id}.", id=question.number), "subtle"),))
    if question.state == WITHDRAWN:
        return _draw_withdrawn_question(context, question)
    if question.state == DRAFT:
        return await _draw_draft_question(context, question, args)
    if question.state == TRIAGE:
        return await _draw_question_in_triage(context, question)
    if question.state == ACCEPTED:
        return await _draw_accepted_question(context, question, args)
    return await _draw_published_question(context, question, platform)


async def _draw_draft_question(context: RenderContext, question: Question, args: QuestionReceiptCard) -> Card:
    card = await drafts.draw_question_draft(context, question, args.step)
    hint = draw_verb_hint(context.say, question, args.meant) if args.meant else ()
    return msgspec.structs.replace(card, parts=(*card.parts, *hint))


def draw_verb_hint(say: Say, question: Question, verb: str) -> tuple[Part, ...]:
    """Draw a button that undoes the question, and does what the verb says instead."""
    line, *_ = correct_first_word(extract_plain_text(question.text), verb)
    told = say("Or did you mean “{words}”? Then nothing is sent.", words=line)
    return (Text(told, "subtle"), Buttons((Button(shorten_text(line, LABEL), "questions.meant", str(question.id)),)))


async def _draw_accepted_question(context: RenderContext, question: Question, args: QuestionReceiptCard) -> Card:
    """Draw where it goes and when, with undo while there is time."""
    say, store = context.say, context.store
    rooms = await list_question_rooms(store, question)
    topic = await describe_question_topics(store, question, say)
    where = say.many("{n} room", "{n} rooms", len(rooms))
    if await is_secretariat_only(store, question):
        topic, where = say("the secretariat"), say("nobody else")
    left = (question.publish_at - context.now).total_seconds() if question.publish_at else 0
    if left > 0:
        text = say.many(
            "Goes to {topic} ({where}) in {n} second.",
            "Goes to {topic} ({where}) in {n} seconds.",
            math.ceil(left),
            topic=topic,
            where=where,
        )
    else:
        text = say("Goes to {topic} ({where}) now.", topic=topic, where=where)
    subject = build_question_subject(question.id)
    takes = await delivery_forecast.describe_delivery_forecast(context, rooms, subject, max(left, 0))
    seen = await audience_texts.describe_audience_size(store, question.reach_id, say)
    parts: list[Part] = [*_quote_question(question), Text(f"{text} {takes}".strip()), Text(seen, "subtle")]
    row = (
        Button(say("Undo"), "questions.cancel", str(question.id)),
        Button(say("Edit"), "questions.edit", str(question.id)),
        Button(say("Wrong topic? Move"), "questions.choose", str(question.id)),
        Button(say("Who may see it"), "questions.reach", str(question.id)),
        *await _draw_second_topic_button(context, question, args.also),
    )
    parts.append(Buttons(row))
    if args.meant:
        parts += draw_verb_hint(say, question, args.meant)
    return Card(say("Your question has been received"), tuple(parts))


async def _draw_second_topic_button(context: RenderContext, question: Question, slug: str) -> tuple[Button, ...]:
    """Offer a clear second topic: a guess good enough to ask about, not to act on."""
    topic = await context.store.topics.find_topic_by_slug(slug) if slug else None
    if topic is None or topic.id in (question.topic_id, question.second_topic_id):
        return ()
    label = context.say("Also to {topic}", topic=topic.get_name(context.say.language))
    return (Button(label, "questions.also", QuestionTopic(question.id, slug).encode_value()),)


async def _draw_question_in_triage(context: RenderContext, question: Question) -> Card:
    say, store = context.say, context.store
    read = await secretariat_vacancy.is_secretariat_reading(store, rooms=True)
    title = say("Sent to the secretariat") if read else say("Saved for the secretariat")
    text = await _describe_wait_in_triage(context, question)
    text = await secretariat_vacancy.describe_kept_by_secretariat(store, say, text, rooms=True)
    id = str(question.id)
    row = (
        Button(say("Undo"), "questions.cancel", id),
        Button(say("Edit"), "questions.edit", id),
        Button(say("Wrong topic? Move"), "questions.choose", id),
    )
    return Card(title, (*_quote_question(question), Text(f"{text} {say('You hear from me here.')}"), Buttons(row)))


async def _describe_wait_in_triage(context: RenderContext, question: Question) -> str:
    """Describe why the secretariat has it, or who of them is at work on it."""
    say = context.say
    taken = await context.store.people.find(question.taken_by_id)
    if taken is not None:
        return say("{name} in the secretariat looks at your question {id}.", name=taken.name, id=question.number)
    if question.publish_at is None:
        return say("Your question is with the secretariat, who will find the right topic for it.")
    # It was on its way to rooms and arrived in none.
    why = say("The rooms of this topic cannot be reached right now.")
    return f"{why} {say('The secretariat has your question and will find another topic for it.')}"


async def _draw_published_question(context: RenderContext, question: Question, platform: str) -> Card:
    """Draw where the question is and how it stands."""
    say = context.say
    parts = (
        *_quote_question(question),
        Text(await _describe_published_state(context, question)),
        Buttons(await _draw_published_buttons(context, question, platform)),
    )
    title = say("✅ Solved") if question.state == SOLVED else say("Question {id}", id=question.number)
    return Card(title, parts)


async def _describe_published_state(context: RenderContext, question: Question) -> str:
    store, say = context.store, context.say
    topic = await describe_question_topics(store, question, say)
    if question.state == SOLVED:
        return say("Your question in {topic} is solved.", topic=topic)
    if question.state == ANSWERED and question.accepted_answer_id is not None:
        return say("Somebody wrote more to question {id}, so it is open again.", id=question.number)
    if question.state == ANSWERED:
        return say("Your question in {topic} has answers.", topic=topic)
    if await is_secretariat_only(store, question):
        topic = say("the secretariat")
    where = say.many("{n} room", "{n} rooms", len(await list_standing_cards(store, question)))
    state = say("Your question is in {topic} ({where}).", topic=topic, where=where)
    return f"{state} {await _describe_called_people(context, question)}".strip()


async def _describe_called_people(context: RenderContext, question: Question) -> str:
    """Describe who is told; to a lead who asks, by name. Empty when nobody is."""
    say, called = context.say, await choose_called_people(context.store, question)
    if not called.people:
        return ""
    if not called.asked_by_lead:
        return say("The topic lead is told.")
    names = say.listed([person.name for person in called.people[:3]])
    return say("You lead the topic yourself, so I have told {names}.", names=names)


async def _draw_published_buttons(context: RenderContext, question: Question, platform: str) -> tuple[Button, ...]:
    say, id = context.say, str(question.id)
    cards = await list_standing_cards(context.store, question)
    links = [card.link for card in cards if card.link and card.platform == platform]
    row = [Button(say("Open"), url=link) for link in links[:1]]
    record = RecordValue("question", question.id).encode_value()
    if question.state == SOLVED:
        answer = await context.store.answers.find(question.accepted_answer_id)
        if answer is None or answer.author_id == question.asker_id:  # otherwise these are below the answer they got
            row += [
                Button(say("Save as solution"), "solutions.write", record, "primary"),
                Button(say("Write the outcome"), "answers.outcome", id),
                Button(say("Reopen"), "answers.undo", id),
            ]
    elif question.accepted_answer_id is not None:
        row.append(Button(say("Still solved"), "answers.solved", str(question.accepted_answer_id)))
    else:
        row.append(Button(say("Has it arrived?"), "deliveries.show", record))
    return (*row, Button(say("Change or report"), "questions.more", id))


def _draw_withdrawn_question(context: RenderContext, question: Question) -> Card:
    """Draw that it is withdrawn; a draft, and what was undone in time, comes back with its words."""
    say = context.say
    if not question.sendings and (question.solved_at is not None or question.duplicate_of_id is not None):
        return Card("", (Text(say("Good. Nothing will be sent.")),))
    if question.published_at is not None or not question.text:
        return Card("", (Text(say("Your question has been withdrawn.")),))
    again = Button(say("Ask after all"), "questions.resume", str(question.id))
    text = say("Not sent. Here is your text, if you want to ask again:")
    return Card("", (Text(text), Quote(question.text), Buttons((again,))))


def _quote_question(question: Question) -> tuple[Part, ...]:
    """Quote its words, as long as they are kept."""
    return (Quote(shorten_markup(question.text, 300)),) if question.text else ()
