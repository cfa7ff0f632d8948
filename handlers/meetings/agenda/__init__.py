"""Assemble the handlers of agendas: proposals, decisions, numbers, order, distribution and changes."""

from handlers.chat.routing import Router
from handlers.meetings.agenda import (
    agenda_background,
    agenda_cards,
    agenda_change_notices,
    agenda_distribution,
    agenda_order,
    item_decisions,
    item_proposals,
    question_items,
    shown_agenda,
)

router = Router()
for _part in (
    agenda_background,
    agenda_order,
    agenda_change_notices,
    item_decisions,
    item_proposals,
    question_items,
    agenda_distribution,
    agenda_cards,
    shown_agenda,
):
    router.include_router(_part.router)
