"""Wider: what comes of a question that only some may see goes no further than that before somebody says so."""

from __future__ import annotations

from handlers.access.reaches import telling
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.turn import Turn
from storage.kit.database import Store
from storage.library.solutions import Solution


async def than_asked(store: Store, draft: Solution) -> bool:
    """Whether some may see it who may not see the question."""
    question = await store.questions.find(draft.question_id)
    return question is not None and not await store.reaches.covers(question.reach_id, draft.reach_id)


async def card(turn: Turn, draft: Solution, do: str, change: Button) -> Card:
    """Who sees the question, who will see this, and the choice; `do`: what to press to let it go further."""
    store, say = turn.store, turn.say
    question = await store.questions.find(draft.question_id)
    reach = await store.reaches.find(question.reach_id if question else None)
    text = say(
        "The question it comes from is seen by: {reach}. Your text is kept.",
        reach=await telling.name(store, reach, say),
    )
    seen = Text(await telling.seen_by(store, draft.reach_id, say), "strong")
    row = (Button(say("Share it with them"), do, str(draft.id), "primary"), change)
    return Card(
        say("More will see it than the question"), (Text(draft.title, "strong"), Text(text), seen, Buttons(row))
    )
