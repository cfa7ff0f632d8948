"""Make a question and an answer, as people do in chat."""

from __future__ import annotations

from tests.contracts.records.makers import HANDED_OVER, Maker, Making
from tests.conversation import Someone


async def _asks(making: Making, who: Someone, text: str) -> str:
    form = await who.does("questions.write")
    reply = await who.submits(form, text=f"{text}?", topic="nett", **making.own)
    if reply.card is not None and any(button.do == "questions.ask_anyway" for button in reply.card.list_buttons()):
        await who.clicks(reply, "Ask anyway")
    async with making.scene.database.read() as store:
        return str((await store.questions.list_questions_asked_by(who.person_id))[0].id)


async def _question(making: Making) -> tuple[str, ...]:
    await _asks(making, making.scene.kari, making.text)
    return ()


async def _answer(making: Making) -> tuple[str, ...]:
    question = await _asks(making, making.scene.line, "Hvem har erfaring med nettilknytning for hydrogen")
    await making.scene.kari.submits(await making.scene.kari.does("answers.write", question), text=making.text)
    return (question,)


MAKERS = {
    "question": Maker(_question, {HANDED_OVER: "whoever asks stays its asker; it is taken back or ends by itself"}),
    "answer": Maker(_answer, {HANDED_OVER: "what somebody said stays theirs"}),
}
