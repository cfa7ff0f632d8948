"""What was sent, by the subject of its cards: what it is called, who sent it, and which topics it is for."""

from __future__ import annotations

from dataclasses import dataclass

from handlers import rights
from handlers.chat.errors import Missing
from handlers.chat.turn import Turn
from handlers.meetings.audience import ties
from handlers.meetings.sittings import sitting
from handlers.meetings.sittings import subject as of_occurrence
from handlers.naming import subject as of_question
from handlers.record_ids import parse_id
from handlers.solutions.publishing import subject as of_solution
from storage.meetings import ORGANISATIONS, TOPICS
from storage.questions import DRAFT, WITHDRAWN
from storage.rooms import Room
from storage.solutions import CIRCLE, PUBLISHED


@dataclass(frozen=True, slots=True)
class Sending:
    """`value` names it in buttons: "question:12"."""

    value: str
    subject: str
    title: str
    #: the rooms of these topics should have it
    topics: frozenset[int]
    #: what the reader is to it
    ties: tuple[str, ...]
    reach_id: int | None = None


async def sending(turn: Turn, value: str) -> Sending:
    """For those whom the table of rights names. Foreign and missing look the same."""
    kind, _, number = value.partition(":")
    find = {"question": _question, "solution": _solution, "meeting": _meeting}.get(kind)
    found = await find(turn, parse_id(number)) if find is not None else None
    missing = turn.say("I do not find that, or it is not yours.")
    if found is None:
        raise Missing(missing)
    action = turn.action if turn.action.startswith("deliveries.") else "deliveries.show"
    await rights.need(turn, *found.ties, action=action, missing=missing)
    return found


async def missed(turn: Turn, sent: Sending) -> list[Room]:
    """Rooms of its topics that are out of reach."""
    return await turn.store.reaches.rooms(sent.reach_id, await turn.store.ledgers.missed(sent.topics))


async def _question(turn: Turn, id: int) -> Sending | None:
    question = await turn.store.questions.find(id)
    if question is None or question.state in (DRAFT, WITHDRAWN):
        return None
    mine = (rights.ASKER,) if turn.person.id == question.asker_id else ()
    topics = {topic for topic in (question.topic_id, question.second_topic_id) if topic is not None}
    title = turn.say("Question {id}", id=question.number)
    return Sending(f"question:{id}", of_question(id), title, frozenset(topics), mine, question.reach_id)


async def _solution(turn: Turn, id: int) -> Sending | None:
    solution = await turn.store.solutions.find(id)
    if solution is None or solution.state != PUBLISHED or solution.level == CIRCLE:
        return None
    title, topics = f"{solution.code} {solution.title}", frozenset({solution.topic_id})
    mine = rights.ties_to_solution(turn.person, solution)
    return Sending(f"solution:{id}", of_solution(id), title, topics, mine, solution.reach_id)


async def _meeting(turn: Turn, id: int) -> Sending | None:
    found = await sitting(turn.store, id)
    if found is None:
        return None
    topics: set[int] = set()
    if found.meeting.audience == TOPICS:
        topics = await turn.store.meetings.topics(found.meeting.id)
    elif found.meeting.audience != ORGANISATIONS:
        topics = {topic.id for topic in await turn.store.topics.all()}
    return Sending(f"meeting:{id}", of_occurrence(id), found.title, frozenset(topics), ties(turn.person, found.meeting))
