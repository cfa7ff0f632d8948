"""Register the record kind of answers; answers are found and shown with their question."""

from __future__ import annotations

from handlers.chat.record_erasure import Erasure
from handlers.chat.record_kinds import RecordKind
from handlers.questions.answers.answer_erasure import find_answered_questions, retract_answers
from handlers.questions.answers.answer_moderation import AnswerModeration
from storage.questions.answers import Answer

ANSWER = RecordKind(
    name="answer",
    label=lambda say: say("Answer"),
    table=Answer,
    find=lambda store, key: store.answers.find(key),
    moderation=AnswerModeration(),
    erasure=Erasure(retract_answers, find_answered_questions),
)
KINDS = (ANSWER,)
