"""Answer a question by replying in its thread, or by the form where the bot hears no replies."""

from __future__ import annotations

from dataclasses import replace

from handlers.access import rights
from handlers.access.visibility import audience_texts
from handlers.chat.cards import ROOM, Button, Buttons, Card, Field, Form, Quote, Reply, Text, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Message, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.rich_text.plain_text import shorten_markup, shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.chat.typed_commands import build_typed_command
from handlers.directory.display_names import format_message_source
from handlers.library.solutions.solution_comments import receive_solution_comment
from handlers.questions import files, question_form, question_intake
from handlers.questions.answers import reader_notice, thread_replies
from handlers.questions.answers.answer_lifecycle import LONGEST_ANSWER, delete_answer, store_answer, update_answer_text
from handlers.questions.question_followers import load_visible_question
from storage.questions.answers import Answer
from storage.questions.questions import HIDDEN, WITHDRAWN, Question

router = Router()


@router.on(Message, "")
async def on_answer_reply(event: Message, turn: Turn) -> Reply | None:
    """Take a reply under a question's card, or under a private notice about the question."""
    place = event.place
    question = await thread_replies.lock_question_of_thread(turn.store, place)
    if question is None and event.addressed:
        question = await thread_replies.lock_question_of_source(turn.store, place)
    if question is None:
        return await _handle_unrelated_message(event, turn)
    text = thread_replies.read_reply_text(event)
    if not thread_replies.is_internal_message(text):
        _need_shown_question(turn, question)
    source, beside = format_message_source(place, event.message), files.serialise_files(event.files)
    readers = await reader_notice.list_rooms_with_card(turn.store, question) if not event.direct else set()
    answer = await thread_replies.receive_thread_reply(
        turn, question, text, beside, source=source, place=place, at=None
    )
    if answer is not None and readers - {answer.room_id}:
        await reader_notice.notify_first_reply(event, turn, question, answer.room_id)
    if answer is None or len(text) <= LONGEST_ANSWER:
        return None
    told = turn.say(
        "Your answer is longer than {n} characters, and others get no more of it. Write the rest in one more answer.",
        n=LONGEST_ANSWER,
    )
    return build_text_reply(told)


@router.on(Click, "answers.write", opens=True)
async def on_answer_form_open(event: Click, turn: Turn) -> Reply:
    question = await load_visible_question(turn, event.value)
    reaches = turn.say("It reaches the asker and every room that has the question.")
    seen = await audience_texts.describe_audience_size(turn.store, question.reach_id, turn.say)
    field = Field("text", turn.say("Your answer"), "text", hint=f"{reaches} {seen}")
    form = Form(
        turn.say("Answer"),
        "answers.write",
        (field,),
        turn.say("Send"),
        str(question.id),
        note=shorten_text(question.text, 500),
    )
    return Reply(form=form)


@router.on(Submission, "answers.write")
async def on_answer_submit(event: Submission, turn: Turn) -> Reply:
    question = await load_visible_question(turn, event.value)
    _need_shown_question(turn, question)
    answer = await store_answer(turn, question, _parse_answer_text(event, turn))
    row = (
        Button(turn.say("Edit"), "answers.edit", str(answer.id)),
        Button(
            turn.say("Delete"), "answers.delete", str(answer.id), "danger", turn.say("Delete your answer everywhere?")
        ),
    )
    return Reply(
        Card(
            "",
            (
                Text(turn.say("Your answer is on its way to the asker.")),
                Quote(shorten_markup(answer.text, 300)),
                Buttons(row),
            ),
        )
    )


@router.on(Click, "answers.edit", opens=True)
async def on_answer_edit_open(event: Click, turn: Turn) -> Reply:
    answer = await load_own_answer(turn, event.value)
    field = Field("text", turn.say("Your answer"), "text", answer.text[:ROOM])
    title, lost = turn.say("Edit the answer"), question_form.warn_text_truncated(turn, answer.text)
    return Reply(form=Form(title, "answers.edit", (field,), turn.say("Save"), str(answer.id), note=lost))


@router.on(Submission, "answers.edit")
async def on_answer_edit_submit(event: Submission, turn: Turn) -> Reply:
    answer = await load_own_answer(turn, event.value)
    await update_answer_text(turn.store, answer, _parse_answer_text(event, turn))
    if answer.deleted_at is not None:  # meanwhile, in the chat
        raise Missing(turn.say("I cannot find that answer."))
    return build_text_reply(turn.say("Changed. Every copy is redrawn."))


@router.on(Click, "answers.delete")
async def on_answer_delete(event: Click, turn: Turn) -> Reply:
    await delete_answer(turn.store, await load_own_answer(turn, event.value))
    return build_text_reply(turn.say("Your answer is deleted everywhere."), replace=True)


def _need_shown_question(turn: Turn, question: Question) -> None:
    """Raise UserError for a question that is hidden or withdrawn."""
    if question.state == HIDDEN:
        raise UserError(turn.say("The secretariat has hidden this question, so answers to it are not passed on."))
    if question.state == WITHDRAWN:
        raise UserError(turn.say("This question has been withdrawn, so answers are not passed on."))


def _parse_answer_text(event: Submission, turn: Turn) -> str:
    """Return the text of the form.

    Raises UserError at the field when the text is empty or internal: a form has no room in which an internal text
    could stay.
    """
    text = event.get_text("text")
    if not text:
        raise UserError("", {"text": turn.say("Write your answer.")})
    if thread_replies.is_internal_message(text):
        where = turn.say("What is written here goes to every room. Write what is internal in the thread itself.")
        raise UserError("", {"text": where})
    return text


async def load_own_answer(turn: Turn, value: str) -> Answer:
    """Return the answer with this id if the person wrote it and it is not deleted.

    Raises Missing, the same error for not found and not allowed.
    """
    answer = await turn.store.answers.find(parse_id(value))
    gone = turn.say("I cannot find that answer.")
    if answer is None or answer.deleted_at is not None:
        raise Missing(gone)
    await rights.need_right(turn, *((rights.AUTHOR,) if answer.author_id == turn.person.id else ()), missing=gone)
    return answer


async def _handle_unrelated_message(event: Message, turn: Turn) -> Reply | None:
    """Handle a message in a thread about something else: a line to the bot becomes a question of its own.

    Under a solution's card it goes to whoever shared the solution. Return None for other talk.
    """
    if event.orphaned:
        gone = turn.say(
            "I no longer know the message you replied to, so your answer was not passed on. Write “home” to me for"
            " the latest."
        )
        # In a private chat nothing else shows which reply this is about.
        return Reply(Card("", (Text(gone), Quote(shorten_markup(event.written, 300)))))
    if not event.addressed:
        return None
    comment = await receive_solution_comment(event, turn)
    if comment is not None:
        return comment
    typed = build_typed_command(event)
    if typed.name == "table":
        return await rights.run_inner_action(turn, typed)
    return await question_intake.on_ask_command(replace(typed, name="ask", text=event.text, markup=event.markup), turn)
