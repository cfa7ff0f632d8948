"""Count who comes, in all and per organisation, as everybody who sees the meeting may know it.

RSVPs do not use `handlers.policy.organisation_answers`, because an RSVP is personal. Everybody who
is invited answers for themselves, without a mandate. Two people of one organisation give two
answers and take two seats, and neither changes the other's. The organisation only groups the count.
"""

from __future__ import annotations

from collections import Counter

from handlers.chat.cards import Part, Text
from handlers.chat.say import Say
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.meetings.rsvps.seat_claims import is_seat_taker
from storage.kit.database import Store
from storage.meetings.rsvps import DECLINED, GOING, MAYBE, ONLINE, SUBSTITUTE, Rsvp

MOST_ORGANISATIONS = 12


def classify_rsvp(rsvp: Rsvp, occurrence: OccurrenceView) -> str:
    """Return how the answer is counted: "going", "online", "maybe", "declined" or "waiting"."""
    if rsvp.waiting_since is not None:
        return "waiting"
    if rsvp.answer == SUBSTITUTE:
        coming = ONLINE if occurrence.is_online_only else GOING
        return DECLINED if rsvp.substitute_id is not None else coming
    return rsvp.answer


async def draw_rsvp_counts(store: Store, occurrence: OccurrenceView, say: Say) -> list[Part]:
    """Draw one line in all and one per organisation. Answers to an earlier time are not counted."""
    everybody = await store.rsvps.list_rsvps_of_occurrence(occurrence.id)
    rsvps = [rsvp for rsvp in everybody if rsvp.moves == occurrence.occurrence.moves]
    ways = Counter(classify_rsvp(rsvp, occurrence) for rsvp in rsvps)
    if not ways:
        awaited = occurrence.occurrence.start_at > store.now
        return [Text(say("Nobody has answered yet."), "subtle")] if awaited else []
    # A seat given for the earlier time stays taken until its owner answers again.
    seated = sum(is_seat_taker(rsvp) and rsvp.waiting_since is None for rsvp in everybody)
    lines: list[Part] = [Text(_describe_rsvp_counts(ways, seated, say, occurrence))]
    organisation_counts = Counter(
        rsvp.organisation_id for rsvp in rsvps if classify_rsvp(rsvp, occurrence) in (GOING, ONLINE)
    )
    names = []
    for organisation_id, n in organisation_counts.items():
        organisation = await store.organisations.find(organisation_id)
        names.append((organisation is None, organisation.name if organisation else say("Others"), n))
    shown = [f"{name} {say.format_number(n)}" for _, name, n in sorted(names)]
    if len(shown) > MOST_ORGANISATIONS:
        rest = len(shown) - MOST_ORGANISATIONS
        shown = [*shown[:MOST_ORGANISATIONS], say.many("{n} more organisation", "{n} more organisations", rest)]
    if shown:
        lines.append(Text(" · ".join(shown), "subtle"))
    return lines


def _describe_rsvp_counts(ways: Counter[str], seated: int, say: Say, occurrence: OccurrenceView) -> str:
    here = ways[GOING] if occurrence.capacity is None else seated
    told = [
        "" if occurrence.is_online_only and not ways[GOING] else _describe_seats_taken(here, say, occurrence.capacity),
        say.many("{n} online", "{n} online", ways[ONLINE]) if ways[ONLINE] else "",
        say.many("{n} maybe", "{n} maybe", ways[MAYBE]) if ways[MAYBE] else "",
        say.many("{n} cannot attend", "{n} cannot attend", ways[DECLINED]) if ways[DECLINED] else "",
        say.many("{n} on the waiting list", "{n} on the waiting list", ways["waiting"]) if ways["waiting"] else "",
    ]
    return " · ".join(text for text in told if text)


def _describe_seats_taken(n: int, say: Say, capacity: int | None) -> str:
    if capacity is None:
        return say.many("{n} in person", "{n} in person", n)
    return say.many("{taken} of {n} seat taken", "{taken} of {n} seats taken", capacity, taken=say.format_number(n))
