"""Reach of a question: chosen before it is sent, widened and narrowed afterwards, with its cards in the right rooms."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.reaches import choosing, telling
from handlers.chat.cards import Form, Reply, note
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory import anonymity
from handlers.directory.naming import shorten, subject
from handlers.library.indexing import index
from handlers.questions import asking, cards, drafts, escalating, placing, publishing, quieting
from handlers.questions.mirroring import answer_subject
from storage.access.audiences import OWN, Reach
from storage.questions.questions import ACCEPTED, DRAFT, WITHDRAWN, Question

router = Router()


@router.on(Click, "questions.reach", opens=True)
async def choose(event: Click, turn: Turn) -> Reply:
    return Reply(form=await form(turn, await asking.own_draft(turn, event.value)))


async def form(turn: Turn, question: Question) -> Form:
    now = await turn.store.reaches.find(question.reach_id)
    fields, words = await choosing.fields(turn, now), shorten(question.text, 200)
    title = turn.say("Who may see it?")
    return Form(title, "questions.reach", fields, turn.say("Save"), str(question.id), note=words)


@router.on(Submission, "questions.reach")
async def change(event: Submission, turn: Turn) -> Reply:
    """Before it is out: sent to the rooms within its new reach instead. Afterwards: to those, and out of the others."""
    question, say = await asking.own_draft(turn, event.value), turn.say
    if question.state == WITHDRAWN:
        raise Missing(say("I do not find that question."))
    reach = await choosing.chosen(turn, event)
    await need_fitting(turn, reach, anonymous=question.anonymous)
    await _need_no_agenda(turn, question, reach)
    question.reach_id = reach.id if reach else None
    if question.state == DRAFT:
        return Reply(await drafts.draft_card(turn, question))
    if question.state == ACCEPTED:
        await turn.store.outbox.cancel(subject=subject(question.id))
        return await publishing.accept(turn, question, replace=False)
    await _move(turn, question)
    told = await telling.seen_by(turn.store, question.reach_id, say)
    return note(say("Question {id} has another reach. {seen}", id=question.number, seen=told))


async def need_fitting(turn: Turn, reach: Reach | None, *, anonymous: bool, name: str = "reach") -> None:
    """Raises UserError where nobody could be reached, or where its readers would know who asks all the same.

    `name`: the field in which anonymity is chosen.
    """
    say, store, own = turn.say, turn.store, turn.person.stands_for
    if reach is not None and reach.kind == OWN and not await store.rooms.of_house(own or 0):
        text = say("Your organisation has no room where I am. Invite me to one first, or choose another reach.")
        raise UserError("", {"reach": text})
    if anonymous and await anonymity.description(store, own, reach.id if reach else None) is None:
        text = say(
            "Fewer than {n} organisations fit a description of you, so others would know who asks."
            " Ask with your name, or let more organisations see it.",
            n=anonymity.FEWEST,
        )
        raise UserError("", {name: text})


async def _need_no_agenda(turn: Turn, question: Question, reach: Reach | None) -> None:
    """What stands on an agenda is read by everybody who is invited."""
    if reach is not None and await turn.store.agenda.of_question(question.id):
        text = turn.say("It is on the agenda of a meeting, so all members may see it.")
        raise UserError("", {"reach": text})


async def _move(turn: Turn, question: Question) -> None:
    """Whoever may see it now gets it; whoever may not is shown it no longer, and hears no more of it."""
    store = turn.store
    question.publish_at, question.sendings = turn.now, question.sendings + 1
    await index(store, question)
    answers = [answer_subject(answer.id) for answer in await store.answers.to(question.id)]
    news = (cards.news_subject(question.id), escalating.subject(question.id))
    for about in (subject(question.id), *news, *answers):
        await _take_out(turn, question, about)
    await cards.promise(store, question)
    for person in await store.questions.followers(question.id):
        if not await rights.within(store, person, question):
            await store.questions.unfollow(question.id, person.id)
    await escalating.restart(store, question)
    await quieting.moved(store, question)


async def _take_out(turn: Turn, question: Question, about: str) -> None:
    """Copies in rooms where it does not belong are deleted; private ones are redrawn, and say so."""
    store = turn.store
    await store.outbox.refresh(about)
    for copy in await store.outbox.copies(about):
        if copy.room_id is not None and not await placing.belongs(store, question, copy.room_id):
            await store.outbox.take_back_one(copy)
