"""Close a round after its deadline, and notify whoever asked how it went and what can be done next."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, RenderContext, View
from handlers.notifications import escalation
from handlers.notifications.escalation import MARGIN
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.rounds import cards, round_reminders, round_texts
from handlers.policy.rounds.deadlines import get_round_end
from handlers.policy.rounds.inquirers import notify_inquirer
from handlers.policy.rounds.round_keepers import list_round_keepers
from storage.kit.database import Store
from storage.policy.rounds import ANSWERED, ASKED, CLOSED, DECLINED, INQUIRY, OPEN, Round

router = Router()


class RoundEndNotice(CardArguments, frozen=True):
    template = "rounds.over"
    for_secretariat = True

    round: int


def build_round_end_subject(round_id: int) -> str:
    return f"round:{round_id}:end"


@router.plan("rounds.end")
async def close_overdue_rounds(store: Store, arena: Arena, _until: datetime) -> None:
    """Close rounds at midnight after the deadline, whatever day it is.

    Whoever asked is notified in their working hours.
    """
    for id in await store.rounds.list_overdue_round_ids(arena.find_day(store.now)):
        round = await store.rounds.lock(id)
        if round is None or round.state != OPEN:
            continue
        await close_round(store, round, get_round_end(round, arena))
        await notify_inquirer(store, arena, round)
        for person in await list_round_keepers(store, round):
            key = f"{build_round_end_subject(id)}:{round.deadline.isoformat()}:{person.id}"
            await schedule_notification(
                store,
                arena,
                person,
                RoundEndNotice(id),
                key=key,
                at=store.now,
                subject=build_round_end_subject(id),
            )


@router.audit("rounds.end")
async def audit_overdue_rounds(store: Store, arena: Arena) -> list[str]:
    """Report rounds that are still open after the margin: the planner has run several times by then."""
    rounds = [
        await store.rounds.find(id) for id in await store.rounds.list_overdue_round_ids(arena.find_day(store.now))
    ]
    return [
        f"round {one.id}: is not closed" for one in rounds if one and get_round_end(one, arena) + MARGIN < store.now
    ]


async def close_round(store: Store, round: Round, at: datetime) -> None:
    """Close the round, cancel its reminder, and redraw every card."""
    round.state, round.closed_at = CLOSED, at
    await escalation.stop_escalation(
        store, round_reminders.KIND, round.id, round_reminders.build_round_reminder_subject(round.id)
    )
    await cards.redraw_round_cards(store, round.id)


@router.card(RoundEndNotice)
async def draw_round_over_card(view: View[RoundEndNotice]) -> Card | None:
    """Draw how many have answered. If nobody has, draw what can be done."""
    round = await view.store.rounds.find(view.args.round)
    if round is None:
        return None
    return Card(f"{round.code} {round.title}", tuple(await draw_round_outcome(view, round)))


async def draw_round_outcome(at: RenderContext, round: Round) -> list[Part]:
    """Draw for the secretariat the counts and the next step."""
    say, id = at.say, str(round.id)
    states = [answer.state for answer, _ in await at.store.rounds.list_round_answers(round.id)]
    answered, declined = states.count(ANSWERED), states.count(DECLINED)
    counts = {"answered": answered, "declined": declined, "asked": len(states), "silent": states.count(ASKED)}
    parts: list[Part] = [Text(round_texts.describe_round_state_line(at, round), "subtle")]
    parts.append(
        Text(
            say(
                "{asked} asked · {answered} answered · {declined} will not answer · {silent} have not answered",
                **counts,
            )
        )
    )
    if round.state != CLOSED:
        return parts
    if not answered:
        parts.append(
            Text(say("Nobody has answered. Extend the deadline, ask a few of them directly, or call it off."), "strong")
        )
        sure = round_texts.confirm_calling_off(say, round, len(states))
        row: tuple[Button, ...] = (
            Button(say("Extend"), "rounds.extend", id, "primary"),
            Button(say("Call off"), "rounds.cancel", id, confirm=sure),
        )
    elif round.form == INQUIRY:
        row = (Button(say("The sheets"), "inquiries.sheets", id, "primary"), Button(say("Extend"), "rounds.extend", id))
    else:
        row = (
            Button(say("Publish totals"), "rounds.publish", id, "primary"),
            Button(say("Extend"), "rounds.extend", id),
            Button(say("Download"), "rounds.export", id),
        )
    return [*parts, Buttons((*row, Button(say("Show"), "rounds.open", id)))]
