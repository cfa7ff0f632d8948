"""Put it to the secretariat that rules stand in the way of exchanges, once three more organisations have said so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.access import rights
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn, View
from handlers.exchange.matching.flow_phrases import name_flow_type
from handlers.exchange.refusals.refusal_counts import FRESH, LEAST_NAMED, find_group_times, list_named_types
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.issues.forms import Filled
from handlers.policy.issues.issue_submission import draw_form_from_values
from storage.exchange.match_refusals import MatchRefusal
from storage.exchange.matches import SUPPLY
from storage.kit.database import Store

router = Router()
RULES = "rules"
#: topics of the issue, which whoever raises it can change
TOPICS = ("symbiose",)


class RulesProposal(CardArguments, frozen=True):
    template = "exchange.rules"
    for_secretariat = True

    #: number of organisations that had said so
    organisations: int


async def list_rules_refusals(store: Store) -> list[MatchRefusal]:
    """List refusals of exchanges; what is talked of with a grid company is another issue."""
    found = await store.match_refusals.list_refusals()
    return [one for one in found if RULES in one.reasons and one.purpose == SUPPLY]


@router.plan("exchange.rules")
async def propose_rules_issue(store: Store, arena: Arena, _until: datetime) -> None:
    """Schedule it for the secretariat, once for each further three organisations."""
    times = find_group_times(await list_rules_refusals(store), LEAST_NAMED)
    if not times or times[-1] < store.now - FRESH:
        return
    n = len(times) * LEAST_NAMED
    for person in await store.people.list_secretariat():
        await schedule_notification(
            store, arena, person, RulesProposal(n), key=f"refusals:rules:{n}:{person.id}", at=store.now,
            expires_at=times[-1] + FRESH,
        )  # fmt: skip


@router.card(RulesProposal)
async def draw_rules_proposal(view: View[RulesProposal]) -> Card | None:
    say, found = view.say, await list_rules_refusals(view.store)
    text = say.many(
        "{n} organisation has let go of a match because of the rules.",
        "{n} organisations have let go of a match because of the rules.",
        view.args.organisations,
    )
    row = (
        Button(say("Raise an issue"), "exchange.raise_rules", style="primary"),
        Button(say("Show the reasons"), "matches.reasons"),
    )
    parts: tuple[Part, ...] = (Text(text), *[Text(line) for line in _describe_types(say, found)], Buttons(row))
    return Card(say("Do rules stand in the way of exchanges?"), parts)


def _describe_types(say: Say, refusals: Sequence[MatchRefusal]) -> list[str]:
    """Return a line with the types that may be named; nothing where none may."""
    types = [name_flow_type(say, one) for one in list_named_types(refusals)]
    return [say("It is about {types}.", types=say.listed(types))] if types else []


@router.on(Click, "exchange.raise_rules", opens=True)
async def on_rules_raise_open(_event: Click, turn: Turn) -> Reply:
    """Open the form of an issue, filled with what may be told of the reasons and nothing else."""
    await rights.need_secretariat(turn)
    say, found = turn.say, await list_rules_refusals(turn.store)
    lead = say("Members have found an exchange of energy or material that fits, and let go of it because of the rules.")
    filled: Filled = {
        "title": say("Rules that stand in the way of exchanges"),
        "problem": "\n".join((lead, *_describe_types(say, found))),
        "topics": TOPICS,
    }
    return Reply(form=await draw_form_from_values(turn, filled))
