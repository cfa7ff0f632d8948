"""Take the yes or no of the author whose words a question would quote."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Reply, Text, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_signature
from handlers.questions import publishing, receipts
from handlers.questions.quoted_words import QuotedWordsRequest, build_words_subject
from storage.questions.questions import DRAFT, WITHDRAWN, WORDS_AGREED, WORDS_ASKED, WORDS_UNREACHED, Question

router = Router()


class WordsRefusedNotice(CardArguments, frozen=True):
    template = "questions.words_refused"

    question: int
    #: id of the author
    by: int


@router.on(Click, "questions.words_yes")
async def on_quoted_words_yes(event: Click, turn: Turn) -> Reply:
    """Send the question with the author's words; its asker sees in the receipt where it goes."""
    question = await _lock_words_request(turn, event.value)
    question.words_state = WORDS_AGREED
    await publishing.send_question(turn, question)
    await turn.store.outbox.refresh_copies(build_words_subject(question.id))
    await receipts.refresh_receipt(turn.store, question)
    return build_text_reply(turn.say("Thank you: the question goes out with your words and your name."), replace=True)


@router.on(Click, "questions.words_no")
async def on_quoted_words_no(event: Click, turn: Turn) -> Reply:
    """Remove the words. The asker must know that nothing was sent, so the receipt gives way to a message."""
    question = await _lock_words_request(turn, event.value)
    question.state, question.text, question.words_state, question.words_by_id = WITHDRAWN, "", "", None
    await receipts.retract_receipt(turn.store, question)
    await turn.store.outbox.refresh_copies(build_words_subject(question.id))
    asking = await turn.store.people.find(question.asker_id)
    if asking is not None:
        await outgoing.post_to_person(
            turn.store,
            asking,
            WordsRefusedNotice(question.id, turn.person.id),
            key=f"question:{question.id}:words:refused:{turn.now.isoformat()}",
            account_id=question.account_id,
        )
    return build_text_reply(
        turn.say("Not shared. Your text has been removed, and the person who asked will be told."), replace=True
    )


@router.card(WordsRefusedNotice)
async def draw_words_refused_card(view: View[WordsRefusedNotice]) -> Card | None:
    say, author = view.say, await format_signature(view.store, view.args.by, None, view.say)
    text = say("{name} said no to sharing the text, so it is removed. You can write it in your own words.", name=author)
    own = Button(say("Ask a question"), "questions.write", style="primary")
    return Card("", (Text(text), Buttons((own,))))


@router.lost(QuotedWordsRequest)
async def on_words_request_lost(view: View[QuotedWordsRequest]) -> None:
    """Tell the asker that messages to the author fail."""
    question = await view.store.questions.lock(view.args.question)
    if question is None or question.state != DRAFT or question.words_state != WORDS_ASKED:
        return
    question.words_state = WORDS_UNREACHED
    await receipts.refresh_receipt(view.store, question)


async def _lock_words_request(turn: Turn, value: str) -> Question:
    """Return the question that waits for the words of this person. Raises Missing or UserError."""
    question, gone = await turn.store.questions.lock(parse_id(value)), turn.say("I cannot find that question.")
    if question is None:
        raise Missing(gone)
    wrote = (rights.AUTHOR,) if question.words_by_id == turn.person.id else ()
    await rights.need_right(turn, *wrote, missing=gone)
    if question.state != DRAFT or question.words_state != WORDS_ASKED:
        raise UserError(turn.say("Done: the question no longer needs your answer."))
    return question
