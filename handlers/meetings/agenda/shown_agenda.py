"""Show the agenda to one person in a card that follows it, wherever it is changed."""

from __future__ import annotations

from handlers.chat.cards import Card, Redrawn, Reply
from handlers.chat.events import Click
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Turn, View
from handlers.meetings.agenda.agenda_cards import ShownAgenda, build_agenda_subject, draw_personal_agenda
from handlers.meetings.agenda.lookup import load_visible_occurrence, may_see_occurrence
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from handlers.moderation.competition import draw_competition_hint

router = Router()


@router.on(Click, "agenda.show")
async def on_agenda_show(event: Click, turn: Turn) -> Reply:
    return await build_agenda_reply(turn, await load_visible_occurrence(turn, event.value, lock=False))


async def build_agenda_reply(turn: Turn, found: OccurrenceView, *, written: str = "") -> Reply:
    """Build the reply that shows the agenda. With a hint on what was `written` it is drawn once, and stays."""
    card = await draw_personal_agenda(turn.store, found, turn.say, turn.person)
    if hint := draw_competition_hint(turn.say, written):
        return Reply(Card(card.title, (*hint, *card.parts)))
    return Reply(card, redrawn=Redrawn(ShownAgenda(found.id), build_agenda_subject(found.id)))


@router.card(ShownAgenda)
async def draw_shown_agenda(view: View[ShownAgenda]) -> Card | None:
    found = await find_occurrence_view(view.store, view.args.occurrence)
    if found is None or view.person is None:
        return None
    if not await may_see_occurrence(view.store, view.person, found):
        return draw_withheld(view)
    return await draw_personal_agenda(view.store, found, view.say, view.person)
