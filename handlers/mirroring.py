"""One thread, many rooms: an answer reaches the thread under every other copy of the question's card."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.naming import subject
from storage.answers import Answer
from storage.database import Store
from storage.delivery_rows import CARD, Delivery
from storage.outbox import Draft
from storage.questions import Question

#: how an answer looks in another room's thread
TEMPLATE = "answers.card"


def answer_subject(answer_id: int) -> str:
    return f"answer:{answer_id}"


async def redraw(store: Store, answer_id: int, *, template: str = "") -> None:
    """Every copy (of this template), and every message in which it is told with others."""
    await store.outbox.refresh(answer_subject(answer_id), template=template)
    for lead in await store.threads.leads(answer_subject(answer_id)):
        await store.outbox.redraw_one(lead)


async def take_back(store: Store, answer: Answer) -> None:
    """Every copy; a message in which others are told stays, without it."""
    subject = answer_subject(answer.id)
    leads = await store.threads.leads(subject)
    shared = [row for row in (*leads, *await store.threads.posts(subject)) if await _tells_others(store, row, answer)]
    await store.outbox.take_back(subject, but=[row.id for row in shared])
    for row in shared:
        await store.outbox.redraw_one(row)
    for row in leads:
        if row not in shared:
            await store.outbox.take_back_one(row)


async def _tells_others(store: Store, row: Delivery, answer: Answer) -> bool:
    told = [await store.answers.find(id) for id in (row.args.get("answer"), *row.args.get("more", ()))]
    return any(one is not None and one.id != answer.id and one.deleted_at is None for one in told)


async def mirror(store: Store, question: Question, answers: list[Answer]) -> None:
    """To each room that has the card, once (the key says so), except the one it was written in."""
    copies = [copy for copy in await store.outbox.copies(subject(question.id)) if copy.room_id is not None]
    for answer in answers:
        for copy in copies:
            if copy.room_id != answer.room_id and copy.template == "questions.card":
                await store.outbox.post(
                    Draft(
                        key=f"answer:{answer.id}:room:{copy.room_id}",
                        platform=copy.platform,
                        workspace=copy.workspace,
                        channel=copy.sent_channel or copy.channel,
                        thread=copy.sent_thread,
                        template=TEMPLATE,
                        args={"answer": answer.id},
                        language=copy.language,
                        kind=CARD,
                        subject=answer_subject(answer.id),
                        room_id=copy.room_id,
                    )
                )


async def tell(store: Store, question: Question, answer: Answer) -> None:
    """The asker and those who follow the question hear of an answer, each once."""
    people = {person.id: person for person in await store.questions.followers(question.id)}
    asking = await store.people.find(question.asker_id)
    if asking is not None:
        people[asking.id] = asking
    people.pop(answer.author_id, None)
    for person in people.values():
        await outgoing.to_person(
            store,
            person,
            "answers.new",
            {"answer": answer.id},
            key=f"answer:{answer.id}:to:{person.id}",
            subject=answer_subject(answer.id),
            account_id=question.account_id if person.id == question.asker_id else None,
        )
