"""The bot's own reaction to what was asked in a channel, and what may go wrong with it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot.platforms import PermanentError, TemporaryError
from handlers.chat.button_values import RecordValue
from handlers.moderation.record_hiding import GROUNDS
from storage.directory.people import SECRETARIAT
from storage.queue.delivery_rows import CANCELLED, REACT, READY, SENT, Delivery
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.questions.conftest import GRID


async def only_question(talk: Conversation) -> int:
    async with talk.database.read() as store:
        found = await store.questions.find_question_by_number(1)
    assert found is not None
    return found.id


async def ask(talk: Conversation, kari: Someone, channel: str = "lobby") -> str:
    """The message she asks with."""
    await kari.says(GRID, channel)
    async with talk.database.read() as store:
        question = await store.questions.find_question_by_number(1)
    assert question is not None
    return question.source.rpartition("/")[2]


def signs(talk: Conversation, message: str) -> set[str]:
    return talk.platforms["fake"].reactions.get(message, set())


async def rows(talk: Conversation) -> list[tuple[str, str]]:
    async with talk.database.read() as store:
        found = await store.session.execute(
            sa.select(Delivery.state, Delivery.last_error).where(Delivery.op == REACT).order_by(Delivery.id)
        )
        return [(row.state, row.last_error) for row in found]


async def test_a_direct_chat_and_a_form_have_the_receipt_alone(talk: Conversation, kari: Someone) -> None:
    message = await ask(talk, kari, channel="")
    assert (signs(talk, message), await rows(talk)) == (set(), [])


async def test_hidden_and_restored(talk: Conversation, kari: Someone) -> None:
    lise, message = await talk.person("lise", role=SECRETARIAT), await ask(talk, kari)
    hidden = RecordValue("question", await only_question(talk)).encode_value()
    await lise.submits(await lise.does("moderation.hide", hidden), ground=GROUNDS[0])
    assert signs(talk, message) == set()
    await lise.does("moderation.restore", hidden)
    assert signs(talk, message) == {"👀"}


async def test_a_withdrawn_question_has_none(talk: Conversation, kari: Someone) -> None:
    message = await ask(talk, kari)
    assert signs(talk, message) == {"👀"}
    form = await kari.does("questions.more", str(await only_question(talk)))
    await kari.submits(form, what="withdraw")
    assert signs(talk, message) == set()


@pytest.mark.parametrize("why", ["missing_scope", "message_not_found", "is_archived"])
async def test_a_refused_reaction_is_left_out_and_nobody_is_told(talk: Conversation, kari: Someone, why: str) -> None:
    talk.platforms["fake"].react_fails.append(PermanentError(why, gone=why == "is_archived"))
    with capture_logs() as lines:
        message = await ask(talk, kari)
    assert await rows(talk) == [(CANCELLED, why)]
    assert signs(talk, message) == set()
    assert [line["log_level"] for line in lines if line["event"] == "reaction left out"] == ["info"]
    assert GRID in talk.room("grid")[0].text
    async with talk.database.read() as store:
        assert await store.delivery_report.list_delivery_troubles() == []


async def test_a_reaction_that_failed_says_later_how_it_is_by_then(
    talk: Conversation, kari: Someone, clock: Clock
) -> None:
    talk.platforms["fake"].react_fails += [TemporaryError("busy", after=30), TemporaryError("busy", after=30)]
    message = await ask(talk, kari)
    assert await rows(talk) == [(READY, "busy")]
    await kari.submits(await kari.does("answers.outcome", str(await only_question(talk))), outcome="Ring dem")
    assert await rows(talk) == [(READY, "busy"), (READY, "busy")]
    clock.forward(seconds=31)
    await talk.settle()
    assert await rows(talk) == [(SENT, ""), (SENT, "")]
    assert signs(talk, message) == {"✅"}


async def test_reactions_that_fail_again_and_again_stop_no_message(
    talk: Conversation, kari: Someone, clock: Clock
) -> None:
    talk.platforms["fake"].react_fails += [RuntimeError("500")] * 20
    await ask(talk, kari)
    for _ in range(10):
        clock.forward(minutes=6)
        await talk.settle()
    assert await rows(talk) == [(CANCELLED, "RuntimeError")]
    assert talk.courier.breakers.list_paused_workspaces(clock()) == []


async def test_a_question_closed_without_a_solution_has_none_until_it_is_open_again(
    talk: Conversation, kari: Someone
) -> None:
    message, question = await ask(talk, kari), str(await only_question(talk))
    await kari.does("questions.close", question)
    assert signs(talk, message) == set()
    await kari.does("questions.still_open", question)
    assert signs(talk, message) == {"👀"}
    await kari.does("questions.close", question)
    ola = await talk.person("ola")
    await ola.replies(talk.room("grid")[0], "Be om et møte med planavdelingen deres.")
    assert signs(talk, message) == {"👀"}
