"""Narrow a list to a topic or an organisation: a link for each that has records, with how many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handlers.chat.turn import Turn
from handlers.exchange.listing_labels import list_type_options
from handlers.exchange.park_members import group_organisations_by_park
from handlers.pages.list_choices import ListChoices, build_link_group
from handlers.pages.page_parts import LinkGroup, PageLink
from storage.directory.topics import Topic
from storage.pages.record_sources import RecordFilter


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


async def map_park_members(turn: Turn) -> dict[str, list[int]]:
    """Return code of a park -> itself and the organisations in it; guests may narrow a list to none."""
    if turn.person.guest:
        return {}
    every = await turn.store.organisations.list_all_organisations()
    codes = {one.id: one.code for one in every}
    return {codes[id]: [one.id for one in within] for id, within in group_organisations_by_park(every).items()}


async def build_park_links(turn: Turn, choices: ListChoices) -> tuple[LinkGroup, ...]:
    """Return which park the list is narrowed to, and the way to all records; nothing where it is narrowed to none."""
    chosen = choices.values.get("park")
    if chosen is None:
        return ()
    names, say = await map_organisation_names(turn), turn.say
    here = PageLink(names.get(chosen, chosen), choices.build_address(), current=True)
    return (LinkGroup(say("Park"), (PageLink(say("All"), choices.build_address(park="")), here)),)


async def build_type_links(turn: Turn, kind: str, which: RecordFilter, choices: ListChoices) -> LinkGroup:
    """Return a link for each flow type that has records, with how many."""
    say, chosen = turn.say, choices.values.get("type")
    counts = await turn.store.record_lists.count_records_by_type(kind, replace(which, type=""))
    options = [
        (key, f"{label} ({counts.get(key, 0)})")
        for key, label in list_type_options(say)
        if key in counts or key == chosen
    ]
    return build_link_group(choices, say("What"), "type", options, every=say("All"))
