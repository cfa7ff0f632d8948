"""Edit the text of a question: every copy is redrawn, and what quoted somebody else is the asker's own from then on."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.cards import ROOM, Field, Form, Reply, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.language import detect_language
from handlers.library.question_index import index_question
from handlers.questions import inactivity, private_notices, publishing, question_form, question_intake, receipts
from handlers.questions.card_arguments import PrivateAnswerCard
from handlers.questions.mirroring import redraw_answer_copies
from handlers.questions.quoted_words import build_words_subject, compute_text_digest
from storage.kit.database import Store
from storage.questions.questions import DRAFT, WITHDRAWN, WORDS_HELD, Question

router = Router()


@router.on(Click, "questions.edit", opens=True)
async def on_question_edit_open(event: Click, turn: Turn) -> Reply:
    return Reply(form=draw_question_text_form(turn, await question_intake.load_own_question(turn, event.value)))


@router.on(Submission, "questions.edit")
async def on_question_edit_submit(event: Submission, turn: Turn) -> Reply:
    question = await question_intake.load_own_question(turn, event.value)
    text = event.get_text("text")
    if question.state == WITHDRAWN:
        raise Missing(turn.say("I cannot find that question."))
    if not text:
        raise UserError("", {"text": turn.say("Write what you want to know.")})
    if question.words_state:
        return await _write_own_words(turn, question, text)
    await update_question_text(turn.store, question, text)
    changed = build_text_reply(turn.say("Changed. Every copy is redrawn."))
    return receipts.leave_to_receipt(turn, event, question, changed)


async def _write_own_words(turn: Turn, question: Question, text: str) -> Reply:
    """Let the asker's words take the place of those of somebody else; what waited for a yes waits no longer.

    Raises UserError when the words are the same.
    """
    if compute_text_digest(text) == compute_text_digest(question.text):
        raise UserError("", {"text": turn.say("Somebody else wrote this text. Say it in your own words.")})
    waited = question.state == DRAFT and question.words_state != WORDS_HELD
    question.words_state, question.words_by_id = "", None
    await update_question_text(turn.store, question, text)
    await turn.store.outbox.refresh_copies(build_words_subject(question.id))
    if waited:
        return await publishing.accept_question(turn, question, replace=False)
    return build_text_reply(turn.say("Changed. Every copy is redrawn."))


async def update_question_text(store: Store, question: Question, text: str, at: datetime | None = None) -> None:
    """Change the text and redraw every copy.

    `at`: when the source message was changed, by the clock of its platform.
    """
    if text == question.text or question.state == WITHDRAWN:
        return
    question.text, question.language = (
        text[: question_intake.LONGEST_QUESTION],
        detect_language(shorten_text(text, ROOM)),
    )
    question.edited_at = at or store.now
    await store.outbox.refresh_copies(build_question_subject(question.id))
    await private_notices.redraw_question_notices(store, question.id)
    for answer in await store.answers.list_answers_to_question(question.id):  # which name the question by its words
        await redraw_answer_copies(store, answer.id, template=PrivateAnswerCard.template)
    await index_question(store, question)
    await inactivity.record_question_activity(store, question)


def draw_question_text_form(turn: Turn, question: Question) -> Form:
    say = turn.say
    field = Field("text", say("What do you want to know?"), "text", question.text[:ROOM])
    title, lost = say("Edit the question"), question_form.warn_text_truncated(turn, question.text)
    return Form(title, "questions.edit", (field,), say("Save"), str(question.id), note=lost)
