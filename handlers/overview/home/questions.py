"""One's own questions at home: how each stands, a way to it, and what may be done with it."""

from __future__ import annotations

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten, subject, topic_names
from handlers.overview.home.sections import Section
from handlers.questions.quieting import mark
from storage.questions.questions import ACCEPTED, ANSWERED, HIDDEN, OPEN, SOLVED, TRIAGE, Question


async def section(turn: Turn) -> Section:
    """Newest first; drafts wait for them elsewhere on the page."""
    say, me, questions = turn.say, turn.person, turn.store.questions

    async def draw(skip: int, most: int) -> list[Item]:
        return [await _item(turn, question) for question in await questions.sent_by(me.id, most, skip)]

    empty = "" if me.guest else say("You have asked nothing yet.")
    return Section("questions", say("Your questions"), await questions.count_sent(me.id), 2, draw, empty)


async def _item(turn: Turn, question: Question) -> Item:
    say, store = turn.say, turn.store
    state = {
        ACCEPTED: say("On its way"),
        TRIAGE: say("Waits for the secretariat"),
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
