"""Tell the secretariat, once, that a limit of matching could be changed: five more organisations have said no to it."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Arena, View
from handlers.exchange.refusals.limit_evidence import list_limit_proposals, load_limit_groups
from handlers.exchange.refusals.limit_page import draw_proposal
from handlers.exchange.refusals.limit_rules import LEAST_REFUSED
from handlers.exchange.refusals.refusal_counts import FRESH, find_group_times
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.kit.database import Store

router = Router()


class LimitNotice(CardArguments, frozen=True):
    template = "exchange.limit"
    for_secretariat = True

    type: str
    factor: str
    #: empty on a card of before limits had one
    mode: str = ""


@router.plan("exchange.limits")
async def propose_limits(store: Store, arena: Arena, _until: datetime) -> None:
    """Schedule it for the secretariat, once for each further five organisations."""
    for limit, refusals in sorted((await load_limit_groups(store)).refused.items()):
        times = find_group_times(refusals, LEAST_REFUSED)
        if times[-1] < store.now - FRESH:
            continue
        for person in await store.people.list_secretariat():
            key = f"refusals:{limit.type}:{limit.mode}:{limit.factor}:{len(times)}:{person.id}"
            card, ends = LimitNotice(limit.type, limit.factor, limit.mode), times[-1] + FRESH
            await schedule_notification(store, arena, person, card, key=key, at=store.now, expires_at=ends)


@router.card(LimitNotice)
async def draw_limit_notice(view: View[LimitNotice]) -> Card | None:
    """Draw what is proposed; nothing where too little is known of what was accepted."""
    say, mine = view.say, (view.args.type, view.args.factor)
    found = [
        one
        for one in await list_limit_proposals(view.store)
        if (one.key.type, one.key.factor) == mine and view.args.mode in ("", one.key.mode)
    ]
    if not found:
        return draw_withheld(view)
    text = Text(say("How far I look for a match. What members say no to may show that it is too far."), "subtle")
    row = Buttons((Button(say("Limits of matching"), "matches.limits"),))
    return Card(say("Should a limit of matching be changed?"), (text, *[draw_proposal(say, one) for one in found], row))
