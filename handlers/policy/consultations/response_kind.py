"""Define how organisations respond to consultations: whether they are concerned, and whether they sign the draft."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import msgspec

from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext, RenderContext, Turn
from handlers.policy.consultations import consultation_texts, recipients, response_texts
from handlers.policy.consultations.consultation_publication import (
    build_consultation_notice_subject,
    redraw_consultation,
)
from handlers.policy.consultations.lookup import may_see_consultation
from handlers.policy.consultations.response_texts import describe_response
from handlers.policy.organisation_answers.answer_kind import AnswerCard, AnswerKind
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.consultation_responses import NO, WORD, YES, ConsultationLogEntry, ConsultationResponse
from storage.policy.consultations import Consultation


class ResponseChangeNotice(AnswerCard, frozen=True, kw_only=True):
    template = "consultations.colleague"

    record: int = msgspec.field(name="consultation")
    #: Log entry, in cards of an earlier release that stored no `by`. The entry has the person.
    entry: int | None = msgspec.field(name="note", default=None)


class ConsultationResponseKind(AnswerKind[Consultation, ConsultationResponse]):
    """Define the responses to a consultation, which can change until the answer is sent."""

    name, news, ask = "consultation", ResponseChangeNotice, "consultations.ask"
    bare = ("organisation", "version")

    async def find_record(self, store: Store, record_id: int) -> Consultation | None:
        return await store.consultations.find(record_id)

    async def is_visible(self, store: Store, person: Person, record: Consultation) -> bool:
        return await may_see_consultation(store, person, record)

    async def list_barred_organisation_ids(
        self, at: ReaderContext, record: Consultation, organisation_ids: AbstractSet[int]
    ) -> AbstractSet[int]:
        return organisation_ids - await recipients.list_seeing_organisation_ids(at.store, record, organisation_ids)

    async def find_answer(
        self, at: RenderContext, record: Consultation, organisation_id: int
    ) -> ConsultationResponse | None:
        return await at.store.consultation_responses.find_response(record.id, organisation_id)

    def is_same_answer(self, before: ConsultationResponse, answer: ConsultationResponse) -> bool:
        told = [(one.affected, one.signs, one.version) for one in (before, answer)]
        return told[0] == told[1]

    async def save_answer(
        self, turn: Turn, record: Consultation, organisation: Organisation, answer: ConsultationResponse, word: str
    ) -> None:
        response = await turn.store.consultation_responses.store_response(answer)
        entry = ConsultationLogEntry(
            consultation_id=record.id, kind=WORD, what=encode_response_entry(record, word),
            person_id=response.person_id, organisation_id=organisation.id,
        )  # fmt: skip
        await turn.store.consultation_responses.add_consultation_log_entry(entry)

    async def redraw_organisation_answer(self, store: Store, record: Consultation, organisation_id: int) -> None:
        await redraw_consultation(store, record.id)

    def build_answer_subject(self, record: Consultation, organisation_id: int) -> str:
        return build_consultation_notice_subject(record.id)

    def get_text_version(self, record: Consultation) -> int:
        return record.version

    def format_record_title(self, record: Consultation) -> str:
        return consultation_texts.format_consultation_title(record)

    def describe_answer(self, say: Say, answer: ConsultationResponse) -> str:
        return describe_response(say, answer)

    def describe_missing_organisation(self, say: Say) -> str:
        return say(
            "Only the contact or deputy can answer for an organisation. First tell me which organisation you belong to."
        )


VOICES = ConsultationResponseKind()


def encode_response_entry(consultation: Consultation, word: str) -> str:
    """Return the code of a log entry. A signature carries the version that is signed."""
    return f"{word}:{consultation.version}" if word == response_texts.SIGNS else word


def build_consultation_response(
    consultation: Consultation, organisation_id: int, before: ConsultationResponse | None, word: str, person_id: int
) -> ConsultationResponse:
    """Build the response that follows from `word`.

    Whoever signs is concerned, and whoever is not concerned does not sign.
    """
    affected, signs = (before.affected, before.signs) if before is not None else ("", "")
    match word:
        case response_texts.AFFECTED:
            affected = YES
        case response_texts.UNAFFECTED:
            affected, signs = NO, NO if signs == YES else ""
        case response_texts.SIGNS:
            affected, signs = YES, YES
        case response_texts.NOT_NOW:
            affected, signs = ("" if affected == NO else affected), NO
    return ConsultationResponse(
        consultation_id=consultation.id, organisation_id=organisation_id, affected=affected, signs=signs,
        version=consultation.version if word == response_texts.SIGNS else before.version if before is not None else 0,
        mw=before.mw if before is not None else None, tonnes=before.tonnes if before is not None else None,
        person_id=person_id,
    )  # fmt: skip
