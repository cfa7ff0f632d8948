"""Follow edits and deletions of the source message: every copy of the question or answer follows."""

from __future__ import annotations

from handlers.chat.cards import LONGEST_VALUE, Button, Buttons, Card, Part, Reply, Text
from handlers.chat.events import Deleted, Edited
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_message_source
from handlers.questions import drafts, files, question_changes, question_edits, receipts, topic_choice
from handlers.questions.answers import answer_lifecycle, thread_replies
from handlers.questions.answers.thread_replies import is_internal_message
from storage.questions.questions import ACCEPTED, DRAFT, TRIAGE, WITHDRAWN, Question

router = Router()


@router.on(Edited, "")
async def on_source_message_edited(event: Edited, turn: Turn) -> Reply | None:
    source, text, beside = (
        format_message_source(event.place, event.message),
        thread_replies.read_reply_text(event),
        files.serialise_files(event.files),
    )
    if not text and not beside:
        return None
    question = await turn.store.questions.find_question_by_source(source)
    if question is not None:
        return await _apply_question_edit(event, turn, question, text)
    answer = await turn.store.answers.find_answer_by_source(source)
    if answer is None:
        await _handle_edit_of_unknown_message(event, turn, source, text)
    elif answer.author_id == turn.person.id:
        await thread_replies.apply_reply_change(turn, answer, text, beside, place=event.place, at=event.at)
    return None


@router.on(Deleted, "")
async def on_source_message_deleted(event: Deleted, turn: Turn) -> Reply | None:
    source = format_message_source(event.place, event.message)
    question = await turn.store.questions.find_question_by_source(source)
    if question is not None and question.state != WITHDRAWN and question.asker_id == turn.person.id:
        return await _withdraw_question(turn, question)
    answer = await turn.store.answers.find_answer_by_source(source)
    if answer is not None:
        await answer_lifecycle.delete_answer(turn.store, answer, at=event.at)
    elif question is None:
        await _withhold_older_versions(
            event, turn, source, await thread_replies.lock_question_of_thread(turn.store, event.place)
        )
    return None


async def _apply_question_edit(event: Edited, turn: Turn, question: Question, text: str) -> Reply | None:
    if question.asker_id != turn.person.id or not text:
        return None
    question = await turn.store.questions.lock(question.id) or question  # reload: other changes may have been written
    if is_internal_message(text) and question.state != WITHDRAWN:
        return await _withdraw_question(turn, question)
    if question.state == WITHDRAWN:
        return None if is_internal_message(text) else await _offer_question_again(turn, question, event.text)
    if question.edited_at is None or event.at is None or event.at >= question.edited_at:
        await question_edits.update_question_text(turn.store, question, text, event.at)
        return await _show_changed_draft(turn, question)
    return None


async def _withdraw_question(turn: Turn, question: Question) -> Reply | None:
    """Withdraw the question. A receipt that changes with it says so, and needs no second one beside it."""
    shown = await receipts.find_live_receipt(turn.store, question)
    unpublished = question.state in (DRAFT, ACCEPTED, TRIAGE)
    reply = await question_changes.withdraw_question(turn, question)
    return None if shown and unpublished else reply


async def _offer_question_again(turn: Turn, question: Question, text: str) -> Reply:
    """Say that the question stays withdrawn, also where its message is there again, and offer to ask it."""
    if question.published_at is None:
        return await receipts.build_receipt_reply(turn, question, replace=False)
    parts: list[Part] = [
        Text(turn.say("Question {id} has been withdrawn. It does not come back by itself.", id=question.number))
    ]
    if len(text) <= LONGEST_VALUE:
        parts.append(Buttons((Button(turn.say("Ask the network anyway"), "questions.ask_this", text),)))
    return Reply(Card("", tuple(parts)))


async def _show_changed_draft(turn: Turn, question: Question) -> Reply | None:
    """Guess the topic of a draft again, and show its card where the open one cannot be changed."""
    if question.state != DRAFT:
        return None
    if not question.topic_confirmed:
        await topic_choice.assign_topic(turn, question, "")
    if await receipts.find_live_receipt(turn.store, question):
        return None
    return await receipts.build_draft_reply(turn, question, drafts.UNIT)


async def _handle_edit_of_unknown_message(event: Edited, turn: Turn, source: str, text: str) -> None:
    """Handle an edit of a message that became no record.

    The message comes later than its edit, or was internal until now.
    """
    question = await thread_replies.lock_question_of_thread(turn.store, event.place)
    if is_internal_message(text):
        await _withhold_older_versions(event, turn, source, question)
    elif question is not None:
        beside = files.serialise_files(event.files)
        await thread_replies.receive_thread_reply(
            turn, question, text, beside, source=source, place=event.place, at=event.at
        )
    elif event.addressed and await _is_original_outstanding(event, turn):
        await turn.store.early_changes.record_early_change(source, text, event.at)


async def _withhold_older_versions(event: Edited | Deleted, turn: Turn, source: str, question: Question | None) -> None:
    """Keep versions older than this change from being carried when they still come.

    That may be the message itself, or in a thread an earlier change of the message. Locks the question.
    """
    if question is not None:
        told = await turn.store.answers.find_answer_by_source(source)
        if told is not None:  # the change waited while the post was recorded
            if isinstance(event, Edited):
                await thread_replies.apply_reply_change(
                    turn, told, thread_replies.read_reply_text(event), (), place=event.place, at=event.at
                )
            else:
                await answer_lifecycle.delete_answer(turn.store, told, at=event.at)
            return
    if question is not None or await _is_original_outstanding(event, turn):
        await turn.store.early_changes.record_early_change(source, "", event.at)


async def _is_original_outstanding(event: Edited | Deleted, turn: Turn) -> bool:
    """Return True if the message itself is still to come."""
    return bool(event.original) and not await turn.store.inbox.has_answered_event(event.original)
