"""Consultations among the hits of a search: what is asked, and how far the answer has come."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.language.matches import Match, worded
from handlers.library.solutions.matches import told
from handlers.policy.consultations import words
from handlers.policy.consultations.lookup import may_see_consultation
from handlers.policy.consultations.publishing import document
from storage.policy.consultations import PUBLIC


async def item(turn: Turn, id: int, why: Sequence[Match]) -> Item | None:
    """One hit; None for one that is no longer there for this person."""
    found, say = await turn.store.consultations.find(id), turn.say
    if found is None or found.state not in PUBLIC or not await may_see_consultation(turn.store, turn.person, found):
        return None
    about = await turn.store.consultations.topics(found.id)
    matches = told(say, worded(why, document(found, about).text))
    notes = " · ".join(filter(None, (say("Consultation"), words.state_line(turn, found), matches)))
    show = Button(say("Show"), "consultations.open", str(id))
    return Item(words.named(found), shorten(found.outcome or found.text, 200), notes, (show,))
