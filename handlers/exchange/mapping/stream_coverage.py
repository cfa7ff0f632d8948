"""Show how far a park is mapped: who has answered, how many amounts are known and measured, and from which year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from handlers.chat.cards import Button, Buttons, Card, Facts, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.park_members import COVERAGE, group_organisations_by_park, load_own_park
from storage.directory.organisations import Organisation
from storage.exchange.exchange_map import StreamRow
from storage.kit.database import Store

router = Router()
#: names of organisations that have not answered, which are shown
MOST_NAMED = 12
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class ParkCoverage:
    """Hold what is known of a park's streams. An organisation without any has answered, too, if it says so."""

    organisations: Sequence[Organisation]
    silent: Sequence[Organisation]
    streams: Sequence[StreamRow]

    @property
    def with_amount(self) -> int:
        return sum(bool(stream.amount) for stream in self.streams)

    @property
    def measured_share(self) -> int:
        """Return the share of measured amounts in per cent."""
        measured = sum(bool(stream.amount) and stream.basis == "measured" for stream in self.streams)
        return round(_WHOLE * measured / self.with_amount) if self.with_amount else 0

    @property
    def oldest_year(self) -> int | None:
        return min((stream.year for stream in self.streams if stream.amount and stream.year), default=None)


class ParkAnswers(NamedTuple):
    """Hold how many of a park's organisations have answered."""

    park: Organisation
    answered: int
    whole: int


async def list_park_answers(store: Store) -> list[ParkAnswers]:
    """Return all parks by their names."""
    every = await store.organisations.list_all_organisations()
    known = {one.id: one for one in every}
    answered = await store.exchange_map.list_organisation_ids_with_streams()
    answered |= {*await store.streams.map_declarations()}
    found = [
        ParkAnswers(known[id], sum(one.id in answered for one in within), len(within))
        for id, within in group_organisations_by_park(every).items()
    ]
    return sorted(found, key=lambda one: one.park.name.casefold())


async def load_park_coverage(store: Store, park: Organisation) -> ParkCoverage:
    """Return the coverage of a park: of itself and all organisations in it."""
    parks = group_organisations_by_park(await store.organisations.list_all_organisations())
    within = sorted(parks.get(park.id, ()), key=lambda one: one.name.casefold())
    streams = await store.exchange_map.list_streams([one.id for one in within])
    answered = {stream.organisation_id for stream in streams} | {*await store.streams.map_declarations()}
    return ParkCoverage(within, [one for one in within if one.id not in answered], streams)


@router.on(Click, COVERAGE)
async def on_stream_coverage(event: Click, turn: Turn) -> Reply:
    park = await load_own_park(turn, event.value)
    return Reply(draw_park_coverage(turn.say, park, await load_park_coverage(turn.store, park)))


def draw_park_coverage(say: Say, park: Organisation, found: ParkCoverage) -> Card:
    whole, answered = len(found.organisations), len(found.organisations) - len(found.silent)
    facts = [
        (say("Have answered"), say("{n} of {all}", n=say.format_number(answered), all=say.format_number(whole))),
        (say("Streams with an amount"), say("{n} of {all}", n=say.format_number(found.with_amount),
                                            all=say.format_number(len(found.streams)))),
    ]  # fmt: skip
    if found.with_amount:
        facts.append((say("Measured"), f"{say.format_number(found.measured_share)} %"))
    if found.oldest_year:
        facts.append((say("Oldest year"), str(found.oldest_year)))
    parts: list[Part] = [Facts(tuple(facts))]
    if found.silent:
        names = [one.name for one in found.silent[:MOST_NAMED]]
        more = len(found.silent) - len(names)
        names += [say.many("{n} more", "{n} more", more)] if more else []
        parts.append(Text(say("Not answered yet: {names}.", names=say.listed(names))))
        parts.append(Buttons((Button(say("Remind them"), "streams.remind", str(park.id), "primary"),)))
    return Card(say("Streams of {park}", park=park.name), tuple(parts))
