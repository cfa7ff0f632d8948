"""Home: what waits for you, and your questions."""

from __future__ import annotations

from handlers import waiting
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click, Command, HomeOpened
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.help import first_steps
from handlers.meetings import listing as meetings
from handlers.meetings.showing import is_coming
from handlers.naming import shorten, subject, topic_names
from handlers.questions.quieting import mark
from handlers.rsvps.buttons import row
from storage.questions import ACCEPTED, ANSWERED, DRAFT, HIDDEN, OPEN, SOLVED, TRIAGE, Question

router = Router()
#: the next ones
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
    say, asked = turn.say, await turn.store.questions.asked_by(turn.person.id, limit=waiting.MOST)
    waits: list[Part] = [*await waiting.items(turn, asked)]
    mine: list[Part] = [await _mine(turn, question) for question in asked if question.state != DRAFT]
    parts: list[Part] = [Text(say("Waits for you"), "strong"), *(waits or [Text(say("Nothing waits for you."))])]
    if not turn.person.guest:
        parts += await _meetings(turn)
    if mine or not turn.person.guest:
        parts += [Text(say("Your questions"), "strong"), *(mine or [Text(say("You have asked nothing yet."))])]
    more = [Button(say("My profile"), "members.me")]
    if not turn.person.guest:
        more[:0] = [
            Button(say("Topics"), "topics.page"),
            Button(say("Open issues"), "issues.page"),
            Button(say("Your actions"), "actions.mine"),
        ]
    if turn.person.secretariat:
        more.append(Button(say("Administer"), "admin.show"))
    return Card(turn.arena.name, (Buttons(first_steps(turn)), *parts, Buttons(tuple(more))))


async def _meetings(turn: Turn) -> list[Part]:
    """What comes next, and whether one has answered."""
    coming = await meetings.coming(turn, MEETINGS)
    found: list[Part] = [*await meetings.items(turn, coming)]
    if coming and is_coming(coming[0], turn.now):
        found.insert(1, row(turn.say, coming[0]))  # the next one is answered here, with one tap
    return [Text(turn.say("Next meetings"), "strong"), *found] if found else []


async def _mine(turn: Turn, question: Question) -> Item:
    """Its state, a way to it and what may be done with it."""
    say, store = turn.say, turn.store
    state = {
        ACCEPTED: say("On its way"),
        TRIAGE: say("With the secretariat"),
        OPEN: say("No answer yet"),
        SOLVED: say("✅ Solved"),
        HIDDEN: say("Hidden by the secretariat"),
    }.get(question.state, "")
    if question.state == ANSWERED:
        state = say.many("{n} answer", "{n} answers", await store.answers.count(question.id, but=question.asker_id))
    copies = await store.outbox.copies(subject(question.id))
    links = [copy.link for copy in copies if copy.room_id and copy.link and copy.platform == turn.account.platform]
    row = (*(Button(say("Open"), url=link) for link in links[:1]), Button("⋯", "questions.more", str(question.id)))
    note = " · ".join(filter(None, (state, mark(question, say), await topic_names(store, question, say))))
    return Item(shorten(question.text, 150), note=note, buttons=row)
