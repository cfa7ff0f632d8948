"""Tell the others of a match that both know what somebody has set of it: once, for all changes within an hour."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Facts, Text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import sign_person
from handlers.exchange.matches.match_disclosure import may_see_match, title_match
from handlers.exchange.matches.match_sides import build_match_subject, list_other_followers
from handlers.exchange.matches.step_facts import list_step_facts
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.exchange.matches import KNOWN_STAGES, ListingMatch
from storage.queue.delivery_rows import LEASED, READY

router = Router()
#: changes within this time are told together
TOGETHER = timedelta(hours=1)


class MatchNewsNotice(CardArguments, frozen=True):
    template = "exchange.news"

    match: int
    #: who has set it
    by: int


async def tell_match_news(turn: Turn, match: ListingMatch) -> bool:
    """Tell the others what this person has set, and return whether anybody will hear of it.

    What is still to come tells the state of then, so that one is enough.
    """
    subject, lead = build_match_subject(match.id), f"{_build_news_lead(match)}{turn.person.id}:"
    rows = await turn.store.scheduled_notifications.list_posted_deliveries([subject])
    told = {row.person_id for row in rows if row.key.startswith(lead) and row.state in (READY, LEASED)}
    hears = False
    for person in await list_other_followers(turn.store, match, turn.person.id):
        key, card = f"{lead}{person.id}:{turn.now.isoformat()}", MatchNewsNotice(match.id, turn.person.id)
        hears |= person.id in told or await schedule_notification(
            turn.store, turn.arena, person, card, key=key, at=turn.now + TOGETHER, subject=subject
        )
    return hears


async def cancel_own_news(turn: Turn, match: ListingMatch) -> None:
    """Cancel what this person would be told of the match: they have just seen it."""
    for row in await turn.store.scheduled_notifications.list_posted_deliveries([build_match_subject(match.id)]):
        if row.person_id == turn.person.id and row.key.startswith(_build_news_lead(match)):
            await turn.store.outbox.cancel_deliveries(key=row.key)


def _build_news_lead(match: ListingMatch) -> str:
    """Return what the keys of all news of the match begin with."""
    return f"match:{match.id}:news:"


@router.card(MatchNewsNotice)
async def draw_match_news(view: View[MatchNewsNotice]) -> Card | None:
    """Draw the stage and the next step as they are now; an end is told by a card of its own."""
    match, say = await view.store.matches.find(view.args.match), view.say
    if match is None or view.person is None or not await may_see_match(view.store, view.person, match):
        return draw_withheld(view)
    if match.stage not in KNOWN_STAGES and not view.delivery.was_told:
        return None
    name = await sign_person(view.store, view.args.by, say)
    return Card(
        say("News of {match}", match=await title_match(view, match)),
        (
            Text(say("{name} has said how it goes on.", name=name)),
            Facts(await list_step_facts(view.store, say, match)),
            Buttons((Button(say("Show"), "matches.open", str(match.id)),)),
        ),
    )
