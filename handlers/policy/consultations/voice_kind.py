"""How organisations answer consultations: whether it concerns them, and whether they sign the draft."""

from __future__ import annotations

from handlers.chat.say import Say
from handlers.chat.turn import Telling, Turn
from handlers.policy.consultations import voicing, words
from handlers.policy.consultations.lookup import may_see_consultation
from handlers.policy.consultations.publishing import notice_subject, redraw
from handlers.policy.consultations.voicing import name_voice
from handlers.policy.organisation_answers.answer_kind import AnswerKind
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.consultation_responses import NO, WORD, YES, ConsultationNote, ConsultationVoice
from storage.policy.consultations import Consultation


class VoiceKind(AnswerKind[Consultation, ConsultationVoice]):
    """An organisation says it until the answer is sent."""

    name, news, ask, asked = "consultation", "consultations.colleague", "consultations.ask", "consultations.asked"
    bare = ("organisation", "version")

    async def find(self, store: Store, record_id: int) -> Consultation | None:
        return await store.consultations.find(record_id)

    async def is_visible(self, store: Store, person: Person, record: Consultation) -> bool:
        return await may_see_consultation(store, person, record)

    async def find_answer(self, at: Telling, record: Consultation, organisation_id: int) -> ConsultationVoice | None:
        return await at.store.voices.find(record.id, organisation_id)

    def is_same(self, before: ConsultationVoice, answer: ConsultationVoice) -> bool:
        told = [(one.affected, one.signs, one.version) for one in (before, answer)]
        return told[0] == told[1]

    async def save(
        self, turn: Turn, record: Consultation, organisation: Organisation, answer: ConsultationVoice, word: str
    ) -> None:
        voice = await turn.store.voices.put(answer)
        entry = ConsultationNote(
            consultation_id=record.id, kind=WORD, what=code_word(record, word),
            person_id=voice.person_id, organisation_id=organisation.id,
        )  # fmt: skip
        await turn.store.voices.note(entry)

    async def redraw(self, store: Store, record: Consultation, organisation_id: int) -> None:
        await redraw(store, record.id)

    def name_subject(self, record: Consultation, organisation_id: int) -> str:
        return notice_subject(record.id)

    def count_version(self, record: Consultation) -> int:
        return record.version

    def write_title(self, record: Consultation) -> str:
        return words.named(record)

    def describe_answer(self, say: Say, answer: ConsultationVoice) -> str:
        return name_voice(say, answer)

    def say_where_to_belong(self, say: Say) -> str:
        return say("An organisation answers by its contact or deputy. Say where you belong first.")


VOICES = VoiceKind()


def code_word(consultation: Consultation, word: str) -> str:
    """Return an entry of the history: a signature with the version that is signed."""
    return f"{word}:{consultation.version}" if word == voicing.SIGNS else word


def write_voice(
    consultation: Consultation, organisation_id: int, before: ConsultationVoice | None, word: str, person_id: int
) -> ConsultationVoice:
    """Return what is kept of a word: whoever signs is concerned, and whom it does not concern does not sign."""
    affected, signs = (before.affected, before.signs) if before is not None else ("", "")
    match word:
        case voicing.AFFECTED:
            affected = YES
        case voicing.UNAFFECTED:
            affected, signs = NO, NO if signs == YES else ""
        case voicing.SIGNS:
            affected, signs = YES, YES
        case voicing.NOT_NOW:
            affected, signs = ("" if affected == NO else affected), NO
    return ConsultationVoice(
        consultation_id=consultation.id, organisation_id=organisation_id, affected=affected, signs=signs,
        version=consultation.version if word == voicing.SIGNS else before.version if before is not None else 0,
        mw=before.mw if before is not None else None, tonnes=before.tonnes if before is not None else None,
        person_id=person_id,
    )  # fmt: skip
