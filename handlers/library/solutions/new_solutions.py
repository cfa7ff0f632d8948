"""Tell the digest which solutions are new in somebody's topics."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from handlers.access import rights
from handlers.chat.cards import Button, Item
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import Turn


async def list_new_solutions(turn: Turn, topic_ids: Collection[int], since: timedelta, most: int) -> list[Item]:
    """List new solutions about these topics that somebody else owns."""
    store, me, found = turn.store, turn.person, []
    viewer, levels = await store.audiences.build_viewer(me), rights.list_solution_levels(me)
    new = await store.solutions.list_solutions_published_since(topic_ids, turn.now - since, levels, viewer, most)
    for solution in new:
        topic = await store.topics.find(solution.topic_id)
        if solution.owner_id != me.id and topic is not None:
            show = Button(turn.say("Show"), "solutions.open", str(solution.id))
            problem = shorten_text(solution.problem, 150)
            found.append(Item(solution.title, problem, topic.get_name(turn.say.language), (show,)))
    return found
