"""Agendas: proposed, taken up, numbered, arranged, sent, and changed."""

from handlers.chat.routing import Router
from handlers.meetings.agenda import arranging, changes, deciding, proposing, questions, sending, showing

router = Router()
for _part in (arranging, changes, deciding, proposing, questions, sending, showing):
    router.include(_part.router)
