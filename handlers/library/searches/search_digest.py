"""Write one digest line for topic leads when there are new searches to review."""

from __future__ import annotations

from datetime import timedelta

from handlers.access import rights
from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn
from handlers.library.searches.search_list import find_search_topic_ids


async def list_search_digest_items(turn: Turn, since: timedelta) -> list[Item]:
    """Return one item with the counts of new searches; none without any.

    `since`: how long ago a search may have happened and still count as new.
    """
    topics, say = await find_search_topic_ids(turn), turn.say
    if topics == []:
        return []
    levels, day = rights.list_solution_levels(turn.person), turn.today - since
    viewer = await turn.store.audiences.build_viewer(turn.person)
    missed, chosen = await turn.store.search_terms.count_open_searches(topics, levels, viewer, day)
    if not missed and not chosen:
        return []
    vain = say.many("{n} search found nothing", "{n} searches found nothing", missed) if missed else ""
    other = say.many("{n} was found with other words", "{n} were found with other words", chosen) if chosen else ""
    return [Item(" · ".join(filter(None, (vain, other))), buttons=(Button(say("Show"), "searches.show"),))]
