"""Keep the asker's receipt: one message from the sending on, redrawn whenever the question changes."""

from __future__ import annotations

import msgspec

from handlers.chat import outgoing
from handlers.chat.cards import Redrawn, Reply
from handlers.chat.events import Submission
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.rich_text.plain_text import extract_plain_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.language import guess_topics_by_meaning
from handlers.questions import drafts
from handlers.questions.receipt_cards import QuestionReceiptCard, draw_question_receipt, draw_verb_hint
from storage.kit.database import Store
from storage.questions.questions import Question
from storage.queue.delivery_rows import UPDATE, Delivery

router = Router()


async def build_receipt_reply(turn: Turn, question: Question, *, replace: bool) -> Reply:
    """Build the reply that is the receipt from now on, where its message can be changed."""
    also = guess_topics_by_meaning(turn.classifier, turn.meanings, extract_plain_text(question.text)).second
    args = QuestionReceiptCard(question.id, also=also or "")
    card = await draw_question_receipt(turn, question, args, turn.account.platform)
    return Reply(card, replace=replace, redrawn=Redrawn(args, build_question_subject(question.id)))


async def build_draft_reply(turn: Turn, question: Question, step: str, *, replace: bool = False) -> Reply:
    """Build the reply that asks what the draft waits for, and becomes the receipt."""
    card = await drafts.draw_question_draft(turn, question, step)
    redrawn = Redrawn(QuestionReceiptCard(question.id, step=step), build_question_subject(question.id))
    return Reply(card, replace=replace, redrawn=redrawn)


async def add_verb_hint(turn: Turn, reply: Reply, verb: str) -> Reply:
    """Add to the receipt that its text may have meant this verb."""
    redrawn = reply.redrawn
    if reply.card is None or redrawn is None or not isinstance(redrawn.args, QuestionReceiptCard):
        return reply
    question = await turn.store.questions.find(redrawn.args.question)
    hint = draw_verb_hint(turn.say, question, verb) if question is not None else ()
    card = msgspec.structs.replace(reply.card, parts=(*reply.card.parts, *hint))
    redrawn = msgspec.structs.replace(redrawn, args=msgspec.structs.replace(redrawn.args, meant=verb))
    return msgspec.structs.replace(reply, card=card, redrawn=redrawn)


async def find_live_receipt(store: Store, question: Question) -> Delivery | None:
    """Return the asker's receipt, if there is one that changes with the question."""
    subject = build_question_subject(question.id)
    return await store.posted_copies.find_live_copy(subject, QuestionReceiptCard.template)


def leave_to_receipt(turn: Turn, event: Submission, question: Question, reply: Reply) -> Reply:
    """Return the reply to what the asker did with their receipt, which says by itself what became of it."""
    shown = event.direct and turn.person.id == question.asker_id
    return msgspec.structs.replace(reply, shown_by=(build_question_subject(question.id),)) if shown else reply


async def refresh_receipt(store: Store, question: Question) -> None:
    """Redraw the receipt; post one where the asker has none that can be changed."""
    if await find_live_receipt(store, question):
        subject = build_question_subject(question.id)
        await store.outbox.refresh_copies(subject, template=QuestionReceiptCard.template)
    else:
        key = f"question:{question.id}:{question.sendings}:published"
        await _post_receipt(store, question, QuestionReceiptCard(question.id), key)


async def retract_receipt(store: Store, question: Question) -> None:
    """Delete the receipt, which gives way to a message that is not overlooked."""
    receipt = await find_live_receipt(store, question)
    subject = build_question_subject(question.id)
    await store.outbox.cancel_deliveries(subject=subject, template=QuestionReceiptCard.template)
    if receipt is not None:
        await store.outbox.withdraw_delivery(receipt)


async def withdraw_question_copies(store: Store, question: Question, *, answered: bool) -> None:
    """Delete the cards that nobody has answered; the others and the receipt stay, and say so."""
    subject, receipt = build_question_subject(question.id), await find_live_receipt(store, question)
    if answered:
        await store.outbox.cancel_deliveries(subject=subject)
    else:
        await store.outbox.withdraw_copies(subject, but=[receipt.id] if receipt is not None else [])
    await store.outbox.refresh_copies(subject, template="" if answered else QuestionReceiptCard.template)


@router.stale(QuestionReceiptCard)
async def on_receipt_stale(view: View[QuestionReceiptCard]) -> None:
    """Post the receipt anew where its message can no longer be changed."""
    change = view.delivery
    question = await view.store.questions.find(view.args.question)
    if question is None or change.op != UPDATE or change.target_id is None:
        return
    await view.store.outbox.record_copy_gone(change.target_id)
    await _post_receipt(view.store, question, view.args, f"question:{question.id}:after:{change.target_id}")


async def _post_receipt(store: Store, question: Question, card: QuestionReceiptCard, key: str) -> None:
    person = await store.card_subjects.load_asker(question)
    if person is not None:
        await outgoing.post_to_person(
            store,
            person,
            card,
            key=key,
            subject=build_question_subject(question.id),
            account_id=question.account_id,
        )
