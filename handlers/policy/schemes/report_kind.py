"""How organisations report on schemes: once a year, and changeable as long as the year lasts."""

from __future__ import annotations

from handlers.chat.say import Say
from handlers.chat.turn import Telling, Turn
from handlers.policy.organisation_answers.answer_kind import AnswerKind
from handlers.policy.rounds import words
from handlers.policy.schemes.keeping import year_of
from handlers.policy.schemes.lookup import may_see_scheme
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.schemes import Scheme, SchemeReport


class ReportKind(AnswerKind[Scheme, SchemeReport]):
    """What an organisation says this year; a scheme keeps no history."""

    name, news = "scheme", "schemes.colleague"

    async def find(self, store: Store, record_id: int) -> Scheme | None:
        return await store.schemes.find(record_id)

    async def is_visible(self, store: Store, person: Person, record: Scheme) -> bool:
        return await may_see_scheme(store, person, record)

    async def find_answer(self, at: Telling, record: Scheme, organisation_id: int) -> SchemeReport | None:
        return await at.store.schemes.report(record.id, organisation_id, year_of(at.arena, at.now))

    def is_same(self, before: SchemeReport, answer: SchemeReport) -> bool:
        told = [(one.verdict, one.reason, one.shared) for one in (before, answer)]
        return told[0] == told[1]

    async def save(
        self, turn: Turn, record: Scheme, organisation: Organisation, answer: SchemeReport, word: str
    ) -> None:
        await turn.store.schemes.put(answer)

    async def redraw(self, store: Store, record: Scheme, organisation_id: int) -> None:
        await store.session.flush()
        await store.outbox.refresh(self.name_subject(record, organisation_id))

    def name_subject(self, record: Scheme, organisation_id: int) -> str:
        return f"scheme:{record.id}:organisation:{organisation_id}"

    def write_title(self, record: Scheme) -> str:
        return record.name

    def describe_answer(self, say: Say, answer: SchemeReport) -> str:
        return words.verdicts(say)[answer.verdict]

    def say_where_to_belong(self, say: Say) -> str:
        return say("An organisation says it by its contact or deputy. Say where you belong first.")


REPORTS = ReportKind()
