"""Find a place, by the secretariat, for questions without a topic or a room (triage)."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Quote, Reply, Text, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import describe_named_asker, describe_question_topics
from handlers.notifications.reader_hours import wait_for_reader_hours
from handlers.questions import receipts, source_reactions, triage_escalation
from handlers.questions.cards import schedule_question_cards
from handlers.questions.room_selection import list_question_rooms
from handlers.questions.triage_escalation import QuestionTriageCard, UnplacedQuestionReminder
from storage.kit.database import Store
from storage.questions.questions import TRIAGE, WITHDRAWN, Question

router = Router()


class QuestionTakenNotice(CardArguments, frozen=True):
    template = "questions.taken"

    question: int


class QuestionDismissedNotice(CardArguments, frozen=True):
    template = "questions.dismissed"

    question: int


async def leave_triage(store: Store, question: Question) -> None:
    """Take the question back from the secretariat: its asker has undone it, or found it a topic with a room."""
    if question.state != TRIAGE:
        return
    await triage_escalation.end_triage_escalation(store, question)
    about = build_question_subject(question.id)
    await store.outbox.cancel_deliveries(subject=about, template=QuestionTriageCard.template)
    for copy in await store.posted_copies.list_sent_copies(about):
        if copy.template == QuestionTriageCard.template:
            await store.outbox.withdraw_delivery(copy)


async def refresh_triage_cards(store: Store, question: Question) -> None:
    """Redraw the cards in the secretariat's rooms. Most questions have none."""
    about, template = build_question_subject(question.id), QuestionTriageCard.template
    if await store.posted_copies.find_live_copy(about, template) is not None:
        await store.outbox.refresh_copies(about, template=template)


async def send_to_triage(store: Store, question: Question, *, after: timedelta = timedelta()) -> None:
    """Post a card to each triage room; without such a room, to each member of the secretariat.

    `after`: the grace in which its asker can still undo it unseen.
    """
    question.state, question.taken_by_id, due = TRIAGE, None, store.now + after
    question.sendings += 1
    await triage_escalation.begin_triage_escalation(store, question)
    card, key = QuestionTriageCard(question.id), f"question:{question.id}:{question.sendings}:triage"
    rooms = await store.rooms.list_triage_rooms()
    for room in rooms:
        await store.outbox.post_deliveries(
            outgoing.build_room_draft(
                room,
                card,
                key=f"{key}:room:{room.id}",
                subject=build_question_subject(question.id),
                due_at=due,
            )
        )
    if not rooms:
        for person in await store.people.list_secretariat():
            await outgoing.post_to_person(
                store,
                person,
                card,
                key=f"{key}:{person.id}",
                subject=build_question_subject(question.id),
                due_at=due,
            )


@router.card(QuestionTriageCard)
async def draw_question_triage_card(view: View[QuestionTriageCard]) -> Card | None:
    question = await view.store.questions.find(view.args.question)
    return await _draw_question_in_triage(view, question) if question is not None else None


async def _draw_question_in_triage(view: View, question: Question) -> Card:
    say = view.say
    quote = Quote(question.text, await describe_named_asker(view.store, question, say))
    if question.state == WITHDRAWN:
        return Card("", (Text(say("Question {id}: set aside.", id=question.number), "subtle"), quote))
    if question.state != TRIAGE:
        topic = await describe_question_topics(view.store, question, say)
        return Card("", (Text(say("Question {id} went to {topic}.", id=question.number, topic=topic), "subtle"), quote))
    id = str(question.id)
    row = (
        Button(say("Take this question"), "triage.take", id, "primary"),
        Button(say("Not a question"), "triage.dismiss", id, confirm=say("Set it aside and tell the asker?")),
        Button(say("Choose a topic"), "triage.place", id),
    )
    taken = await view.store.people.find(question.taken_by_id)
    topic = await describe_question_topics(view.store, question, say)
    why = say("No topic was found.")
    if question.topic_id and await view.store.rooms.list_open_rooms_of_topics([question.topic_id]):
        why = say("None of those who may see it has a room for {topic}.", topic=topic)
    elif question.topic_id:
        why = say("No room has the topic {topic} yet.", topic=topic)
    state = say("{name} has it.", name=taken.name) if taken else why
    return Card(
        say("Choose a topic for question {id}", id=question.number), (quote, Text(state, "subtle"), Buttons(row))
    )


@router.card(UnplacedQuestionReminder)
async def draw_question_triage_reminder_card(view: View[UnplacedQuestionReminder]) -> Card | None:
    """Remind each member of the secretariat of a question that has waited for long.

    Raises Later outside the reader's working hours.
    """
    question = await view.store.questions.find(view.args.question)
    if (question is None or question.state != TRIAGE) and not view.delivery.was_told:
        return None
    wait_for_reader_hours(view)
    return await _draw_question_in_triage(view, question) if question is not None else None


