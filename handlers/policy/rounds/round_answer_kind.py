"""How organisations answer input rounds: in one form until the deadline, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Part
from handlers.chat.say import Say
from handlers.chat.turn import Telling, Turn, View
from handlers.notifications import chains
from handlers.policy.organisation_answers.answer_kind import AnswerKind
from handlers.policy.rounds import cards, words
from handlers.policy.rounds.lookup import may_see_round
from handlers.policy.schemes import keeping
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.rounds import ANSWERED, ASKED, Round, RoundAnswer


class RoundAnswerKind(AnswerKind[Round, RoundAnswer]):
    """An organisation that is asked answers; what it said is in the record, which keeps no history."""

    name, news = "round", "rounds.colleague"

    async def find(self, store: Store, record_id: int) -> Round | None:
        return await store.rounds.find(record_id)

    async def is_visible(self, store: Store, person: Person, record: Round) -> bool:
        return await may_see_round(store, person, record)

    async def list_speaking(self, turn: Turn, record: Round) -> Sequence[Organisation]:
        asked = await turn.store.rounds.asked(record.id)
        return [house for house in await super().list_speaking(turn, record) if house.id in asked]

    async def find_own(self, turn: Turn, record: Round) -> Organisation | None:
        house = await super().find_own(turn, record)
        return house if house is not None and house.id in await turn.store.rounds.asked(record.id) else None

    async def find_answer(self, at: Telling, record: Round, organisation_id: int) -> RoundAnswer | None:
        answer = await at.store.rounds.answer(record.id, organisation_id)
        return answer if answer is not None and answer.state != ASKED else None

    def is_same(self, before: RoundAnswer, answer: RoundAnswer) -> bool:
        told = [(one.state, one.given, one.shared, one.reason) for one in (before, answer)]
        return told[0] == told[1]

    async def save(self, turn: Turn, record: Round, organisation: Organisation, answer: RoundAnswer, word: str) -> None:
        kept = await turn.store.rounds.put(answer)
        await keeping.of_round(turn, record, organisation, await turn.store.rounds.fields(record.id), kept)

    async def redraw(self, store: Store, record: Round, organisation_id: int) -> None:
        await chains.redraw(store, self.name_subject(record, organisation_id))

    def name_subject(self, record: Round, organisation_id: int) -> str:
        return words.subject(record.id, organisation_id)

    def write_title(self, record: Round) -> str:
        return f"{record.code} {record.title}"

    def describe_answer(self, say: Say, answer: RoundAnswer) -> str:
        return say("has answered") if answer.state == ANSWERED else say("does not answer")

    async def draw_news(
        self, view: View, record: Round, organisation: Organisation, answer: RoundAnswer | None
    ) -> Sequence[Part]:
        return await cards.standing(view, record, organisation, answer) if answer is not None else ()

    def say_where_to_belong(self, say: Say) -> str:
        return say("An organisation that is asked answers by its contact or deputy. Say where you belong first.")

    def say_who_acts(self, say: Say, names: str, organisation: str) -> str:
        return say("{names} can answer for {organisation}.", names=names, organisation=organisation)

    def say_change(self, say: Say, name: str, organisation: str) -> str:
        return say("{name} has changed what {organisation} answers.", name=name, organisation=organisation)

    def say_repeat(self, say: Say, name: str, organisation: str) -> str:
        return say("{organisation} has answered that already, by {name}.", organisation=organisation, name=name)


ROUND_ANSWERS = RoundAnswerKind()
