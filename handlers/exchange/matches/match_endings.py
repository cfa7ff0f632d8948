"""Tell whoever did not end it themselves that a match whose sides know each other has ended, and why."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import View
from handlers.directory.display_names import format_signature
from handlers.exchange.matches.match_disclosure import may_see_match, title_match
from handlers.exchange.matches.match_sides import build_match_subject, list_other_followers
from handlers.notifications.reader_hours import wait_for_reader_hours
from storage.exchange.matches import CLOSED, LEFT, SIDES, ListingMatch
from storage.kit.database import Store

router = Router()


class MatchEndedNotice(CardArguments, frozen=True):
    template = "exchange.ended"

    match: int
    #: who ended it; None: one of the organisations has left
    by: int | None = None


async def tell_match_end(store: Store, match: ListingMatch, by_id: int | None = None) -> None:
    """Tell all who follow it, but not `by_id`, who ended it."""
    for person in await list_other_followers(store, match, by_id):
        key, subject = f"match:{match.id}:ended:{person.id}", build_match_subject(match.id)
        await outgoing.post_to_person(store, person, MatchEndedNotice(match.id, by_id), key=key, subject=subject)


@router.card(MatchEndedNotice)
async def draw_match_ended_notice(view: View[MatchEndedNotice]) -> Card | None:
    """Draw why it ended. Raise Later outside the reader's hours: there is nothing to do about it."""
    match, say = await view.store.matches.find(view.args.match), view.say
    if match is None or view.person is None or not await may_see_match(view.store, view.person, match):
        return draw_withheld(view)
    if match.stage != CLOSED:
        return None
    wait_for_reader_hours(view)
    title = await title_match(view, match)
    gone = next((side for side in SIDES if match.get_listing_id(side) is None), None)
    if match.closing == LEFT and gone is not None:
        organisation = await view.store.organisations.find(match.get_organisation_id(gone))
        name = organisation.name if organisation is not None else match.code
        text = say("{match} has ended: {organisation} has left the network.", match=title, organisation=name)
    else:
        by = await format_signature(view.store, view.args.by, None, say)
        text = say("{match} has ended, says {name}.", match=title, name=by)
    return Card("", (Text(text), Buttons((Button(say("Show"), "matches.open", str(match.id)),))))
