"""What somebody follows at home: issues, and consultations that concern the organisation they act for."""

from __future__ import annotations

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn
from handlers.consultations import asked
from handlers.consultations import words as called
from handlers.home.sections import Section, listed
from handlers.issues import showing
from handlers.naming import shorten
from storage.consultations import Consultation
from storage.issues import Issue

#: entries of one kind
MOST = 20


async def section(turn: Turn) -> Section:
    """Left out where there are none. Those that one looks after stand above it."""
    found = [] if turn.person.guest else [await _consultations(turn), await _issues(turn)]
    items, capped = [item for kind in found for item in kind], any(len(kind) >= MOST for kind in found)
    return Section("following", turn.say("You follow"), len(items), 1, listed(items), capped=capped)


async def _issues(turn: Turn) -> list[Item]:
    """Open ones, the nearest deadline first."""
    me = turn.person
    sight = await turn.store.reaches.sight(me)
    rows = await turn.store.interests.of(me.id, sight, MOST)
    return [await _issue(turn, issue) for issue in rows if issue.owner_id != me.id]


async def _issue(turn: Turn, issue: Issue) -> Item:
    row = (
        Button(turn.say("Show"), "issues.open", str(issue.id)),
        Button(turn.say("Stop following"), "issues.unfollow", str(issue.id)),
    )
    return Item(shorten(f"{issue.code} {issue.title}", 120), note=await showing.state_line(turn, issue), buttons=row)


async def _consultations(turn: Turn) -> list[Item]:
    """Open ones in which one's organisation has a part."""
    me = turn.person
    if me.stands_for is None:
        return []
    sight = await turn.store.reaches.sight(me)
    rows = await turn.store.voices.taken_up(me.stands_for, sight, MOST)
    return [_consultation(turn, one) for voice, one in rows if asked.takes_part(voice) and one.owner_id != me.id]


def _consultation(turn: Turn, one: Consultation) -> Item:
    show = Button(turn.say("Show"), "consultations.open", str(one.id))
    return Item(shorten(called.named(one), 120), note=called.state_line(turn, one), buttons=(show,))
