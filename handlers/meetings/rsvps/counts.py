"""Counts: how many come, per organisation, as everybody who sees the meeting may know it.

An RSVP is none of `handlers.policy.organisation_answers`: it is a person's own. Everybody who is invited answers for
themselves, without a mandate; two of one organisation are two answers and two seats, and neither changes the other's.
The organisation is only what they are counted under.
"""

from __future__ import annotations

from collections import Counter

from handlers.chat.cards import Part, Text
from handlers.chat.say import Say
from handlers.meetings.rsvps.places import takes_seat
from handlers.meetings.sittings import Sitting
from storage.kit.database import Store
from storage.meetings.rsvps import DECLINED, GOING, MAYBE, ONLINE, SUBSTITUTE, Rsvp

#: organisations that are named on a card
MOST = 12


def way(rsvp: Rsvp, sitting: Sitting) -> str:
    """How the answer is counted: "going", "online", "maybe", "declined" or "waiting"."""
    if rsvp.waiting_since is not None:
        return "waiting"
    if rsvp.answer == SUBSTITUTE:
        coming = ONLINE if sitting.only_online else GOING
        return DECLINED if rsvp.substitute_id is not None else coming
    return rsvp.answer


async def parts(store: Store, sitting: Sitting, say: Say) -> list[Part]:
    """A line in all and one per organisation; answers to an earlier time count as none."""
    everybody = await store.rsvps.of(sitting.id)
    rsvps = [rsvp for rsvp in everybody if rsvp.moves == sitting.occurrence.moves]
    ways = Counter(way(rsvp, sitting) for rsvp in rsvps)
    if not ways:
        awaited = sitting.occurrence.start_at > store.now
        return [Text(say("Nobody has answered yet."), "subtle")] if awaited else []
    # a seat that was given for the time before is taken as long as its owner says nothing else
    seated = sum(takes_seat(rsvp) and rsvp.waiting_since is None for rsvp in everybody)
    lines: list[Part] = [Text(_line(ways, seated, say, sitting))]
    houses = Counter(rsvp.organisation_id for rsvp in rsvps if way(rsvp, sitting) in (GOING, ONLINE))
    names = []
    for house, n in houses.items():
        organisation = await store.organisations.find(house)
        names.append((organisation is None, organisation.name if organisation else say("Others"), n))
    shown = [f"{name} {say.number(n)}" for _, name, n in sorted(names)]
    if len(shown) > MOST:
        rest = len(shown) - MOST
        shown = [*shown[:MOST], say.many("{n} more organisation", "{n} more organisations", rest)]
    if shown:
        lines.append(Text(" · ".join(shown), "subtle"))
    return lines


def _line(ways: Counter[str], seated: int, say: Say, sitting: Sitting) -> str:
    here = ways[GOING] if sitting.capacity is None else seated
    told = [
        "" if sitting.only_online and not ways[GOING] else _seats(here, say, sitting.capacity),
        say.many("{n} online", "{n} online", ways[ONLINE]) if ways[ONLINE] else "",
        say.many("{n} maybe", "{n} maybe", ways[MAYBE]) if ways[MAYBE] else "",
        say.many("{n} cannot", "{n} cannot", ways[DECLINED]) if ways[DECLINED] else "",
        say.many("{n} on the waiting list", "{n} on the waiting list", ways["waiting"]) if ways["waiting"] else "",
    ]
    return " · ".join(text for text in told if text)


def _seats(n: int, say: Say, capacity: int | None) -> str:
    if capacity is None:
        return say.many("{n} in person", "{n} in person", n)
    return say.many("{taken} of {n} seat taken", "{taken} of {n} seats taken", capacity, taken=say.number(n))
