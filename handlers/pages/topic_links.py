"""Narrow a list to a topic: a link for each topic that has records in it, with how many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handlers.chat.turn import Turn
from handlers.pages.list_choices import ListChoices, build_link_group
from handlers.pages.page_parts import LinkGroup
from storage.directory.topics import Topic
from storage.pages.record_lists import RecordFilter


def list_slugs(topics: Mapping[int, Topic]) -> set[str]:
    """Return what a topic is called in addresses."""
    return {topic.slug for topic in topics.values()}


def find_topic_id(topics: Mapping[int, Topic], slug: str) -> int | None:
    return next((topic.id for topic in topics.values() if slug and topic.slug == slug), None)


async def build_topic_links(
    turn: Turn, kind: str, which: RecordFilter, choices: ListChoices, topics: Mapping[int, Topic]
) -> LinkGroup:
    """Return the links. The count of a topic is that of the list which its link leads to."""
    counts = await turn.store.record_lists.count_records_by_topic(kind, replace(which, topic_id=None))
    chosen = choices.values.get("topic")
    shown = sorted(
        (topic for topic in topics.values() if topic.id in counts or topic.slug == chosen),
        key=lambda topic: topic.get_name(turn.say.language).casefold(),
    )
    options = [(topic.slug, f"{topic.get_name(turn.say.language)} ({counts.get(topic.id, 0)})") for topic in shown]
    return build_link_group(choices, turn.say("Topic"), "topic", options, every=turn.say("All topics"))
