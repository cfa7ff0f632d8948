"""Tell the secretariat, in the first days of a quarter, what came of the exchange in the quarter before."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Card
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.dates.workdays import find_next_workday
from handlers.exchange.measures.measure_cards import MeasurePage, draw_measures, find_quarter_before
from handlers.exchange.refusals.refusal_counts import Quarter, find_quarter
from handlers.notifications.scheduled_notifications import MORNING, schedule_notification
from storage.kit.database import Store

router = Router()
#: how long after the first day of a quarter it is still told
FRESH = timedelta(days=45)
_MONTHS = 3


class MeasuresNotice(CardArguments, frozen=True):
    template = "exchange.measures"
    for_secretariat = True

    year: int
    quarter: int


@router.plan("exchange.measures")
async def schedule_measures(store: Store, arena: Arena, until: datetime) -> None:
    """Schedule one message for each of the secretariat, on the first workday of a quarter."""
    quarter = find_quarter(until, arena.zone)
    begins = datetime(quarter.year, _MONTHS * (quarter.number - 1) + 1, 1, tzinfo=arena.zone)
    due = datetime.combine(find_next_workday(begins.date()), MORNING, arena.zone)
    if due > until or store.now >= begins + FRESH:
        return
    before = find_quarter_before(quarter)
    subject = f"measures:{before.year}:{before.number}"
    known = {row.key for row in await store.scheduled_notifications.list_posted_deliveries({subject})}
    for person in await store.people.list_secretariat():
        key = f"{subject}:{person.id}"
        if key not in known:
            card, at = MeasuresNotice(before.year, before.number), max(due, store.now)
            await schedule_notification(
                store, arena, person, card, key=key, at=at, subject=subject, expires_at=begins + FRESH
            )


@router.card(MeasuresNotice)
async def draw_measures_notice(view: View[MeasuresNotice]) -> Card | None:
    """Draw the measures; nothing where nobody offers or needs anything yet, and nothing was matched."""
    quarter = Quarter(view.args.year, view.args.quarter)
    used = await view.store.listings.list_open_listings() or await view.store.matches.list_all_matches()
    return await draw_measures(view, MeasurePage(quarter.year, quarter.number)) if used else None
