"""Years of organisations, made by chance: everything that a figure may count, in, before and at the ends of a year."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from storage.exchange.match_amounts import MatchAmount
from storage.exchange.matches import CLOSED as ENDED
from storage.exchange.matches import RUNNING, SIDES, TALKS, ListingMatch
from storage.exchange.plot_placements import PlotPlacement
from storage.kit.database import Store
from storage.library.solution_feedback import SolutionUse
from storage.library.solutions import PUBLISHED, RETIRED, Solution
from storage.meetings.actions import STATES as PROMISES
from storage.meetings.actions import Action
from storage.meetings.rsvps import DECLINED, GOING, ONLINE, Rsvp
from storage.policy.consultation_responses import NO, YES, ConsultationResponse
from storage.policy.consultations import OPEN as CALLED
from storage.policy.consultations import SENT, Consultation
from storage.policy.issue_stances import STANCES, IssueStance
from storage.policy.issues import PUBLIC as RAISED
from storage.policy.issues import Issue
from storage.policy.rounds import ANSWERED as SAID
from storage.policy.rounds import ASKED, CLOSED, Round, RoundAnswer
from storage.policy.rounds import DECLINED as REFUSED
from storage.questions.answers import Answer
from storage.questions.questions import PUBLIC, STATES, Question
from tests.meetings import add_meeting

OSLO = ZoneInfo("Europe/Oslo")
#: the year that is looked at, from the one after it
YEAR = 2026
AMOUNTS = ("4 GWh", "4,2 GWh", "4,4 GWh", "40 GWh", "900 t", "12 MW")


@dataclass
class Member:
    organisation: int
    person: int


@dataclass
class Network:
    """Makes records by chance; the same ones for the same seed."""

    store: Store
    members: list[Member]
    topic: int
    chance: random.Random

    def some_day(self) -> datetime:
        """In the year, in the one before or the one after, and often within an hour of New Year in Oslo."""
        year = self.chance.choice((YEAR - 1, YEAR, YEAR, YEAR))
        if self.chance.random() < 0.3:
            return datetime(year + 1, 1, 1, tzinfo=OSLO) + timedelta(minutes=self.chance.choice((-59, -1, 0, 59)))
        return datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(days=self.chance.randrange(364))

    async def add_records(self, count: int) -> None:
        makers = (
            self._add_question, self._add_solution, self._add_issue, self._add_consultation, self._add_round,
            self._add_meeting, self._add_action, self._add_match,
        )  # fmt: skip
        for n in range(count):
            await makers[n % len(makers)]()
        for _ in range(count // len(makers)):
            await self._add_placement()

    def pick(self) -> Member:
        return self.chance.choice(self.members)

    async def _add_question(self) -> None:
        asker, state = self.pick(), self.chance.choice((*STATES, *PUBLIC * 3))
        row = await self.store.questions.add(
            Question(
                asker_id=asker.person, organisation_id=asker.organisation, topic_id=self.topic, text="Hvem vet?",
                language="nb", state=state, origin={}, suggested=[], guess=[], anonymous=self.chance.random() < 0.2,
            )
        )  # fmt: skip
        row.created_at = self.some_day()
        for _ in range(self.chance.randrange(3)):
            by = self.pick()
            answer = await self.store.answers.add(
                Answer(
                    question_id=row.id, author_id=by.person, organisation_id=by.organisation, text="Ja", platform="fake"
                )
            )
            answer.created_at = row.created_at + timedelta(hours=self.chance.randrange(1, 200))
            answer.deleted_at = self.store.now if self.chance.random() < 0.2 else None

    async def _add_solution(self) -> None:
        owner = self.pick()
        row = await self.store.solutions.add(
            Solution(
                code="", title="Kabel", problem="Ingen", done="Lånte", topic_id=self.topic, language="nb",
                owner_id=owner.person, organisation_id=owner.organisation,
                state=self.chance.choice((PUBLISHED, PUBLISHED, RETIRED)),
            )
        )  # fmt: skip
        row.created_at = self.some_day()
        for one in self.chance.sample(self.members, self.chance.randrange(3)):
            self.store.session.add(
                SolutionUse(
                    solution_id=row.id, person_id=one.person, organisation_id=one.organisation, at=self.some_day()
                )
            )

    async def _add_issue(self) -> None:
        by = self.pick()
        row = await self.store.issues.add(
            Issue(
                title="Nett", problem="Kø", wanted="Mer", addressee_kind="ministry", language="nb",
                raised_by_id=by.person, organisation_id=by.organisation, state=self.chance.choice(RAISED),
            )
        )  # fmt: skip
        row.published_at = self.some_day()
        row.closed_at = self.some_day()
        for one in self.chance.sample(self.members, self.chance.randrange(len(self.members))):
            stance = IssueStance(
                issue_id=row.id, organisation_id=one.organisation, stance=self.chance.choice(STANCES), version=1
            )
            (await self.store.issue_stances.store_stance(stance)).given_at = self.some_day()

    async def _add_consultation(self) -> None:
        state = self.chance.choice((CALLED, SENT))
        row = await self.store.consultations.add(Consultation(title="NOU", language="nb", state=state))
        row.opened_at, row.sent_on = self.some_day(), self.some_day().date() if state == SENT else None
        for one in self.chance.sample(self.members, self.chance.randrange(len(self.members))):
            self.store.session.add(
                ConsultationResponse(
                    consultation_id=row.id, organisation_id=one.organisation, affected=self.chance.choice((YES, NO)),
                    signs=self.chance.choice(("", YES, NO)), given_at=self.some_day(),
                )
            )  # fmt: skip

    async def _add_round(self) -> None:
        row = await self.store.rounds.add(
            Round(title="Tall", why="Vi", deadline=date(YEAR, 6, 1), state=CLOSED, audience={})
        )
        row.opened_at = self.some_day()
        for one in self.chance.sample(self.members, self.chance.randrange(len(self.members))):
            state = self.chance.choice((ASKED, SAID, REFUSED))
            self.store.session.add(
                RoundAnswer(round_id=row.id, organisation_id=one.organisation, state=state, given={})
            )

    async def _add_meeting(self) -> None:
        starts = self.some_day().astimezone(OSLO).replace(tzinfo=None).isoformat(timespec="minutes")
        row = await add_meeting(self.store, self.pick().person, title="Møte", starts=starts, minutes=60)
        for one in self.chance.sample(self.members, self.chance.randrange(len(self.members))):
            self.store.session.add(
                Rsvp(
                    occurrence_id=row.id, person_id=one.person, organisation_id=one.organisation,
                    answer=self.chance.choice((GOING, ONLINE, DECLINED)), answered_at=self.store.now,
                    attended=self.chance.choice((None, True, False)),
                )
            )  # fmt: skip

    async def _add_action(self) -> None:
        by = self.pick()
        await self.store.actions.add(
            Action(
                text="Ring", owner_id=by.person, organisation_id=by.organisation, due=self.some_day().date(),
                state=self.chance.choice(PROMISES),
            )
        )  # fmt: skip

    async def _add_placement(self) -> None:
        await self.add_placement(self.pick(), self.chance.choice((YEAR - 1, YEAR, YEAR)))

    async def add_placement(self, who: Member, year: int) -> None:
        """Ten dekar and four megawatts of a plot that is gone since."""
        placement = PlotPlacement(organisation_id=who.organisation, name="Nordkaia", year=year, area=10.0, power=4.0)
        await self.store.plot_placements.add(placement)

    async def _add_match(self) -> None:
        await self.add_match(*self.chance.sample(self.members, 2), self.chance.choice((TALKS, RUNNING, RUNNING, ENDED)))

    async def add_match(self, gives: Member, takes: Member, stage: str, amounts: dict[str, str] | None = None) -> int:
        """A match that both sides know; `amounts`: side -> what it gave for the year, by chance if not given."""
        row = await self.store.matches.add(
            ListingMatch(
                code="", offer_organisation_id=gives.organisation, need_organisation_id=takes.organisation,
                facts_key=uuid4().hex, named=True, score=1.0, first_side="both", stage=stage,
            )
        )  # fmt: skip
        row.known_at = row.stage_at = self.some_day()
        sides = dict(zip(SIDES, (gives, takes), strict=True))
        given = amounts or {side: self.chance.choice(AMOUNTS) for side in SIDES if self.chance.random() < 0.8}
        year = YEAR if amounts else self.chance.choice((YEAR, YEAR, YEAR - 1))
        for side, amount in given.items():
            await self.store.match_amounts.store_amount(
                MatchAmount(
                    match_id=row.id, side=side, organisation_id=sides[side].organisation, year=year, amount=amount,
                    by_id=sides[side].person,
                )
            )  # fmt: skip
        await self.store.session.flush()
        return row.id
