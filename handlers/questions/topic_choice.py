"""Choose the topic of a question: what its asker chose, else a sure guess, else what its room is about."""

from __future__ import annotations

from handlers.chat.rich_text.plain_text import extract_plain_text
from handlers.chat.turn import Turn
from handlers.language import guess_topics_by_meaning
from storage.directory.topics import Topic
from storage.questions.questions import Question


async def assign_topic(turn: Turn, question: Question, chosen: str) -> None:
    """Set the topic the asker chose, else the guess when it is sure enough. A second topic is offered, not set."""
    guess = guess_topics_by_meaning(turn.classifier, turn.meanings, extract_plain_text(question.text))
    question.guess = [list(pair) for pair in guess.topics[:3]]
    topic = await turn.store.topics.find_topic_by_slug(chosen) if chosen else None
    question.topic_confirmed, question.topic_by_id = topic is not None, turn.person.id if topic else None
    if topic is None and guess.topics and not guess.ask:
        topic = await turn.store.topics.find_topic_by_slug(guess.topics[0][0])
    if topic is None and not question.origin.get("direct"):
        topic = await _find_likely_room_topic(turn, question)
    question.topic_id = topic.id if topic else None


async def _find_likely_room_topic(turn: Turn, question: Question) -> Topic | None:
    """Return the likeliest topic that the room of the question carries: who asks there means it rather than others."""
    platform, workspace, channel = (str(question.origin.get(part, "")) for part in ("platform", "workspace", "channel"))
    room = await turn.store.rooms.find_room_by_channel(platform, workspace, channel)
    carried = await turn.store.rooms.list_room_topic_ids(room.id) if room is not None else ()
    found = [await turn.store.topics.find_topic_by_slug(slug) for slug, _ in question.guess] if carried else []
    return next((topic for topic in found if topic is not None and topic.id in carried), None)
