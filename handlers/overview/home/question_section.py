"""Draw the reader's own questions at home: status, a way to each, and what may be done with it."""

from __future__ import annotations

from handlers.chat.cards import Button, Item
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import Turn
from handlers.directory.display_names import describe_question_topics
from handlers.overview.home.sections import HomeSection
from handlers.questions.inactivity import describe_resting_state
from handlers.questions.room_selection import list_standing_cards
from storage.questions.questions import ACCEPTED, ANSWERED, HIDDEN, OPEN, SOLVED, TRIAGE, Question


async def draw_question_section(turn: Turn) -> HomeSection:
    """Draw the newest first. Drafts are pending items elsewhere on the page."""
    say, me, questions = turn.say, turn.person, turn.store.questions

    async def draw_question_entries(skip: int, most: int) -> list[Item]:
        return [
            await _draw_home_question(turn, question)
            for question in await questions.list_questions_sent_by(me.id, most, skip)
        ]

    empty = "" if me.guest else say("You have asked nothing yet.")
    return HomeSection(
        "questions",
        say("Your questions"),
        await questions.count_questions_sent_by(me.id),
        2,
        draw_question_entries,
        empty,
    )


async def _draw_home_question(turn: Turn, question: Question) -> Item:
    say, store = turn.say, turn.store
    state = {
        ACCEPTED: say("On its way"),
        TRIAGE: say("Waiting for the secretariat"),
        OPEN: say("No answer yet"),
        SOLVED: say("✅ Solved"),
        HIDDEN: say("Hidden by the secretariat"),
    }.get(question.state, "")
    if question.state == ANSWERED:
        state = say.many(
            "{n} answer", "{n} answers", await store.answers.count_answers(question.id, but=question.asker_id)
        )
    cards = await list_standing_cards(store, question)
    links = [card.link for card in cards if card.link and card.platform == turn.account.platform]
    row = (
        *(Button(say("Open"), url=link) for link in links[:1]),
        Button(say("Change or report"), "questions.more", str(question.id)),
    )
    note = " · ".join(
        filter(
            None, (state, describe_resting_state(question, say), await describe_question_topics(store, question, say))
        )
    )
    return Item(shorten_text(question.text, 150), note=note, buttons=row)
