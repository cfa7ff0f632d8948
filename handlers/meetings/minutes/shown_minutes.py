"""Show the minutes to one person in a card that follows them, wherever they are changed."""

from __future__ import annotations

from handlers.chat.cards import Card, Redrawn, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import ReaderContext, Turn, View
from handlers.meetings.agenda.lookup import load_visible_occurrence, may_see_occurrence
from handlers.meetings.card_arguments import ShownMinutes
from handlers.meetings.minutes.lookup import may_read_minutes
from handlers.meetings.minutes.minutes_card import draw_minutes_card
from handlers.meetings.minutes_subjects import build_shown_minutes_subject, redraw_minutes
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from handlers.moderation.competition import find_sensitive_kinds
from handlers.moderation.competition.competition_texts import draw_competition_warning

router = Router()


@router.on(Click, "minutes.show")
async def on_minutes_show(event: Click, turn: Turn) -> Reply:
    return await build_minutes_reply(turn, await load_visible_occurrence(turn, event.value, lock=False))


async def build_minutes_reply(turn: Turn, found: OccurrenceView, *, written: str = "", replace: bool = False) -> Reply:
    """Build the reply that shows the minutes; raise UserError for those who may not read them.

    `written`: what the person has just written, which may need a hint.
    """
    minutes = await turn.store.minute_book.find_minutes(found.id)
    if not await may_read_minutes(turn.store, found, minutes, turn.person):
        raise UserError(turn.say("The minutes of {title} are not there yet.", title=found.title))
    args = ShownMinutes(found.id, tuple(sorted(find_sensitive_kinds(written))))
    card = await _draw_shown_minutes(turn, found, args)
    return Reply(card, replace=replace, redrawn=Redrawn(args, build_shown_minutes_subject(found.id)))


async def build_changed_minutes_reply(
    turn: Turn, found: OccurrenceView, *, written: str = "", replace: bool = False
) -> Reply:
    """Build the reply to a change of the minutes, and let all that shows them follow."""
    await turn.store.session.flush()
    await redraw_minutes(turn.store, found.id)
    return await build_minutes_reply(turn, found, written=written, replace=replace)


@router.card(ShownMinutes)
async def draw_shown_minutes_card(view: View[ShownMinutes]) -> Card | None:
    found, at = await find_occurrence_view(view.store, view.args.occurrence), view.build_person_context()
    if found is None or at is None:
        return None
    minutes = await view.store.minute_book.find_minutes(found.id)
    seen = await may_see_occurrence(view.store, at.person, found)
    if not seen or not await may_read_minutes(view.store, found, minutes, at.person):
        return draw_withheld(view)
    return await _draw_shown_minutes(at, found, view.args)


async def _draw_shown_minutes(at: ReaderContext, found: OccurrenceView, args: ShownMinutes) -> Card:
    await at.store.session.flush()
    card = await draw_minutes_card(at, found, await at.store.minute_book.find_minutes(found.id))
    warning = draw_competition_warning(at.say, args.kinds) if args.kinds else []
    return Card(card.title, (*warning, *card.parts))
