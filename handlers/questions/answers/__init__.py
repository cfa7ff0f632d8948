"""Answers: given in a thread or a form, carried to the other rooms, and accepted as what solved it."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.questions.answers import answering, cards, reacting, readers, solving

router = Router()
for part in (answering, cards, reacting, readers, solving):
    router.include(part.router)
