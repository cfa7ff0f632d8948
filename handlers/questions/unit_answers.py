"""Send on a question once its asker has said which unit they mean."""

from __future__ import annotations

from handlers.chat.cards import Reply
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.questions import question_intake, receipts
from handlers.questions.button_values import QuestionUnit
from handlers.questions.power_units import correct_power_units
from storage.questions.questions import DRAFT

router = Router()


@router.on(Click, "questions.unit")
async def on_question_unit(event: Click, turn: Turn) -> Reply:
    """Set the unit that was meant, or keep what was written, and go on as with any other question."""
    chosen = QuestionUnit.parse_value(event.value)
    question = await question_intake.load_own_question(turn, str(chosen.question))
    if question.state != DRAFT:
        return await receipts.build_receipt_reply(turn, question, replace=True)
    if chosen.unit == "MW":
        question.text = correct_power_units(question.text)
    return await question_intake.continue_question(turn, question, replace=True)
