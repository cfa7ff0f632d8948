"""What stands on a live page: a card without buttons, drawn for one reader."""

from __future__ import annotations

import msgspec

from handlers.chat.cards import Card, Facts, Item, Part, Quote, Text
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.directory.naming import answerer, asker, shorten, topic_names
from handlers.library.solutions.showing import status, used_by
from handlers.questions.live import links
from handlers.questions.live.readers import Reader, reader, sees_question, sees_solution
from storage.kit.database import Store
from storage.library.solutions import Solution
from storage.questions.questions import ANSWERED, SOLVED


class Page(msgspec.Struct, frozen=True):
    """`language` is that of its reader."""

    language: str
    card: Card
    #: when it was drawn, in words
    drawn: str


async def page(store: Store, arena: Arena, kind: str, token: str) -> Page | None:
    """None for a link that was made up, has run out, or whose reader may not see it now: nobody can tell which."""
    link = links.opened(arena, kind, token, store.now)
    who = await reader(store, link) if link is not None else None
    if link is None or who is None:
        return None
    say = Say(who.language, arena.zone)
    card = await (_question if kind == "question" else _solution)(store, arena, who, say, link.id)
    drawn = say("As it was {when}. Load the page again to see the newest.", when=say.when(store.now))
    return None if card is None else Page(say.language, card, drawn)


async def _question(store: Store, arena: Arena, who: Reader, say: Say, id: int) -> Card | None:
    question = await store.questions.find(id)
    if question is None or not await sees_question(store, who, question):
        return None
    title = say("Question about {topic}", topic=await topic_names(store, question, say))
    answers = await store.answers.to(question.id)
    state = {
        ANSWERED: say.many("{n} answer", "{n} answers", len(answers)),
        SOLVED: say("✅ Solved"),
    }.get(question.state, say("Not answered yet"))
    line = [
        say("Question {id}", id=question.number),
        state,
        *([say("edited")] if question.edited_at is not None else []),
    ]
    parts: list[Part] = [Quote(question.text, await asker(store, question, say)), Text(" · ".join(line), "subtle")]
    if question.state == SOLVED and question.outcome:
        parts.append(Item(say("What solved it:"), question.outcome))
    for answer in answers:
        by = await answerer(store, answer, question, say)
        parts.append(Quote(answer.text, f"{by} · {say.when(answer.created_at)}"))
    return Card(title, tuple(parts), summary=shorten(question.text, 80))


async def _solution(store: Store, arena: Arena, who: Reader, say: Say, id: int) -> Card | None:
    solution = await store.solutions.find(id)
    if solution is None or not await sees_solution(store, who, solution):
        return None
    topic = await store.topics.find(solution.topic_id)
    mark = await status(store, solution, say, store.now.astimezone(arena.zone).date())
    uses = used_by(say, await store.solutions.uses(solution.id))
    name = topic.name(say.language) if topic is not None else ""
    line = Text(" · ".join(filter(None, (name, solution.park, mark, uses))), "subtle")
    words = (
        (say("Problem"), solution.problem),
        (say("What was done"), solution.done),
        (say("Result"), solution.result),
        (say("Cost and time"), solution.cost_time),
        (say("Preconditions"), solution.preconditions),
        (say("Pitfalls"), solution.pitfall),
        (say("What failed first"), solution.failed),
    )
    parts = [Item(label, text) for label, text in words if text]
    title = f"{solution.code} {solution.title}"
    return Card(title, (line, *parts, *_facts(say, solution)), summary=shorten(title, 80))


def _facts(say: Say, solution: Solution) -> tuple[Facts, ...]:
    rows = (
        (say("Contact"), solution.contact),
        (say("Dated"), say.day(solution.dated) if solution.dated else ""),
        (say("To be verified by"), say.day(solution.verify_by) if solution.verify_by else ""),
    )
    told = tuple((label, text) for label, text in rows if text)
    return (Facts(told),) if told else ()
