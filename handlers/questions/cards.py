"""The question card: one look in every room, on every platform, redrawn when anything changes."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.reaches import telling
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Mentions, Part, Quote, Text
from handlers.chat.records import record_kinds
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.directory.naming import answerer, asker, away, shorten, subject, topic_names
from handlers.questions import files, placing, tallies
from handlers.questions.quieting import mark
from storage.directory.rooms import Room
from storage.kit.database import Store
from storage.questions.questions import ANSWERED, DRAFT, HIDDEN, SOLVED, WITHDRAWN, Question
from storage.queue.outbox import Draft

router = Router()
#: nobody else sees it any more
GONE = (HIDDEN, WITHDRAWN)


def room_card(question: Question, room: Room) -> Draft:
    """The promise of the card to one room, when its grace is over."""
    return outgoing.to_room(
        room,
        "questions.card",
        {"question": question.id},
        key=f"question:{question.id}:{question.sendings}:room:{room.id}",
        subject=subject(question.id),
        due_at=question.publish_at,
    )


def news_subject(question_id: int) -> str:
    """Under which those are told who hear of it in private."""
    return f"question:{question_id}:news"


async def promise(store: Store, question: Question) -> int:
    """To every room where it belongs and is not yet; gives the number of rooms that have it then.

    What is for the secretariat alone goes to each of them, where they have no room.
    """
    rooms = await placing.rooms_for(store, question)
    have = await store.copies.rooms(subject(question.id), "questions.card")
    await store.outbox.post(*(room_card(question, room) for room in rooms if room.id not in have))
    if not rooms and await placing.is_secret(store, question):
        for person in await store.people.secretariat():
            key, about = f"question:{question.id}:{question.sendings}:to:{person.id}", subject(question.id)
            args, due = {"question": question.id}, question.publish_at
            await outgoing.to_person(store, person, "questions.card", args, key=key, subject=about, due_at=due)
    return len(rooms)


@router.card("questions.card")
async def draw(view: View) -> Card | None:
    """None while it is a draft again: an undone question is not sent."""
    question = await view.store.questions.find(view["question"])
    if question is None or question.state == DRAFT:
        return None
    if question.state in GONE:
        return gone(view, question)
    if not question.text:
        old = view.say("Question {id} is old: its text is deleted.", id=question.number)
        return Card("", (Text(old, "subtle"),)) if view.delivery.message else None
    room_id = view.delivery.room_id
    if room_id is not None and not await placing.belongs(view.store, question, room_id):
        return await _moved(view, question)
    title = view.say("Question about {topic}", topic=await topic_names(view.store, question, view.say))
    by, where = await asker(view.store, question, view.say), str(question.origin.get("platform", ""))
    parts: list[Part] = [Quote(files.words(question.text, question.files, where, view.say), by)]
    parts += await _state(view, question)
    beside = files.links(question.files, where, view.say)
    parts += [Buttons(beside)] if beside else []
    parts.append(Buttons(_verbs(view, question)))
    return Card(title, tuple(parts), summary=f"{title}: {shorten(question.text, 200)}")


def gone(view: View, question: Question) -> Card | None:
    """In place of every copy; what was not sent yet is not needed."""
    text = view.say("The secretariat has hidden question {id}.", id=question.number)
    if question.state == WITHDRAWN:
        text = view.say("Question {id} was taken back by the asker.", id=question.number)
    return Card("", (Text(text, "subtle"),)) if view.delivery.message else None


async def _moved(view: View, question: Question) -> Card | None:
    """The old card says where it went; a card that was not sent yet is not needed."""
    if not view.delivery.message:
        return None
    topic = await topic_names(view.store, question, view.say)
    text = view.say("Question {id} moved to {topic}.", id=question.number, topic=topic)
    return Card("", (Text(text), Quote(shorten(question.text, 120))))


async def _state(view: View, question: Question) -> list[Part]:
    say = view.say
    parts: list[Part] = []
    answers = await view.store.answers.count(question.id, but=question.asker_id)
    state = {
        ANSWERED: say.many("{n} answer", "{n} answers", answers),
        SOLVED: say("✅ Solved"),
    }.get(question.state, say("Not answered yet"))
    line = [say("Question {id}", id=question.number), state]
    if question.edited_at is not None:
        line.append(say("edited"))
    if question.reach_id is not None:
        line.append(await telling.name(view.store, await view.store.reaches.find(question.reach_id), say))
    room_id = view.delivery.room_id
    if room_id is not None and await view.store.rooms.is_public(room_id):
        line.append(say("public body present"))
    if question.state != SOLVED and question.resting:
        line.append(mark(question, say))
    parts.append(Text(" · ".join(line), "subtle"))
    if question.state == SOLVED:
        parts += await _solution(view, question)
    elif question.state != ANSWERED:
        parts += await _leads(view, question)
    same = [question.duplicate_of_id] if question.duplicate_of_id is not None else []
    for other in (*same, *await view.store.questions.same_as(question.id)):
        number = await view.store.questions.number(other)
        parts.append(Text(say("Same as question {id}.", id=number), "subtle"))
    parts += await tallies.of_question(view.store, question, say)
    for kind in record_kinds().values():
        if kind.describe_outcome is not None:
            parts += await kind.describe_outcome(view.store, question, say, view.person)
    return parts


async def _solution(view: View, question: Question) -> list[Part]:
    answer = await view.store.answers.find(question.accepted_answer_id)
    if answer is None or answer.deleted_at is not None:
        return [Text(question.outcome)] if question.outcome else []
    by = await answerer(view.store, answer, question, view.say)
    return [Text(view.say("What solved it:"), "strong"), Quote(question.outcome or shorten(answer.text, 600), by)]


async def _leads(view: View, question: Question) -> list[Part]:
    """The topic's leads are mentioned in their own workspace, once: a redrawn card mentions nobody anew."""
    if question.topic_id is None:
        return []
    place, people = view.place, []
    leads = [lead for lead in await view.store.topics.leads(question.topic_id) if not away(lead, view.now)]
    for lead in await rights.those_within(view.store, leads, question):
        for account in await view.store.people.accounts(lead.id):
            if (account.platform, account.workspace) == (
                place.platform,
                place.workspace,
            ) and lead.id != question.asker_id:
                people.append((account.user, lead.name))
                break
    return [Mentions(tuple(people), view.say("Topic lead:"))] if people else []


def _verbs(view: View, question: Question) -> tuple[Button, ...]:
    id, say = str(question.id), view.say
    who = (Button(say("Who asks?"), "questions.who", id),) if question.anonymous else ()
    solved = () if question.state == SOLVED else (Button(say("This solved it"), "answers.solved", f"q{id}"),)
    return (
        Button(say("Answer"), "answers.write", id, "primary"),
        *solved,
        Button(say("Follow"), "questions.follow", id),
        *who,
        Button("⋯", "questions.more", id),
    )
