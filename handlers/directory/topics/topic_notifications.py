"""Notify followers of a topic about new questions at their chosen pace; what waits is batched."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Card, Item, Part, Text
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Later, Router
from handlers.chat.turn import Arena, View
from handlers.dates import time_zones
from handlers.dates.working_hours import build_working_hours
from handlers.directory.display_names import describe_asker, describe_question_topics
from handlers.notifications.scheduled_notifications import MORNING, schedule_notification
from storage.directory.people import Person
from storage.directory.topic_followers import AT_ONCE, DAILY, HOURLY, WEEKLY
from storage.kit.database import Store
from storage.questions.questions import PUBLIC, Question

router = Router()
MOST_QUESTIONS = 10


class NewQuestionNotice(CardArguments, frozen=True):
    template = "questions.news"

    question: int


class TopicBatchCard(CardArguments, frozen=True):
    template = "topics.news"

    #: slot of the batch of questions that it reports
    slot: str


async def notify_topic_followers(store: Store, arena: Arena, question: Question, about: str) -> None:
    """Notify the followers in the transaction that publishes the question.

    Weekly followers get it in the digest. Followers outside the audience get nothing, nor do
    those whom no organisation has confirmed.
    `about`: the subject under which the messages are redrawn.
    """
    for person, pace in (
        await store.topics.list_topic_followers_with_pace(question.topic_id) if question.topic_id is not None else ()
    ):
        if person.id == question.asker_id or not await rights.is_visible_to_member(store, person, question):
            continue
        if pace == AT_ONCE:
            key, card = f"question:{question.id}:news:{person.id}", NewQuestionNotice(question.id)
            due = _find_awake_time(person, arena, store.now)
            await outgoing.post_to_person(store, person, card, key=key, subject=about, due_at=due)
        elif pace in (HOURLY, DAILY):
            await _add_to_batch(store, arena, person, question, pace)
        else:
            await store.topic_digest_queue.queue_question(person.id, question.id, WEEKLY)


async def _add_to_batch(store: Store, arena: Arena, person: Person, question: Question, pace: str) -> None:
    """Add the question to the next batch of its pace. The first question of a batch schedules its message."""
    hours = build_working_hours(person, arena)
    here = time_zones.convert_to_local(store.now, hours.zone)
    if pace == HOURLY:
        due = hours.find_next_open((store.now + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0))
        slot = f"{due:%Y-%m-%dT%H:%M}"
    else:
        due = hours.clamp_at_or_after(here.date() + timedelta(days=here.time() >= MORNING), MORNING)
        slot = time_zones.convert_to_local(due, hours.zone).date().isoformat()
    await store.topic_digest_queue.queue_question(person.id, question.id, slot)
    about, card = build_batch_subject(person.id, slot), TopicBatchCard(slot)
    if pace == HOURLY:
        await outgoing.post_to_person(store, person, card, key=about, subject=about, due_at=due)
    else:
        await schedule_notification(store, arena, person, card, key=about, at=due, subject=about)


def build_batch_subject(person_id: int, slot: str) -> str:
    """Return the subject of the one message that reports all questions of this slot."""
    return f"news:{person_id}:{slot}"


@router.card(TopicBatchCard)
async def draw_topic_batch_card(view: View[TopicBatchCard]) -> Card | None:
    """Draw the questions that are still public, in topics that the reader still follows."""
    person, say, store = view.person, view.say, view.store
    if person is None or person.guest:
        return None
    defer_until_awake(view)
    followed = {topic.id for topic in await store.topics.list_followed_topics(person.id)}
    parts: list[Part] = []
    for id in await store.topic_digest_queue.list_queued_question_ids(person.id, view.args.slot):
        question = await store.questions.find(id)
        if question is None or not await rights.is_visible_to_member(store, person, question):
            continue
        if question.state in PUBLIC and question.topic_id in followed:
            row = (
                Button(say("Answer"), "answers.write", str(id), "primary"),
                Button(say("Follow"), "questions.follow", str(id)),
            )
            by, topic = await describe_asker(store, question, say), await describe_question_topics(store, question, say)
            parts.append(Item(shorten_text(question.text, 200), by, topic, row))
    if not parts:
        nothing = Card("", (Text(say("There is nothing new in your topics any more."), "subtle"),))
        return nothing if view.delivery.was_told else None
    title = say.many("{n} new question in your topics", "{n} new questions in your topics", len(parts))
    more = len(parts) - MOST_QUESTIONS
    if more > 0:
        last = Item(say.many("and {n} more", "and {n} more", more), buttons=(Button(say("Home"), "home.show"),))
        parts = [*parts[:MOST_QUESTIONS], last]
    return Card(title, tuple(parts))


def defer_until_awake(view: View) -> None:
    """Raise Later while the reader is away, or outside the hours that they have chosen."""
    person = view.person
    if person is None or view.delivery.was_told:
        return
    at = _find_awake_time(person, view.arena, view.now)
    if at > view.now:
        raise Later(at)


def _find_awake_time(person: Person, arena: Arena, now: datetime) -> datetime:
    """Return when the person may be notified. At-once followers accept any hour.

    Exceptions are a pause and self-chosen hours.
    """
    paused = person.paused_until
    if person.push_from or person.push_to:
        return build_working_hours(person, arena).find_next_open(now)
    return paused if paused is not None and paused > now else now
