"""Home: what waits for you, and your questions."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click, Command, HomeOpened
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.help import first_steps
from handlers.meetings import listing as meetings
from handlers.members.belonging import where_button
from handlers.members.confirming import answers
from handlers.naming import asker, shorten, subject, topic_names
from storage.questions import ACCEPTED, ANSWERED, DRAFT, OPEN, SOLVED, TRIAGE, Question

router = Router()
#: entries of one kind
MOST = 8
MEETINGS = 3


@router.on(HomeOpened, "")
async def look(_event: HomeOpened, turn: Turn) -> Reply:
    return Reply(await home_card(turn))


@router.on(Command, "home")
async def home(_event: Command, turn: Turn) -> Reply:
    return Reply(await home_card(turn))


@router.on(Click, "home.show")
async def show(_event: Click, turn: Turn) -> Reply:
    return Reply(await home_card(turn))


async def home_card(turn: Turn) -> Card:
    say, asked = turn.say, await turn.store.questions.asked_by(turn.person.id, limit=MOST)
    waiting: list[Part] = [
        *_drafts(turn, asked),
        *await meetings.waiting(turn),
        *await _people(turn),
        *await _unanswered(turn),
        *await _secretariat(turn),
    ]
    if turn.person.organisation_id is None:
        text = say("Then others know who answers, and your contact knows that you are here.")
        waiting.append(Item(say("Where do you belong?"), text, buttons=(where_button(turn),)))
    mine: list[Part] = [await _mine(turn, question) for question in asked if question.state != DRAFT]
    parts: list[Part] = [Text(say("Waits for you"), "strong"), *(waiting or [Text(say("Nothing waits for you."))])]
    if not turn.person.guest:
        parts += await _meetings(turn)
    if mine or not turn.person.guest:
        parts += [Text(say("Your questions"), "strong"), *(mine or [Text(say("You have asked nothing yet."))])]
    more = [Button(say("My profile"), "members.me")]
    if not turn.person.guest:
        more.insert(0, Button(say("Topics"), "topics.page"))
    if turn.person.secretariat:
        more.append(Button(say("Administer"), "admin.show"))
    return Card(turn.arena.name, (Buttons(first_steps(turn)), *parts, Buttons(tuple(more))))


async def _meetings(turn: Turn) -> list[Part]:
    """What comes next, and whether one has answered."""
    found = await meetings.items(turn, await meetings.coming(turn, MEETINGS))
    return [Text(turn.say("Next meetings"), "strong"), *found] if found else []


def _drafts(turn: Turn, asked: Sequence[Question]) -> list[Item]:
    """Questions that wait for a word about topic or suggestions."""
    say, found = turn.say, []
    for question in asked:
        if question.state == DRAFT:
            row = (
                Button(say("Ask anyway"), "questions.ask_anyway", str(question.id), "primary"),
                Button(say("Cancel"), "questions.cancel", str(question.id)),
            )
            found.append(Item(shorten(question.text, 150), note=say("Not sent yet"), buttons=row))
    return found


async def _people(turn: Turn) -> list[Item]:
    """Those whom this person may confirm: guests only the secretariat."""
    say, store, me = turn.say, turn.store, turn.person
    mine = [organisation.id for organisation in await store.organisations.represented_by(me.id)]
    if not mine and not me.secretariat:
        return []
    found = []
    for person in await store.people.unconfirmed(None if me.secretariat else mine, limit=MOST):
        organisation = await store.organisations.find(person.organisation_id)
        if organisation is not None and person.id != me.id and (me.secretariat or not person.guest):
            text = say("Does {name} belong to {organisation}?", name=person.name, organisation=organisation.name)
            found.append(Item(text, buttons=answers(turn, person)))
    return found


async def _unanswered(turn: Turn) -> list[Item]:
    """In the topics this person leads."""
    say, store = turn.say, turn.store
    led = [topic.id for topic in await store.topics.led_by(turn.person.id)]
    found = []
    for question in await store.questions.unanswered(led, limit=MOST) if led else ():
        row = (
            Button(say("Answer"), "answers.write", str(question.id), "primary"),
            Button("⋯", "questions.more", str(question.id)),
        )
        note = say("No answer yet in {topic}", topic=await topic_names(store, question, say))
        found.append(Item(shorten(question.text, 150), await asker(store, question, say), note, row))
    return found


async def _secretariat(turn: Turn) -> list[Item]:
    """Questions without a place, and messages that did not arrive."""
    say, store = turn.say, turn.store
    if not turn.person.secretariat:
        return []
    found = []
    for question in await store.questions.in_triage(limit=MOST):
        row = (
            Button(say("Take it"), "triage.take", str(question.id), "primary"),
            Button(say("Set topic"), "triage.place", str(question.id)),
        )
        title = say("Find a place for question {id}", id=question.id)
        found.append(Item(title, shorten(question.text, 150), buttons=row))
    failed = len(await store.outbox.failed(limit=100))
    if failed:
        text = say.many("{n} message did not arrive", "{n} messages did not arrive", failed)
        found.append(Item(text, buttons=(Button(say("Show"), "admin.deliveries"),)))
    return found


async def _mine(turn: Turn, question: Question) -> Item:
    """Its state, a way to it and what may be done with it."""
    say, store = turn.say, turn.store
    state = {
        ACCEPTED: say("On its way"),
        TRIAGE: say("With the secretariat"),
        OPEN: say("No answer yet"),
        SOLVED: say("✅ Solved"),
    }.get(question.state, "")
    if question.state == ANSWERED:
        state = say.many("{n} answer", "{n} answers", await store.answers.count(question.id))
    copies = await store.outbox.copies(subject(question.id))
    links = [copy.link for copy in copies if copy.room_id and copy.link and copy.platform == turn.account.platform]
    row = (*(Button(say("Open"), url=link) for link in links[:1]), Button("⋯", "questions.more", str(question.id)))
    note = " · ".join((state, await topic_names(store, question, say)))
    return Item(shorten(question.text, 150), note=note, buttons=row)
