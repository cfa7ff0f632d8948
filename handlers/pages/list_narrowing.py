"""Narrow a list to a topic or an organisation: a link for each that has records, with how many."""

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


async def map_organisation_names(turn: Turn) -> dict[str, str]:
    """Return code -> name of the organisations that this reader may narrow a list to; guests may to none."""
    if turn.person.guest:
        return {}
    return {one.code: one.name for one in await turn.store.organisations.list_all_organisations()}


async def find_organisation_id(turn: Turn, code: str) -> int | None:
    found = await turn.store.organisations.find_organisation_by_code(code) if code else None
    return found.id if found is not None else None


async def build_organisation_links(
    turn: Turn, kind: str, which: RecordFilter, choices: ListChoices
) -> tuple[LinkGroup, ...]:
    """Return the links; nothing for guests, and for records that are of no organisation."""
    if turn.person.guest:
        return ()
    counts = await turn.store.record_lists.count_records_by_organisation(kind, replace(which, organisation_id=None))
    chosen = choices.values.get("organisation")
    shown = [
        one for one in await turn.store.organisations.list_all_organisations() if one.id in counts or one.code == chosen
    ]
    if not shown:
        return ()
    options = [(one.code, f"{one.name} ({counts.get(one.id, 0)})") for one in shown]
    return (build_link_group(choices, turn.say("Organisation"), "organisation", options, every=turn.say("All")),)
