"""What happens to a question at the same moment; a file of its own, for it is played on both engines."""

from __future__ import annotations

import asyncio

from handlers.chat.events import Submission
from handlers.chat.places import Place
from handlers.questions import question_escalation
from storage.queue.delivery_rows import CANCELLED, SENT
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.questions.conftest import GRID, asked, asks_about, at, helper, rows, until
from tests.waiting import complaints


async def test_answers_and_the_courier_at_once_leave_nothing_behind(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    """Each answer comes just when its question is being told to the lead."""
    per, many = await talk.person("per"), 12
    ola = await helper(talk, "ola")
    lise = await talk.person("lise")
    for number in range(many):
        await asks_about(kari if number < many / 3 else lise if number < many / 1.5 else ola, f"{GRID} ({number})")
    clock.set(at(2, 10, 5))
    forms = [
        Submission(
            id=talk.next_id(), sender=per.sender, place=Place("fake", "W1", "Dper"), direct=True,
            name="answers.write", value=str(number), values={"text": f"Answer {number}."},
        )
        for number in range(1, many + 1)
    ]  # fmt: skip
    await asyncio.gather(talk.courier.deliver_all_due(), *(talk.dispatcher(form) for form in forms))
    await talk.settle()
    async with talk.database.read() as store:
        for number in range(1, many + 1):
            question = await store.questions.find(number)
            assert question is not None
            assert question.state == "answered"
            chain = await store.escalations.find_escalation(question_escalation.KIND, number)
            assert chain is not None
            assert chain.next_at is None
    assert [row.state for row in await rows(talk) if row.state not in (SENT, CANCELLED)] == []
    await until(talk, clock, 20)
    assert {row.state for row in await rows(talk, "questions.unanswered_asker")} <= {CANCELLED}
    assert asked(kari) == asked(lise) == asked(ola) == []
    assert await complaints(talk) == []
