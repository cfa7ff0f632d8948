"""Send: the grace period, the card in each room of the topic, and who is told that it is there."""

from __future__ import annotations

from datetime import timedelta

from handlers.access import rights, vacancy
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Quote, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import asker, shorten, subject, topic_names
from handlers.directory.topics.telling import tell_followers, wait_until_awake
from handlers.library.indexing import index
from handlers.notifications import limits
from handlers.questions import drafts, escalating, quieting, triage, unplaced
from handlers.questions.cards import GONE, gone, news_subject, promise
from handlers.questions.mirroring import mirror
from handlers.questions.placing import is_secret, rooms_for
from storage.directory.people import Person
from storage.questions.questions import (
    ACCEPTED,
    ANSWERED,
    DRAFT,
    HIDDEN,
    OPEN,
    PUBLIC,
    SOLVED,
    TRIAGE,
    WITHDRAWN,
    Question,
)

router = Router()


async def accept(turn: Turn, question: Question, *, replace: bool = True) -> Reply:
    """Promise the card to each room, after the grace period; without a room, the secretariat gets it."""
    rooms = await rooms_for(turn.store, question)
    at = await limits.broadcast(turn) if rooms else None
    if at is not None:
        await turn.store.questions.add(question)
        await drafts.remind_later(turn, question)
        return Reply(drafts.later_card(turn, question, at), replace=replace)
    placed = bool(rooms) or await is_secret(turn.store, question)
    if placed:
        question.state = ACCEPTED
        question.sendings += 1
        question.publish_at = turn.now + timedelta(seconds=turn.arena.grace_seconds)
    question.escalation = question.escalation or escalating.policy()
    await turn.store.questions.add(question)  # one that has just been asked gets its number
    if placed:
        await promise(turn.store, question)
    else:
        await triage.receive(turn.store, question)
    return Reply(await drafts.accepted_card(turn, question, rooms), replace=replace)


async def widen(turn: Turn, question: Question) -> Reply:
    """The card to rooms that do not have it yet; those that have it name both topics."""
    await promise(turn.store, question)
    await turn.store.outbox.refresh(subject(question.id))
    await index(turn.store, question)
    topics = await topic_names(turn.store, question, turn.say)
    return note(turn.say("Question {id} goes to {topic}.", id=question.number, topic=topics))


async def undo(turn: Turn, question: Question) -> Reply:
    """Drop a draft or an accepted question that is not out yet; later there is *Trekk tilbake*."""
    if question.state in (DRAFT, ACCEPTED):
        await turn.store.outbox.cancel(subject=subject(question.id))
        question.state = WITHDRAWN
        text = turn.say("Not sent. Here is your text, if you want to ask again:")
        again = Button(turn.say("Ask after all"), "questions.resume", str(question.id))
        return Reply(Card("", (Text(text), Quote(question.text), Buttons((again,)))), replace=True)
    if question.state == WITHDRAWN:
        return note(turn.say("This question is already taken back."), replace=True)
    raise UserError(turn.say("It is already sent. You can take it back under ⋯ on the question."))


async def answered_by_library(turn: Turn, question: Question, kind: str, found: int) -> Reply:
    """The asker found the answer before asking: nothing is sent, the find is counted."""
    if question.state != DRAFT:
        return Reply(await drafts.accepted_card(turn, question), replace=True)
    if kind == "solution":
        await turn.store.solutions.use(found, turn.person.id, turn.person.stands_for)
        question.solved_by_solution_id = found
    else:
        question.duplicate_of_id = found
    question.state, question.solved_at = WITHDRAWN, turn.now
    return note(turn.say("Good. I send nothing."), replace=True)


@router.sent("questions.card")
async def published(view: View) -> None:
    """The first room has it: the question is open, and the asker, the leads and the topic's followers are told."""
    question = await view.store.questions.lock(view["question"])
    if question is None or question.state == HIDDEN:
        return
    # a room that comes late, or is added later, gets what was said meanwhile
    await mirror(view.store, question, await view.store.answers.to(question.id))
    if question.published_at is not None or question.state in (DRAFT, WITHDRAWN):
        return
    question.published_at = view.now
    if question.state in (ACCEPTED, TRIAGE):  # somebody may have answered before this was written down
        if question.state == TRIAGE:
            await unplaced.end(view.store, question)
        question.state = OPEN
    await index(view.store, question)
    await view.store.outbox.refresh(subject(question.id), template="questions.triage")
    # from now on it waits; the planner promises the first step
    waits = [(escalating.KIND, question.id, view.now)] if escalating.waits(question) and question.escalation else []
    await view.store.chains.begin_each([*waits, (quieting.KIND, question.id, view.now + quieting.QUIET)])
    args = {"question": question.id}
    person = await view.store.people.find(question.asker_id)
    if person is not None:
        key = f"question:{question.id}:{question.sendings}:published"
        await outgoing.to_person(
            view.store,
            person,
            "questions.published",
            args,
            key=key,
            subject=subject(question.id),
            account_id=question.account_id,
        )
    await _tell_others(view, question)


