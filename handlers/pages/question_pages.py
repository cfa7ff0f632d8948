"""Show the questions of the network, and one of them with all of its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.access import rights
from handlers.chat.rich_text.plain_text import extract_plain_text, shorten_text
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.display_names import describe_question_topics
from handlers.library.solutions.solved_questions import describe_progress_of_questions
from handlers.pages.addresses import ROOT
from handlers.pages.page_parts import PageEntry, PageLink, PageRequest, WebPage
from handlers.pages.record_list_page import (
    RecordListing,
    Topics,
    find_listed_record,
)
from handlers.questions.live.live_pages import draw_question_record
from storage.pages.record_sources import NEWEST, RecordFilter
from storage.questions.questions import ANSWERED, OPEN, SOLVED, Question

LONGEST_QUESTION = 160


def _label_question_states(say: Say) -> Mapping[str, str]:
    return {OPEN: say("Not answered yet"), ANSWERED: say("Answered"), SOLVED: say("Solved")}


def _narrow_to_state(_turn: Turn, which: RecordFilter, chosen: str) -> RecordFilter:
    return replace(which, states=(chosen,))


async def _draw_question_entries(turn: Turn, rows: Sequence[Question], _topics: Topics) -> list[PageEntry]:
    progress, entries = await describe_progress_of_questions(turn, rows), list[PageEntry]()
    for row in rows:
        organisation = None if row.anonymous else await turn.store.organisations.find(row.organisation_id)
        notes = (
            await describe_question_topics(turn.store, row, turn.say),
            progress[row.id],
            organisation.name if organisation else "",
            turn.say.format_day(row.created_at),
        )
        address, code = f"{QUESTIONS.path}/{row.number}", f"#{row.number}"
        entries.append(
            PageEntry(shorten_text(row.text, LONGEST_QUESTION), address, code, notes=tuple(filter(None, notes)))
        )
    return entries


async def _list_question_cells(turn: Turn, rows: Sequence[Question], _topics: Topics) -> list[tuple[str, ...]]:
    states, cells = _label_question_states(turn.say), list[tuple[str, ...]]()
    for row in rows:
        organisation = None if row.anonymous else await turn.store.organisations.find(row.organisation_id)
        cells.append(
            (
                str(row.number),
                extract_plain_text(row.text),
                await describe_question_topics(turn.store, row, turn.say),
                organisation.name if organisation else "",
                states[row.state],
                turn.arena.find_day(row.created_at).isoformat(),
                turn.arena.find_day(row.solved_at).isoformat() if row.solved_at else "",
            )
        )
    return cells


QUESTIONS = RecordListing(
    kind="question",
    section="questions",
    path=f"{ROOT}/questions",
    title=lambda say: say("Questions"),
    count=lambda say, n: say.many("{n} question", "{n} questions", n),
    hint=lambda say, name: say("Write a question to {name} in the chat.", name=name),
    state=lambda say: say("State"),
    states=_label_question_states,
    narrow=_narrow_to_state,
    orders=(NEWEST,),
    draw_entries=_draw_question_entries,
    columns=lambda say: (
        say("Number"),
        say("Question"),
        say("Topic"),
        say("Organisation"),
        say("State"),
        say("Asked"),
        say("Solved"),
    ),
    list_cells=_list_question_cells,
)


async def draw_question_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    question = await find_listed_record(turn, QUESTIONS.kind, asked.code)
    if question is None or not await rights.is_visible_to_member(turn.store, turn.person, question):
        return None
    card = await draw_question_record(turn.store, turn.say, question)
    back = PageLink(turn.say("Questions"), QUESTIONS.path)
    return WebPage(QUESTIONS.section, card.title, f"#{question.number}", back=back, card=card)
