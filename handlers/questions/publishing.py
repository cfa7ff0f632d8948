"""Publish a question: the grace period, the card in each room of the topic, and the notices that it is there."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat import outgoing
from handlers.chat.cards import Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import describe_question_topics
from handlers.directory.topics.topic_notifications import notify_topic_followers
from handlers.library.question_index import index_new_question, index_question
from handlers.questions import (
    drafts,
    inactivity,
    question_broadcasts,
    question_escalation,
    quoted_words,
    receipts,
    source_reactions,
    triage,
    triage_escalation,
)
from handlers.questions.called_people import choose_called_people
from handlers.questions.card_arguments import QuestionCard
from handlers.questions.cards import build_news_subject, schedule_question_cards
from handlers.questions.mirroring import mirror_answers
from handlers.questions.publication_cards import NewQuestionForLeadNotice
from handlers.questions.room_selection import is_secretariat_only, list_question_rooms
from storage.directory.people import Person
from storage.kit.database import Store
from storage.questions.questions import ACCEPTED, DRAFT, HIDDEN, OPEN, TRIAGE, WITHDRAWN, WORDS_AGREED, Question

router = Router()


async def accept_question(turn: Turn, question: Question, *, replace: bool = True) -> Reply:
    """Send the question; words of somebody else wait until their author agrees."""
    if question.words_state not in ("", WORDS_AGREED):
        return await _hold_for_author(turn, question, replace=replace)
    counted = await question_broadcasts.is_broadcast_counted(turn.store, question)
    at = await question_broadcasts.claim_question_broadcast(turn, question, counted=counted)
    if at is not None:
        await turn.store.questions.add(question)
        await drafts.schedule_draft_reminder(turn, question)
        return Reply(drafts.draw_quota_reached_card(turn, question, at), replace=replace)
    if replace or question.id is None:
        await send_question(turn, question)
        return await receipts.build_receipt_reply(turn, question, replace=replace)
    return await _send_again(turn, question)


async def resend_question(turn: Turn, question: Question, field: str, *, counted: bool) -> Reply:
    """Send the accepted question to its new topic or audience instead; cards that are still to come are cancelled.

    Raises UserError in this field before anything is cancelled, where the person may not write to everybody yet.
    """
    await question_broadcasts.need_question_broadcast(turn, question, field, counted=counted)
    await cancel_question_cards(turn.store, question)
    return await _send_again(turn, question)


async def _send_again(turn: Turn, question: Question) -> Reply:
    """Send the question; its receipt is redrawn, and becomes the reply where the asker has none."""
    await send_question(turn, question)
    if not await receipts.find_live_receipt(turn.store, question):
        return await receipts.build_receipt_reply(turn, question, replace=False)
    await receipts.refresh_receipt(turn.store, question)
    if question.state == TRIAGE:
        return build_text_reply(
            turn.say("Your question is with the secretariat, who will find the right topic for it.")
        )
    topics = await describe_question_topics(turn.store, question, turn.say)
    return build_text_reply(turn.say("Question {id} goes to {topic}.", id=question.number, topic=topics))


async def send_question(turn: Turn, question: Question) -> None:
    """Post the card to each room, due after the grace period; without a room, the secretariat gets it."""
    store, grace = turn.store, timedelta(seconds=turn.arena.grace_seconds)
    placed = await list_question_rooms(store, question) or await is_secretariat_only(store, question)
    if placed:
        await triage.leave_triage(store, question)
        question.state, question.publish_at = ACCEPTED, turn.now + grace
        question.sendings += 1
    question.escalation = question.escalation or question_escalation.copy_escalation_policy()
    await store.questions.add(question)  # flush, so that a new question gets its number
    if placed:
        await schedule_question_cards(store, question, first=question.sendings == 1)
    elif question.state == TRIAGE:
        await store.outbox.refresh_copies(build_question_subject(question.id))
    else:
        await triage.send_to_triage(store, question, after=grace)
    await source_reactions.refresh_source_reaction(store, question)


async def _hold_for_author(turn: Turn, question: Question, *, replace: bool) -> Reply:
    await turn.store.questions.add(question)
    await quoted_words.request_quoted_words(turn, question)
    await drafts.schedule_draft_reminder(turn, question, "words_waiting", drafts.REMIND_OF_WORDS)
    return await receipts.build_draft_reply(turn, question, "", replace=replace)


async def publish_to_more_rooms(turn: Turn, question: Question) -> Reply:
    """Post the card to rooms that do not have it yet; the cards already there name both topics."""
    await schedule_question_cards(turn.store, question)
    await turn.store.outbox.refresh_copies(build_question_subject(question.id))
    await index_question(turn.store, question)
    topics = await describe_question_topics(turn.store, question, turn.say)
    return build_text_reply(turn.say("Question {id} goes to {topic}.", id=question.number, topic=topics))


async def cancel_question_cards(store: Store, question: Question) -> None:
    """Cancel the cards that are still to come; the asker's receipt says so."""
    subject = build_question_subject(question.id)
    await store.outbox.cancel_deliveries(subject=subject, template=QuestionCard.template)


