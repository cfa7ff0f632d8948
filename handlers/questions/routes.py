"""Route the events of questions: ask, send to the rooms of a topic, move, link, withdraw."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.questions import (
    asker_disclosure,
    cards,
    drafts,
    duplicate_notices,
    duplicates,
    escalation_cards,
    inactivity,
    mistaken_questions,
    publication_cards,
    publishing,
    question_changes,
    question_edits,
    question_escalation,
    question_followers,
    question_intake,
    question_visibility,
    quoted_words,
    receipt_cards,
    receipts,
    referrals,
    source_reactions,
    triage,
    triage_escalation,
    unit_answers,
    wider_distribution,
    words_consent,
)

router = Router()
for part in (
    question_intake,
    mistaken_questions,
    cards,
    question_changes,
    question_edits,
    drafts,
    duplicates,
    duplicate_notices,
    question_followers,
    publishing,
    receipt_cards,
    receipts,
    publication_cards,
    question_visibility,
    asker_disclosure,
    triage,
    unit_answers,
    quoted_words,
    words_consent,
    source_reactions,
):
    router.include_router(part.router)
# escalation while nobody answers
for part in (question_escalation, escalation_cards, referrals, wider_distribution, inactivity, triage_escalation):
    router.include_router(part.router)
