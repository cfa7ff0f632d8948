"""Read "følg nett" and "follow hydrogen daily": a topic is followed without the word for topics before it."""

from __future__ import annotations

import dataclasses

from handlers.access import rights
from handlers.chat import verbs
from handlers.chat.cards import Reply
from handlers.chat.events import Command
from handlers.chat.turn import Turn
from handlers.directory.topics.topic_lookup import find_topic_by_words
from handlers.directory.topics.topic_pace import split_pace
from handlers.overview.bare_words.readings import COMMAND, Reading

#: may stand between the verb and the topic
TOPIC = frozenset(("tema", "temaet", "emne", "emnet", "topic", "the"))


async def read_followed_topic(turn: Turn, text: str) -> Reading | None:
    """Read an order to follow a topic of that name; what else one might follow is something else."""
    first, _, rest = text.partition(" ")
    if verbs.fold_word(first) not in verbs.FOLLOW:
        return None
    words = rest.split()
    while words and verbs.fold_word(words[0]) in TOPIC:
        words.pop(0)
    name, _ = split_pace(" ".join(words))
    if await find_topic_by_words(turn.store, name) is None:
        return None
    order = " ".join((first, *words))

    async def follow_named_topic(event: Command, turn: Turn) -> Reply | None:
        return await rights.run_inner_action(turn, dataclasses.replace(event, name="topics", text=order))

    return Reading(COMMAND, "topics", follow_named_topic)