async def cancel_question(turn: Turn, question: Question) -> Reply:
    """Drop a draft or a question that is in no room yet; later there is *Trekk tilbake*.

    Raises UserError for a published question.
    """
    if question.state in (DRAFT, ACCEPTED, TRIAGE):
        await drop_unpublished_question(turn.store, question)
        return await receipts.build_receipt_reply(turn, question, replace=True)
    if question.state == WITHDRAWN:
        return build_text_reply(turn.say("This question has already been withdrawn."), replace=True)
    raise UserError(turn.say("It has already been sent. You can withdraw it with “Change or report” on the question."))


async def drop_unpublished_question(store: Store, question: Question) -> None:
    """Withdraw a question that is in no room yet, and cancel what was to bring it there."""
    await cancel_question_cards(store, question)
    await triage.leave_triage(store, question)
    question.state = WITHDRAWN
    await source_reactions.refresh_source_reaction(store, question)
    await store.outbox.refresh_copies(quoted_words.build_words_subject(question.id))


async def close_draft_as_answered(turn: Turn, question: Question, kind: str, found: int) -> Reply:
    """Close the draft because the asker found the answer before asking: nothing is sent, the use is counted."""
    if question.state != DRAFT:
        return await receipts.build_receipt_reply(turn, question, replace=True)
    if kind == "solution":
        await turn.store.solutions.record_solution_use(found, turn.person.id, turn.person.stands_for)
        question.solved_by_solution_id = found
    else:
        question.duplicate_of_id = found
    question.state, question.solved_at = WITHDRAWN, turn.now
    return build_text_reply(turn.say("Good. Nothing will be sent."), replace=True)


@router.sent(QuestionCard)
async def on_question_card_sent(view: View[QuestionCard]) -> None:
    """Open the question when the first room has its card; notify the asker, the leads and the topic's followers."""
    question = await view.store.questions.lock(view.args.question)
    if question is None or question.state == HIDDEN:
        return
    if question.state != ACCEPTED:  # a room that is late, or is added later, gets the answers given meanwhile
        await mirror_answers(view.store, question, await view.store.answers.list_answers_to_question(question.id))
    if question.published_at is not None or question.state in (DRAFT, WITHDRAWN):
        return
    question.published_at = view.now
    if question.state in (ACCEPTED, TRIAGE):  # may have been answered already
        if question.state == TRIAGE:
            await triage_escalation.end_triage_escalation(view.store, question)
        question.state = OPEN
    await index_new_question(view.store, question)
    await triage.refresh_triage_cards(view.store, question)
    # The escalation starts now. The scheduler promises its first step.
    waits = (
        [(question_escalation.KIND, question.id, view.now)]
        if question_escalation.is_awaiting_answer(question) and question.escalation
        else []
    )
    await view.store.escalations.begin_mixed_escalations(
        [*waits, (inactivity.KIND, question.id, view.now + inactivity.QUIET)]
    )
    await receipts.refresh_receipt(view.store, question)
    await _notify_leads_and_followers(view, question)


async def _notify_leads_and_followers(view: View, question: Question) -> None:
    """Notify leads whom no card mentions, and the topic's followers, as far as they are in the audience."""
    store, card, about = view.store, NewQuestionForLeadNotice(question.id), build_news_subject(question.id)
    for lead in await _list_unmentioned_leads(view, question):
        key = f"question:{question.id}:lead:{lead.id}"
        await outgoing.post_to_person(store, lead, card, key=key, subject=about)
    await notify_topic_followers(store, view.arena, question, about)


async def _list_unmentioned_leads(view: View, question: Question) -> list[Person]:
    """List called people who are in no workspace that has a room of the topic: a card cannot mention them."""
    called = (await choose_called_people(view.store, question)).people
    if not called:
        return []
    rooms = await list_question_rooms(view.store, question)
    workspaces = {(room.platform, room.workspace) for room in rooms}
    found = []
    for lead in called:
        accounts = await view.store.people.list_reachable_accounts(lead.id)
        if not any((a.platform, a.workspace) in workspaces for a in accounts):
            found.append(lead)
    return found


@router.lost(QuestionCard)
async def on_question_card_lost(view: View[QuestionCard]) -> None:
    """Handle a room that could not be reached.

    When no other delivery is left, the secretariat gets the question to find another room; the asker's receipt
    says so.
    """
    question = await view.store.questions.lock(view.args.question)
    if (
        question is None
        or question.state != ACCEPTED
        or await view.store.posted_copies.has_live_post(build_question_subject(question.id))
    ):
        return
    await triage.send_to_triage(view.store, question)
    await receipts.refresh_receipt(view.store, question)
