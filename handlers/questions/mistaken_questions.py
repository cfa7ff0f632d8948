"""Take back a question whose first word was a mistyped verb, and do what the verb says."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Reply
from handlers.chat.events import Click, Command
from handlers.chat.mistyped_verbs import correct_first_word, find_similar_verb
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.rich_text.plain_text import extract_plain_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.questions import publishing
from handlers.questions.question_intake import load_own_question
from handlers.questions.receipt_cards import QuestionReceiptCard

router = Router()


@router.on(Click, "questions.meant")
async def on_question_meant_as_command(event: Click, turn: Turn) -> Reply | None:
    """Run the corrected line as if it had been typed; a question that is in a room already stays there."""
    question = await load_own_question(turn, event.value)
    text = extract_plain_text(question.text)
    verb = find_similar_verb(text, turn.say.language)
    undone = await publishing.cancel_question(turn, question)
    if not verb:
        return undone
    await turn.store.outbox.refresh_copies(build_question_subject(question.id), template=QuestionReceiptCard.template)
    _, name, rest = correct_first_word(text, verb)
    command = Command(
        id=event.id, sender=event.sender, place=event.place, direct=event.direct, ephemeral=event.ephemeral,
        name=name, text=rest,
    )  # fmt: skip
    return await rights.run_gated_action(turn, command)
