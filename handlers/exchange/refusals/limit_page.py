"""Show the secretariat which limits of matching are changed and which could be. It changes each; nothing else does."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.flow_types import FLOW_TYPES, GRID, PIPE, RAIL, SHIP, TRUCK
from handlers.exchange.listing_labels import name_flow
from handlers.exchange.refusals.limit_evidence import LimitProposal, list_limit_proposals
from handlers.exchange.refusals.limit_rules import NARROWEST, WIDEST
from storage.exchange.matching_limits import DISTANCE, FACTORS, LimitKey

router = Router()
PERCENT = 100


class LimitChange(ButtonValue, frozen=True):
    """Name a limit of a type, and the stretch in percent that it is to have; 0: as the rules have it."""

    type: str
    factor: str
    percent: int = 0
    #: what carries the flow; empty: whatever does
    mode: str = ""

    @property
    def key(self) -> LimitKey:
        return LimitKey(self.type, self.mode, self.factor)


@router.on(Click, "matches.limits")
async def on_match_limits(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_limit_page(turn), replace=event.direct)


@router.on(Click, "exchange.limit")
async def on_match_limit_change(event: Click, turn: Turn) -> Reply:
    """Change a limit. All listings are matched with it in the next night."""
    await rights.need_secretariat(turn)
    change, limits = LimitChange.parse_value(event.value), turn.store.matching_limits
    if change.type not in FLOW_TYPES or change.factor not in FACTORS or change.mode not in _list_modes(change.type):
        raise UserError(turn.say("I do not know that limit."))
    if change.percent == 0:
        await limits.delete_stretch(change.key)
    else:
        stretch = min(max(change.percent / PERCENT, NARROWEST), WIDEST)
        await limits.set_stretch(change.key, stretch, turn.person.id)
    return Reply(await draw_limit_page(turn), replace=event.direct)


async def draw_limit_page(turn: Turn) -> Card:
    say = turn.say
    proposals, changed = await list_limit_proposals(turn.store), await turn.store.matching_limits.map_stretches()
    parts: list[Part] = [
        Text(say("How far I look for a match. What members say no to may show that it is too far."), "subtle")
    ]
    parts += [draw_proposal(say, one) for one in proposals]
    parts += [_draw_changed(say, key, stretch) for key, stretch in sorted(changed.items())]
    if not proposals and not changed:
        parts.append(Text(say("All limits are as the rules have them, and nothing speaks for changing one.")))
    back = Button(say("Reasons for no"), "matches.reasons")
    return Card(say("Limits of matching"), (*parts, Buttons((back,))))


def draw_proposal(say: Say, one: LimitProposal) -> Item:
    told = say(
        "Refused: {refused}. Accepted: {accepted}. Proposed: {percent} % of the rule, now {now} %.",
        refused=one.refused, accepted=one.accepted, percent=_write_percent(one.proposed), now=_write_percent(one.now),
    )  # fmt: skip
    use = LimitChange(one.key.type, one.key.factor, round(one.proposed * PERCENT), one.key.mode).encode_value()
    return Item(_name_limit(say, one.key), told, buttons=(Button(say("Use it"), "exchange.limit", use),))


def _draw_changed(say: Say, key: LimitKey, stretch: float) -> Item:
    told = say("Changed to {percent} % of the rule.", percent=_write_percent(stretch))
    back = Button(
        say("As the rules have it"), "exchange.limit", LimitChange(key.type, key.factor, mode=key.mode).encode_value()
    )
    return Item(_name_limit(say, key), told, buttons=(back,))


def _name_limit(say: Say, key: LimitKey) -> str:
    """Return "Material · Truck · Distance"; without what carries it where the limit holds for whatever does."""
    modes = {
        PIPE: say("Pipe"), TRUCK: say("Truck"), SHIP: say("Ship"), RAIL: say("Rail"), GRID: say("Power grid"),
    }  # fmt: skip
    name = say("Distance") if key.factor == DISTANCE else say("Amount")
    return " · ".join(filter(None, (name_flow(say, key.type), modes.get(key.mode, ""), name)))


def _list_modes(type_: str) -> tuple[str, ...]:
    return ("", *FLOW_TYPES[type_].modes)


def _write_percent(stretch: float) -> str:
    return str(round(stretch * PERCENT))
