"""Require confirmation before a solution reaches more people than the question it comes from."""

from __future__ import annotations

from handlers.access.visibility import audience_texts
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.turn import Turn
from storage.kit.database import Store
from storage.library.solutions import Solution


async def is_wider_than_question(store: Store, draft: Solution) -> bool:
    """Return True if the audience includes people who may not see the question."""
    question = await store.questions.find(draft.question_id)
    return question is not None and not await store.audiences.is_covering_audience(question.reach_id, draft.reach_id)


async def draw_wider_audience_card(turn: Turn, draft: Solution, do: str, change: Button) -> Card:
    """Draw the audience of the question, that of the solution, and the choice; `do`: the action that confirms."""
    store, say = turn.store, turn.say
    question = await store.questions.find(draft.question_id)
    audience = await store.audiences.find(question.reach_id if question else None)
    text = say(
        "The question it comes from is visible to: {reach}. Your text is saved.",
        reach=await audience_texts.describe_audience(store, audience, say),
    )
    seen = Text(await audience_texts.describe_audience_size(store, draft.reach_id, say), "strong")
    row = (Button(say("Share it with them"), do, str(draft.id), "primary"), change)
    return Card(say("Wider audience than the question"), (Text(draft.title, "strong"), Text(text), seen, Buttons(row)))
