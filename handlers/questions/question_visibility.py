"""Choose the audience of a question before it is sent; widen or narrow it later.

Its cards follow into the right rooms.
"""

from __future__ import annotations

from handlers.access import rights
from handlers.access.visibility import audience_fields, audience_texts
from handlers.chat.cards import Form, Reply, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_subjects import build_question_answer_subject, build_question_subject
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory import anonymity
from handlers.library.question_index import index_question
from handlers.questions import (
    cards,
    drafts,
    duplicates,
    inactivity,
    private_notices,
    publishing,
    question_broadcasts,
    question_escalation,
    question_intake,
    receipts,
    room_selection,
)
from storage.access.audiences import OWN, Audience
from storage.questions.questions import ACCEPTED, DRAFT, TRIAGE, WITHDRAWN, Question

router = Router()


@router.on(Click, "questions.reach", opens=True)
async def on_question_audience_open(event: Click, turn: Turn) -> Reply:
    return Reply(
        form=await draw_question_audience_form(turn, await question_intake.load_own_question(turn, event.value))
    )


async def draw_question_audience_form(turn: Turn, question: Question) -> Form:
    now = await turn.store.audiences.find(question.reach_id)
    fields, words = await audience_fields.draw_audience_fields(turn, now), shorten_text(question.text, 200)
    title = turn.say("Who may see it?")
    return Form(title, "questions.reach", fields, turn.say("Save"), str(question.id), note=words)


@router.on(Submission, "questions.reach")
async def on_question_audience_submit(event: Submission, turn: Turn) -> Reply:
    """Change the audience.

    A question that is not published yet is sent to the rooms of its new audience instead. Afterwards its cards go
    to those rooms, and are removed from the others.
    """
    question, say = await question_intake.load_own_question(turn, event.value), turn.say
    if question.state == WITHDRAWN:
        raise Missing(say("I cannot find that question."))
    audience = await audience_fields.parse_audience_fields(turn, event)
    await validate_audience(turn, audience, anonymous=question.anonymous)
    await _validate_not_on_agenda(turn, question, audience)
    counted = await question_broadcasts.is_broadcast_counted(turn.store, question)
    question.reach_id = audience.id if audience else None
    if question.state == DRAFT:
        return await receipts.build_draft_reply(turn, question, drafts.choose_draft_step(question))
    if question.state in (ACCEPTED, TRIAGE):
        return await publishing.resend_question(turn, question, "reach", counted=counted)
    await question_broadcasts.need_question_broadcast(turn, question, "reach", counted=counted)
    await _apply_question_audience(turn, question)
    told = await audience_texts.describe_audience_size(turn.store, question.reach_id, say)
    return build_text_reply(say("You changed who can see question {id}. {seen}", id=question.number, seen=told))


async def validate_audience(turn: Turn, audience: Audience | None, *, anonymous: bool, name: str = "reach") -> None:
    """Raise UserError where nobody could be reached, or where readers would still know who asks.

    `name`: the field in which anonymity is chosen.
    """
    say, store, own = turn.say, turn.store, turn.person.stands_for
    if (
        audience is not None
        and audience.kind == OWN
        and not await store.rooms.list_open_rooms_of_organisation(own or 0)
    ):
        text = say("Your organisation has no room where I am. Invite me to one first, or let more people see it.")
        raise UserError("", {"reach": text})
    if anonymous and await anonymity.find_anonymous_group(store, own, audience.id if audience else None) is None:
        text = say(
            "Fewer than {n} organisations fit your description, so others would know who asks. Ask with your"
            " name, or let more organisations see it.",
            n=anonymity.FEWEST,
        )
        raise UserError("", {name: text})


async def _validate_not_on_agenda(turn: Turn, question: Question, audience: Audience | None) -> None:
    """Raise UserError if the question is on an agenda, which all invitees can read."""
    if audience is not None and await turn.store.agenda.list_agenda_items_of_question(question.id):
        text = turn.say("It is on the agenda of a meeting, so all members may see it.")
        raise UserError("", {"reach": text})


async def _apply_question_audience(turn: Turn, question: Question) -> None:
    """Send the question to everybody who may see it now; withdraw it from the others, who stop following."""
    store = turn.store
    question.publish_at, question.sendings = turn.now, question.sendings + 1
    await index_question(store, question)
    answers = [
        build_question_answer_subject(answer.id) for answer in await store.answers.list_answers_to_question(question.id)
    ]
    for about in (build_question_subject(question.id), *answers):
        await _withdraw_from_other_rooms(turn, question, about)
    await private_notices.redraw_question_notices(store, question.id)
    await cards.schedule_question_cards(store, question)
    for person in await store.question_followers.list_question_followers(question.id):
        if not await rights.is_visible_to(store, person, question):
            await store.question_followers.unfollow_question(question.id, person.id)
    await duplicates.part_unseen_duplicates(store, question)
    await question_escalation.restart_question_escalation(store, question)
    await inactivity.record_question_activity(store, question)


async def _withdraw_from_other_rooms(turn: Turn, question: Question, about: str) -> None:
    """Delete copies in rooms where the question does not belong; private copies are redrawn, and say so."""
    store = turn.store
    await store.outbox.refresh_copies(about)
    for copy in await store.posted_copies.list_sent_copies(about):
        if copy.room_id is not None and not await room_selection.may_question_stay_in_room(
            store, question, copy.room_id
        ):
            await store.outbox.withdraw_delivery(copy)