async def _tell_others(view: View, question: Question) -> None:
    """Leads whom no card mentions, and whoever follows its topic, as far as they are within its reach."""
    store, args, about = view.store, {"question": question.id}, news_subject(question.id)
    for lead in await _leads_elsewhere(view, question):
        key = f"question:{question.id}:lead:{lead.id}"
        await outgoing.to_person(store, lead, "questions.for_lead", args, key=key, subject=about)
    await tell_followers(store, view.arena, question, about)


async def _leads_elsewhere(view: View, question: Question) -> list[Person]:
    """Leads who are in no workspace that has a room of the topic: a card cannot mention them."""
    if question.topic_id is None:
        return []
    rooms = await rooms_for(view.store, question)
    houses = {(room.platform, room.workspace) for room in rooms}
    found = []
    leads = await view.store.topics.leads(question.topic_id)
    for lead in await rights.those_within(view.store, leads, question):
        accounts = await view.store.people.accounts(lead.id)
        if lead.id != question.asker_id and not any((a.platform, a.workspace) in houses for a in accounts):
            found.append(lead)
    return found


@router.lost("questions.card")
async def not_published(view: View) -> None:
    """A room could not be reached. When it was the last hope, the secretariat finds another, and the asker is told."""
    question = await view.store.questions.lock(view["question"])
    if question is None or question.state != ACCEPTED or await view.store.outbox.alive(subject(question.id)):
        return
    await triage.receive(view.store, question)
    person = await view.store.people.find(question.asker_id)
    if person is not None:
        key = f"question:{question.id}:{question.sendings}:lost"
        await outgoing.to_person(
            view.store, person, "questions.lost", {"question": question.id}, key=key, account_id=question.account_id
        )


@router.card("questions.lost")
async def draw_lost(view: View) -> Card | None:
    question = await view.store.questions.find(view["question"])
    if question is None or question.state != TRIAGE:
        return None
    why = view.say("The rooms of this topic cannot be reached right now.")
    text = view.say("The secretariat has your question and finds another place for it.")
    text = await vacancy.tell_kept(view.store, view.say, text, rooms=True)
    return Card("", (Quote(shorten(question.text, 300)), Text(f"{why} {text}")))


@router.card("questions.published")
async def draw_published(view: View) -> Card | None:
    """The asker's own copy: where it is and how it stands."""
    question, say = await view.store.questions.find(view["question"]), view.say
    if question is None or question.state == WITHDRAWN:
        return Card("", (Text(say("Your question is taken back.")),))
    if question.state == HIDDEN:
        return gone(view, question)
    topic = await topic_names(view.store, question, say)
    if question.state == OPEN and await is_secret(view.store, question):
        topic = say("the secretariat")
    copies = [copy for copy in await view.store.outbox.copies(subject(question.id)) if copy.room_id is not None]
    where = say.many("{n} room", "{n} rooms", len(copies))
    state = {
        OPEN: say("Your question is in {topic} ({where}).", topic=topic, where=where),
        ANSWERED: say("Your question in {topic} has answers.", topic=topic),
        SOLVED: say("Your question in {topic} is solved.", topic=topic),
    }.get(question.state, say("Your question is on its way."))
    leads = await view.store.topics.leads(question.topic_id) if question.topic_id else ()
    if question.state == OPEN and await rights.those_within(view.store, leads, question):
        state += " " + say("The topic lead is told.")
    links = [
        Button(say("Open"), url=copy.link) for copy in copies if copy.link and copy.platform == view.place.platform
    ][:1]
    where_to = Button(say("Deliveries"), "deliveries.show", f"question:{question.id}")
    more = Button("⋯", "questions.more", str(question.id))
    return Card("", (Quote(shorten(question.text, 300)), Text(state), Buttons((*links, where_to, more))))


@router.card("questions.for_lead")
@router.card("questions.news")
async def draw_news(view: View) -> Card | None:
    """For those who lead or follow the topic: a question has come."""
    question, say = await view.store.questions.find(view["question"]), view.say
    if question is not None and question.state in GONE:
        return gone(view, question)
    if question is None or question.state not in PUBLIC:
        return None
    wait_until_awake(view)
    topic = await topic_names(view.store, question, say)
    row = (
        Button(say("Answer"), "answers.write", str(question.id), "primary"),
        Button(say("Follow"), "questions.follow", str(question.id)),
    )
    by = await asker(view.store, question, say)
    return Card(say("New question in {topic}", topic=topic), (Quote(question.text, by), Buttons(row)))
