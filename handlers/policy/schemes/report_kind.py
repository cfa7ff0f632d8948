"""Define how organisations report on schemes: once a year, and changeable until the year ends."""

from __future__ import annotations

import msgspec

from handlers.chat.say import Say
from handlers.chat.turn import RenderContext, Turn
from handlers.policy.organisation_answers.answer_kind import AnswerCard, AnswerKind
from handlers.policy.rounds import round_texts
from handlers.policy.schemes.lookup import may_see_scheme
from handlers.policy.schemes.scheme_reports import get_report_year
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.schemes import Scheme, SchemeReport


class ReportChangeNotice(AnswerCard, frozen=True, kw_only=True):
    template = "schemes.colleague"

    record: int = msgspec.field(name="scheme")


class ReportKind(AnswerKind[Scheme, SchemeReport]):
    """Define the reports of this year. A scheme keeps no log."""

    name, news = "scheme", ReportChangeNotice

    async def find_record(self, store: Store, record_id: int) -> Scheme | None:
        return await store.schemes.find(record_id)

    async def is_visible(self, store: Store, person: Person, record: Scheme) -> bool:
        return await may_see_scheme(store, person, record)

    async def find_answer(self, at: RenderContext, record: Scheme, organisation_id: int) -> SchemeReport | None:
        return await at.store.schemes.find_scheme_report(record.id, organisation_id, get_report_year(at.arena, at.now))

    def is_same_answer(self, before: SchemeReport, answer: SchemeReport) -> bool:
        told = [(one.verdict, one.reason, one.shared) for one in (before, answer)]
        return told[0] == told[1]

    async def save_answer(
        self, turn: Turn, record: Scheme, organisation: Organisation, answer: SchemeReport, word: str
    ) -> None:
        await turn.store.schemes.store_scheme_report(answer)

    async def redraw_organisation_answer(self, store: Store, record: Scheme, organisation_id: int) -> None:
        await store.session.flush()
        await store.outbox.refresh_copies(self.build_answer_subject(record, organisation_id))

    def build_answer_subject(self, record: Scheme, organisation_id: int) -> str:
        return f"scheme:{record.id}:organisation:{organisation_id}"

    def format_record_title(self, record: Scheme) -> str:
        return record.name

    def describe_answer(self, say: Say, answer: SchemeReport) -> str:
        return round_texts.list_verdict_labels(say)[answer.verdict]

    def describe_missing_organisation(self, say: Say) -> str:
        return say(
            "Only the contact or deputy can say this for an organisation. First tell me which organisation you"
            " belong to."
        )


REPORTS = ReportKind()
