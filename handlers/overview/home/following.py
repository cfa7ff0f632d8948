"""What somebody follows at home: issues, and consultations that concern the organisation they act for."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.overview.home.sections import Section, listed
from handlers.policy.consultations import asked
from handlers.policy.consultations import words as called
from handlers.policy.issues import showing
from storage.policy.consultation_responses import ConsultationVoice
from storage.policy.consultations import Consultation
from storage.policy.issues import Issue

#: entries of one kind
MOST = 20


async def section(turn: Turn) -> Section:
    """Left out where there are none. Those that one looks after stand above it."""
    me, say = turn.person, turn.say
    issues, voices = ((), ()) if me.guest else (await _issues(turn), await _voices(turn))
    items = [_consultation(turn, one) for voice, one in voices if asked.takes_part(voice) and one.owner_id != me.id]
    items += [await _issue(turn, one) for one in issues if one.owner_id != me.id]
    capped = max(len(issues), len(voices)) >= MOST
    return Section("following", say("You follow"), len(items), 1, listed(items), capped=capped)


async def _issues(turn: Turn) -> Sequence[Issue]:
    """Open ones, the nearest deadline first."""
    return await turn.store.interests.of(turn.person.id, await turn.store.reaches.sight(turn.person), MOST)


async def _voices(turn: Turn) -> Sequence[tuple[ConsultationVoice, Consultation]]:
    """What one's organisation has said of open ones."""
    house = turn.person.stands_for
    if house is None:
        return ()
    return await turn.store.voices.taken_up(house, await turn.store.reaches.sight(turn.person), MOST)


async def _issue(turn: Turn, issue: Issue) -> Item:
    row = (
        Button(turn.say("Show"), "issues.open", str(issue.id)),
        Button(turn.say("Stop following"), "issues.unfollow", str(issue.id)),
    )
    return Item(shorten(f"{issue.code} {issue.title}", 120), note=await showing.state_line(turn, issue), buttons=row)


def _consultation(turn: Turn, one: Consultation) -> Item:
    show = Button(turn.say("Show"), "consultations.open", str(one.id))
    return Item(shorten(called.named(one), 120), note=called.state_line(turn, one), buttons=(show,))
