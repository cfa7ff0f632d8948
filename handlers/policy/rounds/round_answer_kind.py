"""Define how organisations answer input rounds: in one form until the deadline, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from handlers.chat.cards import Part
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext, RenderContext, Turn, View
from handlers.notifications import escalation
from handlers.policy.organisation_answers.answer_kind import AnswerCard, AnswerKind
from handlers.policy.rounds import cards, round_texts
from handlers.policy.rounds.lookup import may_see_round
from handlers.policy.schemes import scheme_reports
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.rounds import ANSWERED, ASKED, Round, RoundAnswer


class RoundAnswerChangeNotice(AnswerCard, frozen=True, kw_only=True):
    template = "rounds.colleague"

    record: int = msgspec.field(name="round")


class RoundAnswerKind(AnswerKind[Round, RoundAnswer]):
    """Define the answers of organisations that are asked. The answer is kept in the record, which has no log."""

    name, news = "round", RoundAnswerChangeNotice

    async def find_record(self, store: Store, record_id: int) -> Round | None:
        return await store.rounds.find(record_id)

    async def is_visible(self, store: Store, person: Person, record: Round) -> bool:
        return await may_see_round(store, person, record)

    async def list_speaking_organisations(self, at: ReaderContext, record: Round) -> Sequence[Organisation]:
        asked = await at.store.rounds.list_recipient_ids(record.id)
        return [
            organisation
            for organisation in await super().list_speaking_organisations(at, record)
            if organisation.id in asked
        ]

    async def find_own_organisation(self, turn: Turn, record: Round) -> Organisation | None:
        organisation = await super().find_own_organisation(turn, record)
        return (
            organisation
            if organisation is not None and organisation.id in await turn.store.rounds.list_recipient_ids(record.id)
            else None
        )

    async def find_answer(self, at: RenderContext, record: Round, organisation_id: int) -> RoundAnswer | None:
        answer = await at.store.rounds.find_round_answer(record.id, organisation_id)
        return answer if answer is not None and answer.state != ASKED else None

    def is_same_answer(self, before: RoundAnswer, answer: RoundAnswer) -> bool:
        told = [(one.state, one.given, one.shared, one.reason) for one in (before, answer)]
        return told[0] == told[1]

    async def save_answer(
        self, turn: Turn, record: Round, organisation: Organisation, answer: RoundAnswer, word: str
    ) -> None:
        kept = await turn.store.rounds.store_round_answer(answer)
        await scheme_reports.record_round_reports(
            turn, record, organisation, await turn.store.rounds.list_round_fields(record.id), kept
        )

    async def redraw_organisation_answer(self, store: Store, record: Round, organisation_id: int) -> None:
        await escalation.redraw_escalation_cards(store, self.build_answer_subject(record, organisation_id))
        await store.outbox.refresh_copies(round_texts.build_shown_round_subject(record.id))
        # an edition quotes what is shared for as long as it is
        await escalation.redraw_escalation_cards(store, round_texts.build_edition_subject(record.id))

    def build_answer_subject(self, record: Round, organisation_id: int) -> str:
        return round_texts.build_round_subject(record.id, organisation_id)

    def format_record_title(self, record: Round) -> str:
        return f"{record.code} {record.title}"

    def describe_answer(self, say: Say, answer: RoundAnswer) -> str:
        return say("has answered") if answer.state == ANSWERED else say("will not answer")

    async def draw_answer_news(
        self, view: View, record: Round, organisation: Organisation, answer: RoundAnswer | None
    ) -> Sequence[Part]:
        at = view.build_person_context()
        if answer is None or at is None:
            return ()
        return await cards.draw_answer_standing(at, record, organisation, answer)

    def describe_representatives(self, say: Say, names: str, organisation: str) -> str:
        return say("{names} can answer for {organisation}.", names=names, organisation=organisation)

    def describe_answer_change(self, say: Say, name: str, organisation: str) -> str:
        return say("{name} has changed the answer from {organisation}.", name=name, organisation=organisation)

    def describe_same_answer(self, say: Say, name: str, organisation: str) -> str:
        return say("{organisation} has already answered that, through {name}.", organisation=organisation, name=name)


ROUND_ANSWERS = RoundAnswerKind()
