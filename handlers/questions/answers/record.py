"""The record kind of answers; they are found and shown with their question."""

from __future__ import annotations

from handlers.chat.records import RecordKind
from handlers.questions.answers.moderating import AnswerModeration
from storage.questions.answers import Answer

ANSWER = RecordKind(
    name="answer",
    label=lambda say: say("Answer"),
    table=Answer,
    find=lambda store, key: store.answers.find(key),
    moderation=AnswerModeration(),
)
KINDS = (ANSWER,)