@router.on(Click, "triage.take")
async def on_triage_take(event: Click, turn: Turn) -> Reply:
    question = await lock_question_in_triage(turn, event.value)
    question.taken_by_id = turn.person.id
    await turn.store.outbox.refresh_copies(build_question_subject(question.id), template=QuestionTriageCard.template)
    await triage_escalation.redraw_triage_reminders(turn.store, question)
    await receipts.refresh_receipt(turn.store, question)
    return build_text_reply(
        turn.say("You have taken question {id}. Choose its topic, or write to the asker.", id=question.number)
    )


@router.card(QuestionTakenNotice)
async def draw_question_taken_card(view: View[QuestionTakenNotice]) -> Card | None:
    """Draw a message of the version before; the asker's receipt says this now."""
    question = await view.store.questions.find(view.args.question)
    taken = await view.store.people.find(question.taken_by_id) if question else None
    if question is None or taken is None:
        return None
    text = view.say("{name} in the secretariat looks at your question {id}.", name=taken.name, id=question.number)
    return Card("", (Text(text), Text(shorten_text(question.text, 200), "subtle")))


@router.on(Click, "triage.dismiss")
async def on_triage_dismiss(event: Click, turn: Turn) -> Reply:
    """Set aside what is not a question, and tell the asker.

    A message that only changes rings nowhere, so the receipt gives way to one that does.
    """
    question = await lock_question_in_triage(turn, event.value)
    question.state = WITHDRAWN
    await triage_escalation.end_triage_escalation(turn.store, question)
    await receipts.retract_receipt(turn.store, question)
    await source_reactions.refresh_source_reaction(turn.store, question)
    await turn.store.outbox.refresh_copies(build_question_subject(question.id), template=QuestionTriageCard.template)
    asking = await turn.store.people.find(question.asker_id)
    if asking is not None:
        await outgoing.post_to_person(
            turn.store,
            asking,
            QuestionDismissedNotice(question.id),
            key=f"question:{question.id}:dismissed",
            account_id=question.account_id,
        )
    return build_text_reply(
        turn.say("Question {id} has been set aside, and the asker will be told.", id=question.number)
    )


@router.card(QuestionDismissedNotice)
async def draw_question_dismissed_card(view: View[QuestionDismissedNotice]) -> Card | None:
    question = await view.store.questions.find(view.args.question)
    if question is None:
        return None
    text = view.say(
        "The secretariat read this as something other than a question to the network, and set it aside. Write to"
        " them if that is wrong."
    )
    return Card("", (Quote(question.text), Text(text)))


@router.on(Click, "triage.place", opens=True)
async def on_triage_place_open(event: Click, turn: Turn) -> Reply:
    question = await lock_question_in_triage(turn, event.value)
    topics = tuple((row.slug, row.get_name(turn.say.language)) for row in await turn.store.topics.list_all_topics())
    field = Field("topic", turn.say("Topic"), "choice", question.guess[0][0] if question.guess else "", options=topics)
    words = shorten_text(question.text, 500)
    return Reply(
        form=Form(turn.say("Choose a topic"), "triage.place", (field,), turn.say("Send"), event.value, note=words)
    )


@router.on(Submission, "triage.place")
async def on_triage_place_submit(event: Submission, turn: Turn) -> Reply:
    """Give the question a topic and send it at once.

    Raises UserError for a topic without a room: the question then stays here.
    """
    question = await lock_question_in_triage(turn, event.value)
    topic = await turn.store.topics.find_topic_by_slug(event.get_text("topic"))
    if topic is None:
        raise UserError("", {"topic": turn.say("Choose a topic.")})
    question.topic_id, question.publish_at = topic.id, turn.now
    question.topic_confirmed, question.topic_by_id = True, turn.person.id
    if not await list_question_rooms(turn.store, question):
        raise UserError(
            "",
            {
                "topic": turn.say(
                    "No room has the topic {topic}. Invite the bot to a channel first.",
                    topic=topic.get_name(turn.say.language),
                )
            },
        )
    await schedule_question_cards(turn.store, question)
    return build_text_reply(
        turn.say("Question {id} goes to {topic}.", id=question.number, topic=topic.get_name(turn.say.language))
    )


async def lock_question_in_triage(turn: Turn, value: str) -> Question:
    question = await turn.store.questions.lock(parse_id(value))
    if question is None:
        raise Missing(turn.say("I cannot find that question."))
    if question.state != TRIAGE:
        raise UserError(turn.say("Somebody has already chosen a topic for question {id}.", id=question.number))
    return question
