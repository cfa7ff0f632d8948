"""Take answers from a thread or a form and carry them to the other rooms.

One of them is accepted as the answer that solved the question.
"""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.questions.answers import answer_acceptance, answer_forms, cards, reactions, reader_notice

router = Router()
for part in (answer_forms, cards, reactions, reader_notice, answer_acceptance):
    router.include_router(part.router)
