"""Tell: one line in the digest of those who look after topics, when there is something new to look at."""

from __future__ import annotations

from datetime import timedelta

from handlers.access import rights
from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn
from handlers.library.searches.listing import whose
from handlers.library.solutions.lookup import get_local_day


async def items(turn: Turn, since: timedelta) -> list[Item]:
    """`since`: how long ago something may have been searched for and is news."""
    topics, say = await whose(turn), turn.say
    if topics == []:
        return []
    levels, day = rights.levels(turn.person), get_local_day(turn) - since
    sight = await turn.store.reaches.sight(turn.person)
    missed, chosen = await turn.store.searches.news(topics, levels, sight, day)
    if not missed and not chosen:
        return []
    vain = say.many("{n} search found nothing", "{n} searches found nothing", missed) if missed else ""
    other = say.many("{n} was chosen after other words", "{n} were chosen after other words", chosen) if chosen else ""
    return [Item(" · ".join(filter(None, (vain, other))), buttons=(Button(say("Show"), "searches.show"),))]
