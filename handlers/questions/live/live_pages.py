"""Draw a live page: a card without buttons, for one reader."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from handlers.chat.cards import Card, Facts, Item, Part, Quote, Text
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.directory.display_names import describe_answerer, describe_asker, describe_question_topics
from handlers.library.pictures.page_pictures import PagePicture
from handlers.library.solutions.solution_badge import describe_solution_status, describe_use_count
from handlers.questions.cards import is_edited_in_sight
from handlers.questions.live import page_links
from handlers.questions.live.live_pictures import list_live_pictures
from handlers.questions.live.page_readers import (
    PageReader,
    find_page_reader,
    may_see_question_page,
    may_see_solution_page,
)
from storage.kit.database import Store
from storage.library.solutions import Solution
from storage.questions.questions import ANSWERED, SOLVED, Question


class LivePage(msgspec.Struct, frozen=True):
    """Hold a drawn page; `language` is that of its reader."""

    language: str
    card: Card
    #: time of rendering, as text
    drawn: str
    pictures: tuple[PagePicture, ...] = ()


async def load_live_page(store: Store, arena: Arena, kind: str, token: str) -> LivePage | None:
    """Return the page; None for a forged or expired link, or a reader who may not see the page now.

    These cases look the same, so that nobody can tell them apart.
    """
    link = page_links.parse_page_token(arena, kind, token, store.now)
    who = await find_page_reader(store, link) if link is not None else None
    if link is None or who is None:
        return None
    say = Say(who.language, arena.zone)
    drawn = say("As it was {when}. Reload the page to see the latest.", when=say.format_period(store.now))
    if kind == "question":
        card = await _draw_question_page(store, who, say, link.id)
        return None if card is None else LivePage(say.language, card, drawn)
    solution = await store.solutions.find(link.id)
    if solution is None or not await may_see_solution_page(store, who, solution):
        return None
    card = await draw_solution_record(store, arena, say, solution)
    return LivePage(say.language, card, drawn, await list_live_pictures(store, arena, who, solution))


async def _draw_question_page(store: Store, who: PageReader, say: Say, id: int) -> Card | None:
    question = await store.questions.find(id)
    if question is None or not await may_see_question_page(store, who, question):
        return None
    return await draw_question_record(store, say, question)


async def draw_question_record(store: Store, say: Say, question: Question) -> Card:
    """Draw the question with all of its answers, for a reader who may see it."""
    title = say("Question about {topic}", topic=await describe_question_topics(store, question, say))
    answers = await store.answers.list_answers_to_question(question.id)
    state = {
        ANSWERED: say.many("{n} answer", "{n} answers", len(answers)),
        SOLVED: say("✅ Solved"),
    }.get(question.state, say("Not answered yet"))
    line = [
        say("Question {id}", id=question.number),
        state,
        *([say("edited")] if is_edited_in_sight(question) else []),
    ]
    parts: list[Part] = [
        Quote(question.text, await describe_asker(store, question, say)),
        Text(" · ".join(line), "subtle"),
    ]
    if question.state == SOLVED and question.outcome:
        parts.append(Item(say("What solved it:"), question.outcome, marked=True))
    for answer in answers:
        by = await describe_answerer(store, answer, question, say)
        parts.append(Quote(answer.text, f"{by} · {say.format_period(answer.created_at)}"))
    return Card(title, tuple(parts), summary=shorten_text(question.text, 80))


async def draw_solution_record(store: Store, arena: Arena, say: Say, solution: Solution) -> Card:
    """Draw the solution with all of its texts, for a reader who may see it."""
    topic = await store.topics.find(solution.topic_id)
    mark = await describe_solution_status(store, solution, say, arena.find_day(store.now))
    uses = describe_use_count(say, await store.solutions.count_solution_uses(solution.id))
    name = topic.get_name(say.language) if topic is not None else ""
    return build_solution_record(say, solution, (name, solution.park, mark, uses))


def build_solution_record(say: Say, solution: Solution, notes: Iterable[str]) -> Card:
    """Build the card of all of its texts, below one line of notes."""
    line = Text(" · ".join(filter(None, notes)), "subtle")
    words = (
        (say("Problem"), solution.problem),
        (say("What was done"), solution.done),
        (say("Result"), solution.result),
        (say("Cost and time"), solution.cost_time),
        (say("Preconditions"), solution.preconditions),
        (say("Pitfalls"), solution.pitfall),
        (say("What failed first"), solution.failed),
    )
    parts = [Item(label, text, marked=True) for label, text in words if text]
    title = f"{solution.code} {solution.title}"
    return Card(title, (line, *parts, *_draw_solution_facts(say, solution)), summary=shorten_text(title, 80))


def _draw_solution_facts(say: Say, solution: Solution) -> tuple[Facts, ...]:
    rows = (
        (say("Contact"), solution.contact),
        (say("Date"), say.format_day(solution.dated) if solution.dated else ""),
        (say("To be verified by"), say.format_day(solution.verify_by) if solution.verify_by else ""),
    )
    told = tuple((label, text) for label, text in rows if text)
    return (Facts(told),) if told else ()
