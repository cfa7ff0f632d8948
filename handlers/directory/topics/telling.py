"""Tell: whoever follows a topic hears of a new question as soon as they want to; what waits is told together."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.cards import Button, Card, Item, Part, Text
from handlers.chat.routing import Later, Router
from handlers.chat.turn import Arena, View
from handlers.dates import zones
from handlers.dates.hours import hours_of
from handlers.directory.naming import asker, shorten, topic_names
from handlers.notifications.pushes import MORNING, push
from storage.directory.people import Person
from storage.directory.topic_followers import AT_ONCE, DAILY, HOURLY, WEEKLY
from storage.kit.database import Store
from storage.questions.questions import PUBLIC, Question

router = Router()
#: questions on one card
MOST = 10


async def tell_followers(store: Store, arena: Arena, question: Question, about: str) -> None:
    """In the transaction in which it is published; whom it is told weekly finds it in the digest.

    Whoever is out of its reach is not told. `about`: the subject under which what is told is redrawn.
    """
    for person, pace in await store.topics.paces(question.topic_id) if question.topic_id is not None else ():
        if person.id == question.asker_id or person.guest or not await rights.within(store, person, question):
            continue
        if pace == AT_ONCE:
            key, args = f"question:{question.id}:news:{person.id}", {"question": question.id}
            due = _awake(person, arena, store.now)
            await outgoing.to_person(store, person, "questions.news", args, key=key, subject=about, due_at=due)
        elif pace in (HOURLY, DAILY):
            await _gather(store, arena, person, question, pace)
        else:
            await store.news.add(person.id, question.id, WEEKLY)


async def _gather(store: Store, arena: Arena, person: Person, question: Question, pace: str) -> None:
    """With the next message of its kind, which is promised with the first question that waits for it."""
    hours = hours_of(person, arena)
    here = zones.local(store.now, hours.zone)
    if pace == HOURLY:
        due = hours.next_open((store.now + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0))
        slot = f"{due:%Y-%m-%dT%H:%M}"
    else:
        due = hours.at_or_after(here.date() + timedelta(days=here.time() >= MORNING), MORNING)
        slot = zones.local(due, hours.zone).date().isoformat()
    await store.news.add(person.id, question.id, slot)
    about, args = gathered_subject(person.id, slot), {"slot": slot}
    if pace == HOURLY:
        await outgoing.to_person(store, person, "topics.news", args, key=about, subject=about, due_at=due)
    else:
        await push(store, arena, person, "topics.news", args, key=about, at=due, subject=about)


def gathered_subject(person_id: int, slot: str) -> str:
    """Of the one message that tells what has waited for this slot."""
    return f"news:{person_id}:{slot}"


@router.card("topics.news")
async def draw(view: View) -> Card | None:
    """What is still open to be seen, in topics they still follow."""
    person, say, store = view.person, view.say, view.store
    if person is None or person.guest:
        return None
    wait_until_awake(view)
    followed = {topic.id for topic in await store.topics.followed_by(person.id)}
    parts: list[Part] = []
    for id in await store.news.of(person.id, view["slot"]):
        question = await store.questions.find(id)
        if question is None or not await rights.within(store, person, question):
            continue
        if question.state in PUBLIC and question.topic_id in followed:
            row = (
                Button(say("Answer"), "answers.write", str(id), "primary"),
                Button(say("Follow"), "questions.follow", str(id)),
            )
            by, topic = await asker(store, question, say), await topic_names(store, question, say)
            parts.append(Item(shorten(question.text, 200), by, topic, row))
    if not parts:
        nothing = Card("", (Text(say("There is nothing new in your topics any more."), "subtle"),))
        return nothing if view.delivery.message else None
    title = say.many("{n} new question in your topics", "{n} new questions in your topics", len(parts))
    more = len(parts) - MOST
    if more > 0:
        last = Item(say.many("and {n} more", "and {n} more", more), buttons=(Button(say("Home"), "home.show"),))
        parts = [*parts[:MOST], last]
    return Card(title, tuple(parts))


def wait_until_awake(view: View) -> None:
    """Nothing goes out to who is away, or outside the hours they have chosen. Raises Later."""
    person = view.person
    if person is None or view.delivery.message:
        return
    at = _awake(person, view.arena, view.now)
    if at > view.now:
        raise Later(at)


def _awake(person: Person, arena: Arena, now: datetime) -> datetime:
    """Who wants to hear at once does so at any hour, but for a pause and hours that they have chosen themselves."""
    paused = person.paused_until
    if person.push_from or person.push_to:
        return hours_of(person, arena).next_open(now)
    return paused if paused is not None and paused > now else now
