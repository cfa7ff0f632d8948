"""Networks made by chance, with records of all kinds in all states that some may see and others may not."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from itertools import count

from storage.access.audiences import CHOSEN, EXCEPT, OWN, SECRETARIAT, Audience
from storage.directory.organisations import Organisation
from storage.exchange import listings
from storage.kit.database import Store
from storage.library import solutions
from storage.library.solution_feedback import SolutionUse
from storage.library.solutions import Solution
from storage.policy import consultations, issues
from storage.policy.consultations import Consultation, ConsultationTopic
from storage.policy.issues import Issue, IssueTopic
from storage.questions import questions
from storage.questions.answers import Answer
from storage.questions.questions import Question
from tests.conversation import Conversation, Someone
from tests.handlers.pages.plants import add_listing, add_plot, add_stream

#: most records of a kind; days that they go back
MOST, DAYS = 30, 800
LEVELS = (solutions.OPEN, solutions.MEMBERS, solutions.CIRCLE)


class NetworkMaker:
    """Make one network. Its people differ in what they may see."""

    def __init__(self, talk: Conversation, seed: int, *, fewest: int = 0, most: int = MOST) -> None:
        self.talk, self.chance, self.fewest, self.most = talk, random.Random(seed), fewest, most
        self.numbers = count(1)

    def write_text(self, brief: str) -> str:
        """The text of a record: as brief as can be, where nobody looks at its length."""
        return brief

    async def make_network(self) -> dict[str, Someone]:
        talk = self.talk
        people = {
            "contact and lead": await talk.person("kari", organisation="alfa", leads="nett", contact=True),
            "member": await talk.person("ola", organisation="beta"),
            "unconfirmed": await talk.person("nils"),
            "secretariat": await talk.person("sol", organisation="gamma", role="secretariat"),
        }
        async with talk.database.begin() as store:
            self.authors = [one.person_id for one in people.values()]
            every = await store.organisations.list_all_organisations()
            company = Organisation(code="delta", name="Delta", kind="company", parent_id=every[0].id)
            self.houses = [*(one.id for one in every), (await store.organisations.add(company)).id]
            self.topics = [one.id for one in await store.topics.list_all_topics()][:4]
            self.reaches = [None, None, *[one.id for one in await self._list_audiences(store)]]
        await self.add_records()
        return people

    async def add_records(self) -> None:
        """Add some of each kind to the network."""
        kinds = (self._add_question, self._add_solution, self._add_issue, self._add_consultation, self._add_flow)
        async with self.talk.database.begin() as store:
            self.store = store
            for add in kinds:
                for _ in range(self.chance.randint(self.fewest, self.most)):
                    await add(next(self.numbers))

    async def _list_audiences(self, store: Store) -> list[Audience]:
        (first, second, *_) = self.houses
        return [
            await store.audiences.ensure_audience(EXCEPT, [second]),
            await store.audiences.ensure_audience(CHOSEN, [first, second]),
            await store.audiences.ensure_audience(OWN, [first]),
            await store.audiences.ensure_audience(SECRETARIAT),
        ]

    def _age(self) -> timedelta:
        return timedelta(hours=self.chance.uniform(0, DAYS * 24))

    def _find_later(self, at: datetime) -> datetime:
        """Some time after that, and before now."""
        return at + (self.store.now - at) * self.chance.random()

    async def _add_question(self, _number: int) -> None:
        chance, at = self.chance, self.store.now - self._age()
        state = chance.choice(questions.STATES)
        asked = Question(
            asker_id=chance.choice(self.authors), topic_id=chance.choice([None, *self.topics]), language="nb",
            second_topic_id=chance.choice([None, *self.topics]), text=self.write_text("Hva gjør dere?"), state=state,
            origin={},
            suggested=[], guess=[], anonymous=chance.random() < 0.2,
            organisation_id=chance.choice([None, *self.houses]),
            reach_id=chance.choice(self.reaches), solved_at=self._find_later(at) if state == questions.SOLVED else None,
        )  # fmt: skip
        await self.store.questions.add(asked)
        asked.created_at = at
        for _ in range(chance.randint(0, 2)):
            answer = Answer(question_id=asked.id, author_id=chance.choice(self.authors), text="Ja", platform="fake")
            await self.store.answers.add(answer)
            answer.created_at = self._find_later(at)

    async def _add_solution(self, number: int) -> None:
        chance = self.chance
        row = Solution(
            code=f"L-{number}", title=self.write_text("T"), problem=self.write_text("P"), done=self.write_text("D"),
            level=chance.choice(LEVELS), language="nb",
            topic_id=chance.choice(self.topics), state=chance.choice(solutions.STATES),
            owner_id=chance.choice(self.authors), organisation_id=chance.choice([None, *self.houses]),
            reach_id=chance.choice(self.reaches), doubted_at=chance.choice((None, self.store.now - self._age())),
        )  # fmt: skip
        await self.store.solutions.add(row)
        row.created_at = self.store.now - self._age()
        for person_id in chance.sample(self.authors, chance.randint(0, 2)):
            use = SolutionUse(solution_id=row.id, person_id=person_id, at=self.store.now - self._age())
            self.store.session.add(use)

    async def _add_issue(self, number: int) -> None:
        chance, at = self.chance, self.store.now - self._age()
        row = Issue(
            code=f"S-{number}", title=self.write_text("T"), problem=self.write_text("P"), wanted="W",
            addressee_kind="ministry", language="nb",
            state=chance.choice(issues.STATES), raised_by_id=chance.choice(self.authors),
            organisation_id=chance.choice([None, *self.houses]), reach_id=chance.choice(self.reaches), created_at=at,
            published_at=chance.choice((None, at)), closed_at=chance.choice((None, self._find_later(at))),
        )  # fmt: skip
        self.store.session.add(row)
        await self.store.session.flush()
        for topic in chance.sample(self.topics, chance.randint(0, 2)):
            self.store.session.add(IssueTopic(issue_id=row.id, topic_id=topic))

    async def _add_consultation(self, number: int) -> None:
        chance, at = self.chance, self.store.now - self._age()
        row = Consultation(
            code=f"H-{number}", title=self.write_text("T"), language="nb", created_at=at,
            state=chance.choice(consultations.STATES),
            reach_id=chance.choice(self.reaches), opened_at=chance.choice((None, at)),
            sent_on=chance.choice((None, self._find_later(at).date())),
        )  # fmt: skip
        self.store.session.add(row)
        await self.store.session.flush()
        for topic in chance.sample(self.topics, chance.randint(0, 2)):
            self.store.session.add(ConsultationTopic(consultation_id=row.id, topic_id=topic))

    async def _add_flow(self, _number: int) -> None:
        chance, house = self.chance, self.chance.choice(self.houses)
        row = await add_listing(
            self.store, house, direction=chance.choice(listings.DIRECTIONS), level=chance.choice(listings.LEVELS),
            reach_id=chance.choice(self.reaches), type_=chance.choice(("heat", "water", "material")),
        )  # fmt: skip
        row.state, row.created_at = chance.choice(listings.STATES), self.store.now - self._age()
        await add_stream(self.store, house, chance.choice(("", "4 GWh/år")))
        await add_plot(self.store, house, self.authors[0], "", "Nordkaia", listings.MEMBERS_LEVEL, None)
