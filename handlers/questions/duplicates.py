"""Duplicates: likely originals of a question, and what follows when it is said to be the same as one of them."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Quote, Reply, Text, note
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import shorten, subject, topic_names
from handlers.language.duplicates import LIKELY, SURE, likeness
from handlers.language.finding import SUGGEST, Hit, find
from handlers.library.indexing import index
from handlers.library.solutions.solved import standing
from handlers.questions import escalating, quieting
from handlers.questions.cards import GONE, gone, news_subject
from handlers.questions.following import visible
from storage.directory.people import Person
from storage.kit.database import Store
from storage.questions.questions import PUBLIC, Question

router = Router()
#: shown before a question is sent, and to whoever says that it is a duplicate
KNOWN, ORIGINALS = 3, 5
#: hits that are looked at, and the share of the question that they hold; those compared while the asker waits
LOOKED_AT, FLOOR, COMPARED = 20, 0.1, 3


async def known(turn: Turn, text: str) -> list[Hit]:
    """What may spare the asker the question: one that waits for the same answer first, then what is answered."""
    levels, sight = rights.levels(turn.person), await turn.store.reaches.sight(turn.person)
    hits = await find(
        turn.store, text, levels=levels, sight=sight, limit=LOOKED_AT, floor=SUGGEST, meanings=turn.meanings
    )
    waiting = [hit for hit in hits if hit.unanswered][:COMPARED]
    questions = await turn.store.questions.many([hit.id for hit in waiting])
    same = [hit for hit in waiting if likeness(text, questions[hit.id].text) >= SURE]
    return [*same[:1], *(hit for hit in hits if not hit.unanswered)][:KNOWN]


async def originals(turn: Turn, question: Question) -> list[Question]:
    """Questions that probably ask the same, the most alike first, the newest among equals."""
    store = turn.store
    hits = await find(
        store,
        question.text,
        kinds=("question",),
        levels=rights.levels(turn.person),
        sight=await store.reaches.sight(turn.person),
        limit=LOOKED_AT,
        floor=FLOOR,
        meanings=turn.meanings,
    )
    others = await store.questions.many([hit.id for hit in hits if hit.id != question.id])
    alike = [
        (round(likeness(question.text, other.text), 1), id, other)
        for id, other in others.items()
        if other.state in PUBLIC and other.duplicate_of_id is None
    ]
    found = sorted((one for one in alike if one[0] >= LIKELY), key=lambda one: (-one[0], -one[1]))
    return [other for _, _, other in found[:ORIGINALS]]


async def choose(turn: Turn, question: Question) -> Reply:
    """One tap on the original; its number where the bot does not know it."""
    found, say = await originals(turn, question), turn.say
    if not found:
        return Reply(form=_number_form(turn, question))
    items: list[Part] = [Quote(shorten(question.text, 300))]
    for other in found:
        topic = await topic_names(turn.store, other, say)
        title = say("Question {id}: {text}", id=other.number, text=shorten(other.text, 120))
        row = (
            Button(say("It is this one"), "questions.join", f"{question.id}:{other.id}"),
            Button(say("Show"), "questions.show", str(other.id)),
        )
        items.append(Item(title, "", f"{topic} · {await standing(turn, other)}", row))
    another = Button(say("Another number"), "questions.number", str(question.id))
    return Reply(Card(say("Which question is it the same as?"), (*items, Buttons((another,)))))


@router.on(Click, "questions.number", opens=True)
async def ask_for_number(event: Click, turn: Turn) -> Reply:
    return Reply(form=_number_form(turn, await _steered(turn, event.value)))


@router.on(Click, "questions.join")
async def join_tapped(event: Click, turn: Turn) -> Reply:
    """ "12:7": question 12 is the same as question 7."""
    id, _, other = event.value.partition(":")
    return await join(turn, await _steered(turn, id), await visible(turn, other))


@router.on(Submission, "questions.duplicate")
async def join_numbered(event: Submission, turn: Turn) -> Reply:
    question = await _steered(turn, event.value)
    digits = "".join(filter(str.isdecimal, event.text("number")))
    other = await turn.store.questions.by_number(int(digits)) if 0 < len(digits) < 9 else None
    there = other is not None and other.state in PUBLIC and await rights.within(turn.store, turn.person, other)
    if other is None or not there or other.id == question.id:
        raise UserError("", {"number": turn.say("I find no other question with that number.")})
    return await join(turn, question, other)


@router.on(Click, "questions.apart")
async def part_tapped(event: Click, turn: Turn) -> Reply:
    return await part_from(turn, await _steered(turn, event.value))


async def join(turn: Turn, question: Question, other: Question) -> Reply:
    """Both cards name each other, the asker hears of the other's answers, and nobody is asked about this one any more.

    Its answers stay. Who follows it is asked whether to follow the other one.
    """
    say, original = turn.say, await _original(turn.store, other)
    if original.state not in PUBLIC or original.id == question.id:
        text = say("Question {other} points to question {id} already.", other=other.number, id=question.number)
        raise UserError(text, {"number": text})
    if question.duplicate_of_id != original.id:
        await _point(turn, question, original)
    text = say("Question {id} now points to question {other}.", id=question.number, other=original.number)
    undo = Button(say("It is not the same"), "questions.apart", str(question.id))
    return Reply(Card("", (Text(text), Buttons((undo,)))), replace=True)


async def _point(turn: Turn, question: Question, original: Question) -> None:
    store = turn.store
    copies = await store.questions.many(await store.questions.same_as(question.id))
    for one in (question, *copies.values()):
        one.duplicate_of_id = original.id
        await store.outbox.refresh(subject(one.id))
    await store.outbox.refresh(subject(original.id))
    await index(store, question)
    await escalating.end(store, question.id)
    await quieting.end(store, question.id)
    await _tell(turn, question, original)


async def part_from(turn: Turn, question: Question) -> Reply:
    await part(turn.store, question)
    return note(turn.say("Question {id} stands by itself again.", id=question.number), replace=True)


async def part(store: Store, question: Question) -> None:
    """It waits for answers of its own again."""
    original, question.duplicate_of_id = question.duplicate_of_id, None
    if original is None:
        return
    for id in (question.id, original):
        await store.outbox.refresh(subject(id))
    await index(store, question)
    await escalating.resume(store, question)
    await quieting.moved(store, question)


async def part_all(store: Store, original: Question) -> None:
    """The original is taken back: whoever waited for its answers waits for their own."""
    for question in (await store.questions.many(await store.questions.same_as(original.id))).values():
        await part(store, question)


async def _original(store: Store, question: Question) -> Question:
    """What it points to in the end, or the question itself."""
    seen = {question.id}
    while question.duplicate_of_id is not None and question.duplicate_of_id not in seen:
        seen.add(question.duplicate_of_id)
        found = await store.questions.find(question.duplicate_of_id)
        if found is None:
            break
        question = found
    return question


async def _tell(turn: Turn, question: Question, original: Question) -> None:
    """The asker follows the original from now on; the others are asked."""
    store, args = turn.store, {"question": question.id, "other": original.id}
    about = news_subject(original.id)
    asker = await store.people.find(question.asker_id)
    if asker is not None and asker.id != original.asker_id:
        await store.questions.follow(original.id, asker.id)
    people: dict[int, tuple[Person, str]] = {
        person.id: (person, "questions.same") for person in await store.questions.followers(question.id)
    }
    if asker is not None:
        people[asker.id] = (asker, "questions.joined")
    for person, template in people.values():
        key = f"question:{question.id}:same:{original.id}:{turn.now.isoformat()}:{person.id}"
        await outgoing.to_person(store, person, template, args, key=key, subject=about)


@router.card("questions.same")
async def draw_same(view: View) -> Card | None:
    question, other = [await view.store.questions.find(view[name]) for name in ("question", "other")]
    if other is not None and other.state in GONE:
        return gone(view, other)
    if question is None or other is None or question.duplicate_of_id != other.id or other.state not in PUBLIC:
        return None
    text = view.say(
        "Question {id} is the same as question {other}. Follow that one?", id=question.number, other=other.number
    )
    follow = Button(view.say("Follow"), "questions.follow", str(other.id), "primary")
    return Card("", (Text(text), Quote(shorten(other.text, 300)), Buttons((follow,))))


@router.card("questions.joined")
async def draw_joined(view: View) -> Card | None:
    """To the asker, who may see it otherwise."""
    question, other = [await view.store.questions.find(view[name]) for name in ("question", "other")]
    if other is not None and other.state in GONE:
        return gone(view, other)
    if question is None or other is None or question.duplicate_of_id != other.id or other.state not in PUBLIC:
        return None
    say = view.say
    text = say(
        "Your question {id} is the same as question {other}. You hear of every answer to that one.",
        id=question.number,
        other=other.number,
    )
    row = (
        Button(say("Show"), "questions.show", str(other.id), "primary"),
        Button(say("It is not the same"), "questions.apart", str(question.id)),
        Button(say("Stop following"), "questions.unfollow", str(other.id)),
    )
    return Card("", (Text(text), Quote(shorten(other.text, 300)), Buttons(row)))


async def _steered(turn: Turn, value: str) -> Question:
    question = await visible(turn, value, lock=True)
    if question.state not in PUBLIC:
        raise Missing(turn.say("I do not find that question."))
    await rights.need_steer(turn, question)
    return question


def _number_form(turn: Turn, question: Question) -> Form:
    say, words = turn.say, shorten(question.text, 200)
    hint = say("It stands on its card: Question 12.")
    number = Field("number", say("The number of the other question"), hint=hint)
    title = say("Question {id}", id=question.number)
    return Form(title, "questions.duplicate", (number,), say("Link them"), str(question.id), note=words)
