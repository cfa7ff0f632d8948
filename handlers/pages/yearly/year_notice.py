"""Tell contacts and deputies in January that the page of the year that has passed is there."""

from __future__ import annotations

from datetime import date, datetime

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.notifications.scheduled_notifications import MORNING, schedule_notification
from handlers.pages.yearly.own_year import load_own_year
from handlers.pages.yearly.year_card import describe_year, format_year_title
from handlers.pages.yearly.year_choice import OrganisationYear, list_represented_organisations
from storage.kit.database import Store

router = Router()
#: day of January on which it is told, when people are back, and the day after the last one
FIRST, AFTER = 8, 31


class YearNotice(CardArguments, frozen=True):
    template = "year.notice"

    organisation: int
    year: int


@router.plan("year")
async def schedule_year_notices(store: Store, arena: Arena, until: datetime) -> None:
    """Schedule one notice for each contact and deputy, in each January."""
    year = until.astimezone(arena.zone).year
    due = datetime.combine(date(year, 1, FIRST), MORNING, arena.zone)
    ends = datetime(year, 1, AFTER, tzinfo=arena.zone)
    if not due <= until or store.now >= ends:
        return
    subject = f"year:{year - 1}"
    known = {row.key for row in await store.scheduled_notifications.list_posted_deliveries({subject})}
    for organisation in await store.organisations.list_all_organisations():
        for person in await store.organisations.list_representatives(organisation.id):
            key = f"{subject}:{organisation.id}:{person.id}"
            if key in known or person.guest or organisation.created_at >= due:
                continue
            card, at = YearNotice(organisation.id, year - 1), max(due, store.now)
            await schedule_notification(store, arena, person, card, key=key, at=at, subject=subject, expires_at=ends)


@router.card(YearNotice)
async def draw_year_notice(view: View[YearNotice]) -> Card | None:
    """Draw the notice for whoever still acts for the organisation; None for a year in which nothing was registered."""
    if view.person is None:
        return None
    mine = await list_represented_organisations(view.store, view.person)
    organisation = next((one for one in mine if one.id == view.args.organisation), None)
    if organisation is None:
        return None
    found, say = await load_own_year(view, organisation, view.args.year), view.say
    if not any(one.ids for _, figures in found.sections for one in figures):
        return None
    value = OrganisationYear(organisation.id, found.year).encode_value()
    text = say("What came of your year is ready to look at. Only the contact and deputy see it.")
    row = (Button(say("Show the year"), "year.show", value, "primary"), Button(say("Share it"), "year.share", value))
    return Card(format_year_title(say, found), (Text(text), *map(Text, describe_year(view, found)), Buttons(row)))
