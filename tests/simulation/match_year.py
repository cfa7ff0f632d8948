"""A year of matches: organisations that answer or do not, change, rest and leave, and a bot that is killed."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.platforms import TemporaryError
from handlers.chat.cards import Reply
from handlers.chat.events import Value
from storage.exchange.matches import BLIND_STAGES, KNOWN_STAGES, YES, ListingMatch
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import contact_of, find_matches
from tests.meetings import MONDAY
from tests.policy import passes
from tests.simulation.match_laws import MatchYearVerdict, list_broken_laws, list_double_messages
from tests.simulation.mortal_process import MortalDatabase, begin_process

#: what a pair of neighbours offers and needs: each is a match of its own, the last one a talk with the grid company
LINES = (
    ("tilby 4 MW spillvarme 65 grader hele året", "treng 4 MW varme 55 grader hele året"),
    ("tilby 900 m3/h kjølevann 8 grader hele året", "treng 800 m3/h kjølevann 12 grader hele året"),
    ("tilby 20 000 t slagg i året", "treng 18 000 t slagg i året"),
    ("treng 4 MW nettkapasitet om vinteren", "treng 5 MW nettkapasitet om sommeren"),
)
#: chance in a day that a person does something of one matter, or that something happens to them
ANSWERS, STEPS, ENDS, CHANGES, RENEWS, RESTS, LEAVES, CLOSES = 0.12, 0.04, 0.006, 0.01, 0.1, 0.004, 0.001, 0.0006
#: chance that a platform fails
FAILED = 0.03
YEAR = 365


@dataclass
class MatchYear:
    """The people, and what happens to them day by day."""

    talk: Conversation
    database: MortalDatabase
    clock: Clock
    chance: random.Random
    verdict: MatchYearVerdict
    facilitators: list[Someone] = field(default_factory=list)
    #: organisation -> who may act for it, while they do
    people: dict[int, list[Someone]] = field(default_factory=dict)

    async def settle_in(self, pairs: int) -> None:
        """Pairs of neighbours, each with a contact and a deputy on either side; their listings stand."""
        self.facilitators = [await self.talk.person(name, role="secretariat") for name in ("sara", "siri")]
        for number in range(pairs):
            place = 58 + 12 * number / pairs
            for side, (shift, direction) in enumerate(((0, "offer"), (0.01, "need"))):
                code = f"{direction}er{number}"
                grid = f"Nett {number}"
                lead = await contact_of(self.talk, f"{code}a", code, f"{place + shift:.2f} 9.66", grid_company=grid)
                second = await self.talk.person(f"{code}b", organisation=code, contact=True)
                async with self.database.read() as store:
                    found = await store.organisations.find_organisation_by_code(code)
                    assert found is not None
                self.people[found.id] = [lead, second]
                for line in LINES:
                    await lead.submits(await lead.commands(line[side], "exchange"))
        self.verdict.people = 2 * len(self.people)

    async def live(self, days: int) -> None:
        self.database.chance = self.chance
        for _ in range(days):
            await self._live_day()
        await self._come_to_rest()
        self.verdict.broken += list_double_messages(self.talk)
        self.verdict.matches = len(await find_matches(self.database))

    async def _live_day(self) -> None:
        self.clock.set(self.clock().replace(hour=8, minute=0) + timedelta(days=1))
        if self.clock().weekday() < 5:
            await self._act_of_day()
        kills = self.verdict.kills
        await self._survives(self._pass_time, hours=2)
        self.database.chance, kept = None, self.database.chance
        if self.verdict.kills > kills:
            await self._pass_time(minutes=5)
        async with self.database.read() as store:
            self.verdict.broken += await list_broken_laws(store, self.talk.arena)
        self.database.chance = kept
        self.verdict.days += 1

    async def _pass_time(self, **time: float) -> None:
        await passes(self.talk, self.clock, **time)
        await self.talk.courier.sweep_unknown_outcomes()
        await self.talk.settle()

    async def _act_of_day(self) -> None:
        for match in await find_matches(self.database):
            if match.stage in BLIND_STAGES:
                await self._survives(self._answer, match)
            elif match.stage in KNOWN_STAGES:
                await self._survives(self._follow, match)
        async with self.database.read() as store:
            listings = [(one.id, one.organisation_id, one.amount) for one in await store.listings.list_all_listings()]
        for id, organisation, amount in listings:
            await self._survives(self._tend, id, organisation, amount)
        for organisation in list(self.people):
            await self._survives(self._meet_chance, organisation)

    async def _answer(self, match: ListingMatch) -> None:
        async with self.database.read() as store:
            votes = await store.match_votes.map_votes(match.id)
        for vote in votes.values():
            who = self._pick(vote.organisation_id)
            if who is None or self.chance.random() > ANSWERS:
                continue
            do = self.chance.choices(("yes", "later", "no", "why"), (5, 2, 2, 1))[0]
            if vote.vote == YES:
                do = self.chance.choices(("", "undo", "no"), (8, 1, 1))[0]
            if do:
                await self._does(who, f"exchange.{do}", str(vote.id))

    async def _follow(self, match: ListingMatch) -> None:
        who = self._pick(self.chance.choice((match.offer_organisation_id, match.need_organisation_id)))
        asked = f'{{"match":{match.id},"asked":"{self.clock().date()}"}}'
        if who is None:
            return
        if self.chance.random() < STEPS:
            form = await self._does(who, "exchange.stage", str(match.id))
            day = self.clock().date() + timedelta(days=self.chance.randrange(1, 60))
            stage = self.chance.choice(KNOWN_STAGES)
            await self._fills(who, form, stage=stage, step="Måle i tre uker", day=day.isoformat())
        elif self.chance.random() < ENDS:
            await self._fills(who, await self._does(who, "exchange.end", str(match.id)), reasons=("economy",))
        elif self.chance.random() < STEPS:
            await self._does(who, self.chance.choice(("exchange.forward", "exchange.still")), asked)
        elif match.is_running_exchange and self.chance.random() < STEPS:
            form = await self._does(who, "exchange.amount", f'{{"match":{match.id}}}')
            await self._fills(who, form, amount=f"{self.chance.randrange(5, 50)} GWh")

    async def _tend(self, listing: int, organisation: int, amount: str) -> None:
        """Change a listing, take it down, or renew it."""
        who = self._pick(organisation)
        if who is None:
            return
        if self.chance.random() < CHANGES:
            form = await self._does(who, "exchange.edit", str(listing))
            number, _, unit = amount.replace("\N{NO-BREAK SPACE}", "").partition(" ")
            if form.form is not None and number.isdecimal():
                await self._fills(who, form, amount=f"{int(number) * self.chance.choice((2, 3))} {unit}")
        elif self.chance.random() < CHANGES / 4:
            await self._does(who, "exchange.withdraw", str(listing))
        elif self.chance.random() < RENEWS / 10:
            await self._does(who, "exchange.renew", str(listing))

    async def _meet_chance(self, organisation: int) -> None:
        """Somebody rests for some weeks, leaves for good, or all of the organisation do."""
        here = self.people[organisation]
        if here and self.chance.random() < RESTS:
            until = self.clock() + timedelta(days=self.chance.randrange(3, 40))
            await self.chance.choice(here).commands(f"pause til {until:%d.%m.%Y}", "me")
        if len(here) > 1 and self.chance.random() < LEAVES:
            who = here[self.chance.randrange(len(here))]
            form = await self._does(who, "departures.leave", str(organisation))
            await self._fills(who, form)
            here.remove(who)
            self.verdict.left += 1
        if self.chance.random() < CLOSES:
            sara = self.facilitators[0]
            form = await self._does(sara, "privacy.house_leaves", str(organisation))
            await self._fills(sara, form, what="leave")
            del self.people[organisation]
            self.verdict.closed += 1

    def _pick(self, organisation: int) -> Someone | None:
        here = self.people.get(organisation)
        return self.chance.choice(here) if here else None

    async def _fills(self, who: Someone, reply: Reply, **values: Value) -> None:
        """Fill the form that was opened; whoever was refused, as after leaving in a killed process, leaves it."""
        if reply.form is not None:
            await who.submits(reply, **values)

    async def _does(self, who: Someone, name: str, value: str) -> Reply:
        platform = self.talk.platforms["fake"]
        if self.chance.random() < FAILED:
            platform.fail.append(TemporaryError("busy"))
        if self.chance.random() < FAILED:
            platform.fail_after.append(ConnectionResetError())
        self.verdict.acts += 1
        return await who.does(name, value)

    async def _survives(self, does: Callable[..., Awaitable[None]], *args: object, **more: float) -> None:
        """Do it; a process that is killed meanwhile is replaced, and whoever waited leaves it at that."""
        if not await self.database.survives(does(*args, **more)):
            self.verdict.kills += 1
            await self._begin_anew()

    async def _begin_anew(self) -> None:
        """Replace the process: what it had in memory is lost, and its leases run out."""
        self.database.chance, kept = None, self.database.chance
        self.talk = await begin_process(self.database, self.clock, self.talk)
        self.database.chance = kept
        for someone in (*self.facilitators, *(one for here in self.people.values() for one in here)):
            someone.talk = self.talk
        self.clock.forward(minutes=2)

    async def _come_to_rest(self) -> None:
        self.database.chance = None
        for platform in self.talk.platforms.values():
            platform.fail.clear()
            platform.fail_after.clear()
        for _ in range(3):
            await self._pass_time(days=1)


async def play_match_year(url: str, clock: Clock, seed: int, *, pairs: int, days: int = YEAR) -> MatchYearVerdict:
    """Return what became of so many pairs of neighbours in so many days."""
    clock.set(MONDAY)
    database = MortalDatabase(url, clock=clock)
    verdict = MatchYearVerdict()
    try:
        talk = await begin_process(database, clock)
        year = MatchYear(talk, database, clock, random.Random(seed), verdict)
        await year.settle_in(pairs)
        await year.live(days)
    finally:
        await database.close()
    return verdict
