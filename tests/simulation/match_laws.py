"""What holds of every match on every day: somebody is asked, or has it on a list, and nothing is said twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from handlers.chat.turn import Arena
from handlers.exchange.matches.desk_entries import DeskMatch, list_urgent_entries
from handlers.exchange.matches.match_progress import audit_match_dates
from handlers.exchange.matches.match_requests import KIND
from storage.exchange.matches import BLIND_STAGES, NO, REFUSED, YES, ListingMatch
from storage.kit.database import Store
from tests.conversation import Conversation


@dataclass
class MatchYearVerdict:
    """What was played, and what was wrong."""

    people: int = 0
    days: int = 0
    matches: int = 0
    acts: int = 0
    kills: int = 0
    #: people and organisations that left
    left: int = 0
    closed: int = 0
    broken: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = {name: value for name, value in vars(self).items() if name != "broken"}
        return f"{told}, {len(self.broken)} broken laws"


async def list_broken_laws(store: Store, arena: Arena) -> list[str]:
    """Return the matches of which nobody would hear any more, and proposals on facts that were refused before."""
    day = store.now.date().isoformat()
    broken = [f"{day} {code}: no day ahead" for code in await audit_match_dates(store, arena)]
    listed = {one.match.id for one in await list_urgent_entries(store) if isinstance(one, DeskMatch)}
    refused = set[tuple[int, int, str]]()
    for match in await store.matches.list_all_matches():
        facts = (match.offer_organisation_id, match.need_organisation_id, match.facts_key)
        if match.closing == REFUSED:
            if facts in refused:
                broken.append(f"{day} {match.code}: proposed again on facts that were refused")
            refused.add(facts)
        elif match.stage in BLIND_STAGES and facts in refused:
            broken.append(f"{day} {match.code}: proposed again on facts that were refused")
        if match.stage in BLIND_STAGES and match.id not in listed and not await _is_asked(store, match):
            broken.append(f"{day} {match.code}: {match.stage}, and nobody is asked")
    return broken


async def _is_asked(store: Store, match: ListingMatch) -> bool:
    """Return True if each side that has been asked has said yes, or is asked again at some time."""
    votes = await store.match_votes.map_votes(match.id)
    waiting = [vote for vote in votes.values() if vote.vote not in (YES, NO)]
    for vote in waiting:
        chain = await store.escalations.find_escalation(KIND, vote.id)
        if chain is None or chain.next_at is None:
            return False
    return bool(waiting)


def list_double_messages(talk: Conversation) -> list[str]:
    """Return what arrived more than once, by the key that it was promised under."""
    marks = Counter(
        mark for platform in talk.platforms.values() for post in platform.posts for mark in post.key.split()
    )
    return [f"{mark}: {count} times" for mark, count in marks.items() if count > 1]
